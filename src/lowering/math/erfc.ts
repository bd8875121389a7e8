// The complementary error function: `erfc a = e^(ρ − a²)·κ/(a + κ)` for a ≥ 0, where ρ = ln((1 + a/κ)·e^(a²)·erfc a) is between 0 and −1.2 for
// κ = 2 and smooth in t = (a − κ)/(a + κ), which makes the half-line short (Shepherd & Laframboise 1981). As it is added to an exponent,
// its own roundings count little; and a² is in two floats, as it may be 700.
import type { Expansion } from "../../core/lower.js"
import type { ScalarNode } from "../../core/scalar.js"
import { briefExp2 } from "./brief.js"
import {
  abs,
  add,
  atMost,
  biasOf,
  div,
  ge,
  horner,
  literal,
  lt,
  mul,
  mulAdd,
  quickTwoSum,
  roundToInteger,
  scaleByPower,
  select,
  sub,
  upperHalf,
  widened,
} from "./builder.js"
import { curved, factsOf } from "./expkernel.js"

interface Piece {
  /** The t from which it counts. */
  readonly origin: number
  /** ρ there, short enough to be added without rounding */
  readonly start: number
  /** `ρ − start` in powers of `u = t − origin`, by Chebyshev interpolation */
  readonly rest: readonly number[]
}
const K = 2
/** Up to a = 1, 3 and 28, to 2^−56.4, 2^−56.0 and 2^−56.5 */
const near: Piece = {
  origin: -1,
  start: 0,
  rest: [
    0.0, -0.6283791670955126, -0.07580935591533901, 0.020179499223421684, 0.012082316886666833, 0.0017235997366075973,
    -0.0009192193162165664, -0.0006232531520904683, -0.0001339302882681057, 3.752095042342358e-5, 3.741951803300783e-5,
    1.6808323218673176e-5, -6.61686277260858e-6, 4.717337949446819e-6, -6.071452308326102e-6, 1.6478100394073615e-6,
  ],
}
const middle: Piece = {
  origin: -0.0625,
  start: -0.6298828125,
  rest: [
    0.00030227347758103433, -0.6780026204746556, 0.038340889479815364, 0.04901172715247205, -0.007031954974989562, -0.009291377352706125,
    0.0007300874780954108, 0.002327766876134776, 0.00020977171350130422, -0.0005817703842884203, -0.00019339122443145734,
    0.0001137247736474845, 8.65399308073816e-5, -6.473415072964624e-6, -2.5193405643616788e-5, -6.291686500360139e-6,
  ],
}
const far: Piece = {
  origin: 0.53125,
  start: -1.009765625,
  rest: [
    -7.286700601588457e-5, -0.5913069249822508, 0.09594847119113795, 0.011281070859842262, -0.017618211649430584, 0.003757967380393119,
    0.003073819025970818, -0.0019351829872864634, -0.0004481156154096869, 0.0007436455812920474, 1.8025150377412973e-5,
    -0.0002776945491708865, 2.440583714138076e-5, 0.00010701361170342808, -1.2119810014653334e-5, -3.7314851610620275e-5,
  ],
}
/** For float32 `ρ/ln 2` with κ = K = 3 in powers of t, up to a = 10.5, to 2^−30.6 */
const briefRho = [
  0.10300327184864727, -1.1866485960793085, 0.3048211988820415, -0.0325204505814106, -0.029016285543468072, 0.017257811527817926,
  -0.0001283239740711776, -0.004082534202237039, 0.0013459964075233943, 0.000784687292048637, -0.0004843173435550457,
  -0.00019795475413201318, 1.3924217982136226e-5,
]

/** `erfc(−a) = 2 − erfc a` */
const reflected = (x: ScalarNode, ofAbsolute: ScalarNode): ScalarNode => select(lt(x, 0), sub(2, ofAbsolute), ofAbsolute)

const erfc = (x: ScalarNode): ScalarNode => {
  const a = atMost(abs(x), 28) // where it has become 0
  const [isNear, isFar, isSmall] = [lt(a, 1), ge(a, 3), lt(a, K)]
  const pick = (of: (p: Piece) => number): ScalarNode =>
    select(isNear, literal(x, of(near)), select(isFar, literal(x, of(far)), of(middle)))
  // a + κ = d + lost, so that the quotient is to be multiplied by 1 − lost/d
  const d = add(a, K)
  const lost = sub(select(isSmall, a, K), sub(d, select(isSmall, literal(x, K), a)))
  // t − origin; near 0 it is 2a/(a + κ)
  const u = div(
    add(
      mul(
        a,
        pick((p) => 1 - p.origin),
      ),
      pick((p) => -(1 + p.origin) * K),
    ),
    d,
  )
  const inverse = mul(
    sub(
      pick((p) => 1 - p.origin),
      u,
    ),
    0.5 / K,
  ) // 1/d
  const coefficients = near.rest.map((_, i) => pick((p) => p.rest[i] as number))
  const rest = coefficients.reduceRight((sum, c) => mulAdd(sum, u, c))
  const start = pick((p) => p.start)
  // a² = high² + squareRest, both exact; ρ − a² = k·ln 2 + r
  const high = upperHalf(a)
  const square = mul(high, high)
  const squareRest = mul(sub(a, high), add(a, high))
  const k = roundToInteger(mul(sub(add(start, rest), mul(a, a)), Math.LOG2E), 2 * biasOf(x))
  const [ln2, ln2Rest] = factsOf(x).ln2
  const main = sub(start, mulAdd(k.value, ln2, square))
  const small = sub(mulAdd(k.value, ln2Rest, squareRest), sub(rest, mul(lost, inverse)))
  const r = sub(main, small)
  // eʳ = 1 + r + …, the first sum as two floats, of which the second needs no division
  const { hi, lo } = quickTwoSum(literal(x, 1), r)
  const quotient = mulAdd(mul(inverse, K), add(lo, curved(r)), div(mul(hi, K), d))
  return reflected(x, scaleByPower(quotient, k.bits))
}

/** For a float32 in float64. */
const briefErfc = (x: ScalarNode): ScalarNode => {
  const a = atMost(abs(x), 10.5)
  const w = div(1, add(a, 3))
  const t = sub(1, mul(w, 6))
  return reflected(x, mul(briefExp2(sub(horner(t, briefRho), mul(mul(a, a), Math.LOG2E))), w))
}

export const erfcExpansion: Expansion = widened(briefErfc, erfc)
