// Losses for numbers: how far a prediction is from its target.
import type { ArrayLike, NDArray } from "../core/array.js"
import * as np from "../numpy/index.js"

/** `(ŷ − y)²`, element by element. (`optax.squared_error`) */
export const squaredError = (predictions: ArrayLike, targets: ArrayLike = 0): NDArray => np.square(np.subtract(predictions, targets))

/** `½(ŷ − y)²`, element by element, whose derivative is `ŷ − y`. (`optax.l2_loss`) */
export const l2Loss = (predictions: ArrayLike, targets: ArrayLike = 0): NDArray => np.multiply(0.5, squaredError(predictions, targets))

/** `|ŷ − y|`, element by element. (`optax.absolute_error`) */
export const absoluteError = (predictions: ArrayLike, targets: ArrayLike = 0): NDArray => np.abs(np.subtract(predictions, targets))

/** Squares of small errors, absolute values of large ones, joined smoothly at δ. (Huber 1964; `optax.huber_loss`) */
export const huberLoss = (predictions: ArrayLike, targets: ArrayLike = 0, { delta = 1 }: { readonly delta?: number } = {}): NDArray => {
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
