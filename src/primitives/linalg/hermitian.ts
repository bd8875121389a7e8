// Eigenvalues and singular values of one complex matrix: reflections that end in real numbers leave a real matrix, tridiagonal or bidiagonal, whose
// rotations and signs are real too. (LAPACK's zhetrd and zgebrd)
//   Hermitian: A = Q·T·Qᴴ, T = Z·Λ·Zᵀ, V = Q·Z;     any: A = Q·R,  R = P·B·Wᴴ,  B = X·Σ·Yᵀ,  U = Q·P·X,  Vᴴ = Yᵀ·Wᴴ
import type { C } from "../scalar/complex.js"
import * as c from "../scalar/complex.js"
import { type ComplexMatrix, complexIdentity, complexMatrix, complexTransposed } from "./complexeach.js"
import { complexHouseholder, complexReflectionOf, reflectBothSides, reflectComplex, reflectComplexRows } from "./complexreflections.js"
import { unitVector } from "./complexschur.js"
import { type Matrix, matrix } from "./each.js"
import { singularOf } from "./singular.js"
import { eigenOf } from "./symmetric.js"

export interface HermitianEigen {
  /** Ascending. */
  readonly values: Float64Array
  /** As columns, each with an element of greatest magnitude that is real and positive. */
  readonly vectors: ComplexMatrix
}

export interface ComplexSingular {
  /** Descending. */
  readonly s: Float64Array
  readonly u: ComplexMatrix
  readonly vh: ComplexMatrix
}

/** The greatest magnitude of a part, or NaN or infinity where an element has one. */
const sizeOf = ({ at }: ComplexMatrix): number => at.reduce((most, [re, im]) => Math.max(most, Math.abs(re), Math.abs(im)), 0)

const scaled = ({ m, n, at }: ComplexMatrix, size: number): ComplexMatrix =>
  complexMatrix(m, n, (i, j) => (size === 0 ? [0, 0] : [at[i * n + j]![0] / size, at[i * n + j]![1] / size]))

const nowhere = (): C => [Number.NaN, Number.NaN]
const real = ({ m, n, at }: ComplexMatrix, holds: (i: number, j: number) => boolean): Matrix =>
  matrix(m, n, (i, j) => (holds(i, j) ? at[i * n + j]![0] : 0))

/** The first columns of x times a real matrix, and the other columns of x. */
const timesFirst = (x: ComplexMatrix, y: Matrix): ComplexMatrix =>
  complexMatrix(x.m, x.n, (i, j) => {
    if (j >= y.n) return x.at[i * x.n + j]!
    let [re, im] = [0, 0]
    for (let k = 0; k < y.m; k++) {
      re += x.at[i * x.n + k]![0] * y.at[k * y.n + j]!
      im += x.at[i * x.n + k]![1] * y.at[k * y.n + j]!
    }
    return [re, im]
  })

const columnOf = ({ m, n, at }: ComplexMatrix, j: number): readonly C[] => Array.from({ length: m }, (_, i) => at[i * n + j]!)

/** Every column turned so that its element of greatest magnitude is real and positive. */
const upright = (x: ComplexMatrix): ComplexMatrix => {
  const columns = Array.from({ length: x.n }, (_, j) => unitVector(columnOf(x, j)))
  return complexMatrix(x.m, x.n, (i, j) => columns[j]![i]!)
}

/** Eigenvalues and eigenvectors of a Hermitian matrix, of which the elements on both sides of the diagonal are given; NaN where one is not finite. */
export const hermitianEigenOf = (given: ComplexMatrix): HermitianEigen => {
  const { n } = given
  const size = sizeOf(given)
  if (!Number.isFinite(size)) return { values: new Float64Array(n).fill(Number.NaN), vectors: complexMatrix(n, n, nowhere) }
  const a = scaled(given, size)
  const q = complexIdentity(n)
  for (let k = 0; k + 1 < n; k++) reflectBothSides(a, q, k)
  const { values, vectors } = eigenOf(real(a, (i, j) => Math.abs(i - j) <= 1))
  return { values: values.map((w) => w * size), vectors: upright(timesFirst(q, vectors)) }
}

/** `R = P·B·Wᴴ` of a square matrix, B real and upper bidiagonal. Works on `a` itself. */
const bidiagonalise = (a: ComplexMatrix): { readonly p: ComplexMatrix; readonly b: Matrix; readonly w: ComplexMatrix } => {
  const { n, at } = a
  const [p, w] = [complexIdentity(n), complexIdentity(n)]
  for (let k = 0; k < n; k++) {
    const left = complexReflectionOf(a, k, k)
    reflectComplex(a, left.v, c.conj(left.tau), k)
    reflectComplexRows(p, left.v, left.tau, k)
    if (k + 1 >= n) continue
    const line = complexMatrix(n, 1, (j) => at[k * n + j]!)
    const right = complexReflectionOf(line, k + 1, 0)
    const back = right.v.map(c.conj)
    reflectComplexRows(a, back, c.conj(right.tau), k + 1)
    reflectComplexRows(w, back, c.conj(right.tau), k + 1)
  }
  return { p, b: real(a, (i, j) => j === i || j === i + 1), w }
}

interface Parts {
  readonly s: Float64Array
  /** U, and the transpose of Vᴴ, as columns. */
  readonly u: ComplexMatrix
  readonly v: ComplexMatrix
}

/** Of as many rows as columns, or more. */
const tall = (a: ComplexMatrix, full: boolean): Parts => {
  const { m, n } = a
  const [q, r] = complexHouseholder(a, full ? m : n)
  const { p, b, w } = bidiagonalise(complexMatrix(n, n, (i, j) => r.at[i * n + j]!))
  const { s, u, vt } = singularOf(b, false)
  const right = matrix(n, n, (i, j) => vt.at[j * n + i]!)
  const conjugate = { ...w, at: w.at.map(c.conj) }
  return { s, u: product(q, timesFirst(p, u)), v: timesFirst(conjugate, right) }
}

/** The first columns of x times y, and the other columns of x. */
const product = (x: ComplexMatrix, y: ComplexMatrix): ComplexMatrix =>
  complexMatrix(x.m, x.n, (i, j) => {
    if (j >= y.n) return x.at[i * x.n + j]!
    let sum: C = [0, 0]
    for (let k = 0; k < y.m; k++) sum = c.add(sum, c.mul(x.at[i * x.n + k]!, y.at[k * y.n + j]!))
    return sum
  })

/** Singular values, U and Vᴴ; all NaN where an element is not finite. Columns of U have an element of greatest magnitude that is real and positive. */
export const complexSingularOf = (given: ComplexMatrix, full: boolean): ComplexSingular => {
  const { m, n } = given
  const [k, size] = [Math.min(m, n), sizeOf(given)]
  if (!Number.isFinite(size)) {
    const [u, vh] = [complexMatrix(m, full ? m : k, nowhere), complexMatrix(full ? n : k, n, nowhere)]
    return { s: new Float64Array(k).fill(Number.NaN), u, vh }
  }
  const a = scaled(given, size)
  const { s, u, v } = m >= n ? tall(a, full) : sideways(tall(complexTransposed(a), full))
  // a pair of columns turns by opposite angles
  const turns = Array.from({ length: u.n }, (_, j) => c.conj(c.sign(greatest(columnOf(u, j)))))
  const turned = complexMatrix(v.m, v.n, (i, j) => (j < k ? c.mul(v.at[i * v.n + j]!, c.conj(turns[j]!)) : v.at[i * v.n + j]!))
  return { s: s.map((x) => x * size), u: upright(u), vh: complexTransposed(turned) }
}

/** Of A by way of its transpose: the two change places. */
const sideways = ({ s, u, v }: Parts): Parts => ({ s, u: v, v: u })

const greatest = (v: readonly C[]): C => v.reduce((most, z) => (c.abs(z) > c.abs(most) ? z : most))
