// Functions that `Math` lacks, or whose conventions differ from those of C and XLA. What is not here (exp, log1p, tanh, cbrt, atan2,
// sign, max, min, …) is `Math`'s own: within 2 ulp, NaN for NaN, and signed zeros where IEEE wants them; the tests measure it.
import { expParts, log, mulNumber, scale, toNumber } from "./doubledouble.js"

/** `|x|` is given; the sign is taken from x, that of −0 too. */
const withSignOf = (x: number, magnitude: number): number => (x < 0 || Object.is(x, -0) ? -magnitude : magnitude)

/** `1 / (1 + e^(−x))`, written for each side so that the exponential cannot overflow. (`jax.lax.logistic`) */
export const logistic = (x: number): number => {
  if (x >= 0) return 1 / (1 + Math.exp(-x))
  const e = Math.exp(x)
  return e / (1 + e)
}

/** `1 / √x`; ±0 map to ±∞. (`jax.lax.rsqrt`) */
export const rsqrt = (x: number): number => 1 / Math.sqrt(x)

/** The nearest integer, ties to the even one; keeps ±0. (`jax.lax.round` to nearest even) */
export const roundHalfEven = (x: number): number => {
  const magnitude = Math.abs(x)
  // beyond 2⁵² every float64 is an integer; below, adding 2⁵² leaves no room for a fraction, so the addition rounds
  return magnitude < 2 ** 52 ? withSignOf(x, magnitude + 2 ** 52 - 2 ** 52) : x
}

/** The nearest integer, ties away from zero; keeps ±0. (`jax.lax.round`, its default) */
export const roundHalfAwayFromZero = (x: number): number => {
  const magnitude = Math.abs(x)
  const floor = Math.floor(magnitude)
  return withSignOf(x, magnitude - floor >= 0.5 ? floor + 1 : floor)
}

/** Beyond this exponent engines take a series that is too short: hundreds of units in the last place are lost. */
const LARGE_EXPONENT = 2 ** 31

/** `e^(y·ln a)` in double-double, for a near 1 and a large y. */
const largePower = (a: number, y: number): number => {
  const [m, k] = expParts(mulNumber(log([a, 0]), y))
  return scale(toNumber(m), k)
}

/** `xʸ` as C has it: `1^y = 1` for every y, NaN and ±∞ too, and `(−1)^±∞ = 1`, where JavaScript says NaN. (`jax.lax.pow`) */
export const pow = (x: number, y: number): number => {
  const unit = x === 1 || (x === -1 && Math.abs(y) === Infinity)
  if (unit) return 1
  const power = x ** y
  const isRight = !(Math.abs(y) > LARGE_EXPONENT) || Math.abs(x) === 1 || power === 0 || !Number.isFinite(power)
  if (isRight) return power
  return Math.sign(power) * largePower(Math.abs(x), y)
}

/** C's fmod: `x − y·trunc(x/y)`, exact, with the sign of x; NaN for y = 0 or x = ±∞. (`jax.lax.rem`) */
export const remTrunc = (x: number, y: number): number => x % y
