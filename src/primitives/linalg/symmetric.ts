// Eigenvalues of one symmetric matrix of float64 numbers: reflections make it tridiagonal, then rotations make it diagonal
// (implicit QL with Wilkinson's shift; Golub & Van Loan, "Matrix Computations", 8.3). Eigenvectors are kept as rows while rotations mix them.
import { identity, type Matrix, matrix } from "./each.js"
import { type Reflection, reflectionOf, reflectRows } from "./reflections.js"

export interface Eigen {
  /** Ascending. */
  readonly values: Float64Array
  /** As columns. */
  readonly vectors: Matrix
}

interface Tridiagonal {
  readonly diagonal: Float64Array
  /** Element i couples i and i + 1; the last is 0. */
  readonly beside: Float64Array
}

/** Reflections from both sides, one for each column: `S ← S − v·wᵀ − w·vᵀ`. */
const reflectBoth = ({ n, at }: Matrix, { v, tau }: Reflection, from: number): void => {
  if (tau === 0) return
  const w = new Float64Array(n)
  let overlap = 0
  for (let i = from; i < n; i++) {
    let dot = 0
    for (let j = from; j < n; j++) dot += at[i * n + j]! * v[j]!
    w[i] = tau * dot
    overlap += w[i]! * v[i]!
  }
  for (let i = from; i < n; i++) w[i]! -= (tau / 2) * overlap * v[i]!
  for (let i = from; i < n; i++) for (let j = from; j < n; j++) at[i * n + j]! -= v[i]! * w[j]! + w[i]! * v[j]!
}

/** The tridiagonal matrix `T = QᵀAQ`, and Qᵀ. Works on `a` itself. */
const tridiagonalise = (a: Matrix): Tridiagonal & { readonly rows: Matrix } => {
  const { n, at } = a
  const beside = new Float64Array(n)
  const reflections: Reflection[] = []
  for (let k = 0; k + 1 < n; k++) {
    const reflection = reflectionOf(a, k + 1, k)
    reflectBoth(a, reflection, k + 1)
    reflections.push(reflection)
    beside[k] = reflection.beta
  }
  const rows = identity(n)
  for (let k = reflections.length - 1; k >= 0; k--) reflectRows(rows, reflections[k]!, k + 1, k + 1)
  return { diagonal: Float64Array.from({ length: n }, (_, i) => at[i * n + i]!), beside, rows }
}

/** Rows i and i + 1 turned into each other. */
const rotate = ({ n, at }: Matrix, i: number, c: number, s: number): void => {
  const [first, second] = [i * n, (i + 1) * n]
  for (let j = 0; j < n; j++) {
    const [x, y] = [at[first + j]!, at[second + j]!]
    at[first + j] = c * x - s * y
    at[second + j] = s * x + c * y
  }
}

/** One sweep over rows `from … to`: a bulge is chased upwards. */
const sweep = (
  { diagonal: d, beside: e }: Tridiagonal,
  from: number,
  to: number,
  turn: (i: number, c: number, s: number) => void,
): void => {
  const ratio = (d[from + 1]! - d[from]!) / (2 * e[from]!)
  const shift = d[from]! - e[from]! / (ratio + (ratio >= 0 ? 1 : -1) * Math.hypot(ratio, 1))
  let g = d[to]! - shift
  let [s, c, p] = [1, 1, 0]
  for (let i = to - 1; i >= from; i--) {
    const [f, b] = [s * e[i]!, c * e[i]!]
    const r = Math.hypot(f, g)
    e[i + 1] = r
    if (r === 0) {
      d[i + 1]! -= p
      e[to] = 0
      return
    }
    s = f / r
    c = g / r
    const q = d[i + 1]! - p
    const t = (d[i]! - q) * s + 2 * c * b
    p = s * t
    d[i + 1] = q + p
    g = c * t - b
    turn(i, c, s)
  }
  d[from]! -= p
  e[from] = g
  e[to] = 0
}

/** Sweeps that one eigenvalue may take: three are usual. */
const cap = 60

/**
 * Makes the matrix diagonal, and says whether that succeeded. Elements beside the diagonal are nothing where their neighbours on it would not
 * notice them, or the greatest element of all, which is one, by far would not.
 */
const diagonalise = (t: Tridiagonal, turn: (i: number, c: number, s: number) => void): boolean => {
  const { diagonal: d, beside: e } = t
  const n = d.length
  let tries = 0
  for (let from = 0; from < n; ) {
    let to = from
    while (to + 1 < n && Math.abs(e[to]!) > Number.EPSILON * (Math.abs(d[to]!) + Math.abs(d[to + 1]!)) + Number.EPSILON ** 2) to++
    if (to === from) {
      from++
      tries = 0
      continue
    }
    if (tries++ === cap) return false
    sweep(t, from, to, turn)
  }
  return true
}

const unknown = (n: number): Eigen => ({ values: new Float64Array(n).fill(Number.NaN), vectors: matrix(n, n, () => Number.NaN) })

/** Eigenvalues in ascending order and the eigenvectors that belong to them; all NaN where an element is not finite, or none are found. */
export const eigenOf = (a: Matrix): Eigen => {
  const { n } = a
  const scale = a.at.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  if (!Number.isFinite(scale)) return unknown(n)
  const t = tridiagonalise(matrix(n, n, (i, j) => (scale === 0 ? 0 : a.at[i * n + j]! / scale)))
  if (!diagonalise(t, (i, c, s) => rotate(t.rows, i, c, s))) return unknown(n)
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => t.diagonal[i]! - t.diagonal[j]!)
  const sign = order.map((row) => signOf(t.rows.at.subarray(row * n, (row + 1) * n)))
  return {
    values: Float64Array.from(order, (i) => t.diagonal[i]! * scale),
    vectors: matrix(n, n, (i, j) => sign[j]! * t.rows.at[order[j]! * n + i]!),
  }
}

/** The sign of the element of greatest magnitude, the first of several. */
export const signOf = (v: Float64Array): number => (v.reduce((most, x) => (Math.abs(x) > Math.abs(most) ? x : most), 0) < 0 ? -1 : 1)
