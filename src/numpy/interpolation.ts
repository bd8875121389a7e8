// Straight lines between given points.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { add, clip, divide, mod, multiply, subtract } from "./arithmetic.js"
import { equal, greater, less, where } from "./comparison.js"
import { toArray } from "./host.js"
import { slice } from "./indexing/slice.js"
import { take } from "./indexing/take.js"
import { concatenate } from "./joining.js"
import { promoteToFloat, promoteToReal } from "./promote.js"
import { searchsorted } from "./searching.js"
import { argsort } from "./sorting.js"

export interface InterpOptions {
  /** The value left of all points; "extrapolate" goes on along the first line. Default the first value. */
  readonly left?: ArrayLike | "extrapolate"
  /** The value right of all points. Default the last value. */
  readonly right?: ArrayLike | "extrapolate"
  /** The points repeat after this distance. */
  readonly period?: ArrayLike
}

const interpOptions: OptionNames<InterpOptions> = { left: "string|number|array", right: "string|number|array", period: "number|array" }

/** Points of one period in order, with a neighbour from the next period on either side. */
const around = (x: NDArray, xp: NDArray, fp: NDArray, period: ArrayLike): readonly [NDArray, NDArray, NDArray] => {
  const folded = mod(xp, period)
  const order = argsort(folded)
  const [points, values] = [take(folded, order, 0), take(fp, order, 0)]
  const ends = (v: NDArray): readonly [NDArray, NDArray] => [slice(v, [0, 1]), slice(v, [-1, null])]
  const [[first, last], [firstValue, lastValue]] = [ends(points), ends(values)]
  return [mod(x, period), concatenate([subtract(last, period), points, add(first, period)]), concatenate([lastValue, values, firstValue])]
}

/**
 * The values at `x` of the straight lines through the points (xp, fp), with `xp` ascending; the values may be complex: `f + (x − x₀)·(f₁ − f₀)/(x₁ − x₀)`. (`jax.numpy.interp`)
 */
export const interp = (x: ArrayLike, xp: ArrayLike, fp: ArrayLike, options?: InterpOptions): NDArray => {
  const { left, right, period } = optionsOf("interp", options, interpOptions)
  const [a, b] = promoteToReal("interp", [x, xp]) as [NDArray, NDArray]
  const [c] = promoteToFloat("interp", [fp]) as [NDArray]
  if (b.ndim !== 1 || c.ndim !== 1 || b.size !== c.size || b.size === 0)
    raise({
      code: "shape/points",
      op: "interp",
      need: "points need as many values: two vectors of one size, not empty",
      avals: [b.aval, c.aval],
    })
  const [at, points, values] = period === undefined ? [a, b, c] : around(a, b, c, period)
  if (points.size === 1) return ends(at, points, values, add(multiply(at, 0), slice(values, 0)), left, right)
  const above = clip(searchsorted(points, at, { side: "right" }), 1, points.size - 1)
  const below = subtract(above, 1)
  const [x0, x1, f0, f1] = [take(points, below, 0), take(points, above, 0), take(values, below, 0), take(values, above, 0)]
  const [rise, run] = [subtract(f1, f0), subtract(x1, x0)]
  const isFlat = equal(run, 0)
  const line = where(isFlat, f0, add(f0, multiply(divide(subtract(at, x0), where(isFlat, 1, run)), rise)))
  return period === undefined ? ends(at, points, values, line, left, right) : line
}

/** Outside of the points, what was asked for. */
const ends = (
  x: NDArray,
  points: NDArray,
  values: NDArray,
  line: NDArray,
  left: InterpOptions["left"],
  right: InterpOptions["right"],
): NDArray => {
  const started = left === "extrapolate" ? line : where(less(x, slice(points, 0)), toArray(left ?? slice(values, 0), "interp"), line)
  return right === "extrapolate" ? started : where(greater(x, slice(points, -1)), toArray(right ?? slice(values, -1), "interp"), started)
}
