// Ties the knot: the transforms as higher-order primitives receive them.
import type { Recurse } from "../core/primitive.js"
import { jvpJaxpr } from "./dual.js"
import { batchJaxpr } from "./lanes.js"
import { vjpJaxpr } from "./reverse.js"

export const recurse: Recurse = {
  jvp: (jaxpr, active) => jvpJaxpr(jaxpr, active, recurse),
  vjp: (jaxpr, active) => vjpJaxpr(jaxpr, active, recurse),
  batch: batchJaxpr,
}
