// Steps divided by the root of what squares were seen so far: all of them (AdaGrad), lately (RMSProp), or with the steps themselves (Adadelta).
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import { absSquare } from "../numpy/complex.js"
import { map } from "../tree/map.js"
import { biasCorrection, blend, fullLike, increment, updateMean, updateSquares, zeroCount, zerosLike } from "./moments.js"
import { type ArrayTree, type GradientTransformation, transformation } from "./transform.js"

export interface RssOptions {
  /** What the sum of squares starts with. Default 0.1. */
  readonly initialAccumulatorValue?: ArrayLike
  /** Added under the root. Default 1e-7. */
  readonly eps?: ArrayLike
}

export const rssOptions: OptionNames<RssOptions> = { initialAccumulatorValue: "number|array", eps: "number|array" }

export interface RssState {
  readonly sumOfSquares: ArrayTree
}

/** `u = g / √(Σg² + ε)`, 0 where no gradient was ever seen. (`optax.scale_by_rss`) */
export const scaleByRss = (options?: RssOptions): GradientTransformation<RssState> => {
  const { initialAccumulatorValue = 0.1, eps = 1e-7 } = optionsOf("scaleByRss", options, rssOptions)
  return transformation({
    init: (params) => ({ sumOfSquares: fullLike(params, initialAccumulatorValue) }),
    update: (grads, state) => {
      const sumOfSquares = map((s, g) => s.add(absSquare(g)), state.sumOfSquares, grads)
      const step = (g: NDArray, s: NDArray): NDArray => {
        const isSeen = s.greater(0)
        return where(isSeen, g.div(where(isSeen, s, 1).add(eps).sqrt()), 0).astype(g.dtype)
      }
      return [map(step, grads, sumOfSquares), { sumOfSquares }]
    },
  })
}

export interface RmsOptions {
  /** Decay of the mean of squares. Default 0.9. */
  readonly decay?: ArrayLike
  /** Default 1e-8. */
  readonly eps?: ArrayLike
  /** What the mean of squares starts with. Default 0. */
  readonly initialScale?: ArrayLike
  /** `1/√(v + ε)` rather than `1/(√v + ε)`. Default true. */
  readonly epsInSqrt?: boolean
  /** Divides the means by `1 − βᵗ`. Default false. */
  readonly biasCorrection?: boolean
}

export const rmsOptions: OptionNames<RmsOptions> = {
  decay: "number|array",
  eps: "number|array",
  initialScale: "number|array",
  epsInSqrt: "boolean",
  biasCorrection: "boolean",
}

const rmsSettings = (op: string, options: RmsOptions | undefined) => {
  const { decay = 0.9, eps = 1e-8, initialScale = 0, epsInSqrt = true, biasCorrection = false } = optionsOf(op, options, rmsOptions)
  return { decay, eps, initialScale, epsInSqrt, isCorrected: biasCorrection }
}

export interface RmsState {
  readonly count: NDArray
  readonly nu: ArrayTree
}

const divideBySpread = (g: NDArray, v: NDArray, eps: ArrayLike, epsInSqrt: boolean): NDArray =>
  g.div(epsInSqrt ? v.add(eps).sqrt() : v.sqrt().add(eps)).astype(g.dtype)

/** `u = g / √(v + ε)` with `v ← β·v + (1−β)·g²`. (Hinton 2012; `optax.scale_by_rms`) */
export const scaleByRms = (options?: RmsOptions): GradientTransformation<RmsState> => {
  const { decay, eps, initialScale, epsInSqrt, isCorrected } = rmsSettings("scaleByRms", options)
  return transformation({
    init: (params) => ({ count: zeroCount(), nu: fullLike(params, initialScale) }),
    update: (grads, state) => {
      const count = increment(state.count)
      const nu = updateSquares(decay, grads, state.nu)
      const squares = isCorrected ? biasCorrection(nu, decay, count) : nu
      return [map((g, v) => divideBySpread(g, v, eps, epsInSqrt), grads, squares), { count, nu }]
    },
  })
}

export interface StddevState extends RmsState {
  readonly mu: ArrayTree
}

/** `u = g / √(v − m² + ε)`: RMSProp about the mean. (Graves 2013; `optax.scale_by_stddev`) */
export const scaleByStddev = (options?: RmsOptions): GradientTransformation<StddevState> => {
  const { decay, eps, initialScale, epsInSqrt, isCorrected } = rmsSettings("scaleByStddev", options)
  return transformation({
    init: (params) => ({ count: zeroCount(), mu: zerosLike(params), nu: fullLike(params, initialScale) }),
    update: (grads, state) => {
      const count = increment(state.count)
      const mu = updateMean(decay, grads, state.mu)
      const nu = updateSquares(decay, grads, state.nu)
      const fair = (mean: ArrayTree): ArrayTree => (isCorrected ? biasCorrection(mean, decay, count) : mean)
      const variance = map((v, m) => v.sub(absSquare(m)), fair(nu), fair(mu))
      return [map((g, v) => divideBySpread(g, v, eps, epsInSqrt), grads, variance), { count, mu, nu }]
    },
  })
}

export interface AdadeltaOptions {
  /** Decay of both means of squares. Default 0.9. */
  readonly rho?: ArrayLike
  /** Under both roots. Default 1e-6. */
  readonly eps?: ArrayLike
}

export const adadeltaOptions: OptionNames<AdadeltaOptions> = { rho: "number|array", eps: "number|array" }

/** Means of squared gradients and of squared updates. */
export interface AdadeltaState {
  readonly eG: ArrayTree
  readonly eX: ArrayTree
}

/** `u = √(E[u²] + ε) / √(E[g²] + ε) · g`. (Zeiler 2012; `optax.scale_by_adadelta`) */
export const scaleByAdadelta = (options?: AdadeltaOptions): GradientTransformation<AdadeltaState> => {
  const { rho = 0.9, eps = 1e-6 } = optionsOf("scaleByAdadelta", options, adadeltaOptions)
  return transformation({
    init: (params) => ({ eG: zerosLike(params), eX: zerosLike(params) }),
    update: (grads, state) => {
      const eG = updateSquares(rho, grads, state.eG)
      const updates = map((g, now, before) => before.add(eps).sqrt().div(now.add(eps).sqrt()).mul(g).astype(g.dtype), grads, eG, state.eX)
      return [updates, { eG, eX: map((e, u) => blend(rho, e, absSquare(u)), state.eX, updates) }]
    },
  })
}
