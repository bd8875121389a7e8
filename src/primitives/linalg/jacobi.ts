// Singular values of one matrix of float64 numbers, by rotations that make the rows of its triangular factor orthogonal (one-sided Jacobi;
// Demmel & Veselić 1992): every singular value, also a tiny one, comes out nearly as exact as the matrix determines it.
//   A = Q·R,  J·R = Σ·Wᵀ   ⇒   A = (Q·Jᵀ)·Σ·Wᵀ
import { identity, type Matrix, matrix, transposed } from "./each.js"
import { householder } from "./reflections.js"
import { signOf } from "./symmetric.js"

export interface Singular {
  readonly s: Float64Array
  readonly u: Matrix
  readonly vt: Matrix
}

const row = ({ n, at }: Matrix, i: number): Float64Array => at.subarray(i * n, (i + 1) * n)

const dot = (x: Float64Array, y: Float64Array): number => {
  let total = 0
  for (let i = 0; i < x.length; i++) total += x[i]! * y[i]!
  return total
}

const turn = (x: Float64Array, y: Float64Array, c: number, s: number): void => {
  for (let i = 0; i < x.length; i++) {
    const [a, b] = [x[i]!, y[i]!]
    x[i] = c * a - s * b
    y[i] = s * a + c * b
  }
}

/** Sweeps over all pairs: about six are usual. */
const cap = 60

/** Rotates rows of `r` until all are orthogonal, and those of `j` along with them. */
const orthogonalise = (r: Matrix, j: Matrix): void => {
  const k = r.m
  for (let sweep = 0, moved = true; moved && sweep < cap; sweep++) {
    moved = false
    for (let p = 0; p < k; p++)
      for (let q = p + 1; q < k; q++) {
        const [x, y] = [row(r, p), row(r, q)]
        const [xx, yy, xy] = [dot(x, x), dot(y, y), dot(x, y)]
        if (Math.abs(xy) <= k * Number.EPSILON * Math.sqrt(xx) * Math.sqrt(yy)) continue
        moved = true
        const cot = (yy - xx) / (2 * xy)
        const tan = (cot >= 0 ? 1 : -1) / (Math.abs(cot) + Math.hypot(cot, 1))
        const c = 1 / Math.hypot(tan, 1)
        turn(x, y, c, c * tan)
        turn(row(j, p), row(j, q), c, c * tan)
      }
  }
}

/** Orthonormal columns, as many as rows, of which the first are those given, as far as they are not zero. */
const completed = (u: Matrix, known: number): Matrix => {
  const first = matrix(u.m, known, (i, j) => u.at[i * u.n + j]!)
  const [q] = householder(first, u.m)
  return matrix(u.m, u.m, (i, j) => (j < known ? u.at[i * u.n + j]! : q.at[i * u.m + j]!))
}

const widened = (u: Matrix, known: number, width: number): Matrix => {
  if (known === width) return u
  const whole = completed(u, known)
  return matrix(u.m, width, (i, j) => whole.at[i * u.m + j]!)
}

const times = (x: Matrix, y: Matrix): Matrix => {
  const out = matrix(x.m, y.n)
  for (let i = 0; i < x.m; i++)
    for (let k = 0; k < x.n; k++) for (let j = 0; j < y.n; j++) out.at[i * y.n + j]! += x.at[i * x.n + k]! * y.at[k * y.n + j]!
  return out
}

/** Of as many rows as columns, or more. */
const tall = (a: Matrix, full: boolean): Singular => {
  const { m, n } = a
  const [q, r] = householder(a, n)
  const j = identity(n)
  orthogonalise(r, j)
  const lengths = Float64Array.from({ length: n }, (_, i) => Math.hypot(...row(r, i)))
  const order = Array.from({ length: n }, (_, i) => i).sort((a, b) => lengths[b]! - lengths[a]!)
  const s = Float64Array.from(order, (i) => lengths[i]!)
  const rank = s.reduce((count, x) => count + Number(x > 0), 0)
  const u = times(
    q,
    matrix(n, n, (i, k) => j.at[order[k]! * n + i]!),
  )
  const v = widened(
    matrix(n, n, (i, k) => (k < rank ? r.at[order[k]! * n + i]! / s[k]! : 0)),
    rank,
    n,
  )
  const sign = Array.from({ length: n }, (_, k) => signOf(Float64Array.from({ length: m }, (__, i) => u.at[i * n + k]!)))
  return {
    s,
    u: widened(
      matrix(m, n, (i, k) => sign[k]! * u.at[i * n + k]!),
      n,
      full ? m : n,
    ),
    vt: matrix(n, n, (k, i) => sign[k]! * v.at[i * n + k]!),
  }
}

/** The decomposition; all NaN where an element is not finite. */
export const singularOf = (given: Matrix, full: boolean): Singular => {
  const { m, n } = given
  const scale = given.at.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  if (!Number.isFinite(scale)) {
    const [k, none] = [Math.min(m, n), () => Number.NaN]
    return { s: new Float64Array(k).fill(Number.NaN), u: matrix(m, full ? m : k, none), vt: matrix(full ? n : k, n, none) }
  }
  const a = matrix(m, n, (i, j) => (scale === 0 ? 0 : given.at[i * n + j]! / scale))
  const { s, u, vt } = m >= n ? tall(a, full) : sideways(tall(transposed(a), full))
  return { s: s.map((x) => x * scale), u, vt }
}

/** The decomposition of Aᵀ as that of A, with signs by the columns of U again. */
const sideways = ({ s, u, vt }: Singular): Singular => {
  const left = transposed(vt)
  const sign = Array.from({ length: left.n }, (_, k) => signOf(Float64Array.from({ length: left.m }, (__, i) => left.at[i * left.n + k]!)))
  return {
    s,
    u: matrix(left.m, left.n, (i, k) => sign[k]! * left.at[i * left.n + k]!),
    vt: matrix(u.n, u.m, (k, i) => (k < left.n ? sign[k]! : 1) * u.at[i * u.n + k]!),
  }
}
