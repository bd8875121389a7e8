import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { jit } from "../../src/transforms/jit.js"
import { floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("unique sorts, and drops what occurs again", () =>
    gives(
      np.unique(
        ints([
          [3, 1],
          [3, 2],
        ]),
      ),
      "int32[3]",
      [1, 2, 3],
    ))
  it("unique with everything", () =>
    giveAll(
      np.unique(ints([3, 1, 3, 2, 1]), { returnIndex: true, returnInverse: true, returnCounts: true }) as NDArray[],
      ["int32[3]", [1, 2, 3]],
      ["int32[3]", [1, 3, 0]],
      ["int32[5]", [2, 0, 2, 1, 0]],
      ["int32[3]", [2, 1, 2]],
    ))
  it("the inverse has the shape of the array", () =>
    giveAll(
      np.unique(
        ints([
          [3, 1],
          [3, 2],
        ]),
        { returnInverse: true },
      ) as NDArray[],
      ["int32[3]", [1, 2, 3]],
      [
        "int32[2,2]",
        [
          [2, 0],
          [2, 1],
        ],
      ],
    ))
  it("unique rows and columns", () =>
    giveAll(
      [
        np.unique(
          ints([
            [1, 0],
            [1, 0],
            [0, 9],
          ]),
          { axis: 0 },
        ),
        np.unique(
          ints([
            [2, 1, 2],
            [0, 0, 0],
          ]),
          { axis: 1 },
        ),
      ],
      [
        "int32[2,2]",
        [
          [0, 9],
          [1, 0],
        ],
      ],
      [
        "int32[2,2]",
        [
          [1, 2],
          [0, 0],
        ],
      ],
    ))
  it("NaNs are one value, or each its own", () =>
    giveAll(
      [np.unique(floats([Number.NaN, 1, Number.NaN])), np.unique(floats([Number.NaN, 1, Number.NaN]), { equalNan: false })],
      ["float32[2]", [1, Number.NaN]],
      ["float32[3]", [1, Number.NaN, Number.NaN]],
    ))
  it("unique of nothing", () => gives(np.unique(floats([])), "float32[0]", []))
  it("union, intersection, differences", () =>
    giveAll(
      [
        np.union1d(ints([3, 1]), ints([1, 2])),
        np.intersect1d(ints([3, 1, 1]), ints([1, 2])),
        np.setdiff1d(ints([3, 1, 3]), ints([1, 2])),
        np.setxor1d(ints([3, 1]), ints([1, 2])),
      ],
      ["int32[3]", [1, 2, 3]],
      ["int32[1]", [1]],
      ["int32[1]", [3]],
      ["int32[2]", [2, 3]],
    ))
})

describe("with a size", () => {
  it("missing values are filled with the least, or as said", () => {
    gives(jit((x: NDArray) => np.unique(x, { size: 4 }))(ints([3, 1, 3])), "int32[4]", [1, 3, 1, 1])
    gives(np.unique(ints([3, 1, 3]), { size: 3, fillValue: -1 }), "int32[3]", [1, 3, -1])
  })
  it("missing values count 0", () => {
    giveAll(np.unique(ints([3, 1, 3]), { size: 3, returnCounts: true }) as NDArray[], ["int32[3]", [1, 3, 1]], ["int32[3]", [1, 2, 0]])
  })
  it("values too many are left out", () => gives(np.unique(ints([3, 1, 2]), { size: 2 }), "int32[2]", [1, 2]))
})

describe("the array API's functions", () => {
  it("give records", () => {
    const { values, indices, inverseIndices, counts } = np.uniqueAll(ints([5, 4, 5]))
    giveAll(
      [values, indices, inverseIndices, counts],
      ["int32[2]", [4, 5]],
      ["int32[2]", [1, 0]],
      ["int32[3]", [1, 0, 1]],
      ["int32[2]", [1, 2]],
    )
  })
})

describe("laws", () => {
  it("values at the inverse are the array", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 1, maxLength: 9 }), (x) => {
        const [values, inverse] = np.unique(ints(x), { returnInverse: true }) as [NDArray, NDArray]
        expect(values.js()).toEqual([...new Set(x)].sort((a, b) => a - b))
        expect(np.take(values, inverse).js()).toEqual(x)
      }),
      { numRuns: 30 },
    )
  })
})
