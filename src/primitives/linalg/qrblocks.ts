// QR for compilers: panels of columns take a reflection at a time, and what lies to their right takes all of a panel's reflections at once,
// as matrix products (compact WY, Schreiber & Van Loan 1989):
//   H₁·H₂⋯H_w = I − V·T·Vᵀ,   T⁻¹ = diag(1/τ) + striu(Vᵀ·V)
import type { NDArray } from "../../core/array.js"
import { avalOf } from "../../core/aval.js"
import { div, mul, neg, sub } from "../elementwise/arithmetic.js"
import { eq, ge, gt, lt } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { sqrt, square } from "../elementwise/exponential.js"
import { abs } from "../elementwise/magnitude.js"
import { selectN } from "../elementwise/select.js"
import { dynamicSlice } from "../indexing/dynamicslice.js"
import { reduceMax } from "../reductions.js"
import { iota } from "../shape/iota.js"
import { broadcastInDim, reduceSum } from "../sum.js"
import { transpose } from "../transpose.js"
import { add, fill, reshape, zerosOf } from "../vector.js"
import { loop, type Step } from "./loops.js"
import { above, asColumns, beside, columns, columnsOf, diagonalPart, identityLike, product, rows, rowsOf, upperPart } from "./matrix.js"
import { solve } from "./substitution.js"

const panelWidth = 32

/** A panel's reflections: `I − V·T·Vᵀ`. */
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
    const right = reflected(reflections, columns(left, w, columnsOf(left)), "Qᵀ")
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

/** `(I − V·T·Vᵀ)·C`, or its transpose. */
const reflected = ({ v, t }: Reflections, c: NDArray, which: "Q" | "Qᵀ"): NDArray =>
  c.size === 0 ? c : sub(c, product(v, product(t, product(v, c, "xᵀ"), which === "Q" ? "" : "xᵀ")))

const reflectPanel = (a: NDArray): Reflections & { readonly panel: NDArray } => {
  const n = columnsOf(a)
  if (a.size === 0) return { panel: a, v: a, t: zeros(a, n, n) }
  const { carry, out } = loop(n, { carry: [transpose(a, [2, 0, 1])], xs: [iota([n], 0, "int32")] }, (_, [left], [at]) =>
    reflectColumn(left as NDArray, at as NDArray),
  )
  const v = transpose(out[0] as NDArray, [1, 2, 0])
  const tau = transpose(out[1] as NDArray, [1, 0])
  const d = asColumns(tau, n)
  const t = solve(mul(d, product(v, v, "xᵀ")), diagonalPart(d), { forward: false, unit: true }) // (I + D·striu(VᵀV))⁻¹·D
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
  const size = reduceMax(selectN(ge(place, here), zerosOf(column.aval), abs(column)), [1])
  const scale = selectN(eq(size, zerosOf(size.aval)), size, fill(1, size.aval))
  const below = reduceSum(square(div(tail, over(scale))), [1])
  const norm = mul(scale, sqrt(add(below, square(div(alpha, scale)))))
  const flat = eq(below, zerosOf(below.aval))
  const beta = selectN(lt(alpha, zerosOf(alpha.aval)), neg(norm), norm)
  const tau = selectN(flat, div(sub(beta, alpha), selectN(flat, beta, fill(1, beta.aval))), zerosOf(beta.aval))
  const reach = selectN(flat, sub(alpha, beta), fill(1, beta.aval))
  const v = selectN(eq(place, here), div(tail, over(reach)), fill(1, tail.aval))
  const wide = (y: NDArray): NDArray => broadcastInDim(y, left.shape, [1, 2])
  const dots = reduceSum(mul(left, wide(v)), [2]) // [column, batch]
  const later = ge(iota([n, count], 0, "int32"), broadcastInDim(at, [n, count], []))
  const factor = selectN(later, zerosOf(dots.aval), mul(dots, broadcastInDim(tau, [n, count], [1])))
  return { carry: [sub(left, mul(broadcastInDim(factor, left.shape, [0, 1]), wide(v)))], out: [v, tau] }
}
