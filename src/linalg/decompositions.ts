// Factorisations that end in orthogonal matrices.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import { takeAlongAxis } from "../numpy/indexing/take.js"
import { expandDims } from "../numpy/reshape.js"
import { argsort } from "../numpy/sorting.js"
import { eig as eigOf } from "../primitives/linalg/eig.js"
import { eigh as eighOf } from "../primitives/linalg/eigh.js"
import { adjoint } from "../primitives/linalg/matrix.js"
import { qr as qrOf } from "../primitives/linalg/qr.js"
import { singularValues, svd as svdOf } from "../primitives/linalg/svd.js"
import { symmetrized } from "./cholesky.js"
import { matrixOf, squareOf } from "./operands.js"

export interface QrOptions<M extends "reduced" | "complete" | "r" = "reduced" | "complete" | "r"> {
  /** `reduced`: Q has no more columns than A; `complete`: Q is square; `r`: R alone. */
  readonly mode?: M
}

const qrOptions: OptionNames<QrOptions> = { mode: "string" }

/**
 * `A = Q·R` of `[…, m, n]`: Q with orthonormal columns, R upper triangular; `[…, m, k]` and `[…, k, n]`, k the smaller of m and n, or m if `complete`.
 * Signs are LAPACK's. (`jax.numpy.linalg.qr`)
 * @throws ShapeError if A is no matrix, ArgumentError of another mode, or where it is differentiated with fewer rows than columns
 * @example
 * const [q, r] = np.linalg.qr(a) // q.matmul(r) is a
 */
export function qr(a: ArrayLike, options: QrOptions<"r"> & { readonly mode: "r" }): NDArray
export function qr(a: ArrayLike, options?: QrOptions<"reduced" | "complete">): readonly [q: NDArray, r: NDArray]
export function qr(a: ArrayLike, options?: QrOptions): NDArray | readonly [NDArray, NDArray] {
  const { mode = "reduced" } = optionsOf("qr", options, qrOptions)
  const x = matrixOf("qr", a)
  if (mode !== "reduced" && mode !== "complete" && mode !== "r")
    raise({ code: "argument/mode", op: "qr", need: "mode must be 'reduced', 'complete' or 'r'", got: String(mode) })
  const both = qrOf(x, mode === "complete")
  return mode === "r" ? both[1] : both
}

export interface SvdOptions {
  /** U and V are square. Default true. */
  readonly fullMatrices?: boolean
  /** Otherwise the singular values are all there is. Default true. */
  readonly computeUv?: boolean
  /** A is symmetric, or Hermitian: found by way of its eigenvalues. */
  readonly hermitian?: boolean
}

const svdOptions: OptionNames<SvdOptions> = { fullMatrices: "boolean", computeUv: "boolean", hermitian: "boolean" }

/** Of Hermitian matrices: singular values are magnitudes of eigenvalues, in descending order, and V takes their signs. */
const ofHermitian = (x: NDArray): readonly [u: NDArray, s: NDArray, vh: NDArray] => {
  const [v, w] = eighOf(symmetrized(x), true)
  const order = argsort(w.abs().neg(), -1)
  const values = takeAlongAxis(w, order, -1)
  const vectors = takeAlongAxis(v, expandDims(order, -2), -1)
  return [vectors, values.abs(), adjoint(vectors.mul(expandDims(where(values.less(0), -1, 1), -2)))]
}

/**
 * `A = U·diag(s)·Vᴴ` of `[…, m, n]`: `[U, s, Vᴴ]`, s real, descending and not negative. U is `[…, m, m]` and Vᴴ `[…, n, n]`, or with
 * `fullMatrices: false` of `k = min(m, n)` columns and rows; with `computeUv: false` the result is s alone. Every column of U has an element of greatest
 * magnitude that is positive, or of complex ones real and positive. Derivatives are inf or NaN where singular values are equal; of complex U and V
 * they are JAX's, good for what does not depend on the phases of their columns. (`jax.numpy.linalg.svd`)
 * @throws ShapeError if A is no matrix, ArgumentError where full matrices that are not determined are differentiated
 */
export function svd(a: ArrayLike, options: SvdOptions & { readonly computeUv: false }): NDArray
export function svd(a: ArrayLike, options?: SvdOptions & { readonly computeUv?: true }): readonly [u: NDArray, s: NDArray, vh: NDArray]
export function svd(a: ArrayLike, options?: SvdOptions): NDArray | readonly [NDArray, NDArray, NDArray] {
  const { fullMatrices = true, computeUv = true, hermitian = false } = optionsOf("svd", options, svdOptions)
  const x = matrixOf("svd", a)
  if (hermitian) {
    const parts = ofHermitian(squareOf("svd", x))
    return computeUv ? parts : parts[1]
  }
  if (!computeUv) return singularValues(x)
  const [s, u, vh] = svdOf(x, fullMatrices)
  return [u, s, vh]
}

/** The singular values of `[…, m, n]` in descending order, `[…, min(m, n)]`, which are real. (`jax.numpy.linalg.svdvals`) */
export const svdvals = (a: ArrayLike): NDArray => singularValues(matrixOf("svdvals", a))

const requireTriangle = (op: string, triangle: unknown): void => {
  if (triangle !== "L" && triangle !== "U") raise({ code: "argument/uplo", op, need: "UPLO must be 'L' or 'U'", got: String(triangle) })
}

export interface EighOptions {
  /** Which triangle is read where the input is not symmetrized: `L` or `U`. Default `L`. */
  readonly UPLO?: "L" | "U"
  /** Take `(A + Aᴴ)/2` for A. Default true. */
  readonly symmetrizeInput?: boolean
}

const eighOptions: OptionNames<EighOptions> = { UPLO: "string", symmetrizeInput: "boolean" }

/**
 * `A·V = V·diag(w)` of symmetric or Hermitian `[…, n, n]`: `[w, V]`, the eigenvalues, which are real, ascending, the orthonormal eigenvectors as
 * columns, each with an element of greatest magnitude that is positive, or of complex ones real and positive. Derivatives of V are inf or NaN where
 * eigenvalues are equal; of complex V they are JAX's, good for what does not depend on the phases of its columns. (`jax.numpy.linalg.eigh`)
 * @throws ShapeError if A is not square, ArgumentError of another UPLO
 * @example
 * np.linalg.eigh(np.array([[2, 1], [1, 2]]))[0].js() // [1, 3]
 */
export const eigh = (a: ArrayLike, options?: EighOptions): readonly [eigenvalues: NDArray, eigenvectors: NDArray] => {
  const { UPLO = "L", symmetrizeInput = true } = optionsOf("eigh", options, eighOptions)
  const x = squareOf("eigh", a)
  requireTriangle("eigh", UPLO)
  const [v, w] = eighOf(symmetrizeInput ? symmetrized(x) : x, UPLO === "L")
  return [w, v]
}

/** The eigenvalues of symmetric or Hermitian `[…, n, n]`, which are real, ascending. (`jax.numpy.linalg.eigvalsh`) */
export const eigvalsh = (a: ArrayLike, options?: EighOptions): NDArray => {
  const { UPLO = "L", symmetrizeInput = true } = optionsOf("eigvalsh", options, eighOptions)
  const x = squareOf("eigvalsh", a)
  requireTriangle("eigvalsh", UPLO)
  return eighOf(symmetrizeInput ? symmetrized(x) : x, UPLO === "L")[1]
}

/**
 * `A·V = V·diag(w)` of `[…, n, n]` that need not be symmetric: `[w, V]`, complex also where A is real, w ascending by real parts and then by imaginary
 * ones, eigenvectors as columns of length one, each with an element of greatest magnitude that is real and positive. (`jax.numpy.linalg.eig`, which
 * leaves the order open)
 * @throws ShapeError if A is not square
 * @example
 * np.linalg.eig(np.array([[0, -1], [1, 0]]))[0] // [-1j, 1j]
 */
export const eig = (a: ArrayLike): readonly [eigenvalues: NDArray, eigenvectors: NDArray] => {
  const [v, w] = eigOf(squareOf("eig", a))
  return [w, v]
}

/** The eigenvalues of `[…, n, n]`, complex, ascending by real parts and then by imaginary ones. (`jax.numpy.linalg.eigvals`) */
export const eigvals = (a: ArrayLike): NDArray => eig(a)[0]
