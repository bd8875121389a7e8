// Exponentials, logarithms, powers and roots. Derivatives reuse the output where that is cheaper.
import type { NDArray } from "../../core/array.js"
import { kindOf } from "../../core/dtype.js"
import { exp2Expansion, expExpansion, expm1Expansion, logisticExpansion } from "../../lowering/math/exponential.js"
import { log1pExpansion, logExpansion } from "../../lowering/math/logarithm.js"
import { powExpansion } from "../../lowering/math/power.js"
import { cbrtExpansion, rsqrtExpansion } from "../../lowering/math/root.js"
import * as complex from "../scalar/complex.js"
import { logistic as logisticOf, pow as powOf, rsqrt as rsqrtOf } from "../scalar/elementary.js"
import { mul32, mulU32, powInt } from "../scalar/integer.js"
import { add, div, mul, sub } from "./arithmetic.js"
import { eq } from "./comparison.js"
import { apply, applyWith, byDtype, elementwise, expanded, type Operand, onFloats, orComplex, orComplexWith } from "./define.js"
import { intType } from "./integers.js"
import { selectN } from "./select.js"

export const expP = elementwise(
  "exp",
  orComplex(
    expanded(
      expExpansion,
      onFloats((x) => Math.exp(x)),
    ),
    complex.exp,
  ),
  (_, y) => y,
)
export const exp2P = elementwise(
  "exp2",
  orComplex(
    expanded(
      exp2Expansion,
      onFloats((x) => 2 ** x),
    ),
    complex.exp2,
  ),
  (_, y) => mul(y, Math.LN2),
)
export const expm1P = elementwise(
  "expm1",
  orComplex(
    expanded(
      expm1Expansion,
      onFloats((x) => Math.expm1(x)),
    ),
    complex.expm1,
  ),
  (_, y) => add(y, 1),
)
export const logP = elementwise(
  "log",
  orComplex(
    expanded(
      logExpansion,
      onFloats((x) => Math.log(x)),
    ),
    complex.log,
  ),
  ([x]) => div(1, x),
)
export const log1pP = elementwise(
  "log1p",
  orComplex(
    expanded(
      log1pExpansion,
      onFloats((x) => Math.log1p(x)),
    ),
    complex.log1p,
  ),
  ([x]) => div(1, add(x, 1)),
)
/** `1 / (1 + e⁻ˣ)` */
export const logisticP = elementwise("logistic", orComplex(expanded(logisticExpansion, onFloats(logisticOf)), complex.logistic), (_, y) =>
  mul(y, sub(1, y)),
) // as JAX: of the output alone, so it costs no second exponential

export const sqrtP = elementwise(
  "sqrt",
  orComplex(
    onFloats((x) => Math.sqrt(x)),
    complex.sqrt,
  ),
  (_, y) => div(0.5, y),
)
export const rsqrtP = elementwise("rsqrt", orComplex(expanded(rsqrtExpansion, onFloats(rsqrtOf)), complex.rsqrt), ([x], y) =>
  mul(-0.5, div(y, x)),
)
export const cbrtP = elementwise(
  "cbrt",
  expanded(
    cbrtExpansion,
    onFloats((x) => Math.cbrt(x)),
  ),
  ([x], y) => div(y, mul(3, x)),
)

export const squareP = elementwise(
  "square",
  orComplex(
    byDtype(1, (dtype) => (dtype === "int32" ? (x) => mul32(x, x) : dtype === "uint32" ? (x) => mulU32(x, x) : (x) => x * x)),
    complex.square,
  ),
  ([x]) => mul(2, x),
)

/** `xʸ` for one whole number y, by repeated multiplication; at x = 0 its derivatives are those of a polynomial. (parameter `y`) */
export const integerPowP = elementwise(
  "integer_pow",
  orComplexWith(
    expanded(
      powExpansion,
      byDtype(1, (dtype, { y }) => (kindOf(dtype) === "float" ? (x) => x ** Number(y) : (x) => powInt(x, Number(y), intType(dtype)))),
    ),
    ({ y }) =>
      (z) =>
        complex.integerPow(z, Number(y)),
  ),
  ([x], _, { y }) => (y === 0 ? 0 : y === 1 ? 1 : mul(Number(y), integerPow(x, Number(y) - 1))),
)

/** `xʸ` as C computes it. At x = 0 the derivative in y is 0, as in JAX. */
export const powP = elementwise(
  "pow",
  orComplex(expanded(powExpansion, onFloats(powOf)), complex.pow),
  ([x, y]) => {
    const exponent = selectN(eq(y, 0), y, add(mul(y, 0), 1)) // where y = 0 the slope is 0 also at x = 0
    return mul(y, pow(x, sub(exponent, 1)))
  },
  ([x], power) => mul(log(selectN(eq(x, 0), x, add(mul(x, 0), 1))), power),
)

export const exp = (x: Operand): NDArray => apply(expP, x)
export const exp2 = (x: Operand): NDArray => apply(exp2P, x)
export const expm1 = (x: Operand): NDArray => apply(expm1P, x)
export const log = (x: Operand): NDArray => apply(logP, x)
export const log1p = (x: Operand): NDArray => apply(log1pP, x)
export const logistic = (x: Operand): NDArray => apply(logisticP, x)
export const sqrt = (x: Operand): NDArray => apply(sqrtP, x)
export const rsqrt = (x: Operand): NDArray => apply(rsqrtP, x)
export const cbrt = (x: Operand): NDArray => apply(cbrtP, x)
export const square = (x: Operand): NDArray => apply(squareP, x)
export const integerPow = (x: Operand, y: number): NDArray => applyWith(integerPowP, { y }, x)
export const pow = (x: Operand, y: Operand): NDArray => apply(powP, x, y)
