// Integer functions beyond one instruction: division that never traps, shifts by counts that vary, powers.
import { type DType, dtypeInfo, kindOf } from "../../core/dtype.js"
import { node, type ScalarNode } from "../../core/scalar.js"
import { and, bitcast, constant, eq, like, lt, mul, select, sub } from "./build.js"

const widthOf = (dtype: DType): number => 8 * dtypeInfo[dtype].bytes

/** Quotient toward zero; `x / 0` is all ones, the least integer over −1 is itself. */
export const intDiv = (x: ScalarNode, y: ScalarNode): ScalarNode => node("intDiv", x.type, [x, y])
/** Remainder with the sign of x; `x % 0` is x. */
export const intRem = (x: ScalarNode, y: ScalarNode): ScalarNode => node("intRem", x.type, [x, y])

const shiftBy =
  (op: string) =>
  (x: ScalarNode, n: ScalarNode): ScalarNode =>
    node(op, x.type, [x, n])

/** Whether a shift leaves anything: its count is read without a sign. */
const within = (n: ScalarNode, dtype: DType): ScalarNode => lt(bitcast(n, "u32"), constant("u32", widthOf(dtype)))

export const shiftLeft = (x: ScalarNode, n: ScalarNode, dtype: DType): ScalarNode =>
  select(within(n, dtype), shiftBy("shlBy")(x, n), like(x, 0))

/** The sign, which is the upper bit of the dtype's own width, moves in, also for unsigned integers. */
export const shiftRightArithmetic = (x: ScalarNode, n: ScalarNode, dtype: DType): ScalarNode => {
  const spare = 32 - widthOf(dtype)
  const signed = bitcast(x, "i32")
  const extended = spare === 0 ? signed : node("shrS", "i32", [node("shl", "i32", [signed], spare)], spare)
  const count = select(within(n, dtype), bitcast(n, "i32"), constant("i32", 31))
  return bitcast(shiftBy("shrSBy")(extended, count), x.type)
}

export const shiftRightLogical = (x: ScalarNode, n: ScalarNode, dtype: DType): ScalarNode => {
  const pattern = kindOf(dtype) === "int" ? and(x, constant(x.type, widthOf(dtype) === 32 ? -1 : 2 ** widthOf(dtype) - 1)) : x
  const shifted = shiftBy("shrUBy")(bitcast(pattern, "u32"), bitcast(n, "u32"))
  return select(within(n, dtype), bitcast(shifted, x.type), like(x, 0))
}

const patternOf = (x: ScalarNode, dtype: DType): ScalarNode =>
  kindOf(dtype) === "int" && widthOf(dtype) < 32 ? and(x, constant(x.type, 2 ** widthOf(dtype) - 1)) : x

export const popcount = (x: ScalarNode, dtype: DType): ScalarNode => node("popcnt", x.type, [patternOf(x, dtype)])
export const leadingZeros = (x: ScalarNode, dtype: DType): ScalarNode =>
  sub(node("clz", x.type, [patternOf(x, dtype)]), like(x, 32 - widthOf(dtype)))

/** `xⁿ` for a constant whole n ≥ 0, by squaring. */
export const power = (x: ScalarNode, n: number): ScalarNode => {
  let result: ScalarNode | undefined
  let square = x
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = result ? mul(result, square) : square
    if (rest > 1) square = mul(square, square)
  }
  return result ?? like(x, 1)
}

/** `xⁿ` of integers for n < 0: what truncating `1/x⁻ⁿ` leaves. */
export const inversePower = (x: ScalarNode, n: number): ScalarNode => {
  const atOne = select(eq(x, like(x, 1)), like(x, 1), like(x, 0))
  return select(eq(x, like(x, -1)), like(x, n % 2 === 0 ? 1 : -1), atOne)
}
