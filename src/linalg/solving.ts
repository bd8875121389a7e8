// Linear systems, by LU with partial pivoting. They are differentiated through the equation, never through the elimination:
//   A·ẋ = ḃ − Ȧ·x
import type { ArrayLike, NDArray } from "../core/array.js"
import { sizeOf } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { isTracing } from "../core/trace.js"
import { customLinearSolve } from "../lax/control/solve.js"
import { expandDims, reshape, squeeze } from "../numpy/reshape.js"
import { moveaxis } from "../numpy/transposing.js"
import { stopGradient } from "../primitives/elementwise/identity.js"
import { type Lu, lu } from "../primitives/linalg/lu.js"
import { identityLike, permuted, product } from "../primitives/linalg/matrix.js"
import { triangularSolve } from "../primitives/linalg/triangular.js"
import { iota } from "../primitives/shape/iota.js"
import { sort } from "../primitives/sort/sort.js"
import { floatOf, floatsOf, overOneBatch, requireMatrix, requireSquare, squareOf } from "./operands.js"

/** The permutation that undoes one: the order that sorts it. */
const inverseOf = (permutation: NDArray): NDArray => {
  const axis = permutation.ndim - 1
  return sort([permutation, iota(permutation.shape, axis, "int32")], axis)[1] as NDArray
}

/** `A⁻¹·B` from the factors of A. */
export const solveFactored = ({ lu: factors, permutation }: Lu, b: NDArray): NDArray => {
  const y = triangularSolve(factors, permuted(b, permutation), { leftSide: true, lower: true, unitDiagonal: true })
  return triangularSolve(factors, y, { leftSide: true })
}

/** `A⁻ᵀ·B` from the factors of A. */
const solveTransposed = ({ lu: factors, permutation }: Lu, b: NDArray): NDArray => {
  const y = triangularSolve(factors, b, { leftSide: true, transposeA: true })
  const z = triangularSolve(factors, y, { leftSide: true, lower: true, transposeA: true, unitDiagonal: true })
  return permuted(z, inverseOf(permutation))
}

/** `A⁻¹·B` of square matrices and right sides under one batch. */
export const solveMatrices = (a: NDArray, b: NDArray): NDArray => {
  const factors = lu(stopGradient(a))
  if (!isTracing()) return solveFactored(factors, b)
  return customLinearSolve<NDArray>(
    (x) => product(a, x),
    b,
    (_, y) => solveFactored(factors, y),
    { transposeSolve: (_, y) => solveTransposed(factors, y) },
  )
}

/**
 * `A⁻¹·b` of `A […, n, n]` and `b […, n, k]`, or a vector `b [n]`; batches broadcast. Singular matrices give inf or NaN. (`jax.numpy.linalg.solve`)
 * @throws ShapeError if A is not square or the sizes do not fit, DTypeError for float16 and bfloat16
 * @example
 * np.linalg.solve(np.array([[2, 1], [1, 3]]), np.array([3, 5])).js() // [0.8, 1.4]
 */
export const solve = (a: ArrayLike, b: ArrayLike): NDArray => {
  const [x, y] = floatsOf("solve", a, b) as readonly [NDArray, NDArray]
  requireSquare("solve", x)
  const isVector = y.ndim === 1
  const [m, r] = overOneBatch("solve", x, isVector ? expandDims(y, -1) : requireMatrix("solve", y))
  if (m.shape.at(-1) !== r.shape.at(-2))
    raise({ code: "shape/inner", op: "solve", need: "the right side must have as many rows as the matrix", avals: [x.aval, y.aval] })
  const solved = solveMatrices(m, r)
  return isVector ? squeeze(solved, -1) : solved
}

/**
 * `A⁻¹` of `[…, n, n]`. Singular matrices give inf or NaN. (`jax.numpy.linalg.inv`)
 * @throws ShapeError if A is not square, DTypeError for float16 and bfloat16
 */
export const inv = (a: ArrayLike): NDArray => {
  const x = squareOf("inv", a)
  return solveMatrices(x, identityLike(x))
}

export interface TensorsolveOptions {
  /** Axes of `a` that are moved behind all others first. */
  readonly axes?: readonly number[] | null
}

const tensorsolveOptions: OptionNames<TensorsolveOptions> = { axes: "list" }

/**
 * x with `tensordot(a, x, x.ndim) = b`: a linear system whose unknowns and equations have several axes. (`jax.numpy.linalg.tensorsolve`)
 * @throws ShapeError unless as many unknowns as equations are left
 */
export const tensorsolve = (a: ArrayLike, b: ArrayLike, options?: TensorsolveOptions): NDArray => {
  const { axes } = optionsOf("tensorsolve", options, tensorsolveOptions)
  const [given, y] = floatsOf("tensorsolve", a, b) as readonly [NDArray, NDArray]
  const x = axes
    ? moveaxis(
        given,
        axes,
        axes.map((_, i) => given.ndim - axes.length + i),
      )
    : given
  const unknowns = x.shape.slice(y.ndim)
  if (sizeOf(unknowns) !== y.size || x.size !== y.size * y.size)
    raise({ code: "shape/square", op: "tensorsolve", need: "there must be as many unknowns as equations", avals: [given.aval, y.aval] })
  return reshape(solve(reshape(x, [y.size, y.size]), reshape(y, [y.size])), unknowns)
}

export interface TensorinvOptions {
  /** How many leading axes number the equations. Default 2. */
  readonly ind?: number
}

const tensorinvOptions: OptionNames<TensorinvOptions> = { ind: "number" }

/**
 * The inverse of `tensordot(a, ·, ind)`: `tensordot(tensorinv(a), b, ind)` is `tensorsolve(a, b)`. (`jax.numpy.linalg.tensorinv`)
 * @throws ShapeError unless the first `ind` axes have as many elements as the others
 */
export const tensorinv = (a: ArrayLike, options?: TensorinvOptions): NDArray => {
  const { ind = 2 } = optionsOf("tensorinv", options, tensorinvOptions)
  const x = floatOf("tensorinv", a)
  const [first, last] = [x.shape.slice(0, ind), x.shape.slice(ind)]
  if (!Number.isInteger(ind) || ind <= 0 || sizeOf(first) !== sizeOf(last))
    raise({
      code: "shape/square",
      op: "tensorinv",
      need: "ind must be positive, and the axes before it must have as many elements as those behind",
      got: `ind = ${ind} of an array [${x.shape.join(",")}]`,
    })
  return reshape(inv(reshape(x, [sizeOf(first), sizeOf(last)])), [...last, ...first])
}
