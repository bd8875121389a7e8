// Square roots of positive definite matrices, and systems that are triangular already.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { cholesky as factor } from "../primitives/linalg/cholesky.js"
import { adjoint } from "../primitives/linalg/matrix.js"
import { triangularSolve as substitute, type TriangularSolveParams } from "../primitives/linalg/triangular.js"
import { add, mul } from "../primitives/vector.js"
import { floatsOf, overOneBatch, requireMatrix, requireSquare, squareOf } from "./operands.js"

export interface CholeskyOptions {
  /** The upper factor `U = Lᴴ` of `A = UᴴU`. */
  readonly upper?: boolean
  /** Take `(A + Aᴴ)/2` for A, so that gradients are symmetric too. Default true; otherwise the lower triangle alone is read. */
  readonly symmetrizeInput?: boolean
}

const choleskyOptions: OptionNames<CholeskyOptions> = { upper: "boolean", symmetrizeInput: "boolean" }

/** `(A + Aᴴ)/2` */
export const symmetrized = (a: NDArray): NDArray => mul(add(a, adjoint(a)), 0.5)

/**
 * The lower triangular L with a positive diagonal and `A = L·Lᴴ`, of positive definite `[…, n, n]`; NaN everywhere in a matrix that is not one.
 * (`jax.numpy.linalg.cholesky`)
 * @throws ShapeError if A is no square matrix, DTypeError for float16 and bfloat16
 * @example
 * np.linalg.cholesky(np.array([[4, 2], [2, 5]])).js() // [[2, 0], [1, 2]]
 */
export const cholesky = (a: ArrayLike, options?: CholeskyOptions): NDArray => {
  const { upper = false, symmetrizeInput = true } = optionsOf("cholesky", options, choleskyOptions)
  const x = squareOf("cholesky", a)
  const l = factor(symmetrizeInput ? symmetrized(x) : x)
  return upper ? adjoint(l) : l
}

export type TriangularSolveOptions = Partial<TriangularSolveParams>

const triangularSolveOptions: OptionNames<TriangularSolveOptions> = {
  leftSide: "boolean",
  lower: "boolean",
  transposeA: "boolean",
  conjugateA: "boolean",
  unitDiagonal: "boolean",
}

/**
 * X with `op(A)·X = B` (`leftSide`) or `X·op(A) = B`, of a triangular `A […, n, n]` of which the other triangle is not read, by substitution.
 * `op(A)` is A, or Aᵀ with `transposeA`; conjugated with `conjugateA`. Batches broadcast. A vector `b` may stand for the one column, or row, of B. (`jax.lax.linalg.triangular_solve`)
 * @throws ShapeError if A is not square or the sizes do not fit, DTypeError for float16 and bfloat16
 */
export const triangularSolve = (a: ArrayLike, b: ArrayLike, options: TriangularSolveOptions = {}): NDArray => {
  optionsOf("triangularSolve", options, triangularSolveOptions)
  const op = "triangularSolve"
  const [x, y] = floatsOf(op, a, b) as readonly [NDArray, NDArray]
  requireSquare(op, x)
  if (y.ndim === 1) {
    const solved = triangularSolve(x, y.reshape(options.leftSide ? [y.size, 1] : [1, y.size]), options)
    return solved.reshape([...solved.shape.slice(0, -2), y.size])
  }
  const [m, r] = overOneBatch(op, x, requireMatrix(op, y))
  return substitute(m, r, options)
}
