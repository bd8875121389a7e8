// Householder reflections of one matrix of float64 numbers: `H = I − τ·v·vᵀ`, chosen to leave nothing of a column below some row.
import { type Matrix, matrix } from "./each.js"

export interface Reflection {
  readonly v: Float64Array
  readonly tau: number
  /** What the reflection makes of the column's element in its first row. */
  readonly beta: number
}

/** The reflection that clears column `column` below row `first`. */
export const reflectionOf = ({ m, n, at }: Matrix, first: number, column: number): Reflection => {
  const v = new Float64Array(m)
  const alpha = at[first * n + column]!
  let below = 0
  for (let i = first + 1; i < m; i++) below = Math.hypot(below, at[i * n + column]!)
  v[first] = 1
  if (below === 0) return { v, tau: 0, beta: alpha }
  const beta = alpha >= 0 ? -Math.hypot(alpha, below) : Math.hypot(alpha, below)
  for (let i = first + 1; i < m; i++) v[i] = at[i * n + column]! / (alpha - beta)
  return { v, tau: (beta - alpha) / beta, beta }
}

/** `C ← H·C`, of a v whose elements before `from` are zero. */
export const reflect = ({ m, n, at }: Matrix, { v, tau }: Reflection, from: number): void => {
  if (tau === 0) return
  const dots = new Float64Array(n)
  for (let i = from; i < m; i++) for (let c = 0; c < n; c++) dots[c]! += v[i]! * at[i * n + c]!
  for (let i = from; i < m; i++) for (let c = 0; c < n; c++) at[i * n + c]! -= tau * dots[c]! * v[i]!
}

/** `C ← C·H` in the rows from `first` on, of a v whose elements before `from` are zero. */
export const reflectRows = ({ m, n, at }: Matrix, { v, tau }: Reflection, first: number, from: number): void => {
  for (let i = first; i < m && tau !== 0; i++) {
    let dot = 0
    for (let j = from; j < n; j++) dot += at[i * n + j]! * v[j]!
    for (let j = from; j < n; j++) at[i * n + j]! -= tau * dot * v[j]!
  }
}

/** Q of k columns, and R of k rows, of one matrix. */
export const householder = (given: Matrix, k: number): readonly [Matrix, Matrix] => {
  const { m, n } = given
  const a = matrix(m, n, (i, j) => given.at[i * n + j]!)
  const reflections = Array.from({ length: Math.min(m, n) }, (_, j) => {
    const r = reflectionOf(a, j, j)
    reflect(a, r, j)
    for (let i = j; i < m; i++) a.at[i * n + j] = i === j ? r.beta : 0
    return r
  })
  const q = matrix(m, k, (i, j) => (i === j ? 1 : 0))
  for (let j = reflections.length - 1; j >= 0; j--) reflect(q, reflections[j]!, j)
  return [q, { m: k, n, at: a.at.subarray(0, k * n) }]
}
