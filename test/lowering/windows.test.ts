import { test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { dtypes, isComplex } from "../../src/core/dtype.js"
import { reduceWindowMax, reduceWindowMin, reduceWindowSum, type WindowParams } from "../../src/primitives/windows.js"
import { expectAgreement, scrambled, sizes } from "./agree.js"

/** Complex numbers have sums alone. */
const all = (x: NDArray, params: WindowParams): NDArray[] =>
  [reduceWindowSum, ...(isComplex(x.dtype) ? [] : [reduceWindowMax, reduceWindowMin])].map((f) => f(x, params))

const plain = (window: readonly number[]): WindowParams => ({
  windowDimensions: window,
  windowStrides: window.map(() => 1),
  padding: window.map(() => [0, 0] as const),
  baseDilation: window.map(() => 1),
  windowDilation: window.map(() => 1),
})

test.each(dtypes.filter((d) => d !== "bool"))("windows over %s, padded, strided and dilated", (dtype) => {
  for (const n of sizes) {
    const x = scrambled([3, n, 5], dtype, n)
    expectAgreement((y) => all(y, plain([1, 1, 2])), x)
    expectAgreement(
      (y) =>
        all(y, {
          ...plain([2, 3, 2]),
          padding: [
            [1, 0],
            [1, 1],
            [0, 2],
          ],
        }),
      x,
    )
    expectAgreement(
      (y) =>
        all(y, {
          ...plain([1, 2, 2]),
          windowStrides: [2, 2, 3],
          padding: [
            [0, 0],
            [1, 2],
            [1, 1],
          ],
        }),
      x,
    )
    expectAgreement(
      (y) =>
        all(y, {
          ...plain([2, 2, 2]),
          baseDilation: [1, 2, 3],
          windowDilation: [2, 1, 2],
          padding: [
            [0, 1],
            [0, 1],
            [0, 0],
          ],
        }),
      x,
    )
  }
})

test("windows too large for one expression are reduced", () => {
  for (const dtype of ["float32", "int8", "uint32", "complex64"] as const) {
    const x = scrambled([9, 12], dtype)
    expectAgreement(
      (y) =>
        all(y, {
          ...plain([6, 6]),
          windowStrides: [2, 1],
          padding: [
            [1, 1],
            [0, 3],
          ],
        }),
      x,
    )
    expectAgreement((y) => all(y, plain([9, 12])), x)
  }
})

test("windows that fit nowhere, and negative padding, are no trouble", () => {
  expectAgreement((y) => all(y, plain([4, 2])), scrambled([3, 5]))
  expectAgreement(
    (y) =>
      all(y, {
        ...plain([2, 2]),
        padding: [
          [-1, 0],
          [1, -2],
        ],
      }),
    scrambled([4, 6]),
  )
})
