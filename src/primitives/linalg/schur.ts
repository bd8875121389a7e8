// Eigenvalues of one matrix of float64 numbers that need not be symmetric, where all are real: reflections leave it one diagonal below the
// triangle, QR steps with a shift make it triangular (Golub & Van Loan, "Matrix Computations", 7.4), and substitution finds the eigenvectors.
import { identity, type Matrix, matrix, transposed } from "./each.js"
import { reflect, reflectionOf, reflectRows } from "./reflections.js"
import { type Eigen, eigenOf, signOf } from "./symmetric.js"

/** `A = Q·H·Qᵀ`, H zero below its first lower diagonal. Works on `a` itself, and returns Q. */
const hessenberg = (a: Matrix): Matrix => {
  const { n, at } = a
  const q = identity(n)
  for (let k = 0; k + 2 < n; k++) {
    const reflection = reflectionOf(a, k + 1, k)
    reflect(a, reflection, k + 1)
    reflectRows(a, reflection, 0, k + 1)
    reflectRows(q, reflection, 0, k + 1)
    for (let i = k + 2; i < n; i++) at[i * n + k] = 0
  }
  return q
}

/** Rows i and i + 1 turned, from a column on; and columns, up to a row. */
const turnRows = ({ n, at }: Matrix, i: number, c: number, s: number, from: number): void => {
  for (let j = from; j < n; j++) {
    const [x, y] = [at[i * n + j]!, at[(i + 1) * n + j]!]
    at[i * n + j] = c * x + s * y
    at[(i + 1) * n + j] = c * y - s * x
  }
}
const turnColumns = ({ n, at }: Matrix, i: number, c: number, s: number, to: number): void => {
  for (let k = 0; k <= to; k++) {
    const [x, y] = [at[k * n + i]!, at[k * n + i + 1]!]
    at[k * n + i] = c * x + s * y
    at[k * n + i + 1] = c * y - s * x
  }
}

/** The eigenvalue of the block's last two rows that is nearer to its last element; if the two are complex, their real part. */
const shiftOf = ({ n, at }: Matrix, to: number): number => {
  const [a, b, c, d] = [at[(to - 1) * n + to - 1]!, at[(to - 1) * n + to]!, at[to * n + to - 1]!, at[to * n + to]!]
  const half = (a - d) / 2
  const inside = half * half + b * c
  if (inside < 0) return (a + d) / 2
  const root = half + (half >= 0 ? 1 : -1) * Math.sqrt(inside)
  return root === 0 ? d : d - (b * c) / root
}

/** One QR step on the rows `from … to`: `H − μ = Q·R`, `H ← R·Q + μ`. */
const step = (h: Matrix, q: Matrix, from: number, to: number, shift: number): void => {
  const { n, at } = h
  let [x, y] = [at[from * n + from]! - shift, at[(from + 1) * n + from]!]
  for (let i = from; i < to; i++) {
    const r = Math.hypot(x, y)
    const [c, s] = r === 0 ? [1, 0] : [x / r, y / r]
    turnRows(h, i, c, s, Math.max(0, i - 1))
    turnColumns(h, i, c, s, Math.min(to, i + 2))
    turnColumns(q, i, c, s, n - 1)
    if (i + 1 < to) [x, y] = [at[(i + 1) * n + i]!, at[(i + 2) * n + i]!]
  }
}

/** Steps that one eigenvalue may take: two or three are usual; a complex pair takes all of them. */
const cap = 120

/** Makes a Hessenberg matrix upper triangular, if its eigenvalues are real. */
const triangularise = (h: Matrix, q: Matrix): boolean => {
  const { n, at } = h
  const size = (i: number): number => Math.abs(at[i * n + i]!)
  let tries = 0
  for (let to = n - 1; to > 0; ) {
    let from = to
    while (from > 0 && Math.abs(at[from * n + from - 1]!) > Number.EPSILON * (size(from) + size(from - 1))) from--
    if (from > 0) at[from * n + from - 1] = 0
    if (from === to) {
      to--
      tries = 0
      continue
    }
    if (tries++ === cap) return false
    // now and then another shift, for matrices that a good one leaves as they are
    step(h, q, from, to, tries % 11 === 10 ? size(to) + Math.abs(at[to * n + to - 1]!) : shiftOf(h, to))
  }
  return true
}

/** Eigenvector k of an upper triangular matrix, by substitution. Equal eigenvalues are moved apart by rounding. */
const backwards = ({ n, at: t }: Matrix, k: number): Float64Array => {
  const x = new Float64Array(n)
  x[k] = 1
  const least = Number.EPSILON * Math.max(Number.MIN_VALUE / Number.EPSILON, Math.abs(t[k * n + k]!), 1)
  for (let i = k - 1; i >= 0; i--) {
    let sum = 0
    for (let j = i + 1; j <= k; j++) sum += t[i * n + j]! * x[j]!
    const gap = t[i * n + i]! - t[k * n + k]!
    x[i] = -sum / (Math.abs(gap) < least ? least : gap)
  }
  return x
}

/** Eigenvectors of length one, each with a positive element of greatest magnitude. */
const unit = (v: Float64Array): Float64Array => {
  const length = Math.hypot(...v) * signOf(v)
  return v.map((x) => x / length)
}

/** Real eigenvalues in ascending order and the eigenvectors that belong to them; undefined where there are complex ones. */
export const realEigenOf = (a: Matrix): Eigen | undefined => {
  const { n, at } = a
  const scale = at.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  if (!Number.isFinite(scale) || at.every((x, p) => x === at[(p % n) * n + Math.floor(p / n)])) return eigenOf(a)
  const h = matrix(n, n, (i, j) => at[i * n + j]! / scale)
  const q = hessenberg(h)
  if (!triangularise(h, q)) return undefined
  const values = Float64Array.from({ length: n }, (_, k) => h.at[k * n + k]!)
  const order = Array.from({ length: n }, (_, k) => k).sort((i, j) => values[i]! - values[j]!)
  const vectors = order.map((k) => {
    const x = backwards(h, k)
    return unit(Float64Array.from({ length: n }, (_, i) => x.reduce((sum, y, j) => sum + q.at[i * n + j]! * y, 0)))
  })
  return { values: Float64Array.from(order, (k) => values[k]! * scale), vectors: transposed(matrix(n, n, (k, i) => vectors[k]![i]!)) }
}
