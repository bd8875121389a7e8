import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { bools, codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("concatenate along axes", () =>
    giveAll(
      [
        np.concatenate([np.reshape(np.arange(6), [2, 3]), ints([[7, 8, 9]])]),
        np.concatenate([np.reshape(np.arange(6), [2, 3]), ints([[7], [8]])], -1),
      ],
      [
        "int32[3,3]",
        [
          [0, 1, 2],
          [3, 4, 5],
          [7, 8, 9],
        ],
      ],
      [
        "int32[2,4]",
        [
          [0, 1, 2, 7],
          [3, 4, 5, 8],
        ],
      ],
    ))
  it("concatenate flattens for null", () => gives(np.concatenate([ints([[1, 2]]), ints([3])], null), "int32[3]", [1, 2, 3]))
  it("concatenate promotes", () => gives(np.concatenate([ints([1]), floats([0.5]), bools([1])]), "float32[3]", [1, 0.5, 1]))
  it("stack along any axis", () =>
    giveAll(
      [np.stack([ints([1, 2]), ints([3, 4])]), np.stack([ints([1, 2]), ints([3, 4])], -1)],
      [
        "int32[2,2]",
        [
          [1, 2],
          [3, 4],
        ],
      ],
      [
        "int32[2,2]",
        [
          [1, 3],
          [2, 4],
        ],
      ],
    ))
  it("vstack, hstack and dstack of vectors", () =>
    giveAll(
      [np.vstack([ints([1, 2]), ints([3, 4])]), np.hstack([ints([1, 2]), ints([3])]), np.dstack([ints([1, 2]), ints([3, 4])])],
      [
        "int32[2,2]",
        [
          [1, 2],
          [3, 4],
        ],
      ],
      ["int32[3]", [1, 2, 3]],
      [
        "int32[1,2,2]",
        [
          [
            [1, 3],
            [2, 4],
          ],
        ],
      ],
    ))
  it("hstack of matrices", () =>
    gives(np.hstack([np.reshape(np.arange(6), [2, 3]), ints([[7], [8]])]), "int32[2,4]", [
      [0, 1, 2, 7],
      [3, 4, 5, 8],
    ]))
  it("columnStack", () =>
    gives(np.columnStack([ints([1, 2]), np.reshape(np.arange(6), [2, 3])]), "int32[2,4]", [
      [1, 0, 1, 2],
      [2, 3, 4, 5],
    ]))
  it("append, flattened and along an axis", () =>
    giveAll(
      [np.append(np.reshape(np.arange(6), [2, 3]), 9), np.append(np.reshape(np.arange(6), [2, 3]), ints([[7, 8, 9]]), 0)],
      ["int32[7]", [0, 1, 2, 3, 4, 5, 9]],
      [
        "int32[3,3]",
        [
          [0, 1, 2],
          [3, 4, 5],
          [7, 8, 9],
        ],
      ],
    ))
  it("block", () =>
    gives(
      np.block([
        [np.eye(2, 2, { dtype: "int32" }), ints([[7], [8]])],
        [ints([1, 2]), 3],
      ]),
      "int32[3,3]",
      [
        [1, 0, 7],
        [0, 1, 8],
        [1, 2, 3],
      ],
    ))
  it("block of one row", () => gives(np.block([ints([1, 2]), ints([3])]), "int32[3]", [1, 2, 3]))
})

describe("mistakes", () => {
  it("shapes must fit", () => {
    expect(codeOf(() => np.concatenate([np.ones([2, 3]), np.ones([2, 4])]))).toBe("shape/concatenate")
    expect(codeOf(() => np.stack([np.ones([2]), np.ones([3])]))).toBe("shape/stack")
  })
  it("there must be arrays", () => {
    expect(codeOf(() => np.concatenate([]))).toBe("argument/arrays")
    expect(codeOf(() => np.stack(3 as never))).toBe("argument/arrays")
  })
  it("scalars have no axis to be joined along", () => expect(codeOf(() => np.concatenate([1, 2]))).toBe("shape/axis"))
})
