import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { bools, codeOf, floats, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("select takes the first condition that holds", () =>
    gives(
      np.select([np.less(np.arange(6), 3), np.greater(np.arange(6), 1)], [np.arange(6), np.square(np.arange(6))], 42),
      "int32[6]",
      [0, 1, 2, 9, 16, 25],
    ))
  it("choose takes the case with the number", () =>
    gives(np.choose(ints([2, 0, 1]), [ints([0, 1, 2]), ints([10, 11, 12]), ints([20, 21, 22])]), "int32[3]", [20, 1, 12]))
  it("choose wraps around if asked", () =>
    gives(np.choose(ints([3, -1]), [ints([0, 1]), ints([10, 11])], { mode: "wrap" }), "int32[2]", [10, 11]))
  it("choose clips arrays", () => gives(np.choose(ints([3, -1]), [ints([0, 1]), ints([10, 11])]), "int32[2]", [10, 1]))
  it("piecewise lets the last condition that holds win", () =>
    gives(
      np.piecewise(
        floats([-2, 0.5, 3]),
        [np.less(floats([-2, 0.5, 3]), 1), np.less(floats([-2, 0.5, 3]), 0)],
        [(x) => np.multiply(x, 10), 7],
      ),
      "float32[3]",
      [7, 5, 0],
    ))
  it("piecewise with a function for the rest", () =>
    gives(np.piecewise(floats([-2, 3]), [np.less(floats([-2, 3]), 0)], [-1, (x) => np.square(x)]), "float32[2]", [-1, 9]))
})

describe("mistakes", () => {
  it("there is one choice for each condition", () => {
    expect(codeOf(() => np.select([bools([1])], []))).toBe("argument/select")
    expect(codeOf(() => np.piecewise(floats([1]), [bools([1])], [1, 2, 3]))).toBe("argument/select")
  })
  it("a bare number must be that of a choice", () => expect(codeOf(() => np.choose(2, [ints([0]), ints([1])]))).toBe("shape/index"))
})
