// Gather, with JAX's modes.
import { expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import { array } from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { codeOf } from "./thrown.js"

const x = array([10, 20, 30])
const rows = array([[2], [5], [0]], { dtype: "int32" })
const points: lax.GatherDimensionNumbers = { offsetDims: [], collapsedSliceDims: [0], startIndexMap: [0] }

it("gives NaN, or a fill value, where a window does not fit", () => {
  expect(lax.gather(x, rows, points, [1]).js()).toEqual([30, Number.NaN, 10])
  expect(lax.gather(x, rows, points, [1], { mode: "drop", fillValue: -1 }).js()).toEqual([30, -1, 10])
})
it("clips where asked to", () => {
  expect(lax.gather(x, rows, points, [1], { mode: lax.GatherScatterMode.CLIP }).js()).toEqual([30, 30, 10])
})
it("reads windows", () => {
  const windows: lax.GatherDimensionNumbers = { offsetDims: [1], collapsedSliceDims: [], startIndexMap: [0] }
  expect(lax.gather(x, array([[1], [0]], { dtype: "int32" }), windows, [2]).js()).toEqual([
    [20, 30],
    [10, 20],
  ])
})
it("the gradient adds up where it was read", () => {
  const twice = array([[1], [1], [0]], { dtype: "int32" })
  expect(grad((v: NDArray) => lax.reduceSum(lax.gather(v, twice, points, [1])))(x).js()).toEqual([1, 2, 0])
})
it("knows its modes, and integer indices", () => {
  expect(codeOf(() => lax.gather(x, rows, points, [1], { mode: "wrap" as never }))).toBe("argument/mode")
  expect(codeOf(() => lax.gather(x, array([[1]]), points, [1]))).toBe("dtype/kind")
})
