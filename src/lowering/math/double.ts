// Arithmetic of numbers as unevaluated sums of two floats, some 105 bits, for where terms cancel or a power would multiply the rounding of its
// base. (Dekker, A floating-point technique for extending the available precision, 1971; Knuth for the sum.)
import type { ScalarNode } from "../../core/scalar.js"
import { add, div, literal, mul, mulAdd, neg, type Pair, quickTwoSum, select, sub, upperHalf } from "./builder.js"

/** A pair of constants, the second what rounding the first lost. */
export type Constants = readonly [hi: number, lo: number]

export const pairOf = (x: ScalarNode): Pair => ({ hi: x, lo: literal(x, 0) })
export const constantPair = (like: ScalarNode, [hi, lo]: Constants): Pair => ({ hi: literal(like, hi), lo: literal(like, lo) })

/** `a + b` exactly, whichever is greater. */
export const twoSum = (a: ScalarNode, b: ScalarNode): Pair => {
  const hi = add(a, b)
  const part = sub(hi, a)
  return { hi, lo: add(sub(a, sub(hi, part)), sub(b, part)) }
}

/** `a·b` exactly, short of overflow and underflow. */
export const twoProduct = (a: ScalarNode, b: ScalarNode): Pair => {
  const hi = mul(a, b)
  const [aHigh, bHigh] = [upperHalf(a), upperHalf(b)]
  const [aLow, bLow] = [sub(a, aHigh), sub(b, bHigh)]
  const crossed = mulAdd(aHigh, bLow, sub(mul(aHigh, bHigh), hi))
  return { hi, lo: mulAdd(aLow, bLow, mulAdd(aLow, bHigh, crossed)) }
}

export const negPair = ({ hi, lo }: Pair): Pair => ({ hi: neg(hi), lo: neg(lo) })

/** To 2^−105 of the greater operand. */
export const addPairs = (x: Pair, y: Pair): Pair => {
  const sum = twoSum(x.hi, y.hi)
  return quickTwoSum(sum.hi, add(sum.lo, add(x.lo, y.lo)))
}

export const subPairs = (x: Pair, y: Pair): Pair => addPairs(x, negPair(y))

export const mulPairs = (x: Pair, y: Pair): Pair => {
  const product = twoProduct(x.hi, y.hi)
  return quickTwoSum(product.hi, add(product.lo, mulAdd(x.hi, y.lo, mul(x.lo, y.hi))))
}

/** A quotient, and the quotient of what remains. */
export const divPairs = (x: Pair, y: Pair): Pair => {
  const q = div(x.hi, y.hi)
  const { hi, lo } = twoProduct(q, y.hi)
  const remainder = sub(add(sub(sub(x.hi, hi), lo), x.lo), mul(q, y.lo))
  return quickTwoSum(q, div(remainder, y.hi))
}

export const selectPair = (condition: ScalarNode, x: Pair, y: Pair): Pair => ({
  hi: select(condition, x.hi, y.hi),
  lo: select(condition, x.lo, y.lo),
})

/** `c₀ + c₁x + … + xⁿ·rest`, the coefficients pairs of constants. */
export const hornerPairs = (x: Pair, first: readonly Constants[], rest: Pair): Pair =>
  first.reduceRight((sum, c) => addPairs(constantPair(x.hi, c), mulPairs(x, sum)), rest)

/** `xⁿ` for n = 1, 2, …, by squaring. */
export const powerOfPair = (x: Pair, n: number): Pair => {
  if (n === 1) return x
  const half = powerOfPair(x, Math.floor(n / 2))
  const square = mulPairs(half, half)
  return n % 2 === 1 ? mulPairs(square, x) : square
}

/** `1/x`, with one division. */
export const inverseOfPair = (x: Pair): Pair => {
  const q = div(1, x.hi)
  const { hi, lo } = twoProduct(q, x.hi)
  return quickTwoSum(q, mul(q, sub(sub(sub(1, hi), lo), mul(q, x.lo))))
}
