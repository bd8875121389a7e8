// Bits of integers, and truth values.
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import type { DType } from "../../src/core/dtype.js"
import * as lax from "../../src/lax/index.js"
import { array } from "../../src/numpy/index.js"
import { codeOf } from "./thrown.js"

const of = (dtype: DType, ...xs: number[]): NDArray => array(xs, { dtype })

describe("bits", () => {
  it("combine bit by bit", () => {
    const [x, y] = [of("uint8", 0b1100), of("uint8", 0b1010)]
    expect([lax.bitwiseAnd(x, y), lax.bitwiseOr(x, y), lax.bitwiseXor(x, y), lax.bitwiseNot(x)].map((z) => z.js())).toEqual([
      [0b1000],
      [0b1110],
      [0b0110],
      [0b11110011],
    ])
  })
  it("of booleans are truth values", () => expect(lax.bitwiseNot(array([true, false])).js()).toEqual([false, true]))
  it("of bare numbers are int32", () => {
    expect(lax.shiftLeft(1, 4).item()).toBe(16)
    expect(lax.shiftLeft(1, 4).dtype).toBe("int32")
  })
  it("shift with the sign or with zeros", () => {
    expect(lax.shiftRightArithmetic(of("int8", -8), 1).js()).toEqual([-4])
    expect(lax.shiftRightLogical(of("int8", -8), 1).js()).toEqual([124])
    expect(lax.shiftLeft(of("int32", 1), 32).js()).toEqual([0])
  })
  it("are counted", () => {
    expect(lax.populationCount(of("uint32", 0xff00ff)).js()).toEqual([16])
    expect(lax.clz(of("int16", 1, 0)).js()).toEqual([15, 16])
  })
  it("of floats are not there", () => expect(codeOf(() => lax.bitwiseAnd(array([1]), array([1])))).toBe("dtype/kind"))
})

describe("mulhi is the upper half of the product", () => {
  const ranges: readonly (readonly [DType, number, number])[] = [
    ["int8", -(2 ** 7), 2 ** 7 - 1],
    ["uint8", 0, 2 ** 8 - 1],
    ["int16", -(2 ** 15), 2 ** 15 - 1],
    ["uint16", 0, 2 ** 16 - 1],
    ["int32", -(2 ** 31), 2 ** 31 - 1],
    ["uint32", 0, 2 ** 32 - 1],
  ]
  it.each(ranges)("of %s", (dtype, min, max) => {
    const width = BigInt(/\d+/.exec(dtype)?.[0] ?? 0)
    const number = fc.oneof(fc.integer({ min, max }), fc.constantFrom(min, max))
    fc.assert(
      fc.property(number, number, (a, b) => {
        expect(lax.mulhi(of(dtype, a), of(dtype, b)).js()).toEqual([Number((BigInt(a) * BigInt(b)) >> width)])
      }),
      { numRuns: 60 },
    )
  })
  it("is for integers", () => expect(codeOf(() => lax.mulhi(array([1]), array([1])))).toBe("dtype/kind"))
})
