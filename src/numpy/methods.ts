// The methods that every NDArray carries, for chaining: `x.mul(2).add(b).sum(0)`. One typed table, installed once.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { DType } from "../core/dtype.js"
import type { Index, IndexUpdate } from "./indexing.js"
import type { AxisOption, ReduceOptions, VarOptions } from "./reductions.js"

/** The methods of NDArray. Each is the function of the same name in `numpy`, with the array as its first argument. */
export interface ArrayMethods {
  /** `x + y` */
  add(y: ArrayLike): NDArray
  /** `x − y` */
  sub(y: ArrayLike): NDArray
  /** `x · y`, element by element */
  mul(y: ArrayLike): NDArray
  /** `x / y`, in floating point */
  div(y: ArrayLike): NDArray
  /** `⌊x / y⌋` */
  floorDivide(y: ArrayLike): NDArray
  /** The remainder of `x / y`, with the sign of `y` */
  mod(y: ArrayLike): NDArray
  /** `xʸ` */
  pow(y: ArrayLike): NDArray
  /** `−x` */
  neg(): NDArray
  abs(): NDArray
  sign(): NDArray
  /** `x²` */
  square(): NDArray
  sqrt(): NDArray
  /** `1 / x` */
  reciprocal(): NDArray
  exp(): NDArray
  /** The natural logarithm */
  log(): NDArray
  sin(): NDArray
  cos(): NDArray
  tan(): NDArray
  tanh(): NDArray
  floor(): NDArray
  ceil(): NDArray
  round(decimals?: number): NDArray
  /** `min(max(x, low), high)`; null leaves a side open */
  clip(low: ArrayLike | null, high?: ArrayLike | null): NDArray
  maximum(y: ArrayLike): NDArray
  minimum(y: ArrayLike): NDArray

  equal(y: ArrayLike): NDArray
  notEqual(y: ArrayLike): NDArray
  less(y: ArrayLike): NDArray
  lessEqual(y: ArrayLike): NDArray
  greater(y: ArrayLike): NDArray
  greaterEqual(y: ArrayLike): NDArray

  sum(axis?: AxisOption, options?: ReduceOptions): NDArray
  prod(axis?: AxisOption, options?: ReduceOptions): NDArray
  mean(axis?: AxisOption, options?: ReduceOptions): NDArray
  /** The variance, `mean(|x − mean(x)|²)` */
  var(axis?: AxisOption, options?: VarOptions): NDArray
  /** The standard deviation, `√var` */
  std(axis?: AxisOption, options?: VarOptions): NDArray
  max(axis?: AxisOption, options?: ReduceOptions): NDArray
  min(axis?: AxisOption, options?: ReduceOptions): NDArray
  all(axis?: AxisOption, options?: ReduceOptions): NDArray
  any(axis?: AxisOption, options?: ReduceOptions): NDArray
  /** The position of the largest element, of the flattened array if no axis is given */
  argmax(axis?: number, options?: { readonly keepdims?: boolean }): NDArray
  argmin(axis?: number, options?: { readonly keepdims?: boolean }): NDArray
  cumsum(axis?: number): NDArray
  cumprod(axis?: number): NDArray

  astype(dtype: DType): NDArray
  /** The same elements in another shape; one size may be −1 */
  reshape(shape: number | readonly number[]): NDArray
  /** Axes reordered; reversed if no order is given */
  transpose(axes?: readonly number[]): NDArray
  /** Axes reversed */
  readonly T: NDArray
  swapaxes(a: number, b: number): NDArray
  /** One axis, in row-major order */
  ravel(): NDArray
  flatten(): NDArray
  squeeze(axis?: number | readonly number[]): NDArray
  repeat(repeats: number, axis?: number): NDArray
  sort(axis?: number): NDArray
  argsort(axis?: number): NDArray
  take(indices: ArrayLike, axis?: number): NDArray
  diagonal(): NDArray
  /** The sum of the diagonal */
  trace(): NDArray

  dot(y: ArrayLike): NDArray
  matmul(y: ArrayLike): NDArray

  /** A part of the array: `x.slice(0, [1, 3])` is NumPy's `x[0, 1:3]`, `[]` is `:`, `null` a new axis, an integer array picks. */
  slice(...index: readonly Index[]): NDArray
  /** A part of the array, to make an updated copy: `x.at(0).set(1)`, `x.at([1, 3]).add(y)`. (`jax.Array.at`) */
  at(...index: readonly Index[]): IndexUpdate
  /** The parts along the first axis */
  [Symbol.iterator](): Iterator<NDArray>
}
