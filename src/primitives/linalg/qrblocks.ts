// QR for compilers: panels of columns take a reflection at a time, and what lies to their right takes all of a panel's reflections at once,
// as matrix products (compact WY, Schreiber & Van Loan 1989):
//   H₁·H₂⋯H_w = I − V·T·Vᴴ,   T⁻¹ = diag(1/τ) + striu(Vᴴ·V)
import type { NDArray } from "../../core/array.js"
import { avalOf } from "../../core/aval.js"
import { isComplex } from "../../core/dtype.js"
import { div, mul, neg, sub } from "../elementwise/arithmetic.js"
import { and } from "../elementwise/bits.js"
import { eq, ge, gt, lt } from "../elementwise/comparison.js"
import { imag } from "../elementwise/complex.js"
import { literal } from "../elementwise/define.js"
import { sqrt } from "../elementwise/exponential.js"
import { abs } from "../elementwise/magnitude.js"
import { selectN } from "../elementwise/select.js"
import { dynamicSlice } from "../indexing/dynamicslice.js"
import { reduceMax } from "../reductions.js"
import { iota } from "../shape/iota.js"
import { broadcastInDim, reduceSum } from "../sum.js"
import { transpose } from "../transpose.js"
import { add, fill, reshape, zerosOf } from "../vector.js"
import { loop, type Step } from "./loops.js"
import {
  above,
  adjointProduct,
  asColumns,
  beside,
  columns,
  columnsOf,
  conjugated,
  diagonalPart,
  identityLike,
  inDtypeOf,
  product,
  realPart,
  rows,
  rowsOf,
  upperPart,
} from "./matrix.js"
import { squaredSize } from "./parts.js"
import { solve } from "./substitution.js"

const panelWidth = 32

/** A panel's reflections: `I − V·T·Vᴴ`. */
interface Reflections {
  readonly v: NDArray
  readonly t: NDArray
}

const zeros = (like: NDArray, m: number, n: number): NDArray => fill(0, avalOf([like.shape[0] as number, m, n], like.dtype))

/** Q and R of `[B, m, n]`. */
export const qr = (a: NDArray, fullMatrices: boolean): readonly [NDArray, NDArray] => {
  const [m, n] = [rowsOf(a), columnsOf(a)]
  const k = Math.min(m, n)
  const width = fullMatrices ? m : k
  const found: Reflections[] = []
  let r = zeros(a, 0, n)
  let left = a
  for (let at = 0; at < k; at += panelWidth) {
    const w = Math.min(panelWidth, k - at)
    const { panel, ...reflections } = reflectPanel(columns(left, 0, w))
    found.push(reflections)
    const right = reflected(reflections, columns(left, w, columnsOf(left)), "Qᴴ")
    const row = beside(upperPart(rows(panel, 0, w)), rows(right, 0, w))
    r = above(r, at === 0 ? row : beside(zeros(a, w, at), row))
    left = rows(right, w, rowsOf(right))
  }
  // the reflections of the last panel touch the last rows only, so Q grows from its lower right corner
  let q = identityLike(zeros(a, m - k, width - k))
  for (let p = found.length - 1; p >= 0; p--) {
    const { v, t } = found[p] as Reflections
    const w = columnsOf(v)
    const grown = above(beside(identityLike(zeros(a, w, w)), zeros(a, w, columnsOf(q))), beside(zeros(a, rowsOf(q), w), q))
    q = reflected({ v, t }, grown, "Q")
  }
  return [q, width === k ? r : above(r, zeros(a, width - k, n))]
}

/** `(I − V·T·Vᴴ)·C`, or its adjoint's. */
const reflected = ({ v, t }: Reflections, c: NDArray, which: "Q" | "Qᴴ"): NDArray => {
  if (c.size === 0) return c
  const inside = adjointProduct(v, c)
  return sub(c, product(v, which === "Q" ? product(t, inside) : adjointProduct(t, inside)))
}

const reflectPanel = (a: NDArray): Reflections & { readonly panel: NDArray } => {
  const n = columnsOf(a)
  if (a.size === 0) return { panel: a, v: a, t: zeros(a, n, n) }
  const { carry, out } = loop(n, { carry: [transpose(a, [2, 0, 1])], xs: [iota([n], 0, "int32")] }, (_, [left], [at]) =>
    reflectColumn(left as NDArray, at as NDArray),
  )
  const v = transpose(out[0] as NDArray, [1, 2, 0])
  const tau = transpose(out[1] as NDArray, [1, 0])
  const d = asColumns(tau, n)
  const t = solve(mul(d, adjointProduct(v, v)), diagonalPart(d), { forward: false, unit: true }) // (I + D·striu(VᴴV))⁻¹·D
  return { panel: transpose(carry[0] as NDArray, [1, 2, 0]), v, t }
}

/** One reflection, taken from column `at` and applied to the columns from there on. By columns: `[column, batch, row]`. */
const reflectColumn = (left: NDArray, at: NDArray): Step => {
  const [n, count, m] = left.shape as [number, number, number]
  const origin = literal(0, "int32")
  const column = reshape(dynamicSlice(left, [at, origin, origin], [1, count, m]), [count, m])
  const alpha = reshape(dynamicSlice(column, [origin, at], [count, 1]), [count])
  const place = iota([count, m], 1, "int32")
  const here = broadcastInDim(at, [count, m], [])
  const over = (y: NDArray): NDArray => asColumns(y, m)
  const tail = selectN(gt(place, here), zerosOf(column.aval), column)
  // the norm of a scaled column neither overflows nor vanishes
  const sizes = abs(column)
  const size = reduceMax(selectN(ge(place, here), zerosOf(sizes.aval), sizes), [1])
  const scale = selectN(eq(size, zerosOf(size.aval)), size, fill(1, size.aval))
  const below = reduceSum(squaredSize(div(tail, over(inDtypeOf(scale, left)))), [1])
  const norm = mul(scale, sqrt(add(below, squaredSize(div(alpha, inDtypeOf(scale, left))))))
  const isBare = eq(below, zerosOf(below.aval))
  const flat = isComplex(left.dtype) ? and(isBare, eq(imag(alpha), zerosOf(below.aval))) : isBare // R has a real diagonal
  const front = realPart(alpha)
  const beta = inDtypeOf(selectN(lt(front, zerosOf(front.aval)), neg(norm), norm), left)
  const tau = selectN(flat, div(sub(beta, alpha), selectN(flat, beta, fill(1, beta.aval))), zerosOf(beta.aval))
  const reach = selectN(flat, sub(alpha, beta), fill(1, beta.aval))
  const v = selectN(eq(place, here), div(tail, over(reach)), fill(1, tail.aval))
  const wide = (y: NDArray): NDArray => broadcastInDim(y, left.shape, [1, 2])
  const dots = reduceSum(mul(left, wide(conjugated(v))), [2]) // [column, batch]
  const later = ge(iota([n, count], 0, "int32"), broadcastInDim(at, [n, count], []))
  const factor = selectN(later, zerosOf(dots.aval), mul(dots, broadcastInDim(conjugated(tau), [n, count], [1])))
  return { carry: [sub(left, mul(broadcastInDim(factor, left.shape, [0, 1]), wide(v)))], out: [v, tau] }
}
