// Schedules: values as functions of the number of steps taken, 0 at the first.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import * as np from "../numpy/index.js"
import type { Schedule } from "./transform.js"

/** A schedule of this file: it takes plain numbers too. */
export type Scheduled = (count: ArrayLike) => NDArray

/** The same value at every step. (`optax.constant_schedule`) */
export const constantSchedule =
  (value: ArrayLike): Scheduled =>
  () =>
    np.asarray(value)

export interface TransitionOptions {
  /** How many steps to wait first. Default 0. */
  readonly transitionBegin?: number
}

const transitionOptions: OptionNames<TransitionOptions> = { transitionBegin: "number" }

/** `(a − b)·(1 − t/T)ᵖ + b`, from a to b in T steps. (`optax.polynomial_schedule`) */
export const polynomialSchedule = (
  initValue: ArrayLike,
  endValue: ArrayLike,
  power: ArrayLike,
  transitionSteps: number,
  options?: TransitionOptions,
): Scheduled => {
  const { transitionBegin = 0 } = optionsOf("polynomialSchedule", options, transitionOptions)
  if (transitionSteps <= 0) return constantSchedule(initValue)
  return (count) => {
    const steps = np.clip(np.subtract(count, Math.max(0, transitionBegin)), 0, transitionSteps)
    const left = np.subtract(1, np.divide(steps, transitionSteps))
    return np.add(np.multiply(np.subtract(initValue, endValue), np.power(left, power)), endValue)
  }
}

/** A straight line from a to b in T steps. (`optax.linear_schedule`) */
export const linearSchedule = (
  initValue: ArrayLike,
  endValue: ArrayLike,
  transitionSteps: number,
  options?: TransitionOptions,
): Scheduled => {
  optionsOf("linearSchedule", options, transitionOptions)
  return polynomialSchedule(initValue, endValue, 1, transitionSteps, options)
}

export interface ExponentialOptions extends TransitionOptions {
  /** Falls in steps: the exponent is rounded down. Default false. */
  readonly staircase?: boolean
  /** Goes no further. */
  readonly endValue?: number
}

export const exponentialOptions: OptionNames<ExponentialOptions> = { staircase: "boolean", endValue: "number", transitionBegin: "number" }

/** `a · rᵗᐟᵀ`. (`optax.exponential_decay`) */
export const exponentialDecay = (
  initValue: ArrayLike,
  transitionSteps: number,
  decayRate: number,
  options?: ExponentialOptions,
): Scheduled => {
  const { transitionBegin = 0, staircase = false, endValue } = optionsOf("exponentialDecay", options, exponentialOptions)
  if (transitionSteps <= 0 || decayRate === 0) return constantSchedule(initValue)
  return (count) => {
    const steps = np.subtract(count, Math.max(0, transitionBegin))
    const exponent = np.divide(steps, transitionSteps)
    const decayed = np.multiply(initValue, np.power(decayRate, staircase ? np.floor(exponent) : exponent))
    const value = where(steps.lessEqual(0), initValue, decayed)
    if (endValue === undefined) return value
    return decayRate < 1 ? np.maximum(value, endValue) : np.minimum(value, endValue)
  }
}

export interface CosineOptions {
  /** What is left at the end, as a part of the start. Default 0. */
  readonly alpha?: ArrayLike
  /** Default 1. */
  readonly exponent?: ArrayLike
}

const cosineOptions: OptionNames<CosineOptions> = { alpha: "number|array", exponent: "number|array" }

/** `a · ((1 − α)·(½(1 + cos πt/T))ᵖ + α)`. (Loshchilov & Hutter 2017; `optax.cosine_decay_schedule`) */
export const cosineDecaySchedule = (initValue: ArrayLike, decaySteps: number, options?: CosineOptions): Scheduled => {
  const { alpha = 0, exponent = 1 } = optionsOf("cosineDecaySchedule", options, cosineOptions)
  if (!(decaySteps > 0))
    raise({ code: "argument/decay-steps", op: "cosineDecaySchedule", need: "there must be steps to decay in", got: String(decaySteps) })
  return (count) => {
    const part = np.divide(np.minimum(count, decaySteps), decaySteps)
    const falling = np.multiply(0.5, np.add(1, np.cos(np.multiply(Math.PI, part))))
    return np.multiply(initValue, np.add(np.multiply(np.subtract(1, alpha), np.power(falling, exponent)), alpha))
  }
}

/** Multiplied by a scale at each boundary, from that step on: `{ 100: 0.1, 200: 0.1 }`. (`optax.piecewise_constant_schedule`) */
export const piecewiseConstantSchedule =
  (initValue: ArrayLike, boundariesAndScales: Readonly<Record<number, number>> = {}): Scheduled =>
  (count) =>
    sortedEntries(boundariesAndScales).reduce<NDArray>(
      (value, [boundary, scale]) => where(np.less(count, boundary), value, np.multiply(value, scale)),
      np.asarray(initValue),
    )

/** Boundaries in ascending order with what is said of them; scales must not be negative. */
export const sortedEntries = (table: Readonly<Record<number, number>>): readonly (readonly [boundary: number, scale: number])[] => {
  const entries = Object.entries(table)
    .map(([boundary, scale]) => [Number(boundary), scale] as const)
    .sort(([a], [b]) => a - b)
  const bad = entries.find(([, scale]) => !(scale >= 0))
  if (bad) raise({ code: "argument/scale", op: "schedule", need: "scales must not be negative", got: `${bad[1]} at ${bad[0]}` })
  return entries
}

/** One schedule after another, each counting from its own boundary. (`optax.join_schedules`) */
export const joinSchedules = (schedules: readonly Schedule[], boundaries: readonly number[]): Scheduled => {
  const [first, ...rest] = schedules
  if (first === undefined || rest.length !== boundaries.length)
    return raise({
      code: "argument/schedules",
      op: "joinSchedules",
      need: "there must be one boundary between every two schedules",
      got: `${schedules.length} schedules and ${boundaries.length} boundaries`,
    })
  return (count) => {
    const step = np.asarray(count)
    return rest.reduce<NDArray>(
      (value, next, i) => {
        const boundary = boundaries[i] as number
        return where(step.less(boundary), value, next(step.sub(boundary)))
      },
      np.asarray(first(step)),
    )
  }
}
