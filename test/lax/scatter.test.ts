// Scatters, by what becomes of an element that updates meet.
import { describe, expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import { array } from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { close } from "../support/close.js"
import { codeOf } from "./thrown.js"

const x = array([1, 2, 3])
const rows = array([[0], [2], [2], [7]], { dtype: "int32" })
const updates = array([10, 20, 30, 40])
const points: lax.ScatterDimensionNumbers = { updateWindowDims: [], insertedWindowDims: [0], scatterDimsToOperandDims: [0] }

describe("scatters", () => {
  it.each([
    ["scatter", lax.scatter, [10, 2, 30]],
    ["scatterAdd", lax.scatterAdd, [11, 2, 53]],
    ["scatterSub", lax.scatterSub, [-9, 2, -47]],
    ["scatterMul", lax.scatterMul, [10, 2, 1800]],
    ["scatterMax", lax.scatterMax, [10, 2, 30]],
    ["scatterMin", lax.scatterMin, [1, 2, 3]],
  ] as const)("%s drops what does not fit", (_, f, expected) => expect(f(x, rows, updates, points).js()).toEqual(expected))

  it("clip to the last place where asked to", () => {
    expect(lax.scatterAdd(x, rows, updates, points, { mode: "clip" }).js()).toEqual([11, 2, 93])
    expect(lax.scatterAdd(x, rows, updates, points, { mode: lax.GatherScatterMode.FILL_OR_DROP }).js()).toEqual([11, 2, 53])
  })
  it("do not promote", () => {
    expect(codeOf(() => lax.scatterAdd(x, rows, array([1, 2, 3, 4], { dtype: "int32" }), points))).toBe("dtype/mismatch")
  })
  it("want updates of the right shape", () => expect(codeOf(() => lax.scatter(x, rows, array([1]), points))).toBe("shape/updates"))
  it("of a difference give the updates a negative gradient", () => {
    close(grad((u: NDArray) => lax.reduceSum(lax.scatterSub(x, rows, u, points)))(updates), [-1, -1, -1, 0])
  })
})

describe("scatterApply", () => {
  const twice = (v: NDArray): NDArray => lax.mul(v, 2)
  it("applies once for each row that names a place", () => {
    expect(lax.scatterApply(x, rows, twice, points).js()).toEqual([2, 2, 12])
  })
  it("applies once where rows are unique, and to windows", () => {
    const windows: lax.ScatterDimensionNumbers = { updateWindowDims: [1], insertedWindowDims: [], scatterDimsToOperandDims: [0] }
    const row = array([[1]], { dtype: "int32" })
    expect(lax.scatterApply(x, row, twice, windows, { updateShape: [1, 2], uniqueIndices: true }).js()).toEqual([1, 4, 6])
  })
  it("has the derivative of what it applies", () => {
    expect(grad((v: NDArray) => lax.reduceSum(lax.scatterApply(v, rows, lax.square, points)))(x).js()).toEqual([2, 1, 108])
  })
  it("keeps the dtype", () => expect(codeOf(() => lax.scatterApply(x, rows, (v) => lax.gt(v, 0), points))).toBe("dtype/mismatch"))
})
