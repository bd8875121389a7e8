// Clipping: no step is longer than asked for.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import { absSquare } from "../numpy/complex.js"
import * as np from "../numpy/index.js"
import { leaves } from "../tree/flatten.js"
import { map } from "../tree/map.js"
import { type ArrayTree, requireParams, type Stateless, stateless } from "./transform.js"

/** `√Σ‖leaf‖²` over all leaves of a tree. (`optax.global_norm`) */
export const globalNorm = (tree: unknown): NDArray =>
  np.sqrt((leaves(tree) as readonly NDArray[]).reduce<NDArray>((total, x) => total.add(np.sum(absSquare(x))), np.zeros([])))

/** Each element into `[−limit, limit]`. (`optax.clip`) */
export const clip = (limit: ArrayLike): Stateless =>
  stateless((grads) => map((g) => g.clip(np.negative(limit), limit).astype(g.dtype), grads))

/** `u = g · min(1, limit / ‖g‖)` with the norm over the whole tree. (`optax.clip_by_global_norm`) */
export const clipByGlobalNorm = (limit: ArrayLike): Stateless =>
  stateless((grads) => {
    const norm = globalNorm(grads)
    const isShort = norm.less(limit)
    const length = where(isShort, 1, norm) // where nothing is clipped the quotient is not looked at
    return map((g) => where(isShort, g, g.div(length).mul(limit)).astype(g.dtype), grads)
  })

/** The root mean square of an array. */
export const rms = (x: NDArray): NDArray => np.sqrt(np.mean(absSquare(x)))

/** Each leaf scaled down to a root mean square of at most `threshold`. (`optax.clip_by_block_rms`) */
export const clipByBlockRms = (threshold: ArrayLike): Stateless =>
  stateless((grads) => map((g) => g.div(np.maximum(1, rms(g).div(threshold))).astype(g.dtype), grads))

/** The norm of each unit: of a vector as a whole, of a matrix by column, of a convolution's kernel by output channel. */
const unitNorm = (x: NDArray): NDArray => {
  const long = x.shape.filter((d) => d > 1).length
  const axes = long <= 1 ? x.shape.map((_, i) => i) : x.ndim <= 3 ? [0] : [0, 1, 2]
  return np.sqrt(np.sum(absSquare(x), axes, { keepdims: true }))
}

const adaptiveGradClipOptions: OptionNames<{ readonly eps?: ArrayLike }> = { eps: "number|array" }

/**
 * Each unit's gradient at most `clipping` times as long as its weights: `u = g · min(1, c·max(‖w‖, ε) / ‖g‖)`.
 * (Brock et al. 2021; `optax.adaptive_grad_clip`)
 */
export const adaptiveGradClip = (clipping: ArrayLike, options?: { readonly eps?: ArrayLike }): Stateless => {
  const { eps = 1e-3 } = optionsOf("adaptiveGradClip", options, adaptiveGradClipOptions)
  return stateless((grads, params) => {
    const limited = (g: NDArray, w: NDArray): NDArray => {
      const norm = unitNorm(g)
      const limit = np.maximum(unitNorm(w), eps).mul(clipping)
      return where(norm.less(limit), g, g.mul(limit.div(np.maximum(norm, 1e-6)))).astype(g.dtype)
    }
    return map(limited, grads, requireParams(params, "adaptiveGradClip"))
  })
}

const normalizeByUpdateNormOptions: OptionNames<{
  readonly scaleFactor?: ArrayLike
  readonly eps?: ArrayLike
}> = { scaleFactor: "number|array", eps: "number|array" }

/** `s · g / (‖g‖ + ε)`: every step of one length. (`optax.normalize_by_update_norm`) */
export const normalizeByUpdateNorm = (options?: { readonly scaleFactor?: ArrayLike; readonly eps?: ArrayLike }): Stateless => {
  const { scaleFactor = 1, eps = 1e-6 } = optionsOf("normalizeByUpdateNorm", options, normalizeByUpdateNormOptions)
  return stateless((grads) => {
    const norm = globalNorm(grads).add(eps)
    return map((g: NDArray) => g.div(norm).mul(scaleFactor).astype(g.dtype), grads as ArrayTree)
  })
}
