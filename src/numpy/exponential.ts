// Exponentials and logarithms.
import { literalArray, type NDArray } from "../core/array.js"
import { isComplex } from "../core/dtype.js"
import * as prim from "../primitives/elementwise/index.js"
import { binaryFloat, unaryFloat } from "./ufunc.js"

/** `eˣ` */
export const exp = unaryFloat("exp", prim.exp)
/** `2ˣ` */
export const exp2 = unaryFloat("exp2", prim.exp2)
/** `eˣ − 1`, exact for small x. */
export const expm1 = unaryFloat("expm1", prim.expm1)
/** The natural logarithm. */
export const log = unaryFloat("log", prim.log)
/** `log(1 + x)`, exact for small x. */
export const log1p = unaryFloat("log1p", prim.log1p)
/** The logarithm to base 2. */
export const log2 = unaryFloat("log2", (x) => prim.div(prim.log(x), Math.LN2))
/** The logarithm to base 10. */
export const log10 = unaryFloat("log10", (x) => prim.div(prim.log(x), Math.LN10))

const ofDtype = (value: number, { dtype }: NDArray): NDArray => literalArray(value, dtype)

// where both are the same infinity their difference is NaN, and the sum is that infinity
const logSum = (x: NDArray, y: NDArray, logOnePlus: (minusGap: NDArray) => NDArray): NDArray => {
  const gap = prim.sub(x, y)
  const isEqual = prim.ne(gap, gap)
  const safe = prim.selectN(isEqual, gap, ofDtype(0, gap))
  return prim.selectN(isEqual, prim.add(prim.max(x, y), logOnePlus(prim.neg(prim.abs(safe)))), prim.add(x, y))
}

/** The number of the same residue between ±half. */
const wrapped = (x: NDArray, half: number): NDArray => {
  const rest = prim.rem(prim.add(x, half), 2 * half)
  return prim.sub(prim.selectN(prim.lt(rest, 0), rest, prim.add(rest, 2 * half)), half)
}

/** Of complex numbers the greater is the one with the greater real part; the angle of the result lies between ±π. */
const complexLogSum = (x: NDArray, y: NDArray, logOnePlus: (minusGap: NDArray) => NDArray, halfTurn: number): NDArray => {
  const [top, low] = [prim.max(x, y), prim.min(x, y)]
  const gap = prim.sub(low, top)
  const isEqual = prim.ne(gap, gap)
  const sum = prim.add(top, logOnePlus(prim.selectN(isEqual, gap, ofDtype(0, gap))))
  return prim.selectN(isEqual, prim.complex(prim.real(sum), wrapped(prim.imag(sum), halfTurn)), prim.add(x, y))
}

const logSumOf = (logOnePlus: (minusGap: NDArray) => NDArray, halfTurn: number) => (x: NDArray, y: NDArray) =>
  isComplex(x.dtype) ? complexLogSum(x, y, logOnePlus, halfTurn) : logSum(x, y, logOnePlus)

/** `log(eˣ + eʸ)` without overflow. */
export const logaddexp = binaryFloat(
  "logaddexp",
  logSumOf((d) => prim.log1p(prim.exp(d)), Math.PI),
)
/** `log₂(2ˣ + 2ʸ)` without overflow. */
export const logaddexp2 = binaryFloat(
  "logaddexp2",
  logSumOf((d) => prim.div(prim.log1p(prim.exp2(d)), Math.LN2), Math.PI / Math.LN2),
)

// near 0 the quotient's derivatives lose all digits, so a series takes over: 1 − t²/6 + t⁴/120 − …
const sincSeries = (t: NDArray): NDArray => {
  const s = prim.square(t)
  const terms = [1 / 6227020800, -1 / 39916800, 1 / 362880, -1 / 5040, 1 / 120, -1 / 6, 1]
  return terms.slice(1).reduce((sum, c) => prim.add(prim.mul(sum, s), c), ofDtype(terms[0] as number, t))
}

/** `sin(πx) / (πx)`, 1 at 0. */
export const sinc = unaryFloat("sinc", (x) => {
  const t = prim.mul(x, Math.PI)
  const isNear = prim.lt(prim.abs(t), 0.5)
  const away = prim.selectN(isNear, t, ofDtype(1, t))
  return prim.selectN(isNear, prim.div(prim.sin(away), away), sincSeries(prim.selectN(isNear, ofDtype(0, t), t)))
})

/** `x · log(y)`, 0 where x is 0, whatever y is; the derivative in x is log y there too, if that is finite. */
export const xlogy = binaryFloat("xlogy", (x, y) => {
  const isFine = isComplex(y.dtype) ? prim.ne(y, 0) : prim.and(prim.gt(y, 0), prim.lt(y, Number.POSITIVE_INFINITY))
  const isZero = prim.and(prim.eq(x, 0), prim.not(isFine))
  return prim.mul(x, prim.log(prim.selectN(isZero, y, ofDtype(1, y))))
})
