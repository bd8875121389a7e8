// Scatter: windows of updates meet an array at the places that rows of indices name.
import type { ArrayLike, NDArray } from "../core/array.js"
import { sizeOf } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { ge, gt, neg, selectN } from "../primitives/elementwise/index.js"
import { scatterMax as toMax, scatterMin as toMin } from "../primitives/indexing/extremum.js"
import { scatterAdd as toSum } from "../primitives/indexing/gather.js"
import { scatterMul as toProduct } from "../primitives/indexing/product.js"
import { scatter as overwrite } from "../primitives/indexing/scatter.js"
import type {
  ScatterDimensionNumbers as AllDimensionNumbers,
  ScatterOptions as Scattering,
  ScatterMode,
} from "../primitives/indexing/scattering.js"
import { fill } from "../primitives/vector.js"
import type { GatherScatterMode } from "./gather.js"
import { arrayOf, beside } from "./operands.js"

/** Which axes of updates, operand and indices belong together; batching axes may be left out. (`lax.ScatterDimensionNumbers`) */
export type ScatterDimensionNumbers = Omit<AllDimensionNumbers, "operandBatchingDims" | "scatterIndicesBatchingDims"> &
  Partial<AllDimensionNumbers>

export interface ScatterOptions {
  /** Default "drop". */
  readonly mode?: GatherScatterMode | null
  /** Promises that index rows come in lexicographic order. */
  readonly indicesAreSorted?: boolean
  /** Promises that no two updates meet the same element. */
  readonly uniqueIndices?: boolean
}

const scatterOptions: OptionNames<ScatterOptions> = { mode: "string", indicesAreSorted: "boolean", uniqueIndices: "boolean" }

type Scatter = (
  x: ArrayLike,
  scatterIndices: ArrayLike,
  updates: ArrayLike,
  dimensionNumbers: ScatterDimensionNumbers,
  options?: ScatterOptions,
) => NDArray

const scatterMode = (mode: GatherScatterMode): ScatterMode => (mode === "fill" || mode === "drop" ? "fill_or_drop" : mode)

const scatterBy =
  (op: string, f: (x: NDArray, indices: NDArray, updates: NDArray, options: Scattering) => NDArray): Scatter =>
  (x, scatterIndices, updates, dimensionNumbers, options) => {
    const { mode, indicesAreSorted = false, uniqueIndices = false } = optionsOf(op, options, scatterOptions)
    const a = arrayOf(x, op)
    return f(a, arrayOf(scatterIndices, op), beside(updates, a.dtype, op), {
      dimensionNumbers,
      mode: scatterMode(mode ?? "drop"),
      indicesAreSorted,
      uniqueIndices,
    })
  }

/** `x` with `x[start(i) + j] = u[i, j]`; where updates meet, the last in row-major order stays. (`lax.scatter`) */
export const scatter: Scatter = scatterBy("scatter", overwrite)
/** `x` with `x[start(i) + j] += u[i, j]`; what meets at one place adds up. (`lax.scatter_add`) */
export const scatterAdd: Scatter = scatterBy("scatterAdd", toSum)
/** `x` with `x[start(i) + j] −= u[i, j]` (`lax.scatter_sub`) */
export const scatterSub: Scatter = scatterBy("scatterSub", (x, indices, updates, options) => toSum(x, indices, neg(updates), options))
/** `x` with `x[start(i) + j] *= u[i, j]` (`lax.scatter_mul`) */
export const scatterMul: Scatter = scatterBy("scatterMul", toProduct)
/** `x` with `x[start(i) + j] = min(x[start(i) + j], u[i, j])` (`lax.scatter_min`) */
export const scatterMin: Scatter = scatterBy("scatterMin", toMin)
/** `x` with `x[start(i) + j] = max(x[start(i) + j], u[i, j])` (`lax.scatter_max`) */
export const scatterMax: Scatter = scatterBy("scatterMax", toMax)

export interface ScatterApplyOptions extends ScatterOptions {
  /** The shape that updates would have: windows and their numbers. Default: one element for each index row. */
  readonly updateShape?: readonly number[]
}

const scatterApplyOptions: OptionNames<ScatterApplyOptions> = {
  updateShape: "list",
  mode: "string",
  indicesAreSorted: "boolean",
  uniqueIndices: "boolean",
}

/**
 * `x` with `x[start(i) + j] = f(x[start(i) + j])`, once for each index row that names the place. `f` is an elementwise function, and is
 * computed everywhere. (`lax.scatter_apply`)
 */
export const scatterApply = (
  x: ArrayLike,
  scatterIndices: ArrayLike,
  f: (x: NDArray) => ArrayLike,
  dimensionNumbers: ScatterDimensionNumbers,
  given?: ScatterApplyOptions,
): NDArray => {
  const { updateShape, ...options } = optionsOf("scatterApply", given, scatterApplyOptions)
  const a = arrayOf(x, "scatterApply")
  const indices = arrayOf(scatterIndices, "scatterApply")
  const shape = updateShape ?? indices.shape.slice(0, -1)
  const one = fill(1, { shape, dtype: "int32" })
  const times = scatterAdd(fill(0, { shape: a.shape, dtype: "int32" }), indices, one, dimensionNumbers, options)
  // no place is named more often than there are rows
  const rounds = options.uniqueIndices ? 1 : sizeOf(indices.shape.slice(0, -1))
  let y = a
  for (let round = 0; round < rounds; round++) {
    const next = beside(f(y), a.dtype, "scatterApply")
    if (next.dtype !== a.dtype)
      raise({ code: "dtype/mismatch", op: "scatterApply", need: "f must keep the dtype", avals: [a.aval, next.aval] })
    y = selectN(round === 0 ? gt(times, 0) : ge(times, round + 1), y, next)
  }
  return y
}
