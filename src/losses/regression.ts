// Losses for numbers: how far a prediction is from its target.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as np from "../numpy/index.js"

/** `(ŷ − y)²`, element by element. (`optax.squared_error`) */
export const squaredError = (predictions: ArrayLike, targets: ArrayLike = 0): NDArray => np.square(np.subtract(predictions, targets))

/** `½(ŷ − y)²`, element by element, whose derivative is `ŷ − y`. (`optax.l2_loss`) */
export const l2Loss = (predictions: ArrayLike, targets: ArrayLike = 0): NDArray => np.multiply(0.5, squaredError(predictions, targets))

/** `|ŷ − y|`, element by element. (`optax.absolute_error`) */
export const absoluteError = (predictions: ArrayLike, targets: ArrayLike = 0): NDArray => np.abs(np.subtract(predictions, targets))

const huberLossOptions: OptionNames<{ readonly delta?: number }> = { delta: "number" }

/** Squares of small errors, absolute values of large ones, joined smoothly at δ. (Huber 1964; `optax.huber_loss`) */
export const huberLoss = (predictions: ArrayLike, targets: ArrayLike = 0, options?: { readonly delta?: number }): NDArray => {
  const { delta = 1 } = optionsOf("huberLoss", options, huberLossOptions)
  const error = absoluteError(predictions, targets)
  const quadratic = np.minimum(error, delta)
  return np.add(np.multiply(0.5, np.square(quadratic)), np.multiply(delta, np.subtract(error, quadratic)))
}

/** `log cosh(ŷ − y)`, without overflow. (`optax.log_cosh`) */
export const logCosh = (predictions: ArrayLike, targets: ArrayLike = 0): NDArray => {
  const error = np.subtract(predictions, targets)
  return np.subtract(np.logaddexp(error, np.negative(error)), Math.LN2)
}

/** Sum over the features of each example, then the mean over the first axis: `(1/n) Σᵢ Σₖ`. A scalar is one example. */
const meanOverExamples = (errors: NDArray): NDArray => np.divide(np.sum(errors), errors.ndim === 0 ? 1 : (errors.shape[0] as number))

/** `(1/n) Σᵢ ‖yᵢ − ŷᵢ‖₁`, over n examples along the first axis. (Lecture, slide 8) */
export const l1 = (predictions: ArrayLike, targets: ArrayLike): NDArray => meanOverExamples(absoluteError(predictions, targets))

/** `(1/n) Σᵢ ‖yᵢ − ŷᵢ‖₂²`, over n examples along the first axis. (Lecture, slide 8) */
export const mse = (predictions: ArrayLike, targets: ArrayLike): NDArray => meanOverExamples(squaredError(predictions, targets))

const cosineSimilarityOptions: OptionNames<{ readonly epsilon?: number }> = { epsilon: "number" }

/** `⟨ŷ, y⟩ / (‖ŷ‖ ‖y‖)` along the last axis. (`optax.cosine_similarity`) */
export const cosineSimilarity = (predictions: NDArray, targets: NDArray, options?: { readonly epsilon?: number }): NDArray => {
  const { epsilon = 0 } = optionsOf("cosineSimilarity", options, cosineSimilarityOptions)
  // the squared norm is at least ε, as in Optax
  const unit = (x: NDArray): NDArray => np.divide(x, np.sqrt(np.maximum(np.sum(np.square(x), -1, { keepdims: true }), epsilon)))
  return np.sum(unit(predictions).mul(unit(targets)), -1)
}

const cosineDistanceOptions: OptionNames<{ readonly epsilon?: number }> = { epsilon: "number" }

/** `1 − cosineSimilarity`. (`optax.cosine_distance`) */
export const cosineDistance = (predictions: NDArray, targets: NDArray, options?: { readonly epsilon?: number }): NDArray => {
  optionsOf("cosineDistance", options, cosineDistanceOptions)
  return np.subtract(1, cosineSimilarity(predictions, targets, options))
}

export interface TripletOptions {
  /** p of the norm. Default 2. */
  readonly normDegree?: number
  /** How much nearer the positive must be. Default 1. */
  readonly margin?: ArrayLike
  /** Under the root. Default 1e-6. */
  readonly eps?: number
}

const tripletOptions: OptionNames<TripletOptions> = { normDegree: "number", margin: "number|array", eps: "number" }

/** `max(0, d(a, p) − d(a, n) + margin)` along the last axis. (Balntas et al. 2016; `optax.losses.triplet_margin_loss`) */
export const tripletMarginLoss = (anchors: ArrayLike, positives: ArrayLike, negatives: ArrayLike, options?: TripletOptions): NDArray => {
  const { normDegree = 2, margin = 1, eps = 1e-6 } = optionsOf("tripletMarginLoss", options, tripletOptions)
  const distance = (to: ArrayLike): NDArray =>
    np.power(np.add(np.sum(np.power(np.subtract(anchors, to), normDegree), -1), eps), 1 / normDegree)
  return np.maximum(np.add(np.subtract(distance(positives), distance(negatives)), margin), 0)
}
