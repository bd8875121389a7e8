// Reduction by a named computation: recognised where it has a primitive, folded pairwise where it has not.
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { vmap } from "../../src/transforms/vmap.js"
import { close } from "../support/close.js"
import { codeOf } from "./thrown.js"

const x = np.array([
  [1, 2, 3],
  [4, 5, 6],
])
const bools = np.array([true, false])

describe("computations with a primitive", () => {
  const text = (f: (v: NDArray) => NDArray): string => String(makeJaxpr(f)(x))
  it.each([
    ["add", lax.add, 0, "reduce_sum", [6, 15]],
    ["mul", lax.mul, 1, "reduce_prod", [6, 120]],
    ["max", lax.max, Number.NEGATIVE_INFINITY, "reduce_max", [3, 6]],
    ["min", lax.min, Number.POSITIVE_INFINITY, "reduce_min", [1, 4]],
  ] as const)("%s", (_, f, start, name, expected) => {
    expect(lax.reduce(x, start, f, [1]).js()).toEqual(expected)
    expect(text((v) => lax.reduce(v, start, f, [1]))).toMatch(new RegExp(`let [^;]*${name}\\[[^;]*$`))
  })
  it("are recognised however they are written", () => {
    expect(text((v) => lax.reduce(v, 0, (a, b) => np.add(b, a), [0]))).toContain("reduce_sum")
    expect(text((v) => lax.reduce(v, 0, (a, b) => a.add(b), [0]))).toContain("reduce_sum")
  })
  it("are not taken for what they are not", () => {
    expect(lax.reduce(np.array([1, 2, 3]), 0, (a) => lax.add(a, a), [0]).item()).toBe(0)
  })
  it("of booleans and bits", () => {
    expect(lax.reduce(bools, true, lax.bitwiseAnd, [0]).item()).toBe(0)
    expect(lax.reduce(bools, false, lax.bitwiseOr, [0]).item()).toBe(1)
    expect(lax.reduce(bools, false, lax.max, [0]).item()).toBe(1)
    expect(lax.reduce(np.array([5, 3], { dtype: "uint8" }), 255, lax.bitwiseAnd, [0]).item()).toBe(1)
  })
  it("count a start value that is not the identity, once", () => {
    expect(lax.reduce(x, 10, lax.add, [0, 1]).item()).toBe(31)
    expect(lax.reduce(x, np.array(4), lax.max, [1]).js()).toEqual([4, 6])
    expect(lax.reduce(np.zeros([0, 2]), 7, lax.add, [0]).js()).toEqual([7, 7])
  })
})

describe("other computations", () => {
  // affine maps under composition: associative, and the order matters
  const compose = ([a, b]: readonly NDArray[], [c, d]: readonly NDArray[]): readonly NDArray[] => [
    lax.mul(a as NDArray, c as NDArray),
    lax.add(lax.mul(b as NDArray, c as NDArray), d as NDArray),
  ]

  it("keep the order, for any length", () => {
    const pair = fc.tuple(fc.integer({ min: -2, max: 2 }), fc.integer({ min: -3, max: 3 }))
    fc.assert(
      fc.property(fc.array(pair, { minLength: 1, maxLength: 9 }), (pairs) => {
        const [as, bs] = [np.array(pairs.map((p) => p[0])), np.array(pairs.map((p) => p[1]))]
        const [slope, offset] = lax.reduce([as, bs], [1, 0], compose, [0]) as readonly [NDArray, NDArray]
        const expected = pairs.reduce(([a, b], [c, d]) => [a * c, b * c + d] as [number, number], [1, 0])
        expect([slope.item() + 0, offset.item() + 0]).toEqual(expected.map((v) => v + 0))
      }),
      { numRuns: 30 },
    )
  })
  const logAddExp = (a: NDArray, b: NDArray): NDArray => lax.add(lax.max(a, b), lax.log1p(lax.exp(lax.neg(lax.abs(lax.sub(a, b))))))
  it("reduce several axes, and have gradients", () => {
    const total = Math.log([1, 2, 3, 4, 5, 6].reduce((s, v) => s + Math.exp(v), 0))
    close(lax.reduce(x, -1e30, logAddExp, [0, 1]), total)
    close(grad((v: NDArray) => lax.reduce(v, -1e30, logAddExp, [0]))(np.array([0, 0, Math.log(2)])), [0.25, 0.25, 0.5])
  })
  it("batch", () => {
    const f = (v: NDArray): NDArray => lax.reduce(v, -1e30, logAddExp, [0])
    close(vmap(f)(x), [f(np.array([1, 2, 3])).item(), f(np.array([4, 5, 6])).item()])
  })
  it("of nothing are the start", () => expect(lax.reduce(np.zeros([2, 0]), 5, (a, b) => lax.sub(a, lax.neg(b)), [1]).js()).toEqual([5, 5]))
})

describe("mistakes", () => {
  it("a start of another dtype", () => expect(codeOf(() => lax.reduce(x, true, lax.add, [0]))).toBe("dtype/mismatch"))
  it("a start that is not a scalar", () => expect(codeOf(() => lax.reduce(x, np.ones([3]), lax.add, [0]))).toBe("shape/start"))
  it("a computation of another dtype", () => expect(codeOf(() => lax.reduce(x, 0, lax.lt, [0]))).toBe("argument/computation"))
  it("a computation that returns nothing", () => {
    expect(codeOf(() => lax.reduce(x, 0, (() => undefined) as never, [0]))).toBe("argument/computation")
  })
  it("too few starts", () => expect(codeOf(() => lax.reduce([x, x], [0], () => [], [0]))).toBe("argument/reduce"))
  it("an axis out of range", () => expect(codeOf(() => lax.reduce(x, 0, lax.add, [2]))).toBe("shape/axis"))
})
