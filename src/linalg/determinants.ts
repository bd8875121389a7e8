// Determinants: products of the pivots of an elimination, or of small matrices a polynomial.
//   d det A = tr(adj A · Ȧ)          d log|det A| = tr(A⁻¹·Ȧ)
import type { ArrayLike, NDArray } from "../core/array.js"
import { avalOf } from "../core/aval.js"
import { sign } from "../numpy/arithmetic.js"
import { cumprod } from "../primitives/cumulative.js"
import { div, sub } from "../primitives/elementwise/arithmetic.js"
import { eq, ne } from "../primitives/elementwise/comparison.js"
import { convertElementType } from "../primitives/elementwise/convert.js"
import { log } from "../primitives/elementwise/exponential.js"
import { abs } from "../primitives/elementwise/magnitude.js"
import { selectN } from "../primitives/elementwise/select.js"
import { lu } from "../primitives/linalg/lu.js"
import { above, asColumns, block, columnsOf, diagonalOf, identityLike, permuted, rows } from "../primitives/linalg/matrix.js"
import { triangularSolve } from "../primitives/linalg/triangular.js"
import { reduceOr, reduceProd } from "../primitives/reductions.js"
import { iota } from "../primitives/shape/iota.js"
import { slice } from "../primitives/shape/pad.js"
import { reduceSum } from "../primitives/sum.js"
import { add, fill, mul, reshape } from "../primitives/vector.js"
import { customJvp } from "../transforms/customJvp.js"
import { batchOf, squareOf } from "./operands.js"

/** −1 where an odd number of rows was swapped, else 1. */
const parityOf = (pivots: NDArray, like: NDArray): NDArray => {
  const last = pivots.ndim - 1
  const swaps = convertElementType(ne(pivots, iota(pivots.shape, last, "int32")), like.dtype)
  return reduceProd(sub(fill(1, swaps.aval), mul(swaps, 2)), [last])
}

const entry = (a: NDArray, i: number, j: number): NDArray => reshape(block(a, i, i + 1, j, j + 1), batchOf(a))

const minor = (a: NDArray, [i, k]: readonly [number, number], [j, l]: readonly [number, number]): NDArray =>
  sub(mul(entry(a, i, j), entry(a, k, l)), mul(entry(a, i, l), entry(a, k, j)))

/** Up to three rows: the polynomial itself, whose derivatives are right everywhere. */
const polynomial = (a: NDArray): NDArray => {
  const n = columnsOf(a)
  if (n === 0) return fill(1, avalOf(batchOf(a), a.dtype))
  if (n === 1) return entry(a, 0, 0)
  if (n === 2) return minor(a, [0, 1], [0, 1])
  const below = [1, 2] as const
  const first = mul(entry(a, 0, 0), minor(a, below, [1, 2]))
  const second = mul(entry(a, 0, 1), minor(a, below, [0, 2]))
  return add(sub(first, second), mul(entry(a, 0, 2), minor(a, below, [0, 1])))
}

const lastOf = (x: NDArray, from: number, to: number): NDArray =>
  slice(x, [...x.shape.slice(0, -1).map(() => 0), from], [...x.shape.slice(0, -1), to])

/**
 * `adj(A)·B`, which is `det(A)·A⁻¹·B` and stays right where the last pivot vanishes; where an earlier one does, the rank is taken to be
 * two less than full, and the result to be zero, as in JAX. The products of the pivots stand in for the division by the last.
 */
const adjugateTimes = (a: NDArray, b: NDArray): readonly [det: NDArray, product: NDArray] => {
  const n = columnsOf(a)
  const { lu: factors, pivots, permutation } = lu(a)
  const axis = pivots.ndim - 1
  const diagonal = diagonalOf(factors)
  const partial = mul(cumprod(diagonal, axis), asColumns(parityOf(pivots, a), n))
  const det = reshape(lastOf(partial, n - 1, n), batchOf(a))
  // the last pivot becomes 1 / (product of the others): dividing by it multiplies by that product
  const corner = eq(iota(factors.shape, axis, "int32"), fill(n - 1, { shape: factors.shape, dtype: "int32" }))
  const bottom = eq(iota(factors.shape, axis + 1, "int32"), fill(n - 1, { shape: factors.shape, dtype: "int32" }))
  const others = asColumns(asColumns(div(1, reshape(lastOf(partial, n - 2, n - 1), batchOf(a))), n), n)
  const early = lastOf(diagonal, 0, n - 1)
  const lost = reduceOr(eq(early, fill(0, early.aval)), [axis])
  const everywhere = (width: number): NDArray => asColumns(asColumns(lost, n), width)
  // where the result is zero anyway nothing may divide by zero, for the sake of the derivative
  const changed = selectN(everywhere(n), selectN(corner, factors, selectN(bottom, factors, others)), identityLike(factors))
  const y = triangularSolve(changed, permuted(b, permutation), { leftSide: true, lower: true, unitDiagonal: true })
  const width = columnsOf(b)
  const scaled = above(mul(rows(y, 0, n - 1), asColumns(asColumns(det, n - 1), width)), rows(y, n - 1, n))
  const x = triangularSolve(changed, scaled, { leftSide: true })
  return [det, selectN(everywhere(width), x, fill(0, x.aval))]
}

const eliminated = customJvp((a: NDArray): NDArray => {
  const { lu: factors, pivots } = lu(a)
  return mul(reduceProd(diagonalOf(factors), [pivots.ndim - 1]), parityOf(pivots, a))
}).defjvp(([a], [da]) => {
  const [value, moved] = adjugateTimes(a, da)
  return [value, reduceSum(diagonalOf(moved), [moved.ndim - 2])]
})

/**
 * The determinant of `[…, n, n]`, as `[…]`. Its gradient, the matrix of cofactors, is right also at matrices of rank n − 1. (`jax.numpy.linalg.det`)
 * @throws ShapeError if A is not square, DTypeError for float16 and bfloat16
 */
export const det = (a: ArrayLike): NDArray => {
  const x = squareOf("det", a)
  return columnsOf(x) <= 3 ? polynomial(x) : eliminated(x)
}

/**
 * The sign of the determinant (of a complex one, its direction, of length 1), and the logarithm of its absolute value, which does not overflow: `det = sign·e^logabsdet`; 0 and −∞ of singular
 * matrices. (`jax.numpy.linalg.slogdet`)
 * @throws ShapeError if A is not square, DTypeError for float16 and bfloat16
 * @example
 * const [sign, logabsdet] = np.linalg.slogdet(np.array([[0, 2], [3, 0]])) // -1, log 6
 */
export const slogdet = (a: ArrayLike): readonly [sign: NDArray, logabsdet: NDArray] => {
  const x = squareOf("slogdet", a)
  const { lu: factors, pivots } = lu(x)
  const axis = pivots.ndim - 1
  const diagonal = diagonalOf(factors)
  return [mul(reduceProd(sign(diagonal), [axis]), parityOf(pivots, x)), reduceSum(log(abs(diagonal)), [axis])]
}
