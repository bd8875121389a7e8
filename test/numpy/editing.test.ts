import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { codeOf, giveAll, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("delete_", () =>
    giveAll(
      [
        np.delete_(np.reshape(np.arange(6), [2, 3]), 1, 1),
        np.delete_(np.reshape(np.arange(6), [2, 3]), [0, -1]),
        np.delete_(np.reshape(np.arange(6), [2, 3]), ints([0]), 0),
        np.delete_(ints([1]), 0),
      ],
      [
        "int32[2,2]",
        [
          [0, 2],
          [3, 5],
        ],
      ],
      ["int32[4]", [1, 2, 3, 4]],
      ["int32[1,3]", [[3, 4, 5]]],
      ["int32[0]", []],
    ))
  it("insert into a vector", () =>
    giveAll(
      [
        np.insert(ints([1, 2, 3]), 1, 9),
        np.insert(ints([1, 2, 3]), [1, 3], ints([8, 9])),
        np.insert(ints([1, 2, 3]), [2, 2], ints([8, 9])),
        np.insert(ints([1, 2, 3]), -1, 9),
        np.insert(ints([1, 2, 3]), 1, ints([7, 8])),
      ],
      ["int32[4]", [1, 9, 2, 3]],
      ["int32[5]", [1, 8, 2, 3, 9]],
      ["int32[5]", [1, 2, 8, 9, 3]],
      ["int32[4]", [1, 2, 9, 3]],
      ["int32[5]", [1, 7, 8, 2, 3]],
    ))
  it("insert into a matrix", () =>
    giveAll(
      [
        np.insert(np.reshape(np.arange(6), [2, 3]), 1, 9),
        np.insert(np.reshape(np.arange(6), [2, 3]), 1, ints([8, 9]), 1),
        np.insert(np.reshape(np.arange(6), [2, 3]), [1], ints([[8], [9]]), 1),
        np.insert(np.reshape(np.arange(6), [2, 3]), 0, 7, 0),
        np.insert(
          np.reshape(np.arange(6), [2, 3]),
          [0, 2],
          ints([
            [1, 2, 3],
            [4, 5, 6],
          ]),
          0,
        ),
      ],
      ["int32[7]", [0, 9, 1, 2, 3, 4, 5]],
      [
        "int32[2,4]",
        [
          [0, 8, 1, 2],
          [3, 9, 4, 5],
        ],
      ],
      [
        "int32[2,4]",
        [
          [0, 8, 1, 2],
          [3, 9, 4, 5],
        ],
      ],
      [
        "int32[3,3]",
        [
          [7, 7, 7],
          [0, 1, 2],
          [3, 4, 5],
        ],
      ],
      [
        "int32[4,3]",
        [
          [1, 2, 3],
          [0, 1, 2],
          [3, 4, 5],
          [4, 5, 6],
        ],
      ],
    ))
  it("trimZeros", () =>
    giveAll(
      [
        np.trimZeros(ints([0, 0, 1, 0, 2, 0])),
        np.trimZeros(ints([0, 1, 0]), "f"),
        np.trimZeros(ints([0, 1, 0]), "b"),
        np.trimZeros(ints([0, 0])),
      ],
      ["int32[3]", [1, 0, 2]],
      ["int32[2]", [1, 0]],
      ["int32[2]", [0, 1]],
      ["int32[0]", []],
    ))
})

describe("mistakes", () => {
  it("places lie within the axis", () => {
    expect(codeOf(() => np.delete_(ints([1, 2]), 2))).toBe("shape/index")
    expect(codeOf(() => np.insert(ints([1, 2]), 3, 0))).toBe("shape/index")
  })
  it("values fit into the dtype", () => expect(codeOf(() => np.insert(ints([1]), 0, 0.5))).toBe("dtype/update"))
})
