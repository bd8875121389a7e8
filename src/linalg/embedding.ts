// Complex matrices as real ones of twice the size, `A = X + iY` as `[X, −Y; Y, X]`: products, adjoints and pseudo-inverses go over into one another.
// Singular values, and eigenvalues of Hermitian matrices, then come in pairs.
import type { NDArray } from "../core/array.js"
import { isComplex } from "../core/dtype.js"
import { imag, real } from "../numpy/complex.js"
import { sum } from "../numpy/reductions.js"
import { reshape } from "../numpy/reshape.js"
import { complex } from "../primitives/elementwise/complex.js"
import { eigh } from "../primitives/linalg/eigh.js"
import { above, beside, block, columnsOf, rowsOf } from "../primitives/linalg/matrix.js"
import { singularValues as singularValuesOf } from "../primitives/linalg/svd.js"

/** `[X, −Y; Y, X]` */
export const embedded = (a: NDArray): NDArray => {
  const [x, y] = [real(a), imag(a)]
  return above(beside(x, y.neg()), beside(y, x))
}

/** The matrix whose embedding is this one. */
export const unembedded = (e: NDArray): NDArray => {
  const [m, n] = [rowsOf(e) / 2, columnsOf(e) / 2]
  return complex(block(e, 0, m, 0, n), block(e, m, 2 * m, 0, n))
}

/** One value for each pair of equal ones: their mean, whose derivative does not depend on how the two are told apart. */
const ofPairs = (values: NDArray): NDArray => {
  const n = values.shape.at(-1) as number
  return sum(reshape(values, [...values.shape.slice(0, -1), n / 2, 2]), -1).mul(0.5)
}

/** The singular values in descending order, which are real. */
export const singularValues = (a: NDArray): NDArray => (isComplex(a.dtype) ? ofPairs(singularValuesOf(embedded(a))) : singularValuesOf(a))

/** The eigenvalues of Hermitian matrices in ascending order, which are real; one triangle is read. */
export const hermitianEigenvalues = (a: NDArray, lower: boolean): NDArray => {
  if (!isComplex(a.dtype)) return eigh(a, lower)[1]
  return ofPairs(eigh(embedded(a), lower)[1])
}
