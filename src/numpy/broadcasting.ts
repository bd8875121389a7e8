// Broadcasting as users ask for it; `broadcast.ts` is what the functions of this room use among themselves.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import * as inner from "./broadcast.js"
import { shapeOf, toArray } from "./host.js"

/** The shape that all shapes stretch to. (`jax.numpy.broadcast_shapes`) */
export const broadcastShapes = (...shapes: readonly (number | Shape)[]): Shape =>
  inner.broadcastShapes("broadcastShapes", ...shapes.map((s) => shapeOf(s, "broadcastShapes")))

/** The array stretched to a shape: axes of size 1, and new ones in front. (`jax.numpy.broadcast_to`) */
export const broadcastTo = (x: ArrayLike, shape: number | Shape): NDArray =>
  inner.broadcastTo(toArray(x, "broadcastTo"), shapeOf(shape, "broadcastTo"))

/** Arrays stretched to the one shape that they broadcast to, each in its own dtype. (`jax.numpy.broadcast_arrays`) */
export const broadcastArrays = (...xs: readonly ArrayLike[]): NDArray[] => {
  const arrays = xs.map((x) => toArray(x, "broadcastArrays"))
  const shape = inner.broadcastShapes("broadcastArrays", ...arrays.map((x) => x.shape))
  return arrays.map((x) => inner.broadcastTo(x, shape, "broadcastArrays"))
}
