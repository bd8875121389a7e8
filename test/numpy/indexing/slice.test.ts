import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { NDArray } from "../../../src/core/array.js"
import { TracerError } from "../../../src/core/errors.js"
import * as np from "../../../src/numpy/index.js"
import { jit } from "../../../src/transforms/jit.js"
import { bools, codeOf, floats, giveAll, gives, ints } from "../gives.js"

describe("what NumPy gives", () => {
  it("integers, ranges and steps", () =>
    giveAll(
      [
        np.slice(np.reshape(np.arange(24), [2, 3, 4]), 1),
        np.slice(np.reshape(np.arange(24), [2, 3, 4]), -1, 0),
        np.slice(np.reshape(np.arange(24), [2, 3, 4]), [], [1, 3]),
        np.slice(np.reshape(np.arange(24), [2, 3, 4]), 0, [null, null, -1]),
        np.slice(np.reshape(np.arange(24), [2, 3, 4]), 0, [2, 0, -1], [null, null, 2]),
      ],
      [
        "int32[3,4]",
        [
          [12, 13, 14, 15],
          [16, 17, 18, 19],
          [20, 21, 22, 23],
        ],
      ],
      ["int32[4]", [12, 13, 14, 15]],
      [
        "int32[2,2,4]",
        [
          [
            [4, 5, 6, 7],
            [8, 9, 10, 11],
          ],
          [
            [16, 17, 18, 19],
            [20, 21, 22, 23],
          ],
        ],
      ],
      [
        "int32[3,4]",
        [
          [8, 9, 10, 11],
          [4, 5, 6, 7],
          [0, 1, 2, 3],
        ],
      ],
      [
        "int32[2,2]",
        [
          [8, 10],
          [4, 6],
        ],
      ],
    ))
  it("ranges beyond the end are cut", () =>
    giveAll(
      [
        np.slice(np.arange(5), [3, 99]),
        np.slice(np.arange(5), [-99, 2]),
        np.slice(np.arange(5), [4, 2]),
        np.slice(np.arange(5), [99, null, -2]),
        np.slice(np.arange(5), [-3]),
      ],
      ["int32[2]", [3, 4]],
      ["int32[2]", [0, 1]],
      ["int32[0]", []],
      ["int32[3]", [4, 2, 0]],
      ["int32[3]", [2, 3, 4]],
    ))
  it("an ellipsis and new axes", () =>
    giveAll(
      [
        np.slice(np.reshape(np.arange(24), [2, 3, 4]), "...", 0),
        np.slice(np.reshape(np.arange(24), [2, 3, 4]), 0, "...", null),
        np.slice(np.reshape(np.arange(6), [2, 3]), null, 1, null),
      ],
      [
        "int32[2,3]",
        [
          [0, 4, 8],
          [12, 16, 20],
        ],
      ],
      [
        "int32[3,4,1]",
        [
          [[0], [1], [2], [3]],
          [[4], [5], [6], [7]],
          [[8], [9], [10], [11]],
        ],
      ],
      ["int32[1,1,3]", [[[3, 4, 5]]]],
    ))
  it("arrays of places", () =>
    giveAll(
      [
        np.slice(np.arange(5), ints([4, 0, -1])),
        np.slice(np.reshape(np.arange(24), [2, 3, 4]), ints([0, 1]), ints([2, 0])),
        np.slice(np.reshape(np.arange(24), [2, 3, 4]), [], ints([[0, 2]]), 1),
      ],
      ["int32[3]", [4, 0, 4]],
      [
        "int32[2,4]",
        [
          [8, 9, 10, 11],
          [12, 13, 14, 15],
        ],
      ],
      ["int32[2,1,2]", [[[1, 9]], [[13, 21]]]],
    ))
  it("arrays apart go to the front", () =>
    giveAll(
      [
        np.slice(np.reshape(np.arange(24), [2, 3, 4]), ints([0, 1]), [], ints([2, 0])),
        np.slice(np.reshape(np.arange(24), [2, 3, 4]), 0, [], ints([2, 0, 1])),
        np.slice(np.reshape(np.arange(24), [2, 3, 4]), [], ints([0]), ints([2, 0])),
      ],
      [
        "int32[2,3]",
        [
          [2, 6, 10],
          [12, 16, 20],
        ],
      ],
      [
        "int32[3,3]",
        [
          [2, 6, 10],
          [0, 4, 8],
          [1, 5, 9],
        ],
      ],
      [
        "int32[2,2]",
        [
          [2, 0],
          [14, 12],
        ],
      ],
    ))
  it("masks", () =>
    giveAll(
      [
        np.slice(
          np.reshape(np.arange(6), [2, 3]),
          bools([
            [1, 0, 1],
            [0, 1, 0],
          ]),
        ),
        np.slice(np.reshape(np.arange(6), [2, 3]), [], bools([1, 0, 1])),
        np.slice(np.reshape(np.arange(24), [2, 3, 4]), bools([1, 0]), ints([1])),
        np.slice(np.reshape(np.arange(6), [2, 3]), bools([0, 0])),
      ],
      ["int32[3]", [0, 2, 4]],
      [
        "int32[2,2]",
        [
          [0, 2],
          [3, 5],
        ],
      ],
      ["int32[1,4]", [[4, 5, 6, 7]]],
      ["int32[0,3]", []],
    ))
  it("no places", () => gives(np.slice(np.reshape(np.arange(6), [2, 3]), ints([])), "int32[0,3]", []))
})

describe("what JAX gives where NumPy raises", () => {
  it("places in arrays outside of the array read the nearest", () => gives(np.slice(np.arange(3), ints([7, -9])), "int32[2]", [2, 0]))
  it("negative places wrap around once", () => gives(jit((i: NDArray) => np.slice(np.arange(5), i))(ints(-2)), "int32[]", 3))
})

describe("mistakes", () => {
  it("integers are checked at once", () => {
    expect(codeOf(() => np.slice(np.arange(3), 3))).toBe("shape/index")
    expect(codeOf(() => np.slice(np.arange(3), -4))).toBe("shape/index")
    expect(codeOf(() => np.slice(np.arange(3), 0.5))).toBe("shape/index")
  })
  it("there are not more indices than axes, and one ellipsis", () => {
    expect(codeOf(() => np.slice(np.arange(3), 0, 0))).toBe("shape/index")
    expect(codeOf(() => np.slice(np.ones([2, 2]), "...", "..."))).toBe("shape/index")
  })
  it("a step is not 0", () => expect(codeOf(() => np.slice(np.arange(3), [0, 2, 0]))).toBe("shape/index"))
  it("floats are no places", () => expect(codeOf(() => np.slice(np.arange(3), floats([0])))).toBe("dtype/index"))
  it("a mask has the sizes of its axes", () => expect(codeOf(() => np.slice(np.arange(3), bools([1, 0])))).toBe("shape/index"))
  it("a mask must be known", () => {
    expect(() => jit((m: NDArray) => np.slice(np.arange(3), m))(bools([1, 0, 1]))).toThrow(TracerError)
  })
})

describe("laws", () => {
  const bound = fc.option(fc.integer({ min: -7, max: 7 }), { nil: null })
  it("a range is the loop that it says", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 6 }),
        bound,
        bound,
        fc.integer({ min: -3, max: 3 }).filter((s) => s !== 0),
        (size, start, stop, step) => {
          const [low, high] = step > 0 ? [0, size] : [-1, size - 1]
          const [first, end] = step > 0 ? [low, high] : [high, low]
          const clamped = (b: number): number => Math.min(Math.max(b < 0 ? b + size : b, low), high)
          const [from, to] = [start === null ? first : clamped(start), stop === null ? end : clamped(stop)]
          const expected: number[] = []
          for (let i = from; (to - i) * step > 0; i += step) expected.push(i)
          expect(np.slice(np.arange(size), [start, stop, step]).js()).toEqual(expected)
        },
      ),
      { numRuns: 150 },
    )
  })
})
