// Hyperbolic functions.
import type { Expansion } from "../../core/lower.js"
import type { ScalarNode } from "../../core/scalar.js"
import {
  abs,
  add,
  atLeast,
  atMost,
  biasOf,
  both,
  div,
  type FloatType,
  flipBy,
  horner,
  inversePowerOfTwo,
  lt,
  mul,
  mulAdd,
  powerOfTwo,
  select,
  sub,
  withSignOf,
} from "./builder.js"
import { type Decay, decay, factsOf, reduce } from "./expkernel.js"

/** `tanh = N/D` with `N = 1 − s·(1 + p)` and `D = 1 + s·(1 + p)`: three roundings, 1.99 ulp in float32. */
const tanhQuotient = ({ s, p }: Decay): ScalarNode => {
  const sp = mul(s, p)
  return div(sub(sub(1, s), sp), add(add(1, s), sp))
}

/** The same as `c + (N − c·D)/D`, where c = (1 − s)² is exact and near, so that the quotient's roundings count little: 1.3 ulp. */
const tanhCentred = ({ s, p }: Decay): ScalarNode => {
  const u = sub(1, s)
  const c = mul(u, u)
  const numerator = mul(s, sub(mul(u, s), mul(p, add(c, 1))))
  return add(c, div(numerator, mulAdd(s, p, add(s, 1))))
}

/** `tanh|x|` from `e^(−2|x|)`. In float32 the quicker form is within 2 ulp for every argument; in float64 it is not. */
const tanh = (x: ScalarNode): ScalarNode => {
  const magnitude = atMost(abs(x), factsOf(x).saturation.tanh)
  const parts = decay(add(magnitude, magnitude))
  return withSignOf(x, x.type === "f32" ? tanhQuotient(parts) : tanhCentred(parts))
}

interface SinhFacts {
  /** `sinh r = r + r³·S(r²)` and `cosh r = 1 + r²·C(r²)` for |r| ≤ ½ ln 2 */
  readonly sinh: readonly number[]
  readonly cosh: readonly number[]
  /** Beyond this both have overflowed. */
  readonly end: number
  /** Below this, sinh x is x. */
  readonly tiny: number
}
const sinhTable: { readonly [T in FloatType]: SinhFacts } = {
  f32: {
    sinh: [0.1666666716337204, 0.00833318755030632, 0.0001996253413381055], // 2^−34
    cosh: [0.5, 0.04166645556688309, 0.001393579412251711], // 2^−33
    end: 89.5,
    tiny: 2 ** -13,
  },
  f64: {
    // 2^−61.7
    sinh: [0.16666666666666677, 0.0083333333333214, 0.0001984126988675415, 2.755724353568146e-6, 2.510928536114677e-8],
    // 2^−58
    cosh: [0.5000000000000013, 0.0416666666665109, 0.0013888888948164757, 2.480148876573834e-5, 2.763169972868017e-7],
    end: 710.6,
    tiny: 2 ** -28,
  },
}
const sinhFactsOf = (x: ScalarNode): SinhFacts => sinhTable[x.type as FloatType]

interface Parts {
  /** ¼(2ᵏ + 2⁻ᵏ) and ¼(2ᵏ − 2⁻ᵏ): a quarter, because 2ᵏ may be just out of range */
  readonly plus: ScalarNode
  readonly minus: ScalarNode
  readonly sinh: ScalarNode
  readonly coshLess1: ScalarNode
}
/** What `e^±(k·ln 2 + r)` are made of. */
const hyperbolicParts = (x: ScalarNode): Parts => {
  const { sinh, cosh, end } = sinhFactsOf(x)
  const quarter = biasOf(x) - 2
  const { k, r, lost } = reduce(atMost(abs(x), end), quarter)
  const grow = powerOfTwo(k)
  const shrink = atLeast(inversePowerOfTwo(k, quarter - 2), 0) // its exponent wraps around for the largest k
  const z = mul(r, r)
  return {
    plus: add(grow, shrink),
    minus: sub(grow, shrink),
    sinh: add(r, mulAdd(mul(r, z), horner(z, sinh), lost())),
    coshLess1: mul(z, horner(z, cosh)),
  }
}

/** `sinh(k·ln 2 + r) = ½(2ᵏ − 2⁻ᵏ)·cosh r + ½(2ᵏ + 2⁻ᵏ)·sinh r`, which takes no division and keeps small x relatively exact. */
const sinh = (x: ScalarNode): ScalarNode => {
  const { plus, minus, sinh, coshLess1 } = hyperbolicParts(x)
  const half = add(minus, mulAdd(plus, sinh, mul(minus, coshLess1)))
  return select(lt(abs(x), sinhFactsOf(x).tiny), x, flipBy(x, add(half, half)))
}

/** `cosh(k·ln 2 + r) = ½(2ᵏ + 2⁻ᵏ)·cosh r + ½(2ᵏ − 2⁻ᵏ)·sinh r` */
const cosh = (x: ScalarNode): ScalarNode => {
  const { plus, minus, sinh, coshLess1 } = hyperbolicParts(x)
  const half = add(plus, mulAdd(minus, sinh, mul(plus, coshLess1)))
  return add(half, half)
}

export const tanhExpansion: Expansion = both(tanh)
export const sinhExpansion: Expansion = both(sinh)
export const coshExpansion: Expansion = both(cosh)
