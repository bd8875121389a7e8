// Rprop: every weight has a step of its own, longer while the sign of its gradient stays, shorter when it turns.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import { map } from "../tree/map.js"
import { fullLike, zerosLike } from "./moments.js"
import { type ArrayTree, type GradientTransformation, transformation } from "./transform.js"

export interface RpropOptions {
  /** How much shorter a step gets. Default 0.5. */
  readonly etaMinus?: ArrayLike
  /** How much longer. Default 1.2. */
  readonly etaPlus?: ArrayLike
  /** Default 1e-6. */
  readonly minStepSize?: ArrayLike
  /** Default 50. */
  readonly maxStepSize?: ArrayLike
}

export const rpropOptions: OptionNames<RpropOptions> = {
  etaMinus: "number|array",
  etaPlus: "number|array",
  minStepSize: "number|array",
  maxStepSize: "number|array",
}

export interface RpropState {
  readonly stepSizes: ArrayTree
  readonly prevUpdates: ArrayTree
}

/**
 * Steps of `step · sign(g)`; where the sign turned, no step at all. As in Optax each step is held back by one update, so that it can be
 * dropped when the next gradient disagrees with it: the first update is 0. (Riedmiller & Braun 1993; `optax.scale_by_rprop`)
 */
export const scaleByRprop = (learningRate: ArrayLike, options?: RpropOptions): GradientTransformation<RpropState> => {
  const { etaMinus = 0.5, etaPlus = 1.2, minStepSize = 1e-6, maxStepSize = 50 } = optionsOf("scaleByRprop", options, rpropOptions)
  return transformation({
    init: (params) => ({ stepSizes: fullLike(params, learningRate), prevUpdates: zerosLike(params) }),
    update: (grads, state) => {
      const turns = map((g, before) => g.mul(before), grads, state.prevUpdates)
      const resize = (turn: NDArray, step: NDArray): NDArray =>
        where(turn.equal(0), step, step.mul(where(turn.greater(0), etaPlus, etaMinus)).clip(minStepSize, maxStepSize)).astype(step.dtype)
      const stepSizes = map(resize, turns, state.stepSizes)
      const unlessTurned = (turn: NDArray, step: NDArray): NDArray => where(turn.less(0), 0, step)
      const prevUpdates = map((turn, g, step) => unlessTurned(turn, step.mul(g.sign())), turns, grads, stepSizes)
      return [map(unlessTurned, turns, state.prevUpdates), { stepSizes, prevUpdates }]
    },
  })
}
