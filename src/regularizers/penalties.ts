// Penalties on parameters, added to a loss: `L + λ·R(θ)`. They form a monoid under addition.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { Monoid } from "../fp.js"
import { absSquare } from "../numpy/complex.js"
import * as np from "../numpy/index.js"
import { leaves } from "../tree/flatten.js"

/** A penalty: a scalar for a whole tree of parameters. */
export type Regularizer = (params: unknown) => NDArray

const sumOverLeaves =
  (f: (x: ArrayLike) => NDArray): Regularizer =>
  (params) =>
    (leaves(params) as readonly ArrayLike[]).reduce<NDArray>((total, x) => np.add(total, np.sum(f(x))), np.zeros([]))

/** `Σ|θ|²` over all leaves: keeps every weight small. (Lecture, slides 60-64) */
export const l2: Regularizer = sumOverLeaves(absSquare)
/** `Σ|θ|` over all leaves: drives weights to zero. (Lecture, slides 60-64) */
export const l1: Regularizer = sumOverLeaves(np.abs)

/** `λ·R` */
export const scaled =
  (strength: ArrayLike, regularizer: Regularizer): Regularizer =>
  (params) =>
    np.multiply(strength, regularizer(params))

/** Regularizers under addition: `concat(R, S)(θ) = R(θ) + S(θ)`, `empty(θ) = 0`. */
export const monoidRegularizer: Monoid<Regularizer> = {
  empty: () => np.zeros([]),
  concat: (r, s) => (params) => np.add(r(params), s(params)),
}

/** `α·‖θ‖₁ + β·‖θ‖₂²`. (Zou & Hastie 2005) */
export const elasticNet = (l1Strength: ArrayLike, l2Strength: ArrayLike): Regularizer =>
  monoidRegularizer.concat(scaled(l1Strength, l1), scaled(l2Strength, l2))
