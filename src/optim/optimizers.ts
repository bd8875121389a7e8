// The optimizers that most people want: descent with and without momentum, and Adam.
import type { ArrayLike } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { type AdamOptions, type AdamState, adamOptions, scaleByAdam } from "./adam.js"
import { chain, identity } from "./chain.js"
import type { Mask } from "./masked.js"
import { type TraceState, trace } from "./momentum.js"
import { type CountState, scaleByLearningRate } from "./scale.js"
import type { GradientTransformation, ScalarOrSchedule } from "./transform.js"
import { addDecayedWeights } from "./weights.js"

/** An optimizer that is one transformation and a step downhill. */
export type Downhill<S> = GradientTransformation<readonly [S, CountState]>
/** The same, with weight decay between them. */
export type Decayed<S> = GradientTransformation<readonly [S, CountState | null, CountState]>

/** The running sum of gradients, or nothing. */
export const momentumOf = (decay: ArrayLike | undefined, nesterov: boolean): GradientTransformation<TraceState | null> =>
  decay === undefined ? identity() : trace({ decay, nesterov })

export interface SgdOptions {
  /** How much of the running sum of gradients is kept, β. None by default. */
  readonly momentum?: ArrayLike
  readonly nesterov?: boolean
}

export const sgdOptions: OptionNames<SgdOptions> = { momentum: "number|array", nesterov: "boolean" }

/**
 * Gradient descent, `u = −α·g`, with momentum if asked for. (Lecture, slides 31-35; `optax.sgd`)
 * @example
 * const optimizer = sgd(0.1, { momentum: 0.9 })
 */
export const sgd = (learningRate: ScalarOrSchedule, options?: SgdOptions): Downhill<TraceState | null> => {
  const { momentum, nesterov = false } = optionsOf("sgd", options, sgdOptions)
  return chain(momentumOf(momentum, nesterov), scaleByLearningRate(learningRate))
}

/** Adam, `u = −α · m̂ / (√v̂ + ε)`. (Kingma & Ba 2015; `optax.adam`) */
export const adam = (learningRate: ScalarOrSchedule, options?: AdamOptions): Downhill<AdamState> => {
  optionsOf("adam", options, adamOptions)
  return chain(scaleByAdam(options), scaleByLearningRate(learningRate))
}

/** Adam with Nesterov momentum. (Dozat 2016; `optax.nadam`) */
export const nadam = (learningRate: ScalarOrSchedule, options?: AdamOptions): Downhill<AdamState> => {
  optionsOf("nadam", options, adamOptions)
  return adam(learningRate, { ...options, nesterov: true })
}

export interface DecayOptions {
  /** λ. Default 1e-4 for Adam and its kin. */
  readonly weightDecay?: ScalarOrSchedule
  /** Which weights decay. Default all. */
  readonly mask?: Mask
}
export type AdamwOptions = AdamOptions & DecayOptions

export const decayOptions: OptionNames<DecayOptions> = { weightDecay: "number|function|array", mask: "boolean|list|function" }

const adamwOptions: OptionNames<AdamwOptions> = { ...adamOptions, ...decayOptions }

/** Adam with decoupled weight decay, `u = −α · (m̂ / (√v̂ + ε) + λ·w)`. (Loshchilov & Hutter 2019; `optax.adamw`) */
export const adamw = (learningRate: ScalarOrSchedule, given?: AdamwOptions): Decayed<AdamState> => {
  const { weightDecay = 1e-4, mask, ...options } = optionsOf("adamw", given, adamwOptions)
  return chain(scaleByAdam(options), addDecayedWeights(weightDecay, mask), scaleByLearningRate(learningRate))
}

/** AdamW with Nesterov momentum. (`optax.nadamw`) */
export const nadamw = (learningRate: ScalarOrSchedule, options?: AdamwOptions): Decayed<AdamState> => {
  optionsOf("nadamw", options, adamwOptions)
  return adamw(learningRate, { ...options, nesterov: true })
}
