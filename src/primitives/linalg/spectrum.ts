// The eigenpairs of one matrix that need not be symmetric, in order. Those of real matrices are real, or come in conjugate pairs, to the last bit.
import type { C } from "../scalar/complex.js"
import * as c from "../scalar/complex.js"
import { type ComplexMatrix, complexMatrix } from "./complexeach.js"
import { type ComplexEigen, complexEigenOf, unitVector } from "./complexschur.js"
import { type Matrix, matrix } from "./each.js"
import { realEigenOf } from "./schur.js"

/** One eigenvalue, and the vector that belongs to it. */
interface Pair {
  readonly value: C
  readonly vector: readonly C[]
}

const pairsOf = ({ values, vectors: { n, at } }: ComplexEigen): readonly Pair[] =>
  values.map((value, k) => ({ value, vector: Array.from({ length: n }, (_, i) => at[i * n + k]!) }))

/** By real parts, then by imaginary ones. */
const ordered = (pairs: readonly Pair[]): readonly Pair[] => [...pairs].sort((p, q) => p.value[0] - q.value[0] || p.value[1] - q.value[1])

const distance = (z: C, w: C): number => c.abs(c.sub(z, w))

/** Of a real matrix: a value is joined to the one nearest to its conjugate, or is real if that is itself. The farthest from the axis come first. */
const conjugatePairs = (pairs: readonly Pair[]): readonly Pair[] => {
  const left = [...pairs].sort((p, q) => Math.abs(q.value[1]) - Math.abs(p.value[1]))
  const found: Pair[] = []
  for (let first = left.shift(); first; first = left.shift()) {
    const { value, vector } = first
    const mirror = c.conj(value)
    const nearest = left.reduce((k, p, i) => (k < 0 || distance(p.value, mirror) < distance(left[k]!.value, mirror) ? i : k), -1)
    if (nearest < 0 || distance(left[nearest]!.value, mirror) >= distance(value, mirror)) {
      found.push({ value: [value[0], 0], vector: unitVector(vector.map(([re]): C => [re, 0])) })
      continue
    }
    left.splice(nearest, 1)
    found.push(first, { value: mirror, vector: vector.map(c.conj) })
  }
  return found
}

const together = (pairs: readonly Pair[]): ComplexEigen => {
  const n = pairs.length
  return { values: pairs.map((p) => p.value), vectors: complexMatrix(n, n, (i, j) => pairs[j]!.vector[i]!) }
}

const unknown = (n: number): ComplexEigen => ({
  values: Array.from({ length: n }, (): C => [Number.NaN, Number.NaN]),
  vectors: complexMatrix(n, n, () => [Number.NaN, Number.NaN]),
})

const asComplex = ({ n, at }: Matrix): ComplexMatrix => complexMatrix(n, n, (i, j) => [at[i * n + j]!, 0])

/** All eigenvalues of a matrix whose elements are real in ascending order, by real parts first, and the eigenvectors as columns; NaN where it is not finite. */
export const spectrumOfReal = (a: ComplexMatrix): ComplexEigen => {
  const { n } = a
  const real = realEigenOf(matrix(n, n, (i, j) => a.at[i * n + j]![0]))
  if (real?.values.some(Number.isNaN)) return unknown(n)
  if (real) return { values: Array.from(real.values, (w): C => [w, 0]), vectors: asComplex(real.vectors) }
  const found = complexEigenOf(a)
  return found ? together(ordered(conjugatePairs(pairsOf(found)))) : unknown(n)
}

/** The same of a complex matrix. */
export const spectrumOfComplex = (a: ComplexMatrix): ComplexEigen => {
  const found = complexEigenOf(a)
  return found ? together(ordered(pairsOf(found))) : unknown(a.n)
}
