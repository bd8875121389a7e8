import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { codeOf, giveAll, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("split into equal parts", () => giveAll(np.split(np.arange(6), 3), ["int32[2]", [0, 1]], ["int32[2]", [2, 3]], ["int32[2]", [4, 5]]))
  it("split between places, beyond the end too", () =>
    giveAll(np.split(np.arange(6), [2, 3, 9]), ["int32[2]", [0, 1]], ["int32[1]", [2]], ["int32[3]", [3, 4, 5]], ["int32[0]", []]))
  it("arraySplit into unequal parts", () =>
    giveAll(np.arraySplit(np.arange(7), 3), ["int32[3]", [0, 1, 2]], ["int32[2]", [3, 4]], ["int32[2]", [5, 6]]))
  it("hsplit, vsplit and dsplit", () =>
    giveAll(
      [
        ...np.hsplit(np.reshape(np.arange(6), [2, 3]), 3),
        ...np.vsplit(np.reshape(np.arange(6), [2, 3]), 2),
        ...np.dsplit(np.reshape(np.arange(24), [2, 3, 4]), 2),
        ...np.hsplit(ints([1, 2]), 2),
      ],
      ["int32[2,1]", [[0], [3]]],
      ["int32[2,1]", [[1], [4]]],
      ["int32[2,1]", [[2], [5]]],
      ["int32[1,3]", [[0, 1, 2]]],
      ["int32[1,3]", [[3, 4, 5]]],
      [
        "int32[2,3,2]",
        [
          [
            [0, 1],
            [4, 5],
            [8, 9],
          ],
          [
            [12, 13],
            [16, 17],
            [20, 21],
          ],
        ],
      ],
      [
        "int32[2,3,2]",
        [
          [
            [2, 3],
            [6, 7],
            [10, 11],
          ],
          [
            [14, 15],
            [18, 19],
            [22, 23],
          ],
        ],
      ],
      ["int32[1]", [1]],
      ["int32[1]", [2]],
    ))
  it("unstack is the inverse of stack", () =>
    giveAll(np.unstack(np.reshape(np.arange(6), [2, 3]), 1), ["int32[2]", [0, 3]], ["int32[2]", [1, 4]], ["int32[2]", [2, 5]]))
})

describe("mistakes", () => {
  it("equal parts must divide the size", () => expect(codeOf(() => np.split(np.arange(7), 3))).toBe("shape/split"))
  it("the number of parts is positive", () => expect(codeOf(() => np.split(np.arange(7), 0))).toBe("argument/sections"))
})
