// Exponentials and logarithms.
import type { ArrayLike, NDArray } from "../core/array.js"
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

// where both are the same infinity their difference is NaN, and the sum is that infinity
const logSum = (x: NDArray, y: NDArray, log1pExp: (minusGap: NDArray) => NDArray): NDArray => {
  const gap = prim.sub(x, y)
  const isNaN = prim.ne(gap, gap)
  const safeGap = prim.selectN(isNaN, gap, prim.mul(x, 0))
  return prim.selectN(isNaN, prim.add(prim.max(x, y), log1pExp(prim.neg(prim.abs(safeGap)))), prim.add(x, y))
}

/** `log(eˣ + eʸ)` without overflow. */
export const logaddexp = binaryFloat("logaddexp", (x, y) => logSum(x, y, (d) => prim.log1p(prim.exp(d))))
/** `log₂(2ˣ + 2ʸ)` without overflow. */
export const logaddexp2 = binaryFloat("logaddexp2", (x, y) => logSum(x, y, (d) => prim.div(prim.log1p(prim.exp2(d)), Math.LN2)))

/** `sin(πx) / (πx)`, 1 at 0. */
export const sinc = unaryFloat("sinc", (x) => {
  const isZero = prim.eq(x, 0)
  const t = prim.mul(prim.selectN(isZero, x, prim.add(prim.mul(x, 0), 1)), Math.PI)
  return prim.selectN(isZero, prim.div(prim.sin(t), t), prim.add(prim.mul(x, 0), 1))
})

/** `x · log(y)`, 0 where x is 0. */
export const xlogy = (x: ArrayLike, y: ArrayLike): NDArray =>
  binaryFloat("xlogy", (a, b) => {
    const isZero = prim.eq(a, 0)
    return prim.selectN(isZero, prim.mul(a, prim.log(prim.selectN(isZero, b, prim.add(prim.mul(b, 0), 1)))), prim.mul(a, 0))
  })(x, y)
