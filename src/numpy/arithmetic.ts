// Arithmetic on arrays of any dtypes and any shapes that broadcast.
import { type ArrayLike, literalArray, type NDArray } from "../core/array.js"
import { dtypeInfo, isComplex, isFloat, isInteger } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import type { TypeOf } from "../core/promote.js"
import * as prim from "../primitives/elementwise/index.js"
import { dtypeKinds, realKinds } from "../primitives/guards.js"
import { broadcastTogether } from "./broadcast.js"
import { promote, promoteToReal, resultTypeOf, toDtype } from "./promote.js"
import { binary, binaryFloat, binaryReal, unary, unaryFloat } from "./ufunc.js"

/** `x + y`; for booleans, or. */
export const add = binary("add", (x, y) => (x.dtype === "bool" ? prim.or(x, y) : prim.add(x, y)))
/** `x − y` */
export const subtract = binary("subtract", prim.sub)
/** `x · y`, element by element; for booleans, and. */
export const multiply = binary("multiply", (x, y) => (x.dtype === "bool" ? prim.and(x, y) : prim.mul(x, y)))
/** `x / y`, in floating point for integers too. */
export const divide = binaryFloat("divide", prim.div)
/** `x / y`; the same function as `divide`. */
export const trueDivide = divide
/** `−x` */
export const negative = unary("negative", prim.neg)
/** `x` */
export const positive = unary("positive", (x) => x)
/** `|x|` */
export const abs = unary("abs", (x) => (x.dtype === "bool" || x.dtype.startsWith("u") ? x : prim.abs(x)))
/** `|x|`; the same function as `abs`. */
export const absolute = abs
/** `z / |z|`, and 0 for 0. Its derivative is that of the quotient, where `lax.sign` has none. */
const direction = (z: NDArray): NDArray => {
  const size = prim.abs(z)
  return prim.div(z, prim.complexOf(prim.selectN(prim.eq(size, 0), size, literalArray(1, size.dtype))))
}

/** −1, 0 or 1; NaN for NaN. Of complex numbers, `z / |z|`. */
export const sign = unary("sign", (x) => (isComplex(x.dtype) ? direction(x) : prim.sign(x)))
/** `x²` */
export const square = unary("square", prim.square)
/** `1 / x` */
export const reciprocal = unaryFloat("reciprocal", (x) => prim.div(1, x))
/** `√x` */
export const sqrt = unaryFloat("sqrt", prim.sqrt)
/** `∛x` */
export const cbrt = unaryFloat("cbrt", prim.cbrt)
/** The larger of the two; NaN if either is. Where they are equal, each gets half of the gradient. */
export const maximum = binary("maximum", (x, y) => (x.dtype === "bool" ? prim.or(x, y) : prim.max(x, y)))
/** The smaller of the two; NaN if either is. Where they are equal, each gets half of the gradient. */
export const minimum = binary("minimum", (x, y) => (x.dtype === "bool" ? prim.and(x, y) : prim.min(x, y)))

const nonzeroAndApart = (x: NDArray, y: NDArray): NDArray =>
  prim.and(prim.ne(prim.rem(x, y), 0), prim.ne(prim.sign(prim.rem(x, y)), prim.sign(y)))

/** Remainders are real, and the error names the function that was called. */
const requireReal = (op: string, ...xs: readonly NDArray[]): void => {
  const issue = dtypeKinds(
    xs.map((x) => x.aval),
    realKinds,
  )
  if (issue) raise({ ...issue, op })
}

/** The remainder of `x / y` with the sign of `y`: `x − y·⌊x / y⌋`. */
export const mod = binary("mod", (x, y) => {
  requireReal("mod", x, y)
  const r = prim.rem(x, y)
  return x.dtype.startsWith("u") ? r : prim.selectN(nonzeroAndApart(x, y), r, prim.add(r, y))
})
/** The same function as `mod`. */
export const remainder = mod
/** The remainder of `x / y` with the sign of `x`, as C computes it. */
export const fmod = binary("fmod", (x, y) => {
  requireReal("fmod", x, y)
  return prim.rem(x, y)
})
/** `⌊x / y⌋`, from the exact remainder, so that `floorDivide(1, 0.1)` is 9: 0.1 is a little more than a tenth. */
export const floorDivide = binary("floorDivide", (x, y) => {
  requireReal("floorDivide", x, y)
  if (isFloat(x.dtype)) return floatDivmod(x, y)[0]
  const quotient = prim.div(x, y) // truncated: one too many where the signs differ and there is a remainder
  return x.dtype.startsWith("u") ? quotient : prim.selectN(nonzeroAndApart(x, y), quotient, prim.sub(quotient, 1))
})

/** Quotient and remainder of floats: `x − rem(x, y)` is a multiple of `y`, up to rounding. */
const floatDivmod = (x: NDArray, y: NDArray): readonly [NDArray, NDArray] => {
  const r = prim.rem(x, y)
  const isApart = nonzeroAndApart(x, y)
  const quotient = prim.roundToEven(prim.div(prim.sub(x, r), y))
  return [prim.selectN(isApart, quotient, prim.sub(quotient, 1)), prim.selectN(isApart, r, prim.add(r, y))]
}

/** `⌊x / y⌋` and the remainder. (`jax.numpy.divmod`) */
export const divmod = (x: ArrayLike, y: ArrayLike): readonly [NDArray, NDArray] => {
  requireReal("divmod", ...promote("divmod", [x, y]))
  return [floorDivide(x, y), mod(x, y)]
}

const ofDtype = (value: number, { dtype }: NDArray): NDArray => literalArray(value, dtype)

/** Integers to the power of integers, bit by bit of the exponent; wraps around. Negative powers are 0, but for bases 1 and −1. */
const integerPower = (x: NDArray, y: NDArray): NDArray => {
  let result = ofDtype(1, x)
  let base = x
  let bits = y
  for (let i = 0; i < dtypeInfo[x.dtype].bytes * 8; i++) {
    result = prim.selectN(prim.ne(prim.and(bits, 1), 0), prim.mul(result, ofDtype(1, x)), prim.mul(result, base))
    base = prim.mul(base, base)
    bits = x.dtype.startsWith("u") ? prim.shiftRightLogical(bits, 1) : prim.shiftRightArithmetic(bits, 1)
  }
  return prim.selectN(prim.and(prim.lt(y, 0), prim.ne(prim.abs(x), 1)), result, ofDtype(0, x))
}

const requireFloatBase = (base: NDArray, y: number): void => {
  if (isInteger(base.dtype) && y < 0)
    raise({
      code: "argument/power",
      op: "power",
      need: "integers cannot be raised to negative powers",
      got: `exponent ${y}`,
      hint: "convert the base with astype('float32')",
    })
}

const int32: TypeOf = { dtype: "int32", weakType: false }

/**
 * `xʸ`. A whole number as exponent multiplies repeatedly, which is exact for integers and differentiable at 0.
 * @throws ArgumentError for integers to a negative whole power
 */
export const power = (x: ArrayLike, y: ArrayLike): NDArray => {
  if (typeof y === "number" && Number.isInteger(y) && Math.abs(y) < 2 ** 31) {
    const [given] = promote("power", [x]) as [NDArray]
    const base = given.dtype === "bool" ? toDtype(given, int32, "power") : given
    requireFloatBase(base, y)
    return prim.integerPow(base, y)
  }
  const [base, exponent] = broadcastTogether("power", promote("power", [x, y])) as readonly [NDArray, NDArray]
  if (base.dtype === "bool") return prim.or(base, prim.not(exponent))
  return isInteger(base.dtype) ? integerPower(base, exponent) : prim.pow(base, exponent)
}
/** The same function as `power`. */
export const pow = power
/** `xʸ` in floating point. (`jax.numpy.float_power`) */
export const floatPower = binaryFloat("floatPower", prim.pow)

/** `√(x² + y²)` without overflow on the way. */
export const hypot = binaryReal("hypot", (x, y) => {
  const [a, b] = [prim.abs(x), prim.abs(y)]
  const [big, small] = [prim.max(a, b), prim.min(a, b)]
  const isPlain = prim.and(prim.gt(big, 0), prim.lt(big, Number.POSITIVE_INFINITY)) // else the result is the larger one: 0, ∞ or NaN
  const ratio = prim.div(small, prim.selectN(isPlain, ofDtype(1, big), big))
  const safe = prim.selectN(isPlain, ofDtype(0, big), ratio)
  return prim.selectN(isPlain, big, prim.mul(big, prim.sqrt(prim.add(1, prim.mul(safe, safe)))))
})

/** `min(max(x, low), high)`; null leaves a side open. Complex numbers are refused, as in JAX. */
export const clip = (x: ArrayLike, low: ArrayLike | null = null, high: ArrayLike | null = null): NDArray => {
  const dtype = resultTypeOf([x])
  promoteToReal("clip", [x, low ?? 0, high ?? 0])
  const above = low === null ? toDtype(x, dtype, "clip") : maximum(x, low)
  return high === null ? above : minimum(above, high)
}
