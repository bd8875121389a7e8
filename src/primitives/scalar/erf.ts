// The error function, its complement and its inverse. Below 3 the power series, whose terms are all positive once e^(−x²) is
// taken out; above, Laplace's continued fraction, which keeps the relative accuracy of erfc down to the smallest float64.
import {
  addNumber,
  type DD,
  div,
  divNumber,
  expParts,
  mul,
  mulNumber,
  neg,
  ONE,
  scale,
  series,
  sub,
  toNumber,
  twoProduct,
  twoSum,
} from "./doubledouble.js"

const TWO_OVER_SQRT_PI: DD = [1.1283791670955126, 1.533545961316588e-17]
const HALF_SQRT_PI: DD = [0.886226925452758, -3.8332932499128993e-17]
const SQRT_PI: DD = [1.772453850905516, -7.666586499825799e-17]

/** Where the series hands over to the continued fraction. */
const TAIL = 3
/** Below this, functions with f(x) = c·x + O(x³) are linear. */
const LINEAR = 2 ** -500

/** `c · x` for tiny x, computed 2⁶⁰⁰ times larger, out of reach of underflow. */
const linear = (c: DD, x: number): number => toNumber(mulNumber(c, x * 2 ** 600)) * 2 ** -600

/** `e^(−x²) = m · 2ᵏ`, with the square taken exactly. */
const gaussian = (x: number): readonly [m: DD, k: number] => expParts(neg(twoProduct(x, x)))

/** `erf x = 2/√π · e^(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (2n+1)!!` for 0 ≤ x ≤ 3. */
const erfSeries = (x: number): DD => {
  const [m, k] = gaussian(x)
  const twoSquares = mulNumber(twoProduct(x, x), 2)
  const sum = series([x, 0], (term, n) => divNumber(mul(term, twoSquares), 2 * n + 3))
  return mul(TWO_OVER_SQRT_PI, mulNumber(mul(m, sum), 2 ** k))
}

/** `erfc x = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + …))))` for x ≥ 3, as m · 2ᵏ. */
const erfcFraction = (x: number): readonly [m: DD, k: number] => {
  let denominator = x
  for (let n = 40; n > 1; n--) denominator = x + n / 2 / denominator
  const [m, k] = gaussian(x)
  return [div(m, mul(SQRT_PI, twoSum(x, 0.5 / denominator))), k]
}

const erfcParts = (x: number): readonly [m: DD, k: number] => (x < TAIL ? [sub(ONE, erfSeries(x)), 0] : erfcFraction(x))

const erfcPositive = (x: number): number => {
  if (x > 28) return 0
  const [m, k] = erfcParts(x)
  return scale(toNumber(m), k)
}

const erfPositive = (x: number): number =>
  x < LINEAR ? linear(TWO_OVER_SQRT_PI, x) : x < TAIL ? toNumber(erfSeries(x)) : x > 6 ? 1 : 1 - erfcPositive(x)

/** Extends a function of positive numbers to an odd one; ±0 and NaN map to themselves. */
const odd =
  (f: (x: number) => number) =>
  (x: number): number =>
    x > 0 ? f(x) : x < 0 ? -f(-x) : x

/** The error function `2/√π ∫₀ˣ e^(−t²) dt`. (`jax.lax.erf`) */
export const erf: (x: number) => number = odd(erfPositive)

/** The complementary error function `1 − erf x`, relatively accurate until it underflows at 27.23. (`jax.lax.erfc`) */
export const erfc = (x: number): number =>
  x >= 0 ? erfcPositive(x) : x < -6 ? 2 : x < 0 ? toNumber(addNumber(neg(sub(ONE, erfSeries(-x))), 2)) : x

/** `erf y − x`, from whichever of erf and erfc is small; 1 − x is exact there. */
const residual = (y: number, x: number): number => {
  if (x < 0.5) return addNumber(erfSeries(y), -x)[0]
  const [m, k] = erfcParts(y)
  return sub([1 - x, 0], mulNumber(m, 2 ** k))[0]
}

/** Within some 1% of the inverse: two terms of its power series, or Winitzki's closed form, which has the tail right. */
const erfInvGuess = (x: number): number => {
  if (x < 0.1) return HALF_SQRT_PI[0] * x * (1 + (Math.PI / 12) * x * x)
  const a = 0.147
  const logTerm = Math.log1p(-x * x)
  const b = 2 / (Math.PI * a) + logTerm / 2
  return Math.sqrt(Math.sqrt(b * b - logTerm / a) - b)
}

const erfInvPositive = (x: number): number => {
  if (!(x < 1)) return x === 1 ? Infinity : NaN
  if (x < LINEAR) return linear(HALF_SQRT_PI, x)
  let y = erfInvGuess(x)
  // Halley: with u = (erf y − x)/erf′ y and erf″ = −2y·erf′, y ← y − u/(1 + y·u); each step cubes the error
  for (let step = 0; step < 3; step++) {
    const u = residual(y, x) * HALF_SQRT_PI[0] * Math.exp(y * y)
    y -= u / (1 + y * u)
  }
  return y
}

/** The inverse of erf: ±1 map to ±∞, what lies beyond to NaN. (`jax.lax.erf_inv`) */
export const erfInv: (x: number) => number = odd(erfInvPositive)
