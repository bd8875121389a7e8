// Programs as they print, and shapes without values.
import { describe, expect, it } from "vitest"
import {
  checkpoint,
  closureConvert,
  evalShape,
  grad,
  jit,
  jvp,
  lax,
  makeJaxpr,
  type NDArray,
  numpy as np,
  shapeDtype,
  vmap,
} from "../../src/index.js"
import { close } from "../support/close.js"

const v = np.array([1, 2, 3])
const text = <A extends unknown[], R>(f: (...args: A) => R, ...args: Parameters<ReturnType<typeof makeJaxpr<A, R>>>): string =>
  String(makeJaxpr(f)(...args))

describe("makeJaxpr", () => {
  it("arithmetic with literals", () =>
    expect(text((x: NDArray) => x.sin().mul(2), v)).toMatchInlineSnapshot(
      `"{ lambda ; a:f32[3]. let b:f32[3] = sin a; c:f32[3] = mul b 2.0:f32[] in (c,) }"`,
    ))
  it("weak types", () =>
    expect(text((x: NDArray) => x.add(1), 1)).toMatchInlineSnapshot(`"{ lambda ; a:~f32[]. let b:~f32[] = add a 1.0:f32[] in (b,) }"`))
  it("several arguments and results", () =>
    expect(text((x: NDArray, p: { readonly y: NDArray }) => [x.add(p.y), p.y, 3] as const, v, { y: v })).toMatchInlineSnapshot(
      `"{ lambda ; a:f32[3] b:f32[3]. let c:f32[3] = add a b in (c, b, 3.0:f32[]) }"`,
    ))
  it("constants from outside", () =>
    expect(text((x: NDArray) => x.mul(v), v)).toMatchInlineSnapshot(`"{ lambda a:f32[3] ; b:f32[3]. let c:f32[3] = mul b a in (c,) }"`))
  it("broadcasting made explicit", () =>
    expect(text((x: NDArray) => x.add(np.ones([2, 1])), v)).toMatchInlineSnapshot(`
    "{ lambda ; a:f32[3]. let
        b:f32[2,1] = broadcast_in_dim[broadcast_dimensions=() shape=(2, 1)] 1.0:f32[]
        c:f32[2,3] = broadcast_in_dim[broadcast_dimensions=(1,) shape=(2, 3)] a
        d:f32[2,3] = broadcast_in_dim[broadcast_dimensions=(0, 1) shape=(2, 3)] b
        e:f32[2,3] = add c d
      in (e,) }"
  `))
  it("promotion made explicit", () =>
    expect(text((x: NDArray, n: NDArray) => x.mul(n), v, np.array([1, 2, 3], { dtype: "int32" }))).toMatchInlineSnapshot(`
      "{ lambda ; a:f32[3] b:i32[3]. let
          c:f32[3] = convert_element_type[new_dtype=float32 weak_type=False] b
          d:f32[3] = mul a c
        in (d,) }"
    `))
  it("reductions", () =>
    expect(text((x: NDArray) => x.sum(0, { keepdims: true }), np.ones([2, 3]))).toMatchInlineSnapshot(`
    "{ lambda ; a:f32[2,3]. let
        b:f32[3] = reduce_sum[axes=(0,)] a
        c:f32[1,3] = reshape[new_sizes=(1, 3)] b
      in (c,) }"
  `))
  it("a matrix product", () =>
    expect(text((a: NDArray, b: NDArray) => a.matmul(b), np.ones([2, 3]), np.ones([3, 4]))).toMatchInlineSnapshot(`
      "{ lambda ; a:f32[2,3] b:f32[3,4]. let
          c:f32[2,4] = dot_general[dimension_numbers=(((1,), (0,)), ((), ())) preferred_element_type=None]
            a b
        in (c,) }"
    `))
  it("a gradient", () =>
    expect(
      text(
        grad((x: NDArray) => x.mul(x).sum()),
        v,
      ),
    ).toMatchInlineSnapshot(`
      "{ lambda ; a:f32[3]. let
          b:f32[3] = mul a a
          _:f32[] = reduce_sum[axes=(0,)] b
          c:f32[3] = broadcast_in_dim[broadcast_dimensions=() shape=(3,)] 1.0:f32[]
          d:f32[3] = mul c a
          e:f32[3] = mul c a
          f:f32[3] = add d e
        in (f,) }"
    `))
  it("a derivative along a direction", () =>
    expect(text((x: NDArray, d: NDArray) => jvp(np.sin, [x], [d]), v, v)).toMatchInlineSnapshot(
      `"{ lambda ; a:f32[3] b:f32[3]. let c:f32[3] = sin a; d:f32[3] = cos a; e:f32[3] = mul b d in (c, e) }"`,
    ))
  it("a batch", () =>
    expect(
      text(
        vmap((x: NDArray) => x.dot(v)),
        np.ones([2, 3]),
      ),
    ).toMatchInlineSnapshot(`
      "{ lambda a:f32[3] ; b:f32[2,3]. let
          c:f32[2] = dot_general[dimension_numbers=(((1,), (0,)), ((), ())) preferred_element_type=None] b
            a
        in (c,) }"
    `))
  it("a call in a call", () => {
    const inner = (x: NDArray): NDArray => x.exp()
    const outer = (x: NDArray): NDArray => jit(inner)(x).add(1)
    expect(text(jit(outer), v)).toMatchInlineSnapshot(`
      "{ lambda ; a:f32[3]. let
          b:f32[3] = jit[
            name=outer
            jaxpr={ lambda ; c:f32[3]. let
                d:f32[3] = jit[name=inner jaxpr={ lambda ; e:f32[3]. let f:f32[3] = exp e in (f,) }] c
                g:f32[3] = add d 1.0:f32[]
              in (g,) }
          ] a
        in (b,) }"
    `)
  })
  it("a call that closes over an outer variable", () => {
    const scaled = (x: NDArray): NDArray => jit((y: NDArray) => y.mul(x), { name: "scale" })(v)
    expect(text(scaled, v)).toMatchInlineSnapshot(`
      "{ lambda a:f32[3] ; b:f32[3]. let
          c:f32[3] = jit[name=scale jaxpr={ lambda ; d:f32[3] e:f32[3]. let f:f32[3] = mul e d in (f,) }]
            b a
        in (c,) }"
    `)
  })
  it("a loop", () =>
    expect(
      text((x: NDArray) => lax.scan((c: NDArray, a: NDArray): [NDArray, NDArray] => [c.add(a), c], np.array(0), x), v),
    ).toMatchInlineSnapshot(`
      "{ lambda a:f32[] ; b:f32[3]. let
          c:f32[] d:f32[3] = scan[
            jaxpr={ lambda ; e:f32[] f:f32[]. let g:f32[] = add e f in (g, e) }
            length=3
            num_carry=1
            num_consts=0
            reverse=False
            unroll=1
          ] a b
        in (c, d) }"
    `))
  it("a choice", () =>
    expect(
      text(
        (p: NDArray, x: NDArray) =>
          lax.cond(
            p,
            (a: NDArray) => a.sin(),
            (a: NDArray) => a.cos(),
            x,
          ),
        true,
        v,
      ),
    ).toMatchInlineSnapshot(`
      "{ lambda ; a:~bool[] b:f32[3]. let
          c:i32[] = convert_element_type[new_dtype=int32 weak_type=False] a
          d:f32[3] = cond[
            branches=(
              { lambda ; e:f32[3]. let f:f32[3] = cos e in (f,) }
              { lambda ; g:f32[3]. let h:f32[3] = sin g in (h,) }
            )
          ] c b
        in (d,) }"
    `))
  it("a checkpoint", () =>
    expect(
      text(
        checkpoint((x: NDArray) => x.sin()),
        v,
      ),
    ).toMatchInlineSnapshot(`
      "{ lambda ; a:f32[3]. let
          b:f32[3] = checkpoint[
            name=anonymous
            jaxpr={ lambda ; c:f32[3]. let d:f32[3] = sin c in (d,) }
            policy={save: nothing}
            prevent_cse=True
          ] a
        in (b,) }"
    `))

  it("is the same text for the same function, every time", () => {
    const f = grad((x: NDArray) => x.sin().exp().sum())
    expect(text(f, v)).toBe(text(f, v))
  })
  it("keeps what the function computes for nothing: dead code is jit's to remove", () => {
    const f = (x: NDArray): NDArray => {
      x.sin()
      return x
    }
    expect(text(f, v)).toContain("_:f32[3] = sin a")
    expect(text(jit(f), v)).not.toContain("sin")
  })
  it("gives the captured constants beside the program", () => {
    const { consts, jaxpr } = makeJaxpr((x: NDArray) => x.mul(v))(v)
    expect(consts[0]).toBe(v)
    expect(jaxpr.constvars).toHaveLength(1)
  })
})

describe("evalShape", () => {
  it("gives shapes, dtypes and weak types, and computes nothing", () => {
    const out = evalShape((x: NDArray) => ({ s: x.sum(0), b: x.greater(0), w: np.add(1, 2) }))(shapeDtype([2, 3], "float64"))
    expect([out.s.shape, out.s.dtype]).toEqual([[3], "float64"])
    expect([out.b.shape, out.b.dtype]).toEqual([[2, 3], "bool"])
    expect(out.w.weakType).toBe(true)
  })
  it("works for arrays larger than any memory", () => {
    expect(
      evalShape((a: NDArray, b: NDArray) => a.matmul(b))(shapeDtype([1e6, 1e6], "float32"), shapeDtype([1e6, 2], "float32")).shape,
    ).toEqual([1e6, 2])
  })
  it("keeps the weak type of a number", () => {
    expect(evalShape((x: NDArray) => x)(1).weakType).toBe(true)
    expect(evalShape((x: NDArray) => x)(v).weakType).toBe(false)
  })
})

describe("closureConvert", () => {
  it("makes what a function closed over explicit, in every call form of its trees", () => {
    const w = np.array([2, 3, 4])
    const [g, consts] = closureConvert((p: { readonly x: NDArray }) => p.x.mul(w).sum(), { x: v })
    expect(consts[0]).toBe(w)
    close(g({ x: v }, ...consts), 20)
    close(g({ x: v }, v), 14)
  })
  it("captures the variables of an outer trace, which are differentiated", () => {
    const f = (x: NDArray): NDArray => {
      const [g, consts] = closureConvert((y: NDArray) => y.mul(x), np.array(1))
      return g(3, ...consts)
    }
    close(grad(f)(5), 3)
  })
})
