// Every expansion by the name of its function. Primitives name those that they need, so that a bundle carries no others.
import type { Expansion, Shortcut } from "../../../src/core/lower.js"
import { acoshExpansion, asinhExpansion, atanhExpansion } from "../../../src/lowering/math/area.js"
import { digammaBelowExpansion, lgammaBelowExpansion } from "../../../src/lowering/math/below.js"
import { acosExpansion, asinExpansion, atan2Expansion, atanExpansion } from "../../../src/lowering/math/circular.js"
import { erfcExpansion } from "../../../src/lowering/math/erfc.js"
import { erfExpansion, erfInvExpansion } from "../../../src/lowering/math/error.js"
import { exp2Expansion, expExpansion, expm1Expansion, logisticExpansion } from "../../../src/lowering/math/exponential.js"
import { digammaExpansion, lgammaExpansion } from "../../../src/lowering/math/gamma.js"
import { coshExpansion, sinhExpansion, tanhExpansion } from "../../../src/lowering/math/hyperbolic.js"
import { log1pExpansion, logExpansion } from "../../../src/lowering/math/logarithm.js"
import { belowRoutine, nameOf, ORDERS, polygammaExpansion } from "../../../src/lowering/math/polygamma.js"
import { powExpansion } from "../../../src/lowering/math/power.js"
import { remExpansion } from "../../../src/lowering/math/remainder.js"
import { cbrtExpansion, rsqrtExpansion } from "../../../src/lowering/math/root.js"
import { cosExpansion, sinExpansion, tanExpansion } from "../../../src/lowering/math/trigonometric.js"
import { zetaExpansion } from "../../../src/lowering/math/zeta.js"

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
  ...Object.fromEntries(
    ORDERS.flatMap((m) => [
      [nameOf(m), polygammaExpansion(m) as Expansion],
      [belowRoutine(m).name, belowRoutine(m).expansion],
    ]),
  ),
  zeta: zetaExpansion,
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
