// Putting in order along an axis. NaN comes last, and equal elements keep their order.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { complexOf } from "../primitives/elementwise/complex.js"
import { iota } from "../primitives/shape/iota.js"
import { rev } from "../primitives/shape/rev.js"
import * as prim from "../primitives/sort/sort.js"
import { topK as greatest } from "../primitives/sort/topk.js"
import { resolveAxis } from "./axes.js"
import { toArray } from "./host.js"
import { promote, promoteToFloat, requireArrays } from "./promote.js"
import { ravel } from "./reshape.js"
import { moveaxis } from "./transposing.js"

export interface SortOptions {
  /** From the greatest to the least. */
  readonly descending?: boolean
}

const sortOptions: OptionNames<SortOptions> = { descending: "boolean" }

const operand = (x: ArrayLike, axis: number | null, op: string): readonly [NDArray, number] => {
  const a = toArray(x, op)
  const flat = axis === null ? ravel(a) : a
  return [flat, resolveAxis(op, axis ?? 0, flat.ndim)]
}

/** In ascending order along an axis, the last if none is given, flattened for null. (`jax.numpy.sort`) */
export const sort = (x: ArrayLike, axis: number | null = -1, options?: SortOptions): NDArray => {
  const { descending = false } = optionsOf("sort", options, sortOptions)
  const [a, along] = operand(x, axis, "sort")
  const [sorted] = prim.sort([a], along) as [NDArray]
  return descending ? rev(sorted, [along]) : sorted
}

/** In ascending order along the last axis, by the real part first, and always complex. (`jax.numpy.sort_complex`) */
export const sortComplex = (x: ArrayLike): NDArray => complexOf(sort(promoteToFloat("sortComplex", [x])[0] as NDArray))

/** Where the elements stood that are in ascending order along an axis. (`jax.numpy.argsort`) */
export const argsort = (x: ArrayLike, axis: number | null = -1, options?: SortOptions): NDArray => {
  const { descending = false } = optionsOf("argsort", options, sortOptions)
  const [a, along] = operand(x, axis, "argsort")
  const places = iota(a.shape, along, "int32")
  if (!descending) return prim.sort([a, places], along)[1] as NDArray
  // sorted backwards twice, so that equal elements keep their order
  const [, order] = prim.sort([rev(a, [along]), rev(places, [along])], along) as [NDArray, NDArray]
  return rev(order, [along])
}

/** The order by several keys, the last of which matters most. (`jax.numpy.lexsort`) */
export const lexsort = (keys: readonly ArrayLike[], axis = -1): NDArray => {
  const arrays = requireArrays(keys, "lexsort")
    .map((k) => toArray(k, "lexsort"))
    .reverse()
  const [first] = arrays
  if (first === undefined) return raise({ code: "argument/arrays", op: "lexsort", need: "at least one key is needed", got: "none" })
  const along = resolveAxis("lexsort", axis, first.ndim)
  return prim.sort([...arrays, iota(first.shape, along, "int32")], along, arrays.length).at(-1) as NDArray
}

const requirePlace = (x: NDArray, place: number, axis: number, op: string): void => {
  const size = x.shape[resolveAxis(op, axis, x.ndim)] as number
  if (!(Number.isInteger(place) && place >= -size && place < size))
    raise({ code: "shape/index", op, need: `a place along the axis must lie in ${-size}…${size - 1}`, got: String(place), avals: [x.aval] })
}

/**
 * Elements in an order in which the element at `kth` stands where sorting would put it, smaller ones before it. Here: sorted. (`jax.numpy.partition`)
 */
export const partition = (x: ArrayLike, kth: number, axis = -1): NDArray => {
  const a = toArray(x, "partition")
  requirePlace(a, kth, axis, "partition")
  return sort(a, axis)
}

/** Where the elements of `partition` stood. (`jax.numpy.argpartition`) */
export const argpartition = (x: ArrayLike, kth: number, axis = -1): NDArray => {
  const a = toArray(x, "argpartition")
  requirePlace(a, kth, axis, "argpartition")
  return argsort(a, axis)
}

const topKOptions: OptionNames<{ readonly axis?: number }> = { axis: "number" }

/** The `k` greatest elements along an axis in descending order, and where they stood. (`jax.lax.top_k`) */
export const topK = (x: ArrayLike, k: number, options?: { readonly axis?: number }): readonly [values: NDArray, indices: NDArray] => {
  const { axis = -1 } = optionsOf("topK", options, topKOptions)
  const [a] = promote("topK", [x]) as [NDArray]
  const [values, places] = greatest(moveaxis(a, axis, -1), k)
  return [moveaxis(values, -1, axis), moveaxis(places, -1, axis)]
}
