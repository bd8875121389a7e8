// Singular values for compilers: small matrices many at once; large ones are made square by QR and then bidiagonal.
import type { NDArray } from "../../core/array.js"
import { realOf } from "../../core/dtype.js"
import { mul, neg } from "../elementwise/arithmetic.js"
import { eq, lt } from "../elementwise/comparison.js"
import { abs } from "../elementwise/magnitude.js"
import { reduceMax } from "../reductions.js"
import { concatenate } from "../shape/concatenate.js"
import { sort } from "../sort/sort.js"
import { transpose } from "../transpose.js"
import { fill, reshape } from "../vector.js"
import { bidiagonal } from "./bidiagonalblocks.js"
import { bidiagonalLanes } from "./bidiagonallanes.js"
import { loop } from "./loops.js"
import { above, columns, columnsOf, conjugated, flipped, identityLike, inDtypeOf, product, rows, rowsOf } from "./matrix.js"
import { fromParts, greaterPart, overReal, timesReal, whereFine } from "./parts.js"
import { qr } from "./qrblocks.js"
import { allFinite, grown, over, part, place, rowsAt, signOfGreatest, when } from "./shorthand.js"
import { conquerSingular } from "./singularconquer.js"
import { singularQr } from "./singularqr.js"
import { reflectedBack } from "./tridiagonal.js"

/** Rows and columns up to which matrices are worked on side by side. */
const smallRows = 32
/** Numbers of one group of matrices that are worked on side by side: a group stays in the first cache. */
const groupNumbers = 4096

/** Rows of Uᵀ `[B, k, m]` and of Vᴴ `[B, k, n]`, each with those that A has no part in behind. */
interface Parts {
  /** Descending. */
  readonly s: NDArray
  readonly ut: NDArray
  readonly vt: NDArray
}

/** Singular values, U and Vᴴ of `[B, m, n]`; NaN where an element is not finite. */
export const svd = (given: NDArray, fullMatrices: boolean): readonly [s: NDArray, u: NDArray, vh: NDArray] => {
  const [count, m, n] = given.shape as [number, number, number]
  const k = Math.min(m, n)
  if (given.size === 0) return nothing(given, fullMatrices)
  const fine = allFinite(given)
  const clean = when(over(fine, given.shape, [0]), given, 0)
  const most = reduceMax(greaterPart(clean), [1, 2])
  const scale = when(eq(most, fill(0, most.aval)), 1, most)
  const a = overReal(clean, over(scale, given.shape, [0]))
  const { s, ut, vt } = m >= n ? tall(a, fullMatrices) : sideways(tall(flipped(a), fullMatrices))
  const sign = signOfGreatest(ut)
  const own = conjugated(part(sign, 1, 0, k))
  const signs = k === rowsOf(vt) ? own : grown(own, [0, rowsOf(vt) - k], 1)
  const known = (x: NDArray): NDArray => whereFine(fine, x)
  return [
    known(mul(s, over(most, [count, k], [0]))),
    known(flipped(mul(ut, over(sign, ut.shape, [0, 1])))),
    known(mul(vt, over(signs, vt.shape, [0, 1]))),
  ]
}

const nothing = (x: NDArray, full: boolean): readonly [NDArray, NDArray, NDArray] => {
  const [count, m, n] = x.shape as [number, number, number]
  const k = Math.min(m, n)
  const eye = (rows: number, columns: number): NDArray => identityLike({ shape: [count, rows, columns], dtype: x.dtype, ndim: 3 })
  return [fill(0, { shape: [count, k], dtype: realOf(x.dtype) }), eye(m, full ? m : k), eye(full ? n : k, n)]
}

const sideways = ({ s, ut, vt }: Parts): Parts => ({ s, ut: vt, vt: ut })

/** Of as many rows as columns, or more. */
const tall = (a: NDArray, full: boolean): Parts => {
  const [m, n] = [rowsOf(a), columnsOf(a)]
  if (m > smallRows || n > smallRows) return m === n ? square(a) : factored(a, full)
  const all = ordered(inGroups(a))
  return full ? all : { ...all, ut: part(all.ut, 1, 0, n) }
}

const square = (a: NDArray): Parts => {
  const n = rowsOf(a)
  if (n <= smallRows) return ordered(inGroups(a))
  const { diagonal, beside, left, right } = bidiagonal(a)
  const [s, ut, vt] = conquerSingular(diagonal, beside)
  return { s, ut: reflectedBack(inDtypeOf(ut, a), left), vt: reflectedBack(inDtypeOf(vt, a), right) }
}

/** `A = Q·R`, and of R what is square. */
const factored = (a: NDArray, full: boolean): Parts => {
  const [m, n] = [rowsOf(a), columnsOf(a)]
  const [q, r] = qr(a, full)
  const { s, ut, vt } = square(rows(r, 0, n))
  const own = product(ut, columns(q, 0, n), "yᵀ")
  return { s, ut: full ? above(own, flipped(columns(q, n, m))) : own, vt }
}

/** Singular values in descending order, not negative, and the first rows of Uᵀ and Vᴴ in that order. */
const ordered = ({ s, ut, vt }: Parts): Parts => {
  const [count, k] = s.shape as [number, number]
  const negative = lt(s, fill(0, s.aval))
  const [sorted, order] = sort([neg(abs(s)), place([count, k], 1)], 1) as readonly [NDArray, NDArray]
  const upright = timesReal(vt, over(when(negative, -1, fill(1, s.aval)), vt.shape, [0, 1]))
  return { s: neg(sorted), ut: rowsAt(ut, withRest(order, rowsOf(ut))), vt: rowsAt(upright, order) }
}

/** Positions of the first rows of many, and of the others where they are. */
const withRest = (order: NDArray, size: number): NDArray => {
  const [count, k] = order.shape as [number, number]
  const where = place([count, size], 1)
  return k === size ? order : when(lt(where, fill(k, where.aval)), grown(order, [0, size - k], 0), where)
}

/** Matrices a group at a time: each group turns for as long as its slowest one. */
const inGroups = (a: NDArray): Parts => {
  const [count, m, n] = a.shape as [number, number, number]
  const lanes = Math.min(count, Math.max(8, Math.min(256, Math.floor(groupNumbers / (m * m)))))
  const groups = Math.ceil(count / lanes)
  const one = (x: NDArray): readonly NDArray[] => {
    const b = bidiagonalLanes(transpose(x, [1, 2, 0]))
    const found = singularQr({ ...b, left: part(b.left, 0, 0, n) })
    const left = m === n ? found.left : concatenate([found.left, part(b.left, 0, n, m)], 0)
    const rows = (x: NDArray): NDArray => transpose(fromParts(x, 1, a), [2, 0, 1])
    return [transpose(found.values, [1, 0]), rows(left), rows(found.right)]
  }
  const parts = ([s, ut, vt]: readonly NDArray[]): Parts => ({ s, ut, vt }) as Parts
  if (groups === 1) return parts(one(a))
  const xs = [reshape(grown(a, [groups * lanes - count, 0, 0], 0), [groups, lanes, m, n])]
  const { out } = loop(groups, { carry: [], xs }, (_, __, [x]) => ({ carry: [], out: one(x as NDArray) }))
  return parts(out.map((x) => part(reshape(x, [groups * lanes, ...x.shape.slice(2)]), 0, 0, count)))
}
