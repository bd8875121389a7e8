// Singular values of one matrix of float64 numbers: a QR factorisation leaves a square matrix, reflections from both sides make that bidiagonal,
// and rotations make it diagonal. Columns of U and V are kept as rows while rotations mix them.
//   A = Q·R,  R = U′·Σ·Vᵀ,  U = Q·U′
import { type Bidiagonal, diagonalise, type Turn } from "./bidiagonal.js"
import { identity, type Matrix, matrix, transposed } from "./each.js"
import { householder, type Reflection, reflect, reflectionOf, reflectRows } from "./reflections.js"
import { signOf } from "./symmetric.js"

export interface Singular {
  readonly s: Float64Array
  readonly u: Matrix
  readonly vt: Matrix
}

/** `B = UᵀAV` of a square matrix, upper bidiagonal, with Uᵀ and Vᵀ. Works on `a` itself. */
const bidiagonalise = (a: Matrix): Bidiagonal & { readonly ut: Matrix; readonly vt: Matrix } => {
  const { n, at } = a
  const [diagonal, beside] = [new Float64Array(n), new Float64Array(n)]
  const [lefts, rights]: [Reflection[], Reflection[]] = [[], []]
  for (let k = 0; k < n; k++) {
    const left = reflectionOf(a, k, k)
    reflect(a, left, k)
    lefts.push(left)
    diagonal[k] = left.beta
    if (k + 1 >= n) continue
    const line = matrix(n, 1, (j) => at[k * n + j]!)
    const right = reflectionOf(line, k + 1, 0)
    reflectRows(a, right, k + 1, k + 1)
    rights.push(right)
    beside[k] = right.beta
  }
  const [ut, vt] = [identity(n), identity(n)]
  for (let k = n - 1; k >= 0; k--) reflectRows(ut, lefts[k]!, k, k)
  for (let k = n - 2; k >= 0; k--) reflectRows(vt, rights[k]!, k + 1, k + 1)
  return { diagonal, beside, ut, vt }
}

const turning =
  ({ n, at }: Matrix): Turn =>
  (i, j, c, s) => {
    const [first, second] = [i * n, j * n]
    for (let k = 0; k < n; k++) {
      const x = at[first + k]!
      const y = at[second + k]!
      at[first + k] = c * x + s * y
      at[second + k] = c * y - s * x
    }
  }

/** `[x·y, the other columns of x]` */
const timesFirst = (x: Matrix, y: Matrix): Matrix => {
  const out = matrix(x.m, x.n, (i, j) => (j < y.m ? 0 : x.at[i * x.n + j]!))
  for (let i = 0; i < x.m; i++)
    for (let k = 0; k < y.m; k++) {
      const factor = x.at[i * x.n + k]!
      for (let j = 0; j < y.n; j++) out.at[i * x.n + j]! += factor * y.at[k * y.n + j]!
    }
  return out
}

/** What is not found: NaN everywhere, as in JAX. */
const unknown = (m: number, n: number, full: boolean): Singular => {
  const [k, none] = [Math.min(m, n), () => Number.NaN]
  return { s: new Float64Array(k).fill(Number.NaN), u: matrix(m, full ? m : k, none), vt: matrix(full ? n : k, n, none) }
}

/** Of as many rows as columns, or more. */
const tall = (a: Matrix, full: boolean): Singular => {
  const { m, n } = a
  const [q, r] = householder(a, full ? m : n)
  const b = bidiagonalise(matrix(n, n, (i, j) => r.at[i * n + j]!))
  if (!diagonalise(b, { left: turning(b.ut), right: turning(b.vt) })) return unknown(m, n, full)
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => Math.abs(b.diagonal[j]!) - Math.abs(b.diagonal[i]!))
  const negative = order.map((k) => (b.diagonal[k]! < 0 ? -1 : 1))
  return {
    s: Float64Array.from(order, (k) => Math.abs(b.diagonal[k]!)),
    u: timesFirst(
      q,
      matrix(n, n, (i, k) => b.ut.at[order[k]! * n + i]!),
    ),
    vt: matrix(n, n, (k, i) => negative[k]! * b.vt.at[order[k]! * n + i]!),
  }
}

/** The same with every column of U turned so that its element of greatest magnitude is positive, and its row of Vᵀ with it. */
const signed = ({ s, u, vt }: Singular): Singular => {
  const sign = Array.from({ length: u.n }, (_, k) => signOf(Float64Array.from({ length: u.m }, (__, i) => u.at[i * u.n + k]!)))
  return {
    s,
    u: matrix(u.m, u.n, (i, k) => sign[k]! * u.at[i * u.n + k]!),
    vt: matrix(vt.m, vt.n, (k, i) => (k < s.length ? sign[k]! : 1) * vt.at[k * vt.n + i]!),
  }
}

/** The decomposition; all NaN where an element is not finite. */
export const singularOf = (given: Matrix, full: boolean): Singular => {
  const { m, n } = given
  const scale = given.at.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  if (!Number.isFinite(scale)) return unknown(m, n, full)
  const a = matrix(m, n, (i, j) => (scale === 0 ? 0 : given.at[i * n + j]! / scale))
  const { s, u, vt } = m >= n ? tall(a, full) : sideways(tall(transposed(a), full))
  return signed({ s: s.map((x) => x * scale), u, vt })
}

/** The decomposition of Aᵀ as that of A. */
const sideways = ({ s, u, vt }: Singular): Singular => ({ s, u: transposed(vt), vt: transposed(u) })
