// The language that formulas of complex numbers are written in: functions of real arrays, and a few turns of phrase that keep intermediate
// results from overflowing and zeros from meeting infinities.
import type { Expansion, Lowered, Lowering, Reference } from "../core/lower.js"
import { roundTo } from "../core/tensor.js"
import { asinhExpansion } from "./math/area.js"
import { atan2Expansion } from "./math/circular.js"
import { exp2Expansion, expExpansion, expm1Expansion } from "./math/exponential.js"
import { coshExpansion, sinhExpansion } from "./math/hyperbolic.js"
import { log1pExpansion, logExpansion } from "./math/logarithm.js"
import { cosExpansion, sinExpansion, tanExpansion } from "./math/trigonometric.js"

export type Parts = readonly [re: Lowered, im: Lowered]

type Number = Lowered

const never: Reference = () => Number.NaN

/** Functions of real arrays. References are for arguments that kernels leave to the host: angles of huge size. */
export const realsOf = (to: Lowering) => {
  const call =
    (name: string, expansion?: Expansion, reference: Reference = never) =>
    (...xs: readonly Number[]): Number =>
      to.map(name, xs, {}, (xs[0] as Number).dtype, reference, expansion)
  const test =
    (name: string) =>
    (...xs: readonly Number[]): Number =>
      to.map(name, xs, {}, "bool", never)
  return {
    add: call("add"),
    sub: call("sub"),
    mul: call("mul"),
    div: call("div"),
    neg: call("neg"),
    abs: call("abs"),
    max: call("max"),
    min: call("min"),
    sqrt: call("sqrt"),
    /** The size of the first with the sign of the second, which may be that of −0. */
    copysign: call("copysign"),
    exp: call("exp", expExpansion, Math.exp),
    exp2: call("exp2", exp2Expansion),
    expm1: call("expm1", expm1Expansion, Math.expm1),
    log: call("log", logExpansion, Math.log),
    log1p: call("log1p", log1pExpansion, Math.log1p),
    sin: call("sin", sinExpansion, Math.sin),
    cos: call("cos", cosExpansion, Math.cos),
    tan: call("tan", tanExpansion, Math.tan),
    sinh: call("sinh", sinhExpansion, Math.sinh),
    cosh: call("cosh", coshExpansion, Math.cosh),
    asinh: call("asinh", asinhExpansion, Math.asinh),
    atan2: call("atan2", atan2Expansion, Math.atan2),
    floor: call("floor"),
    eq: test("eq"),
    ne: test("ne"),
    ge: test("ge"),
    gt: test("gt"),
    lt: test("lt"),
    and: test("and"),
    or: test("or"),
    /** `condition ? then : otherwise` */
    choose: (condition: Number, then: Number, otherwise: Number): Number => to.select(condition, [otherwise, then]),
    like: (x: Number, value: number): Number => to.constant(roundTo(x.dtype, value), x.dtype),
  }
}

export type Reals = ReturnType<typeof realsOf>

/** How far exponents of e and of 2 go without overflow, and a step back from there. */
const reaches = {
  float32: { far: { e: 85, two: 122 }, back: { e: 64, two: 92 } },
  float64: { far: { e: 700, two: 1010 }, back: { e: 512, two: 740 } },
} as const

const widthOf = ({ dtype }: Lowered): keyof typeof reaches => (dtype === "float64" ? "float64" : "float32")

/** Sizes from here on have squares of no use: `z ± 1` is z. */
export const largeOf = (x: Lowered): number => (widthOf(x) === "float64" ? 2 ** 200 : 2 ** 40)

/** Sizes up to here have inverse squares of no use. */
export const leastOf = (x: Lowered): number => (widthOf(x) === "float64" ? 2 ** -100 : 2 ** -20)

/** A quarter of the greatest number. */
export const quarterOf = (x: Lowered): number => (widthOf(x) === "float64" ? 2 ** 1022 : 2 ** 126)

export const isInfinite = (r: Reals, x: Number): Number => r.eq(r.abs(x), r.like(x, Number.POSITIVE_INFINITY))

/** `x·y`, where a y of zero stays zero beside infinities and NaN. */
export const timesOrZero = (r: Reals, x: Number, y: Number): Number =>
  r.choose(r.eq(y, r.like(y, 0)), r.mul(r.copysign(r.like(x, 1), orZero(r, x)), y), r.mul(x, y))

/** The same number, 0 for NaN, whose sign says nothing. */
export const orZero = (r: Reals, x: Number): Number => r.choose(r.eq(x, x), x, r.like(x, 0))

/** How a function grows: as `e^x`, as `2^x`, or as `e^|x|`. */
export type Growth = "exp" | "exp2" | "cosh"

/**
 * `f(x)·u` and `g(x)·v` of functions that grow alike: where they overflow but the products need not, they are taken at a smaller argument, and
 * the rest of the power is multiplied last.
 */
export const grown = (
  r: Reals,
  x: Number,
  growth: Growth,
  factors: readonly (readonly [f: (x: Number) => Number, by: Number])[],
): readonly Number[] => {
  const base = growth === "exp2" ? "two" : "e"
  const { far, back } = reaches[widthOf(x)]
  const isFar = r.gt(growth === "cosh" ? r.abs(x) : x, r.like(x, far[base]))
  const near = r.choose(isFar, r.sub(x, r.copysign(r.like(x, back[base]), x)), x)
  const rest = r.choose(isFar, r.like(x, base === "e" ? Math.exp(back.e) : 2 ** back.two), r.like(x, 1))
  return factors.map(([f, by]) => {
    const value = f(near)
    const ends = growth === "cosh" ? r.eq(value, r.like(x, 0)) : r.eq(x, r.like(x, Number.NEGATIVE_INFINITY))
    return r.mul(timesOrZero(r, value, r.choose(ends, orZero(r, by), by)), rest)
  })
}

/** The larger of two sizes, and the smaller as a part of it: 0 beside 0 and ∞. */
export const scaled = (r: Reals, [x, y]: Parts): { readonly big: Number; readonly ratio: Number } => {
  const [a, b] = [r.abs(x), r.abs(y)]
  const [big, small] = [r.max(a, b), r.min(a, b)]
  const plain = r.and(r.gt(big, r.like(big, 0)), r.lt(big, r.like(big, Number.POSITIVE_INFINITY)))
  return {
    // infinite also beside NaN
    big: r.choose(r.or(isInfinite(r, x), isInfinite(r, y)), r.like(big, Number.POSITIVE_INFINITY), big),
    ratio: r.choose(plain, r.div(small, r.choose(plain, big, r.like(big, 1))), r.like(big, 0)),
  }
}

/** `|z|`: the larger part times `√(1 + ratio²)`. */
export const size = (r: Reals, z: Parts): Number => {
  const { big, ratio } = scaled(r, z)
  return r.mul(big, r.sqrt(r.add(r.like(big, 1), r.mul(ratio, ratio))))
}

/** `log |z| = log big + ½ log1p(ratio²)`; where |z| is near 1, `½ log1p((big − 1)(big + 1) + small²)`. */
export const logSize = (r: Reals, z: Parts): Number => {
  const { big, ratio } = scaled(r, z)
  const [one, half] = [r.like(big, 1), r.like(big, 0.5)]
  const small = r.min(r.abs(z[0]), r.abs(z[1]))
  const isNear = r.and(r.gt(big, half), r.lt(big, r.like(big, 2)))
  const beyond = r.add(r.mul(r.sub(big, one), r.add(big, one)), r.mul(small, small))
  const bent = r.mul(half, r.log1p(r.choose(isNear, beyond, r.mul(ratio, ratio))))
  return r.choose(isNear, bent, r.add(r.log(big), bent))
}

export const times = (r: Reals, [a, b]: Parts, [c, d]: Parts): Parts => [r.sub(r.mul(a, c), r.mul(b, d)), r.add(r.mul(a, d), r.mul(b, c))]

export const onePlus = (r: Reals, [a, b]: Parts): Parts => [r.add(r.like(a, 1), a), b]

/** Smith's quotient, scaled by the larger part of the divisor; near the greatest numbers all are made smaller first. */
export const quotient = (r: Reals, z: Parts, w: Parts): Parts => {
  const most = [...z, ...w].map((x) => r.abs(x)).reduce((x, y) => r.max(x, y))
  const h = r.choose(r.gt(most, r.like(most, quarterOf(most))), r.like(most, 0.25), r.like(most, 1))
  const [a, b, c, d] = [...z, ...w].map((x) => r.mul(x, h)) as [Number, Number, Number, Number]
  const flat = r.ge(r.abs(c), r.abs(d))
  const [big, small] = [r.choose(flat, c, d), r.choose(flat, d, c)]
  // with d = 0 beside a larger c; a c that is NaN is not larger, and makes NaN of all
  const isZero = r.and(flat, r.eq(big, r.like(big, 0)))
  const ratio = r.choose(isZero, big, r.div(small, big))
  const below = r.choose(isZero, big, r.add(big, r.mul(small, ratio)))
  // of a + ib by c + id: (a + b·d/c, b − a·d/c) / (c + d·d/c), or with the roles of c and d exchanged
  const [p, q] = [r.choose(flat, a, b), r.choose(flat, b, a)]
  const part = timesOrZero(r, p, ratio)
  return [r.div(r.add(p, timesOrZero(r, q, ratio)), below), r.div(r.choose(flat, r.sub(q, part), r.sub(part, q)), below)]
}

/** `1 / z`, below the axis for z above it, on it by the sign of zero. */
export const reciprocal = (r: Reals, [c, d]: Parts): Parts => {
  const flat = r.ge(r.abs(c), r.abs(d))
  const [big, small] = [r.choose(flat, c, d), r.choose(flat, d, c)]
  const ratio = r.choose(r.eq(big, r.like(big, 0)), small, r.div(small, big))
  const below = r.add(big, r.mul(small, ratio))
  const one = r.like(c, 1)
  return [r.div(r.choose(flat, one, ratio), below), r.neg(r.div(r.choose(flat, ratio, one), below))]
}

/** `√z` with a real part that is not negative: `t = √((|a| + |z|)/2)` and `b/2t`, or the other way round; the cut is the negative real axis. */
export const root = (r: Reals, [a, b]: Parts): Parts => {
  const zero = r.like(a, 0)
  const { big } = scaled(r, [a, b])
  const isLarge = r.gt(big, r.like(big, quarterOf(big)))
  const h = r.choose(isLarge, r.like(a, 0.25), r.like(a, 1))
  const [x, y] = [r.mul(a, h), r.mul(b, h)]
  const t = r.mul(r.sqrt(r.mul(r.like(a, 0.5), r.add(r.abs(x), size(r, [x, y])))), r.choose(isLarge, r.like(a, 2), r.like(a, 1)))
  const isZero = r.eq(big, zero)
  const other = r.mul(r.like(a, 0.5), r.div(b, r.choose(isZero, r.like(a, 1), t)))
  const right = r.ge(a, zero)
  const infinite = isInfinite(r, b)
  const re = r.choose(right, t, r.abs(other))
  const im = r.choose(right, other, r.copysign(t, b))
  return [r.choose(infinite, r.like(a, Number.POSITIVE_INFINITY), r.choose(isZero, zero, re)), r.choose(r.or(infinite, isZero), b, im)]
}
