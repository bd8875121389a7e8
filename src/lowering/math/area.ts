// The inverses of the hyperbolic functions.
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
  /** `artanh s = s + s³·B(s²)` for s ≤ 0.206 */
  readonly artanh: readonly number[]
  /** ln 2 / 2 = high + low */
  readonly halfLn2: readonly [high: number, low: number]
}
const table: { readonly [T in FloatType]: Facts } = {
  f32: {
    large: 2 ** 30,
    acosh: [-0.08333321660757065, 0.018746614456176758, -0.0055479989387094975, 0.0017604591557756066, -0.0004136069037485868], // 2^−29.6
    artanh: [0.3333333134651184, 0.20000483095645905, 0.14250548183918, 0.1209673136472702], // 2^−34.8
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
    // 2^−61.9
    artanh: [
      0.33333333333333276, 0.2000000000004343, 0.14285714274466615, 0.11111112519224929, 0.09090811709909878, 0.07696220113332143,
      0.06576079011738041, 0.06991337728240196,
    ],
    halfLn2: [0.34657359027994515, 2.7489615093541855e-14],
  },
}
const factsOf = (x: ScalarNode): Facts => table[x.type as FloatType]

/** `asinh|x| = ln(1 + |x| + x²/(1 + √(1 + x²)))`, the last sum as two floats. */
export const asinh = (x: ScalarNode): ScalarNode => {
  const a = abs(x)
  const large = gt(a, factsOf(x).large)
  const square = mul(a, a)
  const sum = quickTwoSum(a, div(square, add(sqrt(add(square, 1)), 1)))
  const argument = { hi: select(large, a, sum.hi), lo: select(large, literal(x, 0), sum.lo) }
  return withSignOf(x, select(lt(a, Infinity), log1pPair(argument, large), a))
}

/** `acosh(1 + t) = ln(1 + t + √(t(2 + t)))`, near 1 by its own polynomial. */
export const acosh = (x: ScalarNode): ScalarNode => {
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
 * guessed from the difference of the bits of 1 + a and 1 − a, which are nearly logarithms. For k = 0, s is a itself.
 */
export const atanh = (x: ScalarNode): ScalarNode => {
  const { artanh, halfLn2 } = factsOf(x)
  const a = abs(x)
  const logRatio = sub(bitsOf(add(a, 1)), bitsOf(sub(1, a)))
  const half = integer(x, bitsOfHalfExponent(x))
  const k = and(add(logRatio, half), exponents(logRatio, -1))
  const power = floatOf(add(k, oneBits(k)))
  const less1 = sub(power, 1)
  const s = div(add(sub(mul(a, power), less1), a), sub(add(power, 1), mul(a, less1)))
  const z = mul(s, s)
  const { value, unit } = exponentValue(k)
  const tail = mulAdd(mul(s, z), horner(z, artanh), mul(value, halfLn2[1] * unit))
  const result = add(mul(value, halfLn2[0] * unit), add(s, tail))
  return withSignOf(x, select(lt(a, 1), result, select(eq(a, 1), Infinity, literal(x, NaN))))
}

/** Half of an exponent's unit, for rounding. */
const bitsOfHalfExponent = (x: ScalarNode): bigint => (x.type === "f32" ? 1n << 22n : 1n << 51n)

export const areas = { asinh: both(asinh), acosh: both(acosh), atanh: both(atanh) }
