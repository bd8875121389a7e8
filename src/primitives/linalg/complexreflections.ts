// Householder reflections of one matrix of complex numbers: `H = I − τ·v·vᴴ`, chosen so that Hᴴ leaves nothing of a column below some row, and
// a real number in it. (LAPACK's zlarfg)

import type { C } from "../scalar/complex.js"
import * as c from "../scalar/complex.js"
import { type ComplexMatrix, complexMatrix } from "./complexeach.js"

export interface ComplexReflection {
  readonly v: readonly C[]
  readonly tau: C
  /** What the reflection makes of the column's element in its first row. */
  readonly beta: C
}

/** The reflection that clears column `column` below row `first`. */
export const complexReflectionOf = ({ m, n, at }: ComplexMatrix, first: number, column: number): ComplexReflection => {
  const alpha = at[first * n + column]!
  let below = 0
  for (let i = first + 1; i < m; i++) below = Math.hypot(below, c.abs(at[i * n + column]!))
  const isFlat = below === 0 && alpha[1] === 0
  const size = Math.hypot(c.abs(alpha), below)
  const beta: C = isFlat ? alpha : [alpha[0] >= 0 ? -size : size, 0]
  const reach = c.sub(alpha, beta)
  const v = Array.from(
    { length: m },
    (_, i): C => (i < first ? [0, 0] : i === first ? [1, 0] : isFlat ? [0, 0] : c.div(at[i * n + column]!, reach)),
  )
  return { v, tau: isFlat ? [0, 0] : c.div(c.sub(beta, alpha), beta), beta }
}

/** `A ← (I − τ·v·vᴴ)·A`, of a v whose elements before `from` are zero. */
export const reflectComplex = ({ m, n, at }: ComplexMatrix, v: readonly C[], tau: C, from: number): void => {
  for (let j = 0; j < n; j++) {
    let dot: C = [0, 0]
    for (let i = from; i < m; i++) dot = c.add(dot, c.mul(c.conj(v[i]!), at[i * n + j]!))
    const factor = c.mul(tau, dot)
    for (let i = from; i < m; i++) at[i * n + j] = c.sub(at[i * n + j]!, c.mul(factor, v[i]!))
  }
}

/** `A ← A·(I − τ·v·vᴴ)`, likewise. */
export const reflectComplexRows = ({ m, n, at }: ComplexMatrix, v: readonly C[], tau: C, from: number): void => {
  for (let i = 0; i < m; i++) {
    let dot: C = [0, 0]
    for (let j = from; j < n; j++) dot = c.add(dot, c.mul(at[i * n + j]!, v[j]!))
    const factor = c.mul(tau, dot)
    for (let j = from; j < n; j++) at[i * n + j] = c.sub(at[i * n + j]!, c.mul(factor, c.conj(v[j]!)))
  }
}

/** Q of k columns, and R of k rows, of one matrix. */
export const complexHouseholder = (given: ComplexMatrix, k: number): readonly [ComplexMatrix, ComplexMatrix] => {
  const { m, n } = given
  const a = complexMatrix(m, n, (i, j) => given.at[i * n + j]!)
  const reflections = Array.from({ length: Math.min(m, n) }, (_, j) => {
    const r = complexReflectionOf(a, j, j)
    reflectComplex(a, r.v, c.conj(r.tau), j)
    for (let i = j; i < m; i++) a.at[i * n + j] = i === j ? r.beta : [0, 0]
    return r
  })
  const q = complexMatrix(m, k, (i, j) => [i === j ? 1 : 0, 0])
  for (let j = reflections.length - 1; j >= 0; j--) reflectComplex(q, reflections[j]!.v, reflections[j]!.tau, j)
  return [q, { m: k, n, at: a.at.slice(0, k * n) }]
}

/** One step of `A = Q·H·Qᴴ`: column k reflected below its diagonal, from both sides, and the same in Q. Works on both themselves. */
export const reflectBothSides = (a: ComplexMatrix, q: ComplexMatrix, k: number): void => {
  const { v, tau } = complexReflectionOf(a, k + 1, k)
  reflectComplex(a, v, c.conj(tau), k + 1)
  reflectComplexRows(a, v, tau, k + 1)
  reflectComplexRows(q, v, tau, k + 1)
}
