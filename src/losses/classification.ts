// Losses for classes. Those that take logits stay finite however large the logits are: prefer them.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { logSigmoid, sigmoid, sparsePlus } from "../nn/activations.js"
import { logSoftmax, oneHot, softmax } from "../nn/softmax.js"
import { where } from "../numpy/comparison.js"
import { toArray } from "../numpy/host.js"
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

/** `softmaxCrossEntropy` for logits of −∞: a class that cannot be, and is not, adds nothing. (`optax.safe_softmax_cross_entropy`) */
export const safeSoftmaxCrossEntropy = (logits: NDArray, labels: NDArray): NDArray => {
  const isThere = np.notEqual(labels, 0)
  return np.negative(np.sum(np.multiply(labels, where(isThere, logSoftmax(logits), 0)), -1))
}

const polyLossCrossEntropyOptions: OptionNames<{ readonly epsilon?: ArrayLike }> = { epsilon: "number|array" }

/** `−Σ y log p + ε·Σ y(1 − p)`: the first term of the series of the cross entropy, weighted anew. (Leng et al. 2022; `optax.poly_loss_cross_entropy`) */
export const polyLossCrossEntropy = (logits: NDArray, labels: NDArray, options?: { readonly epsilon?: ArrayLike }): NDArray => {
  const { epsilon = 2 } = optionsOf("polyLossCrossEntropy", options, polyLossCrossEntropyOptions)
  const missing = np.sum(np.multiply(labels, np.subtract(1, softmax(logits))), -1)
  return np.add(softmaxCrossEntropy(logits, labels), np.multiply(epsilon, missing))
}

export interface FocalOptions {
  /** Weight of the positive class; all alike if left out. */
  readonly alpha?: number
  /** How much easy examples fade. Default 2. */
  readonly gamma?: ArrayLike
}

const focalOptions: OptionNames<FocalOptions> = { alpha: "number", gamma: "number|array" }

/** `(1 − pₜ)ᵞ` times the cross entropy, pₜ the probability given to the truth. (Lin et al. 2017; `optax.sigmoid_focal_loss`) */
export const sigmoidFocalLoss = (logits: ArrayLike, labels: ArrayLike, options?: FocalOptions): NDArray => {
  const { alpha, gamma = 2 } = optionsOf("sigmoidFocalLoss", options, focalOptions)
  const negatives = np.subtract(1, labels)
  // 1 − pₜ = y·σ(−s) + (1 − y)·σ(s), each of them exact where it is small
  const missed = np.add(np.multiply(labels, sigmoid(np.negative(logits))), np.multiply(negatives, sigmoid(logits)))
  const loss = np.multiply(sigmoidBinaryCrossEntropy(logits, labels), np.power(missed, gamma))
  return alpha === undefined ? loss : np.multiply(loss, np.add(np.multiply(alpha, labels), np.multiply(1 - alpha, negatives)))
}

/** `max(0, −y·s)` for labels −1 and 1. (`optax.perceptron_loss`) */
export const perceptronLoss = (scores: ArrayLike, targets: ArrayLike): NDArray => {
  const miss = np.negative(np.multiply(scores, targets))
  return where(np.lessEqual(miss, 0), 0, miss)
}

/** `maxₖ(sₖ + 1 − yₖ) − s_label` along the last axis, for whole-number labels. (Crammer & Singer 2001; `optax.multiclass_hinge_loss`) */
export const multiclassHingeLoss = (scores: NDArray, labels: NDArray): NDArray => {
  const truth = oneHot(labels, toArray(scores, "multiclassHingeLoss").shape.at(-1) ?? 1)
  return np.subtract(np.max(np.subtract(np.add(scores, 1), truth), -1), np.sum(np.multiply(scores, truth), -1))
}

/** `sparsePlus` of the margin, for labels 0 and 1. (Blondel et al. 2020; `optax.sparsemax_loss`) */
export const sparsemaxLoss = (logits: ArrayLike, labels: ArrayLike): NDArray =>
  sparsePlus(where(np.notEqual(labels, 0), np.negative(logits), logits))

/** `(1 − α)·y + α/K`: labels that leave room for doubt. (Szegedy et al. 2016; `optax.smooth_labels`) */
export const smoothLabels = (labels: NDArray, alpha: number): NDArray =>
  np.add(np.multiply(1 - alpha, labels), alpha / (toArray(labels, "smoothLabels").shape.at(-1) ?? 1))

/** `max(0, 1 − y·s)` for labels −1 and 1. (`optax.hinge_loss`) */
export const hingeLoss = (scores: ArrayLike, targets: ArrayLike): NDArray => {
  const margin = np.subtract(1, np.multiply(scores, targets))
  return where(np.lessEqual(margin, 0), 0, margin)
}
