// Arrays as sets: sorted, every element once. How many there are depends on the values: either these are known, or the caller says how many to expect.
import type { ArrayLike, NDArray } from "../core/array.js"
import { isInexact } from "../core/dtype.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { iota } from "../primitives/shape/iota.js"
import * as prim from "../primitives/sort/sort.js"
import { subtract } from "./arithmetic.js"
import { resolveAxis } from "./axes.js"
import { equal, isnan, less, logicalAnd, logicalNot, logicalOr, where } from "./comparison.js"
import { constant } from "./creation.js"
import { cumsum } from "./cumulative.js"
import { toArray } from "./host.js"
import { at } from "./indexing/at.js"
import { take } from "./indexing/take.js"
import { concatenate } from "./joining.js"
import { flatnonzero, type SizeOptions, sizeOptions } from "./nonzero.js"
import { promote } from "./promote.js"
import { any } from "./reductions.js"
import { ravel, reshape } from "./reshape.js"
import { isin } from "./searching.js"
import { sliceAxis } from "./slicing.js"
import { sort } from "./sorting.js"
import { moveaxis } from "./transposing.js"

export interface UniqueOptions extends SizeOptions {
  /** Also returns where each value first occurs. */
  readonly returnIndex?: boolean
  /** Also returns, for each element, which of the values it is. */
  readonly returnInverse?: boolean
  /** Also returns how often each value occurs. */
  readonly returnCounts?: boolean
  /** Compares the slices along this axis as wholes; the flattened elements if left out. */
  readonly axis?: number | null
  /** Whether all NaNs are one value. Default true. */
  readonly equalNan?: boolean
}

const uniqueOptions: OptionNames<UniqueOptions> = {
  returnIndex: "boolean",
  returnInverse: "boolean",
  returnCounts: "boolean",
  axis: "number",
  equalNan: "boolean",
  size: "number",
  fillValue: "number",
}

/** Whether each row differs from the one before; the first one does. Rows are sorted. */
const starts = (rows: NDArray, equalNan: boolean): NDArray => {
  const size = rows.shape[0] as number
  const [after, before] = [sliceAxis(rows, 0, Math.min(1, size), size), sliceAxis(rows, 0, 0, Math.max(0, size - 1))]
  const same = equal(after, before)
  const alike = equalNan && isInexact(rows.dtype) ? logicalOr(same, logicalAnd(isnan(after), isnan(before))) : same
  return concatenate([constant(1, [Math.min(1, size)], "bool"), any(logicalNot(alike), 1)], 0)
}

interface Found {
  readonly values: NDArray
  readonly index: NDArray
  readonly inverse: NDArray
  readonly counts: NDArray
}

/** Rows in order, and where they stood. The first column matters most; equal rows keep their order. */
const sorted = (rows: NDArray): readonly [NDArray, NDArray] => {
  const [size, width] = rows.shape as [number, number]
  if (width === 0 || size === 0) return [rows, iota([size], 0, "int32")]
  const columns = Array.from({ length: width }, (_, k) => reshape(sliceAxis(rows, 1, k, k + 1), [size]))
  const order = prim.sort([...columns, iota([size], 0, "int32")], 0, width).at(-1) as NDArray
  return [take(rows, order, 0, { mode: "clip" }), order]
}

/** Distinct rows of a matrix. */
const distinct = (rows: NDArray, { size, fillValue, equalNan = true }: UniqueOptions): Found => {
  const total = rows.shape[0] as number
  const [inOrder, order] = sorted(rows)
  const isNew = starts(inOrder, equalNan)
  const ranks = subtract(cumsum(isNew), 1)
  const inverse = at(constant(0, [total], "int32"), order).set(ranks)
  const places = size === undefined ? flatnonzero(isNew) : flatnonzero(isNew, { size, fillValue: total })
  const count = places.size
  // a value's run ends where the next one starts, the last one's at the end
  const ends = concatenate([sliceAxis(places, 0, Math.min(1, count), count), constant(total, [Math.min(1, count)], "int32")], 0)
  const isMissing = less(total - 1, places)
  const safe = where(isMissing, 0, places)
  const filled = (x: NDArray, missing: ArrayLike): NDArray =>
    total === 0 ? x : where(reshape(isMissing, [count, ...x.shape.slice(1).map(() => 1)]), missing, x)
  const read = (x: NDArray): NDArray =>
    total === 0 ? constant(0, [count, ...x.shape.slice(1)], x.dtype) : take(x, safe, 0, { mode: "clip" })
  const least = total === 0 ? 0 : sliceAxis(inOrder, 0, 0, 1)
  return {
    values: filled(read(inOrder), fillValue ?? least),
    index: read(order),
    inverse,
    counts: subtract(ends, places),
  }
}

const rowsOf = (x: NDArray, axis: number | null): { readonly rows: NDArray; readonly restore: (values: NDArray) => NDArray } => {
  if (axis === null) return { rows: reshape(x, [x.size, 1]), restore: ravel }
  const front = moveaxis(x, axis, 0)
  const rest = front.shape.slice(1)
  const width = rest.reduce((n, d) => n * d, 1)
  return {
    rows: reshape(front, [front.shape[0] as number, width]),
    restore: (values) => moveaxis(reshape(values, [values.shape[0] as number, ...rest]), 0, axis),
  }
}

const compute = (x: ArrayLike, options: UniqueOptions, op: string): Found => {
  const a = toArray(x, op)
  const axis = options.axis === undefined || options.axis === null ? null : resolveAxis(op, options.axis, a.ndim)
  const { rows, restore } = rowsOf(a, axis)
  const found = distinct(rows, options)
  return { ...found, values: restore(found.values), inverse: axis === null ? reshape(found.inverse, a.shape) : found.inverse }
}

/**
 * The distinct elements in ascending order; with `returnIndex`, `returnInverse` or `returnCounts`, a list of these after them. With `size`, as many,
 * missing ones filled with the least. (`jax.numpy.unique`)
 * @throws TracerError where the values are not known and no `size` is given
 */
export function unique(
  x: ArrayLike,
  options?: UniqueOptions & { readonly returnIndex?: false; readonly returnInverse?: false; readonly returnCounts?: false },
): NDArray
export function unique(x: ArrayLike, options: UniqueOptions): NDArray | NDArray[]
export function unique(x: ArrayLike, options: UniqueOptions = {}): NDArray | NDArray[] {
  optionsOf("unique", options, uniqueOptions)
  const { values, index, inverse, counts } = compute(x, options, "unique")
  const extra = [
    ...(options.returnIndex ? [index] : []),
    ...(options.returnInverse ? [inverse] : []),
    ...(options.returnCounts ? [counts] : []),
  ]
  return extra.length === 0 ? values : [values, ...extra]
}

/** The distinct elements, and all that `unique` knows of them, by the array API's names. NaNs differ. (`jax.numpy.unique_all`) */
export const uniqueAll = (
  x: ArrayLike,
  options: SizeOptions = {},
): { readonly values: NDArray; readonly indices: NDArray; readonly inverseIndices: NDArray; readonly counts: NDArray } => {
  optionsOf("uniqueAll", options, sizeOptions)
  const { values, index, inverse, counts } = compute(x, { ...options, equalNan: false }, "uniqueAll")
  return { values, indices: index, inverseIndices: inverse, counts }
}
/** The distinct elements, and how often each occurs. (`jax.numpy.unique_counts`) */
export const uniqueCounts = (x: ArrayLike, options: SizeOptions = {}): { readonly values: NDArray; readonly counts: NDArray } => {
  optionsOf("uniqueCounts", options, sizeOptions)
  const { values, counts } = uniqueAll(x, options)
  return { values, counts }
}
/** The distinct elements, and for each element which of them it is. (`jax.numpy.unique_inverse`) */
export const uniqueInverse = (x: ArrayLike, options: SizeOptions = {}): { readonly values: NDArray; readonly inverseIndices: NDArray } => {
  optionsOf("uniqueInverse", options, sizeOptions)
  const { values, inverseIndices } = uniqueAll(x, options)
  return { values, inverseIndices }
}
/** The distinct elements. (`jax.numpy.unique_values`) */
export const uniqueValues = (x: ArrayLike, options: SizeOptions = {}): NDArray => {
  optionsOf("uniqueValues", options, sizeOptions)
  return uniqueAll(x, options).values
}

const pairOf = (op: string, x: ArrayLike, y: ArrayLike): readonly [NDArray, NDArray] => {
  const [a, b] = promote(op, [x, y]) as [NDArray, NDArray]
  return [ravel(a), ravel(b)]
}

/** What is in either, sorted. (`jax.numpy.union1d`) */
export const union1d = (x: ArrayLike, y: ArrayLike, options: SizeOptions = {}): NDArray => {
  optionsOf("union1d", options, sizeOptions)
  return unique(concatenate(pairOf("union1d", x, y), 0), options)
}

/** The elements of a vector that pass, which must be known. */
const kept = (x: NDArray, mask: NDArray): NDArray => take(x, flatnonzero(mask), 0, { mode: "clip" })

/** What is in both, sorted. The values must be known. (`jax.numpy.intersect1d`) */
export const intersect1d = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = pairOf("intersect1d", x, y)
  const values = unique(a)
  return values.size === 0 ? values : kept(values, isin(values, b))
}

/** What is in the first and not in the second, sorted. The values must be known. (`jax.numpy.setdiff1d`) */
export const setdiff1d = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = pairOf("setdiff1d", x, y)
  const values = unique(a)
  return values.size === 0 ? values : kept(values, isin(values, b, { invert: true }))
}

/** What is in one of them only, sorted. The values must be known. (`jax.numpy.setxor1d`) */
export const setxor1d = (x: ArrayLike, y: ArrayLike): NDArray => sort(concatenate([setdiff1d(x, y), setdiff1d(y, x)], 0))
