// Random counts: the Poisson, binomial and multinomial distributions. Small means are counted event by event, large ones drawn by Hörmann's
// transformed rejection; every element takes its own way. Densities are compared in float64, where single precision has no digits left.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import { type DType, isFloat, isInteger } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { scan } from "../lax/control/scan.js"
import { whileLoop } from "../lax/control/while.js"
import { minimum } from "../numpy/arithmetic.js"
import { requireDtype } from "../numpy/astype.js"
import { broadcastTo } from "../numpy/broadcast.js"
import { greater, greaterEqual, isnan, less, lessEqual, logicalAnd, logicalNot, logicalOr, where } from "../numpy/comparison.js"
import { zeros, zerosLike } from "../numpy/creation.js"
import { log1p } from "../numpy/exponential.js"
import { toArray } from "../numpy/host.js"
import { arange } from "../numpy/ranges.js"
import { any } from "../numpy/reductions.js"
import { expandDims } from "../numpy/reshape.js"
import { moveaxis } from "../numpy/transposing.js"
import { convertElementType } from "../primitives/elementwise/convert.js"
import { stopGradient } from "../primitives/elementwise/identity.js"
import { lgamma } from "../primitives/elementwise/special.js"
import type { Arrays } from "../transforms/types.js"
import { type NumberOptions, numberOptions } from "./discrete.js"
import { foldIn, requireKey, splitInTwo } from "./keys.js"
import { parameter, type ShapeArgument, shapeFor } from "./parameters.js"
import { untilAccepted } from "./rejection.js"
import { between } from "./uniform.js"

/** Means from here on are large. */
const large = 10

/** Two uniform numbers of float32 as float64: u in [−½, ½), v in [0, 1). */
const twoUniform = (key: NDArray, shape: Shape): readonly [u: NDArray, v: NDArray] => {
  const [k1, k2] = splitInTwo(key)
  return [between(k1, shape, "float32", 0, 1).astype("float64").sub(0.5), between(k2, shape, "float32", 0, 1).astype("float64")]
}

/** What transformed rejection is told about a distribution. (Hörmann 1993) */
interface Hat {
  readonly a: NDArray
  readonly b: NDArray
  /** What the scale of the hat is divided by where v is compared with the density. */
  readonly alpha: NDArray
  readonly center: NDArray
  /** Below it v is accepted at once. */
  readonly squeeze: NDArray
  /** The logarithm of the density at k, up to what `alpha` makes good. */
  readonly logDensity: (k: NDArray) => NDArray
  readonly outside: (k: NDArray) => NDArray
}

/** `k = ⌊(2a/(½ − |u|) + b)·u + center⌋`, accepted where v is below the density in the coordinates of u. */
const byTransformedRejection = (key: NDArray, { a, b, alpha, center, squeeze, logDensity, outside }: Hat): NDArray =>
  untilAccepted(key, a, (round) => {
    const [u, v] = twoUniform(round, a.shape)
    const us = u.abs().neg().add(0.5)
    const k = a.mul(2).div(us).add(b).mul(u).add(center).floor()
    const isInside = logicalAnd(greaterEqual(us, 0.07), lessEqual(v, squeeze))
    const isOutside = logicalOr(outside(k), logicalAnd(less(us, 0.013), greater(v, us)))
    const height = v
      .mul(alpha)
      .div(a.div(us.mul(us)).add(b))
      .log()
    return { value: k, rejected: logicalAnd(logicalNot(isInside), logicalOr(isOutside, greater(height, logDensity(k)))) }
  })

/** Counts how many terms of a running sum stay within a limit. (Knuth's method, for waiting times between events) */
const countWithin = (key: NDArray, limit: NDArray, term: (u: NDArray) => NDArray): NDArray => {
  const start = { round: zeros([], { dtype: "int32" }), sum: zerosLike(limit), count: zerosLike(limit) }
  // one sum that reaches NaN or its limit is done; every other goes on
  const isRunning = (sum: NDArray): NDArray => lessEqual(sum, limit)
  const step = ({ round, sum, count }: Arrays<typeof start>): typeof start => {
    const next = sum.add(term(between(foldIn(key, round), limit.shape, "float32", 0, 1).astype("float64")))
    return { round: round.add(1), sum: next, count: where(isRunning(next), count.add(1), count) }
  }
  return whileLoop(({ sum }) => any(isRunning(sum)), step, start).count
}

/** Counts of events of mean λ < 10: waiting times `−log u` until λ is passed. */
const poissonSmall = (key: NDArray, rate: NDArray): NDArray => countWithin(key, rate, (u) => u.log().neg())

const poissonLarge = (key: NDArray, rate: NDArray): NDArray => {
  const b = rate.sqrt().mul(2.53).add(0.931)
  const logRate = rate.log()
  return byTransformedRejection(key, {
    a: b.mul(0.02483).sub(0.059),
    b,
    alpha: b.sub(3.4).reciprocal().mul(1.1328).add(1.1239),
    center: rate.add(0.43),
    squeeze: b.sub(2).reciprocal().mul(-3.6224).add(0.9277),
    logDensity: (k) =>
      k
        .mul(logRate)
        .sub(rate)
        .sub(lgamma(k.add(1))),
    outside: (k) => less(k, 0),
  })
}

/** Each way draws everywhere, at harmless parameters where the other is meant. */
const either = (key: NDArray, isLarge: NDArray, small: (k: NDArray) => NDArray, big: (k: NDArray) => NDArray): NDArray => {
  const [k1, k2] = splitInTwo(key)
  return where(isLarge, big(k2), small(k1))
}

const numberDtype = (op: string, options: NumberOptions | undefined, missing: DType): DType => {
  const { dtype = missing } = optionsOf(op, options, numberOptions)
  return isInteger(requireDtype(dtype, op)) || isFloat(dtype)
    ? dtype
    : raise({ code: "dtype/kind", op, need: "counts need a dtype of integers or real numbers", got: dtype })
}

const requireCount = (x: ArrayLike, op: string, name: string): void => {
  if (typeof x === "number" && !(x >= 0)) raise({ code: "argument/range", op, need: `${name} must not be negative`, got: String(x) })
}

/**
 * Counts of events of mean `lam`, with probability `λ^k·e^(−λ) / k!`: int32 unless said otherwise; 0 where λ is negative or NaN. (Knuth; Hörmann 1993;
 * `jax.random.poisson`) The shape is that of `lam` unless given.
 * @throws ArgumentError if `lam` is a negative number, DTypeError of a dtype that is no number's
 * @example random.poisson(key, 3.5, [1000])
 */
export const poisson = (key: NDArray, lam: ArrayLike, shape?: ShapeArgument, options?: NumberOptions): NDArray => {
  const dtype = numberDtype("poisson", options, "int32")
  requireCount(lam, "poisson", "λ")
  const given = stopGradient(parameter(lam, "float64", "poisson"))
  const rate = broadcastTo(given, shapeFor(shape, [given], "poisson"))
  const isLarge = greaterEqual(rate, large)
  const drawn = either(
    requireKey(key, "poisson"),
    isLarge,
    (k) => poissonSmall(k, where(isLarge, 0, rate)),
    (k) => poissonLarge(k, where(isLarge, rate, 1e5)),
  )
  return convertElementType(where(greater(rate, 0), drawn, 0), dtype)
}

/** Successes where few are expected: geometric waiting times until n trials are passed. */
const binomialSmall = (key: NDArray, n: NDArray, p: NDArray): NDArray => {
  const logFailure = log1p(p.neg())
  return countWithin(key, n, (u) => u.log().div(logFailure).ceil())
}

const binomialLarge = (key: NDArray, n: NDArray, p: NDArray): NDArray => {
  const q = p.neg().add(1)
  const deviation = n.mul(p).mul(q).sqrt()
  const b = deviation.mul(2.53).add(1.15)
  const mode = n.add(1).mul(p).floor()
  const logOdds = p.log().sub(log1p(p.neg()))
  const ways = (k: NDArray): NDArray => lgamma(k.add(1)).add(lgamma(n.sub(k).add(1)))
  const atMode = ways(mode)
  return byTransformedRejection(key, {
    a: b.mul(0.0248).add(p.mul(0.01)).sub(0.0873),
    b,
    alpha: b.reciprocal().mul(5.1).add(2.83).mul(deviation),
    center: n.mul(p).add(0.5),
    squeeze: b.reciprocal().mul(-4.2).add(0.92),
    logDensity: (k) => atMode.sub(ways(k)).add(k.sub(mode).mul(logOdds)),
    outside: (k) => logicalOr(less(k, 0), greater(k, n)),
  })
}

/** Counts of successes for n and p of float64. Above ½ failures are counted instead. */
const successes = (key: NDArray, n: NDArray, p: NDArray): NDArray => {
  const isFlipped = greater(p, 0.5)
  const rare = where(isFlipped, p.neg().add(1), p)
  const isLarge = greaterEqual(n.mul(rare), large)
  const drawn = either(
    key,
    isLarge,
    (k) => binomialSmall(k, where(isLarge, 0, n), where(isLarge, 0.5, rare)),
    (k) => binomialLarge(k, where(isLarge, n, 1e4), where(isLarge, rare, 0.5)),
  )
  const counted = where(greater(rare, 0), minimum(drawn, n), 0)
  return where(isFlipped, n.sub(counted), counted)
}

const requireProbability = (p: ArrayLike, op: string): void => {
  if (typeof p === "number" && !(p >= 0 && p <= 1))
    raise({ code: "argument/probability", op, need: "a probability must lie in [0, 1]", got: String(p) })
}

/** NaN of what is no binomial distribution. */
const binomialOf = (key: NDArray, n: NDArray, p: NDArray): NDArray => {
  const isBad = logicalOr(logicalOr(isnan(n), less(n, 0)), logicalOr(isnan(p), logicalOr(less(p, 0), greater(p, 1))))
  const drawn = successes(key, where(isBad, 0, n.floor()), where(isBad, 0, p))
  return where(isBad, Number.NaN, drawn)
}

/**
 * How often `n` trials of probability `p` succeed, float32 unless said otherwise; NaN where n is negative or p outside of [0, 1]. (Kachitvichyanukul &
 * Schmeiser 1988; Hörmann 1993; `jax.random.binomial`) The shape is that of the parameters unless given.
 * @throws ArgumentError if `n` is a negative number, or `p` one outside of [0, 1]
 * @example random.binomial(key, 10, 0.3, [1000])
 */
export const binomial = (key: NDArray, n: ArrayLike, p: ArrayLike, shape?: ShapeArgument, options?: NumberOptions): NDArray => {
  const dtype = numberDtype("binomial", options, "float32")
  requireCount(n, "binomial", "n")
  requireProbability(p, "binomial")
  const given = [n, p].map((x) => stopGradient(parameter(x, "float64", "binomial")))
  const sizes = shapeFor(shape, given, "binomial")
  const [trials, chance] = given.map((x) => broadcastTo(x, sizes)) as [NDArray, NDArray]
  return convertElementType(binomialOf(requireKey(key, "binomial"), trials, chance), dtype)
}

export interface MultinomialOptions extends NumberOptions {
  /** The shape of the result, that of `p` and `n` unless given; categories are the last axis. */
  readonly shape?: Shape
}

const multinomialOptions: OptionNames<MultinomialOptions> = { ...numberOptions, shape: "list" }

/**
 * How often each category comes up in `n` draws: `[…, k]` of probabilities `p […, k]` and n `[…]`, float32 unless said otherwise. One category
 * after the other, of what the ones before it left. (`jax.random.multinomial`)
 * @throws ShapeError if `p` has no axis of categories, ArgumentError if `n` is a negative number
 */
export const multinomial = (key: NDArray, n: ArrayLike, p: NDArray, options?: MultinomialOptions): NDArray => {
  const { shape, ...rest } = optionsOf("multinomial", options, multinomialOptions)
  const dtype = numberDtype("multinomial", rest, "float32")
  requireCount(n, "multinomial", "n")
  const { ndim, aval } = toArray(p, "multinomial")
  if (ndim === 0) raise({ code: "shape/rank", op: "multinomial", need: "p needs an axis of categories", avals: [aval] })
  const [trials, chances] = [n, p].map((x) => stopGradient(parameter(x, "float64", "multinomial"))) as [NDArray, NDArray]
  const given = requireKey(key, "multinomial")
  const sizes = shapeFor(shape, [expandDims(trials, -1), chances], "multinomial")
  const batch = sizes.slice(0, -1)
  const categories = sizes.at(-1) as number
  const spread = broadcastTo(chances, sizes)
  const start = { left: broadcastTo(trials, batch), chance: zeros(batch, { dtype: "float64" }).add(1) }
  const step = (
    { left, chance }: Arrays<typeof start>,
    { i, own }: { readonly i: NDArray; readonly own: NDArray },
  ): readonly [typeof start, NDArray] => {
    const part = minimum(where(greater(chance, 0), own.div(chance), 0), 1)
    const drawn = binomialOf(foldIn(given, i), left, part)
    return [{ left: left.sub(drawn), chance: chance.sub(own) }, drawn]
  }
  const rows = scan(step, start, { i: arange(categories), own: moveaxis(spread, -1, 0) })[1]
  return convertElementType(moveaxis(rows, 0, -1), dtype)
}
