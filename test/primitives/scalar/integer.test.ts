import fc from "fast-check"
import { expect, test } from "vitest"
import {
  clz,
  divTrunc,
  type IntType,
  mul32,
  mulU32,
  popcount,
  powInt,
  remInt,
  saturate,
  shiftLeft,
  shiftRightArithmetic,
  shiftRightLogical,
  wrap,
} from "../../../src/primitives/scalar/integer.js"

const types: readonly IntType[] = ([8, 16, 32] as const).flatMap((width) => [true, false].map((signed) => ({ width, signed })))
const nameOf = ({ width, signed }: IntType): string => `${signed ? "int" : "uint"}${width}`
const named = types.map((type) => [nameOf(type), type] as const)

const minOf = ({ width, signed }: IntType): number => (signed ? -(2 ** (width - 1)) : 0)
const maxOf = ({ width, signed }: IntType): number => 2 ** (signed ? width - 1 : width) - 1
/** Any member of the type, the ends often. */
const member = (type: IntType): fc.Arbitrary<number> => fc.integer({ min: minOf(type), max: maxOf(type) })

/** The same in BigInt, which neither wraps nor rounds. */
const wrapBig = (x: bigint, { width, signed }: IntType): number => Number(signed ? BigInt.asIntN(width, x) : BigInt.asUintN(width, x))
const patternBig = (x: number, { width }: IntType): bigint => BigInt.asUintN(width, BigInt(x))

const int32: IntType = { width: 32, signed: true }
const uint32: IntType = { width: 32, signed: false }

test("products wrap", () => {
  fc.assert(fc.property(member(int32), member(int32), (a, b) => mul32(a, b) === wrapBig(BigInt(a) * BigInt(b), int32)))
  fc.assert(fc.property(member(uint32), member(uint32), (a, b) => mulU32(a, b) === wrapBig(BigInt(a) * BigInt(b), uint32)))
  expect(mulU32(0xffffffff, 0xffffffff)).toBe(1)
})

test.each(named)("%s: wrap is the residue in range", (_, type) => {
  fc.assert(fc.property(fc.maxSafeInteger(), (x) => wrap(x, type) === wrapBig(BigInt(x), type)))
})

test.each(named)("%s: quotient and remainder, x = y·q + r with |r| < |y|", (_, type) => {
  fc.assert(
    fc.property(member(type), member(type), (x, y) => {
      fc.pre(y !== 0)
      expect(divTrunc(x, y, type)).toBe(wrapBig(BigInt(x) / BigInt(y), type))
      expect(remInt(x, y)).toBe(Number(BigInt(x) % BigInt(y)))
    }),
  )
  expect(divTrunc(7, 0, type)).toBe(type.signed ? -1 : maxOf(type))
  expect(divTrunc(0, 0, type)).toBe(type.signed ? -1 : maxOf(type))
  expect(remInt(7, 0)).toBe(7)
  if (type.signed) {
    expect(divTrunc(minOf(type), -1, type)).toBe(minOf(type))
    expect([remInt(minOf(type), -1), remInt(-7, 2), divTrunc(-7, 2, type), divTrunc(-1, 2, type)]).toEqual([0, -1, -3, 0])
  }
})

test.each(named)("%s: powers wrap", (_, type) => {
  fc.assert(
    fc.property(member(type), fc.nat({ max: 70 }), (x, n) => {
      expect(powInt(x, n, type)).toBe(wrapBig(BigInt(x) ** BigInt(n), type))
    }),
  )
  expect([powInt(0, 0, type), powInt(3, 1000, type)]).toEqual([1, wrapBig(3n ** 1000n, type)])
})

test("negative exponents leave the truncated reciprocal", () => {
  const powers = (x: number): number[] => [-1, -2, -7].map((n) => powInt(x, n, int32))
  expect([powers(1), powers(-1), powers(2), powers(0)]).toEqual([
    [1, 1, 1],
    [-1, 1, -1],
    [0, 0, 0],
    [0, 0, 0],
  ])
})

test.each(named)("%s: shifts by less than the width", (_, type) => {
  fc.assert(
    fc.property(member(type), fc.nat({ max: type.width - 1 }), (x, n) => {
      const bits = BigInt(n)
      expect(shiftLeft(x, n, type)).toBe(wrapBig(BigInt(x) << bits, type))
      expect(shiftRightLogical(x, n, type)).toBe(wrapBig(patternBig(x, type) >> bits, type))
      expect(shiftRightArithmetic(x, n, type)).toBe(wrapBig(BigInt.asIntN(type.width, BigInt(x)) >> bits, type))
    }),
  )
})

test.each(named)("%s: shifts by the width or more, or by a negative amount", (_, type) => {
  const negative = type.signed ? minOf(type) : 2 ** (type.width - 1) // the upper bit alone
  for (const n of [type.width, type.width + 1, 32, 33, 1000, -1]) {
    expect([shiftLeft(5, n, type), shiftRightLogical(negative, n, type), shiftRightArithmetic(5, n, type)]).toEqual([0, 0, 0])
    expect(shiftRightArithmetic(negative, n, type)).toBe(type.signed ? -1 : maxOf(type))
  }
})

test.each(named)("%s: counts of bits", (_, type) => {
  fc.assert(
    fc.property(member(type), (x) => {
      const digits = patternBig(x, type).toString(2).padStart(type.width, "0")
      expect(popcount(x, type.width)).toBe(digits.replaceAll("0", "").length)
      expect(clz(x, type.width)).toBe(`${digits}1`.indexOf("1"))
    }),
  )
  expect([popcount(0, type.width), clz(0, type.width)]).toEqual([0, type.width])
  expect(popcount(wrap(-1, type), type.width)).toBe(type.width)
})

test.each(named)("%s: casts from floats truncate and saturate", (_, type) => {
  const range = { min: minOf(type), max: maxOf(type) }
  const cast = (x: number): number => saturate(x, range)
  expect([cast(NaN), cast(Infinity), cast(-Infinity), cast(1e300), cast(-1e300)]).toEqual([0, range.max, range.min, range.max, range.min])
  expect([cast(2.9), cast(-0.9), cast(-0), cast(range.max + 0.5), cast(range.max + 1)]).toEqual([2, 0, 0, range.max, range.max])
  expect([cast(-2.9), cast(range.min - 1)]).toEqual([type.signed ? -2 : 0, range.min])
  fc.assert(fc.property(member(type), (x) => cast(x) === x))
})
