// Rounding to whole numbers, or to a number of decimals. Integers stay as they are.
import type { ArrayLike, NDArray } from "../core/array.js"
import { isFloat } from "../core/dtype.js"
import * as prim from "../primitives/elementwise/index.js"
import { promote } from "./promote.js"

const onFloats =
  (name: string, f: (x: NDArray) => NDArray) =>
  (x: ArrayLike): NDArray => {
    const [a] = promote(name, [x]) as [NDArray]
    return isFloat(a.dtype) ? f(a) : a
  }

/** The largest whole number not above x. */
export const floor = onFloats("floor", prim.floor)
/** The smallest whole number not below x. */
export const ceil = onFloats("ceil", prim.ceil)
/** The whole number next to x on the side of 0. */
export const trunc = onFloats("trunc", (x) => prim.selectN(prim.lt(x, 0), prim.floor(x), prim.ceil(x)))
/** The nearest whole number, halves to the even one; with decimals, the nearest multiple of 10⁻ᵈ. */
export const round = (x: ArrayLike, decimals = 0): NDArray =>
  onFloats("round", (a) => {
    const unit = 10 ** decimals
    return decimals === 0 ? prim.roundToEven(a) : prim.div(prim.roundToEven(prim.mul(a, unit)), unit)
  })(x)
export const rint = (x: ArrayLike): NDArray => round(x)
