// Early stopping as a pure state update: remember the best parameters, and say when waiting has been long enough.
import { type OptionNames, requireOptions } from "../core/options.js"

export interface EarlyStoppingOptions {
  /** How many evaluations without improvement to wait for. */
  readonly patience: number
  /** How much better counts as better. Default 0. */
  readonly minDelta?: number
}

const earlyStoppingOptions: OptionNames<EarlyStoppingOptions> = { patience: "number", minDelta: "number" }

export interface EarlyStoppingState<P> {
  /** The lowest loss so far. */
  readonly bestLoss: number
  /** The parameters that had it: what early stopping gives back. */
  readonly bestParams: P
  /** The evaluation that had it, counted from 1; 0 before the first. */
  readonly bestStep: number
  /** Evaluations so far. */
  readonly step: number
  readonly shouldStop: boolean
}

export interface EarlyStopping {
  readonly init: <P>(params: P) => EarlyStoppingState<P>
  readonly update: <P>(state: EarlyStoppingState<P>, loss: number, params: P) => EarlyStoppingState<P>
}

/**
 * Stops when the validation loss has not improved for `patience` evaluations, and keeps the best parameters. A loss that is NaN never improves.
 * (Lecture, slides 57-59)
 * @example
 * const stopper = earlyStopping({ patience: 3 })
 * let state = stopper.init(params)
 * state = stopper.update(state, validationLoss, params) // then look at state.shouldStop
 */
export const earlyStopping = (options: EarlyStoppingOptions): EarlyStopping => {
  const { patience, minDelta = 0 } = requireOptions("earlyStopping", options, earlyStoppingOptions, ["patience"])
  return {
    init: (params) => ({ bestLoss: Number.POSITIVE_INFINITY, bestParams: params, bestStep: 0, step: 0, shouldStop: false }),
    update: (state, loss, params) => {
      const step = state.step + 1
      return loss < state.bestLoss - minDelta
        ? { bestLoss: loss, bestParams: params, bestStep: step, step, shouldStop: false }
        : { ...state, step, shouldStop: step - state.bestStep >= patience }
    },
  }
}
