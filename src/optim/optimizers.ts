// Optimizers: chains of transformations that end in a step downhill.
import { type AdamOptions, type AdamState, scaleByAdam } from "./adam.js"
import { chain, identity } from "./chain.js"
import { type TraceState, trace } from "./momentum.js"
import { type CountState, scaleByLearningRate } from "./scale.js"
import type { GradientTransformation, ScalarOrSchedule } from "./transform.js"
import { addDecayedWeights } from "./weights.js"

export interface SgdOptions {
  /** How much of the running sum of gradients is kept, β. None by default. */
  readonly momentum?: number
  readonly nesterov?: boolean
}

/**
 * Gradient descent, `u = −α·g`, with momentum if asked for. (Lecture, slides 31-35; `optax.sgd`)
 * @example
 * const optimizer = sgd(0.1, { momentum: 0.9 })
 */
export const sgd = (
  learningRate: ScalarOrSchedule,
  { momentum, nesterov = false }: SgdOptions = {},
): GradientTransformation<readonly [TraceState | null, CountState]> =>
  chain(momentum === undefined ? identity() : trace({ decay: momentum, nesterov }), scaleByLearningRate(learningRate)) as never

/** Adam, `u = −α · m̂ / (√v̂ + ε)`. (Kingma & Ba 2015; `optax.adam`) */
export const adam = (learningRate: ScalarOrSchedule, options?: AdamOptions): GradientTransformation<readonly [AdamState, CountState]> =>
  chain(scaleByAdam(options), scaleByLearningRate(learningRate)) as never

export interface AdamwOptions extends AdamOptions {
  /** λ. Default 1e-4. */
  readonly weightDecay?: number
}

/** Adam with decoupled weight decay, `u = −α · (m̂ / (√v̂ + ε) + λ·w)`. (Loshchilov & Hutter 2019; `optax.adamw`) */
export const adamw = (
  learningRate: ScalarOrSchedule,
  { weightDecay = 1e-4, ...options }: AdamwOptions = {},
): GradientTransformation<readonly [AdamState, null, CountState]> =>
  chain(scaleByAdam(options), addDecayedWeights(weightDecay), scaleByLearningRate(learningRate)) as never
