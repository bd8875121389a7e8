// Where the elements of a windowed array lie in an operand: the part that is known is a view, the part that is computed an int32 offset.
import type { WindowPlaces } from "../core/lower.js"
import type { ScalarNode } from "../core/scalar.js"
import type { Builder } from "./builder.js"
import * as b from "./scalar/build.js"
import { throughViews, type Value } from "./value.js"
import { broadcast, type View } from "./view.js"

export interface Placed {
  /** Over the windowed array. */
  readonly view: View
  /** What is added to the view's place, in elements; within the operand whatever the starts are. */
  readonly index: ScalarNode
  /** Whether the window fits where its starts say; undefined if nothing is computed. */
  readonly fits: ScalarNode | undefined
}

/** The nearest start at which a window fits, in the type of the start. */
const nearest = (start: ScalarNode, last: number): ScalarNode => {
  const below = b.min(start, b.like(start, last))
  return start.type === "u32" ? below : b.max(below, b.like(start, 0))
}

const scaled = (x: ScalarNode, by: number): ScalarNode => (by === 1 ? x : b.mul(x, b.like(x, by)))

/** `starts` are int32 or uint32 while they are computed with; windows are looked up in an operand seen through `operand`. */
export const placesIn = (builder: Builder, operand: View, starts: readonly Value[], places: WindowPlaces): Placed => {
  const given = starts.map((s) => {
    const repeated = s.shape.length < places.shape.length ? builder.beforeRepeating(s) : s
    return (throughViews(repeated, places.shape, (v) => broadcast(v, s.shape, places.shape, places.numbering)) as Value).node
  })
  const kept = given.map((start, k) => nearest(start, places.last[k] as number))
  const terms = kept.flatMap((start, k) => {
    const stride = operand.strides[places.moved[k] as number] as number
    return stride === 0 ? [] : [scaled(b.bitcast(start, "i32"), stride)]
  })
  const inside = kept.map((start, k) => b.eq(start, given[k] as ScalarNode))
  return {
    view: { offset: operand.offset, strides: places.along.map((a) => (a < 0 ? 0 : (operand.strides[a] as number))) },
    index: terms.length === 0 ? b.constant("i32", 0) : terms.reduce(b.add),
    fits: inside.length === 0 ? undefined : inside.reduce(b.and),
  }
}
