// Adam's relatives: they differ in how they measure the size of a gradient.
import type { ArrayLike } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import { absSquare } from "../numpy/complex.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"
import { type AdamOptions, type AdamState, adamOptions, divideByRoot, meansOptions } from "./adam.js"
import { biasCorrection, fullLike, increment, lookAhead, oneMinus, updateMean, updateSquares, zeroCount, zerosLike } from "./moments.js"
import { type ArrayTree, type GradientTransformation, transformation } from "./transform.js"

const startAtZero = (params: ArrayTree): AdamState => ({ count: zeroCount(), mu: zerosLike(params), nu: zerosLike(params) })

export type AdamaxOptions = Pick<AdamOptions, "b1" | "b2" | "eps">

export const adamaxOptions: OptionNames<AdamaxOptions> = { eps: "number|array", b1: "number|array", b2: "number|array" }

/** `u = m̂ / v` with `v ← max(|g| + ε, β₂·v)`: the largest gradient lately. (Kingma & Ba 2015; `optax.scale_by_adamax`) */
export const scaleByAdamax = (options?: AdamaxOptions): GradientTransformation<AdamState> => {
  const { b1 = 0.9, b2 = 0.999, eps = 1e-8 } = optionsOf("scaleByAdamax", options, adamaxOptions)
  return transformation({
    init: startAtZero,
    update: (grads, state) => {
      const count = increment(state.count)
      const mu = updateMean(b1, grads, state.mu)
      const nu = map((v, g) => np.maximum(g.abs().add(eps), v.mul(b2)).astype(v.dtype), state.nu, grads)
      return [map((m, v) => m.div(v), biasCorrection(mu, b1, count), nu), { count, mu, nu }]
    },
  })
}

export interface AmsgradOptions extends Omit<AdamOptions, "nesterov"> {
  /** Default true. */
  readonly biasCorrectionMu?: boolean
  /** Default true. */
  readonly biasCorrectionNu?: boolean
}

export const amsgradOptions: OptionNames<AmsgradOptions> = {
  biasCorrectionMu: "boolean",
  biasCorrectionNu: "boolean",
  ...meansOptions,
}

export interface AmsgradState extends AdamState {
  readonly nuMax: ArrayTree
}

/** `u = m̂ / (√max v̂ + ε)`: the size of gradients never shrinks. (Reddi et al. 2018; `optax.scale_by_amsgrad`) */
export const scaleByAmsgrad = (options?: AmsgradOptions): GradientTransformation<AmsgradState> => {
  const {
    b1 = 0.9,
    b2 = 0.999,
    eps = 1e-8,
    epsRoot = 0,
    biasCorrectionMu = true,
    biasCorrectionNu = true,
  } = optionsOf("scaleByAmsgrad", options, amsgradOptions)
  return transformation({
    init: (params) => ({ ...startAtZero(params), nuMax: zerosLike(params) }),
    update: (grads, state) => {
      const count = increment(state.count)
      const mu = updateMean(b1, grads, state.mu)
      const nu = updateSquares(b2, grads, state.nu)
      const nuMax = map((top, v) => np.maximum(top, v), state.nuMax, biasCorrectionNu ? biasCorrection(nu, b2, count) : nu)
      return [divideByRoot(biasCorrectionMu ? biasCorrection(mu, b1, count) : mu, nuMax, eps, epsRoot), { count, mu, nu, nuMax }]
    },
  })
}

/** `u = m̂ / (√ŝ + ε)` with `s ← β₂·s + (1−β₂)·(g − m)² + ε₀`: long steps where gradients are as expected. (Zhuang et al. 2020; `optax.scale_by_belief`) */
export const scaleByBelief = (options?: AdamOptions): GradientTransformation<AdamState> => {
  const { b1 = 0.9, b2 = 0.999, eps = 1e-16, epsRoot = 1e-16, nesterov = false } = optionsOf("scaleByBelief", options, adamOptions)
  return transformation({
    init: startAtZero,
    update: (grads, state) => {
      const count = increment(state.count)
      const mu = updateMean(b1, grads, state.mu)
      const surprise = map((g, m) => g.sub(m), grads, mu)
      const nu = map((v) => v.add(epsRoot).astype(v.dtype), updateSquares(b2, surprise, state.nu))
      const mean = nesterov ? lookAhead(b1, mu, grads, count) : biasCorrection(mu, b1, count)
      return [divideByRoot(mean, biasCorrection(nu, b2, count), eps, 0), { count, mu, nu }]
    },
  })
}

export interface YogiOptions extends Omit<AdamOptions, "nesterov"> {
  /** What both means start with. Default 1e-6. */
  readonly initialAccumulatorValue?: ArrayLike
}

export const yogiOptions: OptionNames<YogiOptions> = { initialAccumulatorValue: "number|array", ...meansOptions }

/** `v ← v − (1−β₂)·sign(v − g²)·g²`: the size of gradients changes by no more than they do. (Zaheer et al. 2018; `optax.scale_by_yogi`) */
export const scaleByYogi = (options?: YogiOptions): GradientTransformation<AdamState> => {
  const { b1 = 0.9, b2 = 0.999, eps = 1e-3, epsRoot = 0, initialAccumulatorValue = 1e-6 } = optionsOf("scaleByYogi", options, yogiOptions)
  return transformation({
    init: (params) => ({
      count: zeroCount(),
      mu: fullLike(params, initialAccumulatorValue),
      nu: fullLike(params, initialAccumulatorValue),
    }),
    update: (grads, state) => {
      const count = increment(state.count)
      const mu = updateMean(b1, grads, state.mu)
      const nu = map((v, g) => v.sub(v.sub(absSquare(g)).sign().mul(absSquare(g)).mul(oneMinus(b2))).astype(v.dtype), state.nu, grads)
      return [divideByRoot(biasCorrection(mu, b1, count), biasCorrection(nu, b2, count), eps, epsRoot), { count, mu, nu }]
    },
  })
}

export interface RadamOptions extends AdamOptions {
  /** Below this length of the average plain momentum is used. Default 5. */
  readonly threshold?: ArrayLike
}

export const radamOptions: OptionNames<RadamOptions> = { threshold: "number|array", ...adamOptions }

/** Adam whose denominator waits until its variance can be trusted: for the length ρ of its average below a threshold, `u = m̂`. (Liu et al. 2020; `optax.scale_by_radam`) */
export const scaleByRadam = (options?: RadamOptions): GradientTransformation<AdamState> => {
  const {
    b1 = 0.9,
    b2 = 0.999,
    eps = 1e-8,
    epsRoot = 0,
    threshold = 5,
    nesterov = false,
  } = optionsOf("scaleByRadam", options, radamOptions)
  return transformation({
    init: startAtZero,
    update: (grads, state) => {
      const count = increment(state.count)
      const mu = updateMean(b1, grads, state.mu)
      const nu = updateSquares(b2, grads, state.nu)
      const longest = np.subtract(np.divide(2, oneMinus(b2)), 1)
      const faded = np.power(b2, count.astype("float32"))
      const rho = longest.sub(count.mul(2).mul(faded).div(np.subtract(1, faded)))
      const isTrusted = rho.greaterEqual(threshold)
      const safe = where(isTrusted, rho, 5) // keeps the root real where it is not used
      const ratio = safe
        .sub(4)
        .mul(safe.sub(2))
        .mul(longest)
        .div(longest.sub(4).mul(longest.sub(2)).mul(safe))
      const mean = nesterov ? lookAhead(b1, mu, grads, count) : biasCorrection(mu, b1, count)
      const rectified = divideByRoot(mean, biasCorrection(nu, b2, count), eps, epsRoot)
      return [map((m, u) => where(isTrusted, u.mul(ratio.sqrt().astype(u.dtype)), m), mean, rectified), { count, mu, nu }]
    },
  })
}
