// What the reflection of ln|Γ| and ψ is made of. The first coefficients of what is added to greater terms are pairs, the rest are Chebyshev
// interpolations with 400 bits. A low argument a < 7 is moved up by seven; what that multiplies, or adds, is a polynomial in w = a(a + 7).
import type { Constants } from "./double.js"

interface Series {
  readonly first: readonly Constants[]
  /** Of what remains, divided by the power that comes next. */
  readonly rest: readonly number[]
}

/** `k·hi` is exact for every exponent k. */
export const LN2: Constants = [0.6931471805598903, 5.497923018708371e-14]

/** `ln m / s = 2 + ⅔z + …` in z = s², s = (m − 1)/(m + 1), for √½ ≤ m ≤ √2, to 2^−68 */
export const logSeries: Series = {
  first: [
    [2, 0],
    [0.6666666666666666, 3.700743415417188e-17],
  ],
  rest: [
    0.4, 0.28571428571429364, 0.22222222221656232, 0.18181818335314404, 0.15384594970895454, 0.13334804238225553, 0.11706248540917667,
    0.1172305102814051,
  ],
}

/** Where the argument is moved up no more. */
export const ROOM = 7
/** `(a + 1)(a + 2)…(a + 6) = 720 + 252w + 28w² + w³`, and its derivative, `(2a + 7)(252 + 56w + 3w²)` */
export const rise: readonly Constants[] = [720, 252].map((c) => [c, 0])
export const RISE_LAST: Constants = [28, 0]
export const riseSlope: readonly Constants[] = [252, 56].map((c) => [c, 0])
export const RISE_SLOPE_LAST: Constants = [3, 0]

export const TWELFTH: Constants = [0.08333333333333333, 4.625929269271485e-18]
/** `½ ln 2π − ½` */
export const STIRLING: Constants = [0.4189385332046727, 1.6728209650585413e-17]
/** `(ln Γ(u) − (u − ½)(ln u − 1) − ½ ln 2π + ½ − 1/12u)·u³` for u ≥ 7 in 1/u², to 2^−68.8 of ln Γ */
export const lgammaTail: readonly number[] = [
  -0.002777777777777777, 0.0007936507936467287, -0.0005952380910265558, 0.0008417491686982886, -0.001917197533652484, 0.006374503535078341,
  -0.027335944730091863, 0.10284549287476778,
]
/** `(ln u − 1/2u − ψ(u))·u²` for u ≥ 7 in 1/u², to 2^−63.2 of ψ */
export const digammaTail: readonly number[] = [
  0.08333333333333333, -0.00833333333332384, 0.00396825395842633, -0.004166662767567745, 0.007574991595385571, -0.0210099560001798,
  0.07823545299820059, -0.26886136250062576,
]

/** `sin πd/(πd(1 − d²))` in d² for |d| ≤ ½, to 2^−66 */
export const sinc: Series = {
  first: [
    [1, 0],
    [-0.6449340668482264, -3.040672350398476e-17],
    [0.1668083584351272, 5.207116817430476e-18],
  ],
  rest: [
    -0.023943465686957006, 0.0022043821306977846, -0.0001416989047574226, 6.729888258466102e-6, -2.459852219167889e-7, 7.135372502206357e-9,
    -1.6550301335046471e-10,
  ],
}
/** `cos πd/(1 − 4d²)`, likewise, to 2^−65 */
export const cosine: Series = {
  first: [
    [1, 0],
    [-0.9348022005446793, 1.9802131950561375e-17],
    [0.319503324238051, -2.0278026746967454e-17],
  ],
  rest: [
    -0.05724947190238557, 0.0063327427493508545, -0.00047592039260689476, 2.5892738877520754e-5, -1.0671481070090173e-6,
    3.4467590672086706e-8, -8.797792302943976e-10,
  ],
}
/** `(π cot πd − 1/d − 2d/(d² − 1))/2d` in d² for |d| ≤ ½, to 2^−65 of the cotangent */
export const cotangent: Series = {
  first: [
    [-0.6449340668482264, -3.040672350398476e-17],
    [-0.08232323371113819, -5.851757005110278e-18],
  ],
  rest: [
    -0.01734306198444914, -0.004077356197944369, -0.0009945751278141507, -0.0002460865535089046, -6.124812986108049e-5,
    -1.528233647696036e-5, -3.816600098294796e-6, -9.577971613268805e-7, -2.2578065568790798e-7, -8.20946334871181e-8,
  ],
}
