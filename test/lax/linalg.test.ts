import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import * as np from "../../src/numpy/index.js"

const a = np.array(
  [
    [4, 2, 1],
    [2, 5, 3],
    [1, 3, 6],
  ],
  { dtype: "float64" },
)

const close = (x: NDArray, y: NDArray): void => expect(np.allclose(x, y, { rtol: 1e-12, atol: 1e-12 }).js()).toBe(true)

test("factors come in lax's order", () => {
  const l = lax.linalg.cholesky(a)
  close(np.matmul(l, l.T), a)
  close(lax.linalg.triangularSolve(l, np.matmul(a, l), { leftSide: true, lower: true }), np.matmul(l.T, l))
  const [both, pivots, permutation] = lax.linalg.lu(a)
  close(np.matmul(np.tril(both, -1).add(np.eye(3)), np.triu(both)), np.take(a, permutation, 0))
  expect([pivots.dtype, permutation.dtype]).toEqual(["int32", "int32"])
  const [q, r] = lax.linalg.qr(a)
  close(np.matmul(q, r), a)
  const [v, w] = lax.linalg.eigh(a)
  close(np.matmul(v.mul(w), v.T), a)
  const [u, s, vt] = lax.linalg.svd(a) as readonly [NDArray, NDArray, NDArray]
  close(np.matmul(u.mul(s), vt), a)
  expect(lax.linalg.svd(a, { computeUv: false }).map((x) => x.shape)).toEqual([[3]])
})

test("nothing is promoted", () => {
  expect(() => lax.linalg.cholesky(np.eye(2, 2, { dtype: "int32" }))).toThrow("dtype/kind")
  expect(() => lax.linalg.triangularSolve(a, np.ones([3, 3]))).toThrow("dtype/mismatch")
  expect(() => lax.linalg.lu(np.ones([3]))).toThrow("shape/rank")
  expect(() => lax.linalg.triangularSolve(np.ones([2, 3, 3]), np.ones([3, 3]))).toThrow("shape/batch")
})
