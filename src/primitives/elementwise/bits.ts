// Logic and bits: booleans are combined as truth values, integers bit by bit.
import type { NDArray } from "../../core/array.js"
import type { DType } from "../../core/dtype.js"
import {
  clz as clzOf,
  shiftLeft as left,
  popcount,
  shiftRightArithmetic as rightArithmetic,
  shiftRightLogical as rightLogical,
} from "../scalar/integer.js"
import { apply, type Operand, onBits, onIntegers, step } from "./define.js"
import { intType } from "./integers.js"

const because = "bits are not continuous"

// typed arrays wrap the signed 32-bit results of JavaScript's operators into the dtype
export const andP = step(
  "and",
  onBits(2, () => (x, y) => x & y),
  because,
)
export const orP = step(
  "or",
  onBits(2, () => (x, y) => x | y),
  because,
)
export const xorP = step(
  "xor",
  onBits(2, () => (x, y) => x ^ y),
  because,
)
export const notP = step(
  "not",
  onBits(1, (dtype: DType) => (dtype === "bool" ? (x) => 1 - x : (x) => ~x)),
  because,
)
/** Shifting by the width or more gives 0. */
export const shiftLeftP = step(
  "shift_left",
  onIntegers(2, (dtype) => (x, n) => left(x, n, intType(dtype))),
  because,
)
/** The sign bit moves in from the left. */
export const shiftRightArithmeticP = step(
  "shift_right_arithmetic",
  onIntegers(2, (dtype) => (x, n) => rightArithmetic(x, n, intType(dtype))),
  because,
)
/** Zeros move in from the left. */
export const shiftRightLogicalP = step(
  "shift_right_logical",
  onIntegers(2, (dtype) => (x, n) => rightLogical(x, n, intType(dtype))),
  because,
)
/** The number of ones. */
export const populationCountP = step(
  "population_count",
  onIntegers(1, (dtype) => (x) => popcount(x, intType(dtype).width)),
  because,
)
/** The number of zeros before the first one. */
export const clzP = step(
  "clz",
  onIntegers(1, (dtype) => (x) => clzOf(x, intType(dtype).width)),
  because,
)

export const and = (x: Operand, y: Operand): NDArray => apply(andP, x, y)
export const or = (x: Operand, y: Operand): NDArray => apply(orP, x, y)
export const xor = (x: Operand, y: Operand): NDArray => apply(xorP, x, y)
export const not = (x: Operand): NDArray => apply(notP, x)
export const shiftLeft = (x: Operand, n: Operand): NDArray => apply(shiftLeftP, x, n)
export const shiftRightArithmetic = (x: Operand, n: Operand): NDArray => apply(shiftRightArithmeticP, x, n)
export const shiftRightLogical = (x: Operand, n: Operand): NDArray => apply(shiftRightLogicalP, x, n)
export const populationCount = (x: Operand): NDArray => apply(populationCountP, x)
export const clz = (x: Operand): NDArray => apply(clzP, x)
