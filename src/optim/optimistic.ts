// Optimism: the next gradient is expected to differ from this one as this one did from the last.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"
import { zerosLike } from "./moments.js"
import { type ArrayTree, type GradientTransformation, transformation } from "./transform.js"

export interface OptimisticOptions {
  /** How much of the gradient. Default 1. */
  readonly alpha?: ArrayLike
  /** How much of the expected change. Default 1. */
  readonly beta?: ArrayLike
}

export const optimisticOptions: OptionNames<OptimisticOptions> = { alpha: "number|array", beta: "number|array" }

export interface OptimisticState {
  readonly isInitialStep: NDArray
  readonly previousGradient: ArrayTree
}

/** `u = (α + β)·gₜ − β·gₜ₋₁`. (Mokhtari et al. 2019; `optax.scale_by_optimistic_gradient`) */
export const scaleByOptimisticGradient = (options?: OptimisticOptions): GradientTransformation<OptimisticState> => {
  const { alpha = 1, beta = 1 } = optionsOf("scaleByOptimisticGradient", options, optimisticOptions)
  return transformation({
    init: (params) => ({ isInitialStep: np.array(true), previousGradient: zerosLike(params) }),
    update: (grads, state) => {
      const ahead = (g: NDArray, before: NDArray): NDArray =>
        g
          .mul(np.add(alpha, beta))
          .sub(where(state.isInitialStep, g, before).mul(beta))
          .astype(g.dtype)
      return [map(ahead, grads, state.previousGradient), { isInitialStep: np.array(false), previousGradient: grads }]
    },
  })
}
