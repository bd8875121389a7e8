// eˣ and what is made of it. All reduce the argument to r = x − k·ln 2, |r| ≤ ½ ln 2, with ln 2 in two parts of which the first has so few
// bits that k times it is exact (Cody & Waite 1980), and take a polynomial of r that is minimax in the relative error of eʳ − 1.
import type { ScalarNode } from "../../core/scalar.js"
import {
  abs,
  add,
  atLeast,
  atMost,
  div,
  type Expansion,
  type FloatType,
  horner,
  inversePowerOfTwo,
  lt,
  mul,
  mulAdd,
  powerOfTwo,
  roundToInteger,
  scaleByPower,
  select,
  sub,
  withSignOf,
} from "./builder.js"
interface Facts {
  /** ln 2 = high + low, k·high being exact. */
  readonly ln2: readonly [high: number, low: number]
  /** `q` in `eʳ ≈ 1 + r + r²·q(r)`. */
  readonly q: readonly number[]
  /** Where eˣ has become 0, and ∞. */
  readonly exp: readonly [low: number, high: number]
  /** Where tanh and logistic have become 1, and eˣ − 1 has become −1. */
  readonly saturation: { readonly tanh: number; readonly logistic: number }
  /** Exponents by which the power of two in `logistic` is shifted into range. */
  readonly shift: number
  /** Below this, eˣ − 1 is x. */
  readonly tiny: number
}
const table: { readonly [T in FloatType]: Facts } = {
  f32: {
    ln2: [0.693145751953125, 1.428606765330187e-6],
    q: [0.4999999701976776, 0.1666654348373413, 0.04166750982403755, 0.008366570807993412, 0.001386401359923184], // 2^−26.1
    exp: [-104, 89],
    saturation: { tanh: 10, logistic: 18 },
    shift: 60,
    tiny: 2 ** -26,
  },
  f64: {
    ln2: [0.6931471805598903, 5.497923018708371e-14],
    // 2^−61.5
    q: [
      0.5, 0.16666666666666677, 0.04166666666666661, 0.008333333333321442, 0.0013888888888923827, 0.00019841269886577222,
      2.480158723747274e-5, 2.755724376811378e-6, 2.7557352938231993e-7, 2.5109189126955787e-8, 2.088949000457687e-9,
    ],
    exp: [-746, 710],
    saturation: { tanh: 20, logistic: 38 },
    shift: 500,
    tiny: 2 ** -55,
  },
}
const factsOf = (x: ScalarNode): Facts => table[x.type as FloatType]

/** `eʳ − 1 − r` for |r| ≤ ½ ln 2 */
const curved = (r: ScalarNode): ScalarNode => mul(mul(r, r), horner(r, factsOf(r).q))
/** `eʳ − 1` */
const expm1Kernel = (r: ScalarNode): ScalarNode => add(curved(r), r)
/** `eʳ` */
const expKernel = (r: ScalarNode): ScalarNode => add(expm1Kernel(r), 1)

interface Reduced {
  /** An integer of which k is the last bits. */
  readonly k: ScalarNode
  readonly r: ScalarNode
  /** What the rounding of r lost. */
  readonly lost: () => ScalarNode
}
/** `x = k·ln 2 + r` */
const reduce = (x: ScalarNode): Reduced => {
  const [high, low] = factsOf(x).ln2
  const k = roundToInteger(mul(x, Math.LOG2E))
  const first = sub(x, mul(k.value, high))
  const second = mul(k.value, low)
  const r = sub(first, second)
  return { k: k.bits, r, lost: () => sub(sub(first, r), second) }
}

const clamp = (x: ScalarNode, lo: number, hi: number): ScalarNode => atMost(atLeast(x, lo), hi)

/** `eˣ = 2ᵏ·eʳ` */
export const exp = (x: ScalarNode): ScalarNode => {
  const { k, r } = reduce(clamp(x, ...factsOf(x).exp))
  return scaleByPower(expKernel(r), k)
}

/** `2ˣ = 2ᵏ·e^(ln 2·(x − k))`, k the integer nearest to x; exact for integers. */
export const exp2 = (x: ScalarNode): ScalarNode => {
  const [low, high] = factsOf(x).exp
  const within = clamp(x, Math.floor(low * Math.LOG2E), Math.ceil(high * Math.LOG2E))
  const k = roundToInteger(within)
  return scaleByPower(expKernel(mul(sub(within, k.value), Math.LN2)), k.bits)
}

/** `eˣ − 1 = 2·(2ᵏ⁻¹·(eʳ − 1) + (2ᵏ⁻¹ − ½))`; half of it is computed because 2ᵏ may be just out of range. */
export const expm1 = (x: ScalarNode): ScalarNode => {
  const { saturation, exp, tiny } = factsOf(x)
  const { k, r, lost } = reduce(clamp(x, -saturation.logistic, exp[1]))
  const power = powerOfTwo(k, -1)
  const half = mulAdd(power, add(add(curved(r), lost()), r), sub(power, 0.5))
  return select(lt(abs(x), tiny), x, add(half, half))
}

/**
 * `1/(1 + e⁻ˣ) = 2ᵏ/(2ᵏ + eʳ)` with −x = r − k·ln 2: no overflow, and gradual underflow where 2ᵏ is subnormal. The denominator is summed so
 * that it rounds once: `2ᵏ + 1` is exact but for what `lost` returns.
 */
export const logistic = (x: ScalarNode): ScalarNode => {
  const { exp, saturation, shift, ln2 } = factsOf(x)
  const within = clamp(x, exp[0], saturation.logistic)
  const k = roundToInteger(mul(within, Math.LOG2E))
  const r = add(sub(mul(k.value, ln2[0]), within), mul(k.value, ln2[1]))
  const power = mul(powerOfTwo(k.bits, shift), 2 ** -shift)
  const plusOne = add(power, 1)
  const lost = sub(power, sub(plusOne, 1))
  return div(power, add(plusOne, add(expm1Kernel(r), lost)))
}

interface Halves {
  /** `2⁻ᵏ` */
  readonly s: ScalarNode
  /** `eʳ − 1` */
  readonly p: ScalarNode
}

/** `tanh = N/D` with `N = 1 − s·eʳ` and `D = 1 + s·eʳ`: three roundings, 1.96 ulp in float32. */
const tanhQuotient = ({ s, p }: Halves): ScalarNode => {
  const sp = mul(s, p)
  return div(sub(sub(1, s), sp), add(add(1, s), sp))
}

/** The same as `c + (N − c·D)/D`, where c = (1 − s)² is exact and near, so that the quotient's roundings count little: 1.3 ulp. */
const tanhCentred = ({ s, p }: Halves): ScalarNode => {
  const u = sub(1, s)
  const c = mul(u, u)
  const numerator = mul(s, sub(mul(u, s), mul(p, add(c, 1))))
  return add(c, div(numerator, mulAdd(s, p, add(s, 1))))
}

/**
 * `tanh|x|` from `e^(−2|x|) = s·eʳ`, s = 2⁻ᵏ, −2|x| = r − k·ln 2. What ln 2 loses in one part is multiplied by s, and never counts. In
 * float32 the quicker form is within 2 ulp for every argument; in float64 it is not.
 */
export const tanh = (x: ScalarNode): ScalarNode => {
  const magnitude = atMost(abs(x), factsOf(x).saturation.tanh)
  const k = roundToInteger(mul(magnitude, 2 * Math.LOG2E))
  const r = sub(mul(k.value, Math.LN2), add(magnitude, magnitude))
  const halves = { s: inversePowerOfTwo(k.bits), p: expm1Kernel(r) }
  return withSignOf(x, x.type === "f32" ? tanhQuotient(halves) : tanhCentred(halves))
}

const both = (f: (x: ScalarNode) => ScalarNode): Expansion => ({ f32: f as Expansion["f32"], f64: f as Expansion["f64"] })
export const exponentials = { exp: both(exp), exp2: both(exp2), expm1: both(expm1), logistic: both(logistic), tanh: both(tanh) }
