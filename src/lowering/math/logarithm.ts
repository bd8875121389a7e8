// ln x and ln(1 + x): the argument is split into 2ᵏ·(1 + f) by integer arithmetic on its bits, and ln(1 + f) is a polynomial (float32) or
// the series of artanh in s = f/(2 + f) (float64, where it saves a dozen terms; fdlibm's e_log.c explains it). The sums subtract −k·ln 2,
// never add, so that f = −0 comes out as −0.
import type { Expansion } from "../../core/lower.js"
import { node, type ScalarNode } from "../../core/scalar.js"
import {
  add,
  and,
  atLeast,
  bitsOf,
  bitsOfNumber,
  both,
  div,
  eq,
  exponents,
  type FloatType,
  floatOf,
  gt,
  horner,
  integer,
  literal,
  lt,
  mul,
  mulAdd,
  neg,
  oneBits,
  or,
  type Pair,
  quickTwoSum,
  select,
  shrU,
  sub,
} from "./builder.js"

/** −k of x = 2ᵏ·m, √½ ≤ m < √2, at the place of the exponent, so that adding it to bits divides by 2ᵏ. */
export const minusExponent = (bits: ScalarNode): ScalarNode => {
  // −⌊(bits − bits of √½)/2^fraction⌋
  const ceiling = bitsOfNumber(bits, Math.SQRT1_2) + (exponents(bits, 1).type === "i64" ? (1n << 52n) - 1n : (1n << 23n) - 1n)
  return and(sub(integer(bits, ceiling), bits), exponents(bits, -1))
}

interface Facts {
  readonly ln2: readonly [high: number, low: number]
  readonly coefficients: readonly number[]
  readonly smallestNormal: number
  readonly subnormalBits: number
}
const table: { readonly [T in FloatType]: Facts } = {
  f32: {
    ln2: [0.693145751953125, 1.428606765330187e-6],
    // ln(1 + f) = f − f²·(½ − f·P(f)), to 2^−24.9
    coefficients: [
      0.3333391547203064, -0.25001320242881775, 0.19962890446186066, -0.16578014194965363, 0.1491691619157791, -0.14264847338199615,
      0.08691126108169556,
    ],
    smallestNormal: 2 ** -126,
    subnormalBits: 24,
  },
  f64: {
    ln2: [0.6931471805598903, 5.497923018708371e-14],
    // (2·artanh(s)/s − 2)/s² as a polynomial in s², to 2^−58.5
    coefficients: [
      0.6666666666666735, 0.3999999999941045, 0.2857142874327171, 0.22222198485314623, 0.18183568823993262, 0.15313936040777823,
      0.14797097368476708,
    ],
    smallestNormal: 2 ** -1022,
    subnormalBits: 54,
  },
}
const factsOf = (x: ScalarNode): Facts => table[x.type as FloatType]

interface Scaled {
  /** The integer as a float, times `unit`⁻¹. */
  readonly value: ScalarNode
  readonly unit: number
}
/** An integer at the place of the exponent as a float: by conversion in float32, by writing it into the fraction of 2⁵² in float64. */
export const exponentValue = (e: ScalarNode): Scaled => {
  if (e.type === "i32") return { value: node("convert", "f32", [e]), unit: 2 ** -23 }
  const POSITIVE = 2000
  const fraction = shrU(add(e, exponents(e, POSITIVE)), 52)
  return { value: sub(floatOf(or(fraction, integer(e, bitsOfNumber(e, 2 ** 52)))), 2 ** 52 + POSITIVE), unit: 1 }
}

interface LogParts {
  /** ln(1 + f) is f less this */
  readonly less: ScalarNode
  /** k·ln 2, negated, but for what is in `less` */
  readonly high: ScalarNode
}
/** `ln(1 + f) − minusK·ln 2 + extra = (f − less) − high` */
const logParts = (f: ScalarNode, minusK: Scaled, extra?: ScalarNode): LogParts => {
  const { ln2, coefficients } = factsOf(f)
  const high = mul(minusK.value, ln2[0] * minusK.unit)
  const lowest = mul(minusK.value, ln2[1] * minusK.unit)
  const low = extra === undefined ? lowest : sub(lowest, extra)
  const square = mul(f, f)
  if (f.type === "f32") return { less: mulAdd(square, sub(0.5, mul(f, horner(f, coefficients))), low), high }
  const s = div(f, add(f, 2))
  const z = mul(s, s)
  const half = mul(square, 0.5)
  const tail = mul(z, horner(z, coefficients))
  return { less: sub(half, sub(mul(s, add(half, tail)), low)), high }
}
const logKernel = (f: ScalarNode, minusK: Scaled, extra?: ScalarNode): ScalarNode => {
  const { less, high } = logParts(f, minusK, extra)
  return sub(sub(f, less), high)
}

/** The bits of x > 0, of a subnormal one with the exponent that it would have if there were more of them. */
export const evenBits = (x: ScalarNode): ScalarNode => {
  const { smallestNormal, subnormalBits } = factsOf(x)
  const raised = bitsOf(mul(x, 2 ** subnormalBits))
  return select(lt(x, smallestNormal), sub(raised, exponents(raised, subnormalBits)), bitsOf(x))
}

interface Split extends LogParts {
  readonly f: ScalarNode
}
const splitLog = (bits: ScalarNode): Split => {
  const minusK = minusExponent(bits)
  const f = sub(floatOf(add(bits, minusK)), 1)
  return { f, ...logParts(f, exponentValue(minusK)) }
}

/** `−ln x` as two floats, for x positive and normal; good to half a unit of ln(1 + f). */
export const minusLogPair = (x: ScalarNode): Pair => {
  const { f, less, high } = splitLog(bitsOf(x))
  return quickTwoSum(high, sub(less, f))
}

/** `ln x` for any positive x with what the rounding of ln(1 + f) lost, too. */
export const logPair = (x: ScalarNode): Pair => {
  const { f, less, high } = splitLog(evenBits(x))
  const y = quickTwoSum(f, neg(less))
  const sum = quickTwoSum(neg(high), y.hi)
  return { hi: sum.hi, lo: add(sum.lo, y.lo) }
}

/** `result` where 0 < u < ∞; −∞ at 0, NaN below, and x itself at ∞ and NaN. */
const inDomain = (x: ScalarNode, zero: number, result: ScalarNode): ScalarNode => {
  const below = select(eq(x, zero), -Infinity, literal(x, NaN))
  return select(gt(x, zero), select(lt(x, Infinity), result, x), below)
}

/** `ln x` */
const log = (x: ScalarNode): ScalarNode => {
  const bits = evenBits(x)
  const minusK = minusExponent(bits)
  const f = sub(floatOf(add(bits, minusK)), 1)
  return inDomain(x, 0, logKernel(f, exponentValue(minusK)))
}

interface SplitOnePlus {
  readonly minusK: ScalarNode
  /** `2⁻ᵏ`, or 0 for the largest k of all, where it would wrap around to −∞ */
  readonly power: ScalarNode
  /** `2⁻ᵏ·(1 + x) − 1`: k is that of 1 + x rounded, but f comes from x, and rounds only where 2⁻ᵏ is not 1. */
  readonly f: ScalarNode
}
const splitOnePlus = (x: ScalarNode): SplitOnePlus => {
  const minusK = minusExponent(bitsOf(add(x, 1)))
  const power = atLeast(floatOf(add(minusK, oneBits(minusK))), 0)
  return { minusK, power, f: sub(floatOf(add(bitsOf(x), minusK)), sub(1, power)) }
}

/** `ln(1 + x)` */
const log1p = (x: ScalarNode): ScalarNode => {
  const { minusK, f } = splitOnePlus(x)
  return inDomain(x, -1, logKernel(f, exponentValue(minusK)))
}

/** `ln(1 + hi + lo)`, or `ln(2·hi)` where `large` holds, for hi ≥ 0. */
export const log1pPair = ({ hi, lo }: Pair, large: ScalarNode): ScalarNode => {
  const { minusK, power, f } = splitOnePlus(hi)
  const { value, unit } = exponentValue(minusK)
  // d ln(1 + f) = df/(1 + f)
  const extra = mul(mul(lo, power), sub(1, mul(f, sub(1, f))))
  return logKernel(f, { value: sub(value, select(large, literal(value, 1 / unit), 0)), unit }, extra)
}

export const logExpansion: Expansion = both(log)
export const log1pExpansion: Expansion = both(log1p)
