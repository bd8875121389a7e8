// Products of arrays: of vectors and matrices, and over any pairs of axes.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { DType } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { requireDtype } from "../numpy/astype.js"
import { dotGeneral as product } from "../primitives/contraction/dot.js"
import { cumsum } from "../primitives/cumulative.js"
import { and, convertElementType, ge, literal, lt, selectN, sub } from "../primitives/elementwise/index.js"
import { iota } from "../primitives/shape/iota.js"
import { broadcastInDim } from "../primitives/sum.js"
import { arrayOf } from "./operands.js"

type Axes = readonly number[]

/** `[[lhs contracting, rhs contracting], [lhs batch, rhs batch]]` (`lax.DotDimensionNumbers`) */
export type DotDimensionNumbers = readonly [contracting: readonly [lhs: Axes, rhs: Axes], batch: readonly [lhs: Axes, rhs: Axes]]

/** How exactly a product may be computed; here it is always computed at full precision. (`lax.Precision`) */
export type Precision = "default" | "high" | "highest"
/** How exactly a product may be computed, by name. (`lax.Precision`) */
export const Precision = { DEFAULT: "default", HIGH: "high", HIGHEST: "highest" } as const

export interface DotOptions {
  /** Accepted for the sake of programs that say it: every product is computed at full precision. */
  readonly precision?: Precision | readonly [Precision, Precision] | null
  /** The dtype of the result, if not that of the operands. */
  readonly preferredElementType?: DType | null
}

export const dotOptions: OptionNames<DotOptions> = { precision: "string|list", preferredElementType: "string" }

const preferred = ({ preferredElementType = null }: DotOptions, op: string): DType | null =>
  preferredElementType === null ? null : requireDtype(preferredElementType, op)

/** `z[batch…, i…, j…] = Σ_k x[batch…, i…, k…] · y[batch…, j…, k…]`: batch axes first, then the free ones of each. (`lax.dot_general`) */
export const dotGeneral = (lhs: ArrayLike, rhs: ArrayLike, dimensionNumbers: DotDimensionNumbers, options: DotOptions = {}): NDArray => {
  optionsOf("dotGeneral", options, dotOptions)
  return product(arrayOf(lhs, "dotGeneral"), arrayOf(rhs, "dotGeneral"), dimensionNumbers, preferred(options, "dotGeneral"))
}

/** `z = x · y` for vectors and matrices: the last axis of `x` with the first of `y`. (`lax.dot`) */
export const dot = (lhs: ArrayLike, rhs: ArrayLike, options: DotOptions = {}): NDArray => {
  optionsOf("dot", options, dotOptions)
  const [x, y] = [arrayOf(lhs, "dot"), arrayOf(rhs, "dot")]
  const isSmall = (a: NDArray): boolean => a.ndim === 1 || a.ndim === 2
  if (!isSmall(x) || !isSmall(y))
    raise({
      code: "shape/rank",
      op: "dot",
      need: "operands must be vectors or matrices",
      avals: [x.aval, y.aval],
      hint: "use lax.dotGeneral for others",
    })
  return dotGeneral(
    x,
    y,
    [
      [[x.ndim - 1], [0]],
      [[], []],
    ],
    options,
  )
}

/** `z[b…, i, j] = Σ_k x[b…, i, k] · y[b…, k, j]` for stacks of matrices with equal leading axes. (`lax.batch_matmul`) */
export const batchMatmul = (lhs: ArrayLike, rhs: ArrayLike, options: DotOptions = {}): NDArray => {
  optionsOf("batchMatmul", options, dotOptions)
  const [x, y] = [arrayOf(lhs, "batchMatmul"), arrayOf(rhs, "batchMatmul")]
  if (x.ndim < 2 || x.ndim !== y.ndim)
    raise({ code: "shape/rank", op: "batchMatmul", need: "operands must have one rank, of two or more", avals: [x.aval, y.aval] })
  const batch = Array.from({ length: x.ndim - 2 }, (_, axis) => axis)
  return dotGeneral(
    x,
    y,
    [
      [[x.ndim - 1], [x.ndim - 2]],
      [batch, batch],
    ],
    options,
  )
}

/**
 * `z[i, :] = x[i, :] · y[g(i)]`: the rows of `x` lie in consecutive groups of the given sizes, each with a matrix of its own; rows beyond
 * the last group give 0. (`lax.ragged_dot`)
 */
export const raggedDot = (lhs: ArrayLike, rhs: ArrayLike, groupSizes: ArrayLike, options: DotOptions = {}): NDArray => {
  optionsOf("raggedDot", options, dotOptions)
  const [x, y, sizes] = [arrayOf(lhs, "raggedDot"), arrayOf(rhs, "raggedDot"), arrayOf(groupSizes, "raggedDot")]
  if (x.ndim !== 2 || y.ndim !== 3 || sizes.ndim !== 1 || sizes.shape[0] !== y.shape[0])
    raise({
      code: "shape/ragged-dot",
      op: "raggedDot",
      need: "a matrix, a stack of matrices and a size for each of them are needed",
      avals: [x.aval, y.aval, sizes.aval],
    })
  const [m, k] = x.shape as readonly [number, number]
  const table = [sizes.size, m]
  const counts = convertElementType(sizes, "int32")
  const stop = cumsum(counts, 0)
  const row = iota(table, 1, "int32")
  const isIn = and(ge(row, broadcastInDim(sub(stop, counts), table, [0])), lt(row, broadcastInDim(stop, table, [0])))
  const cube = [...table, k]
  const own = selectN(broadcastInDim(isIn, cube, [0, 1]), literal(0, x.dtype), broadcastInDim(x, cube, [1, 2]))
  return dotGeneral(
    own,
    y,
    [
      [
        [0, 2],
        [0, 1],
      ],
      [[], []],
    ],
    options,
  )
}
