import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { bools, codeOf, floats, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("argmax of everything counts in row-major order", () =>
    gives(
      np.argmax(
        ints([
          [1, 9],
          [9, 2],
        ]),
      ),
      "int32[]",
      1,
    ))
  it("argmax along an axis takes the first of equals", () =>
    gives(
      np.argmax(
        ints([
          [1, 9, 9],
          [4, 2, 4],
        ]),
        1,
      ),
      "int32[2]",
      [1, 0],
    ))
  it("argmax finds the first NaN", () => gives(np.argmax(floats([1, Number.NaN, 5, Number.NaN])), "int32[]", 1))
  it("argmin finds the first NaN", () => gives(np.argmin(floats([1, Number.NaN, -5])), "int32[]", 1))
  it("keeps the axis if asked", () =>
    gives(
      np.argmin(
        ints([
          [3, 1],
          [0, 2],
        ]),
        0,
        { keepdims: true },
      ),
      "int32[1,2]",
      [[1, 0]],
    ))
  it("keeps all axes if asked", () =>
    gives(
      np.argmax(
        ints([
          [3, 1],
          [0, 2],
        ]),
        null,
        { keepdims: true },
      ),
      "int32[1,1]",
      [[0]],
    ))
  it("argmax of booleans", () => gives(np.argmax(bools([0, 1, 1])), "int32[]", 1))
})

describe("mistakes", () => {
  it("there is no largest of nothing", () => expect(codeOf(() => np.argmax(floats([])))).toBe("shape/empty"))
})
