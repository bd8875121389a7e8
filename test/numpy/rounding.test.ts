import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("halves go to the even number", () => gives(np.round(floats([0.5, 1.5, 2.5, -0.5, -1.5])), "float32[5]", [0, 2, 2, -0, -2]))
  it("round to decimals", () => gives(np.round(floats([Math.PI, -Math.E]), 2), "float32[2]", [3.14, -2.72]))
  it("round to tens", () => gives(np.round(floats([15, 25, -1234]), -1), "float32[3]", [20, 20, -1230]))
  it("round integers to tens", () => gives(np.round(ints([15, 25, -1234]), -1), "int32[3]", [20, 20, -1230]))
  it("round leaves integers alone", () => gives(np.round(ints([15, -7])), "int32[2]", [15, -7]))
  it("floor and ceil", () =>
    giveAll([np.floor(floats([-1.5, 1.5, -0])), np.ceil(floats([-0.5, 1.5]))], ["float32[3]", [-2, 1, -0]], ["float32[2]", [-0, 2]]))
  it("trunc goes towards 0 and keeps the sign", () => gives(np.trunc(floats([-1.9, 1.9, -0.5])), "float32[3]", [-1, 1, -0]))
  it("rint makes floats of integers", () => gives(np.rint(ints([1, 2])), "float32[2]", [1, 2]))
  it("infinities stay", () =>
    gives(np.round(floats([Number.POSITIVE_INFINITY, Number.NaN])), "float32[2]", [Number.POSITIVE_INFINITY, Number.NaN]))
})

describe("around", () => {
  it("is round", () => expect(np.around).toBe(np.round))
})
