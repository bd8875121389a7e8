// Quantiles: what stands at a given part of the way through the sorted elements.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { add, divide, multiply, subtract } from "./arithmetic.js"
import { astype } from "./astype.js"
import { type AxisOption, resolveAxes } from "./axes.js"
import { broadcastTo } from "./broadcast.js"
import { isnan, less, lessEqual, logicalNot, where } from "./comparison.js"
import { toArray } from "./host.js"
import { takeAlongAxis } from "./indexing/take.js"
import { promoteToReal } from "./promote.js"
import { keepAxes } from "./reducing.js"
import { any, sum } from "./reductions.js"
import { ravel, reshape } from "./reshape.js"
import { ceil, floor, round } from "./rounding.js"
import { sort } from "./sorting.js"
import { moveaxis } from "./transposing.js"

export type QuantileMethod = "linear" | "lower" | "higher" | "midpoint" | "nearest"

export interface QuantileOptions {
  readonly keepdims?: boolean
  /** What to do between two elements. Default "linear". */
  readonly method?: QuantileMethod
}

const quantileOptions: OptionNames<QuantileOptions> = { keepdims: "boolean", method: "string" }

/** How far from the element below to the one above. */
const shares: { readonly [M in QuantileMethod]: (position: NDArray) => NDArray } = {
  linear: (p) => subtract(p, floor(p)),
  lower: (p) => multiply(p, 0),
  higher: (p) => astype(less(floor(p), p), p.dtype),
  midpoint: (p) => multiply(astype(less(floor(p), p), p.dtype), 0.5),
  nearest: (p) => subtract(round(p), floor(p)),
}

/** Sorted lines along a new last axis, which holds all the reduced ones; NaN last. */
const linesOf = (x: NDArray, axes: readonly number[]): NDArray => {
  const last = moveaxis(
    x,
    axes,
    axes.map((_, k) => k - axes.length),
  )
  const size = axes.reduce((n, k) => n * (x.shape[k] as number), 1)
  return sort(reshape(last, [...x.shape.filter((_, k) => !axes.includes(k)), size]), -1)
}

/** The elements of lines at positions between them: `[…, n]` at `[…, m]`. */
const between = (lines: NDArray, position: NDArray, method: QuantileMethod): NDArray => {
  const at = (p: NDArray): NDArray => takeAlongAxis(lines, astype(p, "int32"), -1, { mode: "clip" })
  const [below, above] = [at(floor(position)), at(ceil(position))]
  const share = shares[method](position)
  // the element itself where it is hit, so that an infinite neighbour does no harm
  const mixed = add(multiply(below, subtract(1, share)), multiply(above, share))
  return where(lessEqual(share, 0), below, where(less(share, 1), mixed, above))
}

interface Request {
  readonly op: string
  readonly x: ArrayLike
  readonly q: ArrayLike
  readonly axis: AxisOption | undefined
  readonly options: QuantileOptions
  readonly skipNaN: boolean
}

const requireParts = (q: ArrayLike, op: string): void => {
  if (typeof q === "number" && !(q >= 0 && q <= 1))
    raise({ code: "argument/quantile", op, need: "a quantile lies between 0 and 1", got: String(q) })
}

const compute = ({ op, x, q, axis, options: { keepdims = false, method = "linear" }, skipNaN }: Request): NDArray => {
  requireParts(q, op)
  const [a, parts] = promoteToReal(op, [x, q]) as [NDArray, NDArray]
  const axes = resolveAxes(op, axis, a)
  const lines = linesOf(a, axes)
  const size = lines.shape.at(-1) as number
  if (size === 0) raise({ code: "shape/empty", op, need: "there must be at least one element", avals: [a.aval] })
  const isMissing = isnan(lines)
  const last = skipNaN ? subtract(sum(astype(logicalNot(isMissing), lines.dtype), -1, { keepdims: true }), 1) : size - 1
  const flat = ravel(parts)
  const position = broadcastTo(multiply(flat, last), [...lines.shape.slice(0, -1), flat.size])
  const found = between(lines, where(less(position, 0), 0, position), method)
  const whole = skipNaN ? found : where(any(isMissing, -1, { keepdims: true }), Number.NaN, found)
  const first = moveaxis(whole, -1, 0)
  const each = reshape(first, [...parts.shape, ...lines.shape.slice(0, -1)])
  const shifted = axes.map((k) => k + parts.ndim)
  return keepAxes(each, [...parts.shape, ...a.shape], shifted, keepdims)
}

const quantileOf =
  (op: string, skipNaN: boolean) =>
  (x: ArrayLike, q: ArrayLike, axis?: AxisOption, options?: QuantileOptions): NDArray =>
    compute({ op, x, q, axis, options: optionsOf(op, options, quantileOptions), skipNaN })

/**
 * The value below which the part `q` of the elements along axes lies, 0 ≤ q ≤ 1; NaN if there is one. The axes of `q` come first in the result.
 * (`jax.numpy.quantile`)
 */
export const quantile = quantileOf("quantile", false)
/** As `quantile`, without the NaNs. (`jax.numpy.nanquantile`) */
export const nanquantile = quantileOf("nanquantile", true)

const inHundredths = (q: ArrayLike, op: string): ArrayLike => (typeof q === "number" ? q / 100 : divide(toArray(q, op), 100))

/** As `quantile`, with `q` from 0 to 100. (`jax.numpy.percentile`) */
export const percentile = (x: ArrayLike, q: ArrayLike, axis?: AxisOption, options: QuantileOptions = {}): NDArray => {
  optionsOf("percentile", options, quantileOptions)
  return quantile(x, inHundredths(q, "percentile"), axis, options)
}
/** As `percentile`, without the NaNs. (`jax.numpy.nanpercentile`) */
export const nanpercentile = (x: ArrayLike, q: ArrayLike, axis?: AxisOption, options: QuantileOptions = {}): NDArray => {
  optionsOf("nanpercentile", options, quantileOptions)
  return nanquantile(x, inHundredths(q, "nanpercentile"), axis, options)
}

const medianOptions: OptionNames<Pick<QuantileOptions, "keepdims">> = { keepdims: "boolean" }

/** The middle element along axes, or the mean of the two in the middle. (`jax.numpy.median`) */
export const median = (x: ArrayLike, axis?: AxisOption, options?: Pick<QuantileOptions, "keepdims">): NDArray => {
  const { keepdims = false } = optionsOf("median", options, medianOptions)
  return quantile(x, 0.5, axis, { keepdims, method: "midpoint" })
}
const nanmedianOptions: OptionNames<Pick<QuantileOptions, "keepdims">> = { keepdims: "boolean" }

/** As `median`, without the NaNs. (`jax.numpy.nanmedian`) */
export const nanmedian = (x: ArrayLike, axis?: AxisOption, options?: Pick<QuantileOptions, "keepdims">): NDArray => {
  const { keepdims = false } = optionsOf("nanmedian", options, nanmedianOptions)
  return nanquantile(x, 0.5, axis, { keepdims, method: "midpoint" })
}
