import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { bools, codeOf, giveAll, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("triangles", () =>
    giveAll(
      [...np.trilIndices(3), ...np.trilIndices(3, -1, 2), ...np.triuIndices(2, 1, 3)],
      ["int32[6]", [0, 1, 1, 2, 2, 2]],
      ["int32[6]", [0, 0, 1, 0, 1, 2]],
      ["int32[3]", [1, 2, 2]],
      ["int32[3]", [0, 0, 1]],
      ["int32[3]", [0, 0, 1]],
      ["int32[3]", [1, 2, 2]],
    ))
  it("triangles of an array", () =>
    giveAll(
      [...np.trilIndicesFrom(np.ones([2, 3])), ...np.triuIndicesFrom(np.ones([2, 3]), 1)],
      ["int32[3]", [0, 1, 1]],
      ["int32[3]", [0, 0, 1]],
      ["int32[3]", [0, 0, 1]],
      ["int32[3]", [1, 2, 2]],
    ))
  it("diagonals", () =>
    giveAll(
      [...np.diagIndices(2, 3), ...np.diagIndicesFrom(np.ones([2, 2]))],
      ["int32[2]", [0, 1]],
      ["int32[2]", [0, 1]],
      ["int32[2]", [0, 1]],
      ["int32[2]", [0, 1]],
      ["int32[2]", [0, 1]],
    ))
  it("masks", () => giveAll([...np.maskIndices(3, np.triu, 1)], ["int32[3]", [0, 0, 1]], ["int32[3]", [1, 2, 2]]))
  it("ix_, with masks", () => giveAll(np.ix_(ints([0, 2]), bools([1, 0, 1])), ["int32[2,1]", [[0], [2]]], ["int32[1,2]", [[0, 2]]]))
})

describe("mistakes", () => {
  it("a diagonal of places needs equal sizes", () => expect(codeOf(() => np.diagIndicesFrom(np.ones([2, 3])))).toBe("shape/square"))
})
