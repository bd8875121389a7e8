// The part of an array that ranges and picks cut out: a box with steps. It can be taken out and put back without computing any index.
import { literalArray, type NDArray } from "../../core/array.js"
import { sameShape } from "../../core/aval.js"
import { selectN } from "../../primitives/elementwise/index.js"
import { dynamicUpdateSlice } from "../../primitives/indexing/dynamicslice.js"
import { pad, slice } from "../../primitives/shape/pad.js"
import { rev } from "../../primitives/shape/rev.js"
import { broadcastInDim } from "../../primitives/sum.js"
import type { Item } from "./items.js"

/** The places of one axis, ascending: `low, low + step, …`; `reversed` if the index runs downwards. */
interface Span {
  readonly low: number
  readonly step: number
  readonly size: number
  readonly reversed: boolean
}

/** A span for every axis of the operand. Axes that arrays index are taken whole. */
export type Region = readonly Span[]

const spanOf = (item: Exclude<Item, { kind: "new" }>, whole: number): Span => {
  if (item.kind === "array") return { low: 0, step: 1, size: whole, reversed: false }
  if (item.kind === "pick") return { low: item.at, step: 1, size: 1, reversed: false }
  const { start, step, size } = item
  const low = size === 0 ? 0 : step > 0 ? start : start + (size - 1) * step
  return { low, step: size <= 1 ? 1 : Math.abs(step), size, reversed: step < 0 && size > 1 }
}

export const regionOf = (items: readonly Item[], x: NDArray): Region =>
  items.flatMap((item) => (item.kind === "new" ? [] : [spanOf(item, x.shape[item.axis] as number)]))

const last = ({ low, step, size }: Span): number => (size === 0 ? low : low + (size - 1) * step + 1)

const reversedAxes = (region: Region): readonly number[] => region.flatMap(({ reversed }, axis) => (reversed ? [axis] : []))

/** The elements of a region, an array of the same rank. */
export const cut = (x: NDArray, region: Region): NDArray =>
  rev(
    slice(
      x,
      region.map((s) => s.low),
      region.map(last),
      region.map((s) => s.step),
    ),
    reversedAxes(region),
  )

/** `x` with a region overwritten by `part`: the inverse of `cut`. */
export const paste = (x: NDArray, part: NDArray, region: Region): NDArray => {
  const upright = rev(part, reversedAxes(region))
  if (sameShape(x.shape, upright.shape)) return upright
  if (region.every((s) => s.step === 1))
    return dynamicUpdateSlice(
      x,
      upright,
      region.map((s) => literalArray(s.low, "int32")),
    )
  // steps leave holes: spread the part over the whole, and choose
  const around = region.map((s, axis) => ({ low: s.low, high: (x.shape[axis] as number) - last(s), interior: s.step - 1 }))
  const isInside = pad(broadcastInDim(literalArray(1, "bool"), upright.shape, []), literalArray(0, "bool"), around)
  return selectN(isInside, x, pad(upright, literalArray(0, x.dtype), around))
}
