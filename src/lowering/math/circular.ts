// The inverses of the circular functions.
import type { Expansion } from "../../core/lower.js"
import type { ScalarNode } from "../../core/scalar.js"
import {
  abs,
  add,
  bitsOf,
  both,
  div,
  eq,
  type FloatType,
  flipBy,
  gt,
  horner,
  integer,
  literal,
  lt,
  mul,
  mulAdd,
  neg,
  quickTwoSum,
  select,
  sqrt,
  sub,
  withSignOf,
} from "./builder.js"

interface Facts {
  /** `atan t = t + t³·A(t²)` on [0, 1] */
  readonly atan: readonly number[]
  /** `asin t = t + t³·B(t²)` on [0, ½] */
  readonly asin: readonly number[]
  /** π/2 = high + low */
  readonly halfPi: readonly [high: number, low: number]
}
const table: { readonly [T in FloatType]: Facts } = {
  f32: {
    // 2^−28.5
    atan: [
      -0.33333298563957214, 0.1999853402376175, -0.14264102280139923, 0.10951505601406097, -0.08401575684547424, 0.05792704597115517,
      -0.031148666515946388, 0.010899501852691174, -0.001790350885130465,
    ],
    // 2^−27.6
    asin: [0.16666755080223083, 0.07495192438364029, 0.04548368975520134, 0.02411305531859398, 0.042280588299036026],
    halfPi: [1.5707963705062866, -4.371138828673793e-8],
  },
  f64: {
    // 2^−55
    atan: [
      -0.3333333333333185, 0.1999999999975379, -0.14285714271275984, 0.11111110677279598, -0.09090901213045861, 0.07692212704724302,
      -0.0666585876098884, 0.05877299488763454, -0.0523920100878883, 0.0467385572532707, -0.040924268678164434, 0.03406414715445539,
      -0.02582191825664991, 0.01697309254196515, -0.00918081767429928, 0.003853927297191916, -0.0011633066809328954, 0.0002228478121427418,
      -2.0240202428887393e-5,
    ],
    // 2^−55.8
    asin: [
      0.16666666666665347, 0.07500000000351835, 0.044642856815943745, 0.030381959652397587, 0.022371745601908206, 0.017359893601829147,
      0.013883360831879446, 0.012181575244916698, 0.0064742817116301464, 0.019675789373289804, -0.016456645476092522, 0.03207217296538596,
    ],
    halfPi: [1.5707963267948966, 6.123233995736766e-17],
  },
}
const factsOf = (x: ScalarNode): Facts => table[x.type as FloatType]

/** `atan t` for 0 ≤ t ≤ 1 */
const atanKernel = (t: ScalarNode): ScalarNode => {
  const z = mul(t, t)
  return mulAdd(mul(t, z), horner(z, factsOf(t).atan), t)
}

/** `atan|x|`, or `π/2 − atan 1/|x|` beyond 1. */
const atan = (x: ScalarNode): ScalarNode => {
  const [high, low] = factsOf(x).halfPi
  const a = abs(x)
  const steep = gt(a, 1)
  const angle = atanKernel(select(steep, div(1, a), a))
  return withSignOf(x, select(steep, sub(high, sub(angle, low)), angle))
}

/** The angle of the point (x, y): atan of the smaller coordinate over the larger, and what the octant adds to ± it. */
const atan2 = (y: ScalarNode, x: ScalarNode): ScalarNode => {
  const [high, low] = factsOf(x).halfPi
  const [ay, ax] = [abs(y), abs(x)]
  const steep = gt(ay, ax)
  const small = select(steep, ax, ay)
  const large = select(steep, ay, ax)
  // 0/0 is to be 0, and ∞/∞ 1
  const ratio = select(eq(small, large), select(eq(large, 0), literal(x, 0), 1), div(small, large))
  const angle = atanKernel(ratio)
  const left = lt(bitsOf(x), integer(x, 0n)) // −0 too
  const leftwards = flipBy(x, angle)
  const signed = select(steep, neg(leftwards), leftwards)
  const octant = select(steep, high, select(left, literal(x, 2 * high), 0))
  return withSignOf(y, add(octant, mulAdd(octant, low / high, signed)))
}

interface Half {
  /** |x| beyond ½ */
  readonly far: ScalarNode
  /** t is |x|, or where |x| is far, √((1 − |x|)/2). */
  readonly t: ScalarNode
  /** `asin t − t`; far out, asin t is half of acos|x|. */
  readonly tail: ScalarNode
}
const halfAngle = (x: ScalarNode): Half => {
  const a = abs(x)
  const far = gt(a, 0.5)
  const rest = mul(sub(1, a), 0.5)
  const z = select(far, rest, mul(a, a))
  const t = select(far, sqrt(rest), a)
  return { far, t, tail: mul(mul(t, z), horner(z, factsOf(x).asin)) }
}

/** `asin|x|`, beyond ½ as `π/2 − 2 asin √((1 − |x|)/2)` */
const asin = (x: ScalarNode): ScalarNode => {
  const [high, low] = factsOf(x).halfPi
  const { far, t, tail } = halfAngle(x)
  const complement = quickTwoSum(literal(x, high), neg(add(t, t)))
  const rest = sub(complement.lo, sub(add(tail, tail), low))
  return withSignOf(x, select(far, add(complement.hi, rest), add(t, tail)))
}

/** `π/2 − asin x`; beyond ½ twice the half angle, or π less that. */
const acos = (x: ScalarNode): ScalarNode => {
  const [high, low] = factsOf(x).halfPi
  const { far, t, tail } = halfAngle(x)
  const angle = add(t, tail)
  const twice = add(angle, angle)
  const middle = sub(high, sub(flipBy(x, angle), low))
  return select(far, select(lt(x, 0), sub(2 * high, sub(twice, 2 * low)), twice), middle)
}

export const atanExpansion: Expansion = both(atan)
export const atan2Expansion: Expansion = both(atan2)
export const asinExpansion: Expansion = both(asin)
export const acosExpansion: Expansion = both(acos)
