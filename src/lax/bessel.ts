// The modified Bessel functions I₀ and I₁: their power series up to 20, whose terms are all positive, and beyond their asymptotic series, whose least
// term e^(−2x) is then below what float64 can see. Both as polynomials, so that derivatives follow; in float64, since sum and e^(−x) each lose what
// x has too few digits for, and float32 has none to lose.
import { isFloat } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { lessEqual, where } from "../numpy/comparison.js"
import { horner } from "./horner.js"
import { type Unary, unary } from "./operands.js"

/** Where one series takes over from the other. */
const border = 20

/** Coefficients from 1 on, each the one before times a ratio. */
const byRatio = (count: number, ratio: (k: number) => number): readonly number[] => {
  const all = [1]
  for (let k = 1; k < count; k++) all.push((all[k - 1] as number) * ratio(k))
  return all
}

/** `e^(−|x|)·I_ν(x)` for ν = 0 and 1. */
const scaled = (op: string, order: 0 | 1): Unary => {
  /** `1 / (k!·(k + ν)!)`: of `(x²/4)^k`, whose greatest base is 100; the last term is below 10⁻¹⁷ of the sum. */
  const near = byRatio(48, (k) => 1 / (k * (k + order)))
  /** `Π ((2j − 1)² − 4ν²) / (k!·8^k)`, j from 1 to k: of `x^(−k)`. */
  const far = byRatio(24, (k) => ((2 * k - 1) ** 2 - 4 * order) / (8 * k))
  return unary(op, (given) => {
    if (!isFloat(given.dtype)) raise({ code: "dtype/kind", op, need: "real floating-point numbers are needed", avals: [given.aval] })
    const x = given.astype("float64")
    const size = x.abs()
    const isNear = lessEqual(size, border)
    const small = where(isNear, x, 1)
    const large = where(isNear, border, size)
    const byPowers = horner(near, small.mul(small).div(4)).mul(small.abs().neg().exp())
    const asymptotic = horner(far, large.reciprocal()).div(large.mul(2 * Math.PI).sqrt())
    const value = order === 0 ? where(isNear, byPowers, asymptotic) : where(isNear, byPowers.mul(small.div(2)), asymptotic.mul(x.sign()))
    return value.astype(given.dtype)
  })
}

/**
 * `e^(−|x|)·I₀(x)`, which stays finite, of real numbers of a float dtype: `I₀(x) = Σ (x²/4)ᵏ / k!²`. (`lax.bessel_i0e`)
 * @throws DTypeError of other dtypes
 */
export const besselI0e: Unary = scaled("besselI0e", 0)

/**
 * `e^(−|x|)·I₁(x)`, which stays finite, of real numbers of a float dtype: `I₁(x) = I₀′(x) = x/2 · Σ (x²/4)ᵏ / (k!·(k + 1)!)`. (`lax.bessel_i1e`)
 * @throws DTypeError of other dtypes
 */
export const besselI1e: Unary = scaled("besselI1e", 1)
