// ln|Γ| and its derivative. Small arguments, negative ones too, are shifted up by Γ(x+1) = x·Γ(x) to where Stirling's series
// holds; below −16 Euler's reflection takes over. All in double-double: that leaves digits enough but within a few float64 of the
// first zeros on the negative axis, where functions are their Taylor polynomials.
import { bernoulli, LARGE } from "./bernoulli.js"
import {
  add,
  addNumber,
  type DD,
  div,
  divNumber,
  log,
  mul,
  mulNumber,
  neg,
  ONE,
  PI,
  ratio,
  series,
  sub,
  toNumber,
  twoSum,
} from "./doubledouble.js"

const EULER: DD = [0.5772156649015329, -4.942915152430645e-18]
const HALF_LN_TWO_PI: DD = [0.9189385332046728, -3.8782941580672414e-17]
const ZETA = { 2: 1.6449340668482264, 3: 1.2020569031595942 } as const
/** A zero of a function, and the first derivatives there, divided by 1, 2 and 6. */
interface Zero {
  readonly root: DD
  readonly slope: DD
  readonly rest: readonly [number, number]
}
/** The positive zero of ψ. */
const DIGAMMA_ZERO: Zero = {
  root: [1.4616321449683622, 9.549995429965697e-17],
  slope: [0.9676722454476212, -3.387874303038943e-17],
  rest: [-0.4427631689835921, 0.258499760955651],
}
const DIGAMMA_NEGATIVE_ZEROS: readonly Zero[] = [
  {
    root: [-0.5040830082644554, -8.15428206243813e-18],
    slope: [8.939798558792134, 4.661730805438714e-16],
    rest: [-0.8093454625306507, 32.258572064915505],
  },
  {
    root: [-1.5734984731623904, -1.574185691077347e-17],
    slope: [9.941513615924176, -3.5066551522020224e-16],
    rest: [-7.802593974782628, 39.911910808498966],
  },
]
const LGAMMA_NEGATIVE_ZEROS: readonly Zero[] = [
  {
    root: [-2.4570247382208006, -3.7075610815513266e-17],
    slope: [1.5156034480216574, -4.0695290379659363e-17],
    rest: [4.8583209516339965, 1.41129114307798],
  },
  {
    root: [-2.7476826467274127, 9.055340329338315e-17],
    slope: [-1.9143501856115988, -6.288473508186805e-17],
    rest: [9.575189475709667, -20.095134916842603],
  },
  {
    root: [-3.14358088834998, -2.1818179852331714e-16],
    slope: [7.781884658131351, -1.2366266971852707e-16],
    rest: [25.831338372387957, 112.268986297176],
  },
  {
    root: [-3.955294284858598, -1.999428391746348e-17],
    slope: [-20.725060845803707, 1.4319348367658305e-15],
    rest: [251.7146825868894, -3730.6047156806126],
  },
]

/** Below this, ln|Γ(x)| is −ln|x| and ψ(x) is −1/x. */
const TINY = 2 ** -60
/** Within this of their positive zeros, ln Γ and ψ are their cubic Taylor polynomials. */
const NEAR = 2 ** -20
/** The same for zeros on the negative axis, which have poles beside them. */
const NEAR_NEGATIVE = 2 ** -24
/** From here on ln Γ(x) is x (ln x − 1) and ψ(x) is ln x: the rest is too small to count. */
const HUGE = 2 ** 200

/** Whether Γ has a pole at x: 0, −1, −2, … */
export const isPole = (x: number): boolean => x <= 0 && Number.isInteger(x)

/** The product `p = x(x+1)…(x+n−1)`, its derivative `dp`, and `a = x + n`, the first such that is large. */
const shiftUp = (x: number): { readonly p: DD; readonly dp: DD; readonly a: DD } => {
  let p = ONE
  let dp: DD = [0, 0]
  let a: DD = [x, 0]
  for (; a[0] < LARGE; a = addNumber(a, 1)) {
    dp = add(mul(dp, a), p)
    p = mul(p, a)
  }
  return { p, dp, a }
}

const coefficients = (divisor: (k: number) => number): readonly DD[] => bernoulli.map((b, i) => divNumber(b, divisor(i + 1)))
const stirlingCoefficients = coefficients((k) => 2 * k * (2 * k - 1))
const digammaCoefficients = coefficients((k) => 2 * k)

/** `Σ cₖ zᵏ` for k = 1 to 17, by Horner's rule. */
const powerSum = (c: readonly DD[], z: DD): DD => c.reduceRight<DD>((sum, ck) => mul(z, add(ck, sum)), [0, 0])

/** Stirling: `ln Γ(a) = (a − ½) ln a − a + ½ ln 2π + Σ B₂ₖ / (2k(2k−1) a²ᵏ⁻¹)`. */
const stirling = (a: DD): DD => {
  const inverse = div(ONE, a)
  const tail = mul(a, powerSum(stirlingCoefficients, mul(inverse, inverse)))
  const logA = log(a)
  const main = sub(mul(a, addNumber(logA, -1)), mulNumber(logA, 0.5))
  return add(main, add(HALF_LN_TWO_PI, tail))
}

/** `ψ(a) = ln a − 1/(2a) − Σ B₂ₖ / (2k a²ᵏ)` for large a. */
const digammaLarge = (a: DD): DD => {
  const inverse = div(ONE, a)
  const tail = powerSum(digammaCoefficients, mul(inverse, inverse))
  return sub(sub(log(a), mulNumber(inverse, 0.5)), tail)
}

/** `sin πx` and `cos πx`, up to a common sign, of the distance to the nearest integer, which is exact. */
const sinCosPi = (x: number): readonly [sin: DD, cos: DD] => {
  const angle = mulNumber(PI, x - Math.round(x))
  const minusSquare = neg(mul(angle, angle))
  const taylor = (first: DD, n0: number): DD =>
    series(first, (term, n) => divNumber(mul(term, minusSquare), (2 * n + n0) * (2 * n + n0 + 1)))
  return [taylor(angle, 2), taylor(ONE, 1)]
}

/** A function by its Taylor polynomial `c₁z + c₂z² + c₃z³` at distance z from a zero of it. */
const nearZero = (z: DD, c1: DD, [c2, c3]: readonly [number, number]): number =>
  toNumber(addNumber(mul(c1, z), z[0] * z[0] * (c2 + z[0] * c3)))

/** By the Taylor polynomial at a zero, if one is near enough. */
const nearOneOf = (zeros: readonly Zero[], x: number, near: number): number | undefined => {
  const zero = zeros.find(({ root }) => Math.abs(x - root[0]) < near)
  return zero && nearZero(twoSum(x - zero.root[0], -zero.root[1]), zero.slope, zero.rest)
}

/** `ln|Γ(x)|` for x that is neither tiny nor a pole nor near the zeros 1 and 2. */
export const lgammaParts = (x: number): DD => {
  if (x <= -LARGE) {
    // |Γ(−y) Γ(y)| = π / (y |sin πy|)
    const ySin = mulNumber(sinCosPi(x)[0], x)
    return sub(log(div(PI, ySin[0] < 0 ? neg(ySin) : ySin)), stirling([-x, 0]))
  }
  const { p, a } = shiftUp(x)
  const main = stirling(a)
  return p === ONE ? main : sub(main, log(p[0] < 0 ? neg(p) : p))
}

/** `ln|Γ(x)|`; +∞ at the poles 0, −1, −2, … and at ±∞. (`jax.lax.lgamma`) */
export const lgamma = (x: number): number => {
  if (Number.isNaN(x)) return NaN
  if (isPole(x) || !Number.isFinite(x)) return Infinity
  if (Math.abs(x) < TINY) return -Math.log(Math.abs(x))
  // 2¹⁰⁰ times smaller, so that only the result may overflow
  if (x > HUGE) return toNumber(mulNumber(addNumber(log([x, 0]), -1), x * 2 ** -100)) * 2 ** 100
  // ln Γ(1+z) = −γz + Σ ζ(k)(−z)ᵏ/k, and ln Γ(2+z) = ln Γ(1+z) + ln(1+z)
  if (Math.abs(x - 1) < NEAR) return nearZero([x - 1, 0], neg(EULER), [ZETA[2] / 2, -ZETA[3] / 3])
  if (Math.abs(x - 2) < NEAR) return nearZero([x - 2, 0], sub(ONE, EULER), [(ZETA[2] - 1) / 2, (1 - ZETA[3]) / 3])
  return nearOneOf(LGAMMA_NEGATIVE_ZEROS, x, NEAR_NEGATIVE) ?? toNumber(lgammaParts(x))
}

const digammaParts = (x: number): DD => {
  if (x <= -LARGE) {
    // ψ(−y) = ψ(y) + 1/y + π cot πy
    const [sin, cos] = sinCosPi(x)
    return sub(sub(digammaLarge([-x, 0]), ratio(1, x)), mul(PI, div(cos, sin)))
  }
  // ψ(x) = ψ(x+n) − p′/p
  const { p, dp, a } = shiftUp(x)
  return sub(digammaLarge(a), div(dp, p))
}

/** The derivative of ln Γ; NaN at the poles 0, −1, −2, … and at −∞. (`jax.lax.digamma`) */
export const digamma = (x: number): number => {
  if (isPole(x) || !Number.isFinite(x)) return x === Infinity ? Infinity : NaN
  if (Math.abs(x) < TINY) return -1 / x
  if (x > HUGE) return toNumber(log([x, 0]))
  const zero = nearOneOf([DIGAMMA_ZERO], x, NEAR) ?? nearOneOf(DIGAMMA_NEGATIVE_ZEROS, x, NEAR_NEGATIVE)
  return zero ?? toNumber(digammaParts(x))
}
