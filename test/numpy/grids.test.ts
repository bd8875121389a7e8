import { describe, expect, it } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { codeOf, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("meshgrid, xy and ij", () =>
    giveAll(
      [...np.meshgrid([ints([1, 2, 3]), ints([4, 5])]), ...np.meshgrid([ints([1, 2, 3]), ints([4, 5])], { indexing: "ij" })],
      [
        "int32[2,3]",
        [
          [1, 2, 3],
          [1, 2, 3],
        ],
      ],
      [
        "int32[2,3]",
        [
          [4, 4, 4],
          [5, 5, 5],
        ],
      ],
      [
        "int32[3,2]",
        [
          [1, 1],
          [2, 2],
          [3, 3],
        ],
      ],
      [
        "int32[3,2]",
        [
          [4, 5],
          [4, 5],
          [4, 5],
        ],
      ],
    ))
  it("meshgrid, sparse", () =>
    giveAll(np.meshgrid([ints([1, 2, 3]), ints([4, 5])], { sparse: true }), ["int32[1,3]", [[1, 2, 3]]], ["int32[2,1]", [[4], [5]]]))
  it("meshgrid of vectors one by one, as NumPy takes them", () => {
    const [x, y] = [ints([1, 2, 3]), ints([4, 5])]
    const same = (a: NDArray[], b: NDArray[]) => expect(a.map((g) => g.js())).toEqual(b.map((g) => g.js()))
    same(np.meshgrid(x, y), np.meshgrid([x, y]))
    same(np.meshgrid(x, y, { indexing: "ij" }), np.meshgrid([x, y], { indexing: "ij" }))
    same(np.meshgrid(x, y, x, { sparse: true }), np.meshgrid([x, y, x], { sparse: true }))
    same(np.meshgrid(x), np.meshgrid([x]))
    expect(codeOf(() => np.meshgrid(x, y, { index: "ij" } as never))).toBe("argument/option")
    // lists of numbers are no vectors: not taken apart into more of them
    for (const second of [[4, 5], y])
      expect(codeOf(() => (np.meshgrid as (...given: unknown[]) => unknown)([1, 2], second))).toBe("argument/options")
    expect(codeOf(() => (np.meshgrid as (...given: unknown[]) => unknown)(x, {}, y))).toBe("argument/options")
  })
  it("meshgrid of three", () =>
    giveAll(
      np.meshgrid([ints([1, 2]), ints([3]), ints([5, 6])]),
      [
        "int32[1,2,2]",
        [
          [
            [1, 1],
            [2, 2],
          ],
        ],
      ],
      [
        "int32[1,2,2]",
        [
          [
            [3, 3],
            [3, 3],
          ],
        ],
      ],
      [
        "int32[1,2,2]",
        [
          [
            [5, 6],
            [5, 6],
          ],
        ],
      ],
    ))
  it("indices", () =>
    gives(np.indices([2, 3]), "int32[2,2,3]", [
      [
        [0, 0, 0],
        [1, 1, 1],
      ],
      [
        [0, 1, 2],
        [0, 1, 2],
      ],
    ]))
  it("mgrid and ogrid", () =>
    giveAll(
      [np.mgrid([0, 2], [1, 7, 2]), ...np.ogrid([0, 2], [1, 7, 2])],
      [
        "int32[2,2,3]",
        [
          [
            [0, 0, 0],
            [1, 1, 1],
          ],
          [
            [1, 3, 5],
            [1, 3, 5],
          ],
        ],
      ],
      ["int32[2,1]", [[0], [1]]],
      ["int32[1,3]", [[1, 3, 5]]],
    ))
  it("fromfunction", () =>
    gives(
      np.fromfunction((i, j) => np.add(np.multiply(i, 10), j), [2, 3], { dtype: "int32" }),
      "int32[2,3]",
      [
        [0, 1, 2],
        [10, 11, 12],
      ],
    ))
})

describe("mistakes", () => {
  it("a grid is made of vectors", () => expect(codeOf(() => np.meshgrid([np.ones([2, 2])]))).toBe("shape/rank"))
})
