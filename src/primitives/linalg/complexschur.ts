// Eigenvalues of one matrix of complex numbers: reflections leave it one diagonal below the triangle, QR steps with a shift make it triangular
// (Golub & Van Loan, "Matrix Computations", 7.4, in complex arithmetic), and substitution finds the eigenvectors.
import type { C } from "../scalar/complex.js"
import * as c from "../scalar/complex.js"
import { type ComplexMatrix, complexIdentity, complexMatrix } from "./complexeach.js"
import { reflectBothSides } from "./complexreflections.js"

export interface ComplexEigen {
  readonly values: readonly C[]
  /** Eigenvectors as columns. */
  readonly vectors: ComplexMatrix
}

/** `A = Q·H·Qᴴ`, H zero below its first lower diagonal. Works on `a` itself, and returns Q. */
const hessenberg = (a: ComplexMatrix): ComplexMatrix => {
  const { n, at } = a
  const q = complexIdentity(n)
  for (let k = 0; k + 2 < n; k++) {
    reflectBothSides(a, q, k)
    for (let i = k + 2; i < n; i++) at[i * n + k] = [0, 0]
  }
  return q
}

/** A turn in the plane of two neighbours, `[c̄, s̄; −s, c]`, which is unitary. */
interface Turn {
  readonly cos: C
  readonly sin: C
}

/** The turn that makes (x, y) into (r, 0). */
const turnOf = (x: C, y: C): Turn => {
  const r = Math.hypot(...x, ...y)
  return r === 0 ? { cos: [1, 0], sin: [0, 0] } : { cos: [x[0] / r, x[1] / r], sin: [y[0] / r, y[1] / r] }
}

/** Rows i and i + 1 turned, from a column on; and columns turned back, up to a row. */
const turnRows = ({ n, at }: ComplexMatrix, i: number, { cos, sin }: Turn, from: number): void => {
  for (let j = from; j < n; j++) {
    const [x, y] = [at[i * n + j]!, at[(i + 1) * n + j]!]
    at[i * n + j] = c.add(c.mul(c.conj(cos), x), c.mul(c.conj(sin), y))
    at[(i + 1) * n + j] = c.sub(c.mul(cos, y), c.mul(sin, x))
  }
}
const turnColumns = ({ n, at }: ComplexMatrix, i: number, { cos, sin }: Turn, to: number): void => {
  for (let k = 0; k <= to; k++) {
    const [x, y] = [at[k * n + i]!, at[k * n + i + 1]!]
    at[k * n + i] = c.add(c.mul(cos, x), c.mul(sin, y))
    at[k * n + i + 1] = c.sub(c.mul(c.conj(cos), y), c.mul(c.conj(sin), x))
  }
}

const sizeOne = ([re, im]: C): number => Math.abs(re) + Math.abs(im)

/** The eigenvalue of the block's last two rows that is nearer to its last element. */
const shiftOf = ({ n, at }: ComplexMatrix, to: number): C => {
  const [a, b, d, e] = [at[(to - 1) * n + to - 1]!, at[(to - 1) * n + to]!, at[to * n + to - 1]!, at[to * n + to]!]
  const half = c.mul([0.5, 0], c.sub(a, e))
  const product = c.mul(b, d)
  const root = c.sqrt(c.add(c.square(half), product))
  const [plus, minus] = [c.add(half, root), c.sub(half, root)]
  const larger = c.abs(plus) >= c.abs(minus) ? plus : minus
  return sizeOne(larger) === 0 ? e : c.sub(e, c.div(product, larger))
}

/** One QR step on the rows `from … to`: `H − μ = Q·R`, `H ← R·Q + μ`. */
const step = (h: ComplexMatrix, q: ComplexMatrix, from: number, to: number, shift: C): void => {
  const { n, at } = h
  let [x, y] = [c.sub(at[from * n + from]!, shift), at[(from + 1) * n + from]!]
  for (let i = from; i < to; i++) {
    const turn = turnOf(x, y)
    turnRows(h, i, turn, Math.max(0, i - 1))
    turnColumns(h, i, turn, Math.min(to, i + 2))
    turnColumns(q, i, turn, n - 1)
    if (i + 1 < to) [x, y] = [at[(i + 1) * n + i]!, at[(i + 2) * n + i]!]
  }
}

/** Steps that one eigenvalue may take: two or three are usual. */
const cap = 120

/** Makes a Hessenberg matrix upper triangular. */
const triangularise = (h: ComplexMatrix, q: ComplexMatrix): boolean => {
  const { n, at } = h
  const size = (i: number): number => sizeOne(at[i * n + i]!)
  let tries = 0
  for (let to = n - 1; to > 0; ) {
    let from = to
    while (from > 0 && sizeOne(at[from * n + from - 1]!) > Number.EPSILON * (size(from) + size(from - 1))) from--
    if (from > 0) at[from * n + from - 1] = [0, 0]
    if (from === to) {
      to--
      tries = 0
      continue
    }
    if (tries++ === cap) return false
    // now and then another shift, for matrices that a good one leaves as they are
    step(h, q, from, to, tries % 11 === 10 ? [size(to) + sizeOne(at[to * n + to - 1]!), 0] : shiftOf(h, to))
  }
  return true
}

/** Eigenvector k of an upper triangular matrix, by substitution. Equal eigenvalues are moved apart by rounding. */
const backwards = ({ n, at: t }: ComplexMatrix, k: number): readonly C[] => {
  const x: C[] = Array.from({ length: n }, (_, i) => [i === k ? 1 : 0, 0])
  const own = t[k * n + k]!
  const least = Number.EPSILON * Math.max(Number.MIN_VALUE / Number.EPSILON, c.abs(own), 1)
  for (let i = k - 1; i >= 0; i--) {
    let sum: C = [0, 0]
    for (let j = i + 1; j <= k; j++) sum = c.add(sum, c.mul(t[i * n + j]!, x[j]!))
    const gap = c.sub(t[i * n + i]!, own)
    x[i] = c.div(c.neg(sum), c.abs(gap) < least ? [least, 0] : gap)
  }
  return x
}

/** Of length one, with an element of greatest magnitude (the first of several) that is real and positive. */
export const unitVector = (v: readonly C[]): readonly C[] => {
  const most = v.reduce((k, z, i) => (c.abs(z) > c.abs(v[k]!) ? i : k), 0)
  const length = Math.hypot(...v.flat())
  const back = c.conj(c.sign(v[most] ?? [1, 0]))
  return v.map((z, i): C => {
    const [re, im] = c.mul(z, back)
    return [re / length, i === most ? 0 : im / length]
  })
}

/** Eigenvalues and the eigenvectors that belong to them, in no order; undefined where an element is not finite, or none are found. */
export const complexEigenOf = (a: ComplexMatrix): ComplexEigen | undefined => {
  const { n, at } = a
  const scale = at.reduce((most, [re, im]) => Math.max(most, Math.abs(re), Math.abs(im)), 0)
  if (!Number.isFinite(scale)) return undefined
  const h = complexMatrix(n, n, (i, j) => (scale === 0 ? [0, 0] : [at[i * n + j]![0] / scale, at[i * n + j]![1] / scale]))
  const q = hessenberg(h)
  if (!triangularise(h, q)) return undefined
  const columns = Array.from({ length: n }, (_, k) => {
    const x = backwards(h, k)
    return unitVector(Array.from({ length: n }, (_, i) => x.reduce<C>((sum, y, j) => c.add(sum, c.mul(q.at[i * n + j]!, y)), [0, 0])))
  })
  return {
    values: Array.from({ length: n }, (_, k): C => [h.at[k * n + k]![0] * scale, h.at[k * n + k]![1] * scale]),
    vectors: complexMatrix(n, n, (i, j) => columns[j]![i]!),
  }
}
