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

const withSignOf = (size: number, x: number): number => (x < 0 || Object.is(x, -0) ? -size : size)

/** `x·y`, where a y of zero stays zero beside infinities and NaN. */
const timesOrZero = (x: number, y: number): number => (y === 0 ? withSignOf(y, x) : x * y)

/** `z / w`, scaled by the larger part of w, so that its square need not be held. (Smith 1962) */
export const div = (z: C, w: C): C => {
  // near the greatest numbers sums of two would overflow
  const h = Math.max(...[...z, ...w].map(Math.abs)) > 2 ** 1022 ? 0.25 : 1
  const [a, b, c, d] = [z[0] * h, z[1] * h, w[0] * h, w[1] * h]
  if (Math.abs(c) >= Math.abs(d)) {
    if (c === 0) return [a / c, b / c] // w = 0
    const [r, n] = [d / c, c + d * (d / c)]
    return [(a + timesOrZero(b, r)) / n, (b - timesOrZero(a, r)) / n]
  }
  const [r, n] = [c / d, c * (c / d) + d]
  return [(timesOrZero(a, r) + b) / n, (timesOrZero(b, r) - a) / n]
}

const one: C = [1, 0]
/** `1 / z`, below the axis for z above it, on it by the sign of zero. */
export const reciprocal = ([c, d]: C): C => {
  const isFlat = Math.abs(c) >= Math.abs(d)
  const [big, small] = isFlat ? [c, d] : [d, c]
  const r = big === 0 ? small : small / big
  const below = big + small * r
  return isFlat ? [1 / below, -r / below] : [r / below, -1 / below]
}

/** `z / |z|`, and 0 for 0. */
export const sign = (z: C): C => {
  const most = Math.max(Math.abs(z[0]), Math.abs(z[1]))
  if (most === 0) return z
  const [a, b] = [z[0] / most, z[1] / most]
  const size = abs([a, b])
  return [a / size, b / size]
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

const powerOf2 = (x: number): number => 2 ** x

/** `f(x)·u` of a function that grows as `power(|x|)`: beyond `far`, a part of the power is multiplied last, so that it need not be held. */
const grown = (f: (x: number) => number, x: number, by: number, power: (x: number) => number, far: number): number => {
  if (!(Math.abs(x) > far)) return timesOrZero(f(x), by)
  const back = Math.floor((far * 3) / 4)
  return timesOrZero(f(x - Math.sign(x) * back), by) * power(back)
}

/** 0 in the direction of an angle, any at all where there is none. */
const vanished = (b: number): C => (Number.isFinite(b) ? [0 * Math.cos(b), 0 * Math.sin(b)] : [0, 0])

/** `e^a · (cos b + i sin b)` */
export const exp = ([a, b]: C): C => {
  if (a === Number.NEGATIVE_INFINITY) return vanished(b)
  const part = (by: number): number => (!(a <= 0) ? grown(Math.exp, a, by, Math.exp, 700) : Math.exp(a) * by)
  return [part(Math.cos(b)), part(Math.sin(b))]
}
export const exp2 = ([a, b]: C): C => {
  const turn = b * Math.LN2
  if (a === Number.NEGATIVE_INFINITY) return vanished(turn)
  const part = (by: number): number => (!(a <= 0) ? grown(powerOf2, a, by, powerOf2, 1010) : 2 ** a * by)
  return [part(Math.cos(turn)), part(Math.sin(turn))]
}

/** `e^z − 1`, exact for small z: `(e^a − 1) cos b − 2 sin²(b/2) + i e^a sin b`. */
export const expm1 = ([a, b]: C): C => {
  const [re, im] = exp([a, b])
  return [Math.abs(a) < 1 ? Math.expm1(a) * Math.cos(b) - 2 * Math.sin(b / 2) ** 2 : re - 1, im]
}

/** `log |z| + i arg z`, arg in [−π, π]; where |z| is near 1, `½ log1p(|z|² − 1)`. */
export const log = ([a, b]: C): C => {
  const size = Math.hypot(a, b)
  const [big, small] = [Math.max(Math.abs(a), Math.abs(b)), Math.min(Math.abs(a), Math.abs(b))]
  const isNear = size > 0.5 && size < 2
  const real = isNear ? Math.log1p((big - 1) * (big + 1) + small * small) / 2 : Math.log(Math.hypot(a / 2, b / 2)) + Math.LN2
  return [size < Number.MAX_VALUE && !isNear ? Math.log(size) : real, Math.atan2(b, a)]
}
/** `log(1 + z)`, exact for small z. */
export const log1p = ([a, b]: C): C => {
  const [real, angle] = log([1 + a, b])
  return [Math.abs(a) < 0.5 && Math.abs(b) < 0.5 ? Math.log1p(a * (2 + a) + b * b) / 2 : real, angle]
}

/** `1 / (1 + e^−z)` */
export const logistic = (z: C): C => {
  if (z[0] >= 0) return reciprocal(onePlus(exp(neg(z))))
  const e = exp(z)
  return mul(e, reciprocal(onePlus(e)))
}

const grownSinh = (x: number, by: number): number => (x === 0 ? withSignOf(x, by) : grown(Math.sinh, x, by, Math.exp, 700))
const grownCosh = (x: number, by: number): number => grown(Math.cosh, x, by, Math.exp, 700)

export const sinh = ([a, b]: C): C => [grownSinh(a, Math.cos(b)), grownCosh(a, Math.sin(b))]
export const cosh = ([a, b]: C): C => [grownCosh(a, Math.cos(b)), grownSinh(a, Math.sin(b))]

/** `−i·f(i·z)`: what the functions of the circle are of those of the hyperbola, and the other way round. */
const turned =
  (f: (z: C) => C) =>
  ([a, b]: C): C => {
    const [c, d] = f([-b, a])
    return [d, -c]
  }

export const sin = turned(sinh)
export const cos = ([a, b]: C): C => cosh([-b, a])

/** From here on `tanh` of the real part is 1 in float64. */
const saturated = 20

export const tanh = ([a, b]: C): C => {
  if (Math.abs(a) > saturated) {
    const turn = Math.sin(b) * Math.cos(b)
    return [Math.sign(a), Number.isFinite(a) || Number.isFinite(b) ? 4 * turn * Math.exp(-2 * Math.abs(a)) : 0]
  }
  const [t, s] = [Math.tan(b), Math.sinh(a)]
  const beta = 1 + t * t
  const below = 1 + beta * s * s
  return [a === 0 ? a : (beta * Math.sqrt(1 + s * s) * s) / below, t / below]
}

export const tan = turned(tanh)

/** `z̄·w` */
const timesConj = (z: C, w: C): C => mul(conj(z), w)
const onePlus = ([a, b]: C): C => [1 + a, b]
const oneMinus = ([a, b]: C): C => [1 - a, -b]

/** Whether z is so large that `z ± 1` is z; and `log 2|z|`, in which the inverse functions then end. */
const isFar = ([a, b]: C): boolean => Math.abs(a) > 2 ** 200 || Math.abs(b) > 2 ** 200
const logTwice = (z: C): number => log(z)[0] + Math.LN2
/** In [0, π] on the real segment [−1, 1]; the cuts are the real axis outside of it. */
export const acos = (z: C): C => {
  if (isFar(z)) return [Math.atan2(Math.abs(z[1]), z[0]), -withSignOf(logTwice(z), z[1])]
  const [p, m] = [sqrt(onePlus(z)), sqrt(oneMinus(z))]
  return [2 * Math.atan2(m[0], p[0]), Math.asinh(timesConj(p, m)[1])]
}
export const asin = (z: C): C => {
  if (isFar(z)) return [Math.atan2(z[0], Math.abs(z[1])), withSignOf(logTwice(z), z[1])]
  const [p, m] = [sqrt(onePlus(z)), sqrt(oneMinus(z))]
  return [Math.atan2(z[0], mul(m, p)[0]), Math.asinh(timesConj(m, p)[1])]
}
/** With a real part that is not negative; the cut is the real axis below 1. */
export const acosh = (z: C): C => {
  if (isFar(z)) return [logTwice(z), Math.atan2(z[1], z[0])]
  const [p, m] = [sqrt(onePlus(z)), sqrt([z[0] - 1, z[1]])]
  return [Math.asinh(timesConj(m, p)[0]), 2 * Math.atan2(m[1], p[0])]
}
export const asinh = turned(asin)
/** The cuts are the real axis outside of [−1, 1]. */
export const atanh = ([a, b]: C): C => {
  if ([a, b].some((x) => Math.abs(x) === Number.POSITIVE_INFINITY))
    return [withSignOf(0, a), Number.isNaN(b) ? b : withSignOf(Math.PI / 2, b)]
  // both fractions are divided by the larger of the sizes that are squared
  const x = Math.abs(a)
  const s = Math.max(Math.abs(1 - x), Math.abs(b))
  if (s === 0) return [withSignOf(Number.POSITIVE_INFINITY, a), withSignOf(0, b)]
  const [u, v] = [(1 - x) / s, b / s]
  const n = u * u + v * v
  const real = s < 2 ** -100 ? Math.log((4 * x) / n) / 4 - Math.log(s) / 2 : Math.log1p((4 * (x / s / s)) / n) / 4
  return [withSignOf(real, a), Math.atan2(2 * (v / s), u * ((1 + x) / s) - v * v) / 2]
}
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

const isNaN = ([a, b]: C): boolean => Number.isNaN(a) || Number.isNaN(b)

/** The first of two that is NaN, or that `wins` by its real part, and between equal ones by its imaginary part: the order that sorting has. */
const choosing =
  (wins: (x: number, y: number) => boolean) =>
  (z: C, w: C): C => {
    if (isNaN(z) || isNaN(w)) return isNaN(z) ? z : w
    return wins(z[0], w[0]) || (z[0] === w[0] && !wins(w[1], z[1])) ? z : w
  }
export const max = choosing((x, y) => x > y)
export const min = choosing((x, y) => x < y)

/** `log(e^z + e^w)` without overflow, with an angle within ±π. */
export const logAddExp = (z: C, w: C): C => {
  const top = max(z, w)
  const gap = sub(min(z, w), top)
  if (isNaN(gap)) return add(z, w)
  const [re, im] = add(top, log1p(exp(gap)))
  const turn = 2 * Math.PI
  return [re, im - turn * Math.floor((im + Math.PI) / turn)]
}

export const equal = ([a, b]: C, [c, d]: C): boolean => a === c && b === d
