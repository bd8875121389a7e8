// Adam: each gradient divided by a running estimate of its own size.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { map } from "../tree/map.js"
import { biasCorrection, increment, lookAhead, updateMean, updateSquares, zeroCount, zerosLike } from "./moments.js"
import { type ArrayTree, type GradientTransformation, transformation } from "./transform.js"

export interface AdamOptions {
  /** Decay of the mean of gradients, β₁. Default 0.9. */
  readonly b1?: ArrayLike
  /** Decay of the mean of squares, β₂. Default 0.999. */
  readonly b2?: ArrayLike
  /** Added to the root, ε. Default 1e-8. */
  readonly eps?: ArrayLike
  /** Added under the root, for derivatives through the optimizer. Default 0. */
  readonly epsRoot?: ArrayLike
  /** Looks one step ahead in the mean. (Dozat 2016) */
  readonly nesterov?: boolean
}

/** Those of every kin of Adam that averages gradients and their squares. */
export const meansOptions: OptionNames<Omit<AdamOptions, "nesterov">> = {
  b1: "number|array",
  b2: "number|array",
  eps: "number|array",
  epsRoot: "number|array",
}

export const adamOptions: OptionNames<AdamOptions> = { ...meansOptions, nesterov: "boolean" }

/** Steps taken, the mean of gradients, the mean of their squares. */
export interface AdamState {
  readonly count: NDArray
  readonly mu: ArrayTree
  readonly nu: ArrayTree
}

/** `m / (√(v + ε₀) + ε)`, leaf by leaf. */
export const divideByRoot = (mean: ArrayTree, squares: ArrayTree, eps: ArrayLike, epsRoot: ArrayLike): ArrayTree =>
  map((m, v) => m.div(v.add(epsRoot).sqrt().add(eps)).astype(m.dtype), mean, squares)

/**
 * `u = m̂ / (√(v̂ + ε₀) + ε)` with `m ← β₁·m + (1−β₁)·g`, `v ← β₂·v + (1−β₂)·g²`, both without bias. (Kingma & Ba 2015; `optax.scale_by_adam`)
 */
export const scaleByAdam = (options?: AdamOptions): GradientTransformation<AdamState> => {
  const { b1 = 0.9, b2 = 0.999, eps = 1e-8, epsRoot = 0, nesterov = false } = optionsOf("scaleByAdam", options, adamOptions)
  return transformation({
    init: (params) => ({ count: zeroCount(), mu: zerosLike(params), nu: zerosLike(params) }),
    update: (grads, state) => {
      const count = increment(state.count)
      const mu = updateMean(b1, grads, state.mu)
      const nu = updateSquares(b2, grads, state.nu)
      const mean = nesterov ? lookAhead(b1, mu, grads, count) : biasCorrection(mu, b1, count)
      return [divideByRoot(mean, biasCorrection(nu, b2, count), eps, epsRoot), { count, mu, nu }]
    },
  })
}
