// Double-double arithmetic (Dekker, Knuth): a number as an unevaluated sum hi + lo with |lo| ≤ ½ ulp(hi), some 106 bits.
// The special functions compute in it, so that a textbook series or recurrence rounds once, at the end.

/** The number `hi + lo`; `hi` alone is its nearest float64. */
export type DD = readonly [hi: number, lo: number]

/** `a + b` exactly, for |a| ≥ |b|. */
const quickTwoSum = (a: number, b: number): DD => {
  const sum = a + b
  return [sum, b - (sum - a)]
}

/** `a + b` exactly. */
export const twoSum = (a: number, b: number): DD => {
  const sum = a + b
  const bPart = sum - a
  return [sum, a - (sum - bPart) + (b - bPart)]
}

/** The upper 26 bits of `a`; what they leave has 26 too, so that products of halves are exact. */
const upperHalf = (a: number): number => {
  if (Math.abs(a) > 2 ** 990) return upperHalf(a * 2 ** -30) * 2 ** 30
  const scaled = (2 ** 27 + 1) * a
  return scaled - (scaled - a)
}

/** `a · b` exactly, short of overflow and underflow. */
export const twoProduct = (a: number, b: number): DD => {
  const product = a * b
  const aHi = upperHalf(a)
  const aLo = a - aHi
  const bHi = upperHalf(b)
  const bLo = b - bHi
  return [product, aHi * bHi - product + aHi * bLo + aLo * bHi + aLo * bLo]
}

export const add = (a: DD, b: DD): DD => {
  const hi = twoSum(a[0], b[0])
  const lo = twoSum(a[1], b[1])
  const sum = quickTwoSum(hi[0], hi[1] + lo[0])
  return quickTwoSum(sum[0], sum[1] + lo[1])
}

export const neg = (a: DD): DD => [-a[0], -a[1]]
export const sub = (a: DD, b: DD): DD => add(a, neg(b))
export const addNumber = (a: DD, b: number): DD => add(a, [b, 0])

export const mul = (a: DD, b: DD): DD => {
  const product = twoProduct(a[0], b[0])
  return quickTwoSum(product[0], product[1] + (a[0] * b[1] + a[1] * b[0]))
}

export const mulNumber = (a: DD, b: number): DD => {
  const product = twoProduct(a[0], b)
  return quickTwoSum(product[0], product[1] + a[1] * b)
}

/** `a / b` by long division: a quotient, and the quotient of what remains. */
export const div = (a: DD, b: DD): DD => {
  const quotient = a[0] / b[0]
  const remainder = sub(a, mulNumber(b, quotient))
  return quickTwoSum(quotient, remainder[0] / b[0])
}

/** `a / n`. */
export const divNumber = (a: DD, n: number): DD => {
  const quotient = a[0] / n
  const product = twoProduct(quotient, n)
  return quickTwoSum(quotient, (a[0] - product[0] - product[1] + a[1]) / n)
}

/** `p / q` of two float64 numbers. */
export const ratio = (p: number, q: number): DD => div([p, 0], [q, 0])

/** The nearest float64. */
export const toNumber = ([hi, lo]: DD): number => hi + lo

/** `x · 2ᵏ` for |k| ≤ 2000, in two steps, so that only the result may overflow or underflow. */
export const scale = (x: number, k: number): number => {
  const half = Math.trunc(k / 2)
  return x * 2 ** half * 2 ** (k - half)
}

export const ONE: DD = [1, 0]
export const PI: DD = [Math.PI, 1.2246467991473532e-16]
export const LN2: DD = [Math.LN2, 2.3190468138462996e-17]

/** `Σ termₙ` where `termₙ₊₁ = next(termₙ, n)`, until a term no longer counts. */
export const series = (first: DD, next: (term: DD, n: number) => DD): DD => {
  let sum = first
  let term = first
  for (let n = 0; Math.abs(term[0]) > Math.abs(sum[0]) * 2 ** -110; n++) {
    term = next(term, n)
    sum = add(sum, term)
  }
  return sum
}

/** `eˣ = m · 2ᵏ` as `[m, k]`, for |x| < 10⁶: x less the nearest multiple of ln 2, then the power series. */
export const expParts = (x: DD): readonly [m: DD, k: number] => {
  const k = Math.round(x[0] / LN2[0])
  const r = sub(x, mulNumber(LN2, k))
  return [
    addNumber(
      series(r, (term, n) => divNumber(mul(term, r), n + 2)),
      1,
    ),
    k,
  ]
}

/** `ln x` for x > 0: Math.log of the mantissa, and one Newton step `y + (m·e⁻ʸ − 1)`, which squares its error. */
export const log = ([hi, lo]: DD): DD => {
  const k = Math.round(Math.log2(hi))
  const m: DD = [scale(hi, -k), scale(lo, -k)]
  const y = Math.log(m[0])
  const [inverse, power] = expParts([-y, 0])
  const correction = addNumber(mulNumber(mul(m, inverse), 2 ** power), -1)
  return add(mulNumber(LN2, k), addNumber(correction, y))
}
