// One array becomes several, cut along an axis.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { resolveAxis } from "./axes.js"
import { numbersOf, toArray } from "./host.js"
import { squeeze } from "./reshape.js"
import { sliceAxis } from "./slicing.js"

/** Cuts between places; as in Python, places beyond the end leave empty parts. */
const cutAt = (x: NDArray, places: readonly number[], axis: number): NDArray[] => {
  const size = x.shape[axis] as number
  const bounded = places.map((p) => Math.min(Math.max(p < 0 ? p + size : p, 0), size))
  const starts = [0, ...bounded]
  return starts.map((start, i) => sliceAxis(x, axis, start, Math.max(start, bounded[i] ?? size)))
}

const requireCount = (n: number, op: string): number =>
  Number.isInteger(n) && n > 0
    ? n
    : raise({ code: "argument/sections", op, need: "the number of parts must be a positive integer", got: String(n) })

/**
 * Equal parts, or parts between the given places. (`jax.numpy.split`)
 * @throws ShapeError if a number of parts does not divide the size
 */
export const split = (x: ArrayLike, indicesOrSections: number | readonly number[], axis = 0): NDArray[] => {
  const a = toArray(x, "split")
  if (typeof indicesOrSections !== "number") return cutAt(a, numbersOf(indicesOrSections, "split"), resolveAxis("split", axis, a.ndim))
  const parts = requireCount(indicesOrSections, "split")
  const size = a.shape[resolveAxis("split", axis, a.ndim)] as number
  if (size % parts !== 0)
    raise({
      code: "shape/split",
      op: "split",
      need: `size ${size} must divide into ${parts} equal parts`,
      avals: [a.aval],
      hint: "np.arraySplit allows unequal parts",
    })
  return arraySplit(a, parts, axis)
}

/** As `split`, but where a number of parts does not divide the size, the first parts are one longer. (`jax.numpy.array_split`) */
export const arraySplit = (x: ArrayLike, indicesOrSections: number | readonly number[], axis = 0): NDArray[] => {
  const a = toArray(x, "arraySplit")
  const along = resolveAxis("arraySplit", axis, a.ndim)
  if (typeof indicesOrSections !== "number") return cutAt(a, numbersOf(indicesOrSections, "arraySplit"), along)
  const parts = requireCount(indicesOrSections, "arraySplit")
  const size = a.shape[along] as number
  const start = (i: number): number => i * Math.floor(size / parts) + Math.min(i, size % parts)
  return Array.from({ length: parts }, (_, i) => sliceAxis(a, along, start(i), start(i + 1)))
}

/** Split along the first axis. (`jax.numpy.vsplit`) */
export const vsplit = (x: ArrayLike, indicesOrSections: number | readonly number[]): NDArray[] => split(x, indicesOrSections, 0)
/** Split along the second axis, vectors along their only one. (`jax.numpy.hsplit`) */
export const hsplit = (x: ArrayLike, indicesOrSections: number | readonly number[]): NDArray[] =>
  split(x, indicesOrSections, toArray(x, "hsplit").ndim === 1 ? 0 : 1)
/** Split along the third axis. (`jax.numpy.dsplit`) */
export const dsplit = (x: ArrayLike, indicesOrSections: number | readonly number[]): NDArray[] => split(x, indicesOrSections, 2)

/** The parts along an axis, which they lose: the inverse of `stack`. (`jax.numpy.unstack`) */
export const unstack = (x: ArrayLike, axis = 0): NDArray[] => {
  const a = toArray(x, "unstack")
  const along = resolveAxis("unstack", axis, a.ndim)
  return Array.from({ length: a.shape[along] as number }, (_, i) => squeeze(sliceAxis(a, along, i, i + 1), along))
}
