// The inverses of the hyperbolic functions.
import type { Expansion } from "../../core/lower.js"
import type { ScalarNode } from "../../core/scalar.js"
import {
  abs,
  add,
  and,
  bitsOf,
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
  oneBits,
  quickTwoSum,
  select,
  sqrt,
  sub,
  withSignOf,
} from "./builder.js"
import { exponentValue, log1pPair } from "./logarithm.js"

interface Facts {
  /** From here on x² ± 1 is x², and ln(2x) is the answer. */
  readonly large: number
  /** `acosh(1 + t) = √(2t)·(1 + t·A(t))` for t ≤ ½ */
  readonly acosh: readonly number[]
  /** `artanh s = s + s³·B(s²)` for |s| ≤ 0.26 */
  readonly artanh: readonly number[]
  /** ln 2 / 2 = high + low */
  readonly halfLn2: readonly [high: number, low: number]
}
const table: { readonly [T in FloatType]: Facts } = {
  f32: {
    large: 2 ** 30,
    acosh: [-0.08333321660757065, 0.018746614456176758, -0.0055479989387094975, 0.0017604591557756066, -0.0004136069037485868], // 2^−29.6
    artanh: [0.33333316445350647, 0.2000233680009842, 0.14185234904289246, 0.12791985273361206], // 2^−31.3
    halfLn2: [0.3465728759765625, 7.143033826650935e-7],
  },
  f64: {
    large: 2 ** 60,
    // 2^−60.4
    acosh: [
      -0.08333333333333305, 0.01874999999996116, -0.005580357140986192, 0.0018988714824530433, -0.00069912932604546, 0.0002711310648852092,
      -0.00010906440993465881, 4.4972913053417516e-5, -1.8622067791154857e-5, 7.291578236411951e-6, -2.3188671211917784e-6,
      4.197081035010554e-7,
    ],
    // 2^−61.4
    artanh: [
      0.3333333333333339, 0.19999999999965903, 0.14285714292502222, 0.11111110447996743, 0.09090945704929035, 0.07691089920495951,
      0.06691482310622801, 0.05581152666572373, 0.07223993195452358,
    ],
    halfLn2: [0.34657359027994517, 2.7489615093541856e-14],
  },
}
const factsOf = (x: ScalarNode): Facts => table[x.type as FloatType]

/** A quarter of an exponent's unit, added before rounding down. */
const quarterExponent = (x: ScalarNode): bigint => (x.type === "f32" ? 1n << 21n : 1n << 50n)

/** `asinh|x| = ln(1 + |x| + x²/(1 + √(1 + x²)))`, the last sum as two floats. */
const asinh = (x: ScalarNode): ScalarNode => {
  const a = abs(x)
  const large = gt(a, factsOf(x).large)
  const square = mul(a, a)
  const sum = quickTwoSum(a, div(square, add(sqrt(add(square, 1)), 1)))
  const argument = { hi: select(large, a, sum.hi), lo: select(large, literal(x, 0), sum.lo) }
  return withSignOf(x, select(lt(a, Infinity), log1pPair(argument, large), a))
}

/** `acosh(1 + t) = ln(1 + t + √(t(2 + t)))`, near 1 by its own polynomial. */
const acosh = (x: ScalarNode): ScalarNode => {
  const { large: end, acosh } = factsOf(x)
  const large = gt(x, end)
  const t = sub(x, 1)
  const root = sqrt(add(t, t))
  const near = mulAdd(mul(root, t), horner(t, acosh), root)
  const far = quickTwoSum(t, sqrt(mul(t, add(t, 2))))
  const argument = { hi: select(large, x, far.hi), lo: select(large, literal(x, 0), far.lo) }
  return select(gt(t, 0.5), select(lt(x, Infinity), log1pPair(argument, large), x), near)
}

/**
 * `artanh a = ½ ln((1 + a)/(1 − a)) = k·½ ln 2 + artanh s` with `s = (1 + a − S(1 − a))/(1 + a + S(1 − a))`, S = 2ᵏ: k is near enough if
 * guessed from the difference of the bits of 1 + a and 1 − a, which are nearly logarithms. For k = 0, s is a itself, so k = 0 goes up to
 * a = ¼, where k = 1 no longer cancels.
 */
const atanh = (x: ScalarNode): ScalarNode => {
  const { artanh, halfLn2 } = factsOf(x)
  const a = abs(x)
  const [above, below] = [add(a, 1), sub(1, a)]
  const logRatio = sub(bitsOf(above), bitsOf(below))
  const k = and(add(logRatio, integer(x, quarterExponent(x))), exponents(logRatio, -1))
  const power = floatOf(add(k, oneBits(k)))
  // S·a − (S − 1) + a, exact but for the last sum; for the largest S of all, S − 1 comes out as S, and takes 1 too much
  const less1 = sub(power, 1)
  const tooMuch = sub(1, sub(power, less1))
  const s = div(add(sub(mul(a, power), less1), add(a, tooMuch)), mulAdd(power, below, above))
  const z = mul(s, s)
  const { value, unit } = exponentValue(k)
  const tail = mulAdd(mul(s, z), horner(z, artanh), mul(value, halfLn2[1] * unit))
  const result = add(mul(value, halfLn2[0] * unit), add(s, tail))
  return withSignOf(x, select(lt(a, 1), result, select(eq(a, 1), Infinity, literal(x, NaN))))
}

export const asinhExpansion: Expansion = both(asinh)
export const acoshExpansion: Expansion = both(acosh)
export const atanhExpansion: Expansion = both(atanh)
