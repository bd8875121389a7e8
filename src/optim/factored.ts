// Adafactor: the second moments of a matrix kept as one mean for each row and one for each column, n + m numbers instead of n·m.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { absSquare } from "../numpy/complex.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"
import { chain, identity } from "./chain.js"
import { clipByBlockRms } from "./clipping.js"
import { scaleByParamBlockRms } from "./layerwise.js"
import type { Mask } from "./masked.js"
import { blend, increment, zeroCount } from "./moments.js"
import { type EmaState, ema } from "./momentum.js"
import { type CountState, scale, scaleByLearningRate } from "./scale.js"
import { type ArrayTree, type GradientTransformation, type ScalarOrSchedule, transformation } from "./transform.js"
import { addDecayedWeights } from "./weights.js"

export interface FactoredRmsOptions {
  /** Rows and columns instead of elements where a leaf is large enough. Default true. */
  readonly factored?: boolean
  /** c of the decay `1 − t⁻ᶜ`. Default 0.8. */
  readonly decayRate?: ArrayLike
  /** Steps that do not count: where fine-tuning began. Default 0. */
  readonly stepOffset?: ArrayLike
  /** The two largest axes are factored if both are at least this long. Default 128. */
  readonly minDimSizeToFactor?: number
  /** Added to the squares. Default 1e-30. */
  readonly epsilon?: ArrayLike
  /** The decay of the means after so many steps, counted from 0. Default `1 − (step + 1)⁻ᶜ`. */
  readonly decayRateFn?: (step: NDArray, decayRate: ArrayLike) => ArrayLike
}

const factoredRmsOptions: OptionNames<FactoredRmsOptions> = {
  factored: "boolean",
  decayRate: "number|array",
  stepOffset: "number|array",
  minDimSizeToFactor: "number",
  epsilon: "number|array",
  decayRateFn: "function",
}

/** Steps taken, and means of squares: by row and by column, or of each element; one zero stands where the other kind is kept. */
export interface FactoredState {
  readonly count: NDArray
  /** Means over the largest axis. */
  readonly vRow: ArrayTree
  /** Means over the second largest axis. */
  readonly vCol: ArrayTree
  readonly v: ArrayTree
}

/** The largest axis and the second largest. */
interface Factors {
  readonly long: number
  readonly short: number
}

const byPower = (step: NDArray, decayRate: ArrayLike): NDArray => np.subtract(1, np.reciprocal(np.power(np.add(step, 1), decayRate)))

const without = (shape: readonly number[], axis: number): number[] => shape.filter((_, i) => i !== axis)

/**
 * `u = g / √v`, v a running mean of `g² + ε` with decay `1 − t⁻ᶜ`. Of a leaf whose two largest axes are long only means over either axis are
 * kept, r and c, and `v = r·c / mean(r)`, the best estimate of rank one. (Shazeer & Stern 2018; `optax.scale_by_factored_rms`)
 */
export const scaleByFactoredRms = (options?: FactoredRmsOptions): GradientTransformation<FactoredState> => {
  const {
    factored = true,
    decayRate = 0.8,
    stepOffset = 0,
    minDimSizeToFactor = 128,
    epsilon = 1e-30,
    decayRateFn = byPower,
  } = optionsOf("scaleByFactoredRms", options, factoredRmsOptions)
  const factorsOf = ({ shape }: NDArray): Factors | undefined => {
    const [short, long] = [...shape.keys()].sort((i, j) => (shape[i] as number) - (shape[j] as number)).slice(-2)
    const isLarge = factored && long !== undefined && (shape[short as number] as number) >= minDimSizeToFactor
    return isLarge ? { long, short: short as number } : undefined
  }
  const nothing = (p: NDArray): NDArray => np.zeros([1], { dtype: p.dtype })
  const zeros = (shapeOf: (shape: readonly number[], axes: Factors | undefined) => readonly number[] | undefined) => (p: NDArray) => {
    const shape = shapeOf(p.shape, factorsOf(p))
    return shape === undefined ? nothing(p) : np.zeros([...shape], { dtype: p.dtype })
  }
  return transformation({
    init: (params) => ({
      count: zeroCount(),
      vRow: map(
        zeros((shape, axes) => axes && without(shape, axes.long)),
        params,
      ),
      vCol: map(
        zeros((shape, axes) => axes && without(shape, axes.short)),
        params,
      ),
      v: map(
        zeros((shape, axes) => (axes === undefined ? shape : undefined)),
        params,
      ),
    }),
    update: (grads, state) => {
      const squares = (g: NDArray): NDArray => absSquare(g).add(epsilon)
      const pull = (mean: NDArray, now: NDArray): NDArray => {
        const steps = state.count.astype(mean.dtype === "float64" ? "float64" : "float32") // 16 bits do not hold the decay
        return blend(decayRateFn(steps.sub(stepOffset), decayRate), mean, now)
      }
      const meanOver = (axis: keyof Factors) => (mean: NDArray, g: NDArray) => {
        const axes = factorsOf(g)
        return axes === undefined ? mean : pull(mean, np.mean(squares(g), axes[axis]))
      }
      const vRow = map(meanOver("long"), state.vRow, grads)
      const vCol = map(meanOver("short"), state.vCol, grads)
      const v = map((mean, g) => (factorsOf(g) === undefined ? pull(mean, squares(g)) : mean), state.v, grads)
      const step = (g: NDArray, row: NDArray, col: NDArray, each: NDArray): NDArray => {
        const axes = factorsOf(g)
        if (axes === undefined) return g.div(each.sqrt()).astype(g.dtype)
        const { long, short } = axes
        const rows = row.div(np.mean(row, short > long ? short - 1 : short, { keepdims: true }))
        return g.div(np.expandDims(rows.sqrt(), long)).div(np.expandDims(col.sqrt(), short)).astype(g.dtype)
      }
      return [map(step, grads, vRow, vCol, v), { count: increment(state.count), vRow, vCol, v }]
    },
  })
}

export interface AdafactorOptions {
  /** The two largest axes are factored if both are at least this long. Default 128. */
  readonly minDimSizeToFactor?: number
  /** c of the decay `1 − t⁻ᶜ`. Default 0.8. */
  readonly decayRate?: ArrayLike
  /** Steps that do not count: where fine-tuning began. Default 0. */
  readonly decayOffset?: ArrayLike
  /** Steps relative to the weights of each layer. Default true. */
  readonly multiplyByParameterScale?: boolean
  /** The largest root mean square of a leaf's update, at least 1; null for none. Default 1. */
  readonly clippingThreshold?: ArrayLike | null
  /** The decay of a mean of steps. None by default. */
  readonly momentum?: ArrayLike
  /** λ, added after the learning rate. None by default. */
  readonly weightDecayRate?: ScalarOrSchedule
  readonly weightDecayMask?: Mask
  /** Added to the squares. Default 1e-30. */
  readonly eps?: ArrayLike
  /** Rows and columns instead of elements where a leaf is large enough. Default true. */
  readonly factored?: boolean
}

const adafactorOptions: OptionNames<AdafactorOptions> = {
  minDimSizeToFactor: "number",
  decayRate: "number|array",
  decayOffset: "number|array",
  multiplyByParameterScale: "boolean",
  clippingThreshold: "number|array",
  momentum: "number|array",
  weightDecayRate: "number|function|array",
  weightDecayMask: "boolean|list|function",
  eps: "number|array",
  factored: "boolean",
}

/** Second moments; nothing; steps counted; nothing; the mean of steps; weight decay; nothing. */
export type AdafactorState = readonly [FactoredState, null, CountState | null, null, EmaState | null, CountState | null, null]

/**
 * Adafactor, `u = −α · rms(w) · clip(g / √v)`, v factored by row and column; without a learning rate α is 1. (Shazeer & Stern 2018; `optax.adafactor`)
 * @example
 * const optimizer = adafactor(1e-3)
 */
export const adafactor = (learningRate?: ScalarOrSchedule | null, given?: AdafactorOptions): GradientTransformation<AdafactorState> => {
  const {
    multiplyByParameterScale = true,
    clippingThreshold = 1,
    momentum,
    weightDecayRate,
    weightDecayMask = true,
    eps: epsilon = 1e-30,
    decayOffset: stepOffset = 0,
    ...options
  } = optionsOf("adafactor", given, adafactorOptions)
  return chain(
    scaleByFactoredRms({ ...options, epsilon, stepOffset }),
    clippingThreshold === null ? identity() : clipByBlockRms(clippingThreshold),
    learningRate === undefined || learningRate === null ? identity() : scaleByLearningRate(learningRate, { flipSign: false }),
    multiplyByParameterScale ? scaleByParamBlockRms() : identity(),
    momentum === undefined ? identity() : ema(momentum, { debias: false }),
    weightDecayRate === undefined ? identity() : addDecayedWeights(weightDecayRate, weightDecayMask),
    scale(-1),
  )
}
