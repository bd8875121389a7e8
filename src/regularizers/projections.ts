// Constraints and proximal steps: what is done to parameters after a step, instead of a term in the loss.
import type { ArrayLike, NDArray } from "../core/array.js"
import { where } from "../numpy/comparison.js"
import type { AxisOption } from "../numpy/index.js"
import * as np from "../numpy/index.js"
import { map } from "../tree/map.js"

/**
 * Scales down whatever has a norm above `limit`, along `axis` of each leaf (all of it for null): the max-norm constraint.
 * `θ ← θ · min(1, c / ‖θ‖₂)`. (Srivastava et al. 2014; lecture, slide 59)
 */
export const maxNorm = <P>(params: P, limit: number, axis: AxisOption = null): P =>
  map((x: NDArray) => limitNorm(x, limit, axis), params as never) as P

const limitNorm = (x: NDArray, limit: number, axis: AxisOption): NDArray => {
  const squares = np.sum(np.square(x), axis, { keepdims: true })
  const tooLong = np.greater(squares, limit * limit)
  const norm = np.sqrt(where(tooLong, squares, 1)) // where nothing is scaled the root is not taken, so its derivative at 0 does not matter
  return where(tooLong, np.multiply(x, np.divide(limit, norm)), x)
}

/**
 * The proximal step of `λ·‖θ‖₁`: `sign(θ) · max(|θ| − λ, 0)`, which gives exact zeros where a penalty in the loss does not.
 * (Lecture, slides 63-64; ISTA, Beck & Teboulle 2009)
 */
export const softThreshold = <P>(params: P, strength: ArrayLike): P =>
  map((x: NDArray) => np.multiply(np.sign(x), np.maximum(np.subtract(np.abs(x), strength), 0)), params as never) as P
