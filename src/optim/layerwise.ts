// Steps measured against the weights that they change, layer by layer.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import { absSquare } from "../numpy/complex.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"
import { increment, zeroCount, zerosLike } from "./moments.js"
import { type ArrayTree, type GradientTransformation, requireParams, type Stateless, stateless, transformation } from "./transform.js"

/** `max(‖x‖₂, c)`, whose derivative at 0 is 0 and not NaN. (`optax.safe_norm`) */
export const safeNorm = (x: NDArray, minNorm: ArrayLike): NDArray => {
  const squares = np.sum(absSquare(x))
  const isLong = squares.greater(np.square(minNorm))
  return where(isLong, np.sqrt(where(isLong, squares, 1)), minNorm)
}

/** `max(√mean x², c)`, whose derivative at 0 is 0 and not NaN. (`optax.safe_root_mean_squares`) */
export const safeRootMeanSquares = (x: NDArray, minRms: ArrayLike): NDArray => {
  const squares = np.mean(absSquare(x))
  const isLong = squares.greater(np.square(minRms))
  return where(isLong, np.sqrt(where(isLong, squares, 1)), minRms)
}

export interface TrustOptions {
  /** Norms count as at least this. Default 0. */
  readonly minNorm?: ArrayLike
  /** η. Default 1. */
  readonly trustCoefficient?: ArrayLike
  /** Added to the norm of the step. Default 0. */
  readonly eps?: ArrayLike
}

const trustOptions: OptionNames<TrustOptions> = { minNorm: "number|array", trustCoefficient: "number|array", eps: "number|array" }

/** `u = g · η·‖w‖ / (‖g‖ + ε)`, layer by layer; g itself where either norm is 0. (You et al. 2017; `optax.scale_by_trust_ratio`) */
export const scaleByTrustRatio = (options?: TrustOptions): Stateless => {
  const { minNorm = 0, trustCoefficient = 1, eps = 0 } = optionsOf("scaleByTrustRatio", options, trustOptions)
  return stateless((grads, params) => {
    const scaled = (g: NDArray, w: NDArray): NDArray => {
      const [weight, step] = [safeNorm(w, minNorm), safeNorm(g, minNorm)]
      const isZero = np.logicalOr(weight.equal(0), step.equal(0))
      const ratio = weight.mul(trustCoefficient).div(where(isZero, 1, step).add(eps))
      return g.mul(where(isZero, 1, ratio)).astype(g.dtype)
    }
    return map(scaled, grads, requireParams(params, "scaleByTrustRatio"))
  })
}

const scaleByParamBlockNormOptions: OptionNames<{ readonly minScale?: ArrayLike }> = { minScale: "number|array" }

/** `u = g · max(‖w‖, c)`, layer by layer. (`optax.scale_by_param_block_norm`) */
export const scaleByParamBlockNorm = (options?: { readonly minScale?: ArrayLike }): Stateless => {
  const { minScale = 1e-3 } = optionsOf("scaleByParamBlockNorm", options, scaleByParamBlockNormOptions)
  return stateless((grads, params) =>
    map((g, w) => g.mul(safeNorm(w, minScale)).astype(g.dtype), grads, requireParams(params, "scaleByParamBlockNorm")),
  )
}

const scaleByParamBlockRmsOptions: OptionNames<{ readonly minScale?: ArrayLike }> = { minScale: "number|array" }

/** `u = g · max(rms(w), c)`, layer by layer. (`optax.scale_by_param_block_rms`) */
export const scaleByParamBlockRms = (options?: { readonly minScale?: ArrayLike }): Stateless => {
  const { minScale = 1e-3 } = optionsOf("scaleByParamBlockRms", options, scaleByParamBlockRmsOptions)
  return stateless((grads, params) =>
    map((g, w) => g.mul(safeRootMeanSquares(w, minScale)).astype(g.dtype), grads, requireParams(params, "scaleByParamBlockRms")),
  )
}

export interface NovogradOptions {
  /** Decay of the sum of normalized gradients. Default 0.9. */
  readonly b1?: ArrayLike
  /** Decay of the mean of squared norms. Default 0.25. */
  readonly b2?: ArrayLike
  /** Default 1e-8. */
  readonly eps?: ArrayLike
  readonly epsRoot?: ArrayLike
  /** λ, inside the sum. Default 0. */
  readonly weightDecay?: ArrayLike
}

export const novogradOptions: OptionNames<NovogradOptions> = {
  b1: "number|array",
  b2: "number|array",
  eps: "number|array",
  epsRoot: "number|array",
  weightDecay: "number|array",
}

/** Steps taken, the sum of normalized gradients, and one mean of squared norms a layer. */
export interface NovogradState {
  readonly count: NDArray
  readonly mu: ArrayTree
  readonly nu: ArrayTree
}

/** `m ← β₁·m + g/(√v + ε) + λ·w; u = m`, v one running mean of `‖g‖²` a layer, both begun by the first gradient. (Ginsburg et al. 2019; `optax.scale_by_novograd`) */
export const scaleByNovograd = (options?: NovogradOptions): GradientTransformation<NovogradState> => {
  const { b1 = 0.9, b2 = 0.25, eps = 1e-8, epsRoot = 0, weightDecay = 0 } = optionsOf("scaleByNovograd", options, novogradOptions)
  return transformation({
    init: (params) => ({ count: zeroCount(), mu: zerosLike(params), nu: map((p) => np.zeros([], { dtype: p.dtype }), params) }),
    update: (grads, state, params) => {
      const weights = requireParams(params, "scaleByNovograd")
      const isFirst = state.count.equal(0)
      const nu = map(
        (v, g) => {
          const now = np.sum(absSquare(g))
          return where(isFirst, now, v.mul(b2).add(now.mul(np.subtract(1, b2)))).astype(v.dtype)
        },
        state.nu,
        grads,
      )
      const mu = map(
        (m, g, v, w) => {
          const now = g.div(v.add(epsRoot).sqrt().add(eps)).add(w.mul(weightDecay))
          return where(isFirst, now, m.mul(b1).add(now)).astype(m.dtype)
        },
        state.mu,
        grads,
        nu,
        weights,
      )
      return [mu, { count: increment(state.count), mu, nu }]
    },
  })
}
