// sin, cos and tan: |x| less the nearest multiple k of π/2, as an unevaluated sum of two floats, then a polynomial on |r| ≤ π/4, and the
// quadrant from the last two bits of k. π/2 is in four parts such that k times each of the first three is exact, and so are the first two
// differences (Cody & Waite 1980); beyond `LIMIT` k has too many bits for that, and the host's function answers.
import type { Expansion, Shortcut } from "../../core/lower.js"
import type { ScalarNode } from "../../core/scalar.js"
import {
  abs,
  add,
  and,
  bitsOf,
  bitsOfNumber,
  both,
  div,
  type FloatType,
  floatOf,
  gt,
  horner,
  integer,
  isNear,
  mul,
  mulAdd,
  ne,
  rarely,
  roundToInteger,
  select,
  shl,
  sub,
  xor,
} from "./builder.js"

interface Facts {
  readonly halfPi: readonly [number, number, number, number]
  readonly limit: number
  /** `sin r = r + r³·S(r²)`, `cos r = 1 − r²/2 + r⁴·C(r²)`, `tan r = r + r³·T(r²)`. */
  readonly sin: readonly number[]
  readonly cos: readonly number[]
  readonly tan: readonly number[]
  /** By how much a bit 1 is shifted to become the sign. */
  readonly toSign: number
}
const table: { readonly [T in FloatType]: Facts } = {
  f32: {
    halfPi: [1.5703125, 0.0004837512969970703, 7.549533620476723e-8, 2.5633440682570896e-12], // k < 2¹³
    limit: 12867,
    sin: [-0.16666655242443085, 0.008332188241183758, -0.00019518072076607496], // 2^−27.9
    cos: [0.04166664555668831, -0.0013887309469282627, 2.4432338250335306e-5], // 2^−33
    // 2^−25.7
    tan: [0.33333152532577515, 0.13338908553123474, 0.05340249091386795, 0.024460650980472565, 0.0030722464434802532, 0.009412935934960842],
    toSign: 30,
  },
  f64: {
    halfPi: [1.5707963267341256, 6.077094383272197e-11, 6.12323399667708e-17, -9.403137205957857e-27], // k < 2²⁰
    limit: 1647099,
    // 2^−57.9
    sin: [
      -0.1666666666666663, 0.008333333333321919, -0.00019841269829456965, 2.755731358102176e-6, -2.505074200851033e-8,
      1.5895918776479306e-10,
    ],
    // 2^−63.9
    cos: [
      0.041666666666666595, -0.0013888888888873338, 2.4801587288995754e-5, -2.7557314214136153e-7, 2.087570486131308e-9,
      -1.1358714760312588e-11,
    ],
    // 2^−56.2
    tan: [
      0.3333333333333276, 0.13333333333417055, 0.0539682539255285, 0.021869489635801962, 0.00886321879351113, 0.0035922923658165584,
      0.001454738326560366, 0.0005951460959137107, 0.0002221434587882535, 0.00013700563415047033, -2.705390944297666e-5,
      9.00582602189356e-5, -4.519970001235429e-5, 2.0940072774400885e-5,
    ],
    toSign: 62,
  },
}
const factsOf = (x: ScalarNode): Facts => table[x.type as FloatType]

interface Angle {
  /** An integer whose last two bits number the quadrant. */
  readonly k: ScalarNode
  /** `|x| − k·π/2 = r + lo` */
  readonly r: ScalarNode
  readonly lo: ScalarNode
}
const reduce = (magnitude: ScalarNode): Angle => {
  const [first, second, third, fourth] = factsOf(magnitude).halfPi
  const k = roundToInteger(mul(magnitude, 2 / Math.PI))
  const exact = sub(sub(magnitude, mul(k.value, first)), mul(k.value, second))
  const rest = mul(k.value, third)
  const r = sub(exact, rest)
  return { k: k.bits, r, lo: sub(sub(sub(exact, r), rest), mul(k.value, fourth)) }
}

const sinKernel = ({ r, lo }: Angle): ScalarNode => {
  const z = mul(r, r)
  return add(r, mulAdd(mul(r, z), horner(z, factsOf(r).sin), lo))
}
/** Without `lo`, which is worth r·lo, a fifth of an ulp. */
const cosKernel = (r: ScalarNode): ScalarNode => {
  const z = mul(r, r)
  return sub(1, sub(mul(z, 0.5), mul(mul(z, z), horner(z, factsOf(r).cos))))
}

const isOdd = (k: ScalarNode): ScalarNode => ne(and(k, integer(k, 1n)), k.type === "i64" ? integer(k, 0n) : 0)
/** y with its sign changed where the sign bit of `bits` is set. */
const signedBy = (bits: ScalarNode, y: ScalarNode): ScalarNode => floatOf(xor(and(bits, integer(bits, bitsOfNumber(y, -0))), bitsOf(y)))

const unlessHuge = (magnitude: ScalarNode, result: ScalarNode, name: string, x: ScalarNode): ScalarNode =>
  rarely(gt(magnitude, factsOf(x).limit), result, name, x)

/** `sin x`: ± sin r or ± cos r by quadrant; odd, down to −0. */
const sin = (x: ScalarNode): ScalarNode => {
  const magnitude = abs(x)
  const angle = reduce(magnitude)
  const y = select(isOdd(angle.k), cosKernel(angle.r), sinKernel(angle))
  return unlessHuge(magnitude, signedBy(xor(shl(angle.k, factsOf(x).toSign), bitsOf(x)), y), "sin", x)
}

/** `cos x = sin(x + π/2)`: the quadrant is one further. */
const cos = (x: ScalarNode): ScalarNode => {
  const magnitude = abs(x)
  const angle = reduce(magnitude)
  const y = select(isOdd(angle.k), sinKernel(angle), cosKernel(angle.r))
  const next = add(angle.k, integer(angle.k, 1n))
  return unlessHuge(magnitude, signedBy(shl(next, factsOf(x).toSign), y), "cos", x)
}

/**
 * `tan x`: `tan r` or `−1/tan r` by quadrant, the latter with what the rounding of tan r lost: `1/(t + e) ≈ w − w²e`, w = 1/t. The slope of tan,
 * by which `lo` counts, is `1 + r² + 2r⁴/3 + …`, up to 2.
 */
const tan = (x: ScalarNode): ScalarNode => {
  const magnitude = abs(x)
  const { k, r, lo } = reduce(magnitude)
  const z = mul(r, r)
  const small = mulAdd(mul(r, z), horner(z, factsOf(x).tan), mul(lo, horner(z, [1, 1, 2 / 3])))
  const t = add(r, small)
  const lost = add(sub(r, t), small)
  const w = div(-1, t)
  const y = select(isOdd(k), mulAdd(mul(w, w), lost, w), t)
  return unlessHuge(magnitude, signedBy(bitsOf(x), y), "tan", x)
}

/** Below π/4 the multiple of π/2 is 0, and x is what is left. Not at −0, to which the polynomial would add +0. */
const nearZero = (value: Shortcut["value"]): Shortcut => ({ near: (x) => isNear(x, Math.PI / 4), value })

const cubic = (x: ScalarNode, z: ScalarNode, c: readonly number[]): ScalarNode => mulAdd(mul(x, z), horner(z, c), x)

const sinNear = nearZero((x) => cubic(x, mul(x, x), factsOf(x).sin))
const cosNear = nearZero((x) => cosKernel(x))
const tanNear = nearZero((x) => cubic(x, mul(x, x), factsOf(x).tan))

export const sinExpansion: Expansion = { ...both(sin), shortcut: sinNear }
export const cosExpansion: Expansion = { ...both(cos), shortcut: cosNear }
export const tanExpansion: Expansion = { ...both(tan), shortcut: tanNear }
