// The same values for another purpose: another dtype, fewer bits, not differentiated, not merged.
import { type ArrayLike, asArray, isArrayLike, type NDArray } from "../core/array.js"
import { type DType, isInexact } from "../core/dtype.js"
import { requireDtype } from "../numpy/astype.js"
import * as prim from "../primitives/elementwise/index.js"
import type { Arrays } from "../transforms/types.js"
import { flatten } from "../tree/flatten.js"
import { unflatten } from "../tree/unflatten.js"
import { arrayOf } from "./operands.js"

/** `x` in another dtype: floats become integers by rounding toward 0, saturating, NaN as 0. (`lax.convert_element_type`) */
export const convertElementType = (x: ArrayLike, newDtype: DType): NDArray =>
  prim.convertElementType(arrayOf(x, "convertElementType"), requireDtype(newDtype, "convertElementType"), false)

/** The same bits read as another dtype; where widths differ, the last axis splits or merges. (`lax.bitcast_convert_type`) */
export const bitcastConvertType = (x: ArrayLike, newDtype: DType): NDArray =>
  prim.bitcastConvertType(arrayOf(x, "bitcastConvertType"), requireDtype(newDtype, "bitcastConvertType"))

/** `x` rounded to fewer bits of exponent and mantissa; the dtype stays. (`lax.reduce_precision`) */
export const reducePrecision = (x: ArrayLike, exponentBits: number, mantissaBits: number): NDArray =>
  prim.reducePrecision(arrayOf(x, "reducePrecision"), exponentBits, mantissaBits)

/** The element type of an array; numbers are float32, booleans bool. (`jax.dtypes.dtype`) */
export const dtype = (x: ArrayLike): DType => arrayOf(x, "dtype").dtype

/** Arrays stay, numbers become arrays, and what is neither is left alone. */
const mapArrays = (tree: unknown, f: (x: NDArray) => NDArray): unknown => {
  const { leaves, treedef } = flatten(tree)
  return unflatten(
    treedef,
    leaves.map((x) => (isArrayLike(x) ? f(asArray(x)) : x)),
  )
}

/**
 * A tree whose arrays count as constants where it is differentiated: `∂ stopGradient(x) / ∂x = 0`. (`lax.stop_gradient`)
 * @example
 * grad((x: NDArray) => lax.mul(x, lax.stopGradient(x)))(3) // 3
 */
export const stopGradient = <T>(tree: T): Arrays<T> => mapArrays(tree, (x) => (isInexact(x.dtype) ? prim.stopGradient(x) : x)) as Arrays<T>

/** The identity on a tree, which no simplification looks through. (`lax.optimization_barrier`) */
export const optimizationBarrier = <T>(tree: T): Arrays<T> => {
  const { leaves, treedef } = flatten(tree)
  if (leaves.length === 0) return tree as unknown as Arrays<T>
  const arrays = leaves.map((x) => arrayOf(x as ArrayLike, "optimizationBarrier"))
  return unflatten(treedef, prim.optimizationBarrier(...arrays)) as Arrays<T>
}
