// Numbers and names that programs refer to: `np.pi`, `np.float32`, `np.newaxis`, and the facts about each dtype.
import { type DType, dtypeInfo, isFloat, isInteger, realOf } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { requireDtype } from "./astype.js"

export const pi = Math.PI
export const e = Math.E
/** Euler's constant γ. */
export const eulerGamma = 0.5772156649015329
export const inf = Number.POSITIVE_INFINITY
export const nan = Number.NaN
/** Stands for a new axis of size 1 in an index: `x.slice([], np.newaxis)`. */
export const newaxis = null

export const bool_ = "bool" satisfies DType
export const int8 = "int8" satisfies DType
export const int16 = "int16" satisfies DType
export const int32 = "int32" satisfies DType
export const uint8 = "uint8" satisfies DType
export const uint16 = "uint16" satisfies DType
export const uint32 = "uint32" satisfies DType
export const float16 = "float16" satisfies DType
export const bfloat16 = "bfloat16" satisfies DType
export const float32 = "float32" satisfies DType
export const float64 = "float64" satisfies DType
export const complex64 = "complex64" satisfies DType
export const complex128 = "complex128" satisfies DType

/** What a floating-point dtype can hold. */
export interface FloatInfo {
  readonly dtype: DType
  /** Bits an element occupies. */
  readonly bits: number
  /** The largest finite number. */
  readonly max: number
  readonly min: number
  /** Distance from 1 to the next larger number. */
  readonly eps: number
  /** The smallest positive number with full precision. */
  readonly tiny: number
  readonly smallestNormal: number
  /** The smallest positive number. */
  readonly smallestSubnormal: number
}

/** The smallest normal number's exponent, by dtype. */
const leastExponents: { readonly [D in DType]?: number } = { float16: -14, bfloat16: -126, float32: -126, float64: -1022 }

/** Machine limits of a floating-point dtype; of a complex one, of its parts. (`jax.numpy.finfo`) */
export const finfo = (given: DType): FloatInfo => {
  const dtype = realOf(requireDtype(given, "finfo"))
  const { bytes, min, max, eps } = dtypeInfo[dtype]
  const least = leastExponents[dtype]
  if (least === undefined || !isFloat(dtype))
    return raise({ code: "dtype/kind", op: "finfo", need: "a floating-point dtype is needed", got: dtype, hint: "integers have np.iinfo" })
  const tiny = 2 ** least
  return { dtype, bits: bytes * 8, max, min, eps, tiny, smallestNormal: tiny, smallestSubnormal: tiny * eps }
}

/** What an integer dtype can hold. */
export interface IntegerInfo {
  readonly dtype: DType
  readonly bits: number
  readonly min: number
  readonly max: number
}

/** Limits of an integer dtype. (`jax.numpy.iinfo`) */
export const iinfo = (dtype: DType): IntegerInfo => {
  const { bytes, min, max } = dtypeInfo[requireDtype(dtype, "iinfo")]
  return isInteger(dtype)
    ? { dtype, bits: bytes * 8, min, max }
    : raise({ code: "dtype/kind", op: "iinfo", need: "an integer dtype is needed", got: dtype, hint: "floats have np.finfo" })
}
