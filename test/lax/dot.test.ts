// Products of arrays.
import { describe, expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { close } from "../support/close.js"
import { codeOf } from "./thrown.js"

const a = np.array([
  [1, 2],
  [3, 4],
])
const v = np.array([5, 6])

describe("dot", () => {
  it("of vectors and matrices", () => {
    expect(lax.dot(v, v).item()).toBe(61)
    expect(lax.dot(a, v).js()).toEqual([17, 39])
    expect(lax.dot(v, a).js()).toEqual([23, 34])
    expect(lax.dot(a, a, { precision: lax.Precision.HIGHEST }).js()).toEqual([
      [7, 10],
      [15, 22],
    ])
  })
  it("of other ranks is dotGeneral", () => expect(codeOf(() => lax.dot(a, np.ones([2, 2, 2])))).toBe("shape/rank"))
  it("is strict", () => {
    expect(codeOf(() => lax.dot(v, np.ones([3])))).toBe("shape/inner")
    expect(codeOf(() => lax.dot(v, np.array([1, 2], { dtype: "int32" })))).toBe("dtype/mismatch")
  })
  it("adds up in the preferred dtype", () => {
    const bytes = np.array([100, 100], { dtype: "int8" })
    const y = lax.dot(bytes, bytes, { preferredElementType: "int32" })
    expect([y.dtype, y.item()]).toEqual(["int32", 20000])
  })
  it("has gradients", () => expect(grad((x: NDArray) => lax.dot(x, v))(np.array([1, 1])).js()).toEqual([5, 6]))
})

describe("batches", () => {
  const stack = np.array([
    [
      [1, 2],
      [3, 4],
    ],
    [
      [5, 6],
      [7, 8],
    ],
  ])
  it("batchMatmul multiplies matrix by matrix", () => {
    expect(lax.batchMatmul(stack, stack).js()).toEqual([
      [
        [7, 10],
        [15, 22],
      ],
      [
        [67, 78],
        [91, 106],
      ],
    ])
    expect(codeOf(() => lax.batchMatmul(stack, a))).toBe("shape/rank")
    expect(codeOf(() => lax.batchMatmul(stack, np.ones([3, 2, 2])))).toBe("shape/batch")
  })
  it("dotGeneral puts batch axes first", () => {
    const z = lax.dotGeneral(np.ones([4, 2, 3]), np.ones([3, 5, 2]), [
      [[2], [0]],
      [[1], [2]],
    ])
    expect(z.shape).toEqual([2, 4, 5])
  })
  it("raggedDot has a matrix for each group of rows", () => {
    const x = np.array([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ])
    const y = np.array([
      [
        [1, 0],
        [0, 1],
      ],
      [
        [2, 0],
        [0, 2],
      ],
      [
        [0, 1],
        [1, 0],
      ],
    ])
    const sizes = np.array([1, 0, 2], { dtype: "int32" })
    close(lax.raggedDot(x, y, sizes), [
      [1, 2],
      [4, 3],
      [6, 5],
      [0, 0],
    ])
    expect(codeOf(() => lax.raggedDot(x, y, np.array([1], { dtype: "int32" })))).toBe("shape/ragged-dot")
  })
})
