// Reductions with a primitive of their own.
import { expect, it, test } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import { array } from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { codeOf } from "./thrown.js"

const x = array([
  [1, 2, 3],
  [4, 5, 6],
])
const bools = array([
  [true, true],
  [true, false],
])

test.each([
  ["reduceSum", lax.reduceSum, [6, 15]],
  ["reduceProd", lax.reduceProd, [6, 120]],
  ["reduceMax", lax.reduceMax, [3, 6]],
  ["reduceMin", lax.reduceMin, [1, 4]],
] as const)("%s over an axis", (_, f, expected) => expect(f(x, [1]).js()).toEqual(expected))

test.each([
  ["reduceAnd", lax.reduceAnd, [true, false]],
  ["reduceOr", lax.reduceOr, [true, true]],
  ["reduceXor", lax.reduceXor, [false, true]],
] as const)("%s over an axis", (_, f, expected) => expect(f(bools, [1]).js()).toEqual(expected))

it("takes negative axes, and all where none are given", () => {
  expect(lax.reduceSum(x, [-2]).js()).toEqual([5, 7, 9])
  expect(lax.reduceSum(x).item()).toBe(21)
})
it("keeps the dtype, and wraps", () => {
  const y = lax.reduceSum(array([100, 100], { dtype: "int8" }))
  expect([y.dtype, y.item()]).toEqual(["int8", -56])
})
it("names each axis once, within the rank", () => {
  expect(codeOf(() => lax.reduceSum(x, [2]))).toBe("shape/axis")
  expect(codeOf(() => lax.reduceSum(x, [0, -2]))).toBe("shape/axis-repeated")
})
it("has no sum of booleans", () => expect(codeOf(() => lax.reduceSum(bools))).toBe("dtype/kind"))
it("shares the gradient of a maximum among those that tie", () => {
  expect(grad((v: NDArray) => lax.reduceMax(v, [0]))(array([1, 3, 3])).js()).toEqual([0, 0.5, 0.5])
})
it("argmax and argmin give the first place, NaN first of all", () => {
  expect(lax.argmax(array([1, 3, 3]), 0).item()).toBe(1)
  expect(lax.argmin(array([1, Number.NaN, 0]), 0).item()).toBe(1)
  expect(lax.argmax(x, -1, "uint8").dtype).toBe("uint8")
  expect(codeOf(() => lax.argmax(x, 0, "float32"))).toBe("dtype/kind")
})
