// Elements in reverse or cyclic order along axes.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { concatenate } from "../primitives/shape/concatenate.js"
import { rev } from "../primitives/shape/rev.js"
import { transpose } from "../primitives/transpose.js"
import { type AxisOption, requireList, resolveAxes, resolveAxis } from "./axes.js"
import { numbersOf, toArray } from "./host.js"
import { ravel, reshape } from "./reshape.js"
import { sliceAxis } from "./slicing.js"

/** Reversed along axes, all of them if none is given. (`jax.numpy.flip`) */
export const flip = (x: ArrayLike, axis?: AxisOption): NDArray => {
  const a = toArray(x, "flip")
  return rev(a, resolveAxes("flip", axis, a))
}
/** Reversed along the second axis. (`jax.numpy.fliplr`) */
export const fliplr = (x: ArrayLike): NDArray => flip(x, 1)
/** Reversed along the first axis. (`jax.numpy.flipud`) */
export const flipud = (x: ArrayLike): NDArray => flip(x, 0)

/** Turned by `k` right angles in the plane of two axes, from the first towards the second. (`jax.numpy.rot90`) */
export const rot90 = (x: ArrayLike, k = 1, axes: readonly number[] = [0, 1]): NDArray => {
  const a = toArray(x, "rot90")
  const [from, to] = resolveAxes("rot90", axes, a)
  if (from === undefined || to === undefined || axes.length !== 2)
    return raise({ code: "shape/axis", op: "rot90", need: "a plane has two axes", got: `(${axes.join(", ")})` })
  const swapped = a.shape.map((_, i) => (i === from ? to : i === to ? from : i))
  const turns = ((k % 4) + 4) % 4
  if (turns === 0) return a
  if (turns === 2) return rev(a, [from, to])
  return turns === 1 ? transpose(rev(a, [to]), swapped) : rev(transpose(a, swapped), [to])
}

const rollAxis = (x: NDArray, shift: number, axis: number): NDArray => {
  const size = x.shape[axis] as number
  const by = size === 0 ? 0 : ((shift % size) + size) % size
  return by === 0 ? x : concatenate([sliceAxis(x, axis, size - by, size), sliceAxis(x, axis, 0, size - by)], axis)
}

/** Shifted cyclically along axes; the flattened array if none is given. Shifts are static. (`jax.numpy.roll`) */
export const roll = (x: ArrayLike, shift: number | readonly number[], axis?: AxisOption): NDArray => {
  const a = toArray(x, "roll")
  if (axis === undefined || axis === null) {
    const total = numbersOf(shift, "roll").reduce((s, d) => s + d, 0)
    return reshape(rollAxis(ravel(a), total, 0), a.shape)
  }
  const axes = (typeof axis === "number" ? [axis] : requireList("roll", axis)).map((k) => resolveAxis("roll", k, a.ndim))
  const shifts = typeof shift === "number" ? axes.map(() => shift) : numbersOf(shift, "roll")
  if (shifts.length !== axes.length && shifts.length !== 1 && axes.length !== 1)
    raise({
      code: "shape/roll",
      op: "roll",
      need: "there must be one shift for each axis",
      got: `${shifts.length} shifts for ${axes.length} axes`,
    })
  const count = Math.max(shifts.length, axes.length)
  const pairs = Array.from(
    { length: count },
    (_, i) => [shifts[shifts.length === 1 ? 0 : i], axes[axes.length === 1 ? 0 : i]] as [number, number],
  )
  return pairs.reduce((y, [by, along]) => rollAxis(y, by, along), a)
}
