// One map says all about gather and scatter: where in the operand each element of the windowed array lies.
// An index row names where a window starts; windows and the axes that number them interleave in the windowed array.
import { type Shape, sizeOf } from "../../core/aval.js"
import type { Lowered, Lowering, WindowPlaces } from "../../core/lower.js"
import { forEachIndex, stridesOf, type Tensor } from "../../core/tensor.js"

/** Which axes of a windowed array, of the operand and of the indices belong together. (`lax.GatherDimensionNumbers`) */
export interface GatherDimensionNumbers {
  /** Axes of the windowed array that run inside a window; increasing. The others number the windows, in the order of the indices' axes. */
  readonly offsetDims: readonly number[]
  /** Axes of the operand along which a window has size 1, and which it drops; increasing. */
  readonly collapsedSliceDims: readonly number[]
  /** Entry `k` of an index row is where the window starts along axis `startIndexMap[k]` of the operand. */
  readonly startIndexMap: readonly number[]
  /** Axes of the operand that are walked together with `startIndicesBatchingDims` of the indices; windows drop them too. */
  readonly operandBatchingDims: readonly number[]
  readonly startIndicesBatchingDims: readonly number[]
}

/** Windows of fixed sizes, one for each row along the last axis of the indices. */
export interface Windows {
  readonly dimensionNumbers: GatherDimensionNumbers
  /** The size of a window along every axis of the operand; 1 along collapsed and batching axes. */
  readonly sliceSizes: readonly number[]
}

/** What becomes of a window that does not fit in the operand: moved to the nearest place that fits, or left out whole. */
type Outside = "clip" | "drop"

/** The axes of the operand that remain in a window. */
export const windowAxes = ({ dimensionNumbers: dims, sliceSizes }: Windows): readonly number[] =>
  sliceSizes.map((_, axis) => axis).filter((axis) => !dims.collapsedSliceDims.includes(axis) && !dims.operandBatchingDims.includes(axis))

/** Deals the axes of a windowed array out to windows and numbering, each in order: `[offset…]` and `[number…]` merged. */
const interleave = <T>(rank: number, offsetDims: readonly number[], inside: readonly T[], outside: readonly T[]): readonly T[] => {
  const within = inside[Symbol.iterator]()
  const across = outside[Symbol.iterator]()
  return Array.from({ length: rank }, (_, axis) => (offsetDims.includes(axis) ? within : across).next().value as T)
}

/** The shape of what windows gather, or of the updates they scatter. */
export const windowedShape = (indices: Shape, windows: Windows): Shape => {
  const inside = windowAxes(windows).map((axis) => windows.sliceSizes[axis] as number)
  const outside = indices.slice(0, -1)
  return interleave(inside.length + outside.length, windows.dimensionNumbers.offsetDims, inside, outside)
}

/** The windows of an operand as a compiler sees them: which axes walk together, and where a window still fits. */
export const placesOf = (operand: Shape, indices: Shape, windows: Windows): WindowPlaces => {
  const { offsetDims, startIndexMap, operandBatchingDims: batching, startIndicesBatchingDims: walked } = windows.dimensionNumbers
  const shape = windowedShape(indices, windows)
  const inside = windowAxes(windows)
  const outside = indices.slice(0, -1).map((_, axis) => batching[walked.indexOf(axis)] ?? -1)
  return {
    shape,
    along: interleave(shape.length, offsetDims, inside, outside),
    numbering: shape.map((_, axis) => axis).filter((axis) => !offsetDims.includes(axis)),
    moved: startIndexMap,
    last: startIndexMap.map((axis) => (operand[axis] as number) - (windows.sliceSizes[axis] as number)),
  }
}

/** The starts of all windows, one array for each entry of the index rows. */
export const startsOf = (indices: Lowered, to: Lowering): readonly Lowered[] => {
  const rows = indices.shape.slice(0, -1)
  const steps = indices.shape.map(() => 1)
  return Array.from({ length: indices.shape.at(-1) as number }, (_, entry) =>
    to.reshape(to.slice(indices, [...rows.map(() => 0), entry], [...rows, 1], steps), rows),
  )
}

/** Where every window starts, as an offset in the operand; −1 for those that are left out. */
const windowStarts = (operand: Shape, indices: Tensor, { dimensionNumbers: dims, sliceSizes }: Windows, outside: Outside): Int32Array => {
  const rows = indices.shape.slice(0, -1)
  const strides = stridesOf(operand)
  const starts = new Int32Array(sizeOf(rows))
  const { startIndexMap: map, operandBatchingDims: batching, startIndicesBatchingDims: walked } = dims
  forEachIndex(rows, (index, row) => {
    let start = 0
    let fits = true
    for (let j = 0; j < batching.length; j++) start += index[walked[j]!]! * strides[batching[j]!]!
    for (let k = 0; k < map.length; k++) {
      const axis = map[k]!
      const given = indices.data[row * map.length + k]!
      const nearest = Math.min(Math.max(given, 0), operand[axis]! - sliceSizes[axis]!)
      fits &&= nearest === given
      start += nearest * strides[axis]!
    }
    starts[row] = fits || outside === "clip" ? start : -1
  })
  return starts
}

/** Offsets in the operand of a window's elements from the window's start, in row-major order. */
const offsetsInside = (operand: Shape, windows: Windows): Int32Array => {
  const strides = stridesOf(operand)
  const axes = windowAxes(windows)
  const shape = axes.map((axis) => windows.sliceSizes[axis] as number)
  const offsets = new Int32Array(sizeOf(shape))
  forEachIndex(shape, (index, position) => {
    let at = 0
    for (let k = 0; k < axes.length; k++) at += index[k]! * strides[axes[k]!]!
    offsets[position] = at
  })
  return offsets
}

/** For every element of the windowed array, in row-major order, its offset in the operand; −1 where its window is left out. */
export const locate = (operand: Shape, indices: Tensor, windows: Windows, outside: Outside): Int32Array => {
  const starts = windowStarts(operand, indices, windows, outside)
  const inside = offsetsInside(operand, windows)
  const { offsetDims } = windows.dimensionNumbers
  const shape = windowedShape(indices.shape, windows)
  const isOffset = shape.map((_, axis) => offsetDims.includes(axis))
  const sizes = (offset: boolean): number[] => shape.filter((_, axis) => isOffset[axis] === offset)
  const steps = interleave(shape.length, offsetDims, stridesOf(sizes(true)), stridesOf(sizes(false)))
  const at = new Int32Array(sizeOf(shape))
  forEachIndex(shape, (index, position) => {
    let window = 0
    let element = 0
    for (let axis = 0; axis < index.length; axis++) {
      const step = index[axis]! * steps[axis]!
      if (isOffset[axis]) element += step
      else window += step
    }
    const start = starts[window]!
    at[position] = start < 0 ? -1 : start + inside[element]!
  })
  return at
}
