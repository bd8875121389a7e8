// Matrices over leading batch axes, as rules and lowered programs write about them: `[…, m, n]`, in differentiable operations.
import type { NDArray } from "../../core/array.js"
import { isComplex } from "../../core/dtype.js"
import { dotGeneral } from "../contraction/dot.js"
import { add } from "../elementwise/arithmetic.js"
import { eq, ge, le } from "../elementwise/comparison.js"
import { complexOf, conj, imag, real } from "../elementwise/complex.js"
import { abs } from "../elementwise/magnitude.js"
import { selectN } from "../elementwise/select.js"
import { gatherAlong } from "../indexing/along.js"
import { concatenate } from "../shape/concatenate.js"
import { iota } from "../shape/iota.js"
import { slice } from "../shape/pad.js"
import { broadcastInDim, reduceSum } from "../sum.js"
import { transpose } from "../transpose.js"
import { fill, reshape, zerosOf } from "../vector.js"

export const rowsOf = (x: NDArray): number => x.shape[x.ndim - 2] as number
export const columnsOf = (x: NDArray): number => x.shape[x.ndim - 1] as number

/** The matrices transposed. */
export const flipped = (x: NDArray): NDArray => transpose(x, [...x.shape.keys()].slice(0, -2).concat([x.ndim - 1, x.ndim - 2]))

/** The conjugate; real matrices as they are. */
export const conjugated = (x: NDArray): NDArray => (isComplex(x.dtype) ? conj(x) : x)
/** `Aᴴ`, the conjugated transpose. */
export const adjoint = (x: NDArray): NDArray => conjugated(flipped(x))
/** The real parts, as real numbers. */
export const realPart = (x: NDArray): NDArray => (isComplex(x.dtype) ? real(x) : x)
/** What pivots are chosen by: of complex numbers, as in LAPACK, the sum of the parts' sizes. */
export const pivotSize = (x: NDArray): NDArray => (isComplex(x.dtype) ? add(abs(real(x)), abs(imag(x))) : abs(x))
/** Real numbers in the dtype of a matrix. */
export const inDtypeOf = (x: NDArray, like: NDArray): NDArray => (isComplex(like.dtype) ? complexOf(x) : x)

const whichAxis = (rank: number, transposed: boolean, inner: "last" | "first"): number =>
  (inner === "last") !== transposed ? rank - 1 : rank - 2

/** `op(x) · op(y)` over equal batches; `"xᵀ"`, `"yᵀ"` say what is transposed. */
export const product = (x: NDArray, y: NDArray, flips: "" | "xᵀ" | "yᵀ" = ""): NDArray => {
  const batch = [...x.shape.keys()].slice(0, -2)
  const [i, j] = [whichAxis(x.ndim, flips === "xᵀ", "last"), whichAxis(y.ndim, flips === "yᵀ", "first")]
  if (batch.some((a) => x.shape[a] !== 1))
    return dotGeneral(x, y, [
      [[i], [j]],
      [batch, batch],
    ])
  // a batch of one is no batch: two matrices take the fast way
  const [m, n] = [reshape(x, x.shape.slice(-2)), reshape(y, y.shape.slice(-2))]
  const rank = batch.length
  const flat = dotGeneral(m, n, [
    [[i - rank], [j - rank]],
    [[], []],
  ])
  return reshape(flat, [...x.shape.slice(0, -2), ...flat.shape])
}

/** `xᴴ · y` */
export const adjointProduct = (x: NDArray, y: NDArray): NDArray => product(conjugated(x), y, "xᵀ")

/** Rows `r0 … r1` and columns `c0 … c1`, the ends excluded. */
export const block = (x: NDArray, r0: number, r1: number, c0: number, c1: number): NDArray => {
  const batch = x.shape.slice(0, -2)
  return slice(x, [...batch.map(() => 0), r0, c0], [...batch, r1, c1])
}
export const rows = (x: NDArray, from: number, to: number): NDArray => block(x, from, to, 0, columnsOf(x))
export const columns = (x: NDArray, from: number, to: number): NDArray => block(x, 0, rowsOf(x), from, to)

export const above = (x: NDArray, y: NDArray): NDArray => joined([x, y], x.ndim - 2)
export const beside = (x: NDArray, y: NDArray): NDArray => joined([x, y], x.ndim - 1)

const joined = (xs: readonly NDArray[], axis: number): NDArray => {
  const some = xs.filter((x) => x.shape[axis] !== 0)
  return some.length === 1 ? (some[0] as NDArray) : concatenate(some.length === 0 ? xs.slice(0, 1) : some, axis)
}

type Placed = (row: NDArray, column: NDArray) => NDArray

const where = (x: NDArray, holds: Placed): NDArray => {
  const at = (axis: number): NDArray => iota(x.shape, x.ndim + axis, "int32")
  return selectN(holds(at(-2), at(-1)), zerosOf(x.aval), x)
}

/** What lies on and below diagonal `k`; zero elsewhere. */
export const lowerPart = (x: NDArray, k = 0): NDArray => where(x, (i, j) => le(j, k === 0 ? i : add(i, k)))
/** What lies on and above diagonal `k`; zero elsewhere. */
export const upperPart = (x: NDArray, k = 0): NDArray => where(x, (i, j) => ge(j, k === 0 ? i : add(i, k)))
/** What lies on the diagonal; zero elsewhere. */
export const diagonalPart = (x: NDArray): NDArray => where(x, eq)

/** Identity matrices, of a shape whose matrices need not be square. */
export const identityLike = (x: Pick<NDArray, "shape" | "dtype" | "ndim">): NDArray => {
  const like = { shape: x.shape, dtype: x.dtype }
  return where(fill(1, like), eq)
}

/** The diagonals of `[…, m, n]` as vectors `[…, min(m, n)]`. */
export const diagonalOf = (x: NDArray): NDArray => {
  const k = Math.min(rowsOf(x), columnsOf(x))
  return reduceSum(diagonalPart(block(x, 0, k, 0, k)), [x.ndim - 1])
}

/** Vectors `[…, n]` as the columns of `[…, n, size]` that are all alike. */
export const asColumns = (d: NDArray, size: number): NDArray => broadcastInDim(d, [...d.shape, size], [...d.shape.keys()])
/** Vectors `[…, n]` as the rows of `[…, size, n]` that are all alike. */
export const asRows = (d: NDArray, size: number): NDArray =>
  broadcastInDim(d, [...d.shape.slice(0, -1), size, columnsOf(d)], [...[...d.shape.keys()].slice(0, -1), d.ndim])

/** Matrices whose diagonals are taken to be real. */
export const realDiagonal = (x: NDArray): NDArray =>
  isComplex(x.dtype) ? add(add(lowerPart(x, -1), upperPart(x, 1)), complexOf(real(diagonalPart(x)))) : x

/** The symmetric matrix with this lower triangle, or with this upper one; of complex numbers, the Hermitian one, whose diagonal is real. */
export const mirrored = (x: NDArray, lower = true): NDArray => {
  const own = realDiagonal(x)
  return lower ? add(lowerPart(own), adjoint(lowerPart(x, -1))) : add(upperPart(own), adjoint(upperPart(x, 1)))
}

/** The rows of matrices in another order, for each matrix its own. */
export const permuted = (x: NDArray, permutation: NDArray): NDArray => {
  const rank = x.ndim
  if (x.size === 0) return x
  const positions = broadcastInDim(permutation, x.shape, [...x.shape.keys()].slice(0, rank - 1))
  return gatherAlong(x, positions, rank - 2)
}

/**
 * Elements of every matrix of `[B, m, n]`, as arrays over the batch. They are laid out one after the other first, so that what is computed
 * with them walks through memory in order; joining two parts is what makes them lie there.
 */
export const entriesOf = (x: NDArray): ((i: number, j: number) => NDArray) => {
  const [count, m, n] = x.shape as [number, number, number]
  const turned = transpose(reshape(x, [count, m * n]), [1, 0])
  const laid = m * n < 2 ? turned : concatenate([slice(turned, [0, 0], [1, count]), slice(turned, [1, 0], [m * n, count])], 0)
  return (i, j) => reshape(slice(laid, [i * n + j, 0], [i * n + j + 1, count]), [count])
}
