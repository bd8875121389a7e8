// Axes as users give them: negative ones count from the end, none at all means all.
import type { NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { written, writtenOptions } from "../core/options.js"
import { describeLeaf } from "../tree/describe.js"
import { requireListed } from "../tree/required.js"

/** One axis, several, or null for all. */
export type AxisOption = number | readonly number[] | null

/** Options in the place of an axis: how they are written behind it. */
const optionsHint = (op: string, given: unknown): string | undefined => {
  const axis = (given as { readonly axis?: unknown } | null)?.axis
  if (axis !== undefined) return `the axis stands second: ${op}(x, ${written(axis)})`
  const options = writtenOptions(given)
  return options && `options stand behind the axis: ${op}(x, axis, ${options})`
}

/** One axis within a rank, negative ones resolved. */
export const resolveAxis = (op: string, axis: number, rank: number): number =>
  Number.isInteger(axis) && axis >= -rank && axis < rank
    ? axis < 0
      ? axis + rank
      : axis
    : raise({
        code: "shape/axis",
        op,
        need: rank === 0 ? "a rank-0 array has no axes" : `an axis must be an integer in ${-rank}…${rank - 1}`,
        got: `axis ${typeof axis === "number" ? axis : describeLeaf(axis)} for rank ${rank}`,
        hint: optionsHint(op, axis) ?? "axes are counted from 0, or from −1 at the end",
      })

/** A list of axes, or an error if it is something else, such as options that stand too far in front. */
export const requireList = <T>(op: string, axes: readonly T[]): readonly T[] =>
  requireListed(axes, {
    code: "shape/axis",
    op,
    need: "axes must be a number or an array of numbers",
    hint: optionsHint(op, axes) ?? "options stand in an object behind the axes",
  })

/** Axes of an array, negative ones resolved; all of them for null or undefined. */
export const resolveAxes = (op: string, axis: AxisOption | undefined, x: NDArray): readonly number[] => {
  if (axis === undefined || axis === null) return x.shape.map((_, i) => i)
  const axes = (typeof axis === "number" ? [axis] : requireList(op, axis)).map((a) => resolveAxis(op, a, x.ndim))
  return new Set(axes).size === axes.length
    ? axes
    : raise({
        code: "shape/axis-repeated",
        op,
        need: "every axis may be named once",
        got: `(${(axis as readonly number[]).join(", ")}) for rank ${x.ndim}`,
        avals: [x.aval],
        hint: "a negative axis counts from the end, and may be the same as another",
      })
}
