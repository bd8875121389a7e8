import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("reshape with one size open", () =>
    giveAll(
      [
        np.reshape(np.reshape(np.arange(6), [2, 3]), [3, 2]),
        np.reshape(np.reshape(np.arange(6), [2, 3]), [3, -1]),
        np.reshape(np.reshape(np.arange(6), [2, 3]), -1),
        np.reshape(5, [1, 1]),
      ],
      [
        "int32[3,2]",
        [
          [0, 1],
          [2, 3],
          [4, 5],
        ],
      ],
      [
        "int32[3,2]",
        [
          [0, 1],
          [2, 3],
          [4, 5],
        ],
      ],
      ["int32[6]", [0, 1, 2, 3, 4, 5]],
      ["float32[1,1]", [[5]]],
    ))
  it("reshape of nothing", () => gives(np.reshape(np.zeros([0, 3]), [3, 0]), "float32[3,0]", [[], [], []]))
  it("expandDims counts in the result", () =>
    giveAll(
      [np.expandDims(ints([1, 2]), 0), np.expandDims(ints([1, 2]), -1), np.expandDims(ints([1, 2]), [0, 2])],
      ["int32[1,2]", [[1, 2]]],
      ["int32[2,1]", [[1], [2]]],
      ["int32[1,2,1]", [[[1], [2]]]],
    ))
  it("squeeze", () =>
    giveAll(
      [np.squeeze(ints([[[1], [2]]])), np.squeeze(ints([[[1], [2]]]), 0), np.squeeze(ints([[[1], [2]]]), [0, -1])],
      ["int32[2]", [1, 2]],
      ["int32[2,1]", [[1], [2]]],
      ["int32[2]", [1, 2]],
    ))
  it("atleast1d, 2d, 3d", () =>
    giveAll(
      [np.atleast1d(1), np.atleast2d(ints([1, 2])), np.atleast3d(ints([1, 2])), np.atleast3d(ints([[1, 2]]))],
      ["float32[1]", [1]],
      ["int32[1,2]", [[1, 2]]],
      ["int32[1,2,1]", [[[1], [2]]]],
      ["int32[1,2,1]", [[[1], [2]]]],
    ))
})

describe("mistakes", () => {
  it("sizes must multiply to the number of elements", () => {
    expect(codeOf(() => np.reshape(np.arange(6), [4, 2]))).toBe("shape/reshape")
    expect(codeOf(() => np.reshape(np.arange(6), [4, -1]))).toBe("shape/reshape")
    expect(codeOf(() => np.reshape(np.arange(6), [-1, -1]))).toBe("shape/reshape")
    expect(codeOf(() => np.reshape(floats([]), [0, -1]))).toBe("shape/reshape")
  })
  it("only axes of size 1 can be squeezed away", () => expect(codeOf(() => np.squeeze(np.ones([2, 1]), 0))).toBe("shape/squeeze"))
  it("an axis is inserted once", () => expect(codeOf(() => np.expandDims(np.ones([2]), [0, 0]))).toBe("shape/axis-repeated"))
})
