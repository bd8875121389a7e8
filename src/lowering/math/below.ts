// ln|Γ| and ψ of negative float64, by reflection. Their terms cancel at the zeros, of which there are one or two between any two poles, so they
// are of two floats each and good to 2^−62. Nearer to a zero than that is good for, the host answers.
import type { Expansion } from "../../core/lower.js"
import type { ScalarNode } from "../../core/scalar.js"
import {
  cotangent,
  digammaTail,
  LN2,
  lgammaTail,
  logSeries,
  RISE_LAST,
  RISE_SLOPE_LAST,
  ROOM,
  rise,
  riseSlope,
  STIRLING,
  sinc,
  TWELFTH,
} from "./belowfacts.js"
import {
  abs,
  add,
  and,
  bitsOf,
  div,
  floatOf,
  ge,
  gt,
  horner,
  literal,
  lt,
  mul,
  nearest,
  neg,
  or,
  type Pair,
  quickTwoSum,
  rarely,
  select,
  sub,
  widened,
} from "./builder.js"
import {
  addPairs,
  constantPair,
  divPairs,
  hornerPairs,
  mulPairs,
  negPair,
  pairOf,
  selectPair,
  subPairs,
  twoProduct,
  twoSum,
} from "./double.js"
import { exponentValue, minusExponent } from "./logarithm.js"

/** `ln x` of a pair, normal and positive, to 2^−66: `s·(2 + z·(⅔ + …))`, s = (m − 1)/(m + 1), z = s². */
const logOfPair = ({ hi, lo }: Pair): Pair => {
  const bits = bitsOf(hi)
  const minusK = minusExponent(bits)
  const m = floatOf(add(bits, minusK))
  const less = exponentValue(minusK).value
  const s = divPairs(pairOf(sub(m, 1)), quickTwoSum(literal(m, 1), m))
  const z = mulPairs(s, s)
  const series = mulPairs(s, hornerPairs(z, logSeries.first, pairOf(horner(z.hi, logSeries.rest))))
  const whole = twoSum(neg(mul(less, LN2[0])), series.hi)
  // ln(x + δ) = ln x + δ/x
  return quickTwoSum(whole.hi, add(whole.lo, sub(add(series.lo, div(lo, hi)), mul(less, LN2[1]))))
}

/** An argument −a, moved up to where Stirling's formula holds if it is low. */
interface Reflected {
  readonly a: ScalarNode
  /** How far a is from the nearest integer, and the square of it. */
  readonly d: ScalarNode
  readonly square: Pair
  readonly isLow: ScalarNode
  /** a + 7 if a is low, or a */
  readonly u: Pair
  /** ln u, 1/u */
  readonly log: Pair
  readonly inverse: Pair
  /** `a(a + 7)` of an a that is no more than 7, which keeps it finite */
  readonly w: Pair
}
const reflect = (x: ScalarNode): Reflected => {
  const a = abs(x)
  const d = sub(a, nearest(a))
  const isLow = lt(a, ROOM)
  const low = select(isLow, a, literal(a, ROOM))
  const up = quickTwoSum(literal(a, ROOM), low)
  const u = selectPair(isLow, up, pairOf(a))
  return {
    a,
    d,
    square: twoProduct(d, d),
    isLow,
    u,
    log: logOfPair(u),
    inverse: divPairs(pairOf(literal(a, 1)), u),
    w: mulPairs(pairOf(low), up),
  }
}

/** Results nearer to 0 than this are what is left of numbers good to 2^−62. */
const NEAR = 2 ** -8
/** Nearer to 0 than this the function is that of the pole there, alone. */
const TINY = 2 ** -200

/** `(a + 1)(a + 2)…(a + 6)` */
const riseOf = (w: Pair): Pair => hornerPairs(w, rise, addPairs(w, constantPair(w.hi, RISE_LAST)))

/** `sin πd/πd` */
export const sincOf = (square: Pair): Pair =>
  mulPairs(subPairs(constantPair(square.hi, [1, 0]), square), hornerPairs(square, sinc.first, pairOf(horner(square.hi, sinc.rest))))

/**
 * `ln|Γ(−a)| = −ln Γ(a) − ln(a·|sin πa|/π)`, and `ln Γ(a) = ln Γ(a + 7) − ln(a(a + 1)…(a + 6))`: of both logarithms of products there is one,
 * of a quotient. ∞ at the poles, which beyond 2⁵² all numbers are.
 */
const lgammaBelow = (x: ScalarNode): ScalarNode => {
  const { a, d, square, isLow, u, log, inverse, w } = reflect(x)
  const one = constantPair(a, [1, 0])
  const size = abs(d)
  const distance = select(ge(size, TINY), size, literal(a, 1))
  const denominator = mulPairs(sincOf(square), selectPair(isLow, pairOf(distance), twoProduct(distance, a)))
  const product = logOfPair(divPairs(selectPair(isLow, riseOf(w), one), denominator))
  // Stirling: (u − ½)(ln u − 1) + ½ ln 2π − ½ + 1/12u + …
  const main = mulPairs(addPairs(u, constantPair(a, [-0.5, 0])), addPairs(log, constantPair(a, [-1, 0])))
  const z = mul(inverse.hi, inverse.hi)
  const tail = addPairs(mulPairs(inverse, constantPair(a, TWELFTH)), pairOf(mul(mul(inverse.hi, z), horner(z, lgammaTail))))
  const { hi, lo } = subPairs(product, addPairs(main, addPairs(constantPair(a, STIRLING), tail)))
  const result = select(gt(size, 0), add(hi, lo), Infinity)
  return rarely(or(lt(abs(result), NEAR), and(gt(size, 0), lt(size, TINY))), result, "lgamma", x)
}

/** `π cot πd = (3d² − 1)/(d(d² − 1)) + 2d·C(d²)` */
const cotangentOf = (d: ScalarNode, square: Pair): Pair => {
  const less = addPairs(square, constantPair(d, [-1, 0]))
  const poles = divPairs(addPairs(less, mulPairs(square, constantPair(d, [2, 0]))), mulPairs(pairOf(d), less))
  const rest = hornerPairs(square, cotangent.first, pairOf(horner(square.hi, cotangent.rest)))
  return addPairs(poles, mulPairs(pairOf(mul(d, 2)), rest))
}

/** `ψ(−a) = ψ(a) + 1/a + π cot πa`, and `ψ(a) + 1/a = ψ(a + 7) − 1/(a + 1) − … − 1/(a + 6)`; NaN at the poles. */
const digammaBelow = (x: ScalarNode): ScalarNode => {
  const { a, d, square, isLow, u, log, inverse, w } = reflect(x)
  const moved = divPairs(mulPairs(addPairs(u, pairOf(a)), hornerPairs(w, riseSlope, constantPair(a, RISE_SLOPE_LAST))), riseOf(w))
  const z = mul(inverse.hi, inverse.hi)
  // Stirling: ln u − 1/2u − …
  const half = mulPairs(inverse, constantPair(a, [0.5, 0]))
  const positive = subPairs(log, addPairs(half, pairOf(mul(z, horner(z, digammaTail)))))
  const { hi, lo } = addPairs(addPairs(positive, selectPair(isLow, negPair(moved), inverse)), cotangentOf(d, square))
  const result = select(gt(abs(d), TINY), add(hi, lo), select(gt(a, 0.5), literal(a, NaN), div(1, a)))
  return rarely(lt(abs(result), NEAR), result, "digamma", x)
}

/** Of negative arguments. */
export const lgammaBelowExpansion: Expansion = widened(lgammaBelow, lgammaBelow)
export const digammaBelowExpansion: Expansion = widened(digammaBelow, digammaBelow)
