// Roots of unity as arrays, computed where the program runs, in float64: `e^{−2πi·j/n}` for whole numbers j. Angles are reduced exactly, to an eighth
// of a turn, before they are rounded.
import type { NDArray } from "../../core/array.js"
import type { DType } from "../../core/dtype.js"
import { add, div, mul, neg, sub } from "../elementwise/arithmetic.js"
import { eq, ge } from "../elementwise/comparison.js"
import { convertElementType } from "../elementwise/convert.js"
import { floor } from "../elementwise/rounding.js"
import { selectN } from "../elementwise/select.js"
import { cos, sin } from "../elementwise/trigonometric.js"
import { iota } from "../shape/iota.js"
import { fill } from "../vector.js"
import { onBoth, type Parts, reshaped, spread, times } from "./parts.js"

/** `x mod n` of whole numbers in float64, below 2⁵³. */
export const modulo = (x: NDArray, n: number): NDArray => {
  const rest = sub(x, mul(floor(div(x, n)), n)) // the quotient may be off by one
  const low = selectN(ge(rest, 0), add(rest, n), rest)
  return selectN(ge(low, n), low, sub(low, n))
}

/** `e^{−2πi·j/n}` of whole numbers j in 0 … n − 1, in float64. */
export const rootsAt = (j: NDArray, n: number): Parts => {
  const fourfold = mul(j, 4)
  const quarter = floor(add(div(fourfold, n), 0.5))
  const angle = mul(sub(fourfold, mul(quarter, n)), Math.PI / (2 * n))
  const [c, s] = [cos(angle), sin(angle)]
  const is = (...quarters: readonly number[]): NDArray => {
    const [first, second] = quarters.map((q) => eq(quarter, q)) as [NDArray, NDArray]
    return selectN(first, second, fill(1, { shape: first.shape, dtype: "bool" }))
  }
  const isOdd = is(1, 3)
  const across = selectN(isOdd, c, s)
  const along = selectN(isOdd, s, c)
  return { re: selectN(is(1, 2), across, neg(across)), im: selectN(is(2, 3), neg(along), along) }
}

export const wholeNumbers = (n: number): NDArray => iota([n], 0, "float64")

export const inDtype = (x: Parts, dtype: DType): Parts => onBoth(x, (part) => convertElementType(part, dtype))

/** The divisor of n nearest its root from below. */
const balanced = (n: number): number => {
  let d = Math.floor(Math.sqrt(n))
  while (n % d !== 0) d--
  return d
}

/** The first `count` n-th roots of unity. Long tables are products of two short ones: `ω^{a·p + q} = ω^{a·p}·ω^q`. */
export const rootTable = (n: number, count: number, dtype: DType): Parts => {
  const a = balanced(count)
  if (count <= 64 || a < 8) return inDtype(rootsAt(wholeNumbers(count), n), dtype)
  const shape = [count / a, a]
  const coarse = spread(rootsAt(mul(wholeNumbers(count / a), a), n), shape, [0])
  const fine = spread(rootsAt(wholeNumbers(a), n), shape, [1])
  return reshaped(inDtype(times(coarse, fine), dtype), [count])
}
