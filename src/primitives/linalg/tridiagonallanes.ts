// Many small Hermitian matrices made tridiagonal at once, `T = QᴴAQ`, which is real: Householder's reflections of matrices that lie side by side, `[n, n, lane]`.
//   A ← A − v·wᴴ − w·vᴴ,   w = y − ½τ̄(vᴴy)·v,  y = τ·A·v;     Qᵀ ← Hᵀ·Qᵀ
// What is worked on is Ā, whose rows are the columns of A.
import type { NDArray } from "../../core/array.js"
import { add, mul, sub } from "../elementwise/arithmetic.js"
import { eq } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { dynamicSlice } from "../indexing/dynamicslice.js"
import { concatenate } from "../shape/concatenate.js"
import { iota } from "../shape/iota.js"
import { reduceSum } from "../sum.js"
import { fill, reshape } from "../vector.js"
import { reflectorAt } from "./householder.js"
import type { LaneTridiagonal } from "./implicitqr.js"
import { loop } from "./loops.js"
import { conjugated, realPart } from "./matrix.js"
import { partsAlong } from "./parts.js"
import { over, place, when } from "./shorthand.js"

/** The matrices, and Qᵀ, whose rows are complex where the matrices are: in two real parts, one after the other. */
export const tridiagonalLanes = (given: NDArray): LaneTridiagonal => {
  const [n, , lanes] = given.shape as [number, number, number]
  const identity = when(eq(place(given.shape, 0), place(given.shape, 1)), fill(1, given.aval), 0)
  const { carry, out } = loop(n - 1, { carry: [conjugated(given), identity], xs: [iota([n - 1], 0, "int32")] }, (_, [a, q], [at]) =>
    step(a as NDArray, q as NDArray, at as NDArray),
  )
  const [a, rows] = carry as readonly [NDArray, NDArray]
  const diagonal = reduceSum(realPart(mul(a, identity)), [1])
  const none = fill(0, { shape: [1, lanes], dtype: diagonal.dtype })
  return { diagonal, beside: n > 1 ? concatenate([out[0] as NDArray, none], 0) : none, rows: partsAlong(rows, 1) }
}

const step = (a: NDArray, q: NDArray, at: NDArray) => {
  const [n, , lanes] = a.shape as [number, number, number]
  const origin = literal(0, "int32")
  const line = reshape(dynamicSlice(a, [at, origin, origin], [1, n, lanes]), [n, lanes])
  const { v, tau, beta } = reflectorAt(line, add(at, 1), 0)
  const down = (x: NDArray): NDArray => over(x, a.shape, [0, 2])
  const across = (x: NDArray): NDArray => over(x, a.shape, [1, 2])
  const each = (x: NDArray): NDArray => over(x, [n, lanes], [1])
  const scaled = mul(each(tau), reduceSum(mul(a, down(v)), [0]))
  const back = conjugated(v)
  const half = mul(0.5, mul(conjugated(tau), reduceSum(mul(scaled, back), [0])))
  const w = sub(scaled, mul(each(half), v))
  const dots = mul(each(tau), reduceSum(mul(q, down(v)), [0]))
  return {
    carry: [sub(a, add(mul(down(back), across(w)), mul(down(conjugated(w)), across(v)))), sub(q, mul(down(back), across(dots)))],
    out: [beta],
  }
}
