// Arrays made of nothing: one number everywhere, and counting along an axis.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import type { DType } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { requireDtype } from "../numpy/astype.js"
import * as np from "../numpy/creation.js"
import { shapeOf } from "../numpy/host.js"
import * as prim from "../primitives/shape/iota.js"
import { arrayOf } from "./operands.js"

const scalarOf = (fillValue: ArrayLike, op: string): ArrayLike => {
  const x = arrayOf(fillValue, op)
  return x.ndim === 0 ? fillValue : raise({ code: "shape/fill", op, need: "the fill value must be a scalar", avals: [x.aval] })
}

/** `y[…] = fillValue`: one scalar everywhere, of its own dtype unless said otherwise. (`lax.full`) */
export const full = (shape: Shape, fillValue: ArrayLike, dtype?: DType): NDArray =>
  np.full(shape, scalarOf(fillValue, "full"), dtype === undefined ? {} : { dtype })

export interface FullLikeOptions {
  /** Another dtype than the model's. */
  readonly dtype?: DType
  /** Another shape than the model's. */
  readonly shape?: Shape
}

const fullLikeOptions: OptionNames<FullLikeOptions> = { dtype: "string", shape: "list" }

/** `y[…] = fillValue` in the shape and dtype of `x`. (`lax.full_like`) */
export const fullLike = (x: ArrayLike, fillValue: ArrayLike, options: FullLikeOptions = {}): NDArray => {
  optionsOf("fullLike", options, fullLikeOptions)
  return np.fullLike(x, scalarOf(fillValue, "fullLike"), options)
}

/** `y[…] = 0`: there is no uninitialized memory here. (`lax.empty`) */
export const empty = (shape: Shape, dtype: DType = "float32"): NDArray => np.zeros(shape, { dtype })

/** `yᵢ = i` for i = 0 … size − 1. (`lax.iota`) */
export const iota = (dtype: DType, size: number): NDArray => prim.iota(shapeOf([size], "iota"), 0, requireDtype(dtype, "iota"))

/** `y[i₀, i₁, …] = i_dimension` (`lax.broadcasted_iota`) */
export const broadcastedIota = (dtype: DType, shape: Shape, dimension: number): NDArray =>
  prim.iota(shapeOf(shape, "broadcastedIota"), dimension, requireDtype(dtype, "broadcastedIota"))
