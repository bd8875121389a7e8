// Systems that have no solution, or many: by the singular values that are not taken for zero.
import type { ArrayLike, NDArray } from "../core/array.js"
import { dtypeInfo } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import { matmul } from "../numpy/products.js"
import { max, sum } from "../numpy/reductions.js"
import { expandDims } from "../numpy/reshape.js"
import { matrixTranspose } from "../numpy/transposing.js"
import { adjoint, identityLike } from "../primitives/linalg/matrix.js"
import { squaredSize } from "../primitives/linalg/parts.js"
import { customJvp } from "../transforms/customJvp.js"
import { svd } from "./decompositions.js"
import { floatsOf, matrixOf, requireMatrix } from "./operands.js"

/** `1/s` of singular values above a share of the greatest, 0 of the others, and which those are. */
const invertedAbove = (s: NDArray, share: ArrayLike): readonly [inverted: NDArray, counts: NDArray] => {
  const limit = max(s, -1, { keepdims: true }).mul(share)
  const counts = s.greater(limit)
  return [where(counts, where(counts, s, 1).reciprocal(), 0), counts]
}

export interface PinvOptions {
  /** Singular values up to `rtol` times the greatest count as zero. Default `10·max(m, n)·eps`. */
  readonly rtol?: number | null
  /** A is symmetric, or Hermitian: found by way of its eigenvalues. */
  readonly hermitian?: boolean
}

const pinvOptions: OptionNames<PinvOptions> = { rtol: "number", hermitian: "boolean" }

const inverse = (a: NDArray, share: number, hermitian: boolean): NDArray => {
  const [u, s, vh] = svd(a, { fullMatrices: false, hermitian })
  const [inverted] = invertedAbove(s, share)
  return matmul(adjoint(vh).mul(expandDims(inverted, -2)), adjoint(u))
}

/**
 * The pseudo-inverse of `[…, m, n]`: `A⁺` of `[…, n, m]` with `A·A⁺·A = A`, `A⁺·A·A⁺ = A⁺`, and both products symmetric, or of complex ones Hermitian. (`jax.numpy.linalg.pinv`)
 * It is differentiated as if the rank did not change (Golub & Pereyra 1973):
 * `Ṗ = −P·Ȧ·P + P·Pᴴ·Ȧᴴ·(I − A·P) + (I − P·A)·Ȧᴴ·Pᴴ·P`.
 * @throws ShapeError if A is no matrix
 */
export const pinv = (a: ArrayLike, options?: PinvOptions): NDArray => {
  const { rtol = null, hermitian = false } = optionsOf("pinv", options, pinvOptions)
  const x = matrixOf("pinv", a)
  if (x.size === 0) return matrixTranspose(x)
  const share = rtol ?? 10 * Math.max(...x.shape.slice(-2)) * dtypeInfo[x.dtype].eps
  const pseudo = customJvp((y: NDArray): NDArray => inverse(y, share, hermitian))
  pseudo.defjvp(([y], [dy]) => {
    const p = pseudo(y) as NDArray
    const [pt, dt] = [adjoint(p), adjoint(dy)]
    const beyond = (z: NDArray): NDArray => identityLike(z).sub(z) // I − z
    const first = matmul(matmul(p, dy), p).neg()
    const second = matmul(matmul(p, matmul(pt, dt)), beyond(matmul(y, p)))
    const third = matmul(beyond(matmul(p, y)), matmul(dt, matmul(pt, p)))
    return [p, first.add(second).add(third)]
  })
  return pseudo(x) as NDArray
}

export interface LstsqOptions {
  /** Singular values up to `rcond` times the greatest count as zero. Default `max(m, n)·eps`. */
  readonly rcond?: number | null
}

const lstsqOptions: OptionNames<LstsqOptions> = { rcond: "number" }

/**
 * The shortest x that makes `‖b − A·x‖` least, of one `A [m, n]` and `b [m]` or `[m, k]`: `[x, residuals, rank, singular values]`, the residuals being the
 * squared lengths of the columns of `b − A·x`. (`jax.numpy.linalg.lstsq`)
 * @throws ShapeError if A is no matrix, or b has another number of rows
 * @example
 * const [x] = np.linalg.lstsq(np.array([[1, 0], [1, 1], [1, 2]]), np.array([1, 3, 5])) // [1, 2]
 */
export const lstsq = (
  a: ArrayLike,
  b: ArrayLike,
  options?: LstsqOptions,
): readonly [x: NDArray, residuals: NDArray, rank: NDArray, s: NDArray] => {
  const { rcond = null } = optionsOf("lstsq", options, lstsqOptions)
  const [x, given] = floatsOf("lstsq", a, b) as readonly [NDArray, NDArray]
  requireMatrix("lstsq", x)
  if (x.ndim !== 2 || (given.ndim !== 1 && given.ndim !== 2) || given.shape[0] !== x.shape[0])
    raise({
      code: "shape/lstsq",
      op: "lstsq",
      need: "one matrix, and a right side of as many rows, a vector or a matrix, are needed",
      avals: [x.aval, given.aval],
    })
  const y = given.ndim === 1 ? expandDims(given, 1) : given
  const [m, n] = x.shape as readonly [number, number]
  const [u, s, vh] = svd(x, { fullMatrices: false })
  const [inverted, counts] = m === 0 || n === 0 ? [s, s.greater(0)] : invertedAbove(s, rcond ?? Math.max(m, n) * dtypeInfo[x.dtype].eps)
  const found = matmul(adjoint(vh), expandDims(inverted, 1).mul(matmul(adjoint(u), y)))
  const residuals = sum(squaredSize(y.sub(matmul(x, found))), 0)
  return [given.ndim === 1 ? found.squeeze([1]) : found, residuals, sum(counts.astype("int32"), 0), s]
}
