// Reductions that leave NaNs out. What is left out is replaced by what does not count, so that it gets no gradient either.
import type { ArrayLike, NDArray } from "../core/array.js"
import { isComplex, isInexact, realOf } from "../core/dtype.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { add, divide, sqrt, square, subtract } from "./arithmetic.js"
import { astype } from "./astype.js"
import type { AxisOption } from "./axes.js"
import { greater, isnan, logicalNot, where } from "./comparison.js"
import { imag, real } from "./complex.js"
import { type CumulativeOptions, cumprod, cumsum, cumulativeOptions } from "./cumulative.js"
import { toArray } from "./host.js"
import { argmax, argmin, positionOptions } from "./positions.js"
import { promoteToFloat } from "./promote.js"
import { type ReduceOptions, reduceOptions, widened } from "./reducing.js"
import { all, countNonzero, max, min, prod, sum } from "./reductions.js"

type Reduction = (x: ArrayLike, axis?: AxisOption, options?: ReduceOptions) => NDArray

const replaced = (x: NDArray, value: number): NDArray => (isInexact(x.dtype) ? where(isnan(x), value, x) : x)

const without =
  (op: string, reduce: Reduction, neutral: number): Reduction =>
  (x, axis, options) =>
    reduce(replaced(toArray(x, op), neutral), axis, optionsOf(op, options, reduceOptions))

/** The sum of what is not NaN. (`jax.numpy.nansum`) */
export const nansum = without("nansum", sum, 0)
/** The product of what is not NaN. (`jax.numpy.nanprod`) */
export const nanprod = without("nanprod", prod, 1)

const extreme =
  (op: string, reduce: Reduction, neutral: number): Reduction =>
  (x, axis, given) => {
    const options = optionsOf(op, given, reduceOptions)
    const a = toArray(x, op)
    if (!isInexact(a.dtype)) return reduce(a, axis, options)
    const found = reduce(replaced(a, neutral), axis, options)
    const { keepdims = false, where: counted } = options
    const isNone = all(isnan(a), axis, { keepdims, ...(counted === undefined ? {} : { where: counted }) })
    return where(isNone, options.initial ?? Number.NaN, found)
  }

/** The largest element that is not NaN; NaN if there is none. (`jax.numpy.nanmax`) */
export const nanmax = extreme("nanmax", max, Number.NEGATIVE_INFINITY)
/** The smallest element that is not NaN; NaN if there is none. (`jax.numpy.nanmin`) */
export const nanmin = extreme("nanmin", min, Number.POSITIVE_INFINITY)

export interface NanOptions {
  readonly keepdims?: boolean
}

const nanOptions: OptionNames<NanOptions> = { keepdims: "boolean" }

const counted = (x: NDArray, axis: AxisOption | undefined, keepdims: boolean): NDArray =>
  astype(countNonzero(logicalNot(isnan(x)), axis, { keepdims }), realOf(x.dtype))

const meanOf = (x: NDArray, axis: AxisOption | undefined, keepdims: boolean): NDArray =>
  divide(nansum(x, axis, { keepdims }), counted(x, axis, keepdims))

/** The mean of what is not NaN. (`jax.numpy.nanmean`) */
export const nanmean = (x: ArrayLike, axis?: AxisOption, options?: NanOptions): NDArray => {
  const { keepdims = false } = optionsOf("nanmean", options, nanOptions)
  return widened(promoteToFloat("nanmean", [x])[0] as NDArray, (a) => meanOf(a, axis, keepdims))
}

const nanvarOptions: OptionNames<NanOptions & { readonly ddof?: number }> = { keepdims: "boolean", ddof: "number" }

/** The variance of what is not NaN; of complex numbers, the mean squared distance, which is real. (`jax.numpy.nanvar`) */
export const nanvar = (x: ArrayLike, axis?: AxisOption, options?: NanOptions & { readonly ddof?: number }): NDArray => {
  const { keepdims = false, ddof = 0 } = optionsOf("nanvar", options, nanvarOptions)
  return widened(promoteToFloat("nanvar", [x])[0] as NDArray, (a) => {
    const isMissing = isnan(a)
    const centred = where(isMissing, 0, subtract(where(isMissing, 0, a), meanOf(a, axis, true)))
    const freedom = subtract(counted(a, axis, keepdims), ddof)
    const squared = isComplex(a.dtype) ? add(square(real(centred)), square(imag(centred))) : square(centred)
    return where(greater(freedom, 0), divide(sum(squared, axis, { keepdims }), freedom), Number.NaN)
  })
}

/** The standard deviation of what is not NaN. (`jax.numpy.nanstd`) */
export const nanstd = (x: ArrayLike, axis?: AxisOption, options: NanOptions & { readonly ddof?: number } = {}): NDArray => {
  optionsOf("nanstd", options, nanvarOptions)
  return sqrt(nanvar(x, axis, options))
}

const position =
  (op: string, find: typeof argmax, neutral: number): typeof argmax =>
  (x, axis, given) => {
    const options = optionsOf(op, given, positionOptions)
    const a = toArray(x, op)
    if (!isInexact(a.dtype)) return find(a, axis, options)
    const found = find(replaced(a, neutral), axis, options)
    return where(all(isnan(a), axis ?? null, { keepdims: options.keepdims ?? false }), -1, found)
  }

/** The position of the largest element that is not NaN; −1 if there is none. (`jax.numpy.nanargmax`) */
export const nanargmax = position("nanargmax", argmax, Number.NEGATIVE_INFINITY)
/** The position of the smallest element that is not NaN; −1 if there is none. (`jax.numpy.nanargmin`) */
export const nanargmin = position("nanargmin", argmin, Number.POSITIVE_INFINITY)

/** Running sums in which NaN counts as 0. (`jax.numpy.nancumsum`) */
export const nancumsum = (x: ArrayLike, axis?: number | null, options?: CumulativeOptions): NDArray => {
  optionsOf("nancumsum", options, cumulativeOptions)
  return cumsum(replaced(toArray(x, "nancumsum"), 0), axis, options)
}
/** Running products in which NaN counts as 1. (`jax.numpy.nancumprod`) */
export const nancumprod = (x: ArrayLike, axis?: number | null, options?: CumulativeOptions): NDArray => {
  optionsOf("nancumprod", options, cumulativeOptions)
  return cumprod(replaced(toArray(x, "nancumprod"), 1), axis, options)
}
