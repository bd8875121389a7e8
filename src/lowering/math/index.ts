// Every scalar function that is expanded into basic operations, by name.
import { areas } from "./area.js"
import { belows } from "./below.js"
import type { Expansion, Shortcut } from "./builder.js"
import { circulars } from "./circular.js"
import { complements } from "./erfc.js"
import { errors } from "./error.js"
import { exponentials } from "./exponential.js"
import { gammas } from "./gamma.js"
import { hyperbolics } from "./hyperbolic.js"
import { logarithms } from "./logarithm.js"
import { polygammas } from "./polygamma.js"
import { powers } from "./power.js"
import { remainders } from "./remainder.js"
import { roots } from "./root.js"
import { trigonometricShortcuts, trigonometrics } from "./trigonometric.js"

/** What each transcendental function is in basic operations, in float32 and in float64. */
export const expansions: { readonly [name: string]: Expansion } = {
  ...exponentials,
  ...hyperbolics,
  ...logarithms,
  ...trigonometrics,
  ...circulars,
  ...areas,
  ...powers,
  ...remainders,
  ...roots,
  ...errors,
  ...complements,
  ...gammas,
  ...belows,
  ...polygammas,
}

/** Those of which a backend that computes one number at a time can spare itself most, by name. */
export const shortcuts: { readonly [name: string]: Shortcut } = trigonometricShortcuts
