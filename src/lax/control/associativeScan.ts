// Scans of associative functions in logarithmically many steps: pairs are combined, the sums of pairs are scanned, and the rest filled in.
import type { NDArray } from "../../core/array.js"
import { raise } from "../../core/errors.js"
import { type OptionNames, optionsOf } from "../../core/options.js"
import { concatenate } from "../../primitives/shape/concatenate.js"
import { slice } from "../../primitives/shape/pad.js"
import { rev } from "../../primitives/shape/rev.js"
import { reshape } from "../../primitives/vector.js"
import { flattenArguments, flattenResult, requireFunction } from "../../transforms/arguments.js"
import type { Arrays, Liftable } from "../../transforms/types.js"
import { unflatten } from "../../tree/unflatten.js"

export interface AssociativeScanOptions {
  /** Starts at the end. */
  readonly reverse?: boolean
  /** The axis to scan along. Default 0. */
  readonly axis?: number
}

const associativeScanOptions: OptionNames<AssociativeScanOptions> = { reverse: "boolean", axis: "number" }

type Arr = readonly NDArray[]

/** Elements `from, from + step, …` below `to` along an axis. */
const take = (x: NDArray, axis: number, from: number, to: number, step = 1): NDArray =>
  slice(
    x,
    x.shape.map((_, d) => (d === axis ? from : 0)),
    x.shape.map((n, d) => (d === axis ? to : n)),
    x.shape.map((_, d) => (d === axis ? step : 1)),
  )

/** `a₀ b₀ a₁ b₁ …`, of lists of which the first may have one element more. */
const interleave = (a: NDArray, b: NDArray, axis: number): NDArray => {
  const n = b.shape[axis] as number
  const withAxis = (x: NDArray): NDArray => reshape(x, [...x.shape.slice(0, axis + 1), 1, ...x.shape.slice(axis + 1)])
  const pairs = concatenate([withAxis(take(a, axis, 0, n)), withAxis(b)], axis + 1)
  const merged = reshape(pairs, [...b.shape.slice(0, axis), 2 * n, ...b.shape.slice(axis + 1)])
  return a.shape[axis] === n ? merged : concatenate([merged, take(a, axis, n, n + 1)], axis)
}

const scanPairs = (combine: (a: Arr, b: Arr) => Arr, elems: Arr, axis: number): Arr => {
  const n = elems[0]?.shape[axis] ?? 0
  if (n < 2) return elems
  const each = (from: number, to: number, step: number): Arr => elems.map((x) => take(x, axis, from, to, step))
  const odd = scanPairs(combine, combine(each(0, n - 1, 2), each(1, n, 2)), axis)
  const first = each(0, 1, 1)
  if (n === 2) return first.map((x, i) => concatenate([x, odd[i] as NDArray], axis))
  const before = n % 2 === 0 ? odd.map((x) => take(x, axis, 0, n / 2 - 1)) : odd
  const later = combine(before, each(2, n, 2))
  const even = first.map((x, i) => concatenate([x, later[i] as NDArray], axis))
  return even.map((x, i) => interleave(x, odd[i] as NDArray, axis))
}

/**
 * All partial results `x₀, x₀∘x₁, x₀∘x₁∘x₂, …` along an axis, for an associative `fn`, in about `log₂ n` steps. (`jax.lax.associative_scan`)
 * `fn` is given arrays with many elements along the axis, and combines them element by element. Elements may be trees.
 * @example
 * lax.associativeScan((a, b) => a.mul(b), x) // the cumulative product
 */
export const associativeScan = <T>(
  fn: (a: Arrays<T>, b: Arrays<T>) => Liftable<Arrays<T>>,
  elems: T,
  options?: AssociativeScanOptions,
): Arrays<T> => {
  const { reverse = false, axis = 0 } = optionsOf("associativeScan", options, associativeScanOptions)
  requireFunction(fn, "associativeScan")
  const { leaves, treedef } = flattenArguments([elems], "associativeScan", "elems")
  const rank = leaves[0]?.ndim ?? 0
  const along = axis < 0 ? axis + rank : axis
  const sizes = new Set(leaves.map((x) => x.shape[along]))
  if (sizes.size !== 1 || sizes.has(undefined))
    raise({
      code: "shape/scan-length",
      op: "associativeScan",
      need: `all arrays must have one size along axis ${axis}`,
      avals: leaves.map((x) => x.aval),
    })
  const treeOf = (xs: Arr): Arrays<T> => unflatten<readonly [Arrays<T>]>(treedef, xs)[0]
  const combine = (a: Arr, b: Arr): Arr => {
    const [x, y] = reverse ? [b, a] : [a, b]
    return flattenResult(fn(treeOf(x), treeOf(y)), { transform: "associativeScan", name: fn.name }).leaves
  }
  const turned = (xs: Arr): Arr => (reverse ? xs.map((x) => rev(x, [along])) : xs)
  return treeOf(turned(scanPairs(combine, turned(leaves), along)))
}
