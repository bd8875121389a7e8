// Momentum: a running sum or mean of past gradients, so that steps keep their direction.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf, requireOptions } from "../core/options.js"
import { map } from "../tree/map.js"
import { biasCorrection, increment, updateMean, zeroCount, zerosLike } from "./moments.js"
import { type ArrayTree, type GradientTransformation, transformation } from "./transform.js"

export interface TraceOptions {
  /** How much of the sum is kept at each step, β. */
  readonly decay: ArrayLike
  /** Looks one step ahead: the update is `β·m + g` of the new `m`. */
  readonly nesterov?: boolean
}

const traceOptions: OptionNames<TraceOptions> = { decay: "number|array", nesterov: "boolean" }

export interface TraceState {
  readonly trace: ArrayTree
}

/** `m ← β·m + g; u = m`, or with Nesterov `u = β·m + g`. (`optax.trace`) */
export const trace = (options: TraceOptions): GradientTransformation<TraceState> => {
  const { decay, nesterov = false } = requireOptions("trace", options, traceOptions, ["decay"])
  const push = (sum: ArrayTree, grads: ArrayTree): ArrayTree => map((m, g) => m.mul(decay).add(g).astype(m.dtype), sum, grads)
  return transformation({
    init: (params) => ({ trace: zerosLike(params) }),
    update: (grads, state) => {
      const next = push(state.trace, grads)
      return [nesterov ? push(next, grads) : next, { trace: next }]
    },
  })
}

export interface EmaOptions {
  /** Divides by `1 − βᵗ`. Default true. */
  readonly debias?: boolean
}

const emaOptions: OptionNames<EmaOptions> = { debias: "boolean" }

export interface EmaState {
  readonly count: NDArray
  readonly ema: ArrayTree
}

/** `m ← β·m + (1−β)·g; u = m`, without the bias of having begun at zero. (`optax.ema`) */
export const ema = (decay: ArrayLike, options?: EmaOptions): GradientTransformation<EmaState> => {
  const { debias = true } = optionsOf("ema", options, emaOptions)
  return transformation({
    init: (params) => ({ count: zeroCount(), ema: zerosLike(params) }),
    update: (grads, state) => {
      const count = increment(state.count)
      const mean = updateMean(decay, grads, state.ema)
      return [debias ? biasCorrection(mean, decay, count) : mean, { count, ema: mean }]
    },
  })
}
