// Matrices that are triangular but for blocks of two rows, made triangular: complex numbers from here on. `[n, n, lane]`
//   [a b; c d]·(z, c)ᵀ = λ·(z, c)ᵀ,  λ = d + z,  z² − (a − d)·z − b·c = 0, of greater size;  the other eigenvalue is d − b·c/z
// The eigenvalues of a real block are real, or conjugate to the last bit.
import type { NDArray } from "../../core/array.js"
import { isComplex } from "../../core/dtype.js"
import { add, div, max, mul, neg, sub } from "../elementwise/arithmetic.js"
import { not } from "../elementwise/bits.js"
import { eq, ge, lt } from "../elementwise/comparison.js"
import { complex, complexOf, conj, real } from "../elementwise/complex.js"
import { sqrt } from "../elementwise/exponential.js"
import { abs } from "../elementwise/magnitude.js"
import { selectN } from "../elementwise/select.js"
import { concatenate } from "../shape/concatenate.js"
import { fill } from "../vector.js"
import { diagonalAt, shifted } from "./francis.js"
import { conjugated, realPart } from "./matrix.js"
import { greaterPart, overReal, squaredSize, timesReal } from "./parts.js"
import { grown, isZero, over, part, place, when } from "./shorthand.js"

/** Rows are mixed with those beside them: `own·xₖ + next·xₖ₊₁ + before·xₖ₋₁`. */
interface Mixing {
  readonly own: NDArray
  readonly next: NDArray
  readonly before: NDArray
}

export interface Split {
  /** Upper triangular, complex. */
  readonly t: NDArray
  /** Its diagonal, `[n, lane]`. */
  readonly values: NDArray
  /** Whether an eigenvalue is the second of a block's, `[n, lane]`. */
  readonly isSecond: NDArray
  /** `X ↦ G·X` of complex rows, where `T = Gᴴ·H·G`. */
  readonly turned: (x: NDArray) => NDArray
}

/** The greater root z, complex; blocks are `[k, lane]`. */
const greaterRoot = (a: NDArray, b: NDArray, c: NDArray, d: NDArray): NDArray => {
  const half = timesReal(sub(a, d), fill(0.5, realPart(a).aval))
  const size = max(greaterPart(half), max(greaterPart(b), greaterPart(c)))
  const scale = when(isZero(size), 1, size)
  const h = overReal(half, scale)
  const inside = add(mul(h, h), mul(overReal(b, scale), overReal(c, scale)))
  if (isComplex(a.dtype)) {
    const root = sqrt(inside)
    const [plus, minus] = [add(h, root), sub(h, root)]
    return timesReal(selectN(ge(squaredSize(plus), squaredSize(minus)), minus, plus), scale)
  }
  const none = fill(0, h.aval)
  const isPair = lt(inside, none)
  const root = sqrt(abs(inside))
  const away = add(h, when(lt(h, none), neg(root), root))
  return timesReal(complex(when(isPair, h, away), when(isPair, root, 0)), scale)
}

/** One line of a matrix mixed with its neighbours, along an axis. */
const mixed = (x: NDArray, axis: 0 | 1, { own, next, before }: Mixing): NDArray => {
  const n = x.shape[axis] as number
  const wide = (y: NDArray): NDArray => over(y, x.shape, [axis, 2])
  const none = fill(0, { shape: x.shape.map((size, i) => (i === axis ? 1 : size)), dtype: x.dtype })
  const ahead = concatenate([part(x, axis, 1, n), none], axis)
  const behind = concatenate([none, part(x, axis, 0, n - 1)], axis)
  return add(mul(wide(own), x), add(mul(wide(next), ahead), mul(wide(before), behind)))
}

/** Of matrices that are Hermitian, `[lane]`, T is made diagonal, and the eigenvalues are real. */
export const split = (h: NDArray, isHermitian: NDArray): Split => {
  const wide = grown(h, [1, 1, 0], 0)
  const [diagonal, lower, upper] = [diagonalAt(wide, 0), diagonalAt(wide, -1), diagonalAt(wide, 1)]
  const isEven = over(isHermitian, diagonal.shape, [1])
  const middle = timesReal(add(upper, conjugated(lower)), fill(0.5, realPart(upper).aval))
  const pick = (yes: NDArray, no: NDArray): NDArray => selectN(isEven, no, yes)
  const straight = isComplex(h.dtype) ? pick(complexOf(real(diagonal)), diagonal) : diagonal
  const [b, after] = [pick(middle, upper), shifted(straight, -1)]
  const c = when(isZero(lower), 0, pick(conjugated(middle), lower))
  const isFirst = not(isZero(c))
  const z = greaterRoot(straight, b, c, after)
  const [bc, top, bottom] = [complexOf(mul(b, c)), complexOf(straight), complexOf(after)]
  const greater = add(bottom, z)
  const lesser = otherOf(h, z, greater, sub(bottom, div(bc, when(isZero(z), 1, z))))
  const size = max(greaterPart(z), greaterPart(c))
  const scale = when(isZero(size), 1, size)
  const [x0, y0] = [overReal(z, scale), overReal(complexOf(c), scale)]
  const length = sqrt(add(squaredSize(x0), squaredSize(y0)))
  const [x, y] = [overReal(x0, length), overReal(y0, length)]
  const second = (v: NDArray): NDArray => shifted(v, 1)
  const isSecond = shifted(isFirst, 1)
  const at = (first: NDArray, behind: NDArray, otherwise: NDArray | number): NDArray =>
    when(isFirst, first, when(isSecond, second(behind), otherwise))
  const own = at(x, conj(x), 1)
  const columns = { own, next: when(isFirst, y, 0), before: when(isSecond, neg(conj(second(y))), 0) }
  const backwards = { own: conj(own), next: conj(columns.next), before: conj(columns.before) }
  const values0 = at(greater, lesser, top)
  const values = selectN(isEven, values0, complexOf(real(values0)))
  const t = mixed(mixed(complexOf(h), 1, columns), 0, backwards)
  const [i, j] = [place(t.shape, 0), place(t.shape, 1)]
  const strict = when(lt(i, j), when(over(isHermitian, t.shape, [2]), 0, t), 0)
  return {
    t: when(eq(i, j), over(values, t.shape, [0, 2]), strict),
    values,
    isSecond,
    turned: (x) => mixed(x, 0, { own, next: when(isFirst, neg(conj(y)), 0), before: when(isSecond, second(y), 0) }),
  }
}

/** The second eigenvalue: of a real block whose first is not real, the conjugate. */
const otherOf = (h: NDArray, z: NDArray, greater: NDArray, lesser: NDArray): NDArray =>
  isComplex(h.dtype) ? lesser : selectN(isZero(sub(z, complexOf(real(z)))), conj(greater), lesser)
