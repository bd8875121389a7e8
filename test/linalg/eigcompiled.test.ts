// Eigenvalues of matrices that need not be symmetric, compiled: by residuals at every size that another branch begins at, of matrices that are hard on
// them, and against the reference evaluation, as near as the matrices' eigenvalues are determined. Larger ones are in "test/sweep".
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { linalg } from "../../src/numpy/index.js"
import { grad, jit, vmap } from "../../src/transforms/index.js"
import { interpretedIn } from "../lowering/agree.js"
import { check, dtypes, eig, greatest, hard, likeInterpreted, normal, numbers, type Pairs } from "./eigs.js"
import { expectClose, slopes } from "./matrices.js"

describe.each(dtypes)("%s", (dtype) => {
  test.each([1, 2, 5, 19])("A·V = V·diag(w) of %i rows, the eigenvalues those of the reference", (n) => {
    likeInterpreted(normal([n, n], dtype, n))
  })

  test.each(hard)("hard matrices: %s", (_, of, order) => {
    for (const n of [5, 19]) likeInterpreted(of(n, dtype), order(n))
  })

  test.each([
    [300, 4],
    [2, 19],
  ] as const)("a batch of %i × %i rows is decomposed matrix by matrix; what is not finite gives NaN in its own alone", (count, n) => {
    const a = normal([count, n, n], dtype)
    const at = ([w, v]: Pairs, k: number): Pairs => [w.slice(k), v.slice(k)]
    const found = eig(a)
    for (const k of [0, count - 1]) check(a.slice(k), at(found, k))
    for (const bad of [Number.NaN, Number.POSITIVE_INFINITY]) {
      const hole = np
        .zeros([count, n, n], { dtype })
        .at(1, n - 1, 0)
        .set(bad)
      const broken = eig(a.add(hole))
      for (const x of at(broken, 1)) expect(numbers(np.isnan(x)).every(Boolean)).toBe(true)
      for (const k of [0, ...(count > 2 ? [count - 1] : [])]) check(a.slice(k), at(broken, k))
    }
  })

  test("no rows", () => {
    expect(eig(np.zeros([3, 0, 0], { dtype })).map((x) => x.shape)).toEqual([
      [3, 0],
      [3, 0, 0],
    ])
  })
})

test("a symmetric matrix has real eigenvalues, and orthonormal eigenvectors also where they repeat", () => {
  for (const n of [5, 19])
    for (const dtype of ["float64", "complex128"] as const) {
      const q = linalg.qr(normal([n, n], dtype, n))[0]
      const a = np.matmul(
        q.mul(
          np.array(
            Array.from({ length: n }, (_, i) => i % 2),
            { dtype },
          ),
        ),
        np.matrixTranspose(q).conj(),
      )
      const b = a.add(np.matrixTranspose(a).conj())
      const [w, v] = eig(b)
      expect(greatest(np.imag(w))).toBe(0)
      expect(greatest(np.matmul(np.matrixTranspose(v).conj(), v).sub(np.eye(n, n, { dtype: v.dtype })))).toBeLessThan(1e-13 * n)
    }
})

test("compiled programs contain it whole, alone and mapped, and its gradient", () => {
  const value = (x: NDArray): NDArray => {
    const [w, v] = linalg.eig(x)
    return np.sum(np.abs(w).square()).add(np.sum(np.abs(v).mul(np.arange(v.size).reshape(v.shape))))
  }
  const x = normal([4, 4], "float64", 5)
  const one = value as (...xs: NDArray[]) => NDArray
  expect(interpretedIn(one, x)).toEqual([])
  expect(interpretedIn(grad(one), x)).toEqual([])
  expect(interpretedIn(vmap(one), np.stack([x, x]))).toEqual([])
  expectClose(jit(grad(value))(x), slopes(value, x, 1e-6), 1e-6)
})
