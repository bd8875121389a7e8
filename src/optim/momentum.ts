// Momentum: a running sum of past gradients, so that steps keep their direction.
import type { NDArray } from "../core/array.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"
import type { GradientTransformation } from "./transform.js"

export interface TraceOptions {
  /** How much of the sum is kept at each step, β. */
  readonly decay: number
  /** Looks one step ahead: the update is `β·m + g` of the new `m`. */
  readonly nesterov?: boolean
}

export interface TraceState<P = unknown> {
  readonly trace: P
}

/** `m ← β·m + g; u = m`, or with Nesterov `u = β·m + g`. (`optax.trace`) */
export const trace = ({ decay, nesterov = false }: TraceOptions): GradientTransformation<TraceState> => ({
  init: (params) => ({ trace: map(np.zerosLike, params as never) }),
  update: (grads, state) => {
    const push = (g: NDArray, m: NDArray): NDArray => m.mul(decay).add(g)
    const next = map(push, grads as never, state.trace as never)
    return [(nesterov ? map(push, grads as never, next as never) : next) as typeof grads, { trace: next }]
  },
})
