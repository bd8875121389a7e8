// The complementary error function: `erfc a = e^(ρ − a²)/(a + κ)` for a ≥ 0, where ρ = ln((a + κ)·e^(a²)·erfc a) is between 0 and −½ for κ = 1
// and smooth in t = (a − K)/(a + K), which makes the half-line short (Shepherd & Laframboise 1981). As it is added to an exponent, what
// its own roundings are worth is small; and a² is in two floats, as it may be 700.
import type { ScalarNode } from "../../core/scalar.js"
import { briefExp2 } from "./brief.js"
import {
  abs,
  add,
  atMost,
  div,
  horner,
  literal,
  lt,
  mul,
  mulAdd,
  roundToInteger,
  scaleByPower,
  select,
  sub,
  upperHalf,
  widened,
} from "./builder.js"
import { expKernel, factsOf } from "./expkernel.js"

interface Piece {
  /** What is subtracted from t. */
  readonly middle: number
  /** ρ in powers of that, by Chebyshev interpolation */
  readonly rho: readonly number[]
}
const K = 2.5
/** Up to a = 2, to 2^−56.3 */
const near: Piece = {
  middle: -0.5625,
  rho: [
    -0.11195826245217094, -0.3220610940684586, -0.09175506923488576, 0.12054711593903238, -0.03322482983590949, 0.0010194530590583969,
    -0.005204530628372478, 0.004792264870453952, -0.0009379634934942266, 0.00023269921788453, -0.0005027714804268342, 0.0002260528961938809,
    -3.3465520446172106e-5, 4.578321878077467e-5, -3.59211139628613e-5, 9.29111837139502e-6, -6.631278421458734e-6, 5.309734849524565e-6,
  ],
}
/** Up to a = 28, to 2^−54.8 */
const far: Piece = {
  middle: 0.359375,
  rho: [
    -0.416707712379102, -0.2890815386230917, 0.07313831990186168, 0.00681881064951981, -0.018626973988343787, 0.008747084754506649,
    -0.00039007660266728375, -0.0015893868239465132, 0.000529238232345877, 0.00029794755954012903, -0.00024557275089882115,
    -1.722851464352301e-5, 7.333837548140512e-5, -8.983280978345491e-6, -1.959548573787124e-5, 5.288270267509654e-6, 3.959843347806622e-6,
    -1.4698799818300582e-6,
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
  const t = div(sub(a, K), add(a, K))
  const isNear = lt(a, 2)
  const [first, ...rest] = near.rho.map((c, i) => select(isNear, literal(x, c), far.rho[i] as number)).reverse() as [
    ScalarNode,
    ...ScalarNode[],
  ]
  const u = sub(t, select(isNear, literal(x, near.middle), far.middle))
  const rho = rest.reduce((sum, c) => mulAdd(sum, u, c), first)
  // a² = high² + rest, both exact; ρ − a² = k·ln 2 + r
  const high = upperHalf(a)
  const square = mul(high, high)
  const squareRest = mul(sub(a, high), add(a, high))
  const k = roundToInteger(mul(sub(rho, mul(a, a)), Math.LOG2E))
  const [ln2, ln2Rest] = factsOf(x).ln2
  const r = sub(sub(rho, mulAdd(k.value, ln2Rest, squareRest)), mulAdd(k.value, ln2, square))
  return reflected(x, scaleByPower(div(expKernel(r), add(a, 1)), k.bits))
}

/** For a float32 in float64. */
const briefErfc = (x: ScalarNode): ScalarNode => {
  const a = atMost(abs(x), 10.5)
  const w = div(1, add(a, 3))
  const t = sub(1, mul(w, 6))
  return reflected(x, mul(briefExp2(sub(horner(t, briefRho), mul(mul(a, a), Math.LOG2E))), w))
}

export const complements = { erfc: widened(briefErfc, erfc) }
