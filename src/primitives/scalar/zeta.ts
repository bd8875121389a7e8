// Hurwitz's zeta function ζ(s, q) = Σ (q+k)⁻ˢ over k ≥ 0, by Euler–Maclaurin summation, and the derivatives of digamma,
// which are ψ⁽ⁿ⁾(x) = (−1)ⁿ⁺¹ n! ζ(n+1, x), so that digamma can be differentiated any number of times.
import { bernoulli, LARGE } from "./bernoulli.js"
import {
  add,
  addNumber,
  type DD,
  div,
  divNumber,
  expParts,
  log,
  mul,
  mulNumber,
  neg,
  ONE,
  scale,
  sub,
  toNumber,
  twoSum,
} from "./doubledouble.js"
import { digamma, isPole, lgammaParts } from "./gamma.js"

const ZERO: DD = [0, 0]
/** The logarithm of the largest float64. */
const LN_MAX = 709.782712893384
/** A term this small beside the sum no longer counts. */
const NEGLIGIBLE = 2 ** -110

/** `bⁿ` by squaring. */
const integerPower = (b: DD, n: number): DD => {
  if (n === 0) return ONE
  const half = integerPower(mul(b, b), Math.floor(n / 2))
  return n % 2 === 1 ? mul(half, b) : half
}

/** `w · q⁻ˢ` for q > 0. The weight comes as its logarithm, because it and the power may each be out of range. */
const weightedPower = (q: DD, s: DD, lnWeight: DD): DD => {
  const exponent = lnWeight[0] - s[0] * Math.log(q[0])
  if (exponent > LN_MAX) return [Infinity, 0]
  if (exponent < -800) return ZERO
  const cheap = lnWeight === ZERO && s[1] === 0 && Number.isInteger(s[0]) && s[0] <= 64 && Math.abs(exponent) < 600
  if (cheap) return integerPower(div(ONE, q), s[0])
  const [m, k] = expParts(sub(lnWeight, mul(s, log(q))))
  return [scale(m[0], k), scale(m[1], k)]
}

/** What Euler–Maclaurin puts for the terms from a on: `a¹⁻ˢ · (1/(s−1) + 1/2a + Σ B₂ⱼ/(2j)! · s(s+1)…(s+2j−2) / a²ʲ)`. */
const tailFrom = (s: number, a: DD, lnWeight: DD): DD => {
  const sLess1 = twoSum(s, -1)
  const lead = weightedPower(a, sLess1, lnWeight)
  const inverse = div(ONE, a)
  const inverseSquare = mul(inverse, inverse)
  let coefficient = mulNumber(mulNumber(inverseSquare, s), 0.5)
  let sum = add(div(ONE, sLess1), mulNumber(inverse, 0.5))
  bernoulli.forEach((b, i) => {
    sum = add(sum, mul(b, coefficient))
    const j = 2 * i + 1
    const rise = mul(twoSum(s, j), twoSum(s, j + 1))
    coefficient = mul(coefficient, divNumber(mul(rise, inverseSquare), (j + 2) * (j + 3)))
  })
  return mul(lead, sum)
}

/** Beyond it `1/a` is no pair any more, and the terms are an integral. */
const FAR = 2 ** 900

/** `w · ζ(s, q)` for s > 1 and q > 0: terms until they vanish or q is large beside s, then the tail. */
const weightedZeta = (s: number, q: DD, lnWeight: DD): DD => {
  if (q[0] > FAR) return div(weightedPower(q, twoSum(s, -1), lnWeight), twoSum(s, -1))
  let sum = ZERO
  let a = q
  for (; a[0] < LARGE + s; a = addNumber(a, 1)) {
    const term = weightedPower(a, [s, 0], lnWeight)
    if (term[0] === Infinity) return term
    sum = add(sum, term)
    if (!(term[0] > sum[0] * NEGLIGIBLE)) return sum
  }
  return add(sum, tailFrom(s, a, lnWeight))
}

/**
 * The same for any q that is no pole, s an integer if q < 0: all terms (q+k)⁻ˢ over positive and negative k, which depend only on
 * the distance d of q from the nearest integer, less those of negative k.
 */
const weightedZetaAnywhere = (s: number, q: number, lnWeight: DD): DD => {
  if (q > 0) return weightedZeta(s, [q, 0], lnWeight)
  const d = q - Math.round(q)
  const sign = s % 2 === 0 ? 1 : -1
  // half-way between integers the terms of odd s cancel in pairs
  if (sign < 0 && Math.abs(d) === 0.5) return weightedZeta(s, twoSum(1, -q), lnWeight)
  const signed = (x: DD): DD => (sign < 0 ? neg(x) : x)
  const nearest = weightedPower([Math.abs(d), 0], [s, 0], lnWeight)
  if (nearest[0] === Infinity) return d < 0 ? signed(nearest) : nearest
  const above = add(d < 0 ? signed(nearest) : nearest, weightedZeta(s, twoSum(1, d), lnWeight))
  const below = sub(weightedZeta(s, twoSum(1, -d), lnWeight), weightedZeta(s, twoSum(1, -q), lnWeight))
  return add(above, signed(below))
}

/** What ζ(s, ·) of integer s is at 0, −1, −2, …: +∞ where both sides agree on it, which is for even s. */
const atPole = (s: number): number => (s % 2 === 0 ? Infinity : NaN)

/** From here on powers do not change any more, and all numbers are even. */
const HUGE = 2 ** 600

/**
 * Hurwitz's `ζ(s, q) = Σ (q+k)⁻ˢ` over k ≥ 0. ∞ for s = 1, NaN for s < 1, and for q < 0 unless s is an integer;
 * at the poles q = 0, −1, … ∞ for even s and NaN for odd. (`jax.lax.zeta`)
 */
export const zeta = (s: number, q: number): number => {
  if (Number.isNaN(q) || !(s >= 1) || q === -Infinity) return NaN
  if (s === 1) return Infinity
  if (q <= 0 && !Number.isInteger(s)) return NaN
  if (s === Infinity) return q > 1 ? 0 : q === 1 ? 1 : Infinity
  if (isPole(q)) return atPole(s)
  if (q === Infinity) return 0
  return toNumber(weightedZetaAnywhere(Math.min(s, HUGE), q, ZERO))
}

/** `n!` where it is a float64 number: up to 22!. */
const factorial = (n: number): number => (n === 0 ? 1 : n * factorial(n - 1))
const EXACT_FACTORIALS = 22

/** `n! · ζ(n+1, x)`, the factorial multiplied in while it is exact, else carried through the powers as a logarithm. */
const factorialZeta = (n: number, x: number): number => {
  if (n > EXACT_FACTORIALS) return toNumber(weightedZetaAnywhere(n + 1, x, lgammaParts(n + 1)))
  const zetaParts = weightedZetaAnywhere(n + 1, x, ZERO)
  const product = zetaParts[0] * factorial(n)
  return Number.isFinite(product) ? toNumber(mulNumber(zetaParts, factorial(n))) : product
}

/**
 * The n-th derivative of digamma: `ψ⁽ⁿ⁾(x) = (−1)ⁿ⁺¹ n! ζ(n+1, x)` for n = 1, 2, …, and ψ for n = 0; NaN for other n.
 * At the poles x = 0, −1, … ∞ for odd n and NaN for even. (`jax.lax.polygamma`)
 */
export const polygamma = (n: number, x: number): number => {
  if (!(Number.isInteger(n) && n >= 0) || Number.isNaN(x)) return NaN
  if (n === 0) return digamma(x)
  const sign = n % 2 === 1 ? 1 : -1
  if (isPole(x)) return atPole(n + 1)
  if (!Number.isFinite(x)) return x > 0 ? sign * 0 : NaN
  return sign * factorialZeta(n, x)
}

/** The derivative of digamma: `ψ′(x) = Σ (x+k)⁻²` over k ≥ 0. */
export const trigamma = (x: number): number => polygamma(1, x)
