// Lion: the sign of a mean of gradients.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { map } from "../tree/map.js"
import { blend, increment, updateMean, zeroCount, zerosLike } from "./moments.js"
import { type ArrayTree, type GradientTransformation, transformation } from "./transform.js"

export interface LionOptions {
  /** How much the mean counts beside the gradient. Default 0.9. */
  readonly b1?: ArrayLike
  /** Decay of the mean. Default 0.99. */
  readonly b2?: ArrayLike
}

export const lionOptions: OptionNames<LionOptions> = { b1: "number|array", b2: "number|array" }

export interface LionState {
  readonly count: NDArray
  readonly mu: ArrayTree
}

/** `u = sign(β₁·m + (1−β₁)·g)`, then `m ← β₂·m + (1−β₂)·g`. (Chen et al. 2023; `optax.scale_by_lion`) */
export const scaleByLion = (options?: LionOptions): GradientTransformation<LionState> => {
  const { b1 = 0.9, b2 = 0.99 } = optionsOf("scaleByLion", options, lionOptions)
  return transformation({
    init: (params) => ({ count: zeroCount(), mu: zerosLike(params) }),
    update: (grads, state) => [
      map((m, g) => blend(b1, m, g).sign(), state.mu, grads),
      { count: increment(state.count), mu: updateMean(b2, grads, state.mu) },
    ],
  })
}
