// Hurwitz's `ζ(s, q) = Σ (q + k)⁻ˢ` over k ≥ 0: a few terms one by one, and the rest, from a = q + N on, by Euler and Maclaurin:
// `a¹⁻ˢ(1/(s − 1) + 1/2a + Σ B₂ⱼ/(2j)! · s(s + 1)…(s + 2j − 2)/a²ʲ)`. What is left out is largest, beside the sum, where q is about s/3, since for
// greater s the rest vanishes. A power multiplies the rounding of its base, so that sums q + k keep theirs: `(b + d)⁻ˢ = b⁻ˢ(1 − s·d/b)`.
import type { Expansion } from "../../core/lower.js"
import type { ScalarNode } from "../../core/scalar.js"
import { add, atMost, div, eq, ge, gt, literal, lt, mul, mulAdd, neg, or, rarely, select, sub, widened } from "./builder.js"
import { twoSum } from "./double.js"
import { bernoulli } from "./polygamma.js"
import { briefMagnitude, magnitude } from "./power.js"

/** How the sum is made: terms one by one, terms of the series, the power of a positive number, and whether sums of the base keep their rounding. */
interface Method {
  readonly count: number
  readonly series: number
  readonly power: (a: ScalarNode, y: ScalarNode) => ScalarNode
  readonly compensated: boolean
}

/** To 2^−62. */
const full: Method = { count: 8, series: bernoulli.length, power: magnitude, compensated: true }
/** To 2^−36. */
const brief: Method = { count: 6, series: 5, power: briefMagnitude, compensated: false }

/** Beyond this exponent a power is 0, 1 or ∞. */
const LARGEST = 2 ** 70
/** Where s is this many times a, nothing of the rest is left. */
const STEEP = 64

/** `(q + k)^y` */
const powerOf = ({ power, compensated }: Method, q: ScalarNode, k: number, y: ScalarNode): ScalarNode => {
  if (k === 0) return power(q, y)
  if (!compensated) return power(add(q, k), y)
  const { hi, lo } = twoSum(q, literal(q, k))
  return mul(power(hi, y), mulAdd(y, div(lo, hi), 1))
}

/** The sum for s > 1 and 0 < q < ∞. */
const sumOf = (method: Method, s: ScalarNode, q: ScalarNode): ScalarNode => {
  const { count, series } = method
  const minus = neg(s)
  const a = add(q, count)
  const inverse = div(1, a)
  const slope = atMost(mul(s, inverse), STEEP)
  const rise = (j: number): ScalarNode => mulAdd(inverse, j, slope)
  const corrections = bernoulli
    .slice(0, series)
    .map((b, i) => ({ b, j: 2 * i }))
    .reduceRight<ScalarNode>((sum, { b, j }) => mul(mul(rise(j), j === 0 ? inverse : rise(j - 1)), add(sum, b)), literal(s, 0))
  const tail = mul(powerOf(method, q, count, sub(1, s)), add(div(1, sub(s, 1)), mulAdd(inverse, 0.5, corrections)))
  const terms = Array.from({ length: count }, (_, k) => powerOf(method, q, k, minus))
  return add(terms.reduceRight(add), tail)
}

/** What has no sum: NaN for s < 1, ∞ for s = 1, and ends. The host answers for q ≤ 0. */
const zeta =
  (method: Method) =>
  (s: ScalarNode, q: ScalarNode): ScalarNode => {
    const sum = sumOf(method, atMost(s, LARGEST), q)
    const within = select(eq(q, Infinity), literal(s, 0), sum)
    const known = select(gt(s, 1), within, select(eq(s, 1), literal(s, Infinity), NaN))
    return rarely(or(lt(q, 0), eq(q, 0)), select(ge(q, 0), known, NaN), "zeta", s, q)
  }

export const zetaExpansion: Expansion = widened(zeta(brief), zeta(full))
