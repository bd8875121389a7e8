// What an index says, item by item: one item for each axis of the operand and for each new axis, the ellipsis spelled out.
import { NDArray } from "../../core/array.js"
import type { Shape } from "../../core/aval.js"
import { isInteger } from "../../core/dtype.js"
import { raise } from "../../core/errors.js"
import { describeLeaf } from "../../tree/describe.js"
import { fromTensor, valuesOf } from "../host.js"
import { placesOf } from "./places.js"

/**
 * One item of an index:
 * - an integer picks one place of an axis, which disappears; negative ones count from the end
 * - `[start, stop]` or `[start, stop, step]` is Python's `start:stop:step`, with null for an open end; `[start]` is `start:`, `[]` is `:`
 * - `"..."` stands for as many `[]` as are missing
 * - null makes a new axis of size 1
 * - an array of integers picks many places; several broadcast against each other
 * - an array of booleans picks the places where it is true, and must be concrete
 */
export type Index = number | NDArray | null | "..." | readonly (number | null)[]

export type Item =
  | { readonly kind: "range"; readonly axis: number; readonly start: number; readonly step: number; readonly size: number }
  | { readonly kind: "pick"; readonly axis: number; readonly at: number }
  | { readonly kind: "array"; readonly axis: number; readonly index: NDArray }
  | { readonly kind: "new" }

const fail = (need: string, got: string, hint?: string): never =>
  raise({ code: "shape/index", op: "slice", need, got, ...(hint === undefined ? {} : { hint }) })

const pick = (at: number, axis: number, size: number): Item => {
  if (!Number.isInteger(at)) fail("an index must be an integer", String(at))
  return at >= -size && at < size
    ? { kind: "pick", axis, at: at < 0 ? at + size : at }
    : fail(
        `an index into axis ${axis} of size ${size} must lie in ${-size}…${size - 1}`,
        String(at),
        "for a range write [start, stop]; take has modes for indices that lie outside",
      )
}

const clamp = (x: number, low: number, high: number): number => Math.min(Math.max(x, low), high)

/** Python's `slice(start, stop, step).indices(size)`, and how many places that are. */
const range = (bounds: readonly (number | null)[], axis: number, size: number): Item => {
  const [start = null, stop = null, step = null] = bounds
  const by = step ?? 1
  const whole = [start, stop, by].every((b) => b === null || Number.isInteger(b))
  if (!whole || by === 0 || bounds.length > 3)
    return fail(
      "a range is [start, stop] or [start, stop, step] of integers or null, with a step that is not 0",
      `[${bounds.join(", ")}]`,
      "to pick several places, give np.array([…], { dtype: 'int32' })",
    )
  const bound = (b: number | null, otherwise: number): number =>
    b === null ? otherwise : by > 0 ? clamp(b < 0 ? b + size : b, 0, size) : clamp(b < 0 ? b + size : b, -1, size - 1)
  const from = bound(start, by > 0 ? 0 : size - 1)
  const to = bound(stop, by > 0 ? size : -1)
  return { kind: "range", axis, start: from, step: by, size: Math.max(0, Math.ceil((to - from) / by)) }
}

/** How many axes of the operand an item takes. */
const consumes = (item: Index): number =>
  item === null || item === "..." ? 0 : item instanceof NDArray && item.dtype === "bool" ? item.ndim : 1

/** A mask is the places where it is true, one array of indices for each of its axes. */
const mask = (m: NDArray, axis: number, shape: Shape): readonly Item[] => {
  const fits = m.ndim > 0 && m.shape.every((d, k) => d === shape[axis + k])
  if (!fits)
    return fail(
      `a mask must have the sizes of the axes it stands for, of [${shape.join(",")}] from axis ${axis}`,
      `bool[${m.shape.join(",")}]`,
    )
  return placesOf(valuesOf(m, "slice")).map((index, k) => ({ kind: "array", axis: axis + k, index: fromTensor(index) }))
}

const itemsOf = (given: Index, axis: number, shape: Shape): readonly Item[] => {
  const size = shape[axis] as number
  if (given === null) return [{ kind: "new" }]
  if (typeof given === "number") return [pick(given, axis, size)]
  if (Array.isArray(given)) return [range(given as readonly (number | null)[], axis, size)]
  if (!(given instanceof NDArray))
    return fail(
      'an index is an integer, a range, an array, null or "..."',
      describeLeaf(given),
      "a range is [start, stop], a whole axis is []",
    )
  if (given.dtype === "bool") return mask(given, axis, shape)
  return isInteger(given.dtype)
    ? [{ kind: "array", axis, index: given }]
    : raise({
        code: "dtype/index",
        op: "slice",
        need: "arrays of indices are integers or booleans",
        avals: [given.aval],
        hint: "convert with astype('int32')",
      })
}

/** The items of an index into an array of a shape; axes that it does not mention are taken whole. */
export const parseIndex = (index: readonly Index[], shape: Shape): readonly Item[] => {
  const ellipses = index.filter((i) => i === "...").length
  if (ellipses > 1) fail("an index may have one ellipsis", `${ellipses}`)
  const open = shape.length - index.reduce<number>((n, i) => n + consumes(i), 0)
  if (open < 0) fail(`an array of rank ${shape.length} takes at most ${shape.length} indices`, `${shape.length - open}`)
  const rest: readonly Index[] = Array.from({ length: open }, () => [])
  const spelled = ellipses === 0 ? [...index, ...rest] : index.flatMap((i) => (i === "..." ? rest : [i]))
  let axis = 0
  return spelled.flatMap((i) => {
    const items = itemsOf(i, axis, shape)
    axis += consumes(i)
    return items
  })
}
