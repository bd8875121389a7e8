// The float64 functions of the host, by the names that scalar graphs call them: what `rare` and `host` nodes evaluate, and what float32
// expansions are measured against.
import { logistic, pow, rsqrt } from "../../../src/primitives/scalar/elementary.js"
import { erf, erfc, erfInv } from "../../../src/primitives/scalar/erf.js"
import { digamma, lgamma } from "../../../src/primitives/scalar/gamma.js"
import { polygamma, zeta } from "../../../src/primitives/scalar/zeta.js"

export const hostFunctions: { readonly [name: string]: (...x: number[]) => number } = {
  exp: Math.exp,
  exp2: (x: number) => 2 ** x,
  expm1: Math.expm1,
  log: Math.log,
  log1p: Math.log1p,
  tanh: Math.tanh,
  logistic,
  sin: Math.sin,
  cos: Math.cos,
  tan: Math.tan,
  erf,
  erfc,
  erf_inv: erfInv,
  pow,
  atan: Math.atan,
  atan2: Math.atan2,
  asin: Math.asin,
  acos: Math.acos,
  sinh: Math.sinh,
  cosh: Math.cosh,
  asinh: Math.asinh,
  acosh: Math.acosh,
  atanh: Math.atanh,
  cbrt: Math.cbrt,
  lgamma,
  digamma,
  ...Object.fromEntries([1, 2, 3, 4].map((m) => [`polygamma${m}`, (x: number) => polygamma(m, x)])),
  rsqrt,
  zeta,
}
