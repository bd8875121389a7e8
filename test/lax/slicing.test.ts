// Parts of arrays at known and at computed places.
import { describe, expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import { arange, array } from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { jit } from "../../src/transforms/jit.js"
import { vmap } from "../../src/transforms/vmap.js"
import { codeOf } from "./thrown.js"

const x = array([0, 1, 2, 3, 4])
const matrix = array([
  [0, 1, 2],
  [3, 4, 5],
])
const int = (n: number): NDArray => array(n, { dtype: "int32" })

describe("known places", () => {
  it("slices with strides", () => expect(lax.slice(x, [1], [5], [2]).js()).toEqual([1, 3]))
  it("does not clamp", () => expect(codeOf(() => lax.slice(x, [1], [6]))).toBe("shape/slice"))
  it("needs every axis", () => expect(codeOf(() => lax.slice(x, [0, 0], [5, 1]))).toBe("shape/slice"))
  it("slices one axis, from and to the ends", () => {
    expect(lax.sliceInDim(matrix, 1, null, 1, 1).js()).toEqual([
      [1, 2],
      [4, 5],
    ])
    expect(lax.sliceInDim(x, -2, null).js()).toEqual([3, 4])
    expect(lax.sliceInDim(x, null, -1, 2).js()).toEqual([0, 2])
  })
  it("indexes one axis", () => {
    expect(lax.indexInDim(matrix, -1, 0).js()).toEqual([[3, 4, 5]])
    expect(lax.indexInDim(matrix, 1, 1, { keepdims: false }).js()).toEqual([1, 4])
    expect(codeOf(() => lax.indexInDim(matrix, 2, 0))).toBe("shape/index")
  })
})

describe("computed places", () => {
  it("moves windows to where they fit", () => {
    expect(lax.dynamicSlice(x, [3], [3]).js()).toEqual([2, 3, 4])
    expect(lax.dynamicSlice(x, [int(7)], [2]).js()).toEqual([3, 4])
  })
  it("counts negative starts from the end, traced or not", () => {
    expect(lax.dynamicSlice(x, [-2], [1]).js()).toEqual([3])
    expect(jit((i: NDArray) => lax.dynamicSlice(x, [i], [1]))(int(-2)).js()).toEqual([3])
  })
  it("takes a vector of starts, and one integer for each axis", () => {
    expect(lax.dynamicSlice(matrix, array([1, 1], { dtype: "int32" }), [1, 2]).js()).toEqual([[4, 5]])
    expect(lax.dynamicSlice(matrix, [int(1), 0], [1, 1]).js()).toEqual([[3]])
    expect(codeOf(() => lax.dynamicSlice(matrix, [1], [1, 1]))).toBe("argument/arity")
    expect(codeOf(() => lax.dynamicSlice(x, [array(1.5)], [1]))).toBe("dtype/kind")
    expect(codeOf(() => lax.dynamicSlice(x, [0], [6]))).toBe("shape/slice")
  })
  it("takes integers of other widths", () => {
    expect(lax.dynamicSlice(x, [array(4e9, { dtype: "uint32" })], [1]).js()).toEqual([4])
    expect(lax.dynamicSlice(arange(300), [array(-1, { dtype: "int8" })], [1]).js()).toEqual([299])
  })
  it("reads along one axis", () => {
    expect(lax.dynamicSliceInDim(matrix, int(1), 2, 1).js()).toEqual([
      [1, 2],
      [4, 5],
    ])
    expect(lax.dynamicIndexInDim(matrix, int(1), 0).js()).toEqual([[3, 4, 5]])
    expect(lax.dynamicIndexInDim(matrix, int(2), 1, { keepdims: false }).js()).toEqual([2, 5])
  })
  it("writes", () => {
    expect(lax.dynamicUpdateSlice(x, array([8, 9]), [4]).js()).toEqual([0, 1, 2, 8, 9])
    expect(lax.dynamicUpdateSliceInDim(matrix, array([[7], [8]]), int(1), 1).js()).toEqual([
      [0, 7, 2],
      [3, 8, 5],
    ])
    expect(lax.dynamicUpdateIndexInDim(matrix, array([7, 8]), int(2), 1).js()).toEqual([
      [0, 1, 7],
      [3, 4, 8],
    ])
    expect(lax.dynamicUpdateIndexInDim(x, 7, 0).js()).toEqual([7, 1, 2, 3, 4])
    expect(codeOf(() => lax.dynamicUpdateSlice(x, array([8], { dtype: "int32" }), [4]))).toBe("dtype/mismatch")
  })
  it("under vmap every example has its own place", () => {
    const at = array([0, 3, -1], { dtype: "int32" })
    expect(vmap((i: NDArray) => lax.dynamicIndexInDim(x, i, 0, { keepdims: false }))(at).js()).toEqual([0, 3, 4])
  })
  it("the gradient lands where it was read", () => {
    expect(grad((v: NDArray) => lax.reduceSum(lax.dynamicSlice(v, [1], [2])))(x).js()).toEqual([0, 1, 1, 0, 0])
  })
})

describe("indexTake", () => {
  const index = (...xs: number[]): NDArray => array(xs, { dtype: "int32" })
  it("picks rows, and wraps around", () => {
    expect(lax.indexTake(matrix, [index(1, -2, 2)], [0]).js()).toEqual([
      [3, 4, 5],
      [0, 1, 2],
      [0, 1, 2],
    ])
  })
  it("picks points of two axes, and lines of one", () => {
    expect(lax.indexTake(matrix, [index(0, 1), index(2, 1)], [0, 1]).js()).toEqual([2, 4])
    expect(lax.indexTake(matrix, [index(2, 0)], [1]).js()).toEqual([
      [2, 5],
      [0, 3],
    ])
  })
  it("needs as many vectors as axes", () => expect(codeOf(() => lax.indexTake(matrix, [index(0)], [0, 1]))).toBe("argument/axes"))
})
