// Gather: windows of an array at the places that rows of indices name.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as prim from "../primitives/indexing/gather.js"
import type { GatherDimensionNumbers as AllDimensionNumbers } from "../primitives/indexing/windows.js"
import { arrayOf } from "./operands.js"

/** What becomes of windows that do not fit in the operand, by JAX's names. (`lax.GatherScatterMode`) */
export const GatherScatterMode = {
  /** Moved to the nearest place that fits. */
  CLIP: "clip",
  /** A gather gives the fill value, a scatter drops the update. */
  FILL_OR_DROP: "fill",
  /** The caller promises that all fit. */
  PROMISE_IN_BOUNDS: "promise_in_bounds",
} as const

/** What becomes of windows that do not fit: "fill" and "drop" are two names of one mode. (`lax.GatherScatterMode`) */
export type GatherScatterMode = "clip" | "fill" | "drop" | "fill_or_drop" | "promise_in_bounds"

/** Which axes of result, operand and indices belong together; batching axes may be left out. (`lax.GatherDimensionNumbers`) */
export type GatherDimensionNumbers = Omit<AllDimensionNumbers, "operandBatchingDims" | "startIndicesBatchingDims"> &
  Partial<AllDimensionNumbers>

export interface GatherOptions {
  /** Default "fill". */
  readonly mode?: GatherScatterMode | null
  /** What mode "fill" gives where a window does not fit; by default NaN, the least signed integer, the greatest unsigned one, or true. */
  readonly fillValue?: number | null
  /** Promises that index rows come in lexicographic order. */
  readonly indicesAreSorted?: boolean
  /** Promises that no two windows overlap. */
  readonly uniqueIndices?: boolean
}

const gatherOptions: OptionNames<GatherOptions> = {
  mode: "string",
  fillValue: "number",
  indicesAreSorted: "boolean",
  uniqueIndices: "boolean",
}

const isFilling = (mode: GatherScatterMode): boolean => mode === "fill" || mode === "drop" || mode === "fill_or_drop"

const gatherMode = (mode: GatherScatterMode): prim.GatherMode => (isFilling(mode) ? "fill" : (mode as prim.GatherMode))

/** `y[i, j] = x[start(i) + j]`: a window of `sliceSizes` for each row of indices. (`lax.gather`) */
export const gather = (
  x: ArrayLike,
  startIndices: ArrayLike,
  dimensionNumbers: GatherDimensionNumbers,
  sliceSizes: readonly number[],
  options?: GatherOptions,
): NDArray => {
  const { mode, fillValue = null, indicesAreSorted = false, uniqueIndices = false } = optionsOf("gather", options, gatherOptions)
  return prim.gather(arrayOf(x, "gather"), arrayOf(startIndices, "gather"), {
    dimensionNumbers,
    sliceSizes,
    mode: gatherMode(mode ?? "fill"),
    fillValue,
    indicesAreSorted,
    uniqueIndices,
  })
}
