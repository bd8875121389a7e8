// Rules that ask what is zero: they see the pattern of what is differentiated, under every transform, and their derivatives are the function's.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { ArgumentError, ShapeError, TracerError } from "../../src/core/errors.js"
import {
  type CustomVjpPrimal,
  checkpoint,
  customJvp,
  customVjp,
  grad,
  hessian,
  jacfwd,
  jacrev,
  jit,
  jvp,
  lax,
  linearize,
  numpy as np,
  SymbolicZero,
  vjp,
  vmap,
} from "../../src/index.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { arrayFrom, expectSame, scalar } from "../laws/arrays.js"

type Binary = (x: NDArray, y: NDArray) => NDArray

const wave = (shape: readonly number[], shift = 1): NDArray => arrayFrom(shape, "float64", (i) => Math.sin(1.3 * i + shift))
const plain: Binary = (x, y) => np.sin(x).mul(np.exp(y))
const isZero = (x: unknown): x is SymbolicZero => x instanceof SymbolicZero
const pattern = (xs: readonly unknown[]): string => xs.map((x) => (isZero(x) ? "0" : "·")).join("")

/** What a rule was told, in order, without what it is told when a call is recorded: there all moves. */
const heard: string[] = []
const listening = <T>(f: () => T): { readonly result: T; readonly heard: readonly string[] } => {
  heard.length = 0
  const result = f()
  return { result, heard: [...new Set(heard)] }
}

const forwardRule = customJvp(plain)
forwardRule.defjvp(
  ([x, y], [dx, dy]) => {
    heard.push(pattern([dx, dy]))
    const z = forwardRule(x, y)
    const byX = isZero(dx) ? undefined : dx.mul(np.cos(x)).mul(np.exp(y))
    const byY = isZero(dy) ? undefined : dy.mul(z)
    return [z, byX && byY ? byX.add(byY) : (byX ?? byY ?? new SymbolicZero(z.aval))]
  },
  { symbolicZeros: true },
)

const backwardRule = customVjp(plain)
backwardRule.defvjp(
  (x, y) => {
    heard.push([x, y].map(({ perturbed }) => (perturbed ? "·" : "0")).join(""))
    const slope = x.perturbed ? np.cos(x.value).mul(np.exp(y.value)) : null
    return [backwardRule(x.value, y.value), { slope, x: x.value, y: y.value, wantsY: y.perturbed }] as const
  },
  ({ slope, x, y, wantsY }, ct) => {
    if (isZero(ct)) return [null, null]
    return [slope === null ? null : ct.mul(slope), wantsY ? ct.mul(backwardRule(x, y)) : new SymbolicZero(y.aval)]
  },
  { symbolicZeros: true },
)

const ruled: readonly (readonly [string, Binary])[] = [
  ["customJvp", forwardRule],
  ["customVjp", backwardRule],
]

describe.each(ruled)("%s with rules that know zeros is the function", (_, f) => {
  const [x, y] = [wave([3]), wave([3], 2)]
  const loss = (g: Binary) => (a: NDArray, b: NDArray) =>
    g(a, b)
      .mul(g(a, b.mul(0.5)))
      .sum()

  test.each([[0], [1], [0, 1]])("in gradients with respect to %s, %s", (...argnums: number[]) => {
    expectSame(grad(loss(f), { argnums })(x, y), grad(loss(plain), { argnums })(x, y), "grad")
    expectSame(jit(grad(loss(f), { argnums }))(x, y), grad(loss(plain), { argnums })(x, y), "jit of grad")
    expectSame(grad(loss(jit(f)), { argnums })(x, y), grad(loss(plain), { argnums })(x, y), "grad of jit")
    expectSame(grad(loss(checkpoint(f)), { argnums })(x, y), grad(loss(plain), { argnums })(x, y), "grad of checkpoint")
  })
  test("in tangents, Jacobians and linearizations", () => {
    expectSame(jvp(f, [x, y], [y, x]), jvp(plain, [x, y], [y, x]), "jvp")
    for (const argnums of [0, 1]) {
      expectSame([jacfwd(f, { argnums })(x, y)], [jacfwd(plain, { argnums })(x, y)], "jacfwd")
      expectSame([jacrev(f, { argnums })(x, y)], [jacfwd(plain, { argnums })(x, y)], "jacrev")
    }
    expectSame([linearize((a: NDArray) => f(a, y), x)[1](y)], [jvp((a: NDArray) => plain(a, y), [x], [y])[1]], "linearize")
  })
  test("in second and third derivatives, in one argument and across both", () => {
    for (const argnums of [0, 1]) expectSame([hessian(loss(f), { argnums })(x, y)], [hessian(loss(plain), { argnums })(x, y)], "Hessian")
    const mixed = (g: Binary) => grad((a: NDArray) => grad((b: NDArray) => loss(g)(a, b).sum())(y).sum())
    expectSame([mixed(f)(x)], [mixed(plain)(x)], "mixed")
    const third = (g: Binary) => grad((z: NDArray) => grad((w: NDArray) => grad((v: NDArray) => g(v, v))(w))(z))
    expectSame([third(f)(scalar(0.4))], [third(plain)(scalar(0.4))], "third")
  })
  test("over batches of either or both arguments, and gradients over and of batches", () => {
    const [xs, ys] = [wave([4, 3]), wave([4, 3], 3)]
    const axes = [
      [0, null, xs, y],
      [null, 0, x, ys],
      [0, 0, xs, ys],
    ] as const
    for (const [i, j, a, b] of axes) {
      const inAxes = [i, j]
      expectSame([vmap(f, { inAxes })(a, b)], [vmap(plain, { inAxes })(a, b)], "vmap")
      for (const argnums of [[0], [1], [0, 1]]) {
        const each = (g: Binary) => vmap(grad(loss(g), { argnums }), { inAxes })(a, b)
        expectSame(each(f), each(plain), "vmap of grad")
        const whole = (g: Binary) => grad((p: NDArray, q: NDArray) => vmap(loss(g), { inAxes })(p, q).sum(), { argnums })(a, b)
        expectSame(whole(f), whole(plain), "grad of vmap")
        expectSame(jit(() => whole(f))(), whole(plain), "jit of grad of vmap")
      }
      const tangent = (g: Binary) => jvp((p: NDArray) => vmap(g, { inAxes })(p, b), [a], [a])
      expectSame(tangent(f), tangent(plain), "jvp of vmap")
    }
  })
  test("in loops and branches, closing over what is differentiated outside", () => {
    const looped = (g: Binary) => (a: NDArray, b: NDArray) => {
      const [last, all] = lax.scan((c: NDArray, z: NDArray) => [g(c, z).mul(0.5), g(a, c)], a, np.stack([b, b.mul(2), b.mul(-1)]))
      return last.sum().add(all.sum())
    }
    const chosen = (g: Binary) => (a: NDArray, b: NDArray) =>
      lax
        .cond(
          a.sum().greater(0),
          (z: NDArray) => g(z, b),
          (z: NDArray) => g(b, z),
          a,
        )
        .sum()
    for (const make of [looped, chosen])
      for (const argnums of [[0], [1], [0, 1]]) {
        expectSame(grad(make(f), { argnums })(x, y), grad(make(plain), { argnums })(x, y), "grad")
        expectSame(jit(grad(make(f), { argnums }))(x, y), grad(make(plain), { argnums })(x, y), "jit")
      }
    expectSame([hessian(looped(f))(x, y)], [hessian(looped(plain))(x, y)], "Hessian of the loop")
  })
})

describe("rules hear what moves, and only that", () => {
  const [x, y] = [wave([3]), wave([3], 2)]
  const loss = (f: Binary) => (a: NDArray, b: NDArray) => f(a, b).sum()
  test.each(ruled)("%s", (_, f) => {
    // "··" is heard when the call is recorded
    expect(listening(() => grad(loss(f))(x, y)).heard).toEqual(["··", "·0"])
    expect(listening(() => grad(loss(f), { argnums: 1 })(x, y)).heard).toEqual(["··", "0·"])
    expect(listening(() => grad(loss(f), { argnums: [0, 1] })(x, y)).heard).toEqual(["··"])
    expect(listening(() => jvp((a: NDArray) => f(a, y), [x], [x])).heard).toEqual(["··", "·0"])
    expect(listening(() => grad((a: NDArray) => loss(f)(lax.stopGradient(a), a))(x)).heard).toEqual(["··", "0·"])
    expect(listening(() => vmap(grad(loss(f)))(wave([2, 3]), wave([2, 3]))).heard).toEqual(["··", "·0"])
    expect(listening(() => grad((a: NDArray) => vmap(f, { inAxes: [0, null] })(a, y).sum())(wave([2, 3]))).heard).toEqual(["··", "·0"])
    expect(listening(() => f(x, y)).heard).toEqual([])
  })
  test("what is zero costs nothing", () => {
    const primitives = (f: Binary, argnums: number): readonly string[] =>
      makeJaxpr(grad(loss(f), { argnums }))(x, y).jaxpr.eqns.map((eqn) => eqn.primitive.name)
    for (const [, f] of ruled) {
      expect(primitives(f, 0)).toContain("cos")
      expect(primitives(f, 1)).not.toContain("cos")
    }
  })
  test("a result without a cotangent has a symbolic one, and an integer argument never moves", () => {
    let seen = ""
    let movesN = true
    const two = customVjp((x: NDArray, n: NDArray) => ({ first: x.mul(n), second: x.square() }))
    two.defvjp(
      (x, n) => {
        movesN = n.perturbed
        return [
          { first: x.value.mul(n.value), second: x.value.square() },
          { x: x.value, n: n.value },
        ]
      },
      ({ x, n }, { first, second }) => {
        seen = `${pattern([first, second])} ${movesN}`
        const parts = [isZero(first) ? null : first.mul(n), isZero(second) ? null : second.mul(x).mul(2)].filter((p) => p !== null)
        return [parts.reduce((a, b) => a.add(b)), null]
      },
      { symbolicZeros: true },
    )
    const n = np.array([3, 4, 5])
    expectSame([grad((a: NDArray) => two(a, n).first.sum())(x)], [n.astype("float64")], "the first")
    expect(seen).toBe("·0 false")
    expectSame([grad((a: NDArray) => two(a, n).second.sum())(x)], [x.mul(2)], "the second")
    expect(seen).toBe("0· false")
  })
})

describe("what rules close over", () => {
  const scaled = (w: NDArray) => {
    const f = customJvp((x: NDArray, y: NDArray) => x.mul(y))
    return f.defjvp(
      ([x, y], [dx]) => [x.mul(y), isZero(dx) ? new SymbolicZero(x.aval) : dx.mul(w).mul(np.array([1, 2, 3], { dtype: "float64" }))],
      {
        symbolicZeros: true,
      },
    )
  }
  const stretched = (w: NDArray) => {
    const f = customVjp((x: NDArray, y: NDArray) => x.mul(y))
    return f.defvjp(
      (x, y) => [x.value.mul(y.value), w.mul(np.array([1, 2, 3], { dtype: "float64" }))] as const,
      (left, ct) => [isZero(ct) ? null : ct.mul(left).mul(w.sum()).div(w.sum()), null],
      { symbolicZeros: true },
    )
  }
  test.each([
    ["customJvp", scaled],
    ["customVjp", stretched],
  ])("%s: traced values, arrays made in the rule, under vmap and differentiated", (_, make) => {
    const [x, y, w] = [wave([3]), wave([3], 2), wave([3], 4)]
    const slope = (v: NDArray) => grad((a: NDArray) => make(v)(a, y).sum())(x)
    const expected = (v: NDArray) => v.mul(np.array([1, 2, 3], { dtype: "float64" }))
    expectSame([slope(w), jit(slope)(w)], [expected(w), expected(w)], "the gradient")
    expectSame([jacfwd(slope)(w), jacrev(slope)(w)], [jacfwd(expected)(w), jacfwd(expected)(w)], "its derivative by what is closed over")
    const ws = wave([2, 3], 5)
    expectSame([vmap(slope)(ws)], [vmap(expected)(ws)], "vmap")
    const total = (v: NDArray) => grad((a: NDArray) => vmap((u: NDArray) => make(u)(a, y).sum())(v).sum())(x)
    expectSame([total(ws)], [vmap(expected)(ws).sum(0)], "grad of vmap over it")
  })
  test("what only some patterns use must be there still", () => {
    const late = (w: NDArray) =>
      customJvp((x: NDArray, y: NDArray) => x.mul(y)).defjvp(
        ([x, y], [dx, dy]) => [x.mul(y), isZero(dy) && !isZero(dx) ? dx.mul(w) : new SymbolicZero(x.aval)],
        {
          symbolicZeros: true,
        },
      )
    expect(() => grad((a: NDArray) => late(wave([3]))(a, wave([3])).sum())(wave([3], 2))).toThrow(/may close over what it closes over/)
    expect(() => grad((a: NDArray) => late(a.mul(2))(a, wave([3])).sum())(wave([3]))).toThrow(TracerError)
  })
})

describe("symbolic zeros", () => {
  test("have the type of what they stand for", () => {
    const zero = new SymbolicZero(wave([2, 3]).aval)
    expect([zero.shape, zero.dtype, zero.ndim, String(zero)]).toEqual([[2, 3], "float64", 2, "SymbolicZero(f64[2,3])"])
    expectSame([zero.instantiate()], [np.zeros([2, 3], { dtype: "float64" })], "instantiate")
  })
  test("are no arrays, and must fit", () => {
    expect(() => np.sin(new SymbolicZero(scalar(1).aval) as never)).toThrow(ArgumentError)
    const misfit = customJvp((x: NDArray) => x.mul(2))
    misfit.defjvp(([x]) => [x.mul(2), new SymbolicZero(wave([2]).aval)], { symbolicZeros: true })
    expect(() => grad((x: NDArray) => misfit(x))(scalar(1))).toThrow(ShapeError)
  })
  test("go with arguments that are not differentiated, which come first", () => {
    const power = customVjp((n: number, x: NDArray) => np.power(x, n), { nondiffArgnums: [0] })
    power.defvjp(
      (n: number, x: CustomVjpPrimal) => [np.power(x.value, n), x.value],
      (n: number, x: NDArray, ct: NDArray) => [ct.mul(np.power(x, n - 1).mul(n))],
      { symbolicZeros: true },
    )
    expectSame([grad((x: NDArray) => power(3, x))(scalar(2))], [scalar(12)], "the gradient")
    const [, back] = vjp((x: NDArray) => power(2, x), scalar(3))
    expectSame([...back(scalar(1))], [scalar(6)], "the pullback")
  })
})
