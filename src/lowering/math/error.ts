// The error function and its relatives.
import type { ScalarNode } from "../../core/scalar.js"
import { abs, atMost, both, type FloatType, horner, mul, quickTwoSum, sub, withSignOf } from "./builder.js"
import { decay } from "./expkernel.js"

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

export const errors = { erf: both(erf) }
