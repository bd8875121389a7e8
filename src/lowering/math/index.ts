// Every scalar function that is expanded into basic operations, by name.
import type { Expansion } from "./builder.js"
import { exponentials } from "./exponential.js"
import { logarithms } from "./logarithm.js"
import { trigonometrics } from "./trigonometric.js"

/** What each transcendental function is in basic operations, in float32 and in float64. */
export const expansions: { readonly [name: string]: Expansion } = {
  ...exponentials,
  ...logarithms,
  ...trigonometrics,
}
