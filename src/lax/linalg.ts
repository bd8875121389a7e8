// Factorisations as lax has them: one dtype, equal batches, nothing promoted. The functions of np.linalg stand on these.
import type { ArrayLike, NDArray } from "../core/array.js"
import { isInexact } from "../core/dtype.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { symmetrized } from "../linalg/cholesky.js"
import { cholesky as factor } from "../primitives/linalg/cholesky.js"
import { eig as eigOf, leftEigenvectors } from "../primitives/linalg/eig.js"
import { eigh as eighOf } from "../primitives/linalg/eigh.js"
import { lu as luOf } from "../primitives/linalg/lu.js"
import { qr as qrOf } from "../primitives/linalg/qr.js"
import { singularValues, svd as svdOf } from "../primitives/linalg/svd.js"
import { triangularSolve as substitute, type TriangularSolveParams } from "../primitives/linalg/triangular.js"
import { arrayOf } from "./operands.js"

export interface SymmetrizeOption {
  /** Take `(A + Aᴴ)/2` for A. Default true; otherwise the lower triangle alone is read. */
  readonly symmetrizeInput?: boolean
}

const symmetrizeOption: OptionNames<SymmetrizeOption> = { symmetrizeInput: "boolean" }

const prepared = (a: NDArray, symmetrizeInput: boolean): NDArray =>
  symmetrizeInput && isInexact(a.dtype) && a.ndim >= 2 && a.shape.at(-1) === a.shape.at(-2) ? symmetrized(a) : a

/** `L` with `A = L·Lᴴ` of positive definite `[…, n, n]`; NaN in matrices that are not. (`jax.lax.linalg.cholesky`) */
export const cholesky = (x: ArrayLike, options?: SymmetrizeOption): NDArray => {
  const { symmetrizeInput = true } = optionsOf("cholesky", options, symmetrizeOption)
  return factor(prepared(arrayOf(x, "cholesky"), symmetrizeInput))
}

const triangularSolveOptions: OptionNames<Partial<TriangularSolveParams>> = {
  leftSide: "boolean",
  lower: "boolean",
  transposeA: "boolean",
  conjugateA: "boolean",
  unitDiagonal: "boolean",
}

/** `X` with `op(A)·X = B`, or by default `X·op(A) = B`, of triangular `A […, n, n]`; upper unless `lower`. (`jax.lax.linalg.triangular_solve`) */
export const triangularSolve = (a: ArrayLike, b: ArrayLike, options: Partial<TriangularSolveParams> = {}): NDArray => {
  optionsOf("triangularSolve", options, triangularSolveOptions)
  return substitute(arrayOf(a, "triangularSolve"), arrayOf(b, "triangularSolve"), options)
}

/**
 * `P·A = L·U` of `[…, m, n]`: both factors in one array, the int32 row that each step swapped with, and the int32 permutation of the rows.
 * (`jax.lax.linalg.lu`)
 */
export const lu = (x: ArrayLike): readonly [lu: NDArray, pivots: NDArray, permutation: NDArray] => {
  const { lu: factors, pivots, permutation } = luOf(arrayOf(x, "lu"))
  return [factors, pivots, permutation]
}

export interface LaxQrOptions {
  /** Q is square. Default true. */
  readonly fullMatrices?: boolean
}

const laxQrOptions: OptionNames<LaxQrOptions> = { fullMatrices: "boolean" }

/** `A = Q·R` of `[…, m, n]`. (`jax.lax.linalg.qr`) */
export const qr = (x: ArrayLike, options?: LaxQrOptions): readonly [q: NDArray, r: NDArray] => {
  const { fullMatrices = true } = optionsOf("qr", options, laxQrOptions)
  return qrOf(arrayOf(x, "qr"), fullMatrices)
}

export interface LaxEighOptions extends SymmetrizeOption {
  /** Which triangle is read where the input is not symmetrized. Default true. */
  readonly lower?: boolean
}

const laxEighOptions: OptionNames<LaxEighOptions> = { lower: "boolean", symmetrizeInput: "boolean" }

/** `A·V = V·diag(w)` of Hermitian `[…, n, n]`: the eigenvectors first, as columns, then the eigenvalues, real and ascending. (`jax.lax.linalg.eigh`) */
export const eigh = (x: ArrayLike, options?: LaxEighOptions): readonly [v: NDArray, w: NDArray] => {
  const { lower = true, symmetrizeInput = true } = optionsOf("eigh", options, laxEighOptions)
  return eighOf(prepared(arrayOf(x, "eigh"), symmetrizeInput), lower)
}

export interface LaxEigOptions {
  /** Default true. */
  readonly computeLeftEigenvectors?: boolean
  /** Default true. */
  readonly computeRightEigenvectors?: boolean
}

const laxEigOptions: OptionNames<LaxEigOptions> = { computeLeftEigenvectors: "boolean", computeRightEigenvectors: "boolean" }

/**
 * `[w, L, R]` of `[…, n, n]` that need not be symmetric, all complex: the eigenvalues, then as columns of length one the left eigenvectors, `Lᴴ·A = diag(w)·Lᴴ`,
 * and the right ones, `A·R = R·diag(w)`, where they are asked for. Each has an element of greatest magnitude that is real and positive; w is ascending by
 * real parts, then by imaginary ones. The left ones are columns of `R⁻ᴴ`: what matrices without n independent eigenvectors get is not to be relied on.
 * Of both, other than in JAX, derivatives are known. (`jax.lax.linalg.eig`)
 * @throws DTypeError of integers, ShapeError if A is not square
 * @example
 * const [w, right] = lax.linalg.eig(a, { computeLeftEigenvectors: false })
 */
export const eig = (x: ArrayLike, options?: LaxEigOptions): readonly NDArray[] => {
  const { computeLeftEigenvectors = true, computeRightEigenvectors = true } = optionsOf("eig", options, laxEigOptions)
  const [v, w] = eigOf(arrayOf(x, "eig"))
  return [w, ...(computeLeftEigenvectors ? [leftEigenvectors(v)] : []), ...(computeRightEigenvectors ? [v] : [])]
}

export interface LaxSvdOptions {
  /** U and V are square. Default true. */
  readonly fullMatrices?: boolean
  /** Otherwise the singular values are all there is. Default true. */
  readonly computeUv?: boolean
}

const laxSvdOptions: OptionNames<LaxSvdOptions> = { fullMatrices: "boolean", computeUv: "boolean" }

/** `A = U·diag(s)·Vᴴ` of `[…, m, n]`: `[U, s, Vᴴ]`, or `[s]` without `computeUv`. (`jax.lax.linalg.svd`) */
export const svd = (x: ArrayLike, options?: LaxSvdOptions): readonly NDArray[] => {
  const { fullMatrices = true, computeUv = true } = optionsOf("svd", options, laxSvdOptions)
  const a = arrayOf(x, "svd")
  if (!computeUv) return [singularValues(a)]
  const [s, u, vh] = svdOf(a, fullMatrices)
  return [u, s, vh]
}
