import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { codeOf, giveAll, gives } from "./gives.js"

describe("what NumPy gives", () => {
  it("flip along one axis, several, all", () =>
    giveAll(
      [
        np.flip(np.reshape(np.arange(6), [2, 3]), 1),
        np.flip(np.reshape(np.arange(6), [2, 3]), [0, -1]),
        np.flip(np.reshape(np.arange(6), [2, 3])),
      ],
      [
        "int32[2,3]",
        [
          [2, 1, 0],
          [5, 4, 3],
        ],
      ],
      [
        "int32[2,3]",
        [
          [5, 4, 3],
          [2, 1, 0],
        ],
      ],
      [
        "int32[2,3]",
        [
          [5, 4, 3],
          [2, 1, 0],
        ],
      ],
    ))
  it("fliplr and flipud", () =>
    giveAll(
      [np.fliplr(np.reshape(np.arange(6), [2, 3])), np.flipud(np.reshape(np.arange(6), [2, 3]))],
      [
        "int32[2,3]",
        [
          [2, 1, 0],
          [5, 4, 3],
        ],
      ],
      [
        "int32[2,3]",
        [
          [3, 4, 5],
          [0, 1, 2],
        ],
      ],
    ))
  it("rot90 by any number of turns", () =>
    giveAll(
      [
        np.rot90(np.reshape(np.arange(6), [2, 3])),
        np.rot90(np.reshape(np.arange(6), [2, 3]), 2),
        np.rot90(np.reshape(np.arange(6), [2, 3]), 3),
        np.rot90(np.reshape(np.arange(6), [2, 3]), -1),
        np.rot90(np.reshape(np.arange(6), [2, 3]), 4),
      ],
      [
        "int32[3,2]",
        [
          [2, 5],
          [1, 4],
          [0, 3],
        ],
      ],
      [
        "int32[2,3]",
        [
          [5, 4, 3],
          [2, 1, 0],
        ],
      ],
      [
        "int32[3,2]",
        [
          [3, 0],
          [4, 1],
          [5, 2],
        ],
      ],
      [
        "int32[3,2]",
        [
          [3, 0],
          [4, 1],
          [5, 2],
        ],
      ],
      [
        "int32[2,3]",
        [
          [0, 1, 2],
          [3, 4, 5],
        ],
      ],
    ))
  it("rot90 in another plane", () =>
    gives(np.rot90(np.reshape(np.arange(24), [2, 3, 4]), 1, [2, 0]), "int32[4,3,2]", [
      [
        [12, 0],
        [16, 4],
        [20, 8],
      ],
      [
        [13, 1],
        [17, 5],
        [21, 9],
      ],
      [
        [14, 2],
        [18, 6],
        [22, 10],
      ],
      [
        [15, 3],
        [19, 7],
        [23, 11],
      ],
    ]))
  it("roll flattened, along an axis, along two", () =>
    giveAll(
      [
        np.roll(np.reshape(np.arange(6), [2, 3]), 2),
        np.roll(np.reshape(np.arange(6), [2, 3]), -1, 1),
        np.roll(np.reshape(np.arange(6), [2, 3]), [1, 1], [0, 1]),
        np.roll(np.reshape(np.arange(6), [2, 3]), 7, 1),
      ],
      [
        "int32[2,3]",
        [
          [4, 5, 0],
          [1, 2, 3],
        ],
      ],
      [
        "int32[2,3]",
        [
          [1, 2, 0],
          [4, 5, 3],
        ],
      ],
      [
        "int32[2,3]",
        [
          [5, 3, 4],
          [2, 0, 1],
        ],
      ],
      [
        "int32[2,3]",
        [
          [2, 0, 1],
          [5, 3, 4],
        ],
      ],
    ))
  it("roll of nothing", () => gives(np.roll(np.zeros([0]), 3), "float32[0]", []))
})

describe("mistakes", () => {
  it("a plane has two axes", () => expect(codeOf(() => np.rot90(np.ones([2, 2]), 1, [0]))).toBe("shape/axis"))
  it("there is one shift for each axis", () => expect(codeOf(() => np.roll(np.ones([2, 2]), [1, 2, 3], [0, 1]))).toBe("shape/roll"))
})
