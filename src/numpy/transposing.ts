// Axes in another order.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import * as prim from "../primitives/transpose.js"
import { resolveAxes, resolveAxis } from "./axes.js"
import { toArray } from "./host.js"

const permute = (x: NDArray, axes: readonly number[], op: string): NDArray => {
  const order = resolveAxes(op, axes, x)
  return order.length === x.ndim
    ? prim.transpose(x, order)
    : raise({
        code: "shape/permutation",
        op,
        need: `all ${x.ndim} axes must be named`,
        got: `(${axes.join(", ")})`,
        avals: [x.aval],
        hint: "to exchange two axes use swapaxes, to move one moveaxis",
      })
}

/** Axes reordered: axis `i` of the result is `axes[i]` of the operand; reversed if no order is given. (`jax.numpy.transpose`) */
export const transpose = (x: ArrayLike, axes?: readonly number[] | null): NDArray => {
  const a = toArray(x, "transpose")
  return permute(a, axes ?? a.shape.map((_, i) => a.ndim - 1 - i), "transpose")
}
/** Axes reordered. (`jax.numpy.permute_dims`) */
export const permuteDims = (x: ArrayLike, axes: readonly number[]): NDArray => transpose(x, axes)

/** Two axes exchanged. (`jax.numpy.swapaxes`) */
export const swapaxes = (x: ArrayLike, axis1: number, axis2: number): NDArray => {
  const a = toArray(x, "swapaxes")
  const [i, j] = [resolveAxis("swapaxes", axis1, a.ndim), resolveAxis("swapaxes", axis2, a.ndim)]
  return prim.transpose(
    a,
    a.shape.map((_, k) => (k === i ? j : k === j ? i : k)),
  )
}

/** Axes moved to other places; the others keep their order. (`jax.numpy.moveaxis`) */
export const moveaxis = (x: ArrayLike, source: number | readonly number[], destination: number | readonly number[]): NDArray => {
  const a = toArray(x, "moveaxis")
  const from = resolveAxes("moveaxis", source, a)
  const to = resolveAxes("moveaxis", destination, a)
  if (from.length !== to.length)
    raise({
      code: "shape/axis",
      op: "moveaxis",
      need: "there must be as many destinations as sources",
      got: `${from.length} and ${to.length}`,
    })
  const rest = a.shape
    .map((_, k) => k)
    .filter((k) => !from.includes(k))
    [Symbol.iterator]()
  return prim.transpose(
    a,
    a.shape.map((_, k) => (to.includes(k) ? (from[to.indexOf(k)] as number) : (rest.next().value as number))),
  )
}

/** An axis rolled back until it stands before `start`. (`jax.numpy.rollaxis`) */
export const rollaxis = (x: ArrayLike, axis: number, start = 0): NDArray => {
  const a = toArray(x, "rollaxis")
  const from = resolveAxis("rollaxis", axis, a.ndim)
  const before = start === a.ndim ? start : resolveAxis("rollaxis", start, a.ndim)
  return prim.moveAxis(a, from, from < before ? before - 1 : before)
}

/** The last two axes exchanged. (`jax.numpy.matrix_transpose`) */
export const matrixTranspose = (x: ArrayLike): NDArray => {
  const a = toArray(x, "matrixTranspose")
  return a.ndim >= 2
    ? swapaxes(a, -1, -2)
    : raise({ code: "shape/rank", op: "matrixTranspose", need: "a matrix has at least two axes", avals: [a.aval] })
}
