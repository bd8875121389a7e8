// The same elements under another shape: nothing moves.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type Shape, sizeOf } from "../core/aval.js"
import { raise } from "../core/errors.js"
import * as prim from "../primitives/shape/reshape.js"
import { type AxisOption, requireList, resolveAxes, resolveAxis } from "./axes.js"
import { shapeOf, toArray } from "./host.js"

const misfit = (x: NDArray, shape: Shape): never =>
  raise({
    code: "shape/reshape",
    op: "reshape",
    need: `an array of ${x.size} elements cannot take the shape [${shape.join(",")}]`,
    avals: [x.aval],
    hint: "sizes must multiply to the number of elements; one of them may be −1, which is computed",
  })

/** Replaces one −1 by the size that is left. */
const inferred = (x: NDArray, shape: Shape): Shape => {
  const open = shape.indexOf(-1)
  if (open < 0) return shape
  const rest = sizeOf(shape.toSpliced(open, 1))
  const size = x.size / rest
  return rest > 0 && Number.isInteger(size) ? shape.with(open, size) : misfit(x, shape)
}

/** The same elements, in row-major order, in another shape; one size may be −1, which is computed. (`jax.numpy.reshape`) */
export const reshape = (x: ArrayLike, shape: number | Shape): NDArray => {
  const a = toArray(x, "reshape")
  const wanted = typeof shape === "number" ? [shape] : shape
  const sizes = shapeOf(Array.isArray(wanted) ? inferred(a, wanted) : wanted, "reshape")
  return sizeOf(sizes) === a.size ? prim.reshape(a, sizes) : misfit(a, sizes)
}

/** One axis, in row-major order. (`jax.numpy.ravel`) */
export const ravel = (x: ArrayLike): NDArray => reshape(x, -1)

/** New axes of size 1, at these places of the result. (`jax.numpy.expand_dims`) */
export const expandDims = (x: ArrayLike, axis: number | readonly number[]): NDArray => {
  const a = toArray(x, "expandDims")
  const wanted = typeof axis === "number" ? [axis] : requireList("expandDims", axis)
  const rank = a.ndim + wanted.length
  const added = new Set(wanted.map((k) => resolveAxis("expandDims", k, rank)))
  if (added.size < wanted.length)
    raise({ code: "shape/axis-repeated", op: "expandDims", need: "every axis may be named once", got: `(${wanted.join(", ")})` })
  const sizes = a.shape[Symbol.iterator]()
  return prim.reshape(
    a,
    Array.from({ length: rank }, (_, k) => (added.has(k) ? 1 : (sizes.next().value as number))),
  )
}

/**
 * Without axes of size 1: the given ones, or all of them. (`jax.numpy.squeeze`)
 * @throws ShapeError for a given axis whose size is not 1
 */
export const squeeze = (x: ArrayLike, axis?: AxisOption): NDArray => {
  const a = toArray(x, "squeeze")
  const all = axis === undefined || axis === null
  const axes = all ? a.shape.flatMap((d, k) => (d === 1 ? [k] : [])) : resolveAxes("squeeze", axis, a)
  const wide = axes.find((k) => a.shape[k] !== 1)
  if (wide !== undefined) raise({ code: "shape/squeeze", op: "squeeze", need: `axis ${wide} must have size 1`, avals: [a.aval] })
  return prim.reshape(
    a,
    a.shape.filter((_, k) => !axes.includes(k)),
  )
}

/** At least one axis. (`jax.numpy.atleast_1d`) */
export const atleast1d = (x: ArrayLike): NDArray => {
  const a = toArray(x, "atleast1d")
  return a.ndim === 0 ? prim.reshape(a, [1]) : a
}

/** At least two axes; a vector becomes a row. (`jax.numpy.atleast_2d`) */
export const atleast2d = (x: ArrayLike): NDArray => {
  const a = atleast1d(x)
  return a.ndim === 1 ? expandDims(a, 0) : a
}

/** At least three axes; a vector becomes `[1, n, 1]`, a matrix `[m, n, 1]`. (`jax.numpy.atleast_3d`) */
export const atleast3d = (x: ArrayLike): NDArray => {
  const a = atleast2d(x)
  return a.ndim === 2 ? expandDims(a, 2) : a
}
