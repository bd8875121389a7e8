import fc from "fast-check"
import { afterAll, expect, test } from "vitest"
import { digamma, lgamma } from "../../../src/primitives/scalar/gamma.js"
import { digammaValues, lgammaValues } from "./gamma.values.js"
import { report, stepsFrom, type Worst, worstOf } from "./ulp.js"

const seen: Worst[] = []
afterAll(() => report("gamma functions, worst distance from the nearest float64", seen))
const nearlyExact = (worst: Worst): void => {
  seen.push(worst)
  expect(worst.ulps, JSON.stringify(worst)).toBeLessThanOrEqual(1)
}

test("lgamma is within 1 ulp", () => nearlyExact(worstOf("lgamma", lgamma, lgammaValues)))
test("digamma is within 1 ulp", () => nearlyExact(worstOf("digamma", digamma, digammaValues)))

test("next to the zeros on the negative axis a few digits are lost, and no more than a few", () => {
  const lgammaZeros = [
    [-2.4570247382208006, 5.619192358950097e-17],
    [-2.7476826467274127, 1.733509244024501e-16],
    [-3.955294284858598, -4.14382750757705e-16],
  ]
  const digammaZeros = [
    [-0.5040830082644554, 7.289763902976895e-17],
    [-1.5734984731623904, 1.5649788481838454e-16],
  ]
  expect(worstOf("lgamma", lgamma, lgammaZeros).ulps).toBeLessThanOrEqual(32)
  expect(worstOf("digamma", digamma, digammaZeros).ulps).toBeLessThanOrEqual(32)
})

test("values at the ends and at the poles", () => {
  expect([0, -0, -1, -2, -1e16, -1e300, Infinity, -Infinity].map(lgamma)).toEqual(new Array(8).fill(Infinity))
  expect([1, 2, NaN].map(lgamma)).toEqual([0, 0, NaN])
  expect(lgamma(2.5599833278516383e305)).toBe(Number.MAX_VALUE)
  expect(lgamma(stepsFrom(2.5599833278516383e305, 1))).toBe(Infinity)
  expect([0, -0, -1, -2, -1e16, -Infinity, NaN].map(digamma)).toEqual(new Array(7).fill(NaN))
  expect([digamma(Infinity), digamma(1e-320), digamma(-1e-320)]).toEqual([Infinity, -Infinity, Infinity])
  expect([1e300, Number.MAX_VALUE].map(digamma)).toEqual([1e300, Number.MAX_VALUE].map(Math.log))
})

test("Γ(n) = (n−1)!", () => {
  let factorial = 1
  for (let n = 1; n <= 20; n++) {
    expect(Math.abs(lgamma(n) - Math.log(factorial))).toBeLessThanOrEqual(2 ** -52 * Math.log(factorial))
    factorial *= n
  }
})

/** Not closer to an integer than 2⁻¹⁰, and |x| < 40: where no term of a law dwarfs the others. */
const away = fc.double({ min: -40, max: 40, noNaN: true }).filter((x) => Math.abs(x - Math.round(x)) > 2 ** -10)
/** The error allowed in a sum of numbers each rounded, one of them from an argument that was rounded too. */
const rounding = (...terms: readonly number[]): number => 2 ** -50 * terms.reduce((sum, t) => sum + Math.abs(t), 0)

test("Γ(x+1) = x Γ(x)", () => {
  fc.assert(
    fc.property(away, (x) => {
      const argument = x * digamma(x + 1)
      expect(Math.abs(lgamma(x + 1) - lgamma(x) - Math.log(Math.abs(x)))).toBeLessThanOrEqual(
        rounding(lgamma(x), lgamma(x + 1), argument, 1),
      )
    }),
  )
})

test("Γ(x) Γ(1−x) = π / sin πx", () => {
  fc.assert(
    fc.property(away, (x) => {
      const right = Math.log(Math.PI / Math.abs(Math.sin(Math.PI * (x - Math.round(x)))))
      const argument = x * digamma(1 - x)
      expect(Math.abs(lgamma(x) + lgamma(1 - x) - right)).toBeLessThanOrEqual(rounding(lgamma(x), lgamma(1 - x), right, argument, 1))
    }),
  )
})

test("Legendre: Γ(x) Γ(x+½) = 2^(1−2x) √π Γ(2x)", () => {
  fc.assert(
    fc.property(fc.double({ min: 0.01, max: 1e6, noNaN: true }), (x) => {
      const right = (1 - 2 * x) * Math.LN2 + Math.log(Math.PI) / 2 + lgamma(2 * x)
      const terms = [lgamma(x), lgamma(x + 0.5), x, lgamma(2 * x), x * digamma(x), 1]
      expect(Math.abs(lgamma(x) + lgamma(x + 0.5) - right)).toBeLessThanOrEqual(rounding(...terms))
    }),
  )
})

test("ψ(x+1) = ψ(x) + 1/x", () => {
  fc.assert(
    fc.property(away, (x) => {
      // how much the rounding of x + 1 matters: ψ′ is at most the sum over the nearest poles
      const d = x - Math.round(x)
      const slope = Math.abs(x) * (1 / (d * d) + 4)
      expect(Math.abs(digamma(x + 1) - digamma(x) - 1 / x)).toBeLessThanOrEqual(rounding(digamma(x), digamma(x + 1), 1 / x, slope))
    }),
  )
})

test("ψ is the derivative of ln|Γ|", () => {
  fc.assert(
    fc.property(away, (x) => {
      const h = 2 ** -17
      const slope = (lgamma(x + h) - lgamma(x - h)) / (2 * h)
      const d = Math.abs(x - Math.round(x)) - h
      // h²/6 times the third derivative, and the rounding of the difference
      expect(Math.abs(slope - digamma(x))).toBeLessThanOrEqual((h * h * (2 / d ** 3 + 3)) / 6 + rounding(lgamma(x), x * digamma(x), 1) / h)
    }),
  )
})
