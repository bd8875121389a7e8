// The incomplete gamma functions, by the series about 0 where x is small and by a continued fraction elsewhere, each together with its derivative
// with respect to a: the derivative is summed beside the value, term by term.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type DType, dtypeInfo } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { maximum } from "../numpy/arithmetic.js"
import { greater, isnan, lessEqual, logicalAnd, logicalOr, where } from "../numpy/comparison.js"
import { onesLike, zerosLike } from "../numpy/creation.js"
import { any } from "../numpy/reductions.js"
import { digamma, lgamma } from "../primitives/elementwise/special.js"
import { customJvp } from "../transforms/customJvp.js"
import type { Arrays } from "../transforms/types.js"
import { whileLoop } from "./control/while.js"
import { binary } from "./operands.js"

/** A value and its derivative with respect to a. */
interface Sum {
  readonly value: NDArray
  readonly slope: NDArray
}

/** More steps are never needed: about √a of them are, and beyond 10⁸ single precision has none to give. */
const mostSteps = 20_000

/** Σ xⁿ / ((a+1)…(a+n)), n from 0 on: `P(a, x) = x^a·e^(−x) / Γ(a+1)` times this. Every term is the last one times x/(a+n). */
const series = (a: NDArray, x: NDArray): Sum => {
  const { eps } = dtypeInfo[x.dtype]
  const start = { n: onesLike(a.sum()), term: onesLike(x), dterm: zerosLike(x), value: onesLike(x), slope: zerosLike(x) }
  const isUnfinished = ({ n, term, dterm, value, slope }: Arrays<typeof start>): NDArray =>
    logicalAnd(any(logicalOr(greater(term.abs(), value.abs().mul(eps)), greater(dterm.abs(), slope.abs().mul(eps)))), n.less(mostSteps))
  const step = ({ n, term, dterm, value, slope }: Arrays<typeof start>): typeof start => {
    const below = a.add(n)
    const ratio = x.div(below)
    const [next, dnext] = [term.mul(ratio), dterm.mul(ratio).sub(term.mul(ratio).div(below))]
    return { n: n.add(1), term: next, dterm: dnext, value: value.add(next), slope: slope.add(dnext) }
  }
  return whileLoop(isUnfinished, step, start)
}

/**
 * The continued fraction of `Q(a, x)·Γ(a) / (x^a·e^(−x))`, by the recurrence of its convergents p/q, which are scaled down together before they
 * overflow. (Numerical recipe of Cephes' `igamc`; `dp` and `dq` are its derivatives.)
 */
const fraction = (a: NDArray, x: NDArray): Sum => {
  const { eps } = dtypeInfo[x.dtype]
  const [one, zero] = [onesLike(x), zerosLike(x)]
  const z = x.sub(a).add(2)
  const q = z.mul(x)
  const value = x.add(1).div(q)
  const start = {
    n: zerosLike(a.sum()),
    y: one.sub(a),
    z,
    p2: one,
    q2: x,
    p1: x.add(1),
    q1: q,
    dp2: zero,
    dq2: zero,
    dp1: zero,
    dq1: x.neg(),
    value,
    slope: value.mul(x).div(q),
    moved: one,
  }
  const isUnfinished = ({ n, moved }: Arrays<typeof start>): NDArray => logicalAnd(any(greater(moved, eps)), n.less(mostSteps))
  const step = (s: Arrays<typeof start>): typeof start => {
    const n = s.n.add(1)
    const [y, z] = [s.y.add(1), s.z.add(2)]
    const yn = y.mul(n)
    const p = s.p1.mul(z).sub(s.p2.mul(yn))
    const q = s.q1.mul(z).sub(s.q2.mul(yn))
    const dp = s.dp1.mul(z).sub(s.p1).sub(s.dp2.mul(yn)).add(s.p2.mul(n))
    const dq = s.dq1.mul(z).sub(s.q1).sub(s.dq2.mul(yn)).add(s.q2.mul(n))
    const isZero = q.equal(0)
    const value = where(isZero, s.value, p.div(q))
    const slope = where(isZero, s.slope, dp.sub(value.mul(dq)).div(q))
    const moved = maximum(value.sub(s.value).abs().div(value.abs()), slope.sub(s.slope).abs().div(slope.abs().add(value.abs())))
    const scale = where(greater(maximum(p.abs(), q.abs()), 1 / eps), eps, 1)
    return {
      n,
      y,
      z,
      p2: s.p1.mul(scale),
      q2: s.q1.mul(scale),
      p1: p.mul(scale),
      q1: q.mul(scale),
      dp2: s.dp1.mul(scale),
      dq2: s.dq1.mul(scale),
      dp1: dp.mul(scale),
      dq1: dq.mul(scale),
      value,
      slope,
      moved,
    }
  }
  return whileLoop(isUnfinished, step, start)
}

/** Where the series converges fast. Elsewhere each gets arguments at which it is done at once. */
const nearby = (a: NDArray, x: NDArray): NDArray => lessEqual(x, maximum(a, 1))
const seriesWhere = (here: NDArray, a: NDArray, x: NDArray): Sum => series(where(here, a, 1), where(here, x, 0))
const fractionWhere = (here: NDArray, a: NDArray, x: NDArray): Sum => fraction(where(here, 1, a), where(here, 8, x))

/** `x^a·e^(−x) / Γ(a)`. Its logarithm is a small difference of large numbers, and computed in float64. */
const weightOf = (a: NDArray, x: NDArray): NDArray => {
  const [p, q] = [a.astype("float64"), x.astype("float64")]
  return p.mul(q.log()).sub(q).sub(lgamma(p)).exp().astype(x.dtype)
}

/** P and Q, each computed where it does not cancel; outside of the domain NaN. */
const parts = (a: NDArray, x: NDArray): { readonly p: NDArray; readonly q: NDArray } => {
  const here = nearby(a, x)
  const weight = weightOf(a, x)
  const p = where(x.equal(0), 0, weight.mul(seriesWhere(here, a, x).value).div(a))
  const q = where(x.equal(Number.POSITIVE_INFINITY), 0, weight.mul(fractionWhere(here, a, x).value))
  const isBad = logicalOr(logicalOr(a.lessEqual(0), x.less(0)), logicalOr(isnan(a), isnan(x)))
  const [lower, upper] = [where(here, p, q.neg().add(1)), where(here, p.neg().add(1), q)]
  return { p: where(isBad, Number.NaN, lower), q: where(isBad, Number.NaN, upper) }
}

/**
 * `∂ log x / ∂a` of a sample x of the gamma distribution whose rank among the samples stays, `−(∂P/∂a) / (x·∂P/∂x)`. Given log x, for small a makes
 * samples that underflow. (Figurnov, Mohamed & Mnih 2018)
 */
export const logSampleSlope = (a: NDArray, logX: NDArray): NDArray => {
  const x = logX.exp()
  const here = nearby(a, x)
  const s = seriesWhere(here, a, x)
  const f = fractionWhere(here, a, x)
  const near = s.slope.add(s.value.mul(logX.sub(digamma(a.add(1))))).div(a)
  const far = f.slope.add(f.value.mul(logX.sub(digamma(a))))
  return where(here, near.neg(), far)
}

/** The derivative with respect to a of P: the density times minus the sample's slope. */
const slopeInA = (a: NDArray, x: NDArray): NDArray => where(x.equal(0), 0, weightOf(a, x).mul(logSampleSlope(a, x.log())).neg())
const slopeInX = (a: NDArray, x: NDArray): NDArray => weightOf(a, x).div(x)

const single: readonly DType[] = ["float32", "float64"]

const requireWide = (op: string, x: NDArray): void => {
  if (!single.includes(x.dtype)) raise({ code: "dtype/kind", op, need: "operands must be float32 or float64", avals: [x.aval] })
}

type Two = (a: NDArray, x: NDArray) => NDArray

const withSlopes = (op: string, f: Two, inA: Two, inX: Two): ((a: ArrayLike, x: ArrayLike) => NDArray) => {
  const rule = customJvp(f)
  rule.defjvp(([a, x], [da, dx]) => [rule(a, x), inA(a, x).mul(da).add(inX(a, x).mul(dx))])
  return binary(op, (a, x) => {
    requireWide(op, x)
    return rule(a, x)
  })
}

/**
 * The lower incomplete gamma function, `P(a, x) = 1/Γ(a)·∫₀ˣ t^(a−1)·e^(−t) dt`: how likely a gamma number is below x; NaN where a ≤ 0 or x < 0.
 * Differentiable once with respect to a. (`lax.igamma`)
 * @throws DTypeError of other dtypes than float32 and float64
 */
export const igamma = withSlopes("igamma", (a, x) => parts(a, x).p, slopeInA, slopeInX)

/**
 * The upper incomplete gamma function, `Q(a, x) = 1 − P(a, x)`, exact in the tail. (`lax.igammac`)
 * @throws as `igamma`
 */
export const igammac = withSlopes(
  "igammac",
  (a, x) => parts(a, x).q,
  (a, x) => slopeInA(a, x).neg(),
  (a, x) => slopeInX(a, x).neg(),
)

/**
 * How a sample x of the gamma distribution moves with its parameter a while its rank stays, `−(∂P/∂a) / (∂P/∂x)`. (`lax.random_gamma_grad`)
 * @throws as `igamma`
 */
export const randomGammaGrad = binary("randomGammaGrad", (a, x) => {
  requireWide("randomGammaGrad", x)
  return where(logicalAnd(x.equal(0), a.greater(0)), 0, x.mul(logSampleSlope(a, x.log())))
})
