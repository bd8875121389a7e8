// The elementwise family: its primitives by printed name, and its functions.
import { addP, divP, maxP, minP, mulP, negP, nextafterP, remP, signP, subP } from "./arithmetic.js"
import { andP, clzP, notP, orP, populationCountP, shiftLeftP, shiftRightArithmeticP, shiftRightLogicalP, xorP } from "./bits.js"
import { eqP, geP, gtP, isFiniteP, leP, ltP, neP } from "./comparison.js"
import { complexP, conjP, imagP, realP } from "./complex.js"
import { bitcastConvertTypeP, convertElementTypeP } from "./convert.js"
import { cbrtP, exp2P, expm1P, expP, integerPowP, log1pP, logisticP, logP, powP, rsqrtP, sqrtP, squareP } from "./exponential.js"
import { copyP, noDerivativeP, optimizationBarrierP, reducePrecisionP, stopGradientP } from "./identity.js"
import { absP } from "./magnitude.js"
import { ceilP, floorP, roundP } from "./rounding.js"
import { clampP, selectNP } from "./select.js"
import { digammaP, erfcP, erfInvP, erfP, lgammaP, polygammaP, zetaP } from "./special.js"
import { acoshP, acosP, asinhP, asinP, atan2P, atanhP, atanP, coshP, cosP, sinhP, sinP, tanhP, tanP } from "./trigonometric.js"

export * from "./arithmetic.js"
export * from "./bits.js"
export * from "./comparison.js"
export * from "./complex.js"
export * from "./convert.js"
export { literal, type Operand } from "./define.js"
export * from "./exponential.js"
export * from "./identity.js"
export * from "./magnitude.js"
export * from "./rounding.js"
export * from "./select.js"
export * from "./special.js"
export * from "./trigonometric.js"

export const elementwisePrimitives = {
  add: addP,
  sub: subP,
  mul: mulP,
  div: divP,
  rem: remP,
  neg: negP,
  abs: absP,
  sign: signP,
  max: maxP,
  min: minP,
  nextafter: nextafterP,
  pow: powP,
  integer_pow: integerPowP,
  square: squareP,
  sqrt: sqrtP,
  rsqrt: rsqrtP,
  cbrt: cbrtP,
  exp: expP,
  exp2: exp2P,
  expm1: expm1P,
  log: logP,
  log1p: log1pP,
  logistic: logisticP,
  sin: sinP,
  cos: cosP,
  tan: tanP,
  asin: asinP,
  acos: acosP,
  atan: atanP,
  atan2: atan2P,
  sinh: sinhP,
  cosh: coshP,
  tanh: tanhP,
  asinh: asinhP,
  acosh: acoshP,
  atanh: atanhP,
  erf: erfP,
  erfc: erfcP,
  erf_inv: erfInvP,
  lgamma: lgammaP,
  digamma: digammaP,
  polygamma: polygammaP,
  zeta: zetaP,
  floor: floorP,
  ceil: ceilP,
  round: roundP,
  is_finite: isFiniteP,
  eq: eqP,
  ne: neP,
  lt: ltP,
  le: leP,
  gt: gtP,
  ge: geP,
  and: andP,
  or: orP,
  xor: xorP,
  not: notP,
  shift_left: shiftLeftP,
  shift_right_arithmetic: shiftRightArithmeticP,
  shift_right_logical: shiftRightLogicalP,
  population_count: populationCountP,
  clz: clzP,
  clamp: clampP,
  select_n: selectNP,
  convert_element_type: convertElementTypeP,
  bitcast_convert_type: bitcastConvertTypeP,
  real: realP,
  imag: imagP,
  complex: complexP,
  conj: conjP,
  stop_gradient: stopGradientP,
  no_derivative: noDerivativeP,
  copy: copyP,
  optimization_barrier: optimizationBarrierP,
  reduce_precision: reducePrecisionP,
} as const
