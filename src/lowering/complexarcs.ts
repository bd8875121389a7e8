// Inverses of the trigonometric and hyperbolic functions, from square roots. (W. Kahan, "Branch Cuts for Complex Elementary Functions", 1987)
import type { Lowered } from "../core/lower.js"
import { isInfinite, largeOf, leastOf, logSize, onePlus, orZero, type Parts, type Reals, root, scaled } from "./complexreal.js"

const oneMinus = (r: Reals, [a, b]: Parts): Parts => [r.sub(r.like(a, 1), a), r.neg(b)]
const minusOne = (r: Reals, [a, b]: Parts): Parts => [r.sub(a, r.like(a, 1)), b]

/** `Re z·w` and the parts of `z̄·w`. */
const realTimes = (r: Reals, [a, b]: Parts, [c, d]: Parts): Lowered => r.sub(r.mul(a, c), r.mul(b, d))
const realConj = (r: Reals, [a, b]: Parts, [c, d]: Parts): Lowered => r.add(r.mul(a, c), r.mul(b, d))
const imagConj = (r: Reals, [a, b]: Parts, [c, d]: Parts): Lowered => r.sub(r.mul(a, d), r.mul(b, c))

/** Where z is so large that `z ± 1` is z, also infinite; and `log 2|z|`, which the functions are then. */
const far = (r: Reals, z: Parts): { readonly isFar: Lowered; readonly log: Lowered } => {
  const { big } = scaled(r, z)
  return { isFar: r.gt(big, r.like(big, largeOf(big))), log: r.add(logSize(r, z), r.like(big, Math.LN2)) }
}

/** Twice an angle. */
const twice = (r: Reals, x: Lowered): Lowered => r.mul(r.like(x, 2), x)

/** In [0, π] on the real segment [−1, 1]; the cuts are the real axis outside of it. */
export const acos = (r: Reals, z: Parts): Parts => {
  const [a, b] = z
  const [p, m] = [root(r, onePlus(r, z)), root(r, oneMinus(r, z))]
  const { isFar, log } = far(r, z)
  return [
    r.choose(isFar, r.atan2(r.abs(b), a), twice(r, r.atan2(m[0], p[0]))),
    r.choose(isFar, r.neg(r.copysign(log, b)), r.asinh(imagConj(r, p, m))),
  ]
}

export const asin = (r: Reals, z: Parts): Parts => {
  const [a, b] = z
  const [p, m] = [root(r, onePlus(r, z)), root(r, oneMinus(r, z))]
  const { isFar, log } = far(r, z)
  return [
    r.choose(isFar, r.atan2(a, r.abs(b)), r.atan2(a, realTimes(r, m, p))),
    r.choose(isFar, r.copysign(log, b), r.asinh(imagConj(r, m, p))),
  ]
}

/** With a real part that is not negative; the cut is the real axis below 1. */
export const acosh = (r: Reals, z: Parts): Parts => {
  const [a, b] = z
  const [p, m] = [root(r, onePlus(r, z)), root(r, minusOne(r, z))]
  const { isFar, log } = far(r, z)
  return [r.choose(isFar, log, r.asinh(realConj(r, m, p))), r.choose(isFar, r.atan2(b, a), twice(r, r.atan2(m[1], p[0])))]
}

/**
 * `¼ log1p(4a / ((1 − a)² + b²))`, and `½ atan2(2b, (1 − a)(1 + a) − b²)`, both fractions divided by the larger of the sizes that are squared.
 * The cuts are the real axis outside of [−1, 1].
 */
export const atanh = (r: Reals, [a, b]: Parts): Parts => {
  const [one, quarter, half] = [1, 0.25, 0.5].map((t) => r.like(a, t)) as [Lowered, Lowered, Lowered]
  const x = r.abs(a)
  const [below, above] = [r.sub(one, x), r.add(one, x)]
  const { big } = scaled(r, [below, b])
  const isPole = r.eq(big, r.like(big, 0))
  const s = r.choose(isPole, one, big)
  const [u, v] = [r.div(below, s), r.div(b, s)]
  const n = r.add(r.mul(u, u), r.mul(v, v))
  // beside the pole 1/s² might overflow: there log1p is log
  const beside = r.sub(r.mul(quarter, r.log(r.div(r.mul(r.like(a, 4), x), n))), r.mul(half, r.log(s)))
  const general = r.mul(quarter, r.log1p(r.div(r.mul(r.like(a, 4), r.div(r.div(x, s), s)), n)))
  const re = r.choose(r.lt(s, r.like(s, leastOf(s))), beside, general)
  const angle = r.atan2(r.mul(r.like(b, 2), r.div(v, s)), r.sub(r.mul(u, r.div(above, s)), r.mul(v, v)))
  const infinite = r.or(isInfinite(r, a), isInfinite(r, b))
  const quarterTurn = r.choose(r.eq(b, b), r.copysign(r.like(b, Math.PI / 2), b), b)
  const size = r.choose(infinite, r.like(a, 0), r.choose(isPole, r.like(a, Number.POSITIVE_INFINITY), re))
  return [r.copysign(size, orZero(r, a)), r.choose(infinite, quarterTurn, r.choose(isPole, b, r.mul(half, angle)))]
}
