// Parts of arrays: at places that are known while tracing, and at places that are computed.
// Computed windows are moved to where they fit; negative starts count from the end.
import { type ArrayLike, literalArray, type NDArray } from "../core/array.js"
import { isInteger } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { bind1 } from "../core/trace.js"
import { resolveAxis } from "../numpy/axes.js"
import { numbersOf, shapeOf } from "../numpy/host.js"
import { convertElementType } from "../primitives/elementwise/convert.js"
import * as el from "../primitives/elementwise/index.js"
import * as prim from "../primitives/indexing/dynamicslice.js"
import { concatenate } from "../primitives/shape/concatenate.js"
import { sliceP } from "../primitives/shape/pad.js"
import { expandDims, reshape, squeeze } from "../primitives/shape/reshape.js"
import { gather } from "./gather.js"
import { arrayOf, beside } from "./operands.js"

/** `y[i] = x[start + i·stride]` up to `limit`, on every axis. (`lax.slice`) */
export const slice = (
  x: ArrayLike,
  startIndices: readonly number[],
  limitIndices: readonly number[],
  strides: readonly number[] | null = null,
): NDArray => {
  const [starts, limits] = [numbersOf(startIndices, "slice"), numbersOf(limitIndices, "slice")]
  const steps = strides === null ? starts.map(() => 1) : numbersOf(strides, "slice")
  return bind1(sliceP, [arrayOf(x, "slice")], { startIndices: starts, limitIndices: limits, strides: steps })
}

/** `x[…, start:limit:stride, …]` along one axis; null is the end, negative indices count from it. (`lax.slice_in_dim`) */
export const sliceInDim = (x: ArrayLike, start: number | null, limit: number | null, stride = 1, axis = 0): NDArray => {
  const a = arrayOf(x, "sliceInDim")
  const along = resolveAxis("sliceInDim", axis, a.ndim)
  const size = a.shape[along] as number
  const place = (i: number | null, otherwise: number): number => (i === null ? otherwise : i < 0 ? i + size : i)
  const at = <T>(here: T, others: readonly T[]): readonly T[] => others.with(along, here)
  return slice(
    a,
    at(
      place(start, 0),
      a.shape.map(() => 0),
    ),
    at(place(limit, size), a.shape),
    at(
      stride,
      a.shape.map(() => 1),
    ),
  )
}

/** `x[…, index, …]` along one axis, at a known place; negative ones count from the end. (`lax.index_in_dim`) */
export const indexInDim = (x: ArrayLike, index: number, axis = 0, options: KeepdimsOption = {}): NDArray => {
  optionsOf("indexInDim", options, keepdimsOption)
  const a = arrayOf(x, "indexInDim")
  const along = resolveAxis("indexInDim", axis, a.ndim)
  const size = a.shape[along] as number
  if (!Number.isInteger(index) || index < -size || index >= size)
    raise({ code: "shape/index", op: "indexInDim", need: `the index must lie in ${-size}…${size - 1}`, got: `${index}`, avals: [a.aval] })
  const at = index < 0 ? index + size : index
  const part = sliceInDim(a, at, at + 1, 1, along)
  return (options.keepdims ?? true) ? part : squeeze(part, [along])
}

export interface KeepdimsOption {
  /** Whether the axis stays, with size 1. Default true. */
  readonly keepdims?: boolean
}

const keepdimsOption: OptionNames<KeepdimsOption> = { keepdims: "boolean" }

/** Start indices, one for each axis: a list of whole numbers and integer scalars, or one integer vector. */
export type StartIndices = readonly ArrayLike[] | NDArray

const listOf = (starts: StartIndices): readonly ArrayLike[] => {
  if (Array.isArray(starts)) return starts
  const vector = starts as NDArray
  if (vector.ndim !== 1) raise({ code: "shape/index", need: "start indices must be a list or a vector", avals: [vector.aval] })
  return vector.shape[0] === 0
    ? []
    : Array.from({ length: vector.shape[0] as number }, (_, i) => reshape(bind1(sliceP, [vector], ends(i)), []))
}

const ends = (i: number): { startIndices: readonly number[]; limitIndices: readonly number[]; strides: readonly number[] } => ({
  startIndices: [i],
  limitIndices: [i + 1],
  strides: [1],
})

/** A start as int32, counted from the beginning. */
const startOf = (start: ArrayLike, size: number, op: string): NDArray => {
  const given = beside(start, "int32", op)
  if (!isInteger(given.dtype)) return given // the primitive says what is wrong
  if (given.dtype === "uint32") return convertElementType(el.min(given, 0x7fffffff), "int32")
  if (given.dtype.startsWith("u")) return convertElementType(given, "int32")
  const index = convertElementType(given, "int32", given.weakType)
  if (index.state.kind === "literal") return index.state.value < 0 ? literalArray(index.state.value + size, "int32") : index
  return el.selectN(el.lt(index, 0), index, el.add(index, size))
}

const startsOf = (x: NDArray, starts: StartIndices, op: string): readonly NDArray[] =>
  listOf(starts).map((s, axis) => startOf(s, x.shape[axis] ?? 0, op))

/** Zero for every axis but one. */
const along = (x: NDArray, axis: number, start: ArrayLike): readonly ArrayLike[] => x.shape.map((_, a) => (a === axis ? start : 0))

/**
 * `y[j] = x[s + j]`, the window of given sizes at computed starts, moved to where it fits. (`lax.dynamic_slice`)
 * @example
 * lax.dynamicSlice(np.arange(5), [3], [3]).js() // [2, 3, 4]
 */
export const dynamicSlice = (x: ArrayLike, startIndices: StartIndices, sliceSizes: readonly number[]): NDArray => {
  const a = arrayOf(x, "dynamicSlice")
  return prim.dynamicSlice(a, startsOf(a, startIndices, "dynamicSlice"), shapeOf(sliceSizes, "dynamicSlice"))
}

/** `y[…, j, …] = x[…, s + j, …]`: a window along one axis at a computed start. (`lax.dynamic_slice_in_dim`) */
export const dynamicSliceInDim = (x: ArrayLike, startIndex: ArrayLike, sliceSize: number, axis = 0): NDArray => {
  const a = arrayOf(x, "dynamicSliceInDim")
  const at = resolveAxis("dynamicSliceInDim", axis, a.ndim)
  return dynamicSlice(a, along(a, at, startIndex), a.shape.with(at, sliceSize))
}

/** `x[…, index, …]` along one axis, at a computed place. (`lax.dynamic_index_in_dim`) */
export const dynamicIndexInDim = (x: ArrayLike, index: ArrayLike, axis = 0, options: KeepdimsOption = {}): NDArray => {
  optionsOf("dynamicIndexInDim", options, keepdimsOption)
  const a = arrayOf(x, "dynamicIndexInDim")
  const at = resolveAxis("dynamicIndexInDim", axis, a.ndim)
  const part = dynamicSliceInDim(a, index, 1, at)
  return (options.keepdims ?? true) ? part : squeeze(part, [at])
}

/** `x` with `y[s + j] = update[j]` at computed starts, moved to where it fits. (`lax.dynamic_update_slice`) */
export const dynamicUpdateSlice = (x: ArrayLike, update: ArrayLike, startIndices: StartIndices): NDArray => {
  const a = arrayOf(x, "dynamicUpdateSlice")
  return prim.dynamicUpdateSlice(a, beside(update, a.dtype, "dynamicUpdateSlice"), startsOf(a, startIndices, "dynamicUpdateSlice"))
}

/** `x` with `y[…, s + j, …] = update[…, j, …]`: a window along one axis overwritten. (`lax.dynamic_update_slice_in_dim`) */
export const dynamicUpdateSliceInDim = (x: ArrayLike, update: ArrayLike, startIndex: ArrayLike, axis = 0): NDArray => {
  const a = arrayOf(x, "dynamicUpdateSliceInDim")
  const at = resolveAxis("dynamicUpdateSliceInDim", axis, a.ndim)
  return dynamicUpdateSlice(a, update, along(a, at, startIndex))
}

/** `x` with `x[…, index, …]` overwritten along one axis; the update may lack the axis. (`lax.dynamic_update_index_in_dim`) */
export const dynamicUpdateIndexInDim = (x: ArrayLike, update: ArrayLike, index: ArrayLike, axis = 0): NDArray => {
  const a = arrayOf(x, "dynamicUpdateIndexInDim")
  const at = resolveAxis("dynamicUpdateIndexInDim", axis, a.ndim)
  const given = beside(update, a.dtype, "dynamicUpdateIndexInDim")
  return dynamicUpdateSliceInDim(a, given.ndim === a.ndim ? given : expandDims(given, [at]), index, at)
}

/** Remainders with the sign of the divisor: negative indices count from the end, and all wrap around. */
const wrapped = (indices: NDArray, size: number): NDArray => {
  const r = el.rem(indices, size)
  return el.selectN(el.lt(r, 0), r, el.add(r, size))
}

/** `y[k, …] = x[…, idxs₀[k], …, idxs₁[k], …]`: one vector of indices for each of the axes; indices wrap around. (`lax.index_take`) */
export const indexTake = (x: ArrayLike, indices: readonly ArrayLike[], axes: readonly number[]): NDArray => {
  const a = arrayOf(x, "indexTake")
  if (indices.length !== axes.length || axes.length === 0)
    raise({
      code: "argument/axes",
      op: "indexTake",
      need: "one vector of indices is needed for each axis",
      got: `${indices.length} for ${axes.length} axes`,
    })
  const at = axes.map((axis) => resolveAxis("indexTake", axis, a.ndim))
  const columns = indices.map((i, k) => expandDims(wrapped(arrayOf(i, "indexTake"), a.shape[at[k] as number] as number), [1]))
  return gather(
    a,
    concatenate(columns, 1),
    {
      offsetDims: a.shape.flatMap((_, axis) => (axis < a.ndim - at.length ? [axis + 1] : [])),
      collapsedSliceDims: [...at].sort((p, q) => p - q),
      startIndexMap: at,
    },
    a.shape.map((d, axis) => (at.includes(axis) ? 1 : d)),
  )
}
