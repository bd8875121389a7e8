// Schedules that rise before they fall.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import * as np from "../numpy/index.js"
import {
  cosineDecaySchedule,
  type ExponentialOptions,
  exponentialDecay,
  exponentialOptions,
  joinSchedules,
  linearSchedule,
  type Scheduled,
  sortedEntries,
} from "./schedules.js"

/** A line up to the peak, where it stays. (`optax.warmup_constant_schedule`) */
export const warmupConstantSchedule = (initValue: ArrayLike, peakValue: ArrayLike, warmupSteps: number): Scheduled =>
  linearSchedule(initValue, peakValue, warmupSteps)

export interface WarmupCosineOptions {
  /** Where it ends. Default 0. */
  readonly endValue?: number
  /** Default 1. */
  readonly exponent?: ArrayLike
}

const warmupCosineOptions: OptionNames<WarmupCosineOptions> = { endValue: "number", exponent: "number|array" }

/** A line up to the peak, a cosine down; `decaySteps` counts both. (`optax.warmup_cosine_decay_schedule`) */
export const warmupCosineDecaySchedule = (
  initValue: ArrayLike,
  peakValue: number,
  warmupSteps: number,
  decaySteps: number,
  options?: WarmupCosineOptions,
): Scheduled => {
  const { endValue = 0, exponent = 1 } = optionsOf("warmupCosineDecaySchedule", options, warmupCosineOptions)
  const alpha = peakValue === 0 ? 0 : endValue / peakValue
  return joinSchedules(
    [linearSchedule(initValue, peakValue, warmupSteps), cosineDecaySchedule(peakValue, decaySteps - warmupSteps, { alpha, exponent })],
    [warmupSteps],
  )
}

/** A line up to the peak, an exponential down. (`optax.warmup_exponential_decay_schedule`) */
export const warmupExponentialDecaySchedule = (
  initValue: ArrayLike,
  peakValue: ArrayLike,
  warmupSteps: number,
  transitionSteps: number,
  decayRate: number,
  options?: ExponentialOptions,
): Scheduled => {
  optionsOf("warmupExponentialDecaySchedule", options, exponentialOptions)
  return joinSchedules(
    [linearSchedule(initValue, peakValue, warmupSteps), exponentialDecay(peakValue, transitionSteps, decayRate, options)],
    [warmupSteps],
  )
}

/** One warm restart. */
export interface Restart extends WarmupCosineOptions {
  readonly initValue: number
  readonly peakValue: number
  readonly warmupSteps: number
  /** Its length, the rise included. */
  readonly decaySteps: number
}

/** Warm restarts: one rise and fall after another. (Loshchilov & Hutter 2017; `optax.sgdr_schedule`) */
export const sgdrSchedule = (restarts: readonly Restart[]): Scheduled => {
  const ends = restarts.map((_, i) => restarts.slice(0, i + 1).reduce((n, r) => n + r.decaySteps, 0))
  return joinSchedules(
    restarts.map(({ initValue, peakValue, warmupSteps, decaySteps, ...rest }) =>
      warmupCosineDecaySchedule(initValue, peakValue, warmupSteps, decaySteps, rest),
    ),
    ends.slice(0, -1),
  )
}

type Interpolation = (start: number, end: number, part: NDArray) => NDArray

const interpolations: { readonly [K in "linear" | "cosine"]: Interpolation } = {
  linear: (start, end, part) => part.mul(end - start).add(start),
  cosine: (start, end, part) =>
    np
      .cos(part.mul(Math.PI))
      .add(1)
      .mul((start - end) / 2)
      .add(end),
}

/** Through values at boundaries, each the one before times a scale, along lines or half waves. (`optax.piecewise_interpolate_schedule`) */
export const piecewiseInterpolateSchedule = (
  interpolateType: "linear" | "cosine",
  initValue: number,
  boundariesAndScales: Readonly<Record<number, number>> = {},
): Scheduled => {
  let [start, value] = [0, initValue]
  const pieces = sortedEntries(boundariesAndScales).map(([end, scale]) => {
    const piece = { start, end, from: value, to: value * scale }
    ;[start, value] = [end, piece.to]
    return piece
  })
  const last = value
  return (count) =>
    pieces.reduceRight<NDArray>((after, { start, end, from, to }) => {
      const part = np.divide(np.subtract(count, start), Math.max(1, end - start))
      return where(np.less(count, end), interpolations[interpolateType](from, to, part), after)
    }, np.asarray(last))
}

export interface OnecycleOptions {
  /** Where the peak is, as a part of the whole. Default 0.3. */
  readonly pctStart?: number
  /** The peak over the start. Default 25. */
  readonly divFactor?: number
  /** The start over the end. Default 1e4. */
  readonly finalDivFactor?: number
}

const onecycleOptions: OptionNames<OnecycleOptions> = { pctStart: "number", divFactor: "number", finalDivFactor: "number" }

const requireSteps = (steps: number, op: string): void => {
  if (!(steps > 0)) raise({ code: "argument/transition-steps", op, need: "there must be steps to cycle in", got: String(steps) })
}

const linearOnecycleScheduleOptions: OptionNames<OnecycleOptions & { readonly pctFinal?: number }> = {
  pctStart: "number",
  divFactor: "number",
  finalDivFactor: "number",
  pctFinal: "number",
}

/** Up a line, down a line, and a long tail. (Smith & Topin 2019; `optax.linear_onecycle_schedule`) */
export const linearOnecycleSchedule = (
  transitionSteps: number,
  peakValue: number,
  options?: OnecycleOptions & { readonly pctFinal?: number },
): Scheduled => {
  const {
    pctStart = 0.3,
    pctFinal = 0.85,
    divFactor = 25,
    finalDivFactor = 1e4,
  } = optionsOf("linearOnecycleSchedule", options, linearOnecycleScheduleOptions)
  requireSteps(transitionSteps, "linearOnecycleSchedule")
  return piecewiseInterpolateSchedule("linear", peakValue / divFactor, {
    [Math.trunc(pctStart * transitionSteps)]: divFactor,
    [Math.trunc(pctFinal * transitionSteps)]: 1 / divFactor,
    [transitionSteps]: 1 / finalDivFactor,
  })
}

/** Up half a wave, down another. (Smith & Topin 2019; `optax.cosine_onecycle_schedule`) */
export const cosineOnecycleSchedule = (transitionSteps: number, peakValue: number, options?: OnecycleOptions): Scheduled => {
  const { pctStart = 0.3, divFactor = 25, finalDivFactor = 1e4 } = optionsOf("cosineOnecycleSchedule", options, onecycleOptions)
  requireSteps(transitionSteps, "cosineOnecycleSchedule")
  return piecewiseInterpolateSchedule("cosine", peakValue / divFactor, {
    [Math.trunc(pctStart * transitionSteps)]: divFactor,
    [transitionSteps]: 1 / (divFactor * finalDivFactor),
  })
}
