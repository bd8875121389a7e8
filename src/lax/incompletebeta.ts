// The regularized incomplete beta function, by its continued fraction where that converges fast, and elsewhere by that of the complement. All of it is
// in float64, since exponents of the size of the parameters are too much for float32.
import type { ArrayLike, NDArray } from "../core/array.js"
import { isFloat } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { minimum } from "../numpy/arithmetic.js"
import { greater, isnan, lessEqual, logicalAnd, logicalNot, logicalOr, where } from "../numpy/comparison.js"
import { onesLike } from "../numpy/creation.js"
import { any } from "../numpy/reductions.js"
import { equalShapes } from "../primitives/elementwise/define.js"
import { lgamma, noDerivative } from "../primitives/elementwise/index.js"
import { customJvp } from "../transforms/customJvp.js"
import type { Arrays } from "../transforms/types.js"
import { whileLoop } from "./control/while.js"
import { horner } from "./horner.js"
import { ternary } from "./operands.js"

/** Of `artanh s / s = 1 + s²/3 + …` what is after 1, by powers of s² ≤ 1/9, to 2^−56. */
const artanhTail = Array.from({ length: 17 }, (_, k) => 1 / (2 * k + 3))
/** Where the series is taken. */
const NEARBY = 0.5

/**
 * `d − p·log r` ≥ 0 for `r = 1 + d/p`: the part of an exponent that is left when `Σ d = 0`. Near 1, log r = 2 artanh s with s = (r − 1)/(r + 1), so
 * that `(r − 1) − log r = s·((r − 1) − 2s²(1/3 + s²/5 + …))`.
 */
const departure = (p: NDArray, d: NDArray, r: NDArray): NDArray => {
  const u = d.div(p)
  const isNear = lessEqual(u.abs(), NEARBY)
  const near = where(isNear, u, 0)
  const s = near.div(near.add(2))
  const square = s.mul(s)
  const byPowers = p.mul(s).mul(near.sub(square.mul(2).mul(horner(artanhTail, square))))
  return where(isNear, byPowers, d.sub(p.mul(minimum(r, Number.MAX_VALUE).log())))
}

/** `B₂ⱼ/(2j(2j − 1))` of Stirling's series. */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400, 43867 / 244188]
/** Where it is taken, to 2^−60. */
const LARGE = 10

/** `log(aᵃ·e^(−a) / Γ(a + 1))`, a number of few digits: 0 at 0, and like `−½ log 2πa` for large a. */
const poisson = (a: NDArray): NDArray => {
  const isLarge = greater(a, LARGE)
  const [small, large] = [where(isLarge, 1, a), where(isLarge, a, LARGE)]
  const inverse = large.reciprocal()
  const asymptotic = inverse
    .mul(horner(stirling, inverse.mul(inverse)))
    .add(
      large
        .mul(2 * Math.PI)
        .log()
        .mul(0.5),
    )
    .neg()
  return where(
    isLarge,
    asymptotic,
    small
      .mul(small.log())
      .sub(small)
      .sub(lgamma(small.add(1))),
  )
}

/** One of the two sides: parameters p and q, a place y, and `z = 1 − y`. */
interface Side {
  readonly p: NDArray
  readonly q: NDArray
  readonly y: NDArray
  readonly z: NDArray
}

/**
 * `yᵖ·zᑫ / (p·B(p, q))`. Its logarithm is a small difference of large ones; about the mean, p/(p + q), of which y is `d = yq − zp` away, it is a sum
 * of departures that are all of one sign. (As Loader, Fast and accurate computation of binomial probabilities, 2000, has it for whole numbers.)
 */
const weightOf = ({ p, q, y, z }: Side): NDArray => {
  const n = p.add(q)
  const d = y.mul(q).sub(z.mul(p))
  const away = departure(p, d, y.mul(n.div(p))).add(departure(q, d.neg(), z.mul(n.div(q))))
  return q.div(n).mul(poisson(p).add(poisson(q)).sub(poisson(n)).sub(away).exp())
}

/** More turns are never needed: about √(p + q) of them are, and past 10⁸ nothing is left between 0 and 1 but a step. */
const mostTurns = 40_000
/** What stands for a denominator that vanishes. */
const TINY = 1e-300

const nonzero = (x: NDArray): NDArray => where(lessEqual(x.abs(), TINY), TINY, x)

/**
 * `1/(1 + d₁/(1 + d₂/(1 + …)))`, `d₂ₘ = m(q − m)y / ((p + 2m − 1)(p + 2m))` and `d₂ₘ₊₁ = −(p + m)(p + q + m)y / ((p + 2m)(p + 2m + 1))`, two
 * steps at each turn. (DLMF 8.17.22; Lentz's method, as Thompson and Barnett have modified it)
 */
const fraction = ({ p, q, y }: Side, eps: number): NDArray => {
  const one = onesLike(p)
  const sum = p.add(q)
  const first = nonzero(one.sub(sum.mul(y).div(p.add(1)))).reciprocal()
  const start = { m: onesLike(p.sum()), c: one, d: first, value: first, moved: one }
  const isUnfinished = ({ m, moved }: Arrays<typeof start>): NDArray => logicalAnd(any(greater(moved, eps)), m.less(mostTurns))
  const step = (s: Arrays<typeof start>): typeof start => {
    const { m } = s
    const twice = p.add(m.mul(2))
    const even = m.mul(q.sub(m)).mul(y).div(twice.sub(1).mul(twice))
    const d1 = nonzero(even.mul(s.d).add(1)).reciprocal()
    const c1 = nonzero(even.div(s.c).add(1))
    const odd = p
      .add(m)
      .mul(sum.add(m))
      .mul(y)
      .div(twice.mul(twice.add(1)))
      .neg()
    const d = nonzero(odd.mul(d1).add(1)).reciprocal()
    const c = nonzero(odd.div(c1).add(1))
    const factor = d1.mul(c1).mul(d.mul(c))
    // a number that has come to rest stays, while others go on: roundings would move it
    const isMoving = greater(s.moved, eps)
    const value = where(isMoving, s.value.mul(factor), s.value)
    return { m: m.add(1), c, d, value, moved: where(isMoving, factor.sub(1).abs(), s.moved) }
  }
  return whileLoop(isUnfinished, step, start).value
}

/** The function of float64 within its domain, 0 < a, b < ∞ and 0 < x < 1, to about `eps`. */
const inside = (a: NDArray, b: NDArray, x: NDArray, eps: number): NDArray => {
  const isLow = lessEqual(x, a.add(1).div(a.add(b).add(2)))
  const [y, z] = [x, x.neg().add(1)]
  const side: Side = { p: where(isLow, a, b), q: where(isLow, b, a), y: where(isLow, y, z), z: where(isLow, z, y) }
  const part = weightOf(side).mul(fraction(side, eps))
  return where(isLow, part, part.neg().add(1))
}

const value = (a: NDArray, b: NDArray, x: NDArray): NDArray => {
  const [p, q, y] = [a.astype("float64"), b.astype("float64"), x.astype("float64")]
  const isLeft = logicalOr(p.equal(0), q.equal(Number.POSITIVE_INFINITY)) // all of the mass is at 0
  const isRight = logicalOr(q.equal(0), p.equal(Number.POSITIVE_INFINITY))
  const isOdd = logicalOr(isLeft, isRight)
  const isBad = logicalOr(logicalOr(p.less(0), q.less(0)), logicalOr(logicalOr(y.less(0), greater(y, 1)), logicalAnd(isLeft, isRight)))
  const isNaN = logicalOr(logicalOr(isnan(p), isnan(q)), logicalOr(isnan(y), isBad))
  const isEnd = logicalOr(lessEqual(y, 0), y.greaterEqual(1))
  const isCommon = logicalNot(logicalOr(logicalOr(isOdd, isNaN), isEnd))
  const common = inside(where(isCommon, p, 1), where(isCommon, q, 1), where(isCommon, y, 0.25), x.dtype === "float64" ? 2 ** -52 : 2 ** -30)
  const atLeft = where(y.equal(0), 0, 1)
  const atRight = where(y.equal(1), 1, 0)
  const special = where(isLeft, atLeft, where(isRight, atRight, where(y.equal(0), 0, 1)))
  return where(isNaN, Number.NaN, where(isCommon, common, special)).astype(x.dtype)
}

type OfThree = (a: NDArray, b: NDArray, x: NDArray) => NDArray

/** A function with its own slope in x, and none in a and b. The rule is given where the function is made, so that loading has no effect. */
const alongX = (f: OfThree, tangent: (dx: NDArray, y: NDArray, a: NDArray, b: NDArray, x: NDArray) => NDArray): OfThree => {
  const ruled = customJvp(f)
  ruled.defjvps(null, null, tangent)
  return ruled
}

/** The derivative in x, `x^(a−1)·(1 − x)^(b−1) / B(a, b)`, NaN outside of the domain; its own is `(a − 1)/x − (b − 1)/(1 − x)` times itself. */
const density = alongX(
  (a: NDArray, b: NDArray, x: NDArray): NDArray => {
    const [p, q, y] = [a.astype("float64"), b.astype("float64"), x.astype("float64")]
    const z = y.neg().add(1)
    const isInside = logicalAnd(logicalAnd(greater(y, 0), greater(z, 0)), logicalAnd(greater(p, 0), greater(q, 0)))
    const place = where(isInside, y, 0.5)
    const inner = p.mul(weightOf({ p, q, y: place, z: place.neg().add(1) })).div(place.mul(place.neg().add(1)))
    // xᵃ⁻¹ at 0, and at 1 the same of 1 − x and b
    const atEnd = (c: NDArray, other: NDArray): NDArray => where(c.equal(1), other, where(c.less(1), Number.POSITIVE_INFINITY, 0))
    const ends = where(y.equal(0), atEnd(p, q), where(y.equal(1), atEnd(q, p), Number.NaN))
    const isValid = logicalAnd(greater(p, 0), greater(q, 0))
    return where(isInside, inner, where(isValid, ends, Number.NaN)).astype(x.dtype)
  },
  (dx, f, a, b, x) =>
    f
      .mul(
        a
          .sub(1)
          .div(x)
          .sub(b.sub(1).div(x.neg().add(1))),
      )
      .mul(dx),
)

const rule = alongX(value, (dx, _, a, b, x) => density(a, b, x).mul(dx))

const together = ternary("betainc", (a, b, x) => {
  if (!isFloat(x.dtype) || a.dtype !== x.dtype || b.dtype !== x.dtype)
    raise({ code: "dtype/kind", op: "betainc", need: "operands must be of one float dtype", avals: [a.aval, b.aval, x.aval] })
  const issue = equalShapes([a.aval, b.aval, x.aval])
  if (issue) raise({ ...issue, op: "betainc" })
  return rule(noDerivative(a, "betainc", "a"), noDerivative(b, "betainc", "b"), x)
})

/**
 * The regularized incomplete beta function, `I(a, b, x) = 1/B(a, b)·∫₀ˣ t^(a−1)·(1 − t)^(b−1) dt`: how likely a beta number is below x. Real numbers
 * of one float dtype and shape, or scalars. NaN where a < 0, b < 0 or x is not in [0, 1]; all of the mass is at 0 for a = 0 and b = ∞, and at 1 for
 * b = 0 and a = ∞. Differentiable any number of times with respect to x. In float64 to about 10⁻¹⁴ of results that are not minute while a and
 * b are below 10³, 10⁻¹³ at 10⁶ and 10⁻¹¹ at 10⁸, past which it takes long; beyond the mean, of 1 less the result if that is greater. (`lax.betainc`, DLMF 8.17)
 * @throws DTypeError unless all are of one float dtype, ShapeError of different shapes, and ArgumentError when differentiated with respect to a or b
 */
export const betainc = (a: ArrayLike, b: ArrayLike, x: ArrayLike): NDArray => together(a, b, x)
