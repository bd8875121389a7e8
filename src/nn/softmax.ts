// Softmax and its kin: functions of a whole row, shifted by its maximum so that nothing overflows.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { DType } from "../core/dtype.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where as choose } from "../numpy/comparison.js"
import { toArray } from "../numpy/host.js"
import type { AxisOption } from "../numpy/index.js"
import * as np from "../numpy/index.js"
import { stopGradient } from "../primitives/elementwise/index.js"

export interface RowOptions {
  /** Terms that count as zero. */
  readonly where?: NDArray
}

const rowOptions: OptionNames<RowOptions> = { where: "array" }

export interface LogsumexpOptions {
  /** Weights of the exponentials. */
  readonly b?: ArrayLike
  readonly keepdims?: boolean
}

const logsumexpOptions: OptionNames<LogsumexpOptions> = { b: "number|array", keepdims: "boolean" }

/** The maximum as a shift: no gradient flows through it, and rows of −∞ are not shifted. */
const shiftOf = (x: NDArray, axis: AxisOption, op: string): NDArray => {
  const top = stopGradient(np.max(toArray(x, op), axis, { keepdims: true }))
  return choose(np.isfinite(top), top, 0)
}

/** `log Σ b·eˣ` along an axis. (`jax.nn.logsumexp`) */
export const logsumexp = (x: NDArray, axis: AxisOption = null, options?: LogsumexpOptions): NDArray => {
  const { b, keepdims = false } = optionsOf("logsumexp", options, logsumexpOptions)
  const shift = shiftOf(x, axis, "logsumexp")
  const terms = np.exp(np.subtract(x, shift))
  const total = np.sum(b === undefined ? terms : np.multiply(terms, b), axis, { keepdims: true })
  const result = np.add(np.log(total), shift)
  return keepdims ? result : np.squeeze(result, axis ?? shift.shape.map((_, i) => i))
}

const logmeanexpOptions: OptionNames<Pick<LogsumexpOptions, "keepdims">> = { keepdims: "boolean" }

/** `log mean eˣ` along an axis. (`jax.nn.logmeanexp`) */
export const logmeanexp = (x: NDArray, axis: AxisOption = null, options?: Pick<LogsumexpOptions, "keepdims">): NDArray => {
  const { keepdims = false } = optionsOf("logmeanexp", options, logmeanexpOptions)
  const sum = logsumexp(toArray(x, "logmeanexp"), axis, { keepdims })
  return np.subtract(sum, Math.log(x.size / Math.max(1, sum.size)))
}

/** `eˣ / Σeˣ` along an axis. (`jax.nn.softmax`) */
export const softmax = (x: NDArray, axis: AxisOption = -1, options?: RowOptions): NDArray => {
  const { where } = optionsOf("softmax", options, rowOptions)
  const logits = where === undefined ? x : choose(where, x, Number.NEGATIVE_INFINITY)
  const terms = np.exp(np.subtract(logits, shiftOf(logits, axis, "softmax")))
  return np.divide(terms, np.sum(terms, axis, { keepdims: true }))
}

/** `x − log Σeˣ` along an axis. (`jax.nn.log_softmax`) */
export const logSoftmax = (x: NDArray, axis: AxisOption = -1): NDArray => {
  const shifted = np.subtract(x, shiftOf(x, axis, "logSoftmax"))
  return np.subtract(shifted, np.log(np.sum(np.exp(shifted), axis, { keepdims: true })))
}

export interface StandardizeOptions {
  /** Added to the variance. Default 1e-5. */
  readonly epsilon?: number
}

const standardizeOptions: OptionNames<StandardizeOptions> = { epsilon: "number" }

/** `(x − mean) / √(var + ε)` along an axis. (`jax.nn.standardize`) */
export const standardize = (x: NDArray, axis: AxisOption = -1, options?: StandardizeOptions): NDArray => {
  const { epsilon = 1e-5 } = optionsOf("standardize", options, standardizeOptions)
  const centred = np.subtract(x, np.mean(toArray(x, "standardize"), axis, { keepdims: true }))
  const variance = np.mean(np.square(centred), axis, { keepdims: true })
  return np.divide(centred, np.sqrt(np.add(variance, epsilon)))
}

export interface OneHotOptions {
  /** Default float32. */
  readonly dtype?: DType
  /** Where the new axis goes. Default last. */
  readonly axis?: number
}

const oneHotOptions: OptionNames<OneHotOptions> = { dtype: "string", axis: "number" }

/**
 * Each label as a row with a 1 at its place; labels out of range give rows of zeros. (`jax.nn.one_hot`)
 * Shape: labels.shape + [numClasses].
 */
export const oneHot = (labels: ArrayLike, numClasses: number, options?: OneHotOptions): NDArray => {
  const { dtype = "float32", axis = -1 } = optionsOf("oneHot", options, oneHotOptions)
  return np.moveaxis(np.equal(np.expandDims(toArray(labels, "oneHot"), -1), np.arange(numClasses)), -1, axis).astype(dtype)
}
