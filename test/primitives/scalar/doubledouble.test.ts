import fc from "fast-check"
import { expect, test } from "vitest"
import { bernoulli } from "../../../src/primitives/scalar/bernoulli.js"
import {
  add,
  type DD,
  div,
  divNumber,
  expParts,
  LN2,
  log,
  mul,
  PI,
  scale,
  twoProduct,
  twoSum,
} from "../../../src/primitives/scalar/doubledouble.js"
import { fixedPoint } from "./fixed.js"

const r = fixedPoint(600)
const exact = ([hi, lo]: DD): bigint => r.from(hi) + r.from(lo)
/** How many bits of `got` are those of `want`. */
const goodBits = (got: bigint, want: bigint): number => {
  const error = got > want ? got - want : want - got
  const size = want < 0n ? -want : want
  return error === 0n ? Infinity : size.toString(2).length - error.toString(2).length
}

const number = fc
  .tuple(fc.double({ min: 1, max: 2, noNaN: true }), fc.integer({ min: -60, max: 60 }), fc.boolean())
  .map(([m, e, negative]) => (negative ? -m : m) * 2 ** e)
/** A number with something below its last bit. */
const pair: fc.Arbitrary<DD> = fc
  .tuple(number, fc.double({ min: -1, max: 1, noNaN: true }))
  .map(([hi, part]) => twoSum(hi, hi * part * 2 ** -54))

test("twoSum and twoProduct lose nothing", () => {
  fc.assert(
    fc.property(number, number, (a, b) => {
      expect(exact(twoSum(a, b))).toBe(r.from(a) + r.from(b))
      expect(exact(twoProduct(a, b))).toBe(r.mul(r.from(a), r.from(b)))
    }),
  )
  for (const large of [1.7e308, 1.7 * 2 ** 1000]) expect(twoProduct(large, 1)).toEqual([large, 0])
})

test("sums, products and quotients are good to 100 bits", () => {
  fc.assert(
    fc.property(pair, pair, (a, b) => {
      const [x, y] = [exact(a), exact(b)]
      expect(goodBits(exact(mul(a, b)), r.mul(x, y))).toBeGreaterThanOrEqual(100)
      expect(goodBits(exact(div(a, b)), r.div(x, y))).toBeGreaterThanOrEqual(100)
      expect(goodBits(exact(divNumber(a, b[0])), r.div(x, r.from(b[0])))).toBeGreaterThanOrEqual(100)
      if (a[0] > 0 === b[0] > 0) expect(goodBits(exact(add(a, b)), x + y)).toBeGreaterThanOrEqual(100)
    }),
  )
})

test("the constants, exp and log are good to 98 bits", () => {
  expect(goodBits(exact(PI), r.pi)).toBeGreaterThanOrEqual(105)
  expect(goodBits(exact(LN2), r.log(2n * r.one))).toBeGreaterThanOrEqual(105)
  fc.assert(
    fc.property(fc.double({ min: -100, max: 100, noNaN: true }), (x) => {
      const [m, k] = expParts([x, 0])
      const scaled = r.exp(r.from(x)) // e^x = m · 2ᵏ
      expect(goodBits(k >= 0 ? exact(m) << BigInt(k) : exact(m) >> BigInt(-k), scaled)).toBeGreaterThanOrEqual(98)
    }),
  )
  fc.assert(
    fc.property(pair, (x) => {
      fc.pre(x[0] > 0 && Math.abs(Math.log2(x[0])) > 0.5)
      expect(goodBits(exact(log(x)), r.log(exact(x)))).toBeGreaterThanOrEqual(98)
    }),
  )
})

test("the Bernoulli numbers satisfy Σ (n+1 choose j) Bⱼ = 0", () => {
  const B = [r.one, -r.one / 2n]
  for (let n = 2n; n <= 34n; n++) {
    let choose = 1n
    let sum = 0n
    for (let j = 0n; j < n; j++) {
      sum += choose * (B[Number(j)] as bigint)
      choose = (choose * (n + 1n - j)) / (j + 1n)
    }
    B.push(-sum / (n + 1n))
  }
  expect(bernoulli).toHaveLength(17)
  for (const [i, b] of bernoulli.entries()) expect(goodBits(exact(b), B[2 * i + 2] as bigint), `B${2 * i + 2}`).toBeGreaterThanOrEqual(100)
})

test("scale reaches both ends of the range", () => {
  expect([scale(1, -1074), scale(3, 1022), scale(1.5, 1024), scale(2 ** -1074, 2000)]).toEqual([5e-324, 3 * 2 ** 1022, Infinity, 2 ** 926])
})
