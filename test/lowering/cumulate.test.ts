import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { dtypes, isComplex, isFloat } from "../../src/core/dtype.js"
import { cumlogsumexp, cummax, cummin, cumprod, cumsum } from "../../src/primitives/cumulative.js"
import { add, mul, sub } from "../../src/primitives/elementwise/arithmetic.js"
import { broadcastInDim, reduceSum } from "../../src/primitives/sum.js"
import { alsoIf } from "../support/sweep.js"
import { array, expectAgreement, scrambled, sizes, stepsOf } from "./agree.js"

const numeric = dtypes.filter((d) => d !== "bool")
const everywhere = [cumsum, cumprod, cummax, cummin] as const

test.each(numeric)("totals of %s run along every axis, both ways, at every odd size", (dtype) => {
  // complex numbers have no order
  const functions = isComplex(dtype) ? [cumsum, cumprod, cumlogsumexp] : isFloat(dtype) ? [...everywhere, cumlogsumexp] : everywhere
  for (const n of sizes)
    for (const shape of alsoIf(!isComplex(dtype) || n % 4 === 1) ? [[n], [n, 5], [3, n, 2]] : [[n]])
      for (const axis of shape.keys())
        expectAgreement((x) => functions.flatMap((f) => [f(x, axis), f(x, axis, true)]), scrambled(shape, dtype, n))
})

test("an empty axis has no totals", () => {
  for (const shape of [[0], [3, 0], [0, 5]]) expectAgreement((x) => [cumsum(x, 0), cummax(x, shape.length - 1)], scrambled(shape))
})

test("NaN and infinities pass through", () => {
  const lines = [
    [1, Number.NaN, 2],
    [Number.NEGATIVE_INFINITY, 1, 2],
    [1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
    [-0, 0, -0],
  ]
  const infinite = lines.map((l) => array([3], "float32", l))
  for (const x of infinite) expectAgreement((y) => [cumsum, cummax, cummin, cumlogsumexp].flatMap((f) => [f(y, 0), f(y, 0, true)]), x)
  const columns = array(
    [3, 4],
    "float32",
    [0, 1, 2].flatMap((i) => lines.map((l) => l[i] as number)),
  )
  expectAgreement((y) => [cumsum, cummax, cummin, cumlogsumexp].flatMap((f) => [f(y, 0), f(y, 0, true)]), columns)
})

test("sums of a million float32 numbers keep their digits, in lines and in rows", () => {
  const n = 250_000
  for (const shape of [[4 * n], [n, 4]]) {
    const x = array(shape, "float32", [0.1])
    expectAgreement((y) => [cumsum(y, 0)], x)
  }
})

test("what uses the totals sees each of them finished, in the same row and in a column", () => {
  const f = (x: NDArray): NDArray[] => {
    const total = cumsum(mul(x, 2), 0)
    return [mul(total, 3), add(total, x), reduceSum(total, [0]), cummax(total, 0), cumsum(total, 1)]
  }
  for (const shape of [
    [5, 6],
    [5, 5],
    [4, 9],
    [6, 3],
  ])
    expectAgreement(f, scrambled(shape))
})

test("the last totals may be subtracted from every row", () => {
  const f = (x: NDArray): NDArray[] => [sub(x, broadcastInDim(reduceSum(cummax(x, 0), [0]), x.shape, [1]))]
  for (const shape of [
    [5, 6],
    [5, 5],
    [1, 5],
  ])
    expectAgreement(f, scrambled(shape))
})

test("a running total takes its operand from what computes it", () => {
  expect(stepsOf((x) => [cumsum(mul(add(x, 1), x), 0)], scrambled([100]))).toHaveLength(1)
})
