// How many values fall where.
import type { ArrayLike, NDArray } from "../core/array.js"
import { isInteger } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { add, clip, divide, multiply, subtract } from "./arithmetic.js"
import { astype } from "./astype.js"
import { equal, greaterEqual, lessEqual, logicalAnd, where } from "./comparison.js"
import { constant } from "./creation.js"
import { toArray, valuesOf } from "./host.js"
import { at } from "./indexing/at.js"
import { slice } from "./indexing/slice.js"
import { promoteToFloat } from "./promote.js"
import { linspace } from "./ranges.js"
import { max, min, sum } from "./reductions.js"
import { ravel } from "./reshape.js"
import { searchsorted } from "./searching.js"

export interface BincountOptions {
  /** What each element counts. Default 1. */
  readonly weights?: ArrayLike
  /** At least this many counts. */
  readonly minlength?: number
  /** Exactly this many counts, whatever the values: with it, the function can be traced. Greater values are ignored. */
  readonly length?: number
}

const bincountOptions: OptionNames<BincountOptions> = { weights: "number|array", minlength: "number", length: "number" }

/** How often each of 0, 1, 2, … occurs in a vector of integers; negative ones count as 0. (`jax.numpy.bincount`) */
export const bincount = (x: ArrayLike, options?: BincountOptions): NDArray => {
  const { weights, minlength = 0, length } = optionsOf("bincount", options, bincountOptions)
  const a = toArray(x, "bincount")
  if (a.ndim !== 1 || !(isInteger(a.dtype) || a.dtype === "bool"))
    raise({
      code: "dtype/kind",
      op: "bincount",
      need: "a vector of integers is needed",
      avals: [a.aval],
      hint: "convert with astype('int32')",
    })
  const places = clip(astype(a, "int32"), 0)
  const size = length ?? Math.max(minlength, ...Array.from(valuesOf(max(places, 0, { initial: -1 }), "bincount").data, (m) => m + 1))
  if (weights === undefined) return at(constant(0, [size], "int32"), places).add(1)
  const w = toArray(weights, "bincount")
  return at(constant(0, [size], w.dtype), places).add(w)
}

/** How many bins of equal width, or their edges. */
export type Bins = number | ArrayLike

export interface HistogramOptions {
  /** From where to where the bins of equal width reach. Default from the least to the greatest value. */
  readonly range?: readonly [ArrayLike, ArrayLike]
  readonly weights?: ArrayLike
  /** Divides by the total and the widths, so that the integral is 1. */
  readonly density?: boolean
}

const histogramOptions: OptionNames<HistogramOptions> = { range: "list", weights: "number|array", density: "boolean" }

const histogramBinEdgesOptions: OptionNames<Pick<HistogramOptions, "range">> = { range: "list" }

/** The edges of bins, in float. (`jax.numpy.histogram_bin_edges`) */
export const histogramBinEdges = (x: ArrayLike, bins: Bins = 10, options?: Pick<HistogramOptions, "range">): NDArray => {
  const { range } = optionsOf("histogramBinEdges", options, histogramBinEdgesOptions)
  if (typeof bins !== "number") return promoteToFloat("histogramBinEdges", [bins])[0] as NDArray
  if (!Number.isInteger(bins) || bins < 1)
    raise({ code: "argument/bins", op: "histogramBinEdges", need: "the number of bins must be a positive integer", got: String(bins) })
  const [a] = promoteToFloat("histogramBinEdges", [x]) as [NDArray]
  const [low, high] = range ?? (a.size === 0 ? [0, 1] : [min(a), max(a)])
  // a range without width is widened by a half on either side
  const isPoint = equal(low, high)
  return linspace(where(isPoint, subtract(low, 0.5), low), where(isPoint, add(high, 0.5), high), bins + 1)
}

/** The bin of each value, and whether it has one. The last bin holds its right edge too. */
const binOf = (x: NDArray, edges: NDArray): readonly [bin: NDArray, within: NDArray] => {
  const count = edges.size - 1
  const bin = clip(subtract(searchsorted(edges, x, { side: "right" }), 1), 0, count - 1)
  return [bin, logicalAnd(greaterEqual(x, slice(edges, 0)), lessEqual(x, slice(edges, -1)))]
}

const widthsOf = (edges: NDArray): NDArray => subtract(slice(edges, [1]), slice(edges, [0, -1]))

/** How many values, or how much weight, fall into each bin, in float32; and the edges. (`jax.numpy.histogram`) */
export const histogram = (x: ArrayLike, bins: Bins = 10, options?: HistogramOptions): readonly [counts: NDArray, edges: NDArray] => {
  const { range, weights, density = false } = optionsOf("histogram", options, histogramOptions)
  const [a, w] = promoteToFloat("histogram", weights === undefined ? [x] : [x, weights]) as [NDArray, NDArray?]
  const edges = histogramBinEdges(a, bins, range === undefined ? {} : { range })
  const [bin, within] = binOf(ravel(a), edges)
  const share = where(within, w === undefined ? constant(1, [a.size], a.dtype) : ravel(w), 0)
  const counts = at(constant(0, [edges.size - 1], share.dtype), bin).add(share)
  return [density ? divide(divide(counts, widthsOf(edges)), sum(counts)) : counts, edges]
}

const histogram2dOptions: OptionNames<
  Omit<HistogramOptions, "range"> & { readonly range?: readonly [HistogramOptions["range"], HistogramOptions["range"]] }
> = { weights: "number|array", density: "boolean", range: "list" }

/** As `histogram`, of points in the plane: counts `[x bins, y bins]`, and the edges of both. (`jax.numpy.histogram2d`) */
export const histogram2d = (
  x: ArrayLike,
  y: ArrayLike,
  bins: Bins | readonly [Bins, Bins] = 10,
  options?: Omit<HistogramOptions, "range"> & { readonly range?: readonly [HistogramOptions["range"], HistogramOptions["range"]] },
): readonly [counts: NDArray, xEdges: NDArray, yEdges: NDArray] => {
  const { range, weights, density = false } = optionsOf("histogram2d", options, histogram2dOptions)
  const each: readonly [Bins, Bins] = Array.isArray(bins) ? (bins as unknown as readonly [Bins, Bins]) : [bins as Bins, bins as Bins]
  const [a, b] = promoteToFloat("histogram2d", [x, y]) as [NDArray, NDArray]
  const edgesOf = (v: NDArray, k: 0 | 1): NDArray => {
    const limits = range?.[k]
    return histogramBinEdges(v, each[k], limits === undefined ? {} : { range: limits })
  }
  const [xEdges, yEdges] = [edgesOf(a, 0), edgesOf(b, 1)]
  const [[i, isIn], [j, isAlso]] = [binOf(ravel(a), xEdges), binOf(ravel(b), yEdges)]
  const share = where(logicalAnd(isIn, isAlso), weights === undefined ? constant(1, [a.size], a.dtype) : ravel(weights), 0)
  const counts = at(constant(0, [xEdges.size - 1, yEdges.size - 1], share.dtype), i, j).add(share)
  const areas = multiply(slice(widthsOf(xEdges), [], null), widthsOf(yEdges))
  return [density ? divide(divide(counts, areas), sum(counts)) : counts, xEdges, yEdges]
}
