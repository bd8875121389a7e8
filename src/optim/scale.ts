// Scaling: by a number, by a learning rate, by a schedule. The sign of descent is here and nowhere else.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"
import { increment, inDtypeOf, zeroCount } from "./moments.js"
import {
  type ArrayTree,
  type GradientTransformation,
  type ScalarOrSchedule,
  type Schedule,
  type Stateless,
  stateless,
  transformation,
} from "./transform.js"

/** `s · tree`, every leaf in its own dtype. */
export const scaleLeaves = (factor: ArrayLike, tree: ArrayTree): ArrayTree => map((x) => x.mul(inDtypeOf(x, factor)), tree)

/** `u = s · g`. (`optax.scale`) */
export const scale = (factor: ArrayLike): Stateless => stateless((grads) => scaleLeaves(factor, grads))

/** How many updates have been made: what schedules are functions of. */
export interface CountState {
  readonly count: NDArray
}

/** `u = schedule(t) · g`, t = 0, 1, 2, …. (`optax.scale_by_schedule`) */
export const scaleBySchedule = (schedule: Schedule): GradientTransformation<CountState> =>
  transformation({
    init: () => ({ count: zeroCount() }),
    update: (grads, { count }) => [scaleLeaves(schedule(count), grads), { count: increment(count) }],
  })

/** A number as the schedule that never changes. */
export const asSchedule = (rate: ScalarOrSchedule): Schedule => (typeof rate === "function" ? rate : () => rate)

const negative = (x: ArrayLike): ArrayLike => (typeof x === "number" ? -x : np.negative(x))

export interface LearningRateOptions {
  /** Goes downhill: the factor is −α. Default true. */
  readonly flipSign?: boolean
}

const learningRateOptions: OptionNames<LearningRateOptions> = { flipSign: "boolean" }

/** `u = −α · g`: the step downhill. (`optax.scale_by_learning_rate`) */
export const scaleByLearningRate = (learningRate: ScalarOrSchedule, options?: LearningRateOptions): GradientTransformation<CountState> => {
  const { flipSign = true } = optionsOf("scaleByLearningRate", options, learningRateOptions)
  const rate = asSchedule(learningRate)
  return scaleBySchedule(flipSign ? (count) => negative(rate(count)) : rate)
}
