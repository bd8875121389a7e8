// Trigonometric and hyperbolic functions and their inverses.
import type { NDArray } from "../../core/array.js"
import { add, div, mul, neg, sub } from "./arithmetic.js"
import { apply, elementwise, type Operand, onFloats } from "./define.js"
import { rsqrt, square } from "./exponential.js"

export const sinP = elementwise(
  "sin",
  onFloats((x) => Math.sin(x)),
  ([x]) => cos(x),
)
export const cosP = elementwise(
  "cos",
  onFloats((x) => Math.cos(x)),
  ([x]) => neg(sin(x)),
)
export const tanP = elementwise(
  "tan",
  onFloats((x) => Math.tan(x)),
  (_, y) => add(1, square(y)),
)
export const asinP = elementwise(
  "asin",
  onFloats((x) => Math.asin(x)),
  ([x]) => rsqrt(oneMinusSquare(x)),
)
export const acosP = elementwise(
  "acos",
  onFloats((x) => Math.acos(x)),
  ([x]) => neg(rsqrt(oneMinusSquare(x))),
)
export const atanP = elementwise(
  "atan",
  onFloats((x) => Math.atan(x)),
  ([x]) => div(1, add(1, square(x))),
)
/** The angle of the point (y, x): `atan2(x, y)` with the ordinate first. */
export const atan2P = elementwise(
  "atan2",
  onFloats((x, y) => Math.atan2(x, y), 2),
  ([x, y]) => div(y, add(square(x), square(y))),
  ([x, y]) => div(neg(x), add(square(x), square(y))),
)
export const sinhP = elementwise(
  "sinh",
  onFloats((x) => Math.sinh(x)),
  ([x]) => cosh(x),
)
export const coshP = elementwise(
  "cosh",
  onFloats((x) => Math.cosh(x)),
  ([x]) => sinh(x),
)
export const tanhP = elementwise(
  "tanh",
  onFloats((x) => Math.tanh(x)),
  (_, y) => oneMinusSquare(y),
)
export const asinhP = elementwise(
  "asinh",
  onFloats((x) => Math.asinh(x)),
  ([x]) => rsqrt(add(square(x), 1)),
)
export const acoshP = elementwise(
  "acosh",
  onFloats((x) => Math.acosh(x)),
  ([x]) => rsqrt(mul(sub(x, 1), add(x, 1))),
)
export const atanhP = elementwise(
  "atanh",
  onFloats((x) => Math.atanh(x)),
  ([x]) => div(1, oneMinusSquare(x)),
)

/** `1 − x²` without cancellation near ±1. */
const oneMinusSquare = (x: NDArray): NDArray => mul(sub(1, x), add(1, x))

export const sin = (x: Operand): NDArray => apply(sinP, x)
export const cos = (x: Operand): NDArray => apply(cosP, x)
export const tan = (x: Operand): NDArray => apply(tanP, x)
export const asin = (x: Operand): NDArray => apply(asinP, x)
export const acos = (x: Operand): NDArray => apply(acosP, x)
export const atan = (x: Operand): NDArray => apply(atanP, x)
export const atan2 = (y: Operand, x: Operand): NDArray => apply(atan2P, y, x)
export const sinh = (x: Operand): NDArray => apply(sinhP, x)
export const cosh = (x: Operand): NDArray => apply(coshP, x)
export const tanh = (x: Operand): NDArray => apply(tanhP, x)
export const asinh = (x: Operand): NDArray => apply(asinhP, x)
export const acosh = (x: Operand): NDArray => apply(acoshP, x)
export const atanh = (x: Operand): NDArray => apply(atanhP, x)
