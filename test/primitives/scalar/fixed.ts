// A second opinion on the elementary functions and erf: fixed-point numbers of BigInt, as wide as asked, and school-book series.
// It shares no algorithm with what it checks: no double-double, no continued fraction, no rational approximation.

/** Fixed-point arithmetic: the integer `n` stands for `n / 2^bits`. */
export interface Fixed {
  readonly one: bigint
  readonly pi: bigint
  readonly from: (x: number) => bigint
  readonly toNumber: (a: bigint) => number
  readonly mul: (a: bigint, b: bigint) => bigint
  readonly div: (a: bigint, b: bigint) => bigint
  readonly sqrt: (a: bigint) => bigint
  readonly cbrt: (a: bigint) => bigint
  readonly exp: (a: bigint) => bigint
  readonly log: (a: bigint) => bigint
  readonly sin: (a: bigint) => bigint
  readonly cos: (a: bigint) => bigint
  readonly atan: (a: bigint) => bigint
  readonly erf: (a: bigint) => bigint
}

const abs = (a: bigint): bigint => (a < 0n ? -a : a)
const bitLength = (a: bigint): number => a.toString(2).length

/** `x · 2ᵏ` in steps that stay in range. */
const scale = (x: number, k: number): number =>
  Math.abs(k) <= 900 ? x * 2 ** k : scale(x * 2 ** (900 * Math.sign(k)), k - 900 * Math.sign(k))

const view = new DataView(new ArrayBuffer(8))

/** The integer m and exponent e of `x = m · 2ᵉ`. */
const parts = (x: number): readonly [m: bigint, e: number] => {
  view.setFloat64(0, x)
  const bits = view.getBigUint64(0)
  const exponent = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & 0xfffffffffffffn
  const m = exponent === 0 ? fraction : fraction | (1n << 52n)
  return [x < 0 ? -m : m, Math.max(exponent, 1) - 1075]
}

/** The root of `rⁿ = a` by Newton's iteration from above, which descends until it cannot. */
const integerRoot = (a: bigint, n: number): bigint => {
  if (a === 0n) return 0n
  const degree = BigInt(n)
  let r = 1n << BigInt(Math.ceil(bitLength(a) / n))
  for (;;) {
    const next = ((degree - 1n) * r + a / r ** (degree - 1n)) / degree
    if (next >= r) return r
    r = next
  }
}

export const fixedPoint = (bits: number): Fixed => {
  const shift = BigInt(bits)
  const one = 1n << shift
  const mul = (a: bigint, b: bigint): bigint => (a * b) >> shift
  const div = (a: bigint, b: bigint): bigint => (a << shift) / b
  const from = (x: number): bigint => {
    const [m, e] = parts(x)
    const by = BigInt(bits + e)
    return by >= 0n ? m << by : m >> -by
  }
  const toNumber = (a: bigint): number => {
    const magnitude = abs(a)
    // 80 leading bits, the last of which remembers what was dropped, so that Number() rounds correctly
    const drop = Math.max(bitLength(magnitude) - 80, 0)
    const kept = magnitude >> BigInt(drop)
    const sticky = kept << BigInt(drop) === magnitude ? 0n : 1n
    const value = scale(Number(kept | sticky), drop - bits)
    return a < 0n ? -value : value
  }
  /** `Σ termₙ` until a term vanishes. */
  const series = (first: bigint, next: (term: bigint, n: bigint) => bigint): bigint => {
    let sum = first
    for (let term = first, n = 0n; term !== 0n && term !== -1n; n++) {
      term = next(term, n)
      sum += term
    }
    return sum
  }
  const sqrt = (a: bigint): bigint => integerRoot(a << shift, 2)
  const cbrt = (a: bigint): bigint => (a < 0n ? -integerRoot(-a << (2n * shift), 3) : integerRoot(a << (2n * shift), 3))
  // Gregory's series, the argument first made small by tan(θ/2) = t/(1 + √(1 + t²))
  const atan = (a: bigint): bigint => {
    const HALVINGS = 8n
    let t = a
    for (let i = 0n; i < HALVINGS; i++) t = div(t, one + sqrt(one + mul(t, t)))
    const minusSquare = -mul(t, t)
    let power = t
    let sum = t
    for (let n = 3n; power !== 0n && power !== -1n; n += 2n) {
      power = mul(power, minusSquare)
      sum += power / n
    }
    return sum << HALVINGS
  }
  const pi = 4n * atan(one)
  const ln2 = ((): bigint => {
    // ln 2 = 2 Σ 3^−(2n+1)/(2n+1)
    let sum = 0n
    for (let power = one / 3n, n = 1n; power > 0n; power /= 9n, n += 2n) sum += power / n
    return 2n * sum
  })()
  const exp = (a: bigint): bigint => {
    const k = a / ln2
    const r = (a - k * ln2) >> 16n // e^r = (e^(r/2¹⁶))^(2¹⁶)
    let power = series(one, (term, n) => mul(term, r) / (n + 1n))
    for (let i = 0; i < 16; i++) power = mul(power, power)
    return k >= 0n ? power << k : power >> -k
  }
  const log = (a: bigint): bigint => {
    const k = BigInt(bitLength(a)) - shift
    const m = k >= 0n ? a >> k : a << -k
    // Halley: y ← y + 2(m − e^y)/(m + e^y), which triples the digits
    let y = from(Math.log(toNumber(m)))
    for (let digits = 40; digits < bits; digits *= 3) {
      const e = exp(y)
      y += div(2n * (m - e), m + e)
    }
    const rest = k > 0n ? a - (m << k) : 0n // what the shift lost
    return y + k * ln2 + (rest === 0n ? 0n : div(rest, a))
  }
  const turn = (a: bigint): bigint => a - ((a + (a < 0n ? -pi : pi)) / (2n * pi)) * 2n * pi
  const sin = (a: bigint): bigint => {
    const t = turn(a)
    const minusSquare = -mul(t, t)
    return series(t, (term, n) => mul(term, minusSquare) / ((2n * n + 2n) * (2n * n + 3n)))
  }
  const cos = (a: bigint): bigint => {
    const t = turn(a)
    const minusSquare = -mul(t, t)
    return series(one, (term, n) => mul(term, minusSquare) / ((2n * n + 1n) * (2n * n + 2n)))
  }
  const erf = (a: bigint): bigint => {
    // 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n! (2n+1)): it cancels, which costs 2·x²·log₂e bits
    const minusSquare = -mul(a, a)
    let term = a
    let sum = a
    for (let n = 1n; term !== 0n && term !== -1n; n++) {
      term = mul(term, minusSquare) / n
      sum += term / (2n * n + 1n)
    }
    return div(2n * sum, sqrt(pi))
  }
  return { one, pi, from, toNumber, mul, div, sqrt, cbrt, exp, log, sin, cos, atan, erf }
}
