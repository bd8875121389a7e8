// Choices: cond(p, f, g) = p ? f : g for values and derivatives, select under vmap, and no NaN from the branch not taken.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../../src/core/array.js"
import { ShapeError, TreeError } from "../../../src/core/errors.js"
import { callback } from "../../../src/debug/callback.js"
import "../../../src/install.js"
import { cond, scan, switch_, switch as switchOf } from "../../../src/lax/control/index.js"
import { literal } from "../../../src/primitives/elementwise/define.js"
import * as e from "../../../src/primitives/elementwise/index.js"
import { reduceSum } from "../../../src/primitives/sum.js"
import { grad } from "../../../src/transforms/grad.js"
import { hessian } from "../../../src/transforms/jacobian.js"
import { jit } from "../../../src/transforms/jit.js"
import { jvp } from "../../../src/transforms/jvp.js"
import { makeJaxpr } from "../../../src/transforms/makeJaxpr.js"
import { vmap } from "../../../src/transforms/vmap.js"
import { arrayFrom, expectSame, numbers, scalar } from "../../laws/arrays.js"

const cube = (x: NDArray): NDArray => e.integerPow(x, 3)
const choose = (x: NDArray): NDArray => cond(e.gt(x, 0), cube, (z) => e.neg(z), x)

describe("cond(p, f, g) is f where p holds, else g", () => {
  test.each([2, -2])("values, slopes and curvature at %d", (at) => {
    const x = scalar(at)
    expect(choose(x).item()).toBe(at > 0 ? at ** 3 : -at)
    expect(grad(choose)(x).item()).toBe(at > 0 ? 3 * at ** 2 : -1)
    expect(jvp(choose, [x], [scalar(1)])[1].item()).toBe(at > 0 ? 3 * at ** 2 : -1)
    expect(hessian(choose)(x).item()).toBe(at > 0 ? 6 * at : 0)
    expect(jit(grad(choose))(x).item()).toBe(at > 0 ? 3 * at ** 2 : -1)
  })
  test("a number stands for whether it is zero, a boolean for itself, and operands may be plain numbers", () => {
    expect(
      cond(
        2,
        (x) => x.add(1),
        (x) => x,
        3,
      ).item(),
    ).toBe(4)
    expect(
      cond(
        0,
        (x) => x.add(1),
        (x) => x,
        3,
      ).item(),
    ).toBe(3)
    expect(
      cond(
        true,
        () => 1,
        () => literal(2, "int32"),
      ).item(),
    ).toBe(1)
  })
  test("only the branch that is taken runs", () => {
    const seen: string[] = []
    const branch = (name: string) => (x: NDArray) => {
      callback((_: NDArray) => seen.push(name), x)
      return x
    }
    const f = jit((x: NDArray) => cond(e.gt(x, 0), branch("yes"), branch("no"), x))
    f(scalar(1))
    f(scalar(-1))
    f(scalar(-2))
    expect(seen).toEqual(["yes", "no", "no"])
  })
  test("branches may close over arrays, each over its own", () => {
    const f = (x: NDArray, y: NDArray): NDArray =>
      cond(
        e.gt(x, 0),
        () => e.mul(x, y),
        () => e.sin(y),
      )
    expect(grad(f, { argnums: [0, 1] })(scalar(2), scalar(3)).map((g) => g.item())).toEqual([3, 2])
    expect(grad(f, { argnums: [0, 1] })(scalar(-2), scalar(3)).map((g) => g.item())).toEqual([0, Math.cos(3)])
  })
})

describe("under vmap with a predicate for each lane", () => {
  const xs = arrayFrom([4], "float64", (i) => i - 1.5)
  test("each lane takes its own branch", () => {
    expectSame([vmap(choose)(xs)], [arrayFrom([4], "float64", (i) => (i > 1.5 ? (i - 1.5) ** 3 : 1.5 - i))], "the value")
    expectSame([vmap(grad(choose))(xs)], [arrayFrom([4], "float64", (i) => (i > 1.5 ? 3 * (i - 1.5) ** 2 : -1))], "the slope")
  })
  test("a predicate that all lanes share stays a choice", () => {
    const f = (p: NDArray, x: NDArray): NDArray => cond(p, cube, (z) => e.neg(z), x)
    const p = arrayFrom([], "bool", () => 1)
    const text = String(makeJaxpr(vmap(f, { inAxes: [null, 0] }))(p, xs))
    expect(text).toContain("cond")
    expect(text).not.toContain("select_n")
  })

  const guarded = (x: NDArray): NDArray =>
    cond(
      e.gt(x, 0),
      (z) => e.sqrt(z),
      (z) => e.mul(z, 0),
      x,
    )
  const logged = (x: NDArray): NDArray =>
    cond(
      e.ne(x, 0),
      (z) => e.log(e.abs(z)),
      (z) => z,
      x,
    )
  const zeros = arrayFrom([3], "float64", (i) => [4, 0, -1][i] as number)
  test("what the branch not taken would do does not spoil the gradient: 0 · ∞ is not NaN", () => {
    expect(numbers(vmap(grad(guarded))(zeros))).toEqual([0.25, 0, 0])
    expect(numbers(grad((x: NDArray) => reduceSum(vmap(guarded)(x), [0]))(zeros))).toEqual([0.25, 0, 0])
    expect(numbers(grad((x: NDArray) => reduceSum(vmap(logged)(x), [0]))(zeros))).toEqual([0.25, 1, -1])
    const [, dy] = jvp(vmap(guarded), [zeros], [arrayFrom([3], "float64", () => 1)])
    expect(numbers(dy)).toEqual([0.25, 0, 0])
  })
})

describe("switch", () => {
  const branches = [(x: NDArray) => e.sin(x), (x: NDArray) => e.mul(x, x), (x: NDArray) => e.exp(x)] as const
  const f = (i: NDArray, x: NDArray): NDArray => switch_(i, branches, x)
  const index = (i: number): NDArray => arrayFrom([], "int32", () => i)
  test.each([-3, 0, 1, 2, 9])("of %d takes the branch that is nearest", (i) => {
    const at = Math.max(0, Math.min(2, i))
    expect(f(index(i), scalar(0.5)).item()).toBe([Math.sin(0.5), 0.25, Math.exp(0.5)][at])
    expect(grad(f, { argnums: 1 })(index(i), scalar(0.5)).item()).toBe([Math.cos(0.5), 1, Math.exp(0.5)][at])
  })
  test("each lane may take another", () => {
    const is = arrayFrom([4], "int32", (i) => i)
    const slopes = vmap(grad(f, { argnums: 1 }), { inAxes: [0, null] })(is, scalar(0.5))
    expectSame([slopes], [arrayFrom([4], "float64", (i) => [Math.cos(0.5), 1, Math.exp(0.5), Math.exp(0.5)][i] as number)], "the slope")
  })
  test("goes by JAX's name too, of one branch as well", () => {
    expect(switchOf(0, [(x: NDArray) => x], scalar(3)).item()).toBe(3)
    expect(() => switch_(scalar(1), branches, scalar(1))).toThrow("the index must be an integer; got f64[]")
  })
})

describe("gradients through loops of choices", () => {
  test("grad of scan of cond is that of the loop", () => {
    const signs = arrayFrom([5], "int32", (i) => [1, 0, 1, 1, 0][i] as number)
    const f = (x: NDArray): NDArray =>
      scan(
        (c: NDArray, s: NDArray) => [
          cond(
            e.gt(s, 0),
            (z) => e.sin(z),
            (z) => e.mul(z, z),
            c,
          ),
          null,
        ],
        x,
        signs,
      )[0]
    const g = (x: NDArray): NDArray => e.square(e.sin(e.sin(e.square(e.sin(x)))))
    expectSame(
      [f(scalar(0.7)), grad(f)(scalar(0.7)), hessian(f)(scalar(0.7))],
      [g(scalar(0.7)), grad(g)(scalar(0.7)), hessian(g)(scalar(0.7))],
      "f",
    )
  })
})

describe("branches must agree", () => {
  test("in shape and dtype, where bare numbers give way", () => {
    const run = (): unknown =>
      cond(
        true,
        (x: NDArray) => ({ a: x, b: x }),
        (x: NDArray) => ({ a: x, b: reduceSum(x, [0]) }),
        arrayFrom([3], "float64", () => 1),
      )
    expect(run).toThrow(ShapeError)
    expect(run).toThrow(
      "cond: at result.b: branches must have equal output types but they differ; got f64[] of branch 0 and f64[3] of branch 1.",
    )
    expect(
      cond(
        true,
        () => 1,
        (x: NDArray) => x,
        scalar(3),
      ).dtype,
    ).toBe("float64")
  })
  test("in structure", () => {
    const run = (): unknown => cond(true, ((x: NDArray) => [x, x]) as never, ((x: NDArray) => [x]) as never, scalar(1) as never)
    expect(run).toThrow(TreeError)
    expect(run).toThrow(
      /branches must have equal output structures but they differ; got TreeDef\(\[\*\]\) of branch 0 .* and TreeDef\(\[\*, \*\]\) of branch 1/,
    )
  })
  test("the predicate is a scalar", () => {
    expect(() =>
      cond(
        arrayFrom([2], "bool", () => 1),
        cube,
        cube,
        scalar(1),
      ),
    ).toThrow("the predicate must be a scalar; got bool[2]")
  })
})

test("predicates that say neither yes nor no are refused", () => {
  const choose = (p: unknown) => () => cond(p as never, () => literal(1, "float32"), () => literal(2, "float32")) // biome-ignore format: short
  expect(choose(undefined)).toThrow(/argument\/array/)
  expect(choose({})).toThrow(/argument\/array/)
  expect(choose(e.complex(literal(1, "float32"), literal(0, "float32")))).toThrow(/dtype\/predicate/)
  expect(() => switch_(undefined as never, [() => literal(1, "float32")])).toThrow(/argument\/array/)
})
