// The modified Bessel function I₀: its power series up to 20, whose terms are all positive, and beyond its asymptotic series, whose least term
// e^(−2x) is then below what float64 can see. Both as polynomials, so that derivatives follow.
import type { NDArray } from "../core/array.js"
import { isComplex } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { lessEqual, where } from "../numpy/comparison.js"
import { type Unary, unary } from "./operands.js"

/** Where one series takes over from the other. */
const border = 20

/** Coefficients from 1 on, each the one before times a ratio. */
const byRatio = (count: number, ratio: (k: number) => number): readonly number[] => {
  const all = [1]
  for (let k = 1; k < count; k++) all.push((all[k - 1] as number) * ratio(k))
  return all
}

/** `1 / k!²`: of `(x²/4)^k`, whose greatest base is 100; the last term is below 10⁻¹⁷ of the sum. */
const near = byRatio(48, (k) => 1 / k ** 2)

/** `(1·3·…·(2k−1))² / (k!·8^k)`: of `x^(−k)`. */
const far = byRatio(24, (k) => (2 * k - 1) ** 2 / (8 * k))

const horner = (coefficients: readonly number[], x: NDArray): NDArray =>
  coefficients.slice(0, -1).reduceRight<NDArray>((sum, c) => sum.mul(x).add(c), x.mul(0).add(coefficients.at(-1) as number))

/** `e^(−|x|)·I₀(x)`, which stays finite. (`lax.bessel_i0e`) */
export const besselI0e: Unary = unary("besselI0e", (x) => {
  if (isComplex(x.dtype)) raise({ code: "dtype/kind", op: "besselI0e", need: "real numbers are needed", avals: [x.aval] })
  const size = x.abs()
  const isNear = lessEqual(size, border)
  const small = where(isNear, size, 1)
  const large = where(isNear, border, size)
  const byPowers = horner(near, small.mul(small).div(4)).mul(small.neg().exp())
  const asymptotic = horner(far, large.reciprocal()).div(large.mul(2 * Math.PI).sqrt())
  return where(isNear, byPowers, asymptotic)
})
