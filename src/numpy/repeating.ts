// Copies of an array or of its elements, side by side.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type Shape, sizeOf } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { concatenate } from "../primitives/shape/concatenate.js"
import { reshape as setShape } from "../primitives/shape/reshape.js"
import { broadcastInDim } from "../primitives/sum.js"
import { resolveAxis } from "./axes.js"
import { broadcastTo } from "./broadcast.js"
import { shapeOf, toArray } from "./host.js"
import { ravel } from "./reshape.js"
import { sliceAxis } from "./slicing.js"

/** The whole array `reps[i]` times along axis `i`; missing counts are 1, missing axes are added in front. (`jax.numpy.tile`) */
export const tile = (x: ArrayLike, reps: number | readonly number[]): NDArray => {
  const a = toArray(x, "tile")
  const given = shapeOf(reps, "tile")
  const rank = Math.max(a.ndim, given.length)
  const counts = [...Array<number>(rank - given.length).fill(1), ...given]
  const shape = [...Array<number>(rank - a.ndim).fill(1), ...a.shape]
  // each axis becomes a pair (copies, size), which is then one axis again
  const pairs = shape.flatMap((d, i) => [counts[i] as number, d])
  const spread = broadcastInDim(
    setShape(a, shape),
    pairs,
    shape.map((_, i) => 2 * i + 1),
  )
  return setShape(
    spread,
    shape.map((d, i) => d * (counts[i] as number)),
  )
}

const repeatUnequally = (x: NDArray, counts: readonly number[], axis: number): NDArray => {
  const size = x.shape[axis] as number
  if (counts.length !== size)
    raise({
      code: "shape/repeat",
      op: "repeat",
      need: `there must be one count for each of ${size} elements`,
      got: `${counts.length} counts`,
      avals: [x.aval],
    })
  const parts = counts.flatMap((n, i) => {
    const one = sliceAxis(x, axis, i, i + 1)
    return n === 0 ? [] : [broadcastTo(one, one.shape.with(axis, n), "repeat")]
  })
  return parts.length === 0 ? sliceAxis(x, axis, 0, 0) : concatenate(parts, axis)
}

/** Every element `repeats` times in place, or each its own number of times; of the flattened array if no axis is given. (`jax.numpy.repeat`) */
export const repeat = (x: ArrayLike, repeats: number | readonly number[], axis?: number | null): NDArray => {
  const whole = toArray(x, "repeat")
  const flat = axis === undefined || axis === null
  const a = flat ? ravel(whole) : whole
  const along = flat ? 0 : resolveAxis("repeat", axis, a.ndim)
  const counts = shapeOf(repeats, "repeat")
  if (counts.length !== 1) return repeatUnequally(a, counts, along)
  const n = counts[0] as number
  const spread = broadcastInDim(
    a,
    a.shape.toSpliced(along + 1, 0, n),
    a.shape.map((_, k) => (k <= along ? k : k + 1)),
  )
  return setShape(spread, a.shape.with(along, (a.shape[along] as number) * n))
}

/** The elements in row-major order, over and over or cut off, in another shape. (`jax.numpy.resize`) */
export const resize = (x: ArrayLike, newShape: number | Shape): NDArray => {
  const a = ravel(x)
  const shape = shapeOf(newShape, "resize")
  const size = sizeOf(shape)
  if (a.size === 0 && size > 0) raise({ code: "shape/resize", op: "resize", need: "an empty array has nothing to repeat", avals: [a.aval] })
  return setShape(sliceAxis(size <= a.size ? a : tile(a, Math.ceil(size / a.size)), 0, 0, size), shape)
}
