import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { dtypes, isComplex } from "../../src/core/dtype.js"
import { mul } from "../../src/primitives/elementwise/arithmetic.js"
import { eq } from "../../src/primitives/elementwise/comparison.js"
import { argmax, argmin } from "../../src/primitives/reductions.js"
import { iota } from "../../src/primitives/shape/iota.js"
import { broadcastInDim } from "../../src/primitives/sum.js"
import { array, expectAgreement, scrambled, sizes, stepsOf } from "./agree.js"

test.each(dtypes.filter((d) => !isComplex(d)))("the places of extremes of %s are found along every axis at every odd size", (dtype) => {
  for (const n of sizes) {
    const x = scrambled([3, n, 2], dtype, n)
    for (const axis of [0, 1, 2]) expectAgreement((y) => [argmax(y, axis), argmin(y, axis)], x)
    const rows = scrambled([n, 5], dtype, n)
    for (const axis of [0, 1]) expectAgreement((y) => [argmax(y, axis), argmin(y, axis)], rows)
    expectAgreement((y) => [argmax(y, 0), argmin(y, 0)], scrambled([n], dtype, n))
  }
})

test("of equals the first is taken, wherever they lie", () => {
  for (const n of [...sizes, 64, 100])
    for (const at of [0, 1, 3, n >> 1, n - 2, n - 1].filter((i) => i >= 0 && i < n)) {
      const x = array(
        [n],
        "float32",
        [...Array(n).keys()].map((i) => (i >= at ? 2 : i % 2)),
      )
      expectAgreement((y) => [argmax(y, 0), argmin(y, 0)], x)
    }
})

test("the first NaN wins over everything, along the last axis and along others", () => {
  for (const dtype of ["float16", "bfloat16", "float32", "float64"] as const)
    for (const n of [1, 4, 7, 16, 23])
      for (const at of [0, 2, n - 1].filter((i) => i < n)) {
        const line = [...Array(n).keys()].map((i) => (i === at || i === n - 1 ? Number.NaN : i === 0 ? Number.POSITIVE_INFINITY : -i))
        expectAgreement((y) => [argmax(y, 0), argmin(y, 0)], array([n], dtype, line))
        const columns = line.flatMap((v) => [v, 1, -v, 0, v])
        expectAgreement((y) => [argmax(y, 0), argmin(y, 0)], array([n, 5], dtype, columns))
      }
})

test("infinities that the search begins with are found at their own place", () => {
  for (const n of [1, 5, 16, 17]) {
    expectAgreement((y) => [argmax(y, 0), argmin(y, 0)], array([n], "float32", [Number.NEGATIVE_INFINITY]))
    expectAgreement((y) => [argmax(y, 0), argmin(y, 0)], array([n, 4], "float32", [Number.POSITIVE_INFINITY]))
  }
})

test("places come in the dtype that is asked for", () => {
  const x = scrambled([4, 6])
  for (const dtype of ["int8", "uint8", "int32", "uint32", "float32"] as const)
    for (const axis of [0, 1]) expectAgreement((y) => [argmax(y, axis, dtype)], x)
})

test("what produces the operand and what uses the places is fused with the search", () => {
  const f = (y: Parameters<typeof argmax>[0]) => [mul(argmax(mul(y, y), 1), 2)]
  expectAgreement(f, scrambled([64, 10]))
  expect(stepsOf(f, scrambled([64, 10]))).toHaveLength(1)
})

test("places along the first axis are complete before a whole column is compared with them", () => {
  const oneHot = (y: NDArray) => [eq(iota(y.shape, 0, "int32"), broadcastInDim(argmax(y, 0), y.shape, [1]))]
  for (const shape of [
    [5, 6],
    [5, 5],
    [1, 4],
  ])
    expectAgreement(oneHot, scrambled(shape))
})
