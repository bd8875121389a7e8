// Arithmetic: + − · ÷ and what is nearest to them. Integers wrap around; float results are rounded once.
import type { NDArray } from "../../core/array.js"
import { type DType, isComplex, kindOf } from "../../core/dtype.js"
import { remExpansion } from "../../lowering/math/remainder.js"
import * as complex from "../scalar/complex.js"
import { divTrunc, mul32, mulU32, remInt } from "../scalar/integer.js"
import { nextafter16, nextafter32, nextafter64, nextafterBfloat16 } from "../scalar/nextafter.js"
import { eq, gt, lt } from "./comparison.js"
import { apply, byDtype, elementwise, expanded, type Operand, onFloats, onNumbers, orComplex, step } from "./define.js"
import { intType } from "./integers.js"
import { trunc } from "./rounding.js"
import { selectN } from "./select.js"

const isFloatType = (dtype: DType): boolean => kindOf(dtype) === "float"

export const addP = elementwise(
  "add",
  orComplex(
    onNumbers((x, y) => x + y),
    complex.add,
  ),
  () => 1,
  () => 1,
)
export const subP = elementwise(
  "sub",
  orComplex(
    onNumbers((x, y) => x - y),
    complex.sub,
  ),
  () => 1,
  () => -1,
)
export const mulP = elementwise(
  "mul",
  orComplex(
    byDtype(2, (dtype) => (dtype === "int32" ? mul32 : dtype === "uint32" ? mulU32 : (x, y) => x * y)),
    complex.mul,
  ),
  ([, y]) => y,
  ([x]) => x,
)
/** Integers are truncated toward zero. */
export const divP = elementwise(
  "div",
  orComplex(
    byDtype(2, (dtype) => (isFloatType(dtype) ? (x, y) => x / y : (x, y) => divTrunc(x, y, intType(dtype)))),
    complex.div,
  ),
  ([, y]) => div(1, y),
  ([, y], q) => neg(div(q, y)), // d(x/y) = dx/y − (x/y)·dy/y
)
/** The remainder of division truncated toward zero; it has the sign of x. */
export const remP = elementwise(
  "rem",
  expanded(
    remExpansion,
    byDtype(2, (dtype) => (isFloatType(dtype) ? (x, y) => x % y : remInt)),
  ),
  () => 1,
  ([x, y]) => neg(trunc(div(x, y))), // x = y·trunc(x/y) + rem
)
export const negP = elementwise(
  "neg",
  orComplex(
    onNumbers((x) => -x),
    complex.neg,
  ),
  () => -1,
)
/** Of a complex number, `z / |z|`. */
export const signP = step(
  "sign",
  orComplex(
    onNumbers((x) => Math.sign(x)),
    complex.sign,
  ),
  "the sign of a number is constant on either side of zero",
)

/** Of complex numbers the greater is asked of the result: 1 where it is x, ½ where both are it, 0 elsewhere. */
const chosen = (x: NDArray, y: NDArray, result: NDArray): NDArray => {
  const whole = selectN(eq(x, result), zeroLike(x, y), oneLike(x, y))
  return selectN(eq(x, y), whole, mul(oneLike(x, y), 0.5))
}

/** 1 where x wins, ½ where they tie, 0 where y wins. */
const share = (x: NDArray, y: NDArray, wins: (x: Operand, y: Operand) => NDArray): NDArray =>
  selectN(eq(x, y), selectN(wins(x, y), zeroLike(x, y), oneLike(x, y)), mul(oneLike(x, y), 0.5))

const zeroLike = (x: NDArray, y: NDArray): NDArray => mul(x.ndim >= y.ndim ? x : y, 0)
const oneLike = (x: NDArray, y: NDArray): NDArray => add(zeroLike(x, y), 1)

/** NaN if either is; ties share the gradient. Complex numbers are ordered by their real parts, then by their imaginary ones. */
export const maxP = elementwise(
  "max",
  orComplex(
    onNumbers((x, y) => Math.max(x, y), 2),
    complex.max,
  ),
  ([x, y], z) => (isComplex(x.dtype) ? chosen(x, y, z) : share(x, y, gt)),
  ([x, y], z) => (isComplex(x.dtype) ? chosen(y, x, z) : share(y, x, gt)),
)
/** NaN if either is; ties share the gradient. Complex numbers as of `max`. */
export const minP = elementwise(
  "min",
  orComplex(
    onNumbers((x, y) => Math.min(x, y), 2),
    complex.min,
  ),
  ([x, y], z) => (isComplex(x.dtype) ? chosen(x, y, z) : share(x, y, lt)),
  ([x, y], z) => (isComplex(x.dtype) ? chosen(y, x, z) : share(y, x, lt)),
)

const nextafterFor: { readonly [D in DType]?: (x: number, y: number) => number } = {
  float16: nextafter16,
  bfloat16: nextafterBfloat16,
  float32: nextafter32,
  float64: nextafter64,
}
/** The representable number after x in the direction of y. */
export const nextafterP = step(
  "nextafter",
  { ...onFloats((x) => x, 2), scalar: (dtype) => nextafterFor[dtype] ?? ((x) => x) },
  "the representable numbers are a discrete set",
)

export const add = (x: Operand, y: Operand): NDArray => apply(addP, x, y)
export const sub = (x: Operand, y: Operand): NDArray => apply(subP, x, y)
export const mul = (x: Operand, y: Operand): NDArray => apply(mulP, x, y)
export const div = (x: Operand, y: Operand): NDArray => apply(divP, x, y)
export const rem = (x: Operand, y: Operand): NDArray => apply(remP, x, y)
export const neg = (x: Operand): NDArray => apply(negP, x)
export const sign = (x: Operand): NDArray => apply(signP, x)
export const max = (x: Operand, y: Operand): NDArray => apply(maxP, x, y)
export const min = (x: Operand, y: Operand): NDArray => apply(minP, x, y)
export const nextafter = (x: Operand, y: Operand): NDArray => apply(nextafterP, x, y)
