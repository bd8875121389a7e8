// Functions of complex numbers in float64, as C's <complex.h> has them: branch cuts along the real or imaginary axis, approached from the side
// that the sign of zero says. (W. Kahan, "Branch Cuts for Complex Elementary Functions, or Much Ado About Nothing's Sign Bit", 1987)

/** `[re, im]` */
export type C = readonly [re: number, im: number]

export const add = ([a, b]: C, [c, d]: C): C => [a + c, b + d]
export const sub = ([a, b]: C, [c, d]: C): C => [a - c, b - d]
export const mul = ([a, b]: C, [c, d]: C): C => [a * c - b * d, a * d + b * c]
export const neg = ([a, b]: C): C => [-a, -b]
export const conj = ([a, b]: C): C => [a, -b]
export const square = (z: C): C => mul(z, z)

/** `|z| = √(a² + b²)` without overflow on the way. */
export const abs = ([a, b]: C): number => Math.hypot(a, b)

/** `z / w`, scaled by the larger part of w, so that its square need not be held. (Smith 1962) */
export const div = ([a, b]: C, [c, d]: C): C => {
  if (Math.abs(c) >= Math.abs(d)) {
    if (c === 0) return [a / c, b / c] // w = 0
    const [r, n] = [d / c, c + d * (d / c)]
    return [(a + b * r) / n, (b - a * r) / n]
  }
  const [r, n] = [c / d, c * (c / d) + d]
  return [(a * r + b) / n, (b * r - a) / n]
}

const one: C = [1, 0]
export const reciprocal = (z: C): C => div(one, z)

/** `z / |z|`, and 0 for 0. */
export const sign = (z: C): C => {
  const size = abs(z)
  return size === 0 ? z : [z[0] / size, z[1] / size]
}

/** `√z` with a real part that is not negative; the cut is the negative real axis. */
export const sqrt = ([a, b]: C): C => {
  if (a === 0 && b === 0) return [0, b]
  if (!Number.isFinite(b) && !Number.isNaN(b)) return [Number.POSITIVE_INFINITY, b]
  const scale = Math.max(Math.abs(a), Math.abs(b)) > 1e300 ? 0.25 : 1
  const t = Math.sqrt((Math.abs(a * scale) + Math.hypot(a * scale, b * scale)) / 2) / Math.sqrt(scale)
  if (a >= 0) return [t, b / t / 2]
  const root = Object.is(b, -0) || b < 0 ? -t : t
  return [Math.abs(b) / t / 2, root]
}
export const rsqrt = (z: C): C => reciprocal(sqrt(z))

/** `e^a · (cos b + i sin b)` */
export const exp = ([a, b]: C): C => {
  const size = Math.exp(a)
  if (b === 0 || size === 0) return [size, b === 0 ? b : 0]
  return [size * Math.cos(b), size * Math.sin(b)]
}
export const exp2 = ([a, b]: C): C => exp([a * Math.LN2, b * Math.LN2])

/** `e^z − 1`, exact for small z: `(e^a − 1) cos b − 2 sin²(b/2) + i e^a sin b`. */
export const expm1 = ([a, b]: C): C => [Math.expm1(a) * Math.cos(b) - 2 * Math.sin(b / 2) ** 2, b === 0 ? b : Math.exp(a) * Math.sin(b)]

/** `log |z| + i arg z`, arg in [−π, π]; where |z| is near 1, `½ log1p(|z|² − 1)`. */
export const log = ([a, b]: C): C => {
  const size = Math.hypot(a, b)
  const [big, small] = [Math.max(Math.abs(a), Math.abs(b)), Math.min(Math.abs(a), Math.abs(b))]
  const real = size > 0.5 && size < 2 ? Math.log1p((big - 1) * (big + 1) + small * small) / 2 : Math.log(size)
  return [real, Math.atan2(b, a)]
}
/** `log(1 + z)`, exact for small z. */
export const log1p = ([a, b]: C): C => {
  const [real, angle] = log([1 + a, b])
  return [Math.abs(a) < 0.5 && Math.abs(b) < 0.5 ? Math.log1p(a * (2 + a) + b * b) / 2 : real, angle]
}

/** `1 / (1 + e^−z)` */
export const logistic = (z: C): C => {
  if (z[0] >= 0) return reciprocal(add(one, exp(neg(z))))
  const e = exp(z)
  return div(e, add(one, e))
}

export const sin = ([a, b]: C): C => [Math.sin(a) * Math.cosh(b), b === 0 ? Math.cos(a) * b : Math.cos(a) * Math.sinh(b)]
export const cos = ([a, b]: C): C => [Math.cos(a) * Math.cosh(b), -Math.sin(a) * Math.sinh(b)]
export const sinh = ([a, b]: C): C => [Math.sinh(a) * Math.cos(b), Math.cosh(a) * Math.sin(b)]
export const cosh = ([a, b]: C): C => [Math.cosh(a) * Math.cos(b), Math.sinh(a) * Math.sin(b)]

/** From here on `tanh` of the real part is 1 in float64. */
const saturated = 20

export const tanh = ([a, b]: C): C => {
  if (Math.abs(a) > saturated) return [Math.sign(a), 4 * Math.sin(b) * Math.cos(b) * Math.exp(-2 * Math.abs(a))]
  const [t, s] = [Math.tan(b), Math.sinh(a)]
  const beta = 1 + t * t
  const below = 1 + beta * s * s
  return [(beta * Math.sqrt(1 + s * s) * s) / below, t / below]
}

/** `−i·f(i·z)`: what the functions of the circle are of those of the hyperbola, and the other way round. */
const turned =
  (f: (z: C) => C) =>
  ([a, b]: C): C => {
    const [c, d] = f([-b, a])
    return [d, -c]
  }

export const tan = turned(tanh)

/** `z̄·w` */
const timesConj = (z: C, w: C): C => mul(conj(z), w)
const onePlus = ([a, b]: C): C => [1 + a, b]
const oneMinus = ([a, b]: C): C => [1 - a, -b]

/** In [0, π] on the real segment [−1, 1]; the cuts are the real axis outside of it. */
export const acos = (z: C): C => {
  const [p, m] = [sqrt(onePlus(z)), sqrt(oneMinus(z))]
  return [2 * Math.atan2(m[0], p[0]), Math.asinh(timesConj(p, m)[1])]
}
export const asin = (z: C): C => {
  const [p, m] = [sqrt(onePlus(z)), sqrt(oneMinus(z))]
  return [Math.atan2(z[0], mul(m, p)[0]), Math.asinh(timesConj(m, p)[1])]
}
/** With a real part that is not negative; the cut is the real axis below 1. */
export const acosh = (z: C): C => {
  const [p, m] = [sqrt(onePlus(z)), sqrt([z[0] - 1, z[1]])]
  return [Math.asinh(timesConj(m, p)[0]), 2 * Math.atan2(m[1], p[0])]
}
export const asinh = turned(asin)
/** The cuts are the real axis outside of [−1, 1]. */
export const atanh = ([a, b]: C): C => [
  Math.log1p((4 * a) / ((1 - a) * (1 - a) + b * b)) / 4,
  Math.atan2(2 * b, (1 - a) * (1 + a) - b * b) / 2,
]
export const atan = turned(atanh)

/** `zⁿ` for a whole number, by squaring. */
export const integerPow = (z: C, n: number): C => {
  if (n < 0) return reciprocal(integerPow(z, -n))
  let [result, base] = [one, z]
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = rest === n ? base : mul(result, base)
    base = square(base)
  }
  return result
}

/** `z^w = e^(w log z)`; `0⁰ = 1`, and `0^w = 0` where the real part of w is positive. */
export const pow = (z: C, w: C): C => {
  if (w[0] === 0 && w[1] === 0) return one
  if (z[0] === 0 && z[1] === 0) return w[0] > 0 ? [0, 0] : w[1] === 0 ? [Number.POSITIVE_INFINITY, Number.NaN] : [Number.NaN, Number.NaN]
  return exp(mul(w, log(z)))
}

export const equal = ([a, b]: C, [c, d]: C): boolean => a === c && b === d
