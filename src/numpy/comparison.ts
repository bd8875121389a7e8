// Comparisons, logic and choice: functions to and from booleans.
import { type ArrayLike, literalArray, type NDArray } from "../core/array.js"
import { dtypeInfo, isComplex, isFloat, isInexact } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as prim from "../primitives/elementwise/index.js"
import { abs, add, multiply, subtract } from "./arithmetic.js"
import { broadcastShapes, broadcastTo } from "./broadcast.js"
import { promote, promoteIntegers, promoteToFloat } from "./promote.js"
import { binary, binaryInteger, logical, truth } from "./ufunc.js"

/** `x = y` */
export const equal = binary("equal", prim.eq)
/** `x ≠ y` */
export const notEqual = binary("notEqual", prim.ne)
/** Complex numbers in the order of their real parts, and where those are equal of their imaginary ones, as NumPy has it; `lax` refuses them. */
const ordered = (name: string, f: (x: NDArray, y: NDArray) => NDArray) =>
  binary(name, (x, y) => {
    if (!isComplex(x.dtype)) return f(x, y)
    const [a, c] = [prim.real(x), prim.real(y)]
    return prim.selectN(prim.eq(a, c), f(a, c), f(prim.imag(x), prim.imag(y)))
  })

/** `x < y`; complex numbers by their real parts first, here and below. */
export const less = ordered("less", prim.lt)
/** `x ≤ y` */
export const lessEqual = ordered("lessEqual", prim.le)
/** `x > y` */
export const greater = ordered("greater", prim.gt)
/** `x ≥ y` */
export const greaterEqual = ordered("greaterEqual", prim.ge)

/** Both not zero. */
export const logicalAnd = logical("logicalAnd", prim.and)
/** At least one not zero. */
export const logicalOr = logical("logicalOr", prim.or)
/** Exactly one not zero. */
export const logicalXor = logical("logicalXor", prim.xor)
/** Zero. */
export const logicalNot = (x: ArrayLike): NDArray => prim.not(truth(x))

export const bitwiseAnd = binaryInteger("bitwiseAnd", prim.and)
export const bitwiseOr = binaryInteger("bitwiseOr", prim.or)
export const bitwiseXor = binaryInteger("bitwiseXor", prim.xor)
export const bitwiseNot = (x: ArrayLike): NDArray => prim.not(promoteIntegers("bitwiseNot", [x])[0] as NDArray)
export const invert = bitwiseNot
/** The same function as `bitwiseNot`. (`jax.numpy.bitwise_invert`) */
export const bitwiseInvert = bitwiseNot
export const leftShift = binaryInteger("leftShift", prim.shiftLeft)
/** Arithmetic for signed integers, logical for unsigned ones. */
export const rightShift = binaryInteger("rightShift", (x, y) =>
  x.dtype.startsWith("u") ? prim.shiftRightLogical(x, y) : prim.shiftRightArithmetic(x, y),
)

/** The same function as `leftShift`. (`jax.numpy.bitwise_left_shift`) */
export const bitwiseLeftShift = leftShift
/** The same function as `rightShift`. (`jax.numpy.bitwise_right_shift`) */
export const bitwiseRightShift = rightShift

const onFloats =
  (name: string, f: (x: NDArray) => NDArray, otherwise: boolean) =>
  (x: ArrayLike): NDArray => {
    const [a] = promote(name, [x]) as [NDArray]
    return isInexact(a.dtype) ? f(a) : broadcastTo(literalArray(Number(otherwise), "bool"), a.shape, name)
  }

/** A question about real numbers, asked of both parts of complex ones. */
const ofParts =
  (f: (x: NDArray) => NDArray, meet: (x: NDArray, y: NDArray) => NDArray) =>
  (x: NDArray): NDArray =>
    isComplex(x.dtype) ? meet(f(prim.real(x)), f(prim.imag(x))) : f(x)

/** Neither infinite nor NaN; of complex numbers, in both parts. */
export const isfinite = onFloats("isfinite", ofParts(prim.isFinite, prim.and), true)
export const isnan = onFloats("isnan", (x) => prim.ne(x, x), false)
export const isinf = onFloats(
  "isinf",
  ofParts((x) => prim.eq(prim.abs(x), Number.POSITIVE_INFINITY), prim.or),
  false,
)

/** Complex numbers are neither positive nor negative. */
const requireReal =
  (op: string, f: (x: NDArray) => NDArray) =>
  (x: NDArray): NDArray =>
    isComplex(x.dtype) ? raise({ code: "dtype/kind", op, need: "real numbers are needed", avals: [x.aval] }) : f(x)

/** Infinite and positive. */
export const isposinf = onFloats(
  "isposinf",
  requireReal("isposinf", (x) => prim.eq(x, Number.POSITIVE_INFINITY)),
  false,
)
/** Infinite and negative. */
export const isneginf = onFloats(
  "isneginf",
  requireReal("isneginf", (x) => prim.eq(x, Number.NEGATIVE_INFINITY)),
  false,
)

/**
 * `y` where the condition holds, `z` elsewhere. Only the chosen one gets a gradient; for a function that is NaN where it is not chosen,
 * choose its argument too: `where(x > 0, log(where(x > 0, x, 1)), 0)`. (`jax.numpy.where`)
 */
export const where = (condition: ArrayLike, y: ArrayLike, z: ArrayLike): NDArray => {
  const [a, b] = promote("where", [y, z]) as [NDArray, NDArray]
  const c = truth(condition)
  const shape = broadcastShapes("where", c.shape, a.shape, b.shape)
  const spread = (x: NDArray): NDArray => (x.state.kind === "literal" ? x : broadcastTo(x, shape, "where"))
  const [cs, as, bs] = [broadcastTo(c, shape, "where"), spread(a), spread(b)]
  return prim.selectN(cs, bs, as)
}

export interface CloseOptions {
  /** Relative tolerance. Default 1e-5. */
  readonly rtol?: number
  /** Absolute tolerance. Default 1e-8. */
  readonly atol?: number
  /** Whether NaN equals NaN. Default false. */
  readonly equalNan?: boolean
}

export const closeOptions: OptionNames<CloseOptions> = { rtol: "number", atol: "number", equalNan: "boolean" }

/** `|x − y| ≤ atol + rtol·|y|`, and infinities equal to themselves. */
export const isclose = (x: ArrayLike, y: ArrayLike, options?: CloseOptions): NDArray => {
  const { rtol = 1e-5, atol = 1e-8, equalNan = false } = optionsOf("isclose", options, closeOptions)
  const [a, b] = promoteToFloat("isclose", [x, y]) as [NDArray, NDArray] // differences of integers would wrap around
  const near = logicalAnd(lessEqual(abs(subtract(a, b)), add(atol, multiply(rtol, abs(b)))), logicalAnd(isfinite(a), isfinite(b)))
  const close = logicalOr(near, equal(x, y))
  return equalNan ? logicalOr(close, logicalAnd(isnan(x), isnan(y))) : close
}

const nanToNumOptions: OptionNames<{ readonly nan?: number; readonly posinf?: number; readonly neginf?: number }> = {
  nan: "number",
  posinf: "number",
  neginf: "number",
}

/** NaN replaced by `nan` (0), infinities by the largest finite numbers or as given. */
export const nanToNum = (
  x: ArrayLike,
  options?: { readonly nan?: number; readonly posinf?: number; readonly neginf?: number },
): NDArray => {
  const { nan = 0, posinf, neginf } = optionsOf("nanToNum", options, nanToNumOptions)
  const [a] = promote("nanToNum", [x]) as [NDArray]
  if (isComplex(a.dtype)) {
    const part = (p: NDArray): NDArray =>
      nanToNum(p, { nan, ...(posinf !== undefined && { posinf }), ...(neginf !== undefined && { neginf }) })
    return prim.complex(part(prim.real(a)), part(prim.imag(a)))
  }
  if (!isFloat(a.dtype)) return a
  const { min, max } = dtypeInfo[a.dtype]
  const noNan = where(isnan(a), nan, a)
  const noTop = where(equal(noNan, Number.POSITIVE_INFINITY), posinf ?? max, noNan)
  return where(equal(noTop, Number.NEGATIVE_INFINITY), neginf ?? min, noTop)
}
