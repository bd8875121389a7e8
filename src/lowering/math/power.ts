// xʸ = 2^(y·log₂ x), y·log₂ x as two floats: its absolute error is the relative one of the result. With |x| = 2ᵏ·m, log₂ m is the series of
// artanh in s = (m − 1)/(m + 1), of which the first two terms are kept in two floats (fdlibm's e_pow.c explains it; here m goes from √½ to √2).
import type { Expansion } from "../../core/lower.js"
import type { ScalarNode } from "../../core/scalar.js"
import { briefExp2, briefLog2 } from "./brief.js"
import {
  abs,
  add,
  and,
  biasOf,
  div,
  eq,
  flipBy,
  floatOf,
  horner,
  literal,
  lt,
  mul,
  mulAdd,
  ne,
  or,
  type Pair,
  quickTwoSum,
  roundToInteger,
  scaleByPower,
  select,
  sub,
  trunc,
  upperHalf,
  widened,
  xor,
} from "./builder.js"
import { clamp, curved } from "./expkernel.js"
import { evenBits, exponentValue, minusExponent } from "./logarithm.js"

/** `artanh s = s·(1 + z/3 + z²/3·R(z))`, z = s²: relatively to 2^−67, by Chebyshev interpolation */
const artanhRest = [
  0.6, 0.4285714285714405, 0.3333333333248383, 0.27272727503089284, 0.23076892443771108, 0.20002207041061895, 0.17559354502645302,
  0.17584767995547212,
]
/** `2/(3 ln 2)`, its first 26 bits and what they lack */
const SCALE = [0.9617966860532761, 7.872699542894897e-9] as const

/** `log₂ a` as two floats, the first of 26 bits, to 2^−65 of itself. */
const log2Pair = (a: ScalarNode): Pair => {
  const bits = evenBits(a)
  const exponent = minusExponent(bits)
  const minusK = exponentValue(exponent).value
  const m = floatOf(add(bits, exponent))
  const [f, d] = [sub(m, 1), add(m, 1)]
  const s = div(f, d)
  const hi = upperHalf(s)
  // what the quotient lacks: the products of halves are exact
  const dHi = upperHalf(d)
  const lo = div(sub(sub(f, mul(hi, dHi)), mul(hi, sub(m, sub(dHi, 1)))), d)
  // s·(3 + z + …) in two floats, where z = hi² + (s + hi)·lo
  const z = mul(s, s)
  const square = mul(hi, hi)
  const rest = mulAdd(mul(z, z), horner(z, artanhRest), mul(lo, add(hi, s)))
  const series = upperHalf(add(add(square, 3), rest))
  const seriesLo = sub(rest, sub(sub(series, 3), square))
  const main = mul(hi, series)
  const mainLo = mulAdd(lo, series, mul(seriesLo, s))
  const sum = upperHalf(add(main, mainLo))
  const sumLo = sub(mainLo, sub(sum, main))
  const scaledHi = mul(sum, SCALE[0])
  const scaledLo = mulAdd(sum, SCALE[1], mul(sumLo, SCALE[0] + SCALE[1]))
  const log = upperHalf(sub(add(scaledHi, scaledLo), minusK))
  return { hi: log, lo: sub(scaledLo, sub(add(log, minusK), scaledHi)) }
}

/** Beyond this exponent of two every power has over- or underflowed; and beyond this y, unless |x| is 1. */
const FAR = 1100
const LARGE = 2 ** 70

/** `aʸ` for 0 < a < ∞ */
export const magnitude = (a: ScalarNode, y: ScalarNode): ScalarNode => {
  const log = log2Pair(a)
  const yHi = upperHalf(y)
  const product = quickTwoSum(mul(yHi, log.hi), mulAdd(sub(y, yHi), log.hi, mul(y, log.lo)))
  const exponent = clamp(product.hi, -FAR, FAR)
  const k = roundToInteger(exponent, 2 * biasOf(exponent))
  const part = quickTwoSum(sub(exponent, k.value), clamp(product.lo, -1, 1))
  const r = mul(part.hi, Math.LN2)
  return scaleByPower(add(add(mulAdd(part.lo, Math.LN2, curved(r)), r), 1), k.bits)
}

/** The same for numbers of float32. */
export const briefMagnitude = (a: ScalarNode, y: ScalarNode): ScalarNode => briefExp2(mul(y, briefLog2(a)))

/** `xʸ` from `|x|ʸ`: signs, zeros, infinities and NaN as C has them (C99, F.9.4.4). */
const pow =
  (power: (a: ScalarNode, y: ScalarNode) => ScalarNode) =>
  (x: ScalarNode, y: ScalarNode): ScalarNode => {
    const a = abs(x)
    const whole = trunc(y)
    const half = mul(y, 0.5)
    const isWhole = eq(whole, y)
    const isOdd = and(isWhole, ne(trunc(half), half))
    const shrinks = xor(lt(a, 1), lt(y, 0))
    const atEnds = select(shrinks, literal(x, 0), Infinity)
    const size = select(or(eq(a, 0), eq(a, Infinity)), atEnds, power(a, clamp(y, -LARGE, LARGE)))
    const noRoot = and(and(lt(x, 0), lt(a, Infinity)), ne(whole, y))
    const isNaN = or(noRoot, or(ne(x, x), ne(y, y)))
    const isOne = or(eq(x, 1), eq(y, 0)) // beside NaN too
    return select(isOne, 1, select(isNaN, literal(x, NaN), select(isOdd, flipBy(x, size), size)))
  }

export const powExpansion: Expansion = widened(pow(briefMagnitude), pow(magnitude))
