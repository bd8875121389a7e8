// Logarithm and exponential for float32 functions that are computed in float64: of base 2, and no more digits than the result has use for.
import type { ScalarNode } from "../../core/scalar.js"
import { add, biasOf, bitsOf, div, floatOf, horner, mul, mulAdd, powerOfTwo, roundToInteger, sub } from "./builder.js"
import { clamp } from "./expkernel.js"
import { exponentValue, minusExponent } from "./logarithm.js"

/** `log₂ m = s·L(s²)`, s = (m − 1)/(m + 1), √½ ≤ m < √2, to 2^−45.1. Fitted by Chebyshev interpolation, as is the next. */
const log2 = [2.8853900817778504, 0.9617966941123596, 0.5770779426302411, 0.4122092273321296, 0.3199066608345845, 0.2828871833050766]
/** `2ʳ = 1 + r·E(r)`, |r| ≤ ½, to 2^−33 */
const exp2 = [
  Math.LN2,
  0.24022650922288757,
  0.055504108839096185,
  0.009618056678524637,
  0.001333350238616277,
  0.0001546144469856913,
  1.5297323760701075e-5,
]

/** `log₂ a` for a positive and normal, which all positive float32 are in float64 */
export const briefLog2 = (a: ScalarNode): ScalarNode => {
  const bits = bitsOf(a)
  const minusK = minusExponent(bits)
  const m = floatOf(add(bits, minusK))
  const s = div(sub(m, 1), add(m, 1))
  return sub(mul(s, horner(mul(s, s), log2)), exponentValue(minusK).value)
}

/** Beyond this exponent every float32 is 0 or ∞. */
const FAR = 250

/** `2ˣ` */
export const briefExp2 = (x: ScalarNode): ScalarNode => {
  const within = clamp(x, -FAR, FAR)
  const k = roundToInteger(within, biasOf(x))
  const r = sub(within, k.value)
  return mul(mulAdd(r, horner(r, exp2), 1), powerOfTwo(k.bits))
}
