// Arrays of one number, and arrays in the likeness of others.
import { type ArrayLike, literalArray, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import { type DType, kindOf } from "../core/dtype.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { broadcastInDim } from "../primitives/sum.js"
import { astype, requireDtype } from "./astype.js"
import { broadcastTo } from "./broadcast.js"
import { shapeOf, toArray } from "./host.js"
import { toDtype } from "./promote.js"

export interface DtypeOption {
  readonly dtype?: DType
}

export const dtypeOption: OptionNames<DtypeOption> = { dtype: "string" }

export interface LikeOptions extends DtypeOption {
  /** Another shape than the model's. */
  readonly shape?: number | Shape
}

const likeOptions: OptionNames<LikeOptions> = { shape: "number|list", dtype: "string" }

/** One number everywhere, of a strong dtype. */
export const constant = (value: number, shape: Shape, dtype: DType): NDArray => broadcastInDim(literalArray(value, dtype), shape, [])

/** An array of zeros, float32 unless said otherwise. (`jax.numpy.zeros`) */
export const zeros = (shape: number | Shape, options?: DtypeOption): NDArray => {
  const { dtype = "float32" } = optionsOf("zeros", options, dtypeOption)
  return constant(0, shapeOf(shape, "zeros"), requireDtype(dtype, "zeros"))
}
/** An array of ones, float32 unless said otherwise. (`jax.numpy.ones`) */
export const ones = (shape: number | Shape, options?: DtypeOption): NDArray => {
  const { dtype = "float32" } = optionsOf("ones", options, dtypeOption)
  return constant(1, shapeOf(shape, "ones"), requireDtype(dtype, "ones"))
}
/** An array of zeros: there is no uninitialized memory here. (`jax.numpy.empty`) */
export const empty = zeros

/** An array filled with a value, which broadcasts; its dtype unless said otherwise. (`jax.numpy.full`) */
export const full = (shape: number | Shape, fillValue: ArrayLike, options?: DtypeOption): NDArray => {
  const { dtype } = optionsOf("full", options, dtypeOption)
  const sizes = shapeOf(shape, "full")
  const wanted = requireDtype(dtype ?? toArray(fillValue, "full").dtype, "full")
  if (fillValue instanceof NDArray) return broadcastTo(astype(fillValue, wanted), sizes, "full")
  const number = kindOf(wanted) === "bool" ? Number(Number(fillValue) !== 0) : fillValue
  return broadcastInDim(toDtype(number, { dtype: wanted, weakType: false }, "full"), sizes, [])
}

/** A value in the shape and dtype of `x`. (`jax.numpy.full_like`) */
export const fullLike = (x: ArrayLike, fillValue: ArrayLike, options?: LikeOptions): NDArray => {
  const { dtype, shape } = optionsOf("fullLike", options, likeOptions)
  const model = toArray(x, "fullLike")
  return full(shape ?? model.shape, fillValue, { dtype: dtype ?? model.dtype })
}
/** Zeros in the shape and dtype of `x`. (`jax.numpy.zeros_like`) */
export const zerosLike = (x: ArrayLike, options: LikeOptions = {}): NDArray => {
  optionsOf("zerosLike", options, likeOptions)
  return fullLike(x, 0, options)
}
/** Ones in the shape and dtype of `x`. (`jax.numpy.ones_like`) */
export const onesLike = (x: ArrayLike, options: LikeOptions = {}): NDArray => {
  optionsOf("onesLike", options, likeOptions)
  return fullLike(x, 1, options)
}
/** Zeros in the shape and dtype of `x`. (`jax.numpy.empty_like`) */
export const emptyLike = zerosLike
