import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { bools, codeOf, floats, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("sums up along an axis", () =>
    gives(
      np.cumsum(
        ints([
          [1, 2],
          [3, 4],
        ]),
        0,
      ),
      "int32[2,2]",
      [
        [1, 2],
        [4, 6],
      ],
    ))
  it("flattens without an axis", () =>
    gives(
      np.cumsum(
        ints([
          [1, 2],
          [3, 4],
        ]),
      ),
      "int32[4]",
      [1, 3, 6, 10],
    ))
  it("sums up booleans as numbers", () => gives(np.cumsum(bools([1, 1, 0, 1])), "int32[4]", [1, 2, 2, 3]))
  it("multiplies up", () => gives(np.cumprod(floats([1, 2, 0, 5])), "float32[4]", [1, 2, 0, 0]))
  it("NaN stays", () => gives(np.cumsum(floats([1, Number.NaN, 2])), "float32[3]", [1, Number.NaN, Number.NaN]))
  it("sums up nothing", () => gives(np.cumsum(np.zeros([2, 0]), 1), "float32[2,0]", [[], []]))
  it("starts with nothing if asked", () => gives(np.cumulativeSum(ints([1, 2, 3]), { includeInitial: true }), "int32[4]", [0, 1, 3, 6]))
  it("starts products with 1 if asked", () =>
    gives(
      np.cumulativeProd(
        ints([
          [1, 2],
          [3, 4],
        ]),
        { axis: 1, includeInitial: true },
      ),
      "int32[2,3]",
      [
        [1, 1, 2],
        [1, 3, 12],
      ],
    ))
})

describe("mistakes", () => {
  it("cumulativeSum wants an axis for matrices", () => expect(codeOf(() => np.cumulativeSum(ints([[1]])))).toBe("shape/axis"))
})

describe("laws", () => {
  it("differences undo running sums: diff(cumsum(x)) = x[1:]", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 1, maxLength: 12 }), (x) => {
        expect(np.diff(np.cumsum(ints(x))).js()).toEqual(x.slice(1))
        let total = 0
        expect(np.cumsum(ints(x)).js()).toEqual(x.map((v) => (total += v)))
      }),
    )
  })
})
