import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { type DType, dtypes, isFloat, isInteger } from "../../src/core/dtype.js"
import { add, mul } from "../../src/primitives/elementwise/arithmetic.js"
import { dynamicSlice } from "../../src/primitives/indexing/dynamicslice.js"
import { type GatherOptions, gather } from "../../src/primitives/indexing/gather.js"
import { reduceSum } from "../../src/primitives/sum.js"
import { transpose } from "../../src/primitives/transpose.js"
import { array, expectAgreement, scrambled, sizes, stepsOf } from "./agree.js"

const take = (x: NDArray, indices: NDArray, options: Partial<GatherOptions> = {}): NDArray =>
  gather(x, indices, {
    dimensionNumbers: { offsetDims: [1], collapsedSliceDims: [0], startIndexMap: [0] },
    sliceSizes: [1, x.shape[1] as number],
    ...options,
  })

const integers: readonly DType[] = dtypes.filter(isInteger)

test.each(dtypes)("rows of %s are taken, clipped and filled", (dtype) => {
  for (const n of sizes) {
    const x = scrambled([4, n], dtype, n)
    const rows = array([n, 1], "int32", [-1, 2, 0, 3, 4, 2 ** 31 - 1, -(2 ** 31)])
    expectAgreement((a, i) => [take(a, i, { mode: "clip" }), take(a, i)], x, rows)
    if (isFloat(dtype)) expectAgreement((a, i) => [take(a, i, { fillValue: -0.1 })], x, rows)
  }
})

test.each(integers)("indices of %s name rows, those beyond the operand too", (dtype) => {
  const rows = array([9, 1], dtype, dtype.startsWith("u") ? [0, 200, 3, 4, 1] : [0, 100, -1, 3, -100, 4])
  for (const mode of ["clip", "fill", "promise_in_bounds"] as const)
    expectAgreement((a, i) => [take(a, i, { mode })], scrambled([4, 5]), rows)
})

test("the greatest unsigned index is beyond the operand, not before it", () => {
  const rows = array([3, 1], "uint32", [2 ** 32 - 1, 2 ** 31, 2])
  for (const mode of ["clip", "fill"] as const) expectAgreement((a, i) => [take(a, i, { mode })], scrambled([4, 5]), rows)
})

test("single elements are taken at every odd size", () => {
  for (const dtype of ["float32", "float64", "int8", "bool"] as const)
    for (const n of sizes) {
      const options: GatherOptions = { dimensionNumbers: { offsetDims: [], collapsedSliceDims: [0], startIndexMap: [0] }, sliceSizes: [1] }
      expectAgreement((a, i) => [gather(a, i, options)], scrambled([7], dtype, n), array([n, 1], "int32", [3, 0, 6, 5, 7, -2]))
    }
})

test("an operand that is seen through a transposed view is read where it lies", () => {
  const rows = array([5, 1], "int32", [1, 0, 2, 2, 1])
  expectAgreement((a, i) => [take(transpose(a, [1, 0]), i)], scrambled([4, 3]), rows)
})

test("an empty list of rows, and rows of no elements, give empty results", () => {
  expectAgreement((a, i) => [take(a, i)], scrambled([4, 5]), array([0, 1], "int32", [0]))
  expectAgreement((a, i) => [take(a, i)], scrambled([4, 0]), array([3, 1], "int32", [0]))
})

test("a gather is fused with what computes the indices and with what uses the rows", () => {
  const f = (a: NDArray, i: NDArray): NDArray[] => [reduceSum(mul(take(a, add(i, 1)), 2), [1])]
  const inputs = [scrambled([8, 6]), array([10, 1], "int32", [3, 1, 6])] as const
  expectAgreement(f, ...inputs)
  expect(stepsOf(f, ...inputs)).toHaveLength(1)
})

test.each(dtypes)("a dynamic slice of %s begins where it fits, at every odd size", (dtype) => {
  for (const n of sizes)
    for (const at of [-3, 0, 1, 2, 9])
      expectAgreement(
        (x, i, j) => [dynamicSlice(x, [i, j], [2, n])],
        scrambled([4, n + 2], dtype, n),
        array([], "int32", [at - 1]),
        array([], "int32", [at]),
      )
})
