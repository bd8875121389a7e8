import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("linear between neighbours", () => gives(np.quantile(floats([1, 2, 4, 8]), 0.3), "float32[]", 1.9))
  it("all methods", () =>
    giveAll(
      [
        np.quantile(floats([1, 2, 4, 8]), 0.3, 0, { method: "lower" }),
        np.quantile(floats([1, 2, 4, 8]), 0.3, 0, { method: "higher" }),
        np.quantile(floats([1, 2, 4, 8]), 0.3, 0, { method: "midpoint" }),
        np.quantile(floats([1, 2, 4, 8]), 0.3, 0, { method: "nearest" }),
      ],
      ["float32[]", 1],
      ["float32[]", 2],
      ["float32[]", 1.5],
      ["float32[]", 2],
    ))
  it("nearest takes the even place of two as near", () =>
    gives(np.quantile(floats([1, 2, 4, 8]), floats([0.5, 1 / 6]), 0, { method: "nearest" }), "float32[2]", [4, 1]))
  it("the axes of q come first", () =>
    gives(np.quantile(np.reshape(np.arange(6), [2, 3]), floats([0, 0.5, 1]), 1), "float32[3,2]", [
      [0, 3],
      [1, 4],
      [2, 5],
    ]))
  it("several axes, kept", () =>
    gives(np.quantile(np.reshape(np.arange(12), [2, 3, 2]), 0.25, [0, 2], { keepdims: true }), "float32[1,3,1]", [
      [[0.75], [2.75], [4.75]],
    ]))
  it("NaN spreads along its line", () =>
    gives(
      np.quantile(
        floats([
          [1, Number.NaN],
          [3, 4],
        ]),
        0.5,
        1,
      ),
      "float32[2]",
      [Number.NaN, 3.5],
    ))
  it("nanquantile leaves it out", () =>
    gives(
      np.nanquantile(
        floats([
          [1, Number.NaN],
          [3, 4],
        ]),
        0.5,
        1,
      ),
      "float32[2]",
      [1, 3.5],
    ))
  it("percentile counts to 100", () => gives(np.percentile(ints([1, 2, 3, 4, 5]), ints([0, 25, 100])), "float32[3]", [1, 2, 5]))
  it("median of even and odd counts", () =>
    giveAll([np.median(ints([4, 1, 3, 2])), np.median(floats([3, 1, 2]))], ["float32[]", 2.5], ["float32[]", 2]))
  it("median along an axis, kept", () =>
    gives(
      np.median(
        floats([
          [1, 5, 2],
          [4, 4, 4],
        ]),
        1,
        { keepdims: true },
      ),
      "float32[2,1]",
      [[2], [4]],
    ))
  it("nanmedian", () => gives(np.nanmedian(floats([Number.NaN, 1, 7, 3])), "float32[]", 3))
  it("infinities do no harm beside the element that is hit", () =>
    gives(np.median(floats([Number.NEGATIVE_INFINITY, 2, Number.POSITIVE_INFINITY])), "float32[]", 2))
})

describe("mistakes", () => {
  it("a quantile lies between 0 and 1", () => expect(codeOf(() => np.quantile(floats([1]), 1.5))).toBe("argument/quantile"))
  it("there is no quantile of nothing", () => expect(codeOf(() => np.median(floats([])))).toBe("shape/empty"))
})

describe("laws", () => {
  it("as many elements are below the median as above", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 9 }), (x) => {
        const m = np.median(ints(x)).item()
        expect(x.filter((v) => v < m).length).toBeLessThanOrEqual(x.length / 2)
        expect(x.filter((v) => v > m).length).toBeLessThanOrEqual(x.length / 2)
      }),
      { numRuns: 40 },
    )
  })
})
