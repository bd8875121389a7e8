// Functions of numbers, applied to every element. Arrays must agree in shape and dtype: `lax` never promotes.
import type { ArrayLike, NDArray } from "../core/array.js"
import { isInexact, isInteger } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import * as prim from "../primitives/elementwise/index.js"
import { arrayOf, type Binary, beside, binary, ternary, type Unary, unary } from "./operands.js"

/** `x + y`; integers wrap around. (`lax.add`) */
export const add: Binary = binary("add", prim.add)
/** `x − y`; integers wrap around. (`lax.sub`) */
export const sub: Binary = binary("sub", prim.sub)
/** `x · y`; integers wrap around. (`lax.mul`) */
export const mul: Binary = binary("mul", prim.mul)
/** `x / y`; integers are truncated toward 0, `x / 0` is −1, and the least one over −1 is itself. (`lax.div`) */
export const div: Binary = binary("div", prim.div)
/** `x − y·trunc(x / y)`: the remainder with the sign of `x`. (`lax.rem`) */
export const rem: Binary = binary("rem", prim.rem)
/** `−x` (`lax.neg`) */
export const neg: Unary = unary("neg", prim.neg)
/** `|x|`; the slope at 0 is 0. (`lax.abs`) */
export const abs: Unary = unary("abs", prim.abs)
/** −1, 0 or 1; NaN for NaN. (`lax.sign`) */
export const sign: Unary = unary("sign", prim.sign)
/** The larger of two, NaN if either is; of booleans, or. Where they tie, each gets half of the gradient. (`lax.max`) */
export const max: Binary = binary("max", (x, y) => (x.dtype === "bool" ? prim.or(x, y) : prim.max(x, y)))
/** The smaller of two, NaN if either is; of booleans, and. Where they tie, each gets half of the gradient. (`lax.min`) */
export const min: Binary = binary("min", (x, y) => (x.dtype === "bool" ? prim.and(x, y) : prim.min(x, y)))
/** The real part of complex numbers. (`lax.real`) */
export const real: Unary = (x) => prim.real(arrayOf(x, "real"))
/** The imaginary part of complex numbers. (`lax.imag`) */
export const imag: Unary = (x) => prim.imag(arrayOf(x, "imag"))
/** `re + i·im`, complex64 of float32 and complex128 of float64. (`lax.complex`) */
export const complex: Binary = binary("complex", prim.complex)
/** `a − ib`; of floats, which have no imaginary part, the same numbers as complex ones. (`lax.conj`) */
export const conj: Unary = (x) => prim.conj(prim.complexOf(arrayOf(x, "conj")))
/** The representable number after `x` in the direction of `y`. (`lax.nextafter`) */
export const nextafter: Binary = binary("nextafter", prim.nextafter)

const clampTogether = ternary("clamp", (low, x, high) => prim.clamp(low, x, high))
/** `min(max(x, low), high)`; the bounds may be scalars. The gradient passes strictly between them. (`lax.clamp`) */
export const clamp = (low: ArrayLike, x: ArrayLike, high: ArrayLike): NDArray => clampTogether(low, x, high)

/** `⌊x⌋` (`lax.floor`) */
export const floor: Unary = unary("floor", prim.floor)
/** `⌈x⌉` (`lax.ceil`) */
export const ceil: Unary = unary("ceil", prim.ceil)

/** What becomes of halves. */
export type RoundingMethod = prim.RoundingMethod
/** What becomes of halves in `round`, by name. (`lax.RoundingMethod`) */
export const RoundingMethod = { AWAY_FROM_ZERO: "AWAY_FROM_ZERO", TO_NEAREST_EVEN: "TO_NEAREST_EVEN" } as const
/** The nearest whole number; halves go away from 0 unless said otherwise. (`lax.round`) */
export const round = (x: ArrayLike, roundingMethod: RoundingMethod = "AWAY_FROM_ZERO"): NDArray =>
  prim.round(arrayOf(x, "round"), roundingMethod)

/** `eˣ` (`lax.exp`) */
export const exp: Unary = unary("exp", prim.exp)
/** `2ˣ` (`lax.exp2`) */
export const exp2: Unary = unary("exp2", prim.exp2)
/** `eˣ − 1`, exact near 0. (`lax.expm1`) */
export const expm1: Unary = unary("expm1", prim.expm1)
/** `ln x` (`lax.log`) */
export const log: Unary = unary("log", prim.log)
/** `ln(1 + x)`, exact near 0. (`lax.log1p`) */
export const log1p: Unary = unary("log1p", prim.log1p)
/** `1 / (1 + e⁻ˣ)` (`lax.logistic`) */
export const logistic: Unary = unary("logistic", prim.logistic)
/** `√x` (`lax.sqrt`) */
export const sqrt: Unary = unary("sqrt", prim.sqrt)
/** `1 / √x` (`lax.rsqrt`) */
export const rsqrt: Unary = unary("rsqrt", prim.rsqrt)
/** `∛x`, of real numbers (`lax.cbrt`) */
export const cbrt: Unary = unary("cbrt", prim.cbrt)
/** `x²` (`lax.square`) */
export const square: Unary = unary("square", prim.square)

/**
 * `xʸ` for one whole number `y`, by repeated multiplication. (`lax.integer_pow`)
 * @throws ArgumentError for integers to a negative power, and for a `y` that is not whole
 */
export const integerPow = (x: ArrayLike, y: number): NDArray => {
  const base = arrayOf(x, "integerPow")
  if (!Number.isInteger(y) || (isInteger(base.dtype) && y < 0))
    raise({
      code: "argument/power",
      op: "integerPow",
      need: "the exponent must be a whole number, for integers not negative",
      got: `exponent ${y} for ${base.dtype}`,
      hint: "use lax.pow for other exponents, and convert integers with lax.convertElementType",
    })
  return prim.integerPow(base, y)
}
/** `1 / x` for floats. (`lax.reciprocal`) */
export const reciprocal = (x: ArrayLike): NDArray => integerPow(x, -1)

const powTogether = binary("pow", prim.pow)
/**
 * `xʸ` for float `x`. The exponent may be an integer array too, and has then no gradient; a bare whole number multiplies repeatedly,
 * which is differentiable at 0. (`lax.pow`)
 */
export const pow = (x: ArrayLike, y: ArrayLike): NDArray => {
  const base = arrayOf(x, "pow")
  if (typeof y === "number" && Number.isInteger(y) && isInexact(base.dtype)) return prim.integerPow(base, y)
  const exponent = beside(y, base.dtype, "pow")
  const isWhole = isInteger(exponent.dtype) && isInexact(base.dtype)
  return powTogether(base, isWhole ? prim.convertElementType(exponent, base.dtype, base.weakType) : exponent)
}

/** `sin x` (`lax.sin`) */
export const sin: Unary = unary("sin", prim.sin)
/** `cos x` (`lax.cos`) */
export const cos: Unary = unary("cos", prim.cos)
/** `tan x` (`lax.tan`) */
export const tan: Unary = unary("tan", prim.tan)
/** `arcsin x` (`lax.asin`) */
export const asin: Unary = unary("asin", prim.asin)
/** `arccos x` (`lax.acos`) */
export const acos: Unary = unary("acos", prim.acos)
/** `arctan x` (`lax.atan`) */
export const atan: Unary = unary("atan", prim.atan)
/** The angle of the point (x, y), in (−π, π]. The ordinate comes first. (`lax.atan2`) */
export const atan2: Binary = binary("atan2", prim.atan2)
/** `sinh x` (`lax.sinh`) */
export const sinh: Unary = unary("sinh", prim.sinh)
/** `cosh x` (`lax.cosh`) */
export const cosh: Unary = unary("cosh", prim.cosh)
/** `tanh x` (`lax.tanh`) */
export const tanh: Unary = unary("tanh", prim.tanh)
/** `arsinh x` (`lax.asinh`) */
export const asinh: Unary = unary("asinh", prim.asinh)
/** `arcosh x` (`lax.acosh`) */
export const acosh: Unary = unary("acosh", prim.acosh)
/** `artanh x` (`lax.atanh`) */
export const atanh: Unary = unary("atanh", prim.atanh)
