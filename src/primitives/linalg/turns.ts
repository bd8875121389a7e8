// Rotations of many matrices side by side: each lane turns two numbers, or two rows, by its own angle.
import type { NDArray } from "../../core/array.js"
import { add, div, mul, sub } from "../elementwise/arithmetic.js"
import { ge } from "../elementwise/comparison.js"
import { sqrt, square } from "../elementwise/exponential.js"
import { abs } from "../elementwise/magnitude.js"
import { isZero, over, when } from "./shorthand.js"

export interface Turn {
  readonly c: NDArray
  readonly s: NDArray
  readonly r: NDArray
}

/** `c·f + s·g = r`, `c·g = s·f`, c² + s² = 1 however small or great the numbers are; nothing is turned, and r is f, where g is zero. `[lane]` */
export const turnOf = (f: NDArray, g: NDArray): Turn => {
  const upper = ge(abs(f), abs(g))
  const greater = when(upper, f, g)
  const t = div(when(upper, g, f), when(isZero(greater), 1, greater))
  const length = sqrt(add(1, square(t)))
  const near = div(1, length)
  const away = mul(t, near)
  return { c: when(upper, near, away), s: when(upper, away, near), r: mul(greater, length) }
}

/** `c·x + s·y` and `c·y − s·x`, of rows `[k, lane]`. */
export const turned = ({ c, s }: Turn, x: NDArray, y: NDArray): readonly [NDArray, NDArray] => {
  const wide = (z: NDArray): NDArray => over(z, x.shape, [1])
  return [add(mul(wide(c), x), mul(wide(s), y)), sub(mul(wide(c), y), mul(wide(s), x))]
}
