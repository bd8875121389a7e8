// Trigonometric and hyperbolic functions and their inverses.
import type { NDArray } from "../../core/array.js"
import { isComplex } from "../../core/dtype.js"
import { acoshExpansion, asinhExpansion, atanhExpansion } from "../../lowering/math/area.js"
import { acosExpansion, asinExpansion, atan2Expansion, atanExpansion } from "../../lowering/math/circular.js"
import { coshExpansion, sinhExpansion, tanhExpansion } from "../../lowering/math/hyperbolic.js"
import { cosExpansion, sinExpansion, tanExpansion } from "../../lowering/math/trigonometric.js"
import * as complex from "../scalar/complex.js"
import { add, div, mul, neg, sub } from "./arithmetic.js"
import { apply, elementwise, expanded, type Operand, onFloats, orComplex } from "./define.js"
import { rsqrt, square } from "./exponential.js"

export const sinP = elementwise(
  "sin",
  orComplex(
    expanded(
      sinExpansion,
      onFloats((x) => Math.sin(x)),
    ),
    complex.sin,
  ),
  ([x]) => cos(x),
)
export const cosP = elementwise(
  "cos",
  orComplex(
    expanded(
      cosExpansion,
      onFloats((x) => Math.cos(x)),
    ),
    complex.cos,
  ),
  ([x]) => neg(sin(x)),
)
export const tanP = elementwise(
  "tan",
  orComplex(
    expanded(
      tanExpansion,
      onFloats((x) => Math.tan(x)),
    ),
    complex.tan,
  ),
  (_, y) => add(1, square(y)),
)
export const asinP = elementwise(
  "asin",
  orComplex(
    expanded(
      asinExpansion,
      onFloats((x) => Math.asin(x)),
    ),
    complex.asin,
  ),
  ([x]) => rsqrt(oneMinusSquare(x)),
)
export const acosP = elementwise(
  "acos",
  orComplex(
    expanded(
      acosExpansion,
      onFloats((x) => Math.acos(x)),
    ),
    complex.acos,
  ),
  ([x]) => neg(rsqrt(oneMinusSquare(x))),
)
export const atanP = elementwise(
  "atan",
  orComplex(
    expanded(
      atanExpansion,
      onFloats((x) => Math.atan(x)),
    ),
    complex.atan,
  ),
  ([x]) => div(1, add(1, square(x))),
)
/** The angle of the point (y, x): `atan2(x, y)` with the ordinate first. */
export const atan2P = elementwise(
  "atan2",
  expanded(
    atan2Expansion,
    onFloats((x, y) => Math.atan2(x, y), 2),
  ),
  ([x, y]) => div(y, add(square(x), square(y))),
  ([x, y]) => div(neg(x), add(square(x), square(y))),
)
export const sinhP = elementwise(
  "sinh",
  orComplex(
    expanded(
      sinhExpansion,
      onFloats((x) => Math.sinh(x)),
    ),
    complex.sinh,
  ),
  ([x]) => cosh(x),
)
export const coshP = elementwise(
  "cosh",
  orComplex(
    expanded(
      coshExpansion,
      onFloats((x) => Math.cosh(x)),
    ),
    complex.cosh,
  ),
  ([x]) => sinh(x),
)
export const tanhP = elementwise(
  "tanh",
  orComplex(
    expanded(
      tanhExpansion,
      onFloats((x) => Math.tanh(x)),
    ),
    complex.tanh,
  ),
  (_, y) => oneMinusSquare(y),
)
export const asinhP = elementwise(
  "asinh",
  orComplex(
    expanded(
      asinhExpansion,
      onFloats((x) => Math.asinh(x)),
    ),
    complex.asinh,
  ),
  ([x]) => rsqrt(add(square(x), 1)),
)
export const acoshP = elementwise(
  "acosh",
  orComplex(
    expanded(
      acoshExpansion,
      onFloats((x) => Math.acosh(x)),
    ),
    complex.acosh,
  ),
  ([x]) => (isComplex(x.dtype) ? mul(rsqrt(sub(x, 1)), rsqrt(add(x, 1))) : rsqrt(mul(sub(x, 1), add(x, 1)))), // the product crosses the cut
)
export const atanhP = elementwise(
  "atanh",
  orComplex(
    expanded(
      atanhExpansion,
      onFloats((x) => Math.atanh(x)),
    ),
    complex.atanh,
  ),
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
