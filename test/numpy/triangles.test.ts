import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { codeOf, floats, giveAll, gives } from "./gives.js"

describe("what NumPy gives", () => {
  it("eye", () =>
    giveAll(
      [np.eye(2), np.eye(2, 3, { k: 1 }), np.eye(3, null, { k: -1, dtype: "int32" }), np.identity(2)],
      [
        "float32[2,2]",
        [
          [1, 0],
          [0, 1],
        ],
      ],
      [
        "float32[2,3]",
        [
          [0, 1, 0],
          [0, 0, 1],
        ],
      ],
      [
        "int32[3,3]",
        [
          [0, 0, 0],
          [1, 0, 0],
          [0, 1, 0],
        ],
      ],
      [
        "float32[2,2]",
        [
          [1, 0],
          [0, 1],
        ],
      ],
    ))
  it("tri", () =>
    giveAll(
      [np.tri(2, 3), np.tri(3, null, -1, { dtype: "int32" })],
      [
        "float32[2,3]",
        [
          [1, 0, 0],
          [1, 1, 0],
        ],
      ],
      [
        "int32[3,3]",
        [
          [0, 0, 0],
          [1, 0, 0],
          [1, 1, 0],
        ],
      ],
    ))
  it("tril and triu of batches", () =>
    giveAll(
      [np.tril(np.reshape(np.arange(24), [2, 3, 4]), 1), np.triu(np.reshape(np.arange(24), [2, 3, 4]), -1)],
      [
        "int32[2,3,4]",
        [
          [
            [0, 1, 0, 0],
            [4, 5, 6, 0],
            [8, 9, 10, 11],
          ],
          [
            [12, 13, 0, 0],
            [16, 17, 18, 0],
            [20, 21, 22, 23],
          ],
        ],
      ],
      [
        "int32[2,3,4]",
        [
          [
            [0, 1, 2, 3],
            [4, 5, 6, 7],
            [0, 9, 10, 11],
          ],
          [
            [12, 13, 14, 15],
            [16, 17, 18, 19],
            [0, 21, 22, 23],
          ],
        ],
      ],
    ))
  it("tril and triu keep booleans", () =>
    giveAll(
      [np.tril(np.ones([2, 2], { dtype: "bool" })), np.triu(np.ones([2, 2], { dtype: "bool" }), 1)],
      [
        "bool[2,2]",
        [
          [true, false],
          [true, true],
        ],
      ],
      [
        "bool[2,2]",
        [
          [false, true],
          [false, false],
        ],
      ],
    ))
  it("triu keeps NaN out", () =>
    gives(
      np.triu(
        floats([
          [1, 2],
          [Number.NaN, 4],
        ]),
      ),
      "float32[2,2]",
      [
        [1, 2],
        [0, 4],
      ],
    ))
})

describe("mistakes", () => {
  it("a triangle is cut from matrices", () => expect(codeOf(() => np.tril(np.ones([3])))).toBe("shape/rank"))
  it("sizes are natural numbers", () => expect(codeOf(() => np.eye(-1))).toBe("shape/sizes"))
})
