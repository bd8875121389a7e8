// Moments: means, variances, covariances. Computed in floating point; the 16-bit floats accumulate in float32.
import type { ArrayLike, NDArray } from "../core/array.js"
import { sameShape } from "../core/aval.js"
import { isComplex } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as prim from "../primitives/elementwise/complex.js"
import { clip, divide, maximum, multiply, sqrt, square, subtract } from "./arithmetic.js"
import { astype } from "./astype.js"
import { type AxisOption, resolveAxes } from "./axes.js"
import { broadcastShapes, broadcastTo } from "./broadcast.js"
import { conjugate, iscomplexobj, real } from "./complex.js"
import { diagonal } from "./diagonals.js"
import { toArray } from "./host.js"
import { concatenate } from "./joining.js"
import { matmul } from "./products.js"
import { promoteToFloat } from "./promote.js"
import { countAlong, floatDtype, operandOf, type ReduceOptions, widened } from "./reducing.js"
import { countNonzero, sum } from "./reductions.js"
import { atleast2d, expandDims, reshape } from "./reshape.js"
import { transpose } from "./transposing.js"

export type MeanOptions = Omit<ReduceOptions, "initial">

const meanOptions: OptionNames<MeanOptions> = { dtype: "string", keepdims: "boolean", where: "number|array" }

export interface VarOptions extends MeanOptions {
  /** What is subtracted from the number of elements in the divisor: 0 for the mean square, 1 for the unbiased estimate. */
  readonly ddof?: number
  /** The same as `ddof`, by the array API's name. */
  readonly correction?: number
  /** The mean, if it is known; with the reduced axes kept. */
  readonly mean?: ArrayLike
}

const varOptions: OptionNames<VarOptions> = {
  ddof: "number",
  correction: "number",
  mean: "number|array",
  dtype: "string",
  keepdims: "boolean",
  where: "number|array",
}

/** How many elements are averaged: a number, or an array where a mask decides. */
const countOf = (x: NDArray, axis: AxisOption | undefined, { where, keepdims = false }: MeanOptions): ArrayLike => {
  if (where === undefined) return countAlong(x, resolveAxes("mean", axis, x))
  const mask = toArray(where, "mean")
  return astype(countNonzero(broadcastTo(mask, broadcastShapes("mean", mask.shape, x.shape)), axis, { keepdims }), x.dtype)
}

/** Shared by means and variances, on floats: `Σx / (n − less)`, whose divisor never falls below 0. */
const average1 = (x: NDArray, axis: AxisOption | undefined, options: MeanOptions, less = 0): NDArray => {
  const count = countOf(x, axis, options)
  const divisor = less === 0 ? count : typeof count === "number" ? Math.max(0, count - less) : maximum(subtract(count, less), 0)
  return divide(sum(x, axis, options), divisor)
}

const withoutDtype = ({ dtype: _, ...rest }: MeanOptions): MeanOptions => rest

/** `Σx / n` along axes, of everything if none is given. (`jax.numpy.mean`) */
export const mean = (x: ArrayLike, axis?: AxisOption, options: MeanOptions = {}): NDArray => {
  optionsOf("mean", options, meanOptions)
  return widened(operandOf(x, "mean", floatDtype, options), (a) => average1(a, axis, withoutDtype(options)))
}

/** `|x|²`, which is real. */
const squaredSize = (x: NDArray): NDArray => (iscomplexobj(x) ? real(multiply(x, conjugate(x))) : square(x))

const variance = (x: ArrayLike, axis?: AxisOption, options: VarOptions = {}): NDArray => {
  optionsOf("var", options, varOptions)
  const { ddof, correction = ddof ?? 0, mean: known, ...given } = options
  const rest = withoutDtype(given)
  return widened(operandOf(x, "var", floatDtype, options), (a) => {
    const centre = known ?? average1(a, axis, { ...rest, keepdims: true })
    return average1(squaredSize(subtract(a, centre)), axis, rest, correction)
  })
}

/** The standard deviation, `√var`. (`jax.numpy.std`) */
export const std = (x: ArrayLike, axis?: AxisOption, options: VarOptions = {}): NDArray => {
  optionsOf("std", options, varOptions)
  return sqrt(variance(x, axis, options))
}

export { variance }

export interface AverageOptions {
  /** One weight for each element, or for each place along the axis; equal if left out. */
  readonly weights?: ArrayLike
  readonly keepdims?: boolean
}

const averageOptions: OptionNames<AverageOptions> = { weights: "number|array", keepdims: "boolean" }

/** Weights for each place along the axes, shaped to broadcast: one for each element, or as many as the axes have places. */
const spreadWeights = (weights: NDArray, x: NDArray, axis: AxisOption | undefined): NDArray => {
  if (sameShape(weights.shape, x.shape)) return weights
  const axes = axis === undefined || axis === null ? [] : resolveAxes("average", axis, x)
  const fits = axes.length === weights.ndim && axes.every((k, i) => x.shape[k] === weights.shape[i])
  if (axes.length === 0 || !fits)
    raise({
      code: "shape/weights",
      op: "average",
      need: "weights must have the array's shape, or the sizes of the axes that are averaged over",
      avals: [weights.aval, x.aval],
      hint: axes.length === 0 ? "name the axis: np.average(x, axis, { weights })" : "broadcast the weights to the array's shape",
    })
  const inOrder = transpose(
    weights,
    axes.map((_, i) => i).sort((i, j) => (axes[i] as number) - (axes[j] as number)),
  )
  return reshape(
    inOrder,
    x.shape.map((d, k) => (axes.includes(k) ? d : 1)),
  )
}

/** `Σw·x / Σw` along axes. (`jax.numpy.average`) */
export const average = (x: ArrayLike, axis?: AxisOption, options?: AverageOptions): NDArray => {
  const { weights, keepdims = false } = optionsOf("average", options, averageOptions)
  if (weights === undefined) return mean(x, axis, { keepdims })
  const [a, w] = promoteToFloat("average", [x, weights]) as [NDArray, NDArray]
  const spread = broadcastTo(spreadWeights(w, a, axis), a.shape, "average")
  return divide(sum(multiply(a, spread), axis, { keepdims }), sum(spread, axis, { keepdims }))
}

export interface CovOptions {
  /** Whether rows are the variables and columns the observations. Default true. */
  readonly rowvar?: boolean
  /** Divides by n rather than n − 1. */
  readonly bias?: boolean
  /** What is subtracted from n, over `bias`. */
  readonly ddof?: number
}

const covOptions: OptionNames<CovOptions> = { rowvar: "boolean", bias: "boolean", ddof: "number" }

/** Covariances of variables, `Σ(x − x̄)(y − ȳ) / (n − 1)`; the rows of `x`, and of `y` if given. (`jax.numpy.cov`) */
export const cov = (x: ArrayLike, y: ArrayLike | null = null, options?: CovOptions): NDArray => {
  const { rowvar = true, bias = false, ddof = bias ? 0 : 1 } = optionsOf("cov", options, covOptions)
  const rows = (z: NDArray): NDArray => (rowvar || z.ndim < 2 ? atleast2d(z) : transpose(z))
  const operands = promoteToFloat("cov", y === null ? [x] : [x, y]).map(rows)
  const all = concatenate(operands, 0)
  const centred = subtract(all, mean(all, 1, { keepdims: true }))
  const table = divide(matmul(centred, transpose(conjugate(centred))), (all.shape[1] as number) - ddof)
  return all.shape[0] === 1 ? reshape(table, []) : table
}

const corrcoefOptions: OptionNames<Pick<CovOptions, "rowvar">> = { rowvar: "boolean" }

/** Correlations of variables: covariances over the product of standard deviations. (`jax.numpy.corrcoef`) */
export const corrcoef = (x: ArrayLike, y: ArrayLike | null = null, options?: Pick<CovOptions, "rowvar">): NDArray => {
  const { rowvar = true } = optionsOf("corrcoef", options, corrcoefOptions)
  const table = cov(x, y, { rowvar })
  if (table.ndim === 0) return divide(table, table)
  const deviations = sqrt(diagonal(table))
  const found = divide(divide(table, expandDims(deviations, 1)), expandDims(deviations, 0))
  const within = (part: NDArray): NDArray => clip(part, -1, 1) // rounding may lead past the ends; of complex numbers, in either part
  return isComplex(found.dtype) ? prim.complex(within(prim.real(found)), within(prim.imag(found))) : within(found)
}
