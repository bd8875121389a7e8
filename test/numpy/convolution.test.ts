import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("full", () => gives(np.convolve(ints([1, 2, 3]), ints([0, 1, 5])), "int32[5]", [0, 1, 7, 13, 15]))
  it("same, of even and odd sizes", () =>
    giveAll(
      [np.convolve(ints([1, 2, 3, 4]), ints([1, 1, 5]), "same"), np.convolve(ints([1, 2, 3, 4]), ints([1, 7]), "same")],
      ["int32[4]", [3, 10, 17, 19]],
      ["int32[4]", [1, 9, 17, 25]],
    ))
  it("valid", () => gives(np.convolve(ints([1, 2, 3, 4]), ints([1, 7]), "valid"), "int32[3]", [9, 17, 25]))
  it("the shorter one first", () =>
    giveAll(
      [np.convolve(ints([1, 7]), ints([1, 2, 3, 4]), "same"), np.convolve(ints([1, 7]), ints([1, 2, 3, 4]), "valid")],
      ["int32[4]", [1, 9, 17, 25]],
      ["int32[3]", [9, 17, 25]],
    ))
  it("correlate in all modes", () =>
    giveAll(
      [
        np.correlate(ints([1, 2, 3, 4]), ints([1, 5, 7])),
        np.correlate(ints([1, 2, 3, 4]), ints([1, 5, 7]), "same"),
        np.correlate(ints([1, 2, 3, 4]), ints([1, 5, 7]), "full"),
      ],
      ["int32[2]", [32, 45]],
      ["int32[4]", [19, 32, 45, 23]],
      ["int32[6]", [7, 19, 32, 45, 23, 4]],
    ))
  it("correlate of a short and a long vector", () =>
    giveAll(
      [
        np.correlate(ints([1, 5]), ints([1, 2, 3, 4]), "full"),
        np.correlate(ints([1, 5]), ints([1, 2, 3, 4]), "same"),
        np.correlate(ints([1, 5]), ints([1, 2, 3, 4]), "valid"),
      ],
      ["int32[5]", [4, 23, 17, 11, 5]],
      ["int32[4]", [23, 17, 11, 5]],
      ["int32[3]", [23, 17, 11]],
    ))
  it("correlate with an even size, same", () => gives(np.correlate(ints([1, 2, 3, 4]), ints([1, 5]), "same"), "int32[4]", [5, 11, 17, 23]))
})

describe("mistakes", () => {
  it("matrices and empty vectors are an error", () => {
    expect(codeOf(() => np.convolve(np.ones([2, 2]), np.ones([2])))).toBe("shape/rank")
    expect(codeOf(() => np.convolve(floats([]), floats([1])))).toBe("shape/rank")
  })
})

describe("laws", () => {
  const vector = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 6 })
  it("convolution is the double loop over coefficients, whichever comes first", () => {
    fc.assert(
      fc.property(vector, vector, (a, b) => {
        const expected = Array<number>(a.length + b.length - 1).fill(0)
        for (const [i, x] of a.entries()) for (const [j, y] of b.entries()) expected[i + j] = (expected[i + j] as number) + x * y
        expect(np.convolve(ints(a), ints(b)).js()).toEqual(expected.map((v) => v + 0))
        expect(np.convolve(ints(b), ints(a)).js()).toEqual(expected.map((v) => v + 0))
      }),
      { numRuns: 40 },
    )
  })
})
