// Transformations of transformations: every k-th step, only finite steps, on one vector, or on a condition.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import * as np from "../numpy/index.js"
import { leaves } from "../tree/flatten.js"
import { map } from "../tree/map.js"
import { increment, zeroCount, zerosLike } from "./moments.js"
import { type ArrayTree, type GradientTransformation, transformation } from "./transform.js"

/** One state or another, leaf by leaf: both are computed, so that the choice can depend on traced values. */
const choose = <S>(condition: NDArray, yes: S, no: S): S => map((y: NDArray, n: NDArray) => where(condition, y, n), yes, no)

const keepIf = (condition: NDArray, tree: ArrayTree): ArrayTree => map((x) => where(condition, x, 0), tree)

export interface MultiStepsState<S> {
  /** Gradients gathered since the last step. */
  readonly miniStep: NDArray
  /** Steps made. */
  readonly gradientStep: NDArray
  readonly inner: S
  /** Their mean. */
  readonly accGrads: ArrayTree
}

export interface MultiStepsOptions {
  /** The mean of the gradients rather than their sum. Default true. */
  readonly useGradMean?: boolean
}

const multiStepsOptions: OptionNames<MultiStepsOptions> = { useGradMean: "boolean" }

/** One step of `inner` for every k gradients, by their mean; zero updates between. (`optax.MultiSteps`) */
export const multiSteps = <S>(
  inner: GradientTransformation<S>,
  every: number | ((step: NDArray) => ArrayLike),
  options?: MultiStepsOptions,
): GradientTransformation<MultiStepsState<S>> => {
  const { useGradMean = true } = optionsOf("multiSteps", options, multiStepsOptions)
  return transformation({
    init: (params) => ({ miniStep: zeroCount(), gradientStep: zeroCount(), inner: inner.init(params), accGrads: zerosLike(params) }),
    update: (grads, state, params, extras) => {
      const k = typeof every === "function" ? every(state.gradientStep) : every
      const gather = (sum: NDArray, g: NDArray): NDArray =>
        (useGradMean ? sum.add(g.sub(sum).div(state.miniStep.add(1))) : sum.add(g)).astype(sum.dtype)
      const accGrads = map(gather, state.accGrads, grads)
      const [updates, next] = inner.update(accGrads, state.inner, params, extras)
      const isDue = state.miniStep.equal(np.subtract(k, 1))
      const isWaiting = np.logicalNot(isDue)
      return [
        keepIf(isDue, updates),
        {
          miniStep: where(isDue, 0, state.miniStep.add(1)).astype("int32"),
          gradientStep: where(isDue, increment(state.gradientStep), state.gradientStep),
          inner: choose(isDue, next, state.inner),
          accGrads: keepIf(isWaiting, accGrads),
        },
      ]
    },
  })
}

export interface ApplyEveryState {
  readonly count: NDArray
  readonly gradAcc: ArrayTree
}

/** The sum of k updates at every k-th, zero between. (`optax.apply_every`) */
export const applyEvery = (k = 1): GradientTransformation<ApplyEveryState> =>
  transformation({
    init: (params) => ({ count: zeroCount(), gradAcc: zerosLike(params) }),
    update: (grads, { count, gradAcc }) => {
      const sums = map((sum, g) => where(count.equal(0), g, sum.add(g)), gradAcc, grads)
      return [keepIf(count.equal(k - 1), sums), { count: np.mod(increment(count), k), gradAcc: sums }]
    },
  })

export interface ApplyIfFiniteState<S> {
  /** Updates in a row that were not finite. */
  readonly notfiniteCount: NDArray
  readonly lastFinite: NDArray
  readonly totalNotfinite: NDArray
  readonly inner: S
}

/** Skips gradients that are not finite, up to `maxConsecutiveErrors` of them in a row. (`optax.apply_if_finite`) */
export const applyIfFinite = <S>(
  inner: GradientTransformation<S>,
  maxConsecutiveErrors: number,
): GradientTransformation<ApplyIfFiniteState<S>> =>
  transformation({
    init: (params) => ({ notfiniteCount: zeroCount(), lastFinite: np.array(true), totalNotfinite: zeroCount(), inner: inner.init(params) }),
    update: (grads, state, params, extras) => {
      const isWhole = leaves(grads).reduce<NDArray>((so, g) => np.logicalAnd(so, np.all(np.isfinite(g))), np.array(true))
      const notfiniteCount = where(isWhole, 0, increment(state.notfiniteCount)).astype("int32")
      const isApplied = np.logicalOr(isWhole, notfiniteCount.greater(maxConsecutiveErrors))
      const [updates, next] = inner.update(grads, state.inner, params, extras)
      return [
        keepIf(isApplied, updates),
        {
          notfiniteCount,
          lastFinite: isWhole,
          totalNotfinite: where(isWhole, state.totalNotfinite, increment(state.totalNotfinite)),
          inner: choose(isApplied, next, state.inner),
        },
      ]
    },
  })

export interface ConditionalState<S> {
  readonly step: NDArray
  readonly inner: S
}

/** `inner` where the condition on the step number holds, `otherwise` where it does not. */
const conditionally =
  (otherwise: (grads: ArrayTree) => ArrayTree) =>
  <S>(inner: GradientTransformation<S>, shouldTransform: (step: NDArray) => NDArray): GradientTransformation<ConditionalState<S>> =>
    transformation({
      init: (params) => ({ step: zeroCount(), inner: inner.init(params) }),
      update: (grads, state, params, extras) => {
        const [updates, next] = inner.update(grads, state.inner, params, extras)
        const isOn = shouldTransform(state.step)
        return [choose(isOn, updates, otherwise(grads)), { step: increment(state.step), inner: choose(isOn, next, state.inner) }]
      },
    })

/** `inner` on the steps that are asked for; on the others gradients pass. (`optax.conditionally_transform`) */
export const conditionallyTransform = conditionally((grads) => grads)
/** `inner` on the steps that are asked for; on the others updates are 0. (`optax.conditionally_mask`) */
export const conditionallyMask = conditionally(zerosLike)

/** `inner` on one vector of all parameters, which is faster where leaves are many and small. (`optax.flatten`) */
export const flatten = <S>(inner: GradientTransformation<S>): GradientTransformation<S> => {
  const join = (tree: ArrayTree): NDArray => np.concatenate(leaves(tree).map((x) => np.ravel(x)))
  const cut = (vector: NDArray, like: ArrayTree): ArrayTree => {
    let at = 0
    return map((x) => {
      at += x.size
      return np
        .slice(vector, [at - x.size, at])
        .reshape(x.shape)
        .astype(x.dtype)
    }, like)
  }
  return transformation({
    init: (params) => inner.init(join(params)),
    update: (grads, state, params, extras) => {
      const [updates, next] = inner.update(join(grads), state, params === undefined ? undefined : join(params), extras)
      return [cut(updates, grads), next]
    },
  })
}
