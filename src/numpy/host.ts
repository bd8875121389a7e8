// Between JavaScript's memory and arrays: numbers that the program starts with, and values read on purpose.
import { type ArrayLike, asArray, concreteArray, type NDArray, tensorOf } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import type { DType } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type Tensor, tensorFrom, toStorage } from "../core/tensor.js"
import { requireListed } from "../tree/required.js"
import { requireArrayLike } from "./promote.js"

/** An array, or the literal that a number stands for; anything else is an error. */
export const toArray = (x: ArrayLike, op: string): NDArray => asArray(requireArrayLike(x, op))

/** A constant array of a tensor's numbers, which it takes over. */
export const fromTensor = (t: Tensor): NDArray => {
  const stored = toStorage(t)
  return concreteArray({ shape: t.shape, dtype: t.dtype, weakType: false }, { read: () => stored })
}

/** A constant array whose element `i`, in row-major order, is `f(i)`. */
export const tabulate = (shape: Shape, dtype: DType, f: (i: number) => number): NDArray => fromTensor(tensorFrom(shape, dtype, f))

/** The numbers of an array whose values shape the result, or a TracerError that says what to give instead. */
export const valuesOf = (x: NDArray, op: string): Tensor => tensorOf(x, op)

/** A number, or several: what places, shifts and sizes are given as. */
export const numbersOf = (given: number | readonly number[], op: string): readonly number[] =>
  typeof given === "number"
    ? [given]
    : requireListed(given, {
        code: "argument/numbers",
        op,
        need: "a number or an array of numbers is needed",
        hint: "write several in brackets, as in [1, 2]",
      })

const isSize = (d: unknown): boolean => typeof d === "number" && Number.isInteger(d) && d >= 0

/** A shape as users give it: a size, or one size for each axis. */
export const shapeOf = (shape: number | Shape, op: string): Shape => {
  const sizes: unknown = typeof shape === "number" ? [shape] : shape
  return Array.isArray(sizes) && sizes.every(isSize)
    ? sizes
    : raise({
        code: "shape/sizes",
        op,
        need: "a shape must be an array of natural numbers",
        got: Array.isArray(sizes) ? `[${sizes.map(String).join(", ")}]` : typeof sizes,
        hint: "shapes are known before the program runs: take them from x.shape, or mark the argument with staticArgnums",
      })
}
