import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { as, bools, codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("gcd", () => gives(np.gcd(ints([12, -18, 0, 7]), ints([18, 12, 5, 0])), "int32[4]", [6, 6, 5, 7]))
  it("lcm", () => gives(np.lcm(ints([4, -6, 0]), ints([6, 4, 5])), "int32[3]", [12, 12, 0]))
  it("bitwiseCount counts the bits of |x|", () => gives(np.bitwiseCount(ints([0, 7, -7, 255])), "uint8[4]", [0, 3, 3, 8]))
  it("unravelIndex", () => giveAll(np.unravelIndex(ints([22, 41, 37]), [7, 6]), ["int32[3]", [3, 6, 6]], ["int32[3]", [4, 5, 1]]))
  it("ravelMultiIndex", () => gives(np.ravelMultiIndex([ints([3, 6]), ints([4, 5])], [7, 6]), "int32[2]", [22, 41]))
  it("ravelMultiIndex wraps around if asked", () =>
    gives(np.ravelMultiIndex([ints([8]), ints([7])], [7, 6], { mode: "wrap" }), "int32[1]", [7]))
  it("packbits flattens, and fills up with zeros", () => gives(np.packbits(bools([1, 0, 1, 0, 0, 0, 0, 0, 1])), "uint8[2]", [160, 128]))
  it("packbits along an axis, little end first", () =>
    gives(
      np.packbits(
        ints([
          [1, 0],
          [1, 1],
        ]),
        { axis: 0, bitorder: "little" },
      ),
      "uint8[1,2]",
      [[3, 2]],
    ))
  it("unpackbits", () =>
    gives(np.unpackbits(as("uint8", [[2], [7]]), { axis: 1 }), "uint8[2,8]", [
      [0, 0, 0, 0, 0, 0, 1, 0],
      [0, 0, 0, 0, 0, 1, 1, 1],
    ]))
  it("unpackbits only so many", () => gives(np.unpackbits(as("uint8", [131]), { count: 3 }), "uint8[3]", [1, 0, 0]))
})

describe("bare numbers", () => {
  it("are integers here", () => gives(np.gcd(12, 18), "int32[]", 6))
  it("are checked against the shape at once", () => {
    expect(codeOf(() => np.unravelIndex(12, [3, 4]))).toBe("shape/index")
    expect(codeOf(() => np.ravelMultiIndex([3, 0], [3, 4]))).toBe("shape/index")
    gives(np.unravelIndex(-1, [3, 4])[1] as never, "int32[]", 3)
  })
  it("floats are an error", () => expect(codeOf(() => np.gcd(floats([1]), floats([2])))).toBe("dtype/kind"))
})

describe("laws", () => {
  it("ravelMultiIndex undoes unravelIndex", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 59 }), (i) => {
        expect(np.ravelMultiIndex(np.unravelIndex(ints(i), [3, 4, 5]), [3, 4, 5]).item()).toBe(i)
      }),
    )
  })
  it("gcd·lcm = |x·y|", () => {
    fc.assert(
      fc.property(fc.integer({ min: -300, max: 300 }), fc.integer({ min: -300, max: 300 }), (x, y) => {
        expect(np.multiply(np.gcd(ints(x), ints(y)), np.lcm(ints(x), ints(y))).item()).toBe(Math.abs(x * y))
      }),
      { numRuns: 30 },
    )
  })
})
