// Differences between neighbours, slopes on a grid, and the integral that sums them up.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { abs, add, divide, mod, multiply, subtract } from "./arithmetic.js"
import { type AxisOption, resolveAxes, resolveAxis } from "./axes.js"
import { broadcastTo } from "./broadcast.js"
import { equal, greater, less, logicalAnd, notEqual, where } from "./comparison.js"
import { cumsum } from "./cumulative.js"
import { toArray } from "./host.js"
import { concatenate } from "./joining.js"
import { promote, promoteToFloat } from "./promote.js"
import { sum } from "./reductions.js"
import { ravel, reshape } from "./reshape.js"
import { sliceAxis } from "./slicing.js"

const sizeAlong = (x: NDArray, axis: number): number => x.shape[axis] as number

/** Each element minus the one before; for booleans, whether they differ. */
const step = (x: NDArray, axis: number): NDArray => {
  const size = sizeAlong(x, axis)
  const [after, before] = [sliceAxis(x, axis, Math.min(1, size), size), sliceAxis(x, axis, 0, Math.max(0, size - 1))]
  return x.dtype === "bool" ? notEqual(after, before) : subtract(after, before)
}

export interface DiffOptions {
  /** Values to put before the first element. */
  readonly prepend?: ArrayLike
  /** Values to put after the last element. */
  readonly append?: ArrayLike
}

const diffOptions: OptionNames<DiffOptions> = { prepend: "number|array", append: "number|array" }

/** Differences of neighbours along an axis, `n` times over: `yᵢ = xᵢ₊₁ − xᵢ`. (`jax.numpy.diff`) */
export const diff = (x: ArrayLike, n = 1, axis = -1, options?: DiffOptions): NDArray => {
  const { prepend, append } = optionsOf("diff", options, diffOptions)
  const a = toArray(x, "diff")
  const along = resolveAxis("diff", axis, a.ndim)
  if (!Number.isInteger(n) || n < 0)
    raise({ code: "argument/order", op: "diff", need: "the order must be a natural number", got: String(n) })
  const end = (v: ArrayLike | undefined): readonly NDArray[] => {
    if (v === undefined) return []
    const [, e] = promote("diff", [a, v]) as [NDArray, NDArray]
    return [e.ndim === 0 ? broadcastTo(e, a.shape.with(along, 1), "diff") : e]
  }
  const whole = prepend === undefined && append === undefined ? a : concatenate([...end(prepend), a, ...end(append)], along)
  return Array.from({ length: n }).reduce<NDArray>((y) => step(y, along), whole)
}

const ediff1dOptions: OptionNames<{ readonly toEnd?: ArrayLike; readonly toBegin?: ArrayLike }> = {
  toEnd: "number|array",
  toBegin: "number|array",
}

/** Differences of neighbours of the flattened array, between given ends. (`jax.numpy.ediff1d`) */
export const ediff1d = (x: ArrayLike, options?: { readonly toEnd?: ArrayLike; readonly toBegin?: ArrayLike }): NDArray => {
  const { toEnd, toBegin } = optionsOf("ediff1d", options, ediff1dOptions)
  const inner = step(ravel(x), 0)
  // a bare number takes the dtype of the differences
  const end = (v: ArrayLike | undefined): readonly NDArray[] =>
    v === undefined ? [] : [ravel(promote("ediff1d", [inner, v])[1] as NDArray)]
  return concatenate([...end(toBegin), inner, ...end(toEnd)], 0)
}

/** Coordinates along one axis, shaped to broadcast. */
const alongAxis = (v: NDArray, rank: number, axis: number): NDArray =>
  reshape(
    v,
    Array.from({ length: rank }, (_, k) => (k === axis ? -1 : 1)),
  )

/** Slopes inside from both neighbours, weighted so that they are exact for parabolas; at the ends from one. */
const slopes = (f: NDArray, spacing: ArrayLike, axis: number): NDArray => {
  const size = sizeAlong(f, axis)
  if (size < 2) raise({ code: "shape/gradient", op: "gradient", need: "at least two points are needed along an axis", avals: [f.aval] })
  const h = toArray(spacing, "gradient")
  const jumps = step(f, axis)
  if (h.ndim === 0) {
    const rise = divide(jumps, h)
    const inner = divide(add(sliceAxis(rise, axis, 1, size - 1), sliceAxis(rise, axis, 0, size - 2)), 2)
    return concatenate([sliceAxis(rise, axis, 0, 1), inner, sliceAxis(rise, axis, size - 2, size - 1)], axis)
  }
  const gaps = alongAxis(step(h, 0), f.ndim, axis)
  const rise = divide(jumps, gaps)
  const [left, right] = [sliceAxis(gaps, axis, 0, size - 2), sliceAxis(gaps, axis, 1, size - 1)]
  const weighted = add(multiply(sliceAxis(rise, axis, 0, size - 2), right), multiply(sliceAxis(rise, axis, 1, size - 1), left))
  return concatenate([sliceAxis(rise, axis, 0, 1), divide(weighted, add(left, right)), sliceAxis(rise, axis, size - 2, size - 1)], axis)
}

const gradientOptions: OptionNames<{ readonly axis?: AxisOption }> = { axis: "number|list" }

/**
 * Slopes of values on a grid, one array for each axis (a single array for a single axis). `spacing` is a distance for all axes, or one for each: a
 * number, or the coordinates. (`jax.numpy.gradient`)
 */
export const gradient = (
  f: ArrayLike,
  spacing: ArrayLike | readonly ArrayLike[] = 1,
  options?: { readonly axis?: AxisOption },
): NDArray | NDArray[] => {
  const { axis } = optionsOf("gradient", options, gradientOptions)
  const [a] = promoteToFloat("gradient", [f]) as [NDArray]
  const axes = resolveAxes("gradient", axis, a)
  const each = Array.isArray(spacing) ? (spacing as readonly ArrayLike[]) : axes.map(() => spacing as ArrayLike)
  if (each.length !== axes.length)
    raise({
      code: "argument/spacing",
      op: "gradient",
      need: "there must be one spacing, or one for each axis",
      got: `${each.length} for ${axes.length} axes`,
    })
  const results = axes.map((k, i) => slopes(a, each[i] as ArrayLike, k))
  return results.length === 1 ? (results[0] as NDArray) : results
}

const trapezoidOptions: OptionNames<{ readonly dx?: ArrayLike; readonly axis?: number }> = { dx: "number|array", axis: "number" }

/** The integral by the trapezoid rule along an axis, over points `x` or steps `dx`. (`jax.numpy.trapezoid`) */
export const trapezoid = (
  y: ArrayLike,
  x: ArrayLike | null = null,
  options?: { readonly dx?: ArrayLike; readonly axis?: number },
): NDArray => {
  const { dx = 1, axis = -1 } = optionsOf("trapezoid", options, trapezoidOptions)
  const [a] = promoteToFloat("trapezoid", x === null ? [y] : [y, x]) as [NDArray]
  const along = resolveAxis("trapezoid", axis, a.ndim)
  const size = sizeAlong(a, along)
  const points = x === null ? undefined : toArray(x, "trapezoid")
  const gaps =
    points === undefined
      ? dx
      : points.ndim === 1
        ? alongAxis(step(points, 0), a.ndim, along)
        : step(points, resolveAxis("trapezoid", axis, points.ndim))
  const heights = add(sliceAxis(a, along, Math.min(1, size), size), sliceAxis(a, along, 0, Math.max(0, size - 1)))
  return divide(sum(multiply(heights, gaps), along), 2)
}

export interface UnwrapOptions {
  /** Jumps up to this stay. Default half a period. */
  readonly discont?: number | null
  readonly axis?: number
  /** Default 2π. */
  readonly period?: number
}

const unwrapOptions: OptionNames<UnwrapOptions> = { discont: "number", axis: "number", period: "number" }

/** Angles without jumps: whole periods are added so that neighbours differ by at most half a period. (`jax.numpy.unwrap`) */
export const unwrap = (x: ArrayLike, options?: UnwrapOptions): NDArray => {
  const { discont = null, axis = -1, period = 2 * Math.PI } = optionsOf("unwrap", options, unwrapOptions)
  const [a] = promoteToFloat("unwrap", [x]) as [NDArray]
  const along = resolveAxis("unwrap", axis, a.ndim)
  const jump = step(a, along)
  const half = period / 2
  const folded = subtract(mod(add(jump, half), period), half)
  const centred = where(logicalAnd(equal(folded, -half), greater(jump, 0)), half, folded)
  const correction = where(less(abs(jump), discont ?? half), 0, subtract(centred, jump))
  const first = sliceAxis(a, along, 0, Math.min(1, sizeAlong(a, along)))
  const rest = sliceAxis(a, along, Math.min(1, sizeAlong(a, along)), sizeAlong(a, along))
  return concatenate([first, add(rest, cumsum(correction, along))], along)
}
