// The same elements under another shape: axes added, dropped, stretched, permuted, reversed, padded.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type Shape, sizeOf } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { bind1 } from "../core/trace.js"
import { resolveAxes } from "../numpy/axes.js"
import * as bc from "../numpy/broadcast.js"
import { numbersOf, shapeOf } from "../numpy/host.js"
import * as np from "../numpy/reshape.js"
import { padP } from "../primitives/shape/pad.js"
import * as prim from "../primitives/shape/reshape.js"
import { rev as reverse } from "../primitives/shape/rev.js"
import { broadcastInDim as place } from "../primitives/sum.js"
import { transposeP } from "../primitives/transpose.js"
import { describeLeaf } from "../tree/describe.js"
import { arrayOf, beside } from "./operands.js"

/** `y[j…, i…] = x[i…]`: new axes of the given sizes in front. (`lax.broadcast`) */
export const broadcast = (x: ArrayLike, sizes: Shape): NDArray => {
  const a = arrayOf(x, "broadcast")
  return place(
    a,
    [...shapeOf(sizes, "broadcast"), ...a.shape],
    a.shape.map((_, axis) => axis + sizes.length),
  )
}

/** `x` with axis `i` placed at axis `broadcastDimensions[i]` of `shape`, copied along the others. (`lax.broadcast_in_dim`) */
export const broadcastInDim = (x: ArrayLike, shape: Shape, broadcastDimensions: readonly number[]): NDArray =>
  place(arrayOf(x, "broadcastInDim"), shapeOf(shape, "broadcastInDim"), numbersOf(broadcastDimensions, "broadcastInDim"))

/** `y[j…, i…] = x[i…]` in the shape of another array: from the last axis backwards, axes of size 1 stretch. (`lax.broadcast_like`) */
export const broadcastLike = (x: ArrayLike, like: ArrayLike): NDArray =>
  bc.broadcastTo(arrayOf(x, "broadcastLike"), arrayOf(like, "broadcastLike").shape, "broadcastLike")

/** `x` with axes of size 1 in front, up to a rank. (`lax.broadcast_to_rank`) */
export const broadcastToRank = (x: ArrayLike, rank: number): NDArray => {
  const a = arrayOf(x, "broadcastToRank")
  if (!(Number.isInteger(rank) && rank >= a.ndim))
    raise({ code: "shape/rank", op: "broadcastToRank", need: `the rank must be a whole number from ${a.ndim} up`, got: `${rank}` })
  return prim.reshape(a, [...Array.from({ length: rank - a.ndim }, () => 1), ...a.shape])
}

/** The shape that shapes stretch to: from the last axis backwards, sizes are equal or 1. (`lax.broadcast_shapes`) */
export const broadcastShapes = (...shapes: readonly Shape[]): Shape =>
  bc.broadcastShapes("broadcastShapes", ...shapes.map((s) => shapeOf(s, "broadcastShapes")))

/** The axes `start` to `stop` − 1 merged into one; to the last if `stop` is left out. (`lax.collapse`) */
export const collapse = (x: ArrayLike, start: number, stop: number | null = null): NDArray => {
  const a = arrayOf(x, "collapse")
  const place = (k: number): number => (k < 0 ? k + a.ndim : k)
  const [from, to] = [place(start), stop === null ? a.ndim : place(stop)]
  if (!(from >= 0 && from <= to && to <= a.ndim))
    raise({ code: "shape/axis", op: "collapse", need: "start ≤ stop must be axes", got: `${start} and ${String(stop)}`, avals: [a.aval] })
  return from === to ? a : prim.reshape(a, [...a.shape.slice(0, from), sizeOf(a.shape.slice(from, to)), ...a.shape.slice(to)])
}

/** The same elements, in row-major order, in another shape; `dimensions` says in which order to read the axes. (`lax.reshape`) */
export const reshape = (x: ArrayLike, newSizes: Shape, dimensions: readonly number[] | null = null): NDArray => {
  const a = arrayOf(x, "reshape")
  return prim.reshape(dimensions === null ? a : transpose(a, dimensions), shapeOf(newSizes, "reshape"))
}

/** `y[i_p0, i_p1, …] = x[i₀, i₁, …]`: axis `k` of the result is axis `permutation[k]` of `x`. (`lax.transpose`) */
export const transpose = (x: ArrayLike, permutation: readonly number[]): NDArray => {
  const a = arrayOf(x, "transpose")
  const axes = numbersOf(permutation, "transpose")
  const isIdentity = axes.length === a.ndim && axes.every((axis, i) => axis === i)
  return isIdentity ? a : bind1(transposeP, [a], { permutation: axes })
}

/** `x` without the given axes, whose size must be 1. (`lax.squeeze`) */
export const squeeze = (x: ArrayLike, dimensions: readonly number[]): NDArray => {
  const a = arrayOf(x, "squeeze")
  return prim.squeeze(a, resolveAxes("squeeze", dimensions, a))
}

/** `x` with new axes of size 1 at these places of the result. (`lax.expand_dims`) */
export const expandDims = (x: ArrayLike, dimensions: readonly number[]): NDArray => np.expandDims(x, dimensions)

/** `y[…, i, …] = x[…, n − 1 − i, …]` along the given axes. (`lax.rev`) */
export const rev = (x: ArrayLike, dimensions: readonly number[]): NDArray => reverse(arrayOf(x, "rev"), numbersOf(dimensions, "rev"))

/** `[low, high, interior]`: how much is put before, after and between the elements of an axis. Negative ends cut. */
export type PaddingConfig = readonly [low: number, high: number, interior: number]

/** `x` with a scalar put before, after and between its elements: `[low, high, interior]` for every axis. (`lax.pad`) */
export const pad = (x: ArrayLike, paddingValue: ArrayLike, paddingConfig: readonly PaddingConfig[]): NDArray => {
  const a = arrayOf(x, "pad")
  if (!Array.isArray(paddingConfig) || !paddingConfig.every(Array.isArray))
    raise({
      code: "argument/pad",
      op: "pad",
      need: "a list of [low, high, interior] for each axis is needed",
      got: describeLeaf(paddingConfig),
      hint: "np.pad takes widths alone",
    })
  return bind1(padP, [a, beside(paddingValue, a.dtype, "pad")], { paddingConfig })
}

/** `x` repeated along every axis: `y[i] = x[i mod n]`. (`lax.tile`) */
export const tile = (x: ArrayLike, reps: readonly number[]): NDArray => {
  const a = arrayOf(x, "tile")
  const given = numbersOf(reps, "tile")
  if (given.length !== a.ndim)
    raise({ code: "shape/tile", op: "tile", need: `a count is needed for each of ${a.ndim} axes`, got: `(${given.join(", ")})` })
  const counts = shapeOf(given, "tile")
  const pairs = a.shape.flatMap((d, axis) => [counts[axis] as number, d])
  return prim.reshape(
    place(
      a,
      pairs,
      a.shape.map((_, axis) => 2 * axis + 1),
    ),
    a.shape.map((d, axis) => d * (counts[axis] as number)),
  )
}
