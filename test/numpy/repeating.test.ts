import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("tile", () =>
    giveAll(
      [
        np.tile(ints([1, 2]), 2),
        np.tile(ints([1, 2]), [2, 2]),
        np.tile(np.reshape(np.arange(6), [2, 3]), [1, 2]),
        np.tile(3, [2]),
        np.tile(ints([1, 2]), 0),
      ],
      ["int32[4]", [1, 2, 1, 2]],
      [
        "int32[2,4]",
        [
          [1, 2, 1, 2],
          [1, 2, 1, 2],
        ],
      ],
      [
        "int32[2,6]",
        [
          [0, 1, 2, 0, 1, 2],
          [3, 4, 5, 3, 4, 5],
        ],
      ],
      ["float32[2]", [3, 3]],
      ["int32[0]", []],
    ))
  it("repeat flattened, along an axis, unequally", () =>
    giveAll(
      [
        np.repeat(np.reshape(np.arange(6), [2, 3]), 2),
        np.repeat(np.reshape(np.arange(6), [2, 3]), 2, 1),
        np.repeat(np.reshape(np.arange(6), [2, 3]), [1, 2], 0),
        np.repeat(np.reshape(np.arange(6), [2, 3]), [0, 2, 1], -1),
        np.repeat(3, 2),
      ],
      ["int32[12]", [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5]],
      [
        "int32[2,6]",
        [
          [0, 0, 1, 1, 2, 2],
          [3, 3, 4, 4, 5, 5],
        ],
      ],
      [
        "int32[3,3]",
        [
          [0, 1, 2],
          [3, 4, 5],
          [3, 4, 5],
        ],
      ],
      [
        "int32[2,3]",
        [
          [1, 1, 2],
          [4, 4, 5],
        ],
      ],
      ["float32[2]", [3, 3]],
    ))
  it("repeat no times", () => gives(np.repeat(np.reshape(np.arange(6), [2, 3]), 0, 1), "int32[2,0]", [[], []]))
  it("resize repeats or cuts off", () =>
    giveAll(
      [
        np.resize(np.reshape(np.arange(6), [2, 3]), [2, 2]),
        np.resize(ints([1, 2]), [2, 3]),
        np.resize(np.reshape(np.arange(6), [2, 3]), 0),
      ],
      [
        "int32[2,2]",
        [
          [0, 1],
          [2, 3],
        ],
      ],
      [
        "int32[2,3]",
        [
          [1, 2, 1],
          [2, 1, 2],
        ],
      ],
      ["int32[0]", []],
    ))
})

describe("mistakes", () => {
  it("there is one count for each element", () => expect(codeOf(() => np.repeat(ints([1, 2, 3]), [1, 2]))).toBe("shape/repeat"))
  it("nothing cannot be repeated", () => expect(codeOf(() => np.resize(floats([]), [2]))).toBe("shape/resize"))
})
