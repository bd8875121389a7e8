import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { bools, codeOf, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("diagonal, above and below", () =>
    giveAll(
      [
        np.diagonal(np.reshape(np.arange(6), [2, 3])),
        np.diagonal(np.reshape(np.arange(6), [2, 3]), 1),
        np.diagonal(np.reshape(np.arange(6), [2, 3]), -1),
        np.diagonal(np.reshape(np.arange(6), [2, 3]), 5),
      ],
      ["int32[2]", [0, 4]],
      ["int32[2]", [1, 5]],
      ["int32[1]", [3]],
      ["int32[0]", []],
    ))
  it("diagonal over other axes", () =>
    gives(np.diagonal(np.reshape(np.arange(24), [2, 3, 4]), 1, 0, -1), "int32[3,2]", [
      [1, 14],
      [5, 18],
      [9, 22],
    ]))
  it("trace", () =>
    giveAll(
      [
        np.trace(np.reshape(np.arange(6), [2, 3])),
        np.trace(np.reshape(np.arange(6), [2, 3]), 1),
        np.trace(np.reshape(np.arange(24), [2, 3, 4]), { offset: 1, axis1: 1, axis2: 2 }),
        np.trace(np.reshape(np.arange(24), [2, 3, 4]), 1, 1, 2),
      ],
      ["int32[]", 4],
      ["int32[]", 6],
      ["int32[2]", [18, 54]],
      ["int32[2]", [18, 54]],
    ))
  it("trace adds booleans as numbers", () =>
    gives(
      np.trace(
        bools([
          [1, 0],
          [1, 1],
        ]),
      ),
      "int32[]",
      2,
    ))
  it("diag of a vector, and of a matrix", () =>
    giveAll(
      [
        np.diag(ints([1, 2]), -1),
        np.diag(
          ints([
            [1, 2],
            [3, 4],
          ]),
          1,
        ),
      ],
      [
        "int32[3,3]",
        [
          [0, 0, 0],
          [1, 0, 0],
          [0, 2, 0],
        ],
      ],
      ["int32[1]", [2]],
    ))
  it("diag keeps booleans", () =>
    gives(np.diag(bools([1, 0])), "bool[2,2]", [
      [true, false],
      [false, false],
    ]))
  it("diagflat flattens", () =>
    gives(
      np.diagflat(
        ints([
          [1, 2],
          [3, 4],
        ]),
      ),
      "int32[4,4]",
      [
        [1, 0, 0, 0],
        [0, 2, 0, 0],
        [0, 0, 3, 0],
        [0, 0, 0, 4],
      ],
    ))
  it("fillDiagonal with a number and a vector", () =>
    giveAll(
      [
        np.fillDiagonal(
          ints([
            [1, 2, 3],
            [4, 5, 6],
          ]),
          9,
        ),
        np.fillDiagonal(
          ints([
            [1, 2],
            [3, 4],
            [5, 6],
          ]),
          ints([8, 9]),
        ),
      ],
      [
        "int32[2,3]",
        [
          [9, 2, 3],
          [4, 9, 6],
        ],
      ],
      [
        "int32[3,2]",
        [
          [8, 2],
          [3, 9],
          [5, 6],
        ],
      ],
    ))
})

describe("mistakes", () => {
  it("a diagonal needs two axes", () => {
    expect(codeOf(() => np.diagonal(ints([1])))).toBe("shape/axis")
    expect(codeOf(() => np.diagonal(ints([[1]]), 0, 1, -1))).toBe("shape/axis-repeated")
    expect(codeOf(() => np.diag(np.ones([1, 1, 1])))).toBe("shape/rank")
  })
  it("what fills a diagonal must fit into the array's dtype", () =>
    expect(codeOf(() => np.fillDiagonal(ints([[1]]), 1.5))).toBe("dtype/update"))
})
