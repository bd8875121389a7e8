// Diagonals of matrices: taken out, put in, summed. Leading axes are batches.
import type { ArrayLike, NDArray } from "../core/array.js"
import { literalArray } from "../core/array.js"
import type { DType } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { pad, slice } from "../primitives/shape/pad.js"
import { reshape } from "../primitives/shape/reshape.js"
import { broadcastInDim } from "../primitives/sum.js"
import { resolveAxis } from "./axes.js"
import { where } from "./comparison.js"
import { toArray } from "./host.js"
import { updateOf } from "./promote.js"
import { sum } from "./reductions.js"
import { ravel } from "./reshape.js"
import { moveaxis } from "./transposing.js"
import { diagonalMask } from "./triangles.js"

const none = { low: 0, high: 0, interior: 0 }

/** The diagonal of the last two axes. Laid out in rows one longer than the matrix, the diagonal is a column. */
const lastDiagonal = (x: NDArray, offset: number): NDArray => {
  const batch = x.shape.slice(0, -2)
  const [rows, columns] = x.shape.slice(-2) as [number, number]
  const [row, column] = [Math.max(-offset, 0), Math.max(offset, 0)]
  const size = Math.max(0, Math.min(rows - row, columns - column))
  const zeros = batch.map(() => 0)
  const square = slice(
    x,
    [...zeros, Math.min(row, rows), Math.min(column, columns)],
    [...batch, Math.min(row, rows) + size, Math.min(column, columns) + size],
  )
  const flat = reshape(square, [...batch, size * size])
  const longer = pad(flat, literalArray(0, x.dtype), [...batch.map(() => none), { low: 0, high: size, interior: 0 }])
  const skewed = reshape(longer, [...batch, size, size + 1])
  return reshape(slice(skewed, [...zeros, 0, 0], [...batch, size, 1]), [...batch, size])
}

/**
 * The elements `x[…, i, i + offset]` of the matrices over two axes, as a new last axis. (`jax.numpy.diagonal`)
 */
export const diagonal = (x: ArrayLike, offset = 0, axis1 = 0, axis2 = 1): NDArray => {
  const a = toArray(x, "diagonal")
  const axes = [resolveAxis("diagonal", axis1, a.ndim), resolveAxis("diagonal", axis2, a.ndim)]
  if (axes[0] === axes[1])
    raise({ code: "shape/axis-repeated", op: "diagonal", need: "a diagonal runs along two axes", got: `(${axes.join(", ")})` })
  return lastDiagonal(moveaxis(a, axes, [-2, -1]), offset)
}

export interface TraceOptions {
  /** Which diagonal, counted upwards from the main one. */
  readonly offset?: number
  readonly axis1?: number
  readonly axis2?: number
  readonly dtype?: DType
}

const traceOptions: OptionNames<TraceOptions> = { offset: "number", axis1: "number", axis2: "number", dtype: "string" }

/** The sum of a diagonal. The offset and the axes may be given as numbers or as options. (`jax.numpy.trace`) */
export const trace = (x: ArrayLike, offset: number | TraceOptions = 0, axis1 = 0, axis2 = 1): NDArray => {
  const given: TraceOptions = typeof offset === "number" ? { offset, axis1, axis2 } : optionsOf("trace", offset, traceOptions)
  return sum(diagonal(x, given.offset, given.axis1, given.axis2), -1, given.dtype ? { dtype: given.dtype } : {})
}

const place = (v: NDArray, k: number): NDArray => {
  const size = (v.shape[0] as number) + Math.abs(k)
  const rows = pad(v, literalArray(0, v.dtype), [{ low: Math.max(-k, 0), high: Math.max(k, 0), interior: 0 }])
  return where(diagonalMask(size, size, k), broadcastInDim(rows, [size, size], [0]), literalArray(0, v.dtype))
}

/** The matrix with a vector on its diagonal; of a matrix, its diagonal. `k` counts diagonals upwards from the main one. (`jax.numpy.diag`) */
export const diag = (v: ArrayLike, k = 0): NDArray => {
  const a = toArray(v, "diag")
  if (a.ndim === 1) return place(a, k)
  return a.ndim === 2 ? diagonal(a, k) : raise({ code: "shape/rank", op: "diag", need: "a vector or a matrix is needed", avals: [a.aval] })
}

/** The matrix with the flattened elements on its diagonal. (`jax.numpy.diagflat`) */
export const diagflat = (v: ArrayLike, k = 0): NDArray => place(ravel(v), k)

/** A matrix with its diagonal replaced by a value, which broadcasts along it. (`jax.numpy.fill_diagonal`) */
export const fillDiagonal = (x: ArrayLike, value: ArrayLike): NDArray => {
  const a = toArray(x, "fillDiagonal")
  const [rows, columns] = a.shape
  if (a.ndim !== 2 || rows === undefined || columns === undefined)
    return raise({ code: "shape/rank", op: "fillDiagonal", need: "a matrix is needed", avals: [a.aval] })
  const v = updateOf(a, value, "fillDiagonal")
  if (v.ndim === 0) return where(diagonalMask(rows, columns, 0), v, a)
  const size = Math.min(rows, columns)
  const column = pad(v, literalArray(0, v.dtype), [{ low: 0, high: rows - size, interior: 0 }])
  return where(diagonalMask(rows, columns, 0), broadcastInDim(column, [rows, columns], [0]), a)
}
