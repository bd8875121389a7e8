// Samples of factorisations: one matrix, batches of them, and every parameter, at matrices that are far from singular.
import type { NDArray } from "../../../src/core/array.js"
import { realOf } from "../../../src/core/dtype.js"
import * as np from "../../../src/numpy/index.js"
import { sqrt } from "../../../src/primitives/elementwise/exponential.js"
import type { PrimitiveName } from "../../../src/primitives/index.js"
import { cholesky } from "../../../src/primitives/linalg/cholesky.js"
import { eig } from "../../../src/primitives/linalg/eig.js"
import { eigh } from "../../../src/primitives/linalg/eigh.js"
import { lu } from "../../../src/primitives/linalg/lu.js"
import { adjoint, asRows, flipped, identityLike, inDtypeOf, product, rowsOf } from "../../../src/primitives/linalg/matrix.js"
import { squaredSize } from "../../../src/primitives/linalg/parts.js"
import { qr } from "../../../src/primitives/linalg/qr.js"
import { singularValues, svd } from "../../../src/primitives/linalg/svd.js"
import { type TriangularSolveParams, triangularSolve } from "../../../src/primitives/linalg/triangular.js"
import { iota } from "../../../src/primitives/shape/iota.js"
import { rev } from "../../../src/primitives/shape/rev.js"
import { add, mul } from "../../../src/primitives/vector.js"
import type { Domain, Sample } from "../sample.js"

const on = (...shape: readonly number[]): Domain => ({ shape, low: -1, high: 1 })
const single = (...shape: readonly number[]): Domain => ({ ...on(...shape), dtype: "float32" })

const complex = (...shape: readonly number[]): Domain => ({ ...on(...shape), dtype: "complex128" })

const sample = (note: string, apply: (...xs: NDArray[]) => NDArray | readonly NDArray[], ...inputs: readonly Domain[]): Sample => ({
  note,
  apply,
  inputs,
})

/** The matrix with much added to its diagonal. */
const heavy = (x: NDArray): NDArray => add(x, mul(identityLike(x), 2 * (x.shape.at(-1) as number)))

/** Rows in another order, so that there is something to swap. */
const swapped = (x: NDArray): NDArray => rev(x, [x.ndim - 2])

/** The same of a matrix that need not be square. */
const tall = (x: NDArray): NDArray => swapped(add(x, mul(identityLike(x), 8)))

/** Small beside a diagonal whose elements are far apart, and so are the eigenvalues and the singular values. */
const apartBy = (x: NDArray): NDArray => {
  const real = { shape: x.shape, ndim: x.ndim, dtype: realOf(x.dtype) }
  const steps = add(iota(x.shape, x.ndim - 1, real.dtype), identityLike(real))
  return add(mul(x, 0.3), inDtypeOf(mul(identityLike(real), mul(steps, 2)), x))
}

/** `X·diag(f)·Y` */
const joined = (x: NDArray, f: NDArray, y: NDArray): NDArray => product(mul(x, inDtypeOf(asRows(f, rowsOf(x)), x)), y)

/** What eigenvectors say whatever their phases: the root of the matrix, and the sizes of their elements. */
const spectral = (x: NDArray, lower: boolean): readonly NDArray[] => {
  const [v, w] = eigh(x, lower)
  return [joined(v, sqrt(w), adjoint(v)), squaredSize(v), w]
}

/** What singular vectors say whatever their phases: the nearest matrix with orthonormal columns or rows, one that is not so near, and sizes. */
const polar = (x: NDArray): readonly NDArray[] => {
  const [s, u, vh] = svd(x, false)
  return [product(u, vh), joined(u, sqrt(s), vh), squaredSize(u), squaredSize(vh), s]
}

/** Small beside a matrix whose eigenvalues are 1 ± 3i and 4 ± 7i. */
const turning = (x: NDArray): NDArray => {
  const turn = np.array([
    [1, -3, 0, 0],
    [3, 1, 0, 0],
    [0.5, 0, 4, -7],
    [0, 0, 7, 4],
  ])
  return add(mul(x, 0.1), turn.astype(x.dtype))
}

const factors = (x: NDArray): readonly NDArray[] => {
  const { lu: both, pivots, permutation } = lu(x)
  return [both, pivots, permutation]
}

const positive = (x: NDArray): NDArray => add(product(x, adjoint(x)), identityLike(x))

const solving = (note: string, params: Partial<TriangularSolveParams>, a: Domain, b: Domain): Sample =>
  sample(note, (x, y) => triangularSolve(heavy(x as NDArray), y as NDArray, params), a, b)

export const linalgSamples: {
  readonly [N in PrimitiveName & ("cholesky" | "eig" | "eigh" | "lu" | "qr" | "svd" | "triangular_solve")]: readonly Sample[]
} = {
  cholesky: [
    sample("a matrix", (x) => cholesky(positive(x as NDArray)), on(3, 3)),
    sample("a batch", (x) => cholesky(positive(x as NDArray)), on(2, 3, 3)),
    sample("only the lower triangle is read", (x) => cholesky(heavy(x as NDArray)), on(4, 4)),
    sample("float32", (x) => cholesky(positive(x as NDArray)), single(5, 5)),
    sample("one number", (x) => cholesky(positive(x as NDArray)), on(2, 1, 1)),
    sample("no matrix", (x) => cholesky(x as NDArray), on(0, 3, 3)),
  ],
  eig: [
    sample("a matrix", (x) => eig(apartBy(x as NDArray)), on(3, 3)),
    sample("a batch", (x) => eig(apartBy(x as NDArray)), on(2, 3, 3)),
    sample("of complex eigenvalues", (x) => eig(turning(x as NDArray)), on(4, 4)),
    sample("float32", (x) => eig(apartBy(x as NDArray)), single(3, 3)),
    sample("no matrix", (x) => eig(x as NDArray), on(0, 3, 3)),
  ],
  eigh: [
    sample("a matrix", (x) => eigh(apartBy(x as NDArray), true), on(3, 3)),
    sample("a batch, by its upper triangles", (x) => eigh(apartBy(x as NDArray), false), on(2, 4, 4)),
    sample("float32", (x) => eigh(apartBy(x as NDArray), true), single(4, 4)),
    sample("one number", (x) => eigh(x as NDArray, true), on(2, 1, 1)),
    sample("no matrix", (x) => eigh(x as NDArray, true), on(0, 3, 3)),
    sample("a Hermitian matrix", (x) => spectral(apartBy(x as NDArray), true), complex(3, 3)),
    sample("a batch of Hermitian ones, by their upper triangles", (x) => spectral(apartBy(x as NDArray), false), complex(2, 4, 4)),
  ],
  lu: [
    sample("a square matrix", (x) => factors(swapped(heavy(x as NDArray))), on(3, 3)),
    sample("a batch of tall ones", (x) => factors(tall(x as NDArray)), on(2, 5, 3)),
    sample("a wide one", (x) => factors(flipped(tall(flipped(x as NDArray)))), on(3, 5)),
    sample("float32", (x) => factors(swapped(heavy(x as NDArray))), single(4, 4)),
    sample("no matrix", (x) => factors(x as NDArray), on(0, 3, 2)),
  ],
  qr: [
    sample("a square matrix", (x) => qr(heavy(x as NDArray), true), on(3, 3)),
    sample("a batch of tall ones", (x) => qr(tall(x as NDArray), false), on(2, 5, 3)),
    sample("float32", (x) => qr(tall(x as NDArray), false), single(6, 4)),
    sample("one column", (x) => qr(tall(x as NDArray), false), on(4, 1)),
    sample("no matrix", (x) => qr(x as NDArray, false), on(0, 3, 2)),
  ],
  svd: [
    sample("a square matrix", (x) => svd(apartBy(x as NDArray), true), on(3, 3)),
    sample("a batch of tall ones", (x) => svd(apartBy(x as NDArray), false), on(2, 5, 3)),
    sample("a wide one", (x) => svd(apartBy(x as NDArray), false), on(3, 5)),
    sample("singular values alone", (x) => singularValues(apartBy(x as NDArray)), on(4, 3)),
    sample("float32", (x) => svd(apartBy(x as NDArray), false), single(4, 4)),
    sample("no matrix", (x) => svd(x as NDArray, false), on(0, 3, 2)),
    sample("a complex matrix", (x) => polar(apartBy(x as NDArray)), complex(3, 3)),
    sample("a batch of tall complex ones", (x) => polar(apartBy(x as NDArray)), complex(2, 5, 3)),
    sample("a wide complex one", (x) => polar(apartBy(x as NDArray)), complex(3, 5)),
    sample("singular values of a complex one", (x) => singularValues(apartBy(x as NDArray)), complex(4, 3)),
    sample("complex numbers", (x) => polar(apartBy(x as NDArray)), complex(2, 1, 1)),
  ],
  triangular_solve: [
    solving("lower, from the left", { leftSide: true, lower: true }, on(3, 3), on(3, 2)),
    solving("lower, from the right", { lower: true }, on(3, 3), on(2, 3)),
    solving("upper, from the left, of ones", { leftSide: true, unitDiagonal: true }, on(3, 3), on(3, 5)),
    solving("upper, from the right", {}, on(2, 3, 3), on(2, 5, 3)),
    solving("lower transposed, from the left", { leftSide: true, lower: true, transposeA: true }, on(2, 3, 3), on(2, 3, 1)),
    solving("lower transposed, from the right", { lower: true, transposeA: true, conjugateA: true }, on(3, 3), on(2, 3)),
    solving("upper transposed, from the left", { leftSide: true, transposeA: true }, on(3, 3), on(3, 2)),
    solving("upper transposed, from the right, of ones", { transposeA: true, unitDiagonal: true }, on(3, 3), on(2, 3)),
    solving("conjugated, from the left", { leftSide: true, conjugateA: true }, on(3, 3), on(3, 2)),
    solving("adjoint, from the left", { leftSide: true, lower: true, transposeA: true, conjugateA: true }, on(2, 3, 3), on(2, 3, 2)),
    solving("float32", { leftSide: true, lower: true }, single(5, 5), single(5, 2)),
    solving("no right side", { leftSide: true }, on(3, 3), on(3, 0)),
  ],
}
