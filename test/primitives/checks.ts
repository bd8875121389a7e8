// Arrays with known elements, and the laws at a chosen point: where indices are out of bounds, where updates meet.
import { expect } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { type Shape, sizeOf } from "../../src/core/aval.js"
import { type DType, isFloat } from "../../src/core/dtype.js"
import { vjp } from "../../src/transforms/vjp.js"
import { arrayFrom, numbers } from "../laws/arrays.js"
import type { Case } from "../laws/law.js"
import type { Sample } from "../laws/sample.js"
import { batching } from "../laws/theorems/batching.js"
import { curvature } from "../laws/theorems/curvature.js"
import { forward } from "../laws/theorems/forward.js"
import { reverse } from "../laws/theorems/reverse.js"
import { slope } from "../laws/theorems/slope.js"

export { numbers as values }

/** An array of a shape from its elements in row-major order. */
export const array = (shape: Shape, elements: ArrayLike<number>, dtype: DType = "float64"): NDArray => {
  expect(elements.length).toBe(sizeOf(shape))
  return arrayFrom(shape, dtype, (i) => elements[i] as number)
}

/** Integers, int32. */
export const ints = (shape: Shape, elements: ArrayLike<number>): NDArray => array(shape, elements, "int32")

/** Numbers in (−1, 1) that look random and never change: fractions of multiples of an irrational number. */
export const spread = (shape: Shape, seed: number, dtype: DType = "float64"): NDArray => {
  const fraction = (x: number): number => x - Math.floor(x)
  return arrayFrom(shape, dtype, (i) => 2 * fraction((i + 1) * 0.6180339887498949 + seed * 0.7548776662466927) - 1)
}

/** A direction like `x`; what is not float does not move. */
const directionLike = (x: NDArray, seed: number): NDArray =>
  isFloat(x.dtype) ? spread(x.shape, seed) : arrayFrom(x.shape, "float32", () => 0)

/** The same elements, each `by` places on. */
const rotated = (x: NDArray, by: number): NDArray => {
  const elements = numbers(x)
  return arrayFrom(x.shape, x.dtype, (i) => elements[(i + by) % elements.length] as number)
}

const laws = [slope, ...forward, ...reverse, ...curvature, ...batching]

/** Tries every law of one function at one point. The other lanes of a batch have the point's elements in other orders. */
export const obeysLaws = (apply: Sample["apply"], xs: readonly NDArray[]): void => {
  const f: Case["f"] = (...zs) => [apply(...zs)].flat() as NDArray[]
  const like = (point: readonly NDArray[], seed: number): NDArray[] => point.map((x, i) => directionLike(x, seed + i))
  const others = [1, 2].map((by) => xs.map((x) => rotated(x, by))) as unknown as Case["others"]
  const here: Case = { f, xs, others, v: like(xs, 11), w: like(xs, 23), u: like(f(...xs), 37), a: 0.75, b: -1.5 }
  for (const { holds } of laws) holds(here)
}

/** The Jacobian by reverse mode, one row for each element of the result. */
export const jacobian = (f: (x: NDArray) => NDArray, x: NDArray): readonly (readonly number[])[] => {
  const [y, pullback] = vjp(f, x)
  return numbers(y).map((_, row) => numbers(pullback(arrayFrom(y.shape, y.dtype, (i) => (i === row ? 1 : 0)))[0]))
}
