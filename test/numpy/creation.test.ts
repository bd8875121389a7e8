import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { bools, codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("zeros and ones", () =>
    giveAll([np.zeros([2, 1]), np.ones(3, { dtype: "int32" })], ["float32[2,1]", [[0], [0]]], ["int32[3]", [1, 1, 1]]))
  it("full takes the dtype of its value", () =>
    giveAll(
      [np.full([2], 7), np.full([2], true), np.full(2, ints([1, 2]))],
      ["float32[2]", [7, 7]],
      ["bool[2]", [true, true]],
      ["int32[2]", [1, 2]],
    ))
  it("full broadcasts", () =>
    gives(np.full([2, 2], floats([1, 2])), "float32[2,2]", [
      [1, 2],
      [1, 2],
    ]))
  it("the like of an array", () =>
    giveAll(
      [np.zerosLike(ints([1, 2])), np.onesLike(bools([[0]])), np.fullLike(ints([1, 2]), 5)],
      ["int32[2]", [0, 0]],
      ["bool[1,1]", [[true]]],
      ["int32[2]", [5, 5]],
    ))
  it("the like in another dtype and shape", () =>
    gives(np.zerosLike(ints([1, 2]), { dtype: "float32", shape: [1, 3] }), "float32[1,3]", [[0, 0, 0]]))
  it("empty is zeros here", () => gives(np.empty([0, 2]), "float32[0,2]", []))
})

describe("mistakes", () => {
  it("sizes are natural numbers", () => {
    expect(codeOf(() => np.zeros([-1]))).toBe("shape/sizes")
    expect(codeOf(() => np.zeros([1.5]))).toBe("shape/sizes")
    expect(codeOf(() => np.zeros(np.array(3) as never))).toBe("shape/sizes")
  })
  it("a number that the dtype cannot hold is an error", () => {
    expect(codeOf(() => np.full([1], 1.5, { dtype: "int32" }))).toBe("dtype/range")
    expect(codeOf(() => np.full([1], 256, { dtype: "uint8" }))).toBe("dtype/range")
  })
  it("an unknown dtype is an error", () => expect(codeOf(() => np.zeros([1], { dtype: "f4" as never }))).toBe("dtype/unknown"))
})
