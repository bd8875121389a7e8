// The registry: every primitive by its printed name. A list, not a side effect of defining one.
import type { Primitive } from "../core/primitive.js"
import { elementwisePrimitives } from "./elementwise/index.js"
import { broadcastInDimP, reduceSumP } from "./sum.js"
import { transposeP } from "./transpose.js"

const families = {
  ...elementwisePrimitives,
  broadcast_in_dim: broadcastInDimP,
  reduce_sum: reduceSumP,
  transpose: transposeP,
} as const

/** Every primitive by name. */
export const primitives: { readonly [N in keyof typeof families]: Primitive } = families as never

export type PrimitiveName = keyof typeof families

/** The primitive that a printed program calls `name`, or undefined. */
export const primitiveNamed = (name: string): Primitive | undefined => (Object.hasOwn(primitives, name) ? primitives[name as PrimitiveName] : undefined)
