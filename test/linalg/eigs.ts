// Matrices that need not be symmetric, also such as are hard on algorithms, and all that holds of their eigenpairs.
import { expect } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import "../../src/index.js" // residuals of large matrices are compiled, too
import { complexOf, dtypeInfo, isComplex } from "../../src/core/dtype.js"
import { constantsAsInputs } from "../../src/core/jaxpr.js"
import { fromStorage } from "../../src/core/tensor.js"
import * as np from "../../src/numpy/index.js"
import { linalg } from "../../src/numpy/index.js"
import { eigP } from "../../src/primitives/linalg/eig.js"
import * as random from "../../src/random/index.js"
import { compile } from "../../src/runtime/executable.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"

export const dtypes = ["float32", "float64", "complex64", "complex128"] as const
export type Wide = (typeof dtypes)[number]
export type C = readonly [re: number, im: number]
export type Pairs = readonly [w: NDArray, v: NDArray]

export const normal = (shape: readonly number[], dtype: Wide, seed = 0): NDArray => random.normal(random.key(seed), shape, { dtype })
export const numbers = (x: NDArray): readonly number[] => Array.from(x.dataSync() as ArrayLike<number>)
const pairsIn = (data: ArrayLike<number>): readonly C[] =>
  Array.from({ length: data.length / 2 }, (_, i) => [data[2 * i] as number, data[2 * i + 1] as number])
const complexIn = (x: NDArray): readonly C[] => pairsIn(numbers(x))
export const greatest = (x: NDArray): number => numbers(x).reduce((most, v) => (Number.isNaN(v) ? v : Math.max(most, Math.abs(v))), 0)
/** Of Frobenius, of numbers near one. */
export const norm = (x: NDArray): number => Math.sqrt(numbers(x).reduce((sum, v) => sum + v * v, 0))
const times = (x: NDArray, by: number): NDArray => x.mul(np.array(by, { dtype: x.dtype }))

const never = (): never => {
  throw new Error("has no sub-programs")
}
export const interpreted = (x: NDArray): readonly C[] =>
  pairsIn(eigP.evaluate([fromStorage(x.shape, x.dtype, x.dataSync() as never)], {}, never)[1]?.data as ArrayLike<number>)

const programs = new Map<string, ReturnType<typeof compile>>()
/** The compiled program, also where the runtime would rather interpret it: one for a shape and dtype. */
export const eig = (a: NDArray): Pairs => {
  const key = `${a.dtype}${a.shape}`
  const program = programs.get(key) ?? compile(constantsAsInputs(makeJaxpr((x: NDArray) => linalg.eig(x))(a).jaxpr))
  programs.set(key, program)
  return program([a]) as unknown as Pairs
}

/** The greatest distance of values from the nearest of others that are left. */
export const distance = (values: readonly C[], others: readonly C[]): number => {
  const left = [...others]
  return values.reduce((most, [re, im]) => {
    const apart = left.map(([x, y]) => Math.hypot(x - re, y - im))
    const nearest = apart.indexOf(Math.min(...apart))
    left.splice(nearest, 1)
    return Math.max(most, apart[nearest] as number)
  }, 0)
}

/** Values of a real matrix that are not real have their conjugates beside them, with conjugate vectors; those that are have real vectors. */
const checkReal = (values: readonly C[], columns: readonly (readonly C[])[]): void => {
  for (const [k, [re, im]] of values.entries()) {
    const own = columns[k] as readonly C[]
    const isMirror = ([x, y]: C, i: number): boolean => x === own[i]?.[0] && y === -(own[i]?.[1] as number)
    const mirrors = columns.filter((_, j) => values[j]?.[0] === re && values[j]?.[1] === -im)
    expect(im === 0 ? own.every(([, y]) => y === 0) : mirrors.some((c) => c.every(isMirror))).toBe(true)
  }
}

/** All that holds of the eigenpairs of one matrix, and its eigenvalues. */
export const check = (a: NDArray, [w, v]: Pairs = eig(a)): readonly C[] => {
  const n = a.shape[0] as number
  const { eps } = dtypeInfo[a.dtype]
  expect([w.dtype, v.dtype, w.shape, v.shape]).toEqual([complexOf(a.dtype), complexOf(a.dtype), [n], [n, n]])
  const down = 2 ** -Math.ceil(Math.log2(greatest(a) || 1))
  const small = times(a, down).astype(v.dtype)
  const residual = np.matmul(small, v).sub(v.mul(times(w, down)))
  expect(greatest(residual), `residual of ${a.dtype}[${n}]`).toBeLessThanOrEqual(4 * n * eps * norm(small))
  const values = complexIn(w)
  const ascends = values.every(([re, im], k) => k === 0 || ((p: C) => p[0] < re || (p[0] === re && p[1] <= im))(values[k - 1] as C))
  expect(ascends).toBe(true)
  const sizes = np.abs(v)
  expect(greatest(np.sum(sizes.square(), 0).sub(1))).toBeLessThanOrEqual(8 * n * eps)
  // an element that none is greater than, but for ties, is real and positive
  const isTop = sizes.add(8 * eps).greaterEqual(np.max(sizes, 0))
  expect(
    np
      .all(
        np.any(
          np.logicalAnd(
            isTop,
            np
              .real(v)
              .add(8 * eps)
              .greaterEqual(sizes),
          ),
          0,
        ),
      )
      .js(),
  ).toBe(true)
  const columns = values.map((_, k) => complexIn(v.slice([], k)))
  if (!isComplex(a.dtype)) checkReal(values, columns)
  return values
}

/** A matrix by its elements. */
const made = (n: number, dtype: Wide, at: (i: number, j: number) => number): NDArray =>
  np
    .array(
      Array.from({ length: n * n }, (_, p) => at(Math.floor(p / n), p % n)),
      { dtype },
    )
    .reshape([n, n])
const similar = (n: number, dtype: Wide, t: NDArray): NDArray => {
  const q = linalg.qr(normal([n, n], dtype, n))[0]
  return np.matmul(np.matmul(q, t.astype(dtype)), np.matrixTranspose(q).conj())
}
const great = (dtype: Wide): number => (dtypeInfo[dtype].eps > 1e-10 ? 1e37 : 1e307)
const little = (dtype: Wide): number => (dtypeInfo[dtype].eps > 1e-10 ? 1e-36 : 1e-306)

/** Matrices of n rows; and the order of the largest Jordan block near them, whose eigenvalues move by that root of what moves it. */
export const hard: readonly (readonly [string, (n: number, dtype: Wide) => NDArray, (n: number) => number])[] = [
  ["zero", (n, dtype) => np.zeros([n, n], { dtype }), () => 1],
  ["the identity", (n, dtype) => np.eye(n, n, { dtype }), () => 1],
  ["of ones", (n, dtype) => np.ones([n, n], { dtype }), () => 1],
  ["symmetric", (n, dtype) => times(normal([n, n], dtype).add(np.matrixTranspose(normal([n, n], dtype)).conj()), 1), () => 1],
  ["skew", (n, dtype) => normal([n, n], dtype).sub(np.matrixTranspose(normal([n, n], dtype)).conj()), () => 1],
  ["orthogonal", (n, dtype) => linalg.qr(normal([n, n], dtype))[0], () => 1],
  ["a cyclic permutation", (n, dtype) => made(n, dtype, (i, j) => (i === (j + 1) % n ? 1 : 0)), () => 1],
  ["nilpotent", (n, dtype) => made(n, dtype, (i, j) => (j === i + 1 ? 1 : 0)), (n) => n],
  ["nilpotent, below", (n, dtype) => made(n, dtype, (i, j) => (i === j + 1 ? 1 : 0)), (n) => n],
  ["a Jordan block", (n, dtype) => made(n, dtype, (i, j) => (i === j ? 2 : j === i + 1 ? 1 : 0)), (n) => n],
  [
    "turned Jordan blocks",
    (n, dtype) =>
      similar(
        n,
        dtype,
        made(n, dtype, (i, j) => (i === j ? 1 + (i % 2) : j === i + 2 ? 1 : 0)),
      ),
    (n) => n,
  ],
  [
    "repeated",
    (n, dtype) =>
      similar(
        n,
        dtype,
        made(n, dtype, (i, j) => (i === j ? i % 3 : 0)),
      ),
    () => 1,
  ],
  ["upper triangular", (n, dtype) => np.triu(normal([n, n], dtype)), () => 2],
  ["lower triangular", (n, dtype) => np.tril(normal([n, n], dtype)), () => 2],
  [
    "pairs of rows",
    (n, dtype) => made(n, dtype, (i, j) => (i >> 1 !== j >> 1 ? Number(j > i) : i === j ? i + 1 : j > i ? 2 : -1)),
    () => 2,
  ],
  ["companion", (n, dtype) => made(n, dtype, (i, j) => (i === 0 ? -((j % 3) + 1) : i === j + 1 ? 1 : 0)), () => 1],
  ["graded", (n, dtype) => made(n, dtype, (i, j) => 10 ** (-(i + j) / 2) * Math.cos(3 * i - j * j)), () => 2],
  ["badly scaled", (n, dtype) => made(n, dtype, (i, j) => 10 ** ((i - j) / Math.max(2, n / 16)) * Math.cos(i * i + 2 * j)), (n) => n],
  ["of rank 1", (n, dtype) => made(n, dtype, (i, j) => Math.cos(i + 1) * Math.sin(2 * j + 1)), () => 2],
  ["near overflow", (n, dtype) => times(normal([n, n], dtype, 3), great(dtype) / 100), () => 2],
  ["near underflow", (n, dtype) => times(normal([n, n], dtype, 3), little(dtype)), () => 2],
]

/** Eigenvalues are those of the reference, as near as they are determined: by the order of the largest Jordan block near the matrix, or else by the condition of V. */
export const likeInterpreted = (a: NDArray, order?: number): void => {
  const n = a.shape[0] as number
  const { eps } = dtypeInfo[a.dtype]
  const size = greatest(a) || 1
  const [w, v] = eig(a)
  const smaller = (xs: readonly C[]): readonly C[] => xs.map(([x, y]) => [x / size, y / size])
  const found = distance(smaller(check(a, [w, v])), smaller(interpreted(a)))
  const moved = order === undefined ? eps * norm(v) * norm(linalg.inv(v)) : (64 * eps) ** (1 / order)
  expect(found).toBeLessThanOrEqual(4 * n * moved)
}
