// ln|Γ| and its derivative ψ. Below the middle (see gammafacts.ts) the argument is moved up by one; beyond it there is Stirling's formula. All
// three are computed with one polynomial, whose coefficients are chosen lane by lane. Negative arguments are reflected, those of float64 in
// below.ts; where that cancels, next to a zero, the host answers.
import type { Expansion } from "../../core/lower.js"
import type { ScalarNode } from "../../core/scalar.js"
import { digammaBelowExpansion, lgammaBelowExpansion } from "./below.js"
import { briefLog2 } from "./brief.js"
import {
  abs,
  add,
  and,
  div,
  eq,
  ge,
  horner,
  literal,
  lt,
  mul,
  mulAdd,
  nearest,
  neg,
  or,
  otherwise,
  type Pair,
  quickTwoSum,
  rarely,
  select,
  sub,
  widened,
} from "./builder.js"
import { cosPi, digammaRoot, digammaTable, type Facts, lgammaTable, STIRLING, seams, sinPi } from "./gammafacts.js"
import { logPair } from "./logarithm.js"

/** ln x as two floats */
type Log = (x: ScalarNode) => Pair
/** For float32, one is enough. */
const briefLog: Log = (x) => ({ hi: mul(briefLog2(x), Math.LN2), lo: literal(x, 0) })

interface Parts {
  readonly isLow: ScalarNode
  readonly isHigh: ScalarNode
  /** 1/x */
  readonly inverse: ScalarNode
  /** The function in the middle, of x or below it of x + 1, as two floats. */
  readonly central: Pair
  /** The tail. */
  readonly tail: ScalarNode
}
const partsOf = (x: ScalarNode, { start, central, tail }: Facts): Parts => {
  const [isLow, isHigh] = [lt(x, seams.middle), ge(x, seams.tail)]
  const t = div(
    sub(x, select(isLow, literal(x, seams.centre - 1), seams.centre)),
    add(x, select(isLow, literal(x, seams.centre + 1), seams.centre)),
  )
  const inverse = div(1, x)
  const u = select(isHigh, mul(inverse, inverse), t)
  const coefficients = central.map((c, i) => select(isHigh, literal(x, tail[i] ?? 0), c))
  const sum = coefficients.reduceRight((s, c) => mulAdd(s, u, c))
  return { isLow, isHigh, inverse, central: quickTwoSum(literal(x, start), sum), tail: sum }
}

/** The product of sums, without what is too small to count. */
const product = (x: Pair, y: Pair): ScalarNode => mulAdd(x.hi, y.hi, mulAdd(x.hi, y.lo, mul(x.lo, y.hi)))

/** `(u − 1)(u − 2)` where u is x, or x + 1 if x is low: y² − y with y = u − 1 or, nearer to 2, y² + y with y = u − 2, which are exact. */
const zerosOf = (x: ScalarNode, isLow: ScalarNode): Pair => {
  const isSecond = ge(x, 1.5)
  const y = sub(x, select(isLow, literal(x, 0), select(isSecond, literal(x, 2), 1)))
  return quickTwoSum(select(isSecond, y, neg(y)), mul(y, y))
}

/** `ln Γ(x)` for x > 0: `(x − 1)(x − 2)·G(x)`; `x(x − 1)·G(x + 1) − ln x`; `(x − ½)(ln x − 1) + ½ ln 2π − ½ + J(1/x²)/x`. */
const lgammaPositive = (x: ScalarNode, facts: Facts, logOf: Log): ScalarNode => {
  const { isLow, isHigh, inverse, central, tail } = partsOf(x, facts)
  const log = logOf(x)
  const middle = product(zerosOf(x, isLow), central)
  const low = sub(sub(middle, log.lo), log.hi)
  const factor = quickTwoSum(log.hi, literal(x, -1))
  const weight = sub(x, 0.5)
  const rest = mulAdd(weight, add(factor.lo, log.lo), mulAdd(tail, inverse, STIRLING))
  const high = mulAdd(weight, factor.hi, rest)
  const finite = select(isHigh, high, select(isLow, low, middle))
  return select(or(eq(x, 0), eq(x, Infinity)), Infinity, finite)
}

/** `ψ(x)` for x > 0: `(x − u₀)·H(x)`; `(x − (u₀ − 1))·H(x + 1) − 1/x`; `ln x − 1/(2x) − D(1/x²)/x²`. */
const digammaPositive = (x: ScalarNode, facts: Facts, logOf: Log): ScalarNode => {
  const { isLow, isHigh, inverse, central, tail } = partsOf(x, facts)
  const log = logOf(x)
  const [root, rootRest] = digammaRoot
  const fromRoot = { hi: sub(x, select(isLow, literal(x, root - 1), root)), lo: literal(x, -rootRest) }
  const middle = product(fromRoot, central)
  const high = add(log.hi, sub(log.lo, mul(inverse, mulAdd(inverse, tail, 0.5))))
  const finite = select(isHigh, high, select(isLow, sub(middle, inverse), middle))
  return select(lt(x, Infinity), finite, x)
}

const lgammaBelow = { name: "lgamma_below", expansion: lgammaBelowExpansion }
const digammaBelow = { name: "digamma_below", expansion: digammaBelowExpansion }

const lgamma = (x: ScalarNode): ScalarNode => otherwise(lt(x, 0), lgammaPositive(x, lgammaTable.f64, logPair), lgammaBelow, x)
const digamma = (x: ScalarNode): ScalarNode =>
  otherwise(lt(x, 0), select(eq(x, 0), literal(x, NaN), digammaPositive(x, digammaTable.f64, logPair)), digammaBelow, x)

/** How far a is from the nearest integer: π times that has the sine and cosine of πa, up to a common sign. */
const fromInteger = (a: ScalarNode): ScalarNode => sub(a, nearest(a))

/** Results nearer to 0 than this are left to the host: they are what is left of numbers good to 2^−39. */
const near = { lgamma: 2 ** -8, digamma: 2 ** -5 } as const

/** `ln|Γ(−a)| = −ln(a·|sin πa|/π) − ln Γ(a)` */
const briefLgamma = (x: ScalarNode): ScalarNode => {
  const a = abs(x)
  const positive = lgammaPositive(a, lgammaTable.f32, briefLog)
  const d = fromInteger(a)
  const sine = mul(abs(d), horner(mul(d, d), sinPi)) // over π
  const reflected = sub(neg(briefLog(mul(a, sine)).hi), positive)
  const isNegative = lt(x, 0)
  const result = select(isNegative, select(ge(abs(d), 2 ** -200), reflected, Infinity), positive)
  return rarely(and(isNegative, lt(abs(result), near.lgamma)), result, "lgamma", x)
}

/** `ψ(−a) = ψ(a) + 1/a + π cot πa` */
const briefDigamma = (x: ScalarNode): ScalarNode => {
  const a = abs(x)
  const positive = digammaPositive(a, digammaTable.f32, briefLog)
  const d = fromInteger(a)
  const square = mul(d, d)
  const cotangent = div(horner(square, cosPi), mul(d, horner(square, sinPi))) // times π
  const reflected = select(ge(abs(d), 2 ** -200), add(positive, add(div(1, a), cotangent)), literal(x, NaN))
  const isNegative = lt(x, 0)
  const result = select(isNegative, reflected, select(eq(x, 0), literal(x, NaN), positive))
  return rarely(and(isNegative, lt(abs(result), near.digamma)), result, "digamma", x)
}

export const lgammaExpansion: Expansion = widened(briefLgamma, lgamma)
export const digammaExpansion: Expansion = widened(briefDigamma, digamma)
