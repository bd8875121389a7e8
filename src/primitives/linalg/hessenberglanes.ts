// Many small matrices made Hessenberg at once, `H = QᴴAQ`, zero below the first diagonal under the main one: Householder's reflections of matrices
// that lie side by side, `[n, n, lane]`.
//   A ← (I − τ̄·v·vᴴ)·A·(I − τ·v·vᴴ),  Qᵀ ← (I − τ·v̄·vᵀ)·Qᵀ
import type { NDArray } from "../../core/array.js"
import { add, mul, sub } from "../elementwise/arithmetic.js"
import { eq } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { dynamicSlice } from "../indexing/dynamicslice.js"
import { iota } from "../shape/iota.js"
import { reduceSum } from "../sum.js"
import { fill, reshape } from "../vector.js"
import type { LaneHessenberg } from "./francis.js"
import { reflectorAt } from "./householder.js"
import { loop } from "./loops.js"
import { conjugated } from "./matrix.js"
import { hessenbergPart, over, place, when } from "./shorthand.js"

/** The matrices, and Qᵀ. */
export const hessenbergLanes = (given: NDArray): LaneHessenberg => {
  const n = given.shape[0] as number
  const identity = when(eq(place(given.shape, 0), place(given.shape, 1)), fill(1, given.aval), 0)
  if (n < 3) return { h: given, rows: identity }
  const { carry } = loop(n - 2, { carry: [given, identity], xs: [iota([n - 2], 0, "int32")] }, (_, [a, q], [at]) => ({
    carry: step(a as NDArray, q as NDArray, at as NDArray),
    out: [],
  }))
  const [h, rows] = carry as readonly [NDArray, NDArray]
  return { h: hessenbergPart(h), rows }
}

const step = (a: NDArray, q: NDArray, at: NDArray): readonly NDArray[] => {
  const [n, , lanes] = a.shape as [number, number, number]
  const origin = literal(0, "int32")
  const column = reshape(dynamicSlice(a, [origin, at, origin], [n, 1, lanes]), [n, lanes])
  const { v, tau } = reflectorAt(column, add(at, 1), 0)
  const down = (x: NDArray): NDArray => over(x, a.shape, [0, 2])
  const across = (x: NDArray): NDArray => over(x, a.shape, [1, 2])
  const each = (x: NDArray): NDArray => over(x, [n, lanes], [1])
  const back = conjugated(v)
  const left = sub(a, mul(down(v), across(mul(each(conjugated(tau)), reduceSum(mul(a, down(back)), [0])))))
  const right = sub(left, mul(down(mul(each(tau), reduceSum(mul(left, across(v)), [1]))), across(back)))
  return [right, sub(q, mul(down(back), across(mul(each(tau), reduceSum(mul(q, down(v)), [0])))))]
}
