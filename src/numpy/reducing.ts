// What reductions share: options as NumPy has them, the axes that they leave, and the elements that count.
import { type ArrayLike, literalArray, type NDArray } from "../core/array.js"
import { type DType, isInexact } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import type { OptionNames } from "../core/options.js"
import { reshape } from "../primitives/shape/reshape.js"
import { astype } from "./astype.js"
import { type AxisOption, resolveAxes } from "./axes.js"
import { where } from "./comparison.js"
import { toArray } from "./host.js"

export type { AxisOption } from "./axes.js"

export interface ReduceOptions {
  /** Keeps reduced axes with size 1. */
  readonly keepdims?: boolean
  /** The dtype to convert to before reducing. */
  readonly dtype?: DType
  /** Where false, an element does not count. Broadcasts. */
  readonly where?: ArrayLike
  /** A value that takes part in the reduction. */
  readonly initial?: ArrayLike
}

export const reduceOptions: OptionNames<ReduceOptions> = {
  keepdims: "boolean",
  dtype: "string",
  where: "array",
  initial: "number|array",
}

/** How a reduction folds: the wrapper of its primitive, and what an element that does not count is replaced by. */
export interface Reducer {
  readonly name: string
  readonly fold: (x: NDArray, axes: readonly number[]) => NDArray
  readonly neutral: (dtype: DType) => number
  /** How `initial` joins. */
  readonly join: (x: NDArray, initial: ArrayLike) => NDArray
}

/** The number of elements along axes. */
export const countAlong = (x: NDArray, axes: readonly number[]): number => axes.reduce((n, k) => n * (x.shape[k] as number), 1)

/** A reduced array with its axes put back at size 1, if they are to be kept. */
export const keepAxes = (reduced: NDArray, shape: readonly number[], axes: readonly number[], keepdims: boolean | undefined): NDArray =>
  keepdims
    ? reshape(
        reduced,
        shape.map((d, k) => (axes.includes(k) ? 1 : d)),
      )
    : reduced

/** Reduces an array that already has the dtype to reduce in. */
export const reduce = (
  { name, fold, neutral, join }: Reducer,
  x: NDArray,
  axis: AxisOption | undefined,
  options: ReduceOptions,
): NDArray => {
  const counted = options.where === undefined ? x : where(options.where, x, literalArray(neutral(x.dtype), x.dtype))
  const axes = resolveAxes(name, axis, counted)
  const folded = keepAxes(fold(counted, axes), counted.shape, axes, options.keepdims)
  return options.initial === undefined ? folded : join(folded, options.initial)
}

/** The operand converted to the dtype that was asked for, or else to the one that the reduction picks. */
export const operandOf = (x: ArrayLike, op: string, pick: (dtype: DType) => DType, { dtype }: ReduceOptions): NDArray => {
  const a = toArray(x, op)
  const wanted = dtype ?? pick(a.dtype)
  return wanted === a.dtype ? a : astype(a, wanted)
}

const sums: { readonly [D in DType]?: DType } = { bool: "int32", int8: "int32", int16: "int32", uint8: "uint32", uint16: "uint32" }

/** The dtype that sums and products accumulate in: small integers would overflow at once. */
export const sumDtype = (dtype: DType): DType => sums[dtype] ?? dtype

/** The dtype of means: floats and complex numbers stay, everything else is float32. */
export const floatDtype = (dtype: DType): DType => (isInexact(dtype) ? dtype : "float32")

/** Runs `f` in float32 on the 16-bit floats, whose sums would lose what is small. */
export const widened = (x: NDArray, f: (wide: NDArray) => NDArray): NDArray =>
  x.dtype === "float16" || x.dtype === "bfloat16" ? astype(f(astype(x, "float32")), x.dtype) : f(x)

/** Requires elements to choose from. */
export const requireElements = (x: NDArray, axes: readonly number[], op: string): void => {
  if (countAlong(x, axes) === 0)
    raise({
      code: "shape/empty",
      op,
      need: "there must be at least one element to choose from",
      avals: [x.aval],
      hint: "give the option initial, where there is one",
    })
}
