// Every expansion by the name of its function: for tests. Primitives name those that they need, so that a bundle carries no others.
import type { Expansion, Shortcut } from "../../core/lower.js"
import { acoshExpansion, asinhExpansion, atanhExpansion } from "./area.js"
import { digammaBelowExpansion, lgammaBelowExpansion } from "./below.js"
import { acosExpansion, asinExpansion, atan2Expansion, atanExpansion } from "./circular.js"
import { erfcExpansion } from "./erfc.js"
import { erfExpansion, erfInvExpansion } from "./error.js"
import { exp2Expansion, expExpansion, expm1Expansion, logisticExpansion } from "./exponential.js"
import { digammaExpansion, lgammaExpansion } from "./gamma.js"
import { coshExpansion, sinhExpansion, tanhExpansion } from "./hyperbolic.js"
import { log1pExpansion, logExpansion } from "./logarithm.js"
import { polygammas } from "./polygamma.js"
import { powExpansion } from "./power.js"
import { remExpansion } from "./remainder.js"
import { cbrtExpansion, rsqrtExpansion } from "./root.js"
import { cosExpansion, sinExpansion, tanExpansion } from "./trigonometric.js"

/** What each transcendental function is in basic operations, in float32 and in float64. */
export const expansions: { readonly [name: string]: Expansion } = {
  asinh: asinhExpansion,
  acosh: acoshExpansion,
  atanh: atanhExpansion,
  atan: atanExpansion,
  atan2: atan2Expansion,
  asin: asinExpansion,
  acos: acosExpansion,
  erfc: erfcExpansion,
  erf: erfExpansion,
  erf_inv: erfInvExpansion,
  lgamma: lgammaExpansion,
  digamma: digammaExpansion,
  lgamma_below: lgammaBelowExpansion,
  digamma_below: digammaBelowExpansion,
  ...polygammas(),
  tanh: tanhExpansion,
  sinh: sinhExpansion,
  cosh: coshExpansion,
  log: logExpansion,
  log1p: log1pExpansion,
  pow: powExpansion,
  rem: remExpansion,
  cbrt: cbrtExpansion,
  rsqrt: rsqrtExpansion,
  exp: expExpansion,
  exp2: exp2Expansion,
  expm1: expm1Expansion,
  logistic: logisticExpansion,
  sin: sinExpansion,
  cos: cosExpansion,
  tan: tanExpansion,
}

/** Those of which a backend that computes one number at a time can spare itself most, by name. */
export const shortcuts: { readonly [name: string]: Shortcut } = Object.fromEntries(
  Object.entries(expansions).flatMap(([name, { shortcut }]) => (shortcut ? [[name, shortcut] as const] : [])),
)
