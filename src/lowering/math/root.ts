// Roots: ∛x, and 1/√x.
import type { Expansion } from "../../core/lower.js"
import { node, type ScalarNode } from "../../core/scalar.js"
import {
  abs,
  add,
  bitsOf,
  bitsOfNumber,
  both,
  div,
  floatOf,
  integer,
  lt,
  mul,
  mulAdd,
  or,
  select,
  shl,
  shrU,
  sqrt,
  sub,
  upperHalf,
  withSignOf,
} from "./builder.js"

/** `1/√x` */
const rsqrt = (x: ScalarNode): ScalarNode => div(1, sqrt(x))

/** Bits of x^(−1/3) at x = 1, less what makes the error of either sign the same: 3.5%. */
const GUESS = 1419920700

/** `x^(−1/3)` within 3.5%: −⅓ of the bits, which are nearly a logarithm (as Kahan's cube root has it); of float64 the upper 32 of them. */
const guess = (x: ScalarNode): ScalarNode => {
  if (x.type === "f32") return floatOf(node("convert", "i32", [sub(GUESS, mul(node("convert", "f32", [bitsOf(x)]), 1 / 3))]))
  const integers = integer(x, bitsOfNumber(x, 2 ** 52)) // an integer below 2⁵² becomes a float by writing it into the fraction of 2⁵²
  const upper = sub(floatOf(or(shrU(bitsOf(x), 32), integers)), 2 ** 52)
  // (GUESS/2²³ − 127·4/3 + 1023·4/3)·2²⁰
  const start = (GUESS / 2 ** 23 + (896 * 4) / 3) * 2 ** 20
  return floatOf(shl(bitsOf(add(sub(start, mul(upper, 1 / 3)), 2 ** 52)), 32))
}

/** `y ← y·(4 − x·y³)/3`: Newton's step to x^(−1/3), which takes no division and squares the error, twice over. */
const improve = (x: ScalarNode, y: ScalarNode): ScalarNode => mul(y, sub(4 / 3, mul(mul(mul(x, y), mul(y, y)), 1 / 3)))

/**
 * `∛x = t·(1 − u)^(−1/3) ≈ t + t·(u/3 + 2u²/9)` with u = (x − t³)/x, where 1/x ≈ y³, y ≈ x^(−1/3), and t = x·y² cut to half its digits, so
 * that t² is exact and what cancels is nearly so. Subnormal arguments are raised by a cube.
 */
const cbrt = (x: ScalarNode): ScalarNode => {
  const [smallest, raise, steps] = x.type === "f32" ? [2 ** -126, 24, 2] : [2 ** -1022, 54, 3]
  const a = abs(x)
  const subnormal = lt(a, smallest)
  const value = select(subnormal, mul(a, 2 ** raise), a)
  let y = guess(value)
  for (let i = 0; i < steps; i++) y = improve(value, y)
  const square = mul(y, y)
  const t = upperHalf(mul(value, square))
  const u = mul(mul(sub(value, mul(mul(t, t), t)), square), y) // in this order 0 stays 0
  const root = mulAdd(mul(t, u), mulAdd(u, 2 / 9, 1 / 3), t)
  const lowered = select(subnormal, mul(root, 2 ** (-raise / 3)), root)
  return withSignOf(x, select(lt(a, Infinity), lowered, a))
}

export const cbrtExpansion: Expansion = both(cbrt)
export const rsqrtExpansion: Expansion = both(rsqrt)
