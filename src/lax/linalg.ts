// Factorisations as lax has them: one dtype, equal batches, nothing promoted. The functions of np.linalg stand on these.
import type { ArrayLike, NDArray } from "../core/array.js"
import { isFloat } from "../core/dtype.js"
import { symmetrized } from "../linalg/cholesky.js"
import { cholesky as factor } from "../primitives/linalg/cholesky.js"
import { lu as luOf } from "../primitives/linalg/lu.js"
import { triangularSolve as substitute, type TriangularSolveParams } from "../primitives/linalg/triangular.js"
import { arrayOf } from "./operands.js"

export interface SymmetrizeOption {
  /** Take `(A + Aᵀ)/2` for A. Default true; otherwise the lower triangle alone is read. */
  readonly symmetrizeInput?: boolean
}

/** `L` with `A = L·Lᵀ` of positive definite `[…, n, n]`; NaN in matrices that are not. (`jax.lax.linalg.cholesky`) */
export const cholesky = (x: ArrayLike, { symmetrizeInput = true }: SymmetrizeOption = {}): NDArray => {
  const a = arrayOf(x, "cholesky")
  return factor(symmetrizeInput && isFloat(a.dtype) && a.ndim >= 2 && a.shape.at(-1) === a.shape.at(-2) ? symmetrized(a) : a)
}

/** `X` with `op(A)·X = B`, or by default `X·op(A) = B`, of triangular `A […, n, n]`; upper unless `lower`. (`jax.lax.linalg.triangular_solve`) */
export const triangularSolve = (a: ArrayLike, b: ArrayLike, options: Partial<TriangularSolveParams> = {}): NDArray =>
  substitute(arrayOf(a, "triangularSolve"), arrayOf(b, "triangularSolve"), options)

/**
 * `P·A = L·U` of `[…, m, n]`: both factors in one array, the int32 row that each step swapped with, and the int32 permutation of the rows.
 * (`jax.lax.linalg.lu`)
 */
export const lu = (x: ArrayLike): readonly [lu: NDArray, pivots: NDArray, permutation: NDArray] => {
  const { lu: factors, pivots, permutation } = luOf(arrayOf(x, "lu"))
  return [factors, pivots, permutation]
}
