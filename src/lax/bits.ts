// Logic on booleans, and on the bits of integers. Bare numbers are int32 here.
import type { ArrayLike, NDArray } from "../core/array.js"
import { dtypeInfo } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import * as prim from "../primitives/elementwise/bits.js"
import { bitcastConvertType, convertElementType } from "../primitives/elementwise/convert.js"
import { literal } from "../primitives/elementwise/define.js"
import { lt, mul, sub } from "../primitives/elementwise/index.js"
import { selectN } from "../primitives/elementwise/select.js"
import { add } from "../primitives/vector.js"
import { type Binary, binary, type Unary, unary } from "./operands.js"

/** `x ∧ y`, bit by bit. (`lax.bitwise_and`) */
export const bitwiseAnd: Binary = binary("bitwiseAnd", prim.and, "int32")
/** `x ∨ y`, bit by bit. (`lax.bitwise_or`) */
export const bitwiseOr: Binary = binary("bitwiseOr", prim.or, "int32")
/** `x ⊕ y`, bit by bit. (`lax.bitwise_xor`) */
export const bitwiseXor: Binary = binary("bitwiseXor", prim.xor, "int32")
/** `¬x`, bit by bit. (`lax.bitwise_not`) */
export const bitwiseNot: Unary = unary("bitwiseNot", prim.not, "int32")
/** `x · 2ⁿ`, wrapped; shifting by the width or more gives 0. (`lax.shift_left`) */
export const shiftLeft: Binary = binary("shiftLeft", prim.shiftLeft, "int32")
/** `⌊x / 2ⁿ⌋`: the sign bit moves in from the left. (`lax.shift_right_arithmetic`) */
export const shiftRightArithmetic: Binary = binary("shiftRightArithmetic", prim.shiftRightArithmetic, "int32")
/** The bits moved right by `n`; zeros move in from the left. (`lax.shift_right_logical`) */
export const shiftRightLogical: Binary = binary("shiftRightLogical", prim.shiftRightLogical, "int32")
/** The number of ones among the bits. (`lax.population_count`) */
export const populationCount: Unary = unary("populationCount", prim.populationCount, "int32")
/** The number of zeros before the first one. (`lax.clz`) */
export const clz: Unary = unary("clz", prim.clz, "int32")

/** The upper half of the 64-bit product of uint32, from four products of 16-bit halves. */
const mulhiUnsigned = (x: NDArray, y: NDArray): NDArray => {
  const low = (a: NDArray): NDArray => prim.and(a, literal(0xffff, "uint32"))
  const high = (a: NDArray): NDArray => prim.shiftRightLogical(a, 16)
  const [cross, other] = [mul(low(x), high(y)), mul(high(x), low(y))]
  const carry = high(add(add(high(mul(low(x), low(y))), low(cross)), low(other)))
  return add(add(add(mul(high(x), high(y)), high(cross)), high(other)), carry)
}

/** A negative x counts as x + 2³² there, which adds 2³²·y to the product. */
const mulhiSigned = (x: NDArray, y: NDArray): NDArray => {
  const product = bitcastConvertType(mulhiUnsigned(bitcastConvertType(x, "uint32"), bitcastConvertType(y, "uint32")), "int32")
  const excess = (a: NDArray, b: NDArray): NDArray => selectN(lt(a, 0), mul(b, 0), b)
  return sub(sub(product, excess(x, y)), excess(y, x))
}

const mulhiNarrow = (x: NDArray, y: NDArray): NDArray => {
  const { dtype } = x
  const wide = dtype.startsWith("u") ? "uint32" : "int32"
  const shift = dtype.startsWith("u") ? prim.shiftRightLogical : prim.shiftRightArithmetic
  const product = mul(convertElementType(x, wide), convertElementType(y, wide))
  return convertElementType(shift(product, 8 * dtypeInfo[dtype].bytes), dtype)
}

const mulhiTogether = binary(
  "mulhi",
  (x, y) => {
    if (!x.dtype.includes("int"))
      return raise({ code: "dtype/kind", op: "mulhi", need: "operands must be integers", avals: [x.aval, y.aval] })
    return x.dtype === "uint32" ? mulhiUnsigned(x, y) : x.dtype === "int32" ? mulhiSigned(x, y) : mulhiNarrow(x, y)
  },
  "int32",
)
/** `⌊x · y / 2ʷ⌋` for integers of `w` bits: the upper half of the product. (`lax.mulhi`) */
export const mulhi = (x: ArrayLike, y: ArrayLike): NDArray => mulhiTogether(x, y)
