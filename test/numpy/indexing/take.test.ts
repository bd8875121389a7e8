import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as np from "../../../src/numpy/index.js"
import { codeOf, floats, giveAll, gives, ints } from "../gives.js"

describe("what NumPy gives", () => {
  it("take, flattened and along axes", () =>
    giveAll(
      [
        np.take(np.reshape(np.arange(6), [2, 3]), ints([5, 0])),
        np.take(np.reshape(np.arange(6), [2, 3]), ints([[2, 0]]), 1),
        np.take(np.reshape(np.arange(6), [2, 3]), 1, -1),
        np.take(np.reshape(np.arange(6), [2, 3]), ints([-1]), 0),
      ],
      ["int32[2]", [5, 0]],
      ["int32[2,1,2]", [[[2, 0]], [[5, 3]]]],
      ["int32[2]", [1, 4]],
      ["int32[1,3]", [[3, 4, 5]]],
    ))
  it("take wraps around or clips if asked", () =>
    giveAll(
      [
        np.take(np.arange(3), ints([4, -5, 7]), 0, { mode: "wrap" }),
        np.take(np.arange(3), ints([4, -5]), 0, { mode: "clip" }),
        np.take(np.arange(3), 7, 0, { mode: "wrap" }),
      ],
      ["int32[3]", [1, 1, 1]],
      ["int32[2]", [2, 0]],
      ["int32[]", 1],
    ))
  it("takeAlongAxis", () =>
    giveAll(
      [
        np.takeAlongAxis(
          np.reshape(np.arange(6), [2, 3]),
          ints([
            [2, 0],
            [1, -1],
          ]),
          1,
        ),
        np.takeAlongAxis(np.reshape(np.arange(6), [2, 3]), ints([[1, 0, 1]]), 0),
        np.takeAlongAxis(np.reshape(np.arange(6), [2, 3]), ints([4, 0]), null),
      ],
      [
        "int32[2,2]",
        [
          [2, 0],
          [4, 5],
        ],
      ],
      ["int32[1,3]", [[3, 1, 5]]],
      ["int32[2]", [4, 0]],
    ))
  it("putAlongAxis", () =>
    giveAll(
      [
        np.putAlongAxis(np.reshape(np.arange(6), [2, 3]), ints([[2], [0]]), 9, 1),
        np.putAlongAxis(np.reshape(np.arange(6), [2, 3]), ints([[1, 0, 1]]), ints([[7, 8, 9]]), 0),
        np.putAlongAxis(np.reshape(np.arange(6), [2, 3]), ints([0, 5]), ints([7, 8]), null),
      ],
      [
        "int32[2,3]",
        [
          [0, 1, 9],
          [9, 4, 5],
        ],
      ],
      [
        "int32[2,3]",
        [
          [0, 8, 2],
          [7, 4, 9],
        ],
      ],
      [
        "int32[2,3]",
        [
          [7, 1, 2],
          [3, 4, 8],
        ],
      ],
    ))
})

describe("what JAX gives where NumPy raises", () => {
  it("take reads NaN outside, or the extreme of an integer dtype", () => {
    gives(np.take(floats([1, 2]), ints([1, 2, -3])), "float32[3]", [2, Number.NaN, Number.NaN])
    gives(np.take(ints([1, 2]), ints([2])), "int32[1]", [-2147483648])
    gives(np.take(floats([1, 2]), ints([5]), 0, { fillValue: 7 }), "float32[1]", [7])
  })
})

describe("mistakes", () => {
  it("a bare number is checked at once", () => expect(codeOf(() => np.take(np.arange(3), 3))).toBe("shape/index"))
  it("places are integers", () => expect(codeOf(() => np.take(np.arange(3), floats([0])))).toBe("dtype/index"))
  it("lists must go through np.array", () => expect(codeOf(() => np.take(np.arange(3), [0, 1] as never))).toBe("argument/array"))
  it("takeAlongAxis wants equal ranks", () => expect(codeOf(() => np.takeAlongAxis(np.ones([2, 2]), ints([0]), 1))).toBe("shape/rank"))
})

describe("laws", () => {
  it("take is a loop over places", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -3, max: 2 }), { maxLength: 6 }), (places) => {
        const rows = [
          [1, 2],
          [3, 4],
          [5, 6],
        ]
        expect(np.take(ints(rows), ints(places), 0).js()).toEqual(places.map((i) => rows.at(i)))
      }),
      { numRuns: 40 },
    )
  })
})
