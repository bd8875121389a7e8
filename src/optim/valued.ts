// Transformations that want to know the loss: `update(grads, state, params, { value })`.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"
import { globalNorm } from "./clipping.js"
import { increment, zeroCount } from "./moments.js"
import { scaleLeaves } from "./scale.js"
import { type Extras, type GradientTransformation, type Stateless, transformation } from "./transform.js"

const lossIn = (extras: Extras | undefined, op: string): ArrayLike =>
  extras?.value ??
  raise({ code: "argument/value", op, need: "the loss is needed", hint: "call update(grads, state, params, { value: loss })" })

export interface PolyakOptions {
  /** The least value that the loss can have. Default 0. */
  readonly fMin?: ArrayLike
  /** Default 1. */
  readonly maxLearningRate?: ArrayLike
  /** Added to the squared norm. Default 0. */
  readonly eps?: ArrayLike
}

const polyakOptions: OptionNames<PolyakOptions> = { fMin: "number|array", maxLearningRate: "number|array", eps: "number|array" }

/** `u = g · min((f − f*) / (‖g‖² + ε), limit)`: the step that would reach the minimum of a line. (Polyak 1969; `optax.scale_by_polyak`) */
export const scaleByPolyak = (options?: PolyakOptions): Stateless => {
  const { fMin = 0, maxLearningRate = 1, eps = 0 } = optionsOf("scaleByPolyak", options, polyakOptions)
  return transformation({
    init: () => null,
    update: (grads, state, _, extras) => {
      const slope = np.square(globalNorm(grads)).add(eps)
      const isFlat = slope.lessEqual(2 ** -23)
      const step = np.subtract(lossIn(extras, "scaleByPolyak"), fMin).div(where(isFlat, 1, slope))
      return [scaleLeaves(where(isFlat, 0, np.minimum(step, maxLearningRate)), grads), state]
    },
  })
}

export interface PlateauOptions {
  /** What the scale is multiplied by. Default 0.1. */
  readonly factor?: ArrayLike
  /** How many evaluations without improvement to wait for. Default 10. */
  readonly patience?: number
  /** How much better counts as better: `value < (1 − rtol)·best − atol`. Default 1e-4. */
  readonly rtol?: number
  /** Default 0. */
  readonly atol?: number
  /** Evaluations after a reduction that do not count. Default 0. */
  readonly cooldown?: number
  /** How many losses are averaged to one evaluation. Default 1. */
  readonly accumulationSize?: number
  /** The scale goes no lower. Default 0. */
  readonly minScale?: ArrayLike
}

const plateauOptions: OptionNames<PlateauOptions> = {
  factor: "number|array",
  patience: "number",
  rtol: "number",
  atol: "number",
  cooldown: "number",
  accumulationSize: "number",
  minScale: "number|array",
}

export interface PlateauState {
  readonly scale: NDArray
  readonly bestValue: NDArray
  readonly plateauCount: NDArray
  readonly cooldownCount: NDArray
  readonly count: NDArray
  readonly avgValue: NDArray
}

/** Smaller steps once the loss has not improved for a while. (`optax.contrib.reduce_on_plateau`) */
export const reduceOnPlateau = (options?: PlateauOptions): GradientTransformation<PlateauState> => {
  const {
    factor = 0.1,
    patience = 10,
    rtol = 1e-4,
    atol = 0,
    cooldown = 0,
    accumulationSize = 1,
    minScale = 0,
  } = optionsOf("reduceOnPlateau", options, plateauOptions)
  /** The state after an evaluation is complete. */
  const evaluated = (s: PlateauState): PlateauState => {
    const isBetter = s.avgValue.less(s.bestValue.mul(1 - rtol).sub(atol))
    const isCooling = s.cooldownCount.greater(0)
    const waited = where(isBetter, 0, increment(s.plateauCount))
    const isOver = np.logicalAnd(waited.equal(patience), np.logicalNot(isCooling))
    const reduced = np.maximum(where(isOver, s.scale.mul(factor), s.scale), minScale)
    return {
      scale: where(isCooling, s.scale, reduced).astype("float32"),
      bestValue: where(isBetter, s.avgValue, s.bestValue),
      plateauCount: where(np.logicalOr(isCooling, isOver), 0, waited).astype("int32"),
      cooldownCount: where(isCooling, s.cooldownCount.sub(1), where(isOver, cooldown, 0)).astype("int32"),
      count: zeroCount(),
      avgValue: np.zeros([]),
    }
  }
  return transformation({
    init: () => ({
      scale: np.ones([]),
      bestValue: np.array(Number.POSITIVE_INFINITY),
      plateauCount: zeroCount(),
      cooldownCount: zeroCount(),
      count: zeroCount(),
      avgValue: np.zeros([]),
    }),
    update: (grads, state, _, extras) => {
      const count = increment(state.count)
      const value = np.asarray(lossIn(extras, "reduceOnPlateau")).astype("float32")
      const seen: PlateauState = { ...state, count, avgValue: state.avgValue.mul(state.count).add(value).div(count) }
      const isDue = count.equal(accumulationSize)
      const next = map((after: NDArray, before: NDArray) => where(isDue, after, before), evaluated(seen), seen)
      return [scaleLeaves(next.scale, grads), next]
    },
  })
}
