// Ties the knot: the transforms as higher-order primitives receive them.
import type { Recurse } from "../core/primitive.js"
import { jvpJaxpr } from "./dual.js"
import { inlineCalls } from "./inline.js"
import { batchJaxpr } from "./lanes.js"
import { vjpJaxpr } from "./reverse.js"
import { splitJaxpr } from "./split.js"

export const recurse: Recurse = {
  jvp: (jaxpr, active) => jvpJaxpr(jaxpr, active, recurse),
  vjp: (jaxpr, active) => vjpJaxpr(jaxpr, active, recurse),
  batch: batchJaxpr,
  split: (jaxpr, unknown, waits) => {
    const split = splitJaxpr(inlineCalls(jaxpr), unknown, recurse, waits)
    return { ...split, known: inlineCalls(split.known), unknown: inlineCalls(split.unknown) }
  },
}
