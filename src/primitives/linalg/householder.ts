// One Householder reflection of vectors that are columns or rows of larger ones, for compilers: of `H = I − τ·v·vᴴ`, Hᴴ leaves nothing of a vector
// behind some place, and a real number there (LAPACK's zlarfg; H is symmetric where the vector is real). Vectors are the rows of `[B, n]`, or the
// columns of `[n, lane]`; the place is the same for all of them.
import type { NDArray } from "../../core/array.js"
import { isComplex } from "../../core/dtype.js"
import { add, div, max, mul, neg, sub } from "../elementwise/arithmetic.js"
import { eq, gt, lt } from "../elementwise/comparison.js"
import { imag } from "../elementwise/complex.js"
import { literal } from "../elementwise/define.js"
import { sqrt } from "../elementwise/exponential.js"
import { dynamicSlice } from "../indexing/dynamicslice.js"
import { reduceMax } from "../reductions.js"
import { reduceSum } from "../sum.js"
import { fill, reshape } from "../vector.js"
import { inDtypeOf, realPart } from "./matrix.js"
import { greaterPart, overReal, squaredSize } from "./parts.js"
import { both, isZero, over, place, when } from "./shorthand.js"

export interface Reflector {
  /** Zero before the place, one there; shaped as the vectors. */
  readonly v: NDArray
  /** `[B]` */
  readonly tau: NDArray
  /** What the reflection makes of the element at the place, which is real, `[B]`. */
  readonly beta: NDArray
}

/** One number of each vector; vectors run along `axis`. */
export const elementAt = (x: NDArray, at: NDArray, axis = 1): NDArray => {
  const origin = literal(0, "int32")
  const count = x.shape[1 - axis] as number
  return reshape(axis === 1 ? dynamicSlice(x, [origin, at], [count, 1]) : dynamicSlice(x, [at, origin], [1, count]), [count])
}

/** The reflection that clears what is behind place `at`; elements before it are not looked at. */
export const reflectorAt = (x: NDArray, at: NDArray, axis = 1): Reflector => {
  const where = place(x.shape, axis)
  const here = over(at, x.shape, [])
  const each = (y: NDArray): NDArray => over(y, x.shape, [1 - axis])
  const alpha = elementAt(x, at, axis)
  const tail = when(gt(where, here), x, 0)
  // of a scaled vector the squares neither overflow nor vanish, and H is orthogonal however small it is
  const most = reduceMax(greaterPart(tail), [axis])
  const size = max(greaterPart(alpha), most)
  const scale = when(isZero(size), 1, size)
  const [head, others] = [overReal(alpha, scale), overReal(tail, each(scale))]
  const norm = sqrt(add(reduceSum(squaredSize(others), [axis]), squaredSize(head)))
  const flat = isComplex(x.dtype) ? both(isZero(most), isZero(imag(head))) : isZero(most)
  const front = realPart(head)
  const end = when(flat, front, when(lt(front, fill(0, front.aval)), norm, neg(norm)))
  const tau = when(flat, 0, overReal(sub(inDtypeOf(end, x), head), when(flat, 1, end)))
  const reach = when(flat, 1, sub(head, inDtypeOf(end, x)))
  return { v: when(eq(where, here), 1, div(others, each(reach))), tau, beta: mul(end, scale) }
}
