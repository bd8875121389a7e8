// What every function built on eˣ shares: x = k·ln 2 + r with |r| ≤ ½ ln 2 and ln 2 in two parts of which the first has so few bits that k
// times it is exact (Cody & Waite 1980), and a polynomial of r that is minimax in the relative error of eʳ − 1.
import type { ScalarNode } from "../../core/scalar.js"
import { add, atLeast, atMost, type FloatType, horner, inversePowerOfTwo, mul, roundToInteger, sub } from "./builder.js"

export interface Facts {
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
export const factsOf = (x: ScalarNode): Facts => table[x.type as FloatType]

/** `eʳ − 1 − r` for |r| ≤ ½ ln 2 */
export const curved = (r: ScalarNode): ScalarNode => mul(mul(r, r), horner(r, factsOf(r).q))
/** `eʳ − 1` */
export const expm1Kernel = (r: ScalarNode): ScalarNode => add(curved(r), r)
/** `eʳ` */
export const expKernel = (r: ScalarNode): ScalarNode => add(expm1Kernel(r), 1)

export interface Reduced {
  /** An integer of which k, and the offset asked for, are the last bits. */
  readonly k: ScalarNode
  readonly r: ScalarNode
  /** What the rounding of r lost. */
  readonly lost: () => ScalarNode
}
/** `x = k·ln 2 + r` */
export const reduce = (x: ScalarNode, offset = 0): Reduced => {
  const [high, low] = factsOf(x).ln2
  const k = roundToInteger(mul(x, Math.LOG2E), offset)
  const first = sub(x, mul(k.value, high))
  const second = mul(k.value, low)
  const r = sub(first, second)
  return { k: k.bits, r, lost: () => sub(sub(first, r), second) }
}

export const clamp = (x: ScalarNode, lo: number, hi: number): ScalarNode => atMost(atLeast(x, lo), hi)

/** `e⁻ʸ = s·(1 + p)` with s a power of two. */
export interface Decay {
  readonly s: ScalarNode
  readonly p: ScalarNode
}
/**
 * `e⁻ʸ`, y = hi + lo, for 0 ≤ y < 80, to be subtracted from something no smaller: s = 2⁻ᵏ, −y = r − k·ln 2, where ln 2 is in one part,
 * because what it loses is multiplied by s.
 */
export const decay = (hi: ScalarNode, lo?: ScalarNode): Decay => {
  const k = roundToInteger(mul(hi, Math.LOG2E))
  const r = sub(mul(k.value, Math.LN2), hi)
  return { s: inversePowerOfTwo(k.bits), p: add(lo === undefined ? curved(r) : sub(curved(r), lo), r) }
}
