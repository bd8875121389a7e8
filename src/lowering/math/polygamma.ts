// The derivatives of ψ: `ψ⁽ᵐ⁾(x) = (−1)ᵐ⁺¹ m! ζ(s, x)`, s = m + 1, for the first few m. Hurwitz's ζ(s, x) is the sum of (x + k)⁻ˢ over k ≥ 0; a small
// x has its first terms added one by one, and the rest is by Euler and Maclaurin: `u⁻ᵐ(1/m + 1/2u + Σ B₂ⱼ/(2j)! · s(s + 1)…(s + 2j − 2)/u²ʲ)`.
// Powers multiply the rounding of their base, so float64 computes in pairs; float32 in float64.
import type { Expansion } from "../../core/lower.js"
import type { ScalarNode } from "../../core/scalar.js"
import { sincOf } from "./below.js"
import { cosine } from "./belowfacts.js"
import {
  abs,
  add,
  and,
  div,
  eq,
  gt,
  horner,
  literal,
  lt,
  mul,
  mulAdd,
  nearest,
  neg,
  or,
  otherwise,
  type Pair,
  type Routine,
  rarely,
  select,
  sub,
  widened,
} from "./builder.js"
import {
  addPairs,
  constantPair,
  divPairs,
  hornerPairs,
  inverseOfPair,
  mulPairs,
  pairOf,
  powerOfPair,
  selectPair,
  subPairs,
  twoProduct,
  twoSum,
} from "./double.js"

/** The derivatives that are compiled; those of higher order are the host's. */
export const ORDERS: readonly number[] = [1, 2, 3, 4]

/** `B₂ⱼ/(2j)!` for j = 1, 2, … */
export const bernoulli: readonly number[] = [
  0.08333333333333333, -0.001388888888888889, 3.306878306878307e-5, -8.267195767195768e-7, 2.08767569878681e-8, -5.284190138687493e-10,
  1.3382536530684679e-11, -3.3896802963225827e-13, 8.586062056277845e-15, -2.174868698558062e-16, 5.5090028283602295e-18,
  -1.3954464685812522e-19,
]

const factorial = (n: number): number => (n === 0 ? 1 : n * factorial(n - 1))
/** `s(s + 1)…`, of `count` factors */
const rising = (s: number, count: number): number => (count === 0 ? 1 : (s + count - 1) * rising(s, count - 1))
const upTo = (n: number): readonly number[] => Array.from({ length: n }, (_, k) => k)

/** What is beyond `1 + m/2u` in the sum, divided by `1/u²`, in powers of it. */
const tailOf = (m: number, count: number): readonly number[] => bernoulli.slice(0, count).map((b, i) => m * b * rising(m + 1, 2 * i + 1))

/** Terms added one by one, and of the series, so that what is left out is 2^−63 of the sum. */
const roomOf = (m: number): number => m + 9

/** `m! ζ(m + 1, x)` for x > 0, to 2^−60 */
const magnitude = (m: number, x: Pair): Pair => {
  const one = constantPair(x.hi, [1, 0])
  const isLow = lt(x.hi, roomOf(m))
  const terms = upTo(roomOf(m)).map((k) => inverseOfPair(powerOfPair(addPairs(x, constantPair(x.hi, [k, 0])), m + 1)))
  const low = terms.reduceRight((sum, term) => addPairs(term, sum))
  const u = addPairs(x, selectPair(isLow, constantPair(x.hi, [roomOf(m), 0]), constantPair(x.hi, [0, 0])))
  const inverse = inverseOfPair(u)
  const z = mul(inverse.hi, inverse.hi)
  const half = mulPairs(inverse, constantPair(x.hi, [m / 2, 0]))
  const series = addPairs(one, addPairs(half, pairOf(mul(z, horner(z, tailOf(m, bernoulli.length))))))
  const high = mulPairs(mulPairs(powerOfPair(inverse, m), series), constantPair(x.hi, [factorial(m - 1), 0]))
  return selectPair(isLow, addPairs(mulPairs(low, constantPair(x.hi, [factorial(m), 0])), high), high)
}

const power = (x: ScalarNode, n: number): ScalarNode => {
  if (n === 1) return x
  const half = power(x, Math.floor(n / 2))
  return n % 2 === 1 ? mul(mul(half, half), x) : mul(half, half)
}

/** Terms of both kinds that are enough for float32. */
const BRIEF = { room: 4, series: 5 } as const
/** The same, to 2^−33. */
const briefMagnitude = (m: number, x: ScalarNode): ScalarNode => {
  const room = m + BRIEF.room
  const isLow = lt(x, room)
  const low = upTo(room).map((k) => power(div(1, add(x, k)), m + 1))
  const inverse = div(1, add(x, select(isLow, literal(x, room), 0)))
  const z = mul(inverse, inverse)
  const series = add(mulAdd(inverse, m / 2, 1), mul(z, horner(z, tailOf(m, BRIEF.series))))
  const high = mul(mul(power(inverse, m), series), factorial(m - 1))
  return select(isLow, mulAdd(low.reduceRight(add), factorial(m), high), high)
}

const signed = (m: number, x: ScalarNode): ScalarNode => (m % 2 === 1 ? x : neg(x))
/** At 0, −1, −2, …: both sides agree on ∞ where m is odd. */
const poleOf = (m: number, x: ScalarNode): ScalarNode => literal(x, m % 2 === 1 ? Infinity : NaN)

/** Numbers of which the power is within the range of float64, with room for what is lost by splitting it. */
const rangeOf = (m: number): number => 2 ** Math.floor(900 / (m + 1))

const positive =
  (m: number) =>
  (x: ScalarNode): ScalarNode => {
    const { hi, lo } = magnitude(m, pairOf(x))
    const isFar = or(lt(abs(x), 1 / rangeOf(m)), gt(x, rangeOf(m)))
    const common = rarely(isFar, signed(m, add(hi, lo)), nameOf(m), x)
    return otherwise(lt(x, 0), common, belowRoutine(m), x)
  }

const briefPositive =
  (m: number) =>
  (x: ScalarNode): ScalarNode => {
    const common = select(eq(x, 0), poleOf(m, x), signed(m, briefMagnitude(m, x)))
    return otherwise(lt(x, 0), common, belowRoutine(m), x)
  }

/** Where there is a zero, results nearer to it than this, times m!, are what is left of numbers good to 2^−62. */
const NEAR = 2 ** -8

/**
 * `P` in `−(π cot πx)⁽ᵐ⁾ = (−1)ᵐ⁺¹ P(c)/σˢ`, c = cos πx, σ = sin πx/π, by powers of c, without the zeros in between:
 * `P₁ = c, Pₛ₊₁ = Pₛ′(1 − c²) + s·c·Pₛ`. No coefficient is negative.
 */
const cotangentPowers = (s: number): readonly number[] => {
  if (s === 1) return [0, 1]
  const p = cotangentPowers(s - 1)
  const at = (k: number): number => p[k] ?? 0
  return upTo(s - 1).map((k) => (k + 1) * at(k + 1) - (k - 1) * at(k - 1) + (s - 1) * at(k - 1))
}

/** `m! Σ (d + k)⁻ˢ` over all integers k */
const bothSides = (m: number, d: ScalarNode): Pair => {
  const square = twoProduct(d, d)
  const constant = (c: number): Pair => constantPair(d, [c, 0])
  const cosines = hornerPairs(square, cosine.first, pairOf(horner(square.hi, cosine.rest)))
  const c = mulPairs(subPairs(constant(1), mulPairs(square, constant(4))), cosines)
  const isOdd = m % 2 === 0
  const coefficients = cotangentPowers(m + 1).filter((_, k) => k % 2 === (isOdd ? 1 : 0))
  const inSquares = hornerPairs(
    mulPairs(c, c),
    coefficients.slice(0, -1).map((a) => [a, 0]),
    constant(coefficients.at(-1) as number),
  )
  return divPairs(isOdd ? mulPairs(c, inSquares) : inSquares, powerOfPair(mulPairs(pairOf(d), sincOf(square)), m + 1))
}

/** `ψ⁽ᵐ⁾(−a) = m! Σ (d + k)⁻ˢ − m! ζ(s, 1 + a)`, the sum over all integers k: all terms, less those of negative k. */
const below =
  (m: number) =>
  (x: ScalarNode): ScalarNode => {
    const a = abs(x)
    const d = sub(a, nearest(a))
    const size = abs(d)
    const { hi, lo } = subPairs(bothSides(m, d), magnitude(m, twoSum(literal(a, 1), a)))
    const atPole = select(lt(a, Infinity), poleOf(m, x), literal(a, NaN))
    const result = select(gt(size, 0), add(hi, lo), atPole)
    const isFar = and(gt(size, 0), lt(size, 1 / rangeOf(m)))
    const isZero = m % 2 === 0 ? or(isFar, lt(abs(result), NEAR * factorial(m))) : isFar
    return rarely(isZero, result, nameOf(m), x)
  }

/** What scalar graphs call the m-th derivative; 0 is ψ itself. */
export const nameOf = (m: number): string => (m === 0 ? "digamma" : `polygamma${m}`)

/** Of negative arguments. */
export const belowRoutine = (m: number): Routine => ({ name: `${nameOf(m)}_below`, expansion: widened(below(m), below(m)) })

/** The m-th derivative of digamma, if m is one of the first few. */
export const polygammaExpansion = (m: number): Expansion | undefined =>
  ORDERS.includes(m) ? widened(briefPositive(m), positive(m)) : undefined
