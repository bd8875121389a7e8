// Putting in order along an axis, by one or more keys. NaN comes last, ties keep their order, and −0 equals 0.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { bind } from "../core/trace.js"
import { resolveAxis } from "../numpy/axes.js"
import { neg } from "../primitives/elementwise/arithmetic.js"
import { sortP } from "../primitives/sort/sort.js"
import * as prim from "../primitives/sort/topk.js"
import { moveAxis } from "../primitives/transpose.js"
import { arrayOf } from "./operands.js"

export interface SortOptions {
  /** Sorting is always stable; false only says that nobody relies on it. */
  readonly isStable?: boolean
  /** How many of the operands are keys, the first being the most significant. Default 1. */
  readonly numKeys?: number
}

const sortOptions: OptionNames<SortOptions> = { isStable: "boolean", numKeys: "number" }

const sortAll = (
  xs: readonly ArrayLike[],
  dimension: number,
  { isStable = true, numKeys = 1 }: SortOptions,
  op: string,
): readonly NDArray[] => {
  const arrays = xs.map((x) => arrayOf(x, op))
  const [first] = arrays
  if (first === undefined) return raise({ code: "argument/arrays", op, need: "at least one array is needed", got: "none" })
  return bind(sortP, arrays, { dimension: resolveAxis(op, dimension, first.ndim), isStable, numKeys })
}

/** `y₀ ≤ y₁ ≤ …` along an axis, the last by default. (`lax.sort`) */
export function sort(operand: ArrayLike, dimension?: number, options?: SortOptions): NDArray
/** Several arrays of one shape, moved together, their lines ordered by the first `numKeys` of them. (`lax.sort`) */
export function sort(operands: readonly ArrayLike[], dimension?: number, options?: SortOptions): readonly NDArray[]
export function sort(operand: ArrayLike | readonly ArrayLike[], dimension = -1, options: SortOptions = {}): NDArray | readonly NDArray[] {
  optionsOf("sort", options, sortOptions)
  return Array.isArray(operand)
    ? sortAll(operand as readonly ArrayLike[], dimension, options, "sort")
    : (sortAll([operand as ArrayLike], dimension, options, "sort")[0] as NDArray)
}

/** Keys `k₀ ≤ k₁ ≤ …` along an axis, and the values moved with them. (`lax.sort_key_val`) */
export const sortKeyVal = (keys: ArrayLike, values: ArrayLike, dimension = -1): readonly [keys: NDArray, values: NDArray] =>
  sortAll([keys, values], dimension, {}, "sortKeyVal") as readonly NDArray[] as readonly [NDArray, NDArray]

export interface TopKOptions {
  /** Default −1. */
  readonly axis?: number
}

const topKOptions: OptionNames<TopKOptions> = { axis: "number" }

/** The `k` greatest elements `y₀ ≥ y₁ ≥ …` along an axis, and their int32 places; of equal ones the first come first. (`lax.top_k`) */
export const topK = (x: ArrayLike, k: number, options?: TopKOptions): readonly [values: NDArray, indices: NDArray] => {
  const { axis = -1 } = optionsOf("topK", options, topKOptions)
  const a = arrayOf(x, "topK")
  const at = resolveAxis("topK", axis, a.ndim)
  const last = a.ndim - 1
  const [values, indices] = prim.topK(moveAxis(a, at, last), k)
  return [moveAxis(values, last, at), moveAxis(indices, last, at)]
}

export interface ApproxOptions {
  /** Default −1. */
  readonly reductionDimension?: number
}

const approxOptions: OptionNames<ApproxOptions> = { reductionDimension: "number" }

/** The `k` greatest elements along an axis, and their places: exactly those, as on JAX's CPU backend. (`lax.approx_max_k`) */
export const approxMaxK = (x: ArrayLike, k: number, options?: ApproxOptions): readonly [values: NDArray, indices: NDArray] => {
  const { reductionDimension = -1 } = optionsOf("approxMaxK", options, approxOptions)
  return topK(x, k, { axis: reductionDimension })
}

/** The `k` least elements `y₀ ≤ y₁ ≤ …` of floats along an axis, and their places: exactly those. (`lax.approx_min_k`) */
export const approxMinK = (x: ArrayLike, k: number, options?: ApproxOptions): readonly [values: NDArray, indices: NDArray] => {
  const { reductionDimension = -1 } = optionsOf("approxMinK", options, approxOptions)
  const [values, indices] = topK(neg(arrayOf(x, "approxMinK")), k, { axis: reductionDimension })
  return [neg(values), indices]
}
