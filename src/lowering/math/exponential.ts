// eˣ, 2ˣ, eˣ − 1 and the logistic function.
import type { Expansion } from "../../core/lower.js"
import type { ScalarNode } from "../../core/scalar.js"
import { abs, add, biasOf, both, div, lt, mul, mulAdd, powerOfTwo, roundToInteger, scaleByPower, select, sub } from "./builder.js"
import { clamp, curved, expKernel, expm1Kernel, factsOf, reduce } from "./expkernel.js"

/** `eˣ = 2ᵏ·eʳ` */
const exp = (x: ScalarNode): ScalarNode => {
  const { k, r } = reduce(clamp(x, ...factsOf(x).exp), 2 * biasOf(x))
  return scaleByPower(expKernel(r), k)
}

/** `2ˣ = 2ᵏ·e^(ln 2·(x − k))`, k the integer nearest to x; exact for integers. */
const exp2 = (x: ScalarNode): ScalarNode => {
  const [low, high] = factsOf(x).exp
  const within = clamp(x, Math.floor(low * Math.LOG2E), Math.ceil(high * Math.LOG2E))
  const k = roundToInteger(within, 2 * biasOf(x))
  return scaleByPower(expKernel(mul(sub(within, k.value), Math.LN2)), k.bits)
}

/** `eˣ − 1 = 2·(2ᵏ⁻¹·(eʳ − 1) + (2ᵏ⁻¹ − ½))`; half of it is computed because 2ᵏ may be just out of range. */
const expm1 = (x: ScalarNode): ScalarNode => {
  const { saturation, exp, tiny } = factsOf(x)
  const { k, r, lost } = reduce(clamp(x, -saturation.logistic, exp[1]), biasOf(x) - 1)
  const power = powerOfTwo(k)
  const half = mulAdd(power, add(add(curved(r), lost()), r), sub(power, 0.5))
  return select(lt(abs(x), tiny), x, add(half, half))
}

/**
 * `1/(1 + e⁻ˣ) = 2ᵏ/(2ᵏ + eʳ)` with −x = r − k·ln 2: no overflow, and gradual underflow where 2ᵏ is subnormal. The denominator is summed so
 * that it rounds once: `2ᵏ + 1` is exact but for what `lost` returns.
 */
const logistic = (x: ScalarNode): ScalarNode => {
  const { exp, saturation, shift, ln2 } = factsOf(x)
  const within = clamp(x, exp[0], saturation.logistic)
  const k = roundToInteger(mul(within, Math.LOG2E), biasOf(x) + shift)
  const r = add(sub(mul(k.value, ln2[0]), within), mul(k.value, ln2[1]))
  const power = mul(powerOfTwo(k.bits), 2 ** -shift)
  const plusOne = add(power, 1)
  const lost = sub(power, sub(plusOne, 1))
  return div(power, add(plusOne, add(expm1Kernel(r), lost)))
}

export const expExpansion: Expansion = both(exp)
export const exp2Expansion: Expansion = both(exp2)
export const expm1Expansion: Expansion = both(expm1)
export const logisticExpansion: Expansion = both(logistic)
