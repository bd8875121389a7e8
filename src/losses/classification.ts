// Losses for classes. Those that take logits stay finite however large the logits are: prefer them.
import type { ArrayLike, NDArray } from "../core/array.js"
import { logSigmoid } from "../nn/activations.js"
import { logSoftmax } from "../nn/softmax.js"
import * as np from "../numpy/index.js"

/** `−Σᵢ Σₖ yᵢₖ log ŷᵢₖ` of probabilities; a class with y = 0 adds nothing, even at ŷ = 0. (Lecture, slide 8) */
export const crossEntropy = (probabilities: ArrayLike, targets: ArrayLike): NDArray => np.negative(np.sum(np.xlogy(targets, probabilities)))

/** `−Σᵢ (yᵢ log ŷᵢ + (1 − yᵢ) log(1 − ŷᵢ))` of probabilities. (Lecture, slide 42) */
export const binaryCrossEntropy = (probabilities: ArrayLike, targets: ArrayLike): NDArray =>
  np.negative(np.sum(np.add(np.xlogy(targets, probabilities), np.xlogy(np.subtract(1, targets), np.subtract(1, probabilities)))))

/** `−Σₖ yₖ log softmax(s)ₖ` along the last axis, one number an example. (`optax.softmax_cross_entropy`) */
export const softmaxCrossEntropy = (logits: NDArray, labels: NDArray): NDArray =>
  np.negative(np.sum(np.multiply(labels, logSoftmax(logits)), -1))

/** `−log softmax(s)_label` along the last axis, for whole-number labels. (`optax.softmax_cross_entropy_with_integer_labels`) */
export const softmaxCrossEntropyWithIntegerLabels = (logits: NDArray, labels: NDArray): NDArray =>
  np.negative(np.squeeze(np.takeAlongAxis(logSoftmax(logits), np.expandDims(labels, -1), -1), -1))

/** `−y log σ(s) − (1 − y) log(1 − σ(s))`, element by element. (`optax.sigmoid_binary_cross_entropy`) */
export const sigmoidBinaryCrossEntropy = (logits: ArrayLike, labels: ArrayLike): NDArray =>
  np.negative(np.add(np.multiply(labels, logSigmoid(logits)), np.multiply(np.subtract(1, labels), logSigmoid(np.negative(logits)))))

/** `max(0, 1 − y·s)` for labels −1 and 1. (`optax.hinge_loss`) */
export const hingeLoss = (scores: ArrayLike, targets: ArrayLike): NDArray => {
  const margin = np.subtract(1, np.multiply(scores, targets))
  return np.where(np.lessEqual(margin, 0), 0, margin)
}
