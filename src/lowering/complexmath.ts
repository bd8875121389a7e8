// Elementwise functions of complex numbers as formulas of their parts, in functions of real numbers. Cuts, infinities and signs of zero are
// those of C's <complex.h>. What has no row is interpreted.
import type { DType } from "../core/dtype.js"
import type { Params } from "../core/jaxpr.js"
import type { Lowered, Lowering } from "../core/lower.js"
import * as arcs from "./complexarcs.js"
import {
  grown,
  isInfinite,
  logSize,
  onePlus,
  orZero,
  type Parts,
  quotient,
  type Reals,
  realsOf,
  reciprocal,
  root,
  scaled,
  size,
  times,
} from "./complexreal.js"

/** Two parts, or one real result. */
export type Formula = (inputs: readonly Parts[], params: Params, to: Lowering) => readonly Lowered[]

type Of1 = (r: Reals, z: Parts) => readonly Lowered[]
type Of2 = (r: Reals, z: Parts, w: Parts) => readonly Lowered[]

const with1 =
  (f: Of1): Formula =>
  ([z], _, to) =>
    f(realsOf(to), z as Parts)
const with2 =
  (f: Of2): Formula =>
  ([z, w], _, to) =>
    f(realsOf(to), z as Parts, w as Parts)

const convertAll = (to: Lowering, xs: readonly Lowered[], dtype: DType): readonly Lowered[] => xs.map((x) => to.convert(x, dtype))

/** Computed in float64, where float32 would lose digits: errors of exponents and of many factors add up. */
const wide =
  (formula: Formula): Formula =>
  (inputs, params, to) => {
    const { dtype } = (inputs[0] as Parts)[0]
    const parts = inputs.map((z) => convertAll(to, z, "float64") as Parts)
    return convertAll(to, formula(parts, params, to), dtype)
  }

const parts = (x: readonly Lowered[]): Parts => x as Parts

const exp = (r: Reals, [a, b]: Parts): Parts =>
  parts(
    grown(r, a, "exp", [
      [r.exp, r.cos(b)],
      [r.exp, r.sin(b)],
    ]),
  )

const exp2 = (r: Reals, [a, b]: Parts): Parts => {
  const turn = r.mul(b, r.like(b, Math.LN2))
  return parts(
    grown(r, a, "exp2", [
      [r.exp2, r.cos(turn)],
      [r.exp2, r.sin(turn)],
    ]),
  )
}

const log = (r: Reals, z: Parts): Parts => [logSize(r, z), r.atan2(z[1], z[0])]

/** `½ log(1 + a(2 + a) + b²)` near 0. */
const log1p = (r: Reals, [a, b]: Parts): Parts => {
  const half = r.like(a, 0.5)
  const far = onePlus(r, [a, b])
  const near = r.mul(half, r.log1p(r.add(r.mul(a, r.add(r.like(a, 2), a)), r.mul(b, b))))
  const isNear = r.and(r.lt(r.abs(a), half), r.lt(r.abs(b), half))
  return [r.choose(isNear, near, logSize(r, far)), r.atan2(b, far[0])]
}

/** `(e^a − 1)·cos b − 2 sin²(b/2)`, and `e^a·sin b`; far from 0, `e^z − 1`. */
const expm1 = (r: Reals, [a, b]: Parts): Parts => {
  const [re, im] = exp(r, [a, b])
  const sine = r.sin(r.mul(b, r.like(b, 0.5)))
  const near = r.sub(r.mul(r.expm1(a), r.cos(b)), r.mul(r.like(a, 2), r.mul(sine, sine)))
  return [r.choose(r.lt(r.abs(a), r.like(a, 1)), near, r.sub(re, r.like(a, 1))), im]
}

/** `1/(1 + w)` with `w = e^−z` on the right, `w/(1 + w)` with `w = e^z` on the left: w is at most 1 in size. */
const logistic = (r: Reals, [a, b]: Parts): Parts => {
  const onRight = r.ge(a, r.like(a, 0))
  const e = r.exp(r.neg(r.abs(a)))
  const direct = (turn: Lowered): Lowered => r.choose(isInfinite(r, a), orZero(r, turn), turn)
  const w: Parts = [r.mul(e, direct(r.cos(b))), r.mul(e, direct(r.sin(r.choose(onRight, r.neg(b), b))))]
  const inverse = reciprocal(r, onePlus(r, w))
  const [re, im] = times(r, w, inverse)
  return [r.choose(onRight, inverse[0], re), r.choose(onRight, inverse[1], im)]
}

const sinh = (r: Reals, [a, b]: Parts): Parts =>
  parts(
    grown(r, a, "cosh", [
      [r.sinh, r.cos(b)],
      [r.cosh, r.sin(b)],
    ]),
  )
const cosh = (r: Reals, [a, b]: Parts): Parts =>
  parts(
    grown(r, a, "cosh", [
      [r.cosh, r.cos(b)],
      [r.sinh, r.sin(b)],
    ]),
  )

/** From here on `tanh` of the real part is 1. */
const saturated = 20

/** With `t = tan b`, `s = sinh a` and `β = 1 + t²`: `(β·s·√(1 + s²) + i·t) / (1 + β·s²)`. (Kahan 1987) */
const tanh = (r: Reals, [a, b]: Parts): Parts => {
  const one = r.like(a, 1)
  const far = r.gt(r.abs(a), r.like(a, saturated))
  const s = r.sinh(r.choose(far, r.like(a, 0), a))
  const t = r.tan(b)
  const beta = r.add(one, r.mul(t, t))
  const below = r.add(one, r.mul(beta, r.mul(s, s)))
  const re = r.div(r.mul(r.mul(beta, s), r.sqrt(r.add(one, r.mul(s, s)))), below)
  const rest = r.exp(r.mul(r.like(a, -2), r.abs(a)))
  const turn = r.mul(r.like(a, 4), r.mul(r.sin(b), r.cos(b)))
  const tiny = r.mul(rest, r.choose(isInfinite(r, a), orZero(r, turn), turn))
  const isZero = r.eq(a, r.like(a, 0)) // stays zero beside infinities
  return [r.choose(far, r.copysign(one, a), r.choose(isZero, a, re)), r.choose(far, tiny, r.div(t, below))]
}

/** `z / |z|`, and 0 for 0. */
const sign = (r: Reals, z: Parts): Parts => {
  const { big } = scaled(r, z)
  const isZero = r.eq(big, r.like(big, 0))
  const below = r.choose(isZero, r.like(big, 1), big)
  const [a, b] = [r.div(z[0], below), r.div(z[1], below)]
  const length = r.sqrt(r.add(r.mul(a, a), r.mul(b, b)))
  return [r.choose(isZero, z[0], r.div(a, length)), r.choose(isZero, z[1], r.div(b, length))]
}

/** `e^(w log z)`; `z⁰ = 1`, and of powers of 0 those whose exponent has a positive real part are 0. */
const pow = (r: Reals, z: Parts, w: Parts): Parts => {
  const [zero, one, nan] = [0, 1, Number.NaN].map((x) => r.like(z[0], x)) as [Lowered, Lowered, Lowered]
  const both = ([a, b]: Parts): Lowered => r.and(r.eq(a, zero), r.eq(b, zero))
  const [re, im] = exp(r, times(r, w, log(r, z)))
  const [ofZero, isConstant, vanishes] = [both(z), both(w), r.gt(w[0], zero)]
  const pole = r.choose(r.eq(w[1], zero), r.like(z[0], Number.POSITIVE_INFINITY), nan)
  const choose = (general: Lowered, atZero: Lowered, constant: Lowered): Lowered =>
    r.choose(isConstant, constant, r.choose(ofZero, r.choose(vanishes, zero, atZero), general))
  return [choose(re, pole, one), choose(im, nan, zero)]
}

/** The first of two that is NaN, or that wins by its real part, and between equal ones by its imaginary part. */
const choosing =
  (wins: "gt" | "lt"): Of2 =>
  (r, [a, b], [c, d]) => {
    const [isNaN, isNumber] = [r.or(r.ne(a, a), r.ne(b, b)), r.and(r.eq(c, c), r.eq(d, d))]
    const level = r.and(r.eq(a, c), r.or(r[wins](b, d), r.eq(b, d)))
    const first = r.or(isNaN, r.and(r.or(r[wins](a, c), level), isNumber))
    return [r.choose(first, a, c), r.choose(first, b, d)]
  }

const turn = 2 * Math.PI

/** `log(e^z + e^w)`: the greater, and what the distance adds, with an angle within ±π. */
const logAddExp: Of2 = (r, z, w) => {
  const top = parts(choosing("gt")(r, z, w))
  const low = parts(choosing("lt")(r, z, w))
  const gap: Parts = [r.sub(low[0], top[0]), r.sub(low[1], top[1])]
  const isNumber = r.and(r.eq(gap[0], gap[0]), r.eq(gap[1], gap[1]))
  const more = log1p(r, exp(r, gap))
  const angle = r.add(top[1], more[1])
  const turns = r.floor(r.div(r.add(angle, r.like(angle, Math.PI)), r.like(angle, turn)))
  const wrapped = r.sub(angle, r.mul(turns, r.like(angle, turn)))
  return [r.choose(isNumber, r.add(top[0], more[0]), r.add(z[0], w[0])), r.choose(isNumber, wrapped, r.add(z[1], w[1]))]
}

/** Powers up to this one are of few products, whose roundings do not add up. */
const fewProducts = 4

const power = (r: Reals, z: Parts, n: number): Parts => {
  if (n === 1) return z
  const half = power(r, z, Math.floor(n / 2))
  const even = times(r, half, half)
  return n % 2 === 0 ? even : times(r, even, z)
}

const integerPower: Formula = ([z], { y }, to) => {
  const [r, n] = [realsOf(to), Number(y)]
  const [a] = z as Parts
  if (n === 0) return [1, 0].map((x) => to.broadcast(r.like(a, x), a.shape, []))
  const made = power(r, z as Parts, Math.abs(n))
  return n > 0 ? made : reciprocal(r, made)
}

/** `−i·f(i·z)`: what the functions of the circle are of those of the hyperbola, and the other way round. */
const turned =
  (f: (r: Reals, z: Parts) => Parts) =>
  (r: Reals, [a, b]: Parts): Parts => {
    const [c, d] = f(r, [r.neg(b), a])
    return [d, r.neg(c)]
  }

/** `f(i·z)`: cos is cosh at `i·z`. */
const onAxis =
  (f: (r: Reals, z: Parts) => Parts) =>
  (r: Reals, [a, b]: Parts): Parts =>
    f(r, [r.neg(b), a])

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
  sign: with1(sign),
  max: with2(choosing("gt")),
  min: with2(choosing("lt")),
  logaddexp: with2(logAddExp), // what cumulative reductions combine by
  eq: with2((r, [a, b], [c, d]) => [r.and(r.eq(a, c), r.eq(b, d))]),
  ne: with2((r, [a, b], [c, d]) => [r.or(r.ne(a, c), r.ne(b, d))]),
  sqrt: with1(root),
  rsqrt: with1((r, z) => reciprocal(r, root(r, z))),
  exp: with1(exp),
  exp2: wide(with1(exp2)),
  expm1: with1(expm1),
  log: with1(log),
  log1p: with1(log1p),
  logistic: with1(logistic),
  sin: with1(turned(sinh)),
  cos: with1(onAxis(cosh)),
  tan: with1(turned(tanh)),
  sinh: with1(sinh),
  cosh: with1(cosh),
  tanh: with1(tanh),
  asin: with1(arcs.asin),
  acos: with1(arcs.acos),
  atan: with1(turned(arcs.atanh)),
  asinh: with1(turned(arcs.asin)),
  acosh: with1(arcs.acosh),
  atanh: with1(arcs.atanh),
  pow: wide(with2(pow)),
  integer_pow: (inputs, params, to) => (Math.abs(Number(params.y)) > fewProducts ? wide(integerPower) : integerPower)(inputs, params, to),
}
