// What a compiler can be composed of beyond its core. A bundle that has no use for a part leaves it out; programs that need it all the same are
// computed by the reference evaluation there, with equal results.
import type { Lowering } from "../core/lower.js"
import type { Builder } from "./builder.js"
import { withComplex } from "./complex.js"
import { cumulate } from "./cumulate.js"
import { extremePlace } from "./extreme.js"
import { order } from "./order.js"
import type { Value } from "./value.js"

export interface Kit {
  /** The lowering of real arrays, taught complex ones. Left out, equations of complex numbers are interpreted. */
  readonly complex?: (real: Lowering) => Lowering
  /** What goes along lines: sorting, running totals, and the places of extremes. A backend needs routines for it. */
  readonly lines?: (builder: Builder) => Pick<Lowering, "order" | "cumulate" | "extreme">
}

const lines: Kit["lines"] = (builder) => ({
  extreme: (op, x, axis, dtype) => extremePlace(builder, op, x as Value, axis, dtype),
  cumulate: (op, x, axis, reverse) => cumulate(builder, op, x as Value, axis, reverse),
  order: (keys, axis, kind) => order(builder, keys as readonly Value[], axis, kind),
})

/** All parts. */
export const fullKit: Kit = { complex: withComplex, lines }
