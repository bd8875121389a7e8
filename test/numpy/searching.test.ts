import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("searchsorted, left and right", () =>
    giveAll(
      [np.searchsorted(ints([1, 2, 2, 5]), ints([0, 2, 3, 9])), np.searchsorted(ints([1, 2, 2, 5]), ints([0, 2, 3, 9]), { side: "right" })],
      ["int32[4]", [0, 1, 3, 4]],
      ["int32[4]", [0, 3, 3, 4]],
    ))
  it("searchsorted puts NaN last", () => gives(np.searchsorted(floats([1, 2, Number.NaN]), floats([Number.NaN, 3])), "int32[2]", [2, 2]))
  it("searchsorted with a sorter", () => gives(np.searchsorted(ints([5, 1, 3]), 2, { sorter: ints([1, 2, 0]) }), "int32[]", 1))
  it("searchsorted in nothing", () => gives(np.searchsorted(floats([]), floats([1])), "int32[1]", [0]))
  it("digitize up and down", () =>
    giveAll(
      [
        np.digitize(floats([0.2, 6.4, 3, 10]), floats([0, 1, 2.5, 4, 10])),
        np.digitize(floats([0.2, 6.4, 3, 10]), floats([10, 4, 2.5, 1, 0]), { right: true }),
      ],
      ["int32[4]", [1, 4, 3, 5]],
      ["int32[4]", [4, 1, 2, 1]],
    ))
  it("isin", () =>
    giveAll(
      [
        np.isin(
          ints([
            [1, 2],
            [3, 4],
          ]),
          ints([2, 4]),
        ),
        np.isin(ints([1, 2]), floats([])),
        np.isin(ints([1, 2]), 2, { invert: true }),
      ],
      [
        "bool[2,2]",
        [
          [false, true],
          [false, true],
        ],
      ],
      ["bool[2]", [false, false]],
      ["bool[2]", [true, false]],
    ))
})

describe("laws", () => {
  it("as many elements stand before a value as searchsorted says", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { maxLength: 9 }), fc.integer({ min: -10, max: 10 }), (x, v) => {
        const sorted = [...x].sort((a, b) => a - b)
        expect(np.searchsorted(ints(sorted), ints(v)).item()).toBe(sorted.filter((a) => a < v).length)
        expect(np.searchsorted(ints(sorted), ints(v), { side: "right" }).item()).toBe(sorted.filter((a) => a <= v).length)
      }),
      { numRuns: 50 },
    )
  })
})
