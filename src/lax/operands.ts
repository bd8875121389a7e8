// How lax takes its operands: strictly. Nothing is promoted, and no axis is stretched; only what has no axes stands beside any shape,
// and only bare numbers take on the dtype of the arrays they stand beside.
import { type ArrayLike, literalArray, NDArray } from "../core/array.js"
import { type DType, isInexact, kindOf } from "../core/dtype.js"
import { toArray } from "../numpy/host.js"
import { requireArrayLike, requireArrays, toDtype } from "../numpy/promote.js"
import { commonShape } from "../primitives/elementwise/define.js"
import { broadcastInDim } from "../primitives/sum.js"

export type Unary = (x: ArrayLike) => NDArray
export type Binary = (x: ArrayLike, y: ArrayLike) => NDArray

type Ternary = (x: ArrayLike, y: ArrayLike, z: ArrayLike) => NDArray

/** A number as a literal of the dtype beside it, where the dtype has it; else of its own, which does not fit. */
const numberBeside = (x: number | boolean, dtype: DType, op: string): NDArray => {
  if (typeof x === "boolean") return literalArray(Number(x), "bool")
  if (kindOf(dtype) === "bool") return literalArray(x, Number.isInteger(x) ? "int32" : "float32")
  if (!isInexact(dtype) && !Number.isInteger(x)) return literalArray(x, "float32")
  return toDtype(x, { dtype, weakType: true }, op)
}

/** An array, or a number as a literal of the dtype it stands beside. */
export const beside = (x: ArrayLike, dtype: DType, op: string): NDArray =>
  x instanceof NDArray ? x : numberBeside(requireArrayLike(x, op) as number | boolean, dtype, op)

/** Operands as arrays of one shape, as far as they are: numbers become literals, `alone` is their dtype where there is no array. */
export const together = (op: string, operands: readonly ArrayLike[], alone: DType = "float32"): readonly NDArray[] => {
  const dtype = operands.find((x): x is NDArray => requireArrayLike(x, op) instanceof NDArray)?.dtype ?? alone
  const arrays = operands.map((x) => beside(x, dtype, op))
  const shape = commonShape(arrays)
  return arrays.map((x) => (x.ndim === 0 && shape.length > 0 && x.state.kind !== "literal" ? broadcastInDim(x, shape, []) : x))
}

/** A function of one array, or of a number, whose dtype is float32 unless said otherwise. */
export const unary =
  (op: string, f: (x: NDArray) => NDArray, alone: DType = "float32"): Unary =>
  (x) =>
    f(beside(x, alone, op))

/** A function of two arrays of one shape and dtype. */
export const binary =
  (op: string, f: (x: NDArray, y: NDArray) => NDArray, alone: DType = "float32"): Binary =>
  (x, y) =>
    f(...(together(op, [x, y], alone) as readonly [NDArray, NDArray]))

/** A function of three arrays of one shape and dtype. */
export const ternary =
  (op: string, f: (x: NDArray, y: NDArray, z: NDArray) => NDArray): Ternary =>
  (x, y, z) =>
    f(...(together(op, [x, y, z]) as readonly [NDArray, NDArray, NDArray]))

/** Arrays from a list of operands. */
export const arraysOf = (given: readonly ArrayLike[], op: string): readonly NDArray[] => {
  const xs = requireArrays(given, op)
  const dtype = xs.find((x): x is NDArray => x instanceof NDArray)?.dtype ?? "float32"
  return xs.map((x) => beside(x, dtype, op))
}

/** One array. */
export const arrayOf = (x: ArrayLike, op: string): NDArray => toArray(x, op)
