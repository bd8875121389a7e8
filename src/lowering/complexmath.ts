// Elementwise functions of complex numbers as formulas of their parts, in functions of real numbers. What has no row is interpreted.

import type { Params } from "../core/jaxpr.js"
import type { Lowered, Lowering } from "../core/lower.js"
import { roundTo } from "../core/tensor.js"

export type Parts = readonly [re: Lowered, im: Lowered]

/** Two parts, or one real result; undefined where the formula is not for these parameters. */
type Formula = (inputs: readonly Parts[], params: Params, to: Lowering) => readonly Lowered[] | undefined

type Number = Lowered

/** Functions of real arrays, by their names; all have kernels, so that the references are never called. */
const real = (to: Lowering) => {
  const never = (): number => Number.NaN
  const call =
    (name: string) =>
    (...xs: readonly Number[]): Number =>
      to.map(name, xs, {}, (xs[0] as Number).dtype, never)
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
    exp: call("exp"),
    log: call("log"),
    log1p: call("log1p"),
    sin: call("sin"),
    cos: call("cos"),
    sinh: call("sinh"),
    cosh: call("cosh"),
    atan2: call("atan2"),
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

type Real = ReturnType<typeof real>

const times = (r: Real, [a, b]: Parts, [c, d]: Parts): Parts => [r.sub(r.mul(a, c), r.mul(b, d)), r.add(r.mul(a, d), r.mul(b, c))]

/** Smith's quotient, scaled by the larger part of the divisor. */
const quotient = (r: Real, [a, b]: Parts, [c, d]: Parts): Parts => {
  const flat = r.ge(r.abs(c), r.abs(d))
  const [big, small] = [r.choose(flat, c, d), r.choose(flat, d, c)]
  const isZero = r.eq(big, r.like(big, 0))
  const ratio = r.choose(isZero, big, r.div(small, big))
  const below = r.add(big, r.mul(small, ratio))
  // of a + ib by c + id: (a + b·d/c, b − a·d/c) / (c + d·d/c), or with the roles of c and d exchanged
  const [p, q] = [r.choose(flat, a, b), r.choose(flat, b, a)]
  const imaginary = r.sub(q, r.mul(p, ratio))
  return [r.div(r.add(p, r.mul(q, ratio)), below), r.div(r.choose(flat, imaginary, r.neg(imaginary)), below)]
}

/** `|z|`: the larger part times `√(1 + ratio²)`. */
const size = (r: Real, [x, y]: Parts): Number => {
  const [a, b] = [r.abs(x), r.abs(y)]
  const [big, small] = [r.max(a, b), r.min(a, b)]
  const plain = r.and(r.gt(big, r.like(big, 0)), r.lt(big, r.like(big, Number.POSITIVE_INFINITY)))
  const ratio = r.div(small, r.choose(plain, big, r.like(big, 1)))
  const length = r.mul(big, r.sqrt(r.add(r.like(big, 1), r.mul(ratio, ratio))))
  return r.choose(plain, length, big)
}

/** Powers that few products make. */
const largestPower = 8

const power = (r: Real, z: Parts, n: number): Parts => {
  if (n === 1) return z
  const half = power(r, z, Math.floor(n / 2))
  const even = times(r, half, half)
  return n % 2 === 0 ? even : times(r, even, z)
}

const with1 =
  (f: (r: Real, z: Parts) => readonly Lowered[]): Formula =>
  ([z], _, to) =>
    f(real(to), z as Parts)
const with2 =
  (f: (r: Real, z: Parts, w: Parts) => readonly Lowered[]): Formula =>
  ([z, w], _, to) =>
    f(real(to), z as Parts, w as Parts)

export const formulas: { readonly [name: string]: Formula } = {
  add: with2((r, [a, b], [c, d]) => [r.add(a, c), r.add(b, d)]),
  sub: with2((r, [a, b], [c, d]) => [r.sub(a, c), r.sub(b, d)]),
  mul: with2(times),
  div: with2(quotient),
  neg: with1((r, [a, b]) => [r.neg(a), r.neg(b)]),
  conj: with1((r, [a, b]) => [a, r.neg(b)]),
  square: with1((r, z) => times(r, z, z)),
  copy: with1((_, z) => z),
  stop_gradient: with1((_, z) => z),
  name: with1((_, z) => z),
  abs: with1((r, z) => [size(r, z)]),
  eq: with2((r, [a, b], [c, d]) => [r.and(r.eq(a, c), r.eq(b, d))]),
  ne: with2((r, [a, b], [c, d]) => [r.or(r.ne(a, c), r.ne(b, d))]),
  exp: with1((r, [a, b]) => {
    const e = r.exp(a)
    const isReal = r.or(r.eq(b, r.like(b, 0)), r.eq(e, r.like(e, 0))) // infinity times sin 0 would be NaN
    return [r.choose(isReal, e, r.mul(e, r.cos(b))), r.choose(isReal, r.mul(r.like(b, 0), b), r.mul(e, r.sin(b)))]
  }),
  sin: with1((r, [a, b]) => [r.mul(r.sin(a), r.cosh(b)), r.mul(r.cos(a), r.sinh(b))]),
  cos: with1((r, [a, b]) => [r.mul(r.cos(a), r.cosh(b)), r.neg(r.mul(r.sin(a), r.sinh(b)))]),
  sinh: with1((r, [a, b]) => [r.mul(r.sinh(a), r.cos(b)), r.mul(r.cosh(a), r.sin(b))]),
  cosh: with1((r, [a, b]) => [r.mul(r.cosh(a), r.cos(b)), r.mul(r.sinh(a), r.sin(b))]),
  integer_pow: ([z], { y }, to) => {
    const [r, n] = [real(to), Number(y)]
    const [a] = z as Parts
    const [unit, none] = [r.like(a, 1), r.like(a, 0)]
    if (n === 0 || Math.abs(n) > largestPower) return undefined
    const made = power(r, z as Parts, Math.abs(n))
    return n > 0 ? made : quotient(r, [unit, none], made)
  },
}
