// Where values stand: in a sorted array, in a set, among bins.
import { type ArrayLike, literalArray, type NDArray } from "../core/array.js"
import { isInexact } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as prim from "../primitives/elementwise/index.js"
import { equal, isnan, less, lessEqual, logicalAnd, logicalNot, logicalOr, where } from "./comparison.js"
import { constant } from "./creation.js"
import { flip } from "./flipping.js"
import { toArray } from "./host.js"
import { slice } from "./indexing/slice.js"
import { take } from "./indexing/take.js"
import { promote } from "./promote.js"
import { any } from "./reductions.js"
import { expandDims, ravel } from "./reshape.js"

export interface SearchOptions {
  /** "left" stands before equal elements, "right" after them. Default "left". */
  readonly side?: "left" | "right"
  /** The order in which the array is sorted, if it is not. */
  readonly sorter?: ArrayLike
}

const searchOptions: OptionNames<SearchOptions> = { side: "string", sorter: "number|array" }

/** Whether `a` stands before `v`: NaN comes after all numbers. */
const before = (a: NDArray, v: NDArray, side: "left" | "right"): NDArray => {
  const ordered = side === "left" ? less(a, v) : lessEqual(a, v)
  if (!isInexact(a.dtype)) return ordered
  return side === "left" ? logicalOr(ordered, logicalAnd(isnan(v), logicalNot(isnan(a)))) : logicalOr(ordered, isnan(v))
}

/**
 * Where to insert values so that a sorted vector stays sorted: by halving, log₂(n + 1) steps for all values at once. (`jax.numpy.searchsorted`)
 */
export const searchsorted = (sorted: ArrayLike, values: ArrayLike, options?: SearchOptions): NDArray => {
  const { side = "left", sorter } = optionsOf("searchsorted", options, searchOptions)
  const [given, v] = promote("searchsorted", [sorted, values]) as [NDArray, NDArray]
  if (given.ndim !== 1) raise({ code: "shape/rank", op: "searchsorted", need: "the sorted array must be a vector", avals: [given.aval] })
  const a = sorter === undefined ? given : take(given, sorter, 0)
  const size = a.size
  // everything below `low` stands before the value; a step of each power of two finds out whether more does
  let low = constant(0, v.shape, "int32")
  for (let step = 2 ** Math.floor(Math.log2(Math.max(1, size))); size > 0 && step >= 1; step /= 2) {
    const next = prim.add(low, literalArray(step, "int32"))
    const within = prim.le(next, literalArray(size, "int32"))
    const isBefore = before(take(a, prim.sub(next, literalArray(1, "int32")), 0, { mode: "clip" }), v, side)
    low = prim.selectN(prim.and(within, isBefore), low, next)
  }
  return low
}

const digitizeOptions: OptionNames<{ readonly right?: boolean }> = { right: "boolean" }

/** The number of the bin that each value falls into, bins being ascending or descending edges. (`jax.numpy.digitize`) */
export const digitize = (x: ArrayLike, bins: ArrayLike, options?: { readonly right?: boolean }): NDArray => {
  const { right = false } = optionsOf("digitize", options, digitizeOptions)
  const edges = toArray(bins, "digitize")
  const size = edges.size
  const side = right ? "left" : "right"
  const upwards = searchsorted(edges, x, { side })
  if (size < 2) return upwards
  const downwards = prim.sub(literalArray(size, "int32"), searchsorted(flip(edges), x, { side }))
  const isAscending = lessEqual(slice(edges, 0), slice(edges, -1))
  return where(isAscending, upwards, downwards)
}

const isinOptions: OptionNames<{ readonly invert?: boolean }> = { invert: "boolean" }

/** Which elements occur among `test`. (`jax.numpy.isin`) */
export const isin = (x: ArrayLike, test: ArrayLike, options?: { readonly invert?: boolean }): NDArray => {
  const { invert = false } = optionsOf("isin", options, isinOptions)
  const found = any(equal(expandDims(toArray(x, "isin"), -1), ravel(test)), -1)
  return invert ? logicalNot(found) : found
}
