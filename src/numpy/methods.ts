// The methods that every NDArray carries, for chaining: `x.mul(2).add(b).sum(0)`. One typed table, installed once.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { DType } from "../core/dtype.js"
import * as arithmetic from "./arithmetic.js"
import type { AxisOption } from "./axes.js"
import { type ChooseOptions, choose } from "./choosing.js"
import { type CumulativeOptions, cumprod, cumsum } from "./cumulative.js"
import { diagonal, type TraceOptions, trace } from "./diagonals.js"
import { at, type IndexUpdate } from "./indexing/at.js"
import type { Index } from "./indexing/items.js"
import { slice } from "./indexing/slice.js"
import { type TakeOptions, take } from "./indexing/take.js"
import { leanMethods } from "./leanmethods.js"
import { compress, nonzero, type SizeOptions } from "./nonzero.js"
import { argmax, argmin, type PositionOptions } from "./positions.js"
import type { ReduceOptions } from "./reducing.js"
import { all, any, prod, ptp } from "./reductions.js"
import { repeat } from "./repeating.js"
import { type SearchOptions, searchsorted } from "./searching.js"
import { argpartition, argsort, type SortOptions, sort } from "./sorting.js"
import { type MeanOptions, std, type VarOptions, variance } from "./statistics.js"
import { cos, sin, tan } from "./trigonometric.js"

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
  /** `a − ib`; real arrays as they are */
  conj(): NDArray
  /** The real parts; real arrays as they are */
  readonly real: NDArray
  /** The imaginary parts; zeros for real arrays */
  readonly imag: NDArray
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
  mean(axis?: AxisOption, options?: MeanOptions): NDArray
  /** The variance, `mean(|x − mean(x)|²)` */
  var(axis?: AxisOption, options?: VarOptions): NDArray
  /** The standard deviation, `√var` */
  var_(axis?: AxisOption, options?: VarOptions): NDArray
  std(axis?: AxisOption, options?: VarOptions): NDArray
  max(axis?: AxisOption, options?: ReduceOptions): NDArray
  min(axis?: AxisOption, options?: ReduceOptions): NDArray
  all(axis?: AxisOption, options?: Omit<ReduceOptions, "dtype">): NDArray
  any(axis?: AxisOption, options?: Omit<ReduceOptions, "dtype">): NDArray
  /** The largest element minus the smallest */
  ptp(axis?: AxisOption, options?: Pick<ReduceOptions, "keepdims">): NDArray
  /** The position of the largest element, of the flattened array if no axis is given */
  argmax(axis?: number | null, options?: PositionOptions): NDArray
  argmin(axis?: number | null, options?: PositionOptions): NDArray
  cumsum(axis?: number | null, options?: CumulativeOptions): NDArray
  cumprod(axis?: number | null, options?: CumulativeOptions): NDArray

  astype(dtype: DType): NDArray
  /** The same array anew; arrays are immutable, so there is hardly ever a need for it */
  copy(): NDArray
  /** Bytes an element occupies at rest */
  readonly itemsize: number
  /** Bytes all elements occupy at rest */
  readonly nbytes: number
  /** The same elements in another shape; one size may be −1: `x.reshape([2, -1])` or `x.reshape(2, -1)` */
  reshape(...shape: [readonly number[]] | number[]): NDArray
  /** Axes reordered; reversed if no order is given */
  transpose(axes?: readonly number[] | null): NDArray
  /** Axes reversed */
  readonly T: NDArray
  /** The last two axes exchanged */
  readonly mT: NDArray
  swapaxes(a: number, b: number): NDArray
  /** One axis, in row-major order */
  ravel(): NDArray
  flatten(): NDArray
  squeeze(axis?: AxisOption): NDArray
  repeat(repeats: number | readonly number[], axis?: number | null): NDArray
  sort(axis?: number | null, options?: SortOptions): NDArray
  argsort(axis?: number | null, options?: SortOptions): NDArray
  take(indices: ArrayLike, axis?: number | null, options?: TakeOptions): NDArray
  diagonal(offset?: number, axis1?: number, axis2?: number): NDArray
  /** The sum of the diagonal */
  trace(offset?: number | TraceOptions, axis1?: number, axis2?: number): NDArray
  /** The elements in row-major order, as a vector */
  readonly flat: NDArray
  /** For each axis, the indices of the elements that are not zero */
  nonzero(options?: SizeOptions): NDArray[]
  /** Where to insert values so that a sorted vector stays sorted */
  searchsorted(values: ArrayLike, options?: SearchOptions): NDArray
  /** The choice that each element says the number of */
  choose(choices: readonly ArrayLike[], options?: ChooseOptions): NDArray
  /** The slices along an axis where a condition holds */
  compress(condition: ArrayLike, axis?: number | null, options?: SizeOptions): NDArray
  argpartition(kth: number, axis?: number): NDArray

  dot(y: ArrayLike): NDArray
  matmul(y: ArrayLike): NDArray

  /** A part of the array: `x.slice(0, [1, 3])` is NumPy's `x[0, 1:3]`, `[]` is `:`, `null` a new axis, an integer array picks. */
  slice(...index: Index[]): NDArray
  /** A part of the array, to make an updated copy: `x.at(0).set(1)`, `x.at([1, 3]).add(y)`. (`jax.Array.at`) */
  at(...index: Index[]): IndexUpdate
  /** The parts along the first axis */
  [Symbol.iterator](): Iterator<NDArray>
}

type Method<N extends keyof ArrayMethods> = ArrayMethods[N] extends (...args: infer A) => infer R
  ? (x: NDArray, ...args: A) => R
  : (x: NDArray) => ArrayMethods[N]

/** Every method, as a function of the array and the method's arguments. */
export type MethodTable = { readonly [N in keyof ArrayMethods]: Method<N> }

/** The methods, each by its function. */
export const methods: MethodTable = {
  ...leanMethods,
  floorDivide: arithmetic.floorDivide,
  mod: arithmetic.mod,
  sin,
  cos,
  tan,
  prod,
  var: variance,
  var_: variance,
  std,
  all,
  any,
  ptp,
  argmax,
  argmin,
  cumsum,
  cumprod,
  repeat,
  sort,
  argsort,
  take,
  diagonal,
  trace,
  nonzero,
  searchsorted,
  choose,
  compress: (x, condition, ...rest) => compress(condition, x, ...rest),
  argpartition,
  slice,
  at,
}
