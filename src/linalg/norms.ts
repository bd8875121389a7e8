// Lengths of vectors and matrices, and what follows from singular values.
import type { ArrayLike, NDArray } from "../core/array.js"
import { dtypeInfo, realOf } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { type AxisOption, resolveAxes } from "../numpy/axes.js"
import { isnan, logicalAnd, logicalNot, where } from "../numpy/comparison.js"
import { any, max, min, sum } from "../numpy/reductions.js"
import { expandDims, ravel } from "../numpy/reshape.js"
import { moveaxis } from "../numpy/transposing.js"
import { squaredSize } from "../primitives/linalg/parts.js"
import { singularValues } from "../primitives/linalg/svd.js"
import { symmetrized } from "./cholesky.js"
import { eigvalsh } from "./decompositions.js"
import { floatOf, matrixOf, squareOf } from "./operands.js"
import { inv } from "./solving.js"

/** A number p: of vectors `(Σ|x|ᵖ)^(1/p)`, ±∞ the greatest and the least, 0 the count; of matrices ±1, ±2, ±∞, and the names. */
export type NormOrder = number | "fro" | "nuc"

export interface NormOptions {
  readonly ord?: NormOrder | null
  /** One axis of vectors, or two of matrices. By default all of the array. */
  readonly axis?: AxisOption
  /** Reduced axes stay, of size 1. */
  readonly keepdims?: boolean
}

const normOptions: OptionNames<NormOptions> = { ord: "string|number", axis: "number|list", keepdims: "boolean" }

/** Options whose first one may stand alone in their place, as JAX has it positional. */
const firstOr = <K extends string, V, O extends { readonly [N in K]?: V | null }>(first: V | null | O, name: K, rest: O): O =>
  typeof first === "object" && first !== null ? { ...rest, ...(first as O) } : ({ ...rest, [name]: first } as O)

const unknown = (op: string, ord: unknown, of: string): never =>
  raise({ code: "argument/norm", op, need: `${of} have no norm of this order`, got: String(ord) })

/** `√Σ|x|²`, whose slope at zero is taken to be NaN no more than that of the root is: it is left to the root. */
const euclidean = (x: NDArray, axes: readonly number[], keepdims: boolean): NDArray => sum(squaredSize(x), axes, { keepdims }).sqrt()

const ofVectors = (op: string, x: NDArray, ord: number, axis: number, keepdims: boolean): NDArray => {
  const options = { keepdims }
  if (ord === Number.POSITIVE_INFINITY) return max(x.abs(), axis, options)
  if (ord === Number.NEGATIVE_INFINITY) return min(x.abs(), axis, options)
  if (ord === 0) return sum(x.notEqual(0).astype(realOf(x.dtype)), axis, options)
  if (ord === 1) return sum(x.abs(), axis, options)
  if (ord === 2) return euclidean(x, [axis], keepdims)
  if (typeof ord !== "number" || Number.isNaN(ord)) return unknown(op, ord, "vectors")
  return sum(x.abs().pow(ord), axis, options).pow(1 / ord)
}

/** Of matrices over two axes that are kept for the moment. */
const ofMatrices = (op: string, x: NDArray, ord: NormOrder, row: number, column: number): NDArray => {
  const options = { keepdims: true }
  const singular = (): NDArray => expandDims(singularValues(moveaxis(x, [row, column], [-2, -1])), -1)
  const back = (s: NDArray): NDArray => moveaxis(s, [-2, -1], [row, column])
  switch (ord) {
    case "fro":
      return euclidean(x, [row, column], true)
    case "nuc":
      return back(sum(singular(), -2, options))
    case 1:
      return max(sum(x.abs(), row, options), column, options)
    case -1:
      return min(sum(x.abs(), row, options), column, options)
    case 2:
      return back(max(singular(), -2, options))
    case -2:
      return back(min(singular(), -2, options))
    case Number.POSITIVE_INFINITY:
      return max(sum(x.abs(), column, options), row, options)
    case Number.NEGATIVE_INFINITY:
      return min(sum(x.abs(), column, options), row, options)
    default:
      return unknown(op, ord, "matrices")
  }
}

const reducedMatrices = (op: string, x: NDArray, ord: NormOrder, axes: readonly number[], keepdims: boolean): NDArray => {
  const kept = ofMatrices(op, x, ord, axes[0] as number, axes[1] as number)
  return keepdims ? kept : kept.squeeze(axes)
}

/**
 * The norm of vectors along one axis, of matrices over two, or of all elements as one vector where neither `ord` nor `axis` is given.
 * (`jax.numpy.linalg.norm`)
 * @throws ArgumentError of an order that vectors, or matrices, do not have, ShapeError of more than two axes
 * @example
 * np.linalg.norm(np.array([3, 4])).item() // 5
 * np.linalg.norm(np.array([3, 4]), 1).item() // 7
 */
export const norm = (x: ArrayLike, order: NormOrder | null | NormOptions = {}, options: NormOptions = {}): NDArray => {
  const given = firstOr(order, "ord", optionsOf("norm", options, normOptions))
  const { ord = null, axis = null, keepdims = false } = optionsOf("norm", given, normOptions)
  const a = floatOf("norm", x)
  if (axis === null && ord === null) return euclidean(a, [...a.shape.keys()], keepdims)
  const axes = axis === null ? [...a.shape.keys()] : resolveAxes("norm", axis, a)
  if (axes.length === 1) return ofVectors("norm", a, (ord ?? 2) as number, axes[0] as number, keepdims)
  if (axes.length === 2) return reducedMatrices("norm", a, ord ?? "fro", axes, keepdims)
  return raise({
    code: "shape/norm",
    op: "norm",
    need: "a norm runs along one axis or over two",
    got: `(${axes.join(", ")})`,
    avals: [a.aval],
  })
}

export interface VectorNormOptions {
  /** Default 2. */
  readonly ord?: number
  /** The axes whose elements make one vector. By default all. */
  readonly axis?: AxisOption
  readonly keepdims?: boolean
}

const vectorNormOptions: OptionNames<VectorNormOptions> = { ord: "number", axis: "number|list", keepdims: "boolean" }

/** The norm of vectors, whose elements may lie along several axes. (`jax.numpy.linalg.vector_norm`) */
export const vectorNorm = (x: ArrayLike, options?: VectorNormOptions): NDArray => {
  const { ord = 2, axis = null, keepdims = false } = optionsOf("vectorNorm", options, vectorNormOptions)
  const a = floatOf("vectorNorm", x)
  const axes = resolveAxes("vectorNorm", axis, a)
  const rest = [...a.shape.keys()].filter((d) => !axes.includes(d))
  const flat = a
    .transpose([...rest, ...axes])
    .reshape([...rest.map((d) => a.shape[d] as number), axes.reduce((n, d) => n * (a.shape[d] as number), 1)])
  const result = ofVectors("vectorNorm", flat, ord, rest.length, false)
  return keepdims ? result.reshape(a.shape.map((d, i) => (axes.includes(i) ? 1 : d))) : result
}

export interface MatrixNormOptions {
  /** Default `fro`. */
  readonly ord?: NormOrder
  readonly keepdims?: boolean
}

const matrixNormOptions: OptionNames<MatrixNormOptions> = { ord: "string|number", keepdims: "boolean" }

/** The norms of `[…, m, n]`. (`jax.numpy.linalg.matrix_norm`) */
export const matrixNorm = (x: ArrayLike, options?: MatrixNormOptions): NDArray => {
  const { ord = "fro", keepdims = false } = optionsOf("matrixNorm", options, matrixNormOptions)
  const a = matrixOf("matrixNorm", x)
  return reducedMatrices("matrixNorm", a, ord, [a.ndim - 2, a.ndim - 1], keepdims)
}

export interface CondOptions {
  /** The order of the norm; by default 2, the ratio of the greatest to the least singular value. */
  readonly p?: NormOrder | null
}

const condOptions: OptionNames<CondOptions> = { p: "number|string" }

/**
 * How much relative errors of the right side of a system may grow: `‖A‖·‖A⁻¹‖` of `[…, n, n]`, and for `p` ±2 also of matrices that are not square.
 * (`jax.numpy.linalg.cond`)
 * @throws ShapeError if A is not square and p is not ±2
 */
export const cond = (x: ArrayLike, order: NormOrder | null | CondOptions = {}): NDArray => {
  const { p = 2 } = optionsOf("cond", firstOr(order, "p", {} as CondOptions), condOptions)
  const a = matrixOf("cond", x)
  const ord = p ?? 2
  if (ord === 2 || ord === -2) {
    const s = singularValues(a)
    const [most, least] = [max(s, -1), min(s, -1)]
    return ord === 2 ? most.div(least) : least.div(most)
  }
  const square = squareOf("cond", a)
  const found = matrixNorm(square, { ord }).mul(matrixNorm(inv(square), { ord }))
  const spoiled = any(isnan(square), [-2, -1])
  return where(logicalAnd(isnan(found), logicalNot(spoiled)), Number.POSITIVE_INFINITY, found)
}

export interface RankOptions {
  /** Singular values up to `rtol` times the greatest count as zero. Default `max(m, n)·eps`. */
  readonly rtol?: ArrayLike | null
  /** A is symmetric, or Hermitian: found by way of its eigenvalues. */
  readonly hermitian?: boolean
}

const rankOptions: OptionNames<RankOptions> = { rtol: "number|array", hermitian: "boolean" }

/** How many singular values of `[…, m, n]` count as more than zero, int32; of a vector, whether it is not zero. (`jax.numpy.linalg.matrix_rank`) */
export const matrixRank = (x: ArrayLike, options?: RankOptions): NDArray => {
  const { rtol = null, hermitian = false } = optionsOf("matrixRank", options, rankOptions)
  const a = floatOf("matrixRank", x)
  if (a.ndim < 2) return max(ravel(a.notEqual(0).astype("int32")), 0)
  const s = hermitian ? eigvalsh(symmetrized(squareOf("matrixRank", a))).abs() : singularValues(a)
  const tolerance = rtol ?? Math.max(...a.shape.slice(-2)) * dtypeInfo[a.dtype].eps
  const limit = max(s, -1, { keepdims: true }).mul(
    tolerance instanceof Object && tolerance.ndim > 0 ? expandDims(tolerance, -1) : tolerance,
  )
  return sum(s.greater(limit).astype("int32"), -1)
}
