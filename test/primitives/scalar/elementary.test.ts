import fc from "fast-check"
import { expect, test } from "vitest"
import { logistic, pow, remTrunc, roundHalfAwayFromZero, roundHalfEven, rsqrt } from "../../../src/primitives/scalar/elementary.js"
import { stepsFrom } from "./ulp.js"

const any = fc.double({ noNaN: true })

test("logistic: the ends, σ(−x) = 1 − σ(x), and no overflow on either side", () => {
  expect([logistic(0), logistic(-0), logistic(Infinity), logistic(-Infinity), logistic(NaN)]).toEqual([0.5, 0.5, 1, 0, NaN])
  expect([logistic(1e308), logistic(-1e308), logistic(-745)]).toEqual([1, 0, 5e-324])
  expect(logistic(-700)).toBe(Math.exp(-700))
  fc.assert(fc.property(any, (x) => Math.abs(logistic(x) + logistic(-x) - 1) <= 2 ** -52))
})

test("rsqrt at the ends", () => {
  expect([rsqrt(4), rsqrt(0), rsqrt(-0), rsqrt(Infinity), rsqrt(-1), rsqrt(NaN)]).toEqual([0.5, Infinity, -Infinity, 0, NaN, NaN])
  expect(rsqrt(2 ** -1074)).toBe(2 ** 537)
})

test("ties go to the even integer, or away from zero", () => {
  const ties = [0.5, 1.5, 2.5, 3.5, 2 ** 51 + 0.5, 2 ** 51 + 1.5]
  expect(ties.map(roundHalfEven)).toEqual([0, 2, 2, 4, 2 ** 51, 2 ** 51 + 2])
  expect(ties.map(roundHalfAwayFromZero)).toEqual([1, 2, 3, 4, 2 ** 51 + 1, 2 ** 51 + 2])
})

test.each([
  ["roundHalfEven", roundHalfEven],
  ["roundHalfAwayFromZero", roundHalfAwayFromZero],
])("%s is odd, exact on integers, and nowhere more than ½ off", (_, round) => {
  expect([round(0), round(-0), round(-0.3), round(Infinity), round(-Infinity), round(NaN)]).toEqual([0, -0, -0, Infinity, -Infinity, NaN])
  expect([round(stepsFrom(0.5, -1)), round(stepsFrom(1.5, 1)), round(-2.6)]).toEqual([0, 2, -3])
  fc.assert(
    fc.property(fc.oneof(any, fc.double({ min: -1e6, max: 1e6, noNaN: true })), (x) => {
      const r = round(x)
      expect(round(-x)).toBe(-r)
      expect(round(r)).toBe(r)
      if (Number.isFinite(x)) {
        expect(Number.isInteger(r)).toBe(true)
        expect(Math.abs(r - x)).toBeLessThanOrEqual(0.5)
      }
    }),
  )
})

test("pow keeps C's conventions", () => {
  for (const y of [NaN, Infinity, -Infinity, 0, 5, -3.5]) expect(pow(1, y)).toBe(1)
  for (const x of [NaN, Infinity, -Infinity, 0, -0, -1]) expect([pow(x, 0), pow(x, -0)]).toEqual([1, 1])
  expect([pow(-1, Infinity), pow(-1, -Infinity), pow(-1, NaN)]).toEqual([1, 1, NaN])
  expect([pow(-1, Number.MAX_VALUE), pow(-1, 2 ** 53 - 1), pow(2, 2 ** 60), pow(0, 2 ** 60)]).toEqual([1, -1, Infinity, 0])
  expect([pow(-8, 1 / 3), pow(-2, 3), pow(-2, 2), pow(NaN, 1)]).toEqual([NaN, -8, 4, NaN])
  expect([pow(0, -1), pow(-0, -1), pow(-0, -2), pow(-0, 3), pow(-0, 0.5)]).toEqual([Infinity, -Infinity, Infinity, -0, 0])
  expect([pow(0.5, Infinity), pow(0.5, -Infinity), pow(-2, Infinity), pow(-2, -Infinity)]).toEqual([0, Infinity, Infinity, 0])
  expect([pow(-Infinity, 3), pow(-Infinity, 2), pow(-Infinity, -3), pow(-Infinity, 0.5)]).toEqual([-Infinity, Infinity, -0, Infinity])
})

test("remTrunc has the sign of the dividend and is exact", () => {
  expect([remTrunc(5, 3), remTrunc(-5, 3), remTrunc(5, -3), remTrunc(-6, 3)]).toEqual([2, -2, 2, -0])
  expect([remTrunc(1, 0), remTrunc(Infinity, 2), remTrunc(3, Infinity), remTrunc(NaN, 1)]).toEqual([NaN, NaN, 3, NaN])
  expect(remTrunc(1e308, 3)).toBe(Number(BigInt(1e308) % 3n))
})
