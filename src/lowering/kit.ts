// What a compiler can be composed of beyond its core. A bundle that has no use for a part leaves it out; programs that need it all the same are
// computed by the reference evaluation there, with equal results.
import type { Lowering } from "../core/lower.js"
import { withComplex } from "./complex.js"

export interface Kit {
  /** The lowering of real arrays, taught complex ones. Left out, equations of complex numbers are interpreted. */
  readonly complex?: (real: Lowering) => Lowering
}

/** All parts. */
export const fullKit: Kit = { complex: withComplex }
