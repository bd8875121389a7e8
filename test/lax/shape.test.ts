// The same elements under another shape.
import { describe, expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import { array, ones } from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { codeOf } from "./thrown.js"

const matrix = array([
  [0, 1, 2],
  [3, 4, 5],
])

describe("broadcasting", () => {
  it("puts new axes in front", () => expect(lax.broadcast(array([1, 2]), [3]).shape).toEqual([3, 2]))
  it("places axes", () => {
    expect(lax.broadcastInDim(array([1, 2]), [2, 3], [0]).js()).toEqual([
      [1, 1, 1],
      [2, 2, 2],
    ])
    expect(codeOf(() => lax.broadcastInDim(array([1, 2]), [2, 3], [1]))).toBe("shape/broadcast")
  })
  it("adds up to a rank, and to another array's shape", () => {
    expect(lax.broadcastToRank(matrix, 4).shape).toEqual([1, 1, 2, 3])
    expect(codeOf(() => lax.broadcastToRank(matrix, 1))).toBe("shape/rank")
    expect(lax.broadcastLike(array([1, 2, 3]), matrix).shape).toEqual([2, 3])
  })
  it("of shapes compares from the last axis backwards", () => {
    expect(lax.broadcastShapes([2, 1, 3], [5, 1], [])).toEqual([2, 5, 3])
    expect(codeOf(() => lax.broadcastShapes([2], [3]))).toBe("shape/broadcast")
  })
})

describe("reshaping", () => {
  it("keeps the row-major order", () =>
    expect(lax.reshape(matrix, [3, 2]).js()).toEqual([
      [0, 1],
      [2, 3],
      [4, 5],
    ]))
  it("reads axes in the order of dimensions", () => expect(lax.reshape(matrix, [6], [1, 0]).js()).toEqual([0, 3, 1, 4, 2, 5]))
  it("keeps the number of elements", () => expect(codeOf(() => lax.reshape(matrix, [4, 2]))).toBe("shape/reshape"))
  it("collapses axes", () => {
    const x = ones([2, 3, 4, 5])
    expect(lax.collapse(x, 1, 3).shape).toEqual([2, 12, 5])
    expect(lax.collapse(x, 1).shape).toEqual([2, 60])
    expect(lax.collapse(x, -3, -1).shape).toEqual([2, 12, 5])
    expect(codeOf(() => lax.collapse(x, 3, 1))).toBe("shape/axis")
  })
  it("adds and drops axes of size 1", () => {
    expect(lax.expandDims(matrix, [0, -1]).shape).toEqual([1, 2, 3, 1])
    expect(lax.squeeze(ones([1, 2, 1]), [-1]).shape).toEqual([1, 2])
    expect(codeOf(() => lax.squeeze(matrix, [0]))).toBe("shape/squeeze")
  })
})

describe("moving", () => {
  it("transposes, and requires a whole permutation", () => {
    expect(lax.transpose(ones([2, 3, 5]), [2, 0, 1]).shape).toEqual([5, 2, 3])
    expect(codeOf(() => lax.transpose(matrix, [0]))).toBe("shape/permutation")
  })
  it("reverses", () =>
    expect(lax.rev(matrix, [1]).js()).toEqual([
      [2, 1, 0],
      [5, 4, 3],
    ]))
  it("tiles every axis", () => {
    expect(lax.tile(array([[1, 2]]), [2, 2]).js()).toEqual([
      [1, 2, 1, 2],
      [1, 2, 1, 2],
    ])
    expect(codeOf(() => lax.tile(matrix, [2]))).toBe("shape/tile")
  })
})

describe("padding", () => {
  const x = array([1, 2, 3])
  it("puts values before, after and between", () => expect(lax.pad(x, 9, [[1, 2, 1]]).js()).toEqual([9, 1, 9, 2, 9, 3, 9, 9]))
  it("cuts where it is negative", () => expect(lax.pad(x, 0, [[-1, 0, 0]]).js()).toEqual([2, 3]))
  it("is needed for every axis", () => expect(codeOf(() => lax.pad(matrix, 0, [[0, 0, 0]]))).toBe("shape/pad"))
  it("takes the dtype of the array", () =>
    expect(codeOf(() => lax.pad(x, array(0, { dtype: "int32" }), [[1, 1, 0]]))).toBe("dtype/mismatch"))
  it("gives the value the gradient of every place it took", () => {
    expect(grad((v: NDArray) => lax.reduceSum(lax.pad(x, v, [[1, 2, 1]])))(0).item()).toBe(5)
  })
})
