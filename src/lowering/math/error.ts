// The error function and its relatives.
import type { ScalarNode } from "../../core/scalar.js"
import { abs, add, atMost, both, eq, type FloatType, ge, horner, literal, lt, mul, mulAdd, neg, quickTwoSum, rarely, select, sqrt, sub, withSignOf } from "./builder.js"
import { decay } from "./expkernel.js"
import { log } from "./logarithm.js"

interface InverseFacts {
  /** Where the tail begins, in w = −ln(1 − x²). */
  readonly tail: number
  /** `erf⁻¹ x / x − 1` in powers of w − centre */
  readonly centre: number
  readonly near: readonly number[]
}
/** In float32, `erf⁻¹ x / x − 1` beyond the tail's beginning, in powers of √w − 3, to 2^−26.6. */
const inverseTail = [
  1.8329768180847168, 1.0016751289367676, 0.009445237927138805, -0.0076397256925702095, 0.005685674957931042, -0.0035867595579475164,
  0.0014904987765476108, -7.503253436880186e-5, -0.0003148187242913991, 0.00012679834617301822,
]
const inverseTable: { readonly [T in FloatType]: InverseFacts } = {
  f32: {
    tail: 5,
    centre: 2.5,
    // 2^−26.9
    near: [
      0.5014093518257141, 0.24664027988910675, -0.00417737103998661, -0.0012527334038168192, 0.00021833565551787615, -4.966864253219683e-6,
      -3.460911557340296e-6, 4.667338373565144e-7, 2.3111725866442612e-8, -8.82122019874032e-9,
    ],
  },
  f64: {
    tail: 6.25,
    centre: 3.125,
    // 2^−55.4
    near: [
      0.6536545626831027, 0.24015818242558828, -0.006033670871427702, -0.000740702534154097, 0.00018673420802414425, -1.3882523395435455e-5,
      -1.3654691843313152e-6, 4.234788186495587e-7, -2.9070382820871604e-8, -4.112661686366944e-9, 1.0512184068964576e-9,
      -5.414251249275964e-11, -1.2976957603032315e-11, 2.630387870065451e-12, -8.11707363206891e-14, -3.999573348891814e-14,
      6.594836070083812e-15, -4.216953090689738e-17, -1.3005335422288452e-16, 1.5708612009185093e-17, 1.1451834287590017e-18,
      -3.5540403729874204e-19, -1.0261873032566169e-21, 3.3366021420392485e-21,
    ],
  },
}

interface Facts {
  /** Where erf has become 1. */
  readonly saturation: number
  /** `R` in `−ln erfc a = a + a·R(a)`. */
  readonly logErfc: readonly number[]
}
const table: { readonly [T in FloatType]: Facts } = {
  f32: {
    saturation: 3.95,
    // erf to 2^−27.6
    logErfc: [
      0.12837916612625122, 0.636619508266449, 0.10277694463729858, -0.019150277599692345, -0.00016497293836437166, 0.0016712052747607231,
      -0.0006349601317197084, 0.00011820068903034553, -9.315561328548938e-6,
    ],
  },
  f64: {
    saturation: 5.95,
    // 2^−55.4
    logErfc: [
      0.12837916709551256, 0.6366197723675898, 0.10277260330135826, -0.019128446993836368, -0.0002091948466332615, 0.0016962076243473418,
      -0.0005901322361805851, 2.590390753801944e-5, 6.44218131211857e-5, -2.9577977500792808e-5, 3.172754228539901e-6, 3.129731881879783e-6,
      -2.0345044285477103e-6, 5.68853410412569e-7, -1.0764844252839375e-8, -6.613353349220873e-8, 3.47198921044039e-8,
      -1.0809343086541404e-8, 2.3679803562897127e-9, -3.7724931485828547e-10, 4.315434204382999e-11, -3.3752791718367968e-12,
      1.6202704698274046e-13, -3.6045829354950396e-15,
    ],
  },
}
const factsOf = (x: ScalarNode): Facts => table[x.type as FloatType]

/** `erf|x| = 1 − e^(−g)` where g = −ln erfc|x| is smooth and about 2|x|/√π + x²: one polynomial and one exponential for every x. */
export const erf = (x: ScalarNode): ScalarNode => {
  const { saturation, logErfc } = factsOf(x)
  const a = atMost(abs(x), saturation)
  const g = quickTwoSum(a, mul(a, horner(a, logErfc)))
  const { s, p } = decay(g.hi, g.lo)
  return withSignOf(x, sub(sub(1, s), mul(s, p)))
}

/**
 * `erf⁻¹ x = x + x·P(w)`, w = −ln((1 − x)(1 + x)), which is smooth up to w = 5; in the tail a polynomial of √w (M. Giles, Approximating the erfinv
 * function, 2010). In float64 the tail, a thousandth of all arguments, is the host's.
 */
export const erfInv = (x: ScalarNode): ScalarNode => {
  const { tail, centre, near } = inverseTable[x.type as FloatType]
  const a = abs(x)
  const w = neg(log(mul(sub(1, a), add(a, 1))))
  if (x.type === "f64") return rarely(ge(w, tail), mulAdd(x, horner(sub(w, centre), near), x), "erf_inv", x)
  const isNear = lt(w, tail)
  const t = select(isNear, sub(w, centre), sub(sqrt(w), 3))
  const coefficients = near.map((c, i) => select(isNear, literal(x, c), inverseTail[i] as number))
  const p = coefficients.reduceRight((sum, c) => mulAdd(sum, t, c))
  return select(eq(a, 1), mul(x, Infinity), mulAdd(x, p, x))
}

export const errors = { erf: both(erf), erf_inv: both(erfInv) }
