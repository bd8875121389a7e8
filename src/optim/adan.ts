// Adan: Nesterov momentum that learns from how gradients change.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import { map } from "../tree/map.js"
import { divideByRoot } from "./adam.js"
import { biasCorrection, increment, oneMinus, updateMean, updateSquares, zeroCount, zerosLike } from "./moments.js"
import { type ArrayTree, type GradientTransformation, transformation } from "./transform.js"

export interface AdanOptions {
  /** Decay of the mean of gradients. Default 0.98. */
  readonly b1?: ArrayLike
  /** Decay of the mean of their differences. Default 0.92. */
  readonly b2?: ArrayLike
  /** Decay of the mean of squares. Default 0.99. */
  readonly b3?: ArrayLike
  /** Added to the root. Default 1e-8. */
  readonly eps?: ArrayLike
  /** Added under the root. Default 0. */
  readonly epsRoot?: ArrayLike
}

export const adanOptions: OptionNames<AdanOptions> = {
  b1: "number|array",
  b2: "number|array",
  b3: "number|array",
  eps: "number|array",
  epsRoot: "number|array",
}

/** Means of gradients, of their differences, of squares; the last gradient; steps taken. */
export interface AdanState {
  readonly m: ArrayTree
  readonly v: ArrayTree
  readonly n: ArrayTree
  readonly g: ArrayTree
  readonly t: NDArray
}

/** `u = (m̂ + (1−β₂)·v̂) / (√(n̂ + ε₀) + ε)`, v the mean of `gₜ − gₜ₋₁`. (Xie et al. 2022; `optax.scale_by_adan`) */
export const scaleByAdan = (options?: AdanOptions): GradientTransformation<AdanState> => {
  const { b1 = 0.98, b2 = 0.92, b3 = 0.99, eps = 1e-8, epsRoot = 0 } = optionsOf("scaleByAdan", options, adanOptions)
  return transformation({
    init: (params) => ({ m: zerosLike(params), v: zerosLike(params), n: zerosLike(params), g: zerosLike(params), t: zeroCount() }),
    update: (grads, state) => {
      const isFirst = state.t.equal(0)
      const change = map((g, before) => where(isFirst, 0, g.sub(before)).astype(g.dtype), grads, state.g)
      const ahead = (x: NDArray, dx: NDArray): NDArray => x.add(dx.mul(oneMinus(b2))).astype(x.dtype)
      const t = increment(state.t)
      const m = updateMean(b1, grads, state.m)
      const v = updateMean(b2, change, state.v)
      const n = updateSquares(b3, map(ahead, grads, change), state.n)
      const mean = map(ahead, biasCorrection(m, b1, t), biasCorrection(v, b2, t))
      return [divideByRoot(mean, biasCorrection(n, b3, t), eps, epsRoot), { m, v, n, g: grads, t }]
    },
  })
}
