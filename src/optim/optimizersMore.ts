// Every other optimizer: one transformation of gradients, perhaps weight decay, and a step downhill.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as np from "../numpy/index.js"
import { type AdamOptions, type AdamState, adamOptions, scaleByAdam } from "./adam.js"
import {
  type AdamaxOptions,
  type AmsgradOptions,
  type AmsgradState,
  adamaxOptions,
  amsgradOptions,
  type RadamOptions,
  radamOptions,
  scaleByAdamax,
  scaleByAmsgrad,
  scaleByBelief,
  scaleByRadam,
  scaleByYogi,
  type YogiOptions,
  yogiOptions,
} from "./adamKin.js"
import { type AdanOptions, type AdanState, adanOptions, scaleByAdan } from "./adan.js"
import {
  type AdadeltaOptions,
  type AdadeltaState,
  adadeltaOptions,
  type RmsOptions,
  type RmsState,
  type RssOptions,
  type RssState,
  rmsOptions,
  rssOptions,
  scaleByAdadelta,
  scaleByRms,
  scaleByRss,
  scaleByStddev,
} from "./adaptive.js"
import { chain } from "./chain.js"
import { type NovogradOptions, type NovogradState, novogradOptions, scaleByNovograd, scaleByTrustRatio } from "./layerwise.js"
import { type LionOptions, type LionState, lionOptions, scaleByLion } from "./lion.js"
import { type Mask, masked } from "./masked.js"
import { type EmaState, ema, type TraceState, trace } from "./momentum.js"
import { addNoise, type NoiseState } from "./noise.js"
import { type OptimisticOptions, type OptimisticState, optimisticOptions, scaleByOptimisticGradient } from "./optimistic.js"
import { type Decayed, type DecayOptions, type Downhill, decayOptions, momentumOf, type SgdOptions, sgd, sgdOptions } from "./optimizers.js"
import { type RpropOptions, type RpropState, rpropOptions, scaleByRprop } from "./rprop.js"
import { asSchedule, type CountState, scale, scaleByLearningRate } from "./scale.js"
import { scaleBySign } from "./simple.js"
import type { GradientTransformation, ScalarOrSchedule } from "./transform.js"
import { type PolyakOptions, scaleByPolyak } from "./valued.js"
import { addDecayedWeights } from "./weights.js"

const downhill = <S>(scaled: GradientTransformation<S>, learningRate: ScalarOrSchedule): Downhill<S> =>
  chain(scaled, scaleByLearningRate(learningRate))

const decayed = <S>(
  scaled: GradientTransformation<S>,
  learningRate: ScalarOrSchedule,
  weightDecay: ScalarOrSchedule,
  mask: Mask | undefined,
): Decayed<S> => chain(scaled, addDecayedWeights(weightDecay, mask), scaleByLearningRate(learningRate))

/** AdaGrad, `u = −α · g / √(0.1 + Σg² + ε)`. (Duchi et al. 2011; `optax.adagrad`) */
export const adagrad = (learningRate: ScalarOrSchedule, options?: RssOptions): Downhill<RssState> => {
  optionsOf("adagrad", options, rssOptions)
  return downhill(scaleByRss(options), learningRate)
}

export interface AdadeltaOptimizerOptions extends AdadeltaOptions {
  /** λ, added to the gradient. Default 0. */
  readonly weightDecay?: ScalarOrSchedule
  readonly mask?: Mask
}

const adadeltaOptimizerOptions: OptionNames<AdadeltaOptimizerOptions> = {
  ...decayOptions,
  ...adadeltaOptions,
}

/** Adadelta. (Zeiler 2012; `optax.adadelta`) */
export const adadelta = (
  learningRate: ScalarOrSchedule,
  given?: AdadeltaOptimizerOptions,
): GradientTransformation<readonly [CountState | null, AdadeltaState, CountState]> => {
  const { weightDecay = 0, mask, ...options } = optionsOf("adadelta", given, adadeltaOptimizerOptions)
  return chain(addDecayedWeights(weightDecay, mask), scaleByAdadelta(options), scaleByLearningRate(learningRate))
}

export interface RmspropOptions extends RmsOptions, SgdOptions {
  /** Takes the mean of gradients off first. Default false. */
  readonly centered?: boolean
}

const rmspropOptions: OptionNames<RmspropOptions> = {
  centered: "boolean",
  ...rmsOptions,
  ...sgdOptions,
}

/** RMSProp, `u = −α · g / √(v + ε)`, with momentum of the steps if asked for. (Hinton 2012; `optax.rmsprop`) */
export const rmsprop = (
  learningRate: ScalarOrSchedule,
  given?: RmspropOptions,
): GradientTransformation<readonly [RmsState, CountState, TraceState | null]> => {
  const { centered = false, momentum, nesterov = false, ...options } = optionsOf("rmsprop", given, rmspropOptions)
  return chain(centered ? scaleByStddev(options) : scaleByRms(options), scaleByLearningRate(learningRate), momentumOf(momentum, nesterov))
}

/** Adamax, Adam with the largest gradient lately in the denominator. (Kingma & Ba 2015; `optax.adamax`) */
export const adamax = (learningRate: ScalarOrSchedule, options?: AdamaxOptions): Downhill<AdamState> => {
  optionsOf("adamax", options, adamaxOptions)
  return downhill(scaleByAdamax(options), learningRate)
}

const adamaxwOptions: OptionNames<AdamaxOptions & DecayOptions> = { ...adamaxOptions, ...decayOptions }

/** Adamax with decoupled weight decay. (`optax.adamaxw`) */
export const adamaxw = (learningRate: ScalarOrSchedule, given?: AdamaxOptions & DecayOptions): Decayed<AdamState> => {
  const { weightDecay = 1e-4, mask, ...options } = optionsOf("adamaxw", given, adamaxwOptions)
  return decayed(scaleByAdamax(options), learningRate, weightDecay, mask)
}

/** AMSGrad. (Reddi et al. 2018; `optax.amsgrad`) */
export const amsgrad = (learningRate: ScalarOrSchedule, options?: AmsgradOptions): Downhill<AmsgradState> => {
  optionsOf("amsgrad", options, amsgradOptions)
  return downhill(scaleByAmsgrad(options), learningRate)
}

const decayedAdamOptions: OptionNames<AdamOptions & DecayOptions> = { ...adamOptions, ...decayOptions }

/** AdaBelief. (Zhuang et al. 2020; `optax.adabelief`) */
export const adabelief = (learningRate: ScalarOrSchedule, given?: AdamOptions & DecayOptions): Decayed<AdamState> => {
  const { weightDecay = 0, mask, ...options } = optionsOf("adabelief", given, decayedAdamOptions)
  return decayed(scaleByBelief(options), learningRate, weightDecay, mask)
}

/** Yogi. (Zaheer et al. 2018; `optax.yogi`) */
export const yogi = (learningRate: ScalarOrSchedule, options?: YogiOptions): Downhill<AdamState> => {
  optionsOf("yogi", options, yogiOptions)
  return downhill(scaleByYogi(options), learningRate)
}

/** Rectified Adam. (Liu et al. 2020; `optax.radam`) */
export const radam = (learningRate: ScalarOrSchedule, options?: RadamOptions): Downhill<AdamState> => {
  optionsOf("radam", options, radamOptions)
  return downhill(scaleByRadam(options), learningRate)
}

const decayedAdanOptions: OptionNames<AdanOptions & DecayOptions> = { ...adanOptions, ...decayOptions }

/** Adan; ε₀ is 1e-8 here. (Xie et al. 2022; `optax.adan`) */
export const adan = (learningRate: ScalarOrSchedule, given?: AdanOptions & DecayOptions): Decayed<AdanState> => {
  const { weightDecay = 0, mask, epsRoot = 1e-8, ...options } = optionsOf("adan", given, decayedAdanOptions)
  return decayed(scaleByAdan({ ...options, epsRoot }), learningRate, weightDecay, mask)
}

const decayedLionOptions: OptionNames<LionOptions & DecayOptions> = { ...lionOptions, ...decayOptions }

/** Lion, `u = −α · (sign(β₁·m + (1−β₁)·g) + λ·w)`, λ = 1e-3. (Chen et al. 2023; `optax.lion`) */
export const lion = (learningRate: ScalarOrSchedule, given?: LionOptions & DecayOptions): Decayed<LionState> => {
  const { weightDecay = 1e-3, mask, ...options } = optionsOf("lion", given, decayedLionOptions)
  return decayed(scaleByLion(options), learningRate, weightDecay, mask)
}

/** LAMB: AdamW whose steps are measured against the weights of each layer; ε is 1e-6, λ 0. (You et al. 2020; `optax.lamb`) */
export const lamb = (
  learningRate: ScalarOrSchedule,
  given?: AdamOptions & DecayOptions,
): GradientTransformation<readonly [AdamState, CountState | null, null, CountState]> => {
  const { weightDecay = 0, mask, eps = 1e-6, ...options } = optionsOf("lamb", given, decayedAdamOptions)
  return chain(
    scaleByAdam({ ...options, eps }),
    addDecayedWeights(weightDecay, mask),
    scaleByTrustRatio(),
    scaleByLearningRate(learningRate),
  )
}

export interface LarsOptions {
  /** λ. Default 0. */
  readonly weightDecay?: ScalarOrSchedule
  readonly weightDecayMask?: Mask
  /** η. Default 0.001. */
  readonly trustCoefficient?: ArrayLike
  readonly eps?: ArrayLike
  readonly trustRatioMask?: Mask
  /** Default 0.9. */
  readonly momentum?: ArrayLike
  readonly nesterov?: boolean
}

const larsOptions: OptionNames<LarsOptions> = {
  weightDecay: "number|function|array",
  weightDecayMask: "boolean|list|function",
  trustCoefficient: "number|array",
  eps: "number|array",
  trustRatioMask: "boolean|list|function",
  momentum: "number|array",
  nesterov: "boolean",
}

/** LARS: momentum whose steps are measured against the weights of each layer. (You et al. 2017; `optax.lars`) */
export const lars = (
  learningRate: ScalarOrSchedule,
  options?: LarsOptions,
): GradientTransformation<readonly [CountState | null, null, CountState, TraceState]> => {
  const {
    weightDecay = 0,
    weightDecayMask = true,
    trustCoefficient = 0.001,
    eps = 0,
    trustRatioMask = true,
    momentum = 0.9,
    nesterov = false,
  } = optionsOf("lars", options, larsOptions)
  return chain(
    addDecayedWeights(weightDecay, weightDecayMask),
    masked(scaleByTrustRatio({ trustCoefficient, eps }), trustRatioMask),
    scaleByLearningRate(learningRate),
    trace({ decay: momentum, nesterov }),
  )
}

const fromageOptions: OptionNames<{ readonly minNorm?: ArrayLike }> = { minNorm: "number|array" }

/** Fromage: steps relative to the weights, then `w ← w / √(1 + α²)`. (Bernstein et al. 2020; `optax.fromage`) */
export const fromage = (
  learningRate: ScalarOrSchedule,
  options?: { readonly minNorm?: ArrayLike },
): GradientTransformation<readonly [null, CountState, CountState | null]> => {
  const { minNorm = 1e-6 } = optionsOf("fromage", options, fromageOptions)
  if (typeof learningRate === "number") {
    const shrink = 1 / Math.sqrt(1 + learningRate ** 2)
    return chain(scaleByTrustRatio({ minNorm }), scaleByLearningRate(learningRate * shrink), addDecayedWeights(shrink - 1))
  }
  const rate = asSchedule(learningRate)
  const shrink = (count: NDArray): NDArray => np.reciprocal(np.sqrt(np.add(1, np.square(rate(count)))))
  return chain(
    scaleByTrustRatio({ minNorm }),
    scaleByLearningRate((count) => shrink(count).mul(rate(count))),
    addDecayedWeights((count) => shrink(count).sub(1)),
  )
}

/** NovoGrad; ε is 1e-6 here. (Ginsburg et al. 2019; `optax.novograd`) */
export const novograd = (learningRate: ScalarOrSchedule, given?: NovogradOptions): Downhill<NovogradState> => {
  const { eps = 1e-6, ...options } = optionsOf("novograd", given, novogradOptions)
  return downhill(scaleByNovograd({ ...options, eps }), learningRate)
}

export interface NoisyOptions {
  /** The variance of the first noise, η. Default 0.01. */
  readonly eta?: ArrayLike
  /** How fast it falls, γ. Default 0.55. */
  readonly gamma?: ArrayLike
}

const noisyOptions: OptionNames<NoisyOptions> = { eta: "number|array", gamma: "number|array" }

/** Gradient descent with noise that falls. (Neelakantan et al. 2015; `optax.noisy_sgd`) */
export const noisySgd = (learningRate: ScalarOrSchedule, key: NDArray, options?: NoisyOptions): Downhill<NoiseState> => {
  const { eta = 0.01, gamma = 0.55 } = optionsOf("noisySgd", options, noisyOptions)
  return downhill(addNoise(eta, gamma, key), learningRate)
}

/** `u = −α · sign(g)`. (Bernstein et al. 2018; `optax.sign_sgd`) */
export const signSgd = (learningRate: ScalarOrSchedule): Downhill<null> => downhill(scaleBySign(), learningRate)

const signumOptions: OptionNames<{ readonly beta?: ArrayLike }> = { beta: "number|array" }

/** `u = −α · sign(m)`, m a running mean. (Bernstein et al. 2018; `optax.signum`) */
export const signum = (
  learningRate: ScalarOrSchedule,
  options?: { readonly beta?: ArrayLike },
): GradientTransformation<readonly [EmaState, null, CountState]> => {
  const { beta = 0.9 } = optionsOf("signum", options, signumOptions)
  return chain(ema(beta, { debias: false }), scaleBySign(), scaleByLearningRate(learningRate))
}

/** Descent along the gradient that is expected next. (Mokhtari et al. 2019; `optax.optimistic_gradient_descent`) */
export const optimisticGradientDescent = (learningRate: ScalarOrSchedule, options?: OptimisticOptions): Downhill<OptimisticState> => {
  optionsOf("optimisticGradientDescent", options, optimisticOptions)
  return downhill(scaleByOptimisticGradient(options), learningRate)
}

/** Rprop, for gradients of the whole data set. (Riedmiller & Braun 1993; `optax.rprop`) */
export const rprop = (learningRate: ArrayLike, options?: RpropOptions): GradientTransformation<readonly [RpropState, null]> => {
  optionsOf("rprop", options, rpropOptions)
  return chain(scaleByRprop(learningRate, options), scale(-1))
}

export interface PolyakSgdOptions extends PolyakOptions {
  /** A further factor. Default 1. */
  readonly scaling?: ScalarOrSchedule
}

const polyakSgdOptions: OptionNames<PolyakSgdOptions> = {
  scaling: "number|function|array",
  fMin: "number|array",
  maxLearningRate: "number|array",
  eps: "number|array",
}

/** Gradient descent whose steps Polyak's rule sizes: `update(grads, state, params, { value })`. (`optax.polyak_sgd`) */
export const polyakSgd = (given?: PolyakSgdOptions): GradientTransformation<readonly [readonly [TraceState | null, CountState], null]> => {
  const { scaling = 1, ...options } = optionsOf("polyakSgd", given, polyakSgdOptions)
  return chain(sgd(scaling), scaleByPolyak(options))
}
