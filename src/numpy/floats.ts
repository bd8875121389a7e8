// The parts that floating-point numbers are made of: sign, fraction, exponent, neighbours.
import { type ArrayLike, literalArray, type NDArray } from "../core/array.js"
import { isFloat } from "../core/dtype.js"
import * as prim from "../primitives/elementwise/index.js"
import { abs, maximum, minimum } from "./arithmetic.js"
import { astype } from "./astype.js"
import { isnan, where } from "./comparison.js"
import { toArray } from "./host.js"
import { promote, promoteToFloat, promoteToReal } from "./promote.js"
import { binaryFloat, unaryFloat } from "./ufunc.js"

/**
 * `|x|`, in floating point. (`jax.numpy.fabs`)
 * @throws DTypeError of complex numbers
 */
export const fabs = (x: ArrayLike): NDArray => abs(promoteToReal("fabs", [x])[0] as NDArray)

/** Both operands, each with the other in the place of its NaNs, which so get no part of the derivative. */
const withoutNaN =
  (extreme: (x: ArrayLike, y: ArrayLike) => NDArray) =>
  (x: ArrayLike, y: ArrayLike): NDArray =>
    extreme(where(isnan(x), y, x), where(isnan(y), x, y))

/** The larger of the two; a number rather than NaN. (`jax.numpy.fmax`) */
export const fmax = withoutNaN(maximum)
/** The smaller of the two; a number rather than NaN. (`jax.numpy.fmin`) */
export const fmin = withoutNaN(minimum)

/** Whether the sign is minus, also that of −0. */
const isMinus = (x: NDArray): NDArray => {
  if (!isFloat(x.dtype)) return prim.lt(x, literalArray(0, x.dtype))
  // −0 is told from 0 by its reciprocal; where x is not 0 that is not needed
  const isZero = prim.eq(x, 0)
  const inverse = prim.div(1, prim.selectN(isZero, literalArray(1, x.dtype), x))
  return prim.or(prim.lt(x, 0), prim.and(isZero, prim.lt(inverse, 0)))
}

/** Whether the sign is minus, also that of −0. (`jax.numpy.signbit`) */
export const signbit = (x: ArrayLike): NDArray => isMinus(promote("signbit", [x])[0] as NDArray)

/** `|x|` with the sign of `y`. (`jax.numpy.copysign`) */
export const copysign = binaryFloat("copysign", (x, y) => prim.selectN(isMinus(y), prim.abs(x), prim.neg(prim.abs(x))))

/** 0 left of 0, 1 right of it, `y` at 0; NaN for NaN. (`jax.numpy.heaviside`) */
export const heaviside = binaryFloat("heaviside", (x, y) => {
  const step = prim.selectN(prim.gt(x, 0), literalArray(0, x.dtype), literalArray(1, x.dtype))
  return prim.selectN(prim.ne(x, x), prim.selectN(prim.eq(x, 0), step, y), x)
})

/** The next number after `x` on the way to `y`. (`jax.numpy.nextafter`) */
export const nextafter = binaryFloat("nextafter", prim.nextafter)

/** The distance to the next number away from 0, with the sign of `x`. (`jax.numpy.spacing`) */
export const spacing = unaryFloat("spacing", (x) => {
  const outwards = prim.selectN(
    isMinus(x),
    literalArray(Number.POSITIVE_INFINITY, x.dtype),
    literalArray(Number.NEGATIVE_INFINITY, x.dtype),
  )
  return prim.sub(prim.nextafter(x, outwards), x)
})

/** Fraction and whole part, both with the sign of `x`. (`jax.numpy.modf`) */
export const modf = (x: ArrayLike): readonly [fraction: NDArray, whole: NDArray] => {
  const [a] = promoteToFloat("modf", [x]) as [NDArray]
  const whole = prim.trunc(a)
  return [where(prim.isFinite(a), prim.sub(a, where(prim.isFinite(a), whole, 0)), where(isnan(a), a, prim.mul(prim.sign(a), 0))), whole]
}

/** `x · 2ⁿ`. (`jax.numpy.ldexp`) */
export const ldexp = (x: ArrayLike, n: ArrayLike): NDArray => {
  const [a] = promoteToFloat("ldexp", [x]) as [NDArray]
  const exponent = astype(toArray(n, "ldexp"), a.dtype)
  // in two steps, because 2ⁿ alone may overflow where x is small
  const half = prim.floor(prim.div(exponent, 2))
  const scaled = binaryFloat("ldexp", (v, h) => prim.mul(v, prim.exp2(h)))
  return scaled(scaled(a, half), prim.sub(exponent, half))
}

/** `x = m · 2ⁿ` with ½ ≤ |m| < 1: fraction and int32 exponent. (`jax.numpy.frexp`) */
export const frexp = (x: ArrayLike): readonly [fraction: NDArray, exponent: NDArray] => {
  const [a] = promoteToFloat("frexp", [x]) as [NDArray]
  const isPlain = prim.and(prim.isFinite(a), prim.ne(a, 0))
  const size = prim.stopGradient(where(isPlain, prim.abs(a), 1))
  const rough = prim.floor(prim.div(prim.log(size), Math.LN2))
  const scale = (e: NDArray): NDArray => ldexp(size, prim.neg(e))
  // the logarithm is rounded, so the estimate may be off by one either way
  const up = prim.selectN(prim.ge(scale(rough), 2), rough, prim.add(rough, 1))
  const exponent = prim.add(prim.selectN(prim.lt(scale(up), 1), up, prim.sub(up, 1)), 1)
  return [where(isPlain, ldexp(a, prim.neg(exponent)), a), astype(where(isPlain, exponent, 0), "int32")]
}
