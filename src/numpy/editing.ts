// Elements taken out of an array, or put between others. Places are static, because they decide the shape.
import { type ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import type { Tensor } from "../core/tensor.js"
import { resolveAxis } from "./axes.js"
import { broadcastTo } from "./broadcast.js"
import { numbersOf, tabulate, toArray, valuesOf } from "./host.js"
import { placesOf } from "./indexing/places.js"
import { take } from "./indexing/take.js"
import { concatenate } from "./joining.js"
import { updateOf } from "./promote.js"
import { ravel, reshape } from "./reshape.js"
import { sliceAxis } from "./slicing.js"
import { moveaxis } from "./transposing.js"

/** One place, or several; an array of places must be known. */
export type Places = number | readonly number[] | NDArray

const listOf = (places: Places, op: string): readonly number[] =>
  places instanceof NDArray ? Array.from(valuesOf(places, op).data) : numbersOf(places, op)

const resolved = (places: Places, count: number, op: string): readonly number[] =>
  listOf(places, op).map((p) =>
    Number.isInteger(p) && p >= -count && p < count
      ? p < 0
        ? p + count
        : p
      : raise({ code: "shape/index", op, need: `a place must lie in ${-count}…${count - 1}`, got: String(p) }),
  )

const flatOr = (x: ArrayLike, axis: number | null, op: string): readonly [NDArray, number] => {
  const a = toArray(x, op)
  return axis === null ? [ravel(a), 0] : [a, resolveAxis(op, axis, a.ndim)]
}

const indices = (list: readonly number[]): NDArray => tabulate([list.length], "int32", (i) => list[i] as number)

/** The array without the slices at these places of an axis, of the flattened array for null. (`jax.numpy.delete`) */
export const delete_ = (x: ArrayLike, places: Places, axis: number | null = null): NDArray => {
  const [a, along] = flatOr(x, axis, "delete")
  const size = a.shape[along] as number
  const gone = new Set(resolved(places, size, "delete"))
  const kept = Array.from({ length: size }, (_, i) => i).filter((i) => !gone.has(i))
  return kept.length === 0 ? sliceAxis(a, along, 0, 0) : take(a, indices(kept), along, { mode: "clip" })
}

/** What goes in at a single place: rows of it, or, where the place is a bare number, along the axis. */
const filled = (values: NDArray, x: NDArray, axis: number, isBare: boolean): NDArray => {
  const missing = Math.max(0, x.ndim - values.ndim)
  const whole = reshape(values, [...Array<number>(missing).fill(1), ...values.shape])
  return isBare ? moveaxis(whole, 0, axis) : whole
}

/** Before which elements: the size stands for the end. */
const gaps = (places: Places, size: number): readonly number[] =>
  listOf(places, "insert").map((p) =>
    Number.isInteger(p) && p >= -size && p <= size
      ? p < 0
        ? p + size
        : p
      : raise({ code: "shape/index", op: "insert", need: `a place must lie in ${-size}…${size}`, got: String(p) }),
  )

/**
 * The array with values put before these places of an axis, of the flattened array for null. At one place, all values go in together; at several, one
 * each. Values take the array's dtype. (`jax.numpy.insert`)
 */
export const insert = (x: ArrayLike, places: Places, values: ArrayLike, axis: number | null = null): NDArray => {
  const [a, along] = flatOr(x, axis, "insert")
  const size = a.shape[along] as number
  const at = gaps(places, size)
  const given = updateOf(a, values, "insert")
  const placed = at.length === 1 ? filled(given, a, along, typeof places === "number") : given
  const count = at.length === 1 ? (placed.shape[along] as number) : at.length
  const whole = broadcastTo(placed, a.shape.with(along, count), "insert")
  const spots = at.length === 1 ? Array.from({ length: count }, () => at[0] as number) : at
  // old elements are numbered 0…size − 1, new ones after them; sorting is stable, and puts new ones before the old one of their place
  const order = [
    ...spots.map((p, i) => ({ key: p - 0.5, from: size + i })),
    ...Array.from({ length: size }, (_, i) => ({ key: i, from: i })),
  ]
    .sort((p, q) => p.key - q.key)
    .map(({ from }) => from)
  return take(concatenate([a, whole], along), indices(order), along, { mode: "clip" })
}

/** A vector without the zeros at its ends: "f" in front, "b" at the back. The values must be known. (`jax.numpy.trim_zeros`) */
export const trimZeros = (x: ArrayLike, trim: "fb" | "f" | "b" = "fb"): NDArray => {
  const a = toArray(x, "trimZeros")
  if (a.ndim !== 1) raise({ code: "shape/rank", op: "trimZeros", need: "a vector is needed", avals: [a.aval] })
  const [found] = placesOf(valuesOf(a, "trimZeros")) as readonly [Tensor]
  const [first, last] = [found.data[0], found.data.at(-1)]
  if (first === undefined || last === undefined) return sliceAxis(a, 0, 0, 0)
  return sliceAxis(a, 0, trim.includes("f") ? first : 0, trim.includes("b") ? last + 1 : a.size)
}
