import { describe, expect, it } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { TracerError } from "../../src/core/errors.js"
import * as np from "../../src/numpy/index.js"
import { jit } from "../../src/transforms/jit.js"
import { bools, codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("nonzero gives one vector for each axis", () =>
    giveAll(
      np.nonzero(
        ints([
          [3, 0],
          [0, 4],
          [5, 6],
        ]),
      ),
      ["int32[4]", [0, 1, 2, 2]],
      ["int32[4]", [0, 1, 0, 1]],
    ))
  it("argwhere gives rows", () =>
    gives(
      np.argwhere(
        ints([
          [3, 0],
          [0, 4],
          [5, 6],
        ]),
      ),
      "int32[4,2]",
      [
        [0, 0],
        [1, 1],
        [2, 0],
        [2, 1],
      ],
    ))
  it("argwhere of a number", () => giveAll([np.argwhere(5), np.argwhere(0)], ["int32[1,0]", [[]]], ["int32[0,0]", []]))
  it("flatnonzero", () =>
    gives(
      np.flatnonzero(
        floats([
          [0, 1],
          [Number.NaN, 0],
        ]),
      ),
      "int32[2]",
      [1, 2],
    ))
  it("where with the condition alone", () => giveAll(np.where(bools([0, 1, 1])), ["int32[2]", [1, 2]]))
  it("extract", () =>
    gives(
      np.extract(
        bools([
          [1, 0],
          [0, 1],
        ]),
        ints([
          [1, 2],
          [3, 4],
        ]),
      ),
      "int32[2]",
      [1, 4],
    ))
  it("compress along an axis, a short condition", () =>
    gives(
      np.compress(
        bools([0, 1]),
        ints([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        1,
      ),
      "int32[2,1]",
      [[2], [5]],
    ))
  it("compress along a negative axis, and flattened", () =>
    giveAll(
      [
        np.compress(
          bools([1, 0, 1]),
          ints([
            [1, 2, 3],
            [4, 5, 6],
          ]),
          -1,
        ),
        np.compress(
          bools([0, 1, 0, 0, 1]),
          ints([
            [1, 2, 3],
            [4, 5, 6],
          ]),
        ),
      ],
      [
        "int32[2,2]",
        [
          [1, 3],
          [4, 6],
        ],
      ],
      ["int32[2]", [2, 5]],
    ))
  it("nothing is not zero", () =>
    giveAll([...np.nonzero(np.zeros([2, 2])), np.flatnonzero(floats([]))], ["int32[0]", []], ["int32[0]", []], ["int32[0]", []]))
})

describe("with a size, values need not be known", () => {
  it("missing places are filled, places too many are left out", () => {
    const first = jit((x: NDArray) => np.nonzero(x, { size: 3, fillValue: -1 })[0] as NDArray)
    gives(first(ints([0, 7, 0, 8])), "int32[3]", [1, 3, -1])
    gives(first(ints([1, 2, 3, 4])), "int32[3]", [0, 1, 2])
  })
  it("a size of 0 gives nothing", () => gives(np.flatnonzero(ints([1]), { size: 0 }), "int32[0]", []))
  it("extract and compress fill in values", () => {
    gives(jit((c: NDArray) => np.extract(c, ints([5, 6, 7]), { size: 3, fillValue: 9 }))(bools([0, 1, 0])), "int32[3]", [6, 9, 9])
    gives(jit((c: NDArray) => np.compress(c, ints([[5, 6, 7]]), 1, { size: 2, fillValue: 9 }))(bools([0, 1, 0])), "int32[1,2]", [[6, 9]])
  })
})

describe("mistakes", () => {
  it("without a size, values must be known", () => expect(() => jit((x: NDArray) => np.flatnonzero(x))(ints([1]))).toThrow(TracerError))
  it("where takes two choices or none", () => expect(codeOf(() => np.where(bools([1]), floats([1]) as never))).toBe("argument/arity"))
  it("a condition longer than the axis is an error", () =>
    expect(codeOf(() => np.compress(bools([1, 1, 1]), ints([1, 2])))).toBe("shape/mask"))
})
