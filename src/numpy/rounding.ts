// Rounding to whole numbers, or to a number of decimals. Integers stay as they are.
import type { ArrayLike, NDArray } from "../core/array.js"
import { isComplex, isFloat, isInexact } from "../core/dtype.js"
import * as prim from "../primitives/elementwise/index.js"
import { astype } from "./astype.js"
import { promote } from "./promote.js"
import { unaryFloat } from "./ufunc.js"

const onFloats =
  (name: string, f: (x: NDArray) => NDArray) =>
  (x: ArrayLike): NDArray => {
    const [a] = promote(name, [x]) as [NDArray]
    return isInexact(a.dtype) ? f(a) : a // complex numbers have no order: f refuses them
  }

/** The largest whole number not above x. */
export const floor = onFloats("floor", prim.floor)
/** The smallest whole number not below x. */
export const ceil = onFloats("ceil", prim.ceil)
/** The whole number next to x on the side of 0. */
export const trunc = onFloats("trunc", (x) => prim.selectN(prim.lt(x, 0), prim.floor(x), prim.ceil(x)))
/** The nearest multiple of `unit`, halves to the even one. */
const toMultiple = (x: NDArray, unit: number): NDArray => prim.mul(prim.roundToEven(prim.div(x, unit)), unit)

/** The nearest whole number, halves to the even one; with decimals, the nearest multiple of 10⁻ᵈ. Of complex numbers, each part. (`jax.numpy.round`) */
export const round = (x: ArrayLike, decimals = 0): NDArray => {
  const [a] = promote("round", [x]) as [NDArray]
  if (isComplex(a.dtype)) return prim.complex(round(prim.real(a), decimals), round(prim.imag(a), decimals))
  if (decimals === 0) return isFloat(a.dtype) ? prim.roundToEven(a) : a
  if (decimals < 0)
    return isFloat(a.dtype) ? toMultiple(a, 10 ** -decimals) : astype(toMultiple(astype(a, "float64"), 10 ** -decimals), a.dtype)
  return isFloat(a.dtype) ? prim.div(prim.roundToEven(prim.mul(a, 10 ** decimals)), 10 ** decimals) : a
}
/** The same function as `round`. (`jax.numpy.around`) */
export const around = round
/** The nearest whole number as a float, halves to the even one; of complex numbers, each part. (`jax.numpy.rint`) */
export const rint = unaryFloat("rint", (x) => (isComplex(x.dtype) ? round(x) : prim.roundToEven(x)))
