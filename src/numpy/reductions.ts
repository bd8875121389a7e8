// Reductions: sums, products, extremes and truth along axes.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type DType, dtypeInfo, isFloat } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as prim from "../primitives/reductions.js"
import { reduceSum } from "../primitives/sum.js"
import { add, maximum, minimum, multiply, subtract } from "./arithmetic.js"
import { type AxisOption, resolveAxes } from "./axes.js"
import { logicalAnd, logicalOr } from "./comparison.js"
import { toArray } from "./host.js"
import { operandOf, type ReduceOptions, type Reducer, reduce, reduceOptions, requireElements, sumDtype, widened } from "./reducing.js"
import { truth } from "./ufunc.js"

export type { AxisOption, ReduceOptions } from "./reducing.js"

const least = (dtype: DType): number => (isFloat(dtype) ? Number.NEGATIVE_INFINITY : dtypeInfo[dtype].min)
const greatest = (dtype: DType): number => (isFloat(dtype) ? Number.POSITIVE_INFINITY : dtypeInfo[dtype].max)

const sumOf: Reducer = { name: "sum", fold: reduceSum, neutral: () => 0, join: add }
const prodOf: Reducer = { name: "prod", fold: prim.reduceProd, neutral: () => 1, join: multiply }
const maxOf: Reducer = { name: "max", fold: prim.reduceMax, neutral: least, join: maximum }
const minOf: Reducer = { name: "min", fold: prim.reduceMin, neutral: greatest, join: minimum }
const allOf: Reducer = { name: "all", fold: prim.reduceAnd, neutral: () => 1, join: logicalAnd }
const anyOf: Reducer = { name: "any", fold: prim.reduceOr, neutral: () => 0, join: logicalOr }

/** The sum along axes, of everything if none is given. Booleans and small integers add up in 32 bits. (`jax.numpy.sum`) */
export const sum = (x: ArrayLike, axis?: AxisOption, options: ReduceOptions = {}): NDArray => {
  optionsOf("sum", options, reduceOptions)
  return widened(operandOf(x, "sum", sumDtype, options), (a) => reduce(sumOf, a, axis, options))
}

/** The product along axes. Its derivative is right where factors are 0. (`jax.numpy.prod`) */
export const prod = (x: ArrayLike, axis?: AxisOption, options: ReduceOptions = {}): NDArray => {
  optionsOf("prod", options, reduceOptions)
  return widened(operandOf(x, "prod", sumDtype, options), (a) => reduce(prodOf, a, axis, options))
}

/** Nothing is the largest of no elements, and a mask may leave none. */
const requireInitial = ({ where }: ReduceOptions, op: string): void => {
  if (where !== undefined)
    raise({
      code: "argument/initial",
      op,
      need: "a mask may leave no element to choose from: the option initial says what the result is then",
      got: "the option where alone",
      hint: "give { where, initial }, with -Infinity for max and Infinity for min if nothing else fits",
    })
}

const extreme =
  (reducer: Reducer) =>
  (x: ArrayLike, axis?: AxisOption, given?: ReduceOptions): NDArray => {
    const options = optionsOf(reducer.name, given, reduceOptions)
    const a = operandOf(x, reducer.name, (dtype) => dtype, options)
    if (options.initial === undefined) {
      requireInitial(options, reducer.name)
      requireElements(a, resolveAxes(reducer.name, axis, a), reducer.name)
    }
    return reduce(reducer, a, axis, options)
  }

/** The largest element along axes; NaN if there is one. Elements that tie share the gradient. (`jax.numpy.max`) */
export const max = extreme(maxOf)
/** The smallest element along axes; NaN if there is one. Elements that tie share the gradient. (`jax.numpy.min`) */
export const min = extreme(minOf)
export { max as amax, min as amin }

const quantifierOptions: OptionNames<Omit<ReduceOptions, "dtype">> = { keepdims: "boolean", where: "array", initial: "array" }

const quantified =
  (reducer: Reducer) =>
  (x: ArrayLike, axis?: AxisOption, options?: Omit<ReduceOptions, "dtype">): NDArray =>
    reduce(reducer, truth(toArray(x, reducer.name)), axis, optionsOf(reducer.name, options, quantifierOptions))

/** Whether all elements along axes are not zero. (`jax.numpy.all`) */
export const all = quantified(allOf)
/** Whether any element along axes is not zero. (`jax.numpy.any`) */
export const any = quantified(anyOf)

const countNonzeroOptions: OptionNames<Pick<ReduceOptions, "keepdims">> = { keepdims: "boolean" }

/** How many elements along axes are not zero. (`jax.numpy.count_nonzero`) */
export const countNonzero = (x: ArrayLike, axis?: AxisOption, options?: Pick<ReduceOptions, "keepdims">): NDArray => {
  const { keepdims = false } = optionsOf("countNonzero", options, countNonzeroOptions)
  return sum(truth(toArray(x, "countNonzero")), axis, { keepdims })
}

const ptpOptions: OptionNames<Pick<ReduceOptions, "keepdims">> = { keepdims: "boolean" }

/** The largest minus the smallest element along axes. (`jax.numpy.ptp`) */
export const ptp = (x: ArrayLike, axis?: AxisOption, options: Pick<ReduceOptions, "keepdims"> = {}): NDArray => {
  optionsOf("ptp", options, ptpOptions)
  return subtract(max(x, axis, options), min(x, axis, options))
}
