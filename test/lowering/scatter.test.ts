import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { type DType, dtypes, isComplex, isInteger } from "../../src/core/dtype.js"
import { add, mul } from "../../src/primitives/elementwise/arithmetic.js"
import { dynamicUpdateSlice } from "../../src/primitives/indexing/dynamicslice.js"
import { scatterMax, scatterMin } from "../../src/primitives/indexing/extremum.js"
import { scatterAdd } from "../../src/primitives/indexing/gather.js"
import { scatterMul } from "../../src/primitives/indexing/product.js"
import { scatter } from "../../src/primitives/indexing/scatter.js"
import type { ScatterOptions } from "../../src/primitives/indexing/scattering.js"
import { iota } from "../../src/primitives/shape/iota.js"
import { slice } from "../../src/primitives/shape/pad.js"
import { broadcastInDim } from "../../src/primitives/sum.js"
import { array, expectAgreement, scrambled, sizes, stepsOf } from "./agree.js"

const rowsOf: ScatterOptions["dimensionNumbers"] = { updateWindowDims: [1], insertedWindowDims: [0], scatterDimsToOperandDims: [0] }
const elements: ScatterOptions["dimensionNumbers"] = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] }

const all = { scatter, scatterAdd, scatterMul, scatterMin, scatterMax } as const
const numeric = dtypes.filter((d) => d !== "bool")
/** Complex numbers have no order. */
const allOf = (dtype: DType) => Object.values(isComplex(dtype) ? { scatter, scatterAdd, scatterMul } : all)

const places = [1, 3, -1, 0, 3, 4, 1, 3, 2 ** 31 - 1]

test.each(numeric)("updates of %s meet the elements that rows name, at every odd size, in every mode", (dtype) => {
  for (const n of sizes)
    for (const mode of ["clip", "fill_or_drop", "promise_in_bounds"] as const) {
      const f = (x: NDArray, i: NDArray, u: NDArray): NDArray[] =>
        allOf(dtype).map((apply) => apply(x, i, u, { dimensionNumbers: rowsOf, mode }))
      expectAgreement(f, scrambled([4, n], dtype, n), array([n, 1], "int32", places), scrambled([n, n], dtype, n + 3))
    }
})

test.each(numeric)("single updates of %s meet one element after the other", (dtype) => {
  for (const n of [1, 4, 9]) {
    const f = (x: NDArray, i: NDArray, u: NDArray): NDArray[] => allOf(dtype).map((apply) => apply(x, i, u, { dimensionNumbers: elements }))
    expectAgreement(f, scrambled([5], dtype), array([n, 1], "int32", places), scrambled([n], dtype, n))
  }
})

test("booleans are overwritten", () => {
  const f = (x: NDArray, i: NDArray, u: NDArray): NDArray[] => [scatter(x, i, u, { dimensionNumbers: rowsOf })]
  for (const n of sizes) expectAgreement(f, scrambled([4, n], "bool"), array([n, 1], "int32", places), scrambled([n, n], "bool", 5))
})

test.each(dtypes.filter(isInteger))("indices of %s name places", (dtype: DType) => {
  const rows = array([7, 1], dtype, dtype.startsWith("u") ? [0, 200, 3, 4, 1] : [0, 100, -1, 3, -100])
  for (const mode of ["clip", "fill_or_drop"] as const)
    expectAgreement((x, i, u) => [scatterAdd(x, i, u, { dimensionNumbers: elements, mode })], scrambled([4]), rows, scrambled([7]))
})

test("updates that all meet one element, named by a constant, add up", () => {
  const f = (x: NDArray, u: NDArray): NDArray[] => [
    scatterAdd(x, mul(iota([9, 1], 0, "int32"), 0), u, { dimensionNumbers: elements }),
    scatterAdd(x, broadcastInDim(iota([1], 0, "int32"), [9, 1], [1]), u, { dimensionNumbers: elements }),
  ]
  expectAgreement(f, scrambled([3]), scrambled([9]))
})

test("the last of several updates stays, in whole rows too", () => {
  const f = (x: NDArray, i: NDArray, u: NDArray): NDArray[] => [scatter(x, i, u, { dimensionNumbers: rowsOf })]
  expectAgreement(f, scrambled([2, 9]), array([6, 1], "int32", [1, 0, 1, 1, 0, 1]), scrambled([6, 9]))
})

test("of overlapping windows the last element in row-major order of the updates stays", () => {
  const across: ScatterOptions["dimensionNumbers"] = { updateWindowDims: [0], insertedWindowDims: [], scatterDimsToOperandDims: [0] }
  const f = (x: NDArray, i: NDArray, u: NDArray): NDArray[] => [scatter(x, i, u, { dimensionNumbers: across })]
  for (const n of sizes)
    expectAgreement(f, scrambled([20]), array([3, 1], "int32", [0, 1, 2]), array([n, 3], "float32", [...Array(3 * n).keys()]))
})

test("a slice of where an update may have been written is read from memory", () => {
  const f = (x: NDArray, u: NDArray, i: NDArray): NDArray[] => [mul(slice(dynamicUpdateSlice(x, u, [i]), [0], [5]), 2), mul(u, 3)]
  for (const at of [0, 2, 3]) expectAgreement(f, scrambled([8]), scrambled([5], "float32", 4), array([], "int32", [at]))
})

test("what follows a scatter sees it finished, and what came before is not touched", () => {
  const f = (x: NDArray, i: NDArray, u: NDArray): NDArray[] => {
    const doubled = mul(x, 2)
    const y = scatterAdd(doubled, i, u, { dimensionNumbers: elements })
    return [add(y, doubled), doubled, scatter(y, i, u, { dimensionNumbers: elements }), mul(u, 3)]
  }
  expectAgreement(f, scrambled([6]), array([6, 1], "int32", [1, 5, 1, 3, 0, 1]), scrambled([6], "float32", 5))
})

test("a scatter is one copy and one loop over the updates", () => {
  const f = (x: NDArray, i: NDArray, u: NDArray): NDArray[] => [scatterAdd(mul(x, 2), add(i, 1), mul(u, 3), { dimensionNumbers: elements })]
  expect(stepsOf(f, scrambled([6]), array([6, 1], "int32", places), scrambled([6]))).toHaveLength(2)
})

test("updates that are none leave the operand as it is", () => {
  const f = (x: NDArray, i: NDArray, u: NDArray): NDArray[] => [scatterAdd(x, i, u, { dimensionNumbers: rowsOf })]
  expectAgreement(f, scrambled([4, 3]), array([0, 1], "int32", [0]), scrambled([0, 3]))
})

test.each(dtypes)("a window of %s is overwritten where it fits, at every odd size", (dtype) => {
  for (const n of sizes)
    for (const at of [-3, 0, 1, 9])
      expectAgreement(
        (x, u, i, j) => [dynamicUpdateSlice(x, u, [i, j])],
        scrambled([4, n + 2], dtype, n),
        scrambled([2, n], dtype, 7),
        array([], "int32", [at - 1]),
        array([], "int32", [at]),
      )
})
