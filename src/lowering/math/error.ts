// The error function and its relatives.
import type { Expansion } from "../../core/lower.js"
import type { ScalarNode } from "../../core/scalar.js"
import {
  abs,
  add,
  atMost,
  both,
  eq,
  type FloatType,
  ge,
  horner,
  literal,
  lt,
  mul,
  mulAdd,
  or,
  quickTwoSum,
  rarely,
  select,
  sqrt,
  sub,
  withSignOf,
} from "./builder.js"
import { decay } from "./expkernel.js"
import { minusLogPair } from "./logarithm.js"

interface InverseFacts {
  /** Where the tail begins, in w = −ln(1 − x²). */
  readonly tail: number
  /** `erf⁻¹ x / x − 1` in powers of w, before the tail */
  readonly near: readonly number[]
}
const inverseTable: { readonly [T in FloatType]: InverseFacts } = {
  f32: {
    tail: 4.6745,
    // 2^−27.2
    near: [
      -0.11377307772636414, 0.23201380670070648, 0.011548660695552826, -0.0023342592176049948, -0.00012755165516864508,
      4.461887510842644e-5, 3.961481070291484e-6, -1.9715644157258794e-6, 2.2045209391308163e-7, -8.763027636859988e-9,
    ],
  },
  f64: {
    tail: 6.25,
    // 2^−55
    near: [
      -0.11377307454724196, 0.23201366653465072, 0.011549342038380655, -0.0023351016429017045, -0.00012804328620093138,
      4.661140968465801e-5, 2.0200665851609847e-6, -1.0126921883943537e-6, -3.7118165554401816e-8, 2.2625412053070937e-8,
      8.728752713037078e-10, -5.85076588080871e-10, 4.8486578895702716e-12, 8.87316179050992e-12, -7.10209850036648e-13,
      7.179032262087484e-13, -4.0987036293900007e-13, 1.1131723892160874e-13, -1.8532711467265218e-14, 2.0661320170610643e-15,
      -1.5710395133833793e-16, 7.90563011993931e-18, -2.392063761081056e-19, 3.3130813853962945e-21,
    ],
  },
}
/** In float32, `erf⁻¹ x / x − 1` in the tail, in powers of √w − 3, to 2^−25.7. */
const inverseTail = [
  1.8329768180847168, 1.0016748905181885, 0.009445607662200928, -0.00763566792011261, 0.005682270508259535, -0.0036027522291988134,
  0.0015001328429207206, -5.496928861248307e-5, -0.0003234202158637345, 0.00012082253670087084,
]

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
const erf = (x: ScalarNode): ScalarNode => {
  const { saturation, logErfc } = factsOf(x)
  const a = atMost(abs(x), saturation)
  const g = quickTwoSum(a, mul(a, horner(a, logErfc)))
  const { s, p } = decay(g.hi, g.lo)
  return withSignOf(x, sub(sub(1, s), mul(s, p)))
}

/** dP/dw, near enough where it is needed to pass on what the rounding of w lost. */
const SLOPE = 0.2

/**
 * `erf⁻¹ x = x + x·P(w)`, w = −ln((1 − x)(1 + x)), which is smooth up to w = 4.67, where erf⁻¹ x is 2; in the tail a polynomial of √w (M. Giles,
 * Approximating the erfinv function, 2010). In float64 the tail, a thousandth of all arguments, is the host's.
 */
const erfInv = (x: ScalarNode): ScalarNode => {
  const { tail, near } = inverseTable[x.type as FloatType]
  const a = abs(x)
  const { hi: w, lo } = minusLogPair(mul(sub(1, a), add(a, 1)))
  if (x.type === "f64") return rarely(or(ge(w, tail), ge(a, 1)), withSignOf(x, mulAdd(a, horner(w, near), a)), "erf_inv", x)
  const isNear = lt(w, tail)
  const t = select(isNear, w, sub(sqrt(w), 3))
  const coefficients = near.map((c, i) => select(isNear, literal(x, c), inverseTail[i] as number))
  const [first, ...rest] = coefficients as [ScalarNode, ...ScalarNode[]]
  const p = quickTwoSum(
    mul(
      rest.reduceRight((sum, c) => mulAdd(sum, t, c)),
      t,
    ),
    first,
  )
  const y = add(a, mulAdd(a, p.hi, mul(a, mulAdd(lo, SLOPE, p.lo))))
  return withSignOf(x, select(lt(a, 1), y, select(eq(a, 1), Infinity, literal(x, NaN))))
}

export const erfExpansion: Expansion = both(erf)
export const erfInvExpansion: Expansion = both(erfInv)
