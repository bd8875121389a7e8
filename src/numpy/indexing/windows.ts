// Arrays of indices as a gather or a scatter: which axes are addressed, and where the addressed places go in the result (NumPy's rule).
import { literalArray, type NDArray } from "../../core/array.js"
import { type Shape, sizeOf } from "../../core/aval.js"
import { kindOf } from "../../core/dtype.js"
import { raise } from "../../core/errors.js"
import type { OptionNames } from "../../core/options.js"
import { add, lt, selectN } from "../../primitives/elementwise/index.js"
import { dynamicSlice } from "../../primitives/indexing/dynamicslice.js"
import { type GatherMode, gather } from "../../primitives/indexing/gather.js"
import type { ScatterOptions } from "../../primitives/indexing/scattering.js"
import { concatenate } from "../../primitives/shape/concatenate.js"
import { reshape } from "../../primitives/shape/reshape.js"
import { broadcastInDim } from "../../primitives/sum.js"
import { astype } from "../astype.js"
import { broadcastShapes, broadcastTo } from "../broadcast.js"
import type { Item } from "./items.js"

/** What becomes of places outside of the array: read the nearest, or a missing number; write nothing. To promise that there are none saves the question. */
export interface OutsideOptions {
  /** "clip", "fill" (also called "drop"), or "promise_in_bounds". */
  readonly mode?: "clip" | "fill" | "drop" | "promise_in_bounds"
  /** What to read where the mode is "fill"; NaN, or the extreme of an integer dtype, if left out. */
  readonly fillValue?: number
  /** Promises that the places come in ascending order. */
  readonly indicesAreSorted?: boolean
  /** Promises that no place is named twice. */
  readonly uniqueIndices?: boolean
}

export const outsideOptions: OptionNames<OutsideOptions> = {
  mode: "string",
  fillValue: "number",
  indicesAreSorted: "boolean",
  uniqueIndices: "boolean",
}

/** The addressing of an array from which picked axes are gone already. */
export interface Addressing {
  readonly axes: readonly number[]
  /** The indices along each of these axes, all of the shape of the places. */
  readonly entries: readonly NDArray[]
  /** The shape of the places. */
  readonly places: Shape
  /** Where in the result the axes of the places stand. */
  readonly position: number
}

/** Negative indices count from the end, once. */
export const wrapped = (index: NDArray, size: number): NDArray => {
  if (kindOf(index.dtype) === "uint") return astype(index, "int32")
  const i = astype(index, "int32")
  return selectN(lt(i, literalArray(0, "int32")), i, add(i, literalArray(size, "int32")))
}

const isMarker = (item: Item): boolean => item.kind === "pick" || item.kind === "array"

/** Indexed axes that stand together stay where they are; those that do not go to the front. */
const positionOf = (items: readonly Item[]): number => {
  const first = items.findIndex(isMarker)
  const together = items.slice(first, items.findLastIndex(isMarker) + 1).every(isMarker)
  return together ? items.slice(0, first).filter((i) => i.kind === "range").length : 0
}

/** How the arrays among the items address `x`, whose picked axes are gone; undefined if there are none. */
export const addressingOf = (items: readonly Item[], x: NDArray): Addressing | undefined => {
  const kept = items.filter((i) => i.kind === "range" || i.kind === "array")
  const arrays = kept.flatMap((item, axis) =>
    item.kind === "array" ? [{ axis, index: wrapped(item.index, x.shape[axis] as number) }] : [],
  )
  if (arrays.length === 0) return undefined
  const places = broadcastShapes("slice", ...arrays.map(({ index }) => index.shape))
  return {
    axes: arrays.map(({ axis }) => axis),
    entries: arrays.map(({ index }) => broadcastTo(index, places, "slice")),
    places,
    position: positionOf(items),
  }
}

/** Index rows, as gather and scatter read them: `[…places, axes]`. */
export const rowsOf = ({ entries, places }: Addressing): NDArray =>
  concatenate(
    entries.map((index) => reshape(index, [...places, 1])),
    places.length,
  )

/** The axes of the result that run inside windows. */
const windowAxes = ({ axes, places, position }: Addressing, rank: number): readonly number[] =>
  Array.from({ length: rank - axes.length }, (_, k) => (k < position ? k : k + places.length))

const gatherMode = ({ mode, fillValue }: OutsideOptions): GatherMode =>
  mode === "fill" || mode === "drop" || (mode === undefined && fillValue !== undefined) ? "fill" : (mode ?? "clip")

/** One place, read where it is nearest: a slice. */
const readOne = (x: NDArray, { entries, axes }: Addressing): NDArray => {
  const starts = x.shape.map((_, axis) => entries[axes.indexOf(axis)] ?? literalArray(0, "int32"))
  const sizes = x.shape.map((d, axis) => (axes.includes(axis) ? 1 : d))
  return reshape(
    dynamicSlice(x, starts, sizes),
    x.shape.filter((_, axis) => !axes.includes(axis)),
  )
}

/** The shape of what stands at the addressed places. */
const resultShape = (x: NDArray, { axes, places, position }: Addressing): Shape =>
  x.shape.filter((_, axis) => !axes.includes(axis)).toSpliced(position, 0, ...places)

/** What stands at the addressed places. */
export const read = (x: NDArray, at: Addressing, options: OutsideOptions): NDArray => {
  const empty = at.axes.find((axis) => x.shape[axis] === 0)
  if (empty !== undefined)
    return sizeOf(at.places) === 0
      ? broadcastInDim(literalArray(0, x.dtype), resultShape(x, at), [])
      : raise({ code: "shape/index", op: "slice", need: `axis ${empty} is empty, there is nothing to read`, avals: [x.aval] })
  const mode = gatherMode(options)
  if (mode === "clip" && at.places.length === 0) return readOne(x, at)
  return gather(x, rowsOf(at), {
    dimensionNumbers: { offsetDims: windowAxes(at, x.ndim), collapsedSliceDims: at.axes, startIndexMap: at.axes },
    sliceSizes: x.shape.map((d, axis) => (at.axes.includes(axis) ? 1 : d)),
    mode,
    fillValue: options.fillValue ?? null,
    indicesAreSorted: options.indicesAreSorted ?? false,
    uniqueIndices: options.uniqueIndices ?? false,
  })
}

/** The options of a scatter that writes to the addressed places. */
export const scatterOptions = (
  x: NDArray,
  at: Addressing,
  { mode, indicesAreSorted = false, uniqueIndices = false }: OutsideOptions,
): ScatterOptions => ({
  dimensionNumbers: { updateWindowDims: windowAxes(at, x.ndim), insertedWindowDims: at.axes, scatterDimsToOperandDims: at.axes },
  mode: mode === "clip" || mode === "promise_in_bounds" ? mode : "fill_or_drop",
  indicesAreSorted,
  uniqueIndices,
})
