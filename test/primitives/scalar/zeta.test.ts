import fc from "fast-check"
import { afterAll, expect, test } from "vitest"
import { digamma } from "../../../src/primitives/scalar/gamma.js"
import { polygamma, trigamma, zeta } from "../../../src/primitives/scalar/zeta.js"
import { report, type Worst, worstOf } from "./ulp.js"
import { polygammaValues, zetaValues } from "./zeta.values.js"

const seen: Worst[] = []
afterAll(() => report("zeta functions, worst distance from the nearest float64", seen))
const nearlyExact = (worst: Worst): void => {
  seen.push(worst)
  expect(worst.ulps, JSON.stringify(worst)).toBeLessThanOrEqual(1)
}

test("zeta is within 1 ulp", () => nearlyExact(worstOf("zeta", zeta, zetaValues)))
test("polygamma is within 1 ulp", () => nearlyExact(worstOf("polygamma", polygamma, polygammaValues)))

test("next to their zeros on the negative axis polygammas lose a few digits, and no more than a few", () => {
  // mpmath with 60 digits
  const rows = [
    [2, -0.4957156769130386, -3.658947993792677e-14],
    [2, -0.49571567691303847, -1.5102743820207412e-14],
    [2, -0.49571567691303836, 6.383992297511944e-15],
    [2, -0.49571567691303825, 2.7870728415231298e-14],
    [2, -1.498786194009775, -1.0608853404085134e-13],
    [2, -1.4987861940097746, -1.9666452684361947e-14],
    [2, -1.4987861940097742, 6.675562867212744e-14],
    [2, -2.499444391258484, -2.6146379679199017e-13],
    [2, -2.499444391258483, -8.849086064709399e-14],
    [2, -2.499444391258482, 8.44820754978022e-14],
    [2, -2.499444391258481, 2.5745501164269843e-13],
    [4, -0.49977397564859144, -1.737811601703783e-12],
    [4, -0.49977397564859133, -3.1268956091029646e-14],
    [4, -0.4997739756485912, 1.6752736895217236e-12],
    [4, -1.4999796019265719, -9.808063172229684e-12],
    [4, -1.4999796019265714, -2.9772388047226666e-12],
    [4, -1.499979601926571, 3.853585562784351e-12],
    [4, -1.4999796019265705, 1.0684409930291369e-11],
    [4, -2.4999955795487985, -1.3595822680067535e-11],
    [4, -2.4999955795487976, 6.626218124730392e-14],
    [4, -2.4999955795487967, 1.3728347042562142e-11],
  ]
  expect(worstOf("polygamma", polygamma, rows).ulps).toBeLessThanOrEqual(16)
})

test("known values of Riemann's zeta function", () => {
  expect([zeta(2, 1), zeta(4, 1), zeta(6, 1)]).toEqual([Math.PI ** 2 / 6, 1.0823232337111381, 1.0173430619844492])
  expect([trigamma(1), trigamma(0.5)]).toEqual([Math.PI ** 2 / 6, Math.PI ** 2 / 2])
})

test("values at the ends and at the poles", () => {
  expect([zeta(1, 2), zeta(2, 0), zeta(2, -0), zeta(4, -3), zeta(2, 1e-200)]).toEqual(new Array(5).fill(Infinity))
  expect([zeta(0.5, 2), zeta(-1, 2), zeta(NaN, 2), zeta(2, NaN), zeta(2, -Infinity)]).toEqual(new Array(5).fill(NaN))
  expect([zeta(3, 0), zeta(3, -1), zeta(2.5, -0.5), zeta(2.5, 0)]).toEqual(new Array(4).fill(NaN))
  expect([zeta(2, Infinity), zeta(Infinity, 2), zeta(Infinity, 1), zeta(Infinity, 0.5), zeta(1e300, 1)]).toEqual([0, 0, 1, Infinity, 1])
  expect([zeta(3, -1e-200), zeta(2, -1e-200)]).toEqual([-Infinity, Infinity])
  expect([zeta(2, Number.MAX_VALUE), zeta(1.5, 1e308), polygamma(1, 2 ** 1023)]).toEqual([5.562684646268003e-309, 2e-154, 2 ** -1023])
  expect(zeta(3, -1e15 - 0.5)).toBe(zeta(3, 1e15 + 1.5)) // the other terms cancel in pairs
  expect([polygamma(1, 0), polygamma(1, -2), polygamma(3, -1)]).toEqual([Infinity, Infinity, Infinity])
  expect([polygamma(2, 0), polygamma(2, -1), polygamma(1, -Infinity), polygamma(-1, 2), polygamma(1.5, 2)]).toEqual(new Array(5).fill(NaN))
  expect([polygamma(1, Infinity), polygamma(2, Infinity), polygamma(1, 1e-200), polygamma(2, 1e-200)]).toEqual([0, -0, Infinity, -Infinity])
  expect(polygamma(0, 2.5)).toBe(digamma(2.5))
})

const order = fc.double({ min: 1.01, max: 30, noNaN: true })
const positive = fc.double({ min: 0.01, max: 100, noNaN: true })

test("ζ(s, q) = q⁻ˢ + ζ(s, q+1)", () => {
  fc.assert(
    fc.property(order, positive, (s, q) => {
      const right = q ** -s + zeta(s, q + 1)
      expect(Math.abs(zeta(s, q) - right)).toBeLessThanOrEqual(2 ** -52 * (4 + s) * right)
    }),
  )
})

test("Σ ζ(s, (q+k)/n) over k < n is nˢ ζ(s, q)", () => {
  fc.assert(
    fc.property(order, positive, fc.integer({ min: 2, max: 5 }), (s, q, n) => {
      const parts = Array.from({ length: n }, (_, k) => zeta(s, (q + k) / n)).reduce((sum, part) => sum + part)
      expect(Math.abs(parts / (n ** s * zeta(s, q)) - 1)).toBeLessThanOrEqual(2 ** -52 * (8 + 4 * s))
    }),
  )
})

test("the terms of negative index count too: ψ′(1−x) + ψ′(x) = π²/sin² πx, ψ″(1−x) − ψ″(x) = 2π³ cos πx/sin³ πx", () => {
  // multiples of 2⁻¹⁰, so that 1 − x is exact
  fc.assert(
    fc.property(fc.integer({ min: -20000, max: 20000 }), (i) => {
      fc.pre(i % 1024 !== 0)
      const x = i / 1024
      const angle = Math.PI * (x - Math.round(x))
      const squares = (Math.PI / Math.sin(angle)) ** 2
      expect(Math.abs(trigamma(x) + trigamma(1 - x) - squares)).toBeLessThanOrEqual(2 ** -49 * squares)
      const cubes = (2 * Math.PI ** 3 * Math.cos(angle)) / Math.sin(angle) ** 3
      const difference = polygamma(2, 1 - x) - polygamma(2, x)
      expect(Math.abs(difference - cubes)).toBeLessThanOrEqual(2 ** -48 * squares ** 1.5)
    }),
  )
})

test("each polygamma is the derivative of the one before", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.double({ min: 0.5, max: 20, noNaN: true }), (n, x) => {
      const h = 2 ** -12 * x
      const slope = (polygamma(n - 1, x + h) - polygamma(n - 1, x - h)) / (2 * h)
      expect(Math.abs(slope / polygamma(n, x) - 1)).toBeLessThanOrEqual(2 ** -24 * (n + 2) ** 2)
    }),
  )
})
