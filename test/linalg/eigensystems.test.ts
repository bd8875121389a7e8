// What compiles to whole algorithms: eigenvalues of symmetric matrices and singular values, at every size that another branch begins at, of matrices
// that are hard on them, against the reference evaluation and by residuals.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import "../../src/index.js" // residuals of large matrices are compiled, too
import { fromStorage, type Tensor } from "../../src/core/tensor.js"
import * as np from "../../src/numpy/index.js"
import { linalg } from "../../src/numpy/index.js"
import { eighP } from "../../src/primitives/linalg/eigh.js"
import { svdP } from "../../src/primitives/linalg/svd.js"
import { grad, jit, vmap } from "../../src/transforms/index.js"
import { interpretedIn } from "../lowering/agree.js"
import { alsoIf } from "../support/sweep.js"
import { expectClose, expectTiny, eye, hilbert, largest, normal, orthonormalColumns, type Wide, wide } from "./matrices.js"

const sizes = [1, 2, 3, 5, 8, 17, 33, 64, 130]

/** Blocks are the compiled program's, whose residuals say that it is right: a larger size tells nothing new of the reference, which takes its time. */
const evaluates = (n: number): boolean => alsoIf(n <= 64)

const never = (): never => {
  throw new Error("has no sub-programs")
}

/** Singular values and eigenvalues by the reference evaluation. */
const reference = (x: NDArray) => {
  const { shape, dtype } = x
  const tensor: Tensor = fromStorage(shape, dtype, x.dataSync() as never)
  const numbers = (t: Tensor | undefined): NDArray =>
    np.array(Float64Array.from(t?.data as ArrayLike<number>), { dtype }).reshape(t?.shape ?? [])
  return {
    eigenvalues: () => numbers(eighP.evaluate([tensor], { lower: true }, never)[1]),
    singular: () => numbers(svdP.evaluate([tensor], { fullMatrices: false, computeUv: true }, never)[0]),
  }
}

const ascends = (x: NDArray): boolean => Array.from(x.dataSync()).every((v, i, all) => i === 0 || v >= (all[i - 1] as number))

/** Columns of matrices of a batch are orthonormal. */
const orthonormal = (q: NDArray): void => {
  const n = q.shape.at(-1) as number
  const unit = np.broadcastTo(eye(n, q.dtype as Wide), [...q.shape.slice(0, -2), n, n])
  const rows = Math.max(1, q.shape.at(-2) as number)
  expectTiny(np.matmul(np.matrixTranspose(q), q).sub(unit), 1, (8 * rows) / Math.max(1, n))
}

/** In every column the element of greatest magnitude is positive, but for ties. */
const upright = (q: NDArray): void => {
  const tie = 1e-4
  expect(
    Math.min(
      1,
      ...Array.from(
        np
          .max(q, -2)
          .add(tie)
          .sub(np.max(np.abs(q), -2))
          .ravel()
          .dataSync(),
      ),
    ),
  ).toBeGreaterThanOrEqual(0)
}

/** Of Frobenius, computed without overflow. */
const norm = (x: NDArray): number => {
  const most = largest(x)
  return most * Math.sqrt(Array.from(x.dataSync()).reduce((sum, v) => sum + (v / (most || 1)) ** 2, 0))
}

// jitted programs are compiled, once for a shape
const eigh = jit((x: NDArray) => linalg.eigh(x, { symmetrizeInput: false })) as (x: NDArray) => readonly [NDArray, NDArray]
const thin = jit((x: NDArray) => linalg.svd(x, { fullMatrices: false })) as (x: NDArray) => readonly [NDArray, NDArray, NDArray]
const full = jit((x: NDArray) => linalg.svd(x)) as (x: NDArray) => readonly [NDArray, NDArray, NDArray]
const svd = (fullMatrices: boolean): ((x: NDArray) => readonly [NDArray, NDArray, NDArray]) => (fullMatrices ? full : thin)
const svdvals = jit((x: NDArray) => linalg.svdvals(x))

const checkEigen = (a: NDArray): NDArray => {
  const [w, v] = eigh(a)
  expectTiny(np.matmul(v.mul(np.expandDims(w, -2)), np.matrixTranspose(v)).sub(a), norm(a))
  orthonormal(v)
  upright(v)
  return w
}

const checkSingular = (a: NDArray, whole: boolean): NDArray => {
  const [u, s, vt] = svd(whole)(a)
  const k = s.shape.at(-1) as number
  const own = np.matmul(
    u.slice(...a.shape.slice(0, -1).map(() => []), [0, k]).mul(np.expandDims(s, -2)),
    vt.slice(...a.shape.slice(0, -2).map(() => []), [0, k]),
  )
  expectTiny(own.sub(a), norm(a))
  orthonormal(u)
  orthonormal(np.matrixTranspose(vt))
  upright(u)
  expect(Array.from(s.dataSync()).every((x) => x >= 0)).toBe(true)
  return s
}

/** A matrix by its elements. */
const made = (n: number, dtype: Wide, at: (i: number, j: number) => number): NDArray =>
  np
    .array(
      Float64Array.from({ length: n * n }, (_, p) => at(Math.floor(p / n), p % n)),
      { dtype },
    )
    .reshape([n, n])

const banded = (n: number, dtype: Wide, d: (i: number) => number, above: (i: number) => number, below = above): NDArray =>
  made(n, dtype, (i, j) => (i === j ? d(i) : j === i + 1 ? above(i) : i === j + 1 ? below(j) : 0))

/** Orthonormal columns, the same ones each time. */
const turning = orthonormalColumns<Wide>(normal)

/** The matrix of these values between orthonormal columns, the same on both sides or others. */
const turned = (n: number, dtype: Wide, values: (i: number) => number, same: boolean): NDArray => {
  const q = turning(n, dtype, n)
  const p = same ? q : turning(n, dtype, n + 1)
  const product = np.matmul(
    q.mul(
      np.array(
        Array.from({ length: n }, (_, i) => values(i)),
        { dtype },
      ),
    ),
    p.T,
  )
  return same ? product.add(product.T).mul(0.5) : product
}

const none = (): number => 0
const one = (): number => 1

const hardSymmetric: readonly (readonly [string, (n: number, dtype: Wide) => NDArray])[] = [
  ["zero", (n, dtype) => np.zeros([n, n], { dtype })],
  ["the identity", (n, dtype) => eye(n, dtype)],
  ["of ones", (n, dtype) => np.ones([n, n], { dtype })],
  [
    "second differences",
    (n, dtype) =>
      banded(
        n,
        dtype,
        () => 2,
        () => -1,
      ),
  ],
  ["an empty diagonal", (n, dtype) => banded(n, dtype, none, one)],
  ["Wilkinson's pairs", (n, dtype) => banded(n, dtype, (i) => Math.abs((n - 1) / 2 - i), one)],
  [
    "glued",
    (n, dtype) =>
      banded(
        n,
        dtype,
        (i) => Math.abs(5 - (i % 11)),
        (i) => (i % 11 === 10 ? 1e-7 : 1),
      ),
  ],
  [
    "graded",
    (n, dtype) =>
      banded(
        n,
        dtype,
        (i) => 10 ** (-i / 6),
        (i) => 10 ** (-i / 6 - 0.3),
      ),
  ],
  [
    "nearly diagonal",
    (n, dtype) =>
      banded(
        n,
        dtype,
        (i) => i % 3,
        (i) => (i % 5 === 0 ? 0 : 1e-16),
      ),
  ],
  ["clusters", (n, dtype) => turned(n, dtype, (i) => 1 + (i % 4) * 1e-13, true)],
  ["few eigenvalues", (n, dtype) => turned(n, dtype, (i) => i % 3, true)],
  ["of rank 1", (n, dtype) => turned(n, dtype, (i) => (i === 0 ? 1 : 0), true)],
  ["sixteen decades", (n, dtype) => turned(n, dtype, (i) => 10 ** ((-16 * i) / n), true)],
  ["near overflow", (n, dtype) => turned(n, dtype, (i) => (i - n / 3) * (dtype === "float32" ? 1e36 : 1e305), true)],
  ["near underflow", (n, dtype) => turned(n, dtype, (i) => (i - n / 3) * (dtype === "float32" ? 1e-30 : 1e-290), true)],
]

const hard: readonly (readonly [string, (n: number, dtype: Wide) => NDArray])[] = [
  ["zero", (n, dtype) => np.zeros([n, n], { dtype })],
  ["the identity", (n, dtype) => eye(n, dtype)],
  ["of ones", (n, dtype) => np.ones([n, n], { dtype })],
  ["nilpotent", (n, dtype) => banded(n, dtype, none, one, none)],
  ["nilpotent, below", (n, dtype) => banded(n, dtype, none, none, one)],
  ["a Jordan block", (n, dtype) => banded(n, dtype, one, one, none)],
  ["zeros on the diagonal", (n, dtype) => banded(n, dtype, (i) => (i % 3 === 1 ? 0 : 1 + i), one, none)],
  ["a last column of less", (n, dtype) => banded(n, dtype, (i) => (i === n - 1 ? 0 : 1), one, none)],
  ["small on the diagonal", (n, dtype) => banded(n, dtype, (i) => 1e-30 * (1 + (i % 5)), one, none)],
  [
    "Kahan's",
    (n, dtype) =>
      banded(
        n,
        dtype,
        (i) => 0.9 ** i,
        (i) => -(0.9 ** i),
        none,
      ),
  ],
  [
    "graded into denormals",
    (n, dtype) =>
      banded(
        n,
        dtype,
        (i) => 10 ** (-i / 3),
        (i) => 10 ** (-i / 3 - 0.3),
        none,
      ),
  ],
  [
    "graded upwards",
    (n, dtype) =>
      banded(
        n,
        dtype,
        (i) => 10 ** ((i - n) / 3),
        (i) => 10 ** ((i - n) / 3),
        none,
      ),
  ],
  ["Hilbert's", (n, dtype) => hilbert(n, dtype)],
  ["an empty row and column", (n, dtype) => made(n, dtype, (i, j) => (i === 1 || j === 2 ? 0 : Math.sin(7 * i + j * j)))],
  ["clusters", (n, dtype) => turned(n, dtype, (i) => 1 + (i % 4) * 1e-13, false)],
  ["few singular values", (n, dtype) => turned(n, dtype, (i) => i % 3, false)],
  ["forty decades", (n, dtype) => turned(n, dtype, (i) => 10 ** ((-40 * i) / n), false)],
  ["near overflow", (n, dtype) => turned(n, dtype, (i) => (i - n / 3) * (dtype === "float32" ? 1e36 : 1e305), false)],
  ["near underflow", (n, dtype) => turned(n, dtype, (i) => (i - n / 3) * (dtype === "float32" ? 1e-30 : 1e-290), false)],
]

describe.each(wide)("%s", (dtype) => {
  test.each(sizes)("V·diag(w)·Vᵀ = A of %i rows, and w is the reference's", (n) => {
    const x = normal([n, n], dtype, n)
    const a = x.add(x.T)
    const w = checkEigen(a)
    expect(ascends(w)).toBe(true)
    if (evaluates(n)) expectTiny(w.sub(reference(a).eigenvalues()), norm(a))
  })

  test.each(sizes)("U·Σ·Vᵀ = A of %i rows and columns, tall and wide, and σ is the reference's", (n) => {
    for (const shape of [
      [n, n],
      [n + 3, n],
      [n, 2 * n + 1],
    ]) {
      const a = normal(shape, dtype, n)
      const s = checkSingular(a, shape[1] === n)
      expect(ascends(s.neg())).toBe(true)
      if (evaluates(n)) expectTiny(s.sub(reference(a).singular()), norm(a))
      expectTiny(s.sub(svdvals(a)), norm(a))
    }
  })

  test.each(hardSymmetric)("hard symmetric matrices: %s", (_, of) => {
    for (const n of [7, 40, 97]) {
      const a = of(n, dtype)
      const w = checkEigen(a)
      expect(ascends(w)).toBe(true)
      if (evaluates(n)) expectTiny(w.sub(reference(a).eigenvalues()), norm(a))
    }
  })

  test.each(hard)("hard matrices: %s", (_, of) => {
    for (const n of [7, 40, 97]) {
      const a = of(n, dtype)
      const s = checkSingular(a, true)
      expect(ascends(s.neg())).toBe(true)
      if (evaluates(n)) expectTiny(s.sub(reference(a).singular()), norm(a))
    }
  })

  test.each([
    [300, 3, 3],
    [70, 6, 4],
    [2, 3, 5],
    [3, 40, 40],
    [2, 36, 50],
    [2, 70, 34],
  ])("a batch is decomposed matrix by matrix: %i of %i × %i", (count, m, n) => {
    const a = normal([count, m, n], dtype)
    const s = checkSingular(a, false)
    const last = a.slice([count - 1, count]).reshape([m, n])
    expectTiny(s.slice(count - 1).sub(svdvals(last)), norm(last))
    const symmetric = np.matmul(np.matrixTranspose(a), a)
    const w = checkEigen(symmetric)
    expectTiny(w.slice(count - 1).sub(reference(symmetric.slice(count - 1)).eigenvalues()), norm(symmetric))
  })

  test.each([2, 5, 40])("what is not finite gives NaN, in its own matrix alone: %i rows", (n) => {
    const good = normal([n, n], dtype)
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]) {
      const broken = good.add(made(n, dtype, (i, j) => (i === 1 && j === 0 ? bad : 0)))
      const both = np.stack([broken, good, broken.T])
      for (const results of [eigh(both), svd(true)(both), svd(false)(both)])
        for (const x of results) {
          expect(x.slice(1).ravel().dataSync().every(Number.isFinite)).toBe(true)
          expect(x.slice(0).ravel().dataSync().every(Number.isNaN)).toBe(true)
        }
    }
  })
})

describe("one program", () => {
  test.each([[[2, 2]], [[5, 3, 3]], [[40, 40]], [[0, 3, 3]]])("nothing is left to the interpreter: %j", (shape) => {
    const x = np.zeros(shape)
    expect(interpretedIn((x) => linalg.eigh(x as NDArray), x)).toEqual([])
    expect(interpretedIn((x) => linalg.svd(x as NDArray), x)).toEqual([])
    expect(interpretedIn((x) => linalg.svdvals(x as NDArray), x)).toEqual([])
  })
  test.each([5, 40])("under jit, vmap and grad at once: %i rows", (n) => {
    const loss = (x: NDArray): NDArray => np.sum(np.log(linalg.svdvals(x).add(1))).add(np.sum(linalg.eigvalsh(x).pow(3)))
    const batch = normal([3, n, n], "float64").mul(0.2)
    const found = jit(vmap(grad(loss)))(batch)
    expectClose(found.slice(1), grad(loss)(batch.slice(1)), 1e-9)
    expectClose(found.slice(2), jit(grad(loss))(batch.slice(2)), 1e-9)
  })
})
