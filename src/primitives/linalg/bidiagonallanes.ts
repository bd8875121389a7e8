// Many small matrices made bidiagonal at once, `B = UᴴAV`, which is real: Householder's reflections from both sides, of matrices that lie side by side, `[m, n, lane]`.
//   A ← (I − τ̄·v·vᴴ)·A,  Uᵀ ← (I − τ·v̄·vᵀ)·Uᵀ;    A ← A·(I − σ̄·w̄·wᵀ),  Vᴴ ← (I − σ·w̄·wᵀ)·Vᴴ
import type { NDArray } from "../../core/array.js"
import { add, mul, sub } from "../elementwise/arithmetic.js"
import { eq } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { dynamicSlice } from "../indexing/dynamicslice.js"
import { iota } from "../shape/iota.js"
import { reduceSum } from "../sum.js"
import { fill, reshape } from "../vector.js"
import { reflectorAt } from "./householder.js"
import { loop } from "./loops.js"
import { conjugated } from "./matrix.js"
import { partsAlong } from "./parts.js"
import { over, place, when } from "./shorthand.js"
import type { LaneBidiagonal } from "./singularqr.js"

const identity = (n: number, lanes: number, like: NDArray): NDArray => {
  const shape = [n, n, lanes]
  return when(eq(place(shape, 0), place(shape, 1)), fill(1, { shape, dtype: like.dtype }), 0)
}

/** Of as many rows as columns or more; Uᵀ is square. Rows of Uᵀ and Vᴴ are complex where the matrices are: in two real parts, one after the other. */
export const bidiagonalLanes = (given: NDArray): LaneBidiagonal => {
  const [m, n, lanes] = given.shape as [number, number, number]
  const carry = [given, identity(m, lanes, given), identity(n, lanes, given)]
  const { carry: done, out } = loop(n, { carry, xs: [iota([n], 0, "int32")] }, (_, [a, u, v], [at]) =>
    step(a as NDArray, u as NDArray, v as NDArray, at as NDArray),
  )
  return {
    diagonal: out[0] as NDArray,
    beside: out[1] as NDArray,
    left: partsAlong(done[1] as NDArray, 1),
    right: partsAlong(done[2] as NDArray, 1),
  }
}

/** `(I − τ·v̄·vᵀ)·X` */
const reflected = (x: NDArray, v: NDArray, tau: NDArray): NDArray => {
  const down = over(v, x.shape, [0, 2])
  const dots = reduceSum(mul(x, down), [0])
  return sub(x, mul(conjugated(down), over(mul(dots, over(tau, dots.shape, [1])), x.shape, [1, 2])))
}

const step = (a: NDArray, u: NDArray, v: NDArray, at: NDArray) => {
  const [m, n, lanes] = a.shape as [number, number, number]
  const origin = literal(0, "int32")
  const column = reshape(dynamicSlice(a, [origin, at, origin], [m, 1, lanes]), [m, lanes])
  const left = reflectorAt(column, at, 0)
  const next = reflected(a, conjugated(left.v), conjugated(left.tau))
  const row = reshape(dynamicSlice(next, [at, origin, origin], [1, n, lanes]), [n, lanes])
  const right = reflectorAt(row, add(at, 1), 0)
  const across = over(right.v, next.shape, [1, 2])
  const dots = reduceSum(mul(next, conjugated(across)), [1])
  const turned = sub(next, mul(over(mul(dots, over(conjugated(right.tau), dots.shape, [1])), next.shape, [0, 2]), across))
  // the last row has nothing beside its diagonal: the place would be outside
  const beside = when(over(eq(at, n - 1), [lanes], []), 0, right.beta)
  return { carry: [turned, reflected(u, left.v, left.tau), reflected(v, right.v, right.tau)], out: [left.beta, beside] }
}
