import fc from "fast-check"
import { afterAll, expect, test } from "vitest"
import { erf, erfc, erfInv } from "../../../src/primitives/scalar/erf.js"
import { fixedPoint } from "./fixed.js"
import { both, even, logEven, report, stepsFrom, type Worst, worstOf } from "./ulp.js"

// erfc(27) is e^−729, and the power series loses as much again: 2200 bits leave 90 good ones
const wide = fixedPoint(2200)
const narrow = fixedPoint(500)
const exactErf = (x: number): number => narrow.toNumber(narrow.erf(narrow.from(x)))
const exactErfc = (x: number): number => {
  const r = Math.abs(x) < 6 ? narrow : wide
  return r.toNumber(r.one - r.erf(r.from(x)))
}

const seen: Worst[] = []
afterAll(() => report("error functions, worst distance from the nearest float64", seen))
const nearlyExact = (name: string, f: (x: number) => number, exact: (x: number) => number, xs: readonly number[]): void => {
  const worst = worstOf(
    name,
    f,
    xs.map((x) => [x, exact(x)]),
  )
  seen.push(worst)
  expect(worst.ulps, JSON.stringify(worst)).toBeLessThanOrEqual(1)
}

test("erf is within 1 ulp", () => {
  nearlyExact("erf", erf, exactErf, [...both(even(0, 6.5, 200)), ...both(logEven(-200, 2, 200)), 2.9999999, 3, 3.0000001])
})

test("erfc is within 1 ulp, down to the smallest float64", () => {
  const tail = [...even(6, 26, 20), ...even(26, 27.3, 20), 26.5, 27.2, 27.226, 27.2260170111083]
  nearlyExact("erfc", erfc, exactErfc, [...even(-6.5, 6, 200), ...both(logEven(-60, 1, 100)), 2.9999999, 3, 3.0000001, ...tail])
  expect(erfc(27.2)).toBeGreaterThan(0)
  expect(erfc(27.24)).toBe(0)
})

/** erf between float64s: the sign of `erf y − x`, computed where neither cancels. */
const erfExceeds = (y: number, x: number): boolean => narrow.erf(narrow.from(y)) > narrow.from(x)

test("erfInv is within 1 ulp: erf of its neighbours brackets the argument", () => {
  const arguments_ = [...even(0, 1, 150), ...logEven(-150, -1, 80), ...logEven(-53, -1, 80).map((x) => 1 - x), 0.1, 0.5, 1 - 2 ** -53]
  for (const x of both(arguments_)) {
    expect(erfExceeds(stepsFrom(erfInv(x), 1), x), `erfInv(${x}) is not too small`).toBe(true)
    expect(erfExceeds(stepsFrom(erfInv(x), -1), x), `erfInv(${x}) is not too large`).toBe(false)
  }
})

test("values at the ends", () => {
  expect([erf(0), erf(-0), erf(Infinity), erf(-Infinity), erf(NaN)]).toEqual([0, -0, 1, -1, NaN])
  expect([erfc(0), erfc(-0), erfc(Infinity), erfc(-Infinity), erfc(NaN)]).toEqual([1, 1, 0, 2, NaN])
  expect([erfInv(0), erfInv(-0), erfInv(1), erfInv(-1), erfInv(NaN)]).toEqual([0, -0, Infinity, -Infinity, NaN])
  expect([erfInv(stepsFrom(1, 1)), erfInv(-2), erfInv(Infinity)]).toEqual([NaN, NaN, NaN])
  expect([erf(1e308), erfc(1e308), erfc(-1e308)]).toEqual([1, 0, 2])
  expect([erf(5e-324), erf(4e-323), erfInv(4e-323)]).toEqual([5e-324, 4.4e-323, 3.5e-323]) // 8 quanta times 1.128 and 0.886
})

test("known values", () => {
  expect([erf(0.5), erf(1), erf(2)]).toEqual([0.5204998778130465, 0.8427007929497149, 0.9953222650189527])
  expect([erfc(1), erfc(5), erfc(10)]).toEqual([0.15729920705028513, 1.5374597944280349e-12, 2.088487583762545e-45])
  expect(erfInv(0.5)).toBe(0.4769362762044699)
})

const anyDouble = fc.double({ noNaN: true })
test("erf and erfInv are odd, and erfc x + erfc −x = 2", () => {
  fc.assert(
    fc.property(anyDouble, (x) => {
      expect(erf(-x)).toBe(-erf(x))
      expect(erfInv(-x)).toBe(-erfInv(x))
      expect(Math.abs(erfc(x) + erfc(-x) - 2)).toBeLessThanOrEqual(2 ** -51)
    }),
  )
})

test("erf x + erfc x = 1", () => {
  fc.assert(fc.property(anyDouble, (x) => Math.abs(erf(x) + erfc(x) - 1) <= 2 ** -52))
})

test("erfInv undoes erf, as far as erf keeps its argument apart from others", () => {
  // d erfInv/dx = √π/2 · e^(y²), so half an ulp of erf y becomes that much of y; subnormal results round twice, which is worth a quantum
  fc.assert(
    fc.property(fc.double({ min: -5, max: 5, noNaN: true }), (y) => {
      const tolerance = (Math.sqrt(Math.PI) / 2) * Math.exp(y * y) * 2 ** -53 * Math.abs(erf(y)) + 2 ** -51 * Math.abs(y) + 5e-324
      return Math.abs(erfInv(erf(y)) - y) <= tolerance
    }),
  )
})

test("all three are monotone across the seams of their methods", () => {
  for (const seam of [3, 6, 28, 0.1, 0.5, 2 ** -500]) {
    const xs = Array.from({ length: 41 }, (_, i) => stepsFrom(seam, i - 20))
    for (const [i, x] of xs.slice(1).entries()) {
      const before = xs[i] as number
      expect(erf(x)).toBeGreaterThanOrEqual(erf(before))
      expect(erfc(x)).toBeLessThanOrEqual(erfc(before))
      if (seam < 1) expect(erfInv(x)).toBeGreaterThanOrEqual(erfInv(before))
    }
  }
})
