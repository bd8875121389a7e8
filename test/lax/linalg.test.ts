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

test("left and right eigenvectors, in the order of the eigenvalues", () => {
  const b = np.array(
    [
      [1, -3, 0.5],
      [3, 1, 0],
      [0, 2, 4],
    ],
    { dtype: "float64" },
  )
  const i = np.array({ re: 0, im: 0.3 }, { dtype: "complex128" })
  for (const x of [b, b.add(b.T.mul(i)), np.stack([b, a])]) {
    const [w, left, right] = lax.linalg.eig(x) as readonly [NDArray, NDArray, NDArray]
    const along = np.expandDims(w, -2)
    close(np.matmul(x, right), right.mul(along))
    const adjoint = np.matrixTranspose(left).conj()
    close(np.matmul(adjoint, x), np.expandDims(w, -1).mul(adjoint))
    for (const v of [left, right]) {
      close(np.linalg.norm(v, { axis: -2 }), np.ones([...w.shape], { dtype: "float64" }))
      close(np.max(np.real(v), -2), np.max(np.abs(v), -2))
    }
    const alone = (options: lax.linalg.LaxEigOptions): readonly NDArray[] => lax.linalg.eig(x, options)
    expect(alone({ computeLeftEigenvectors: false, computeRightEigenvectors: false })).toHaveLength(1)
    close(alone({ computeLeftEigenvectors: false })[1] as NDArray, right)
    close(alone({ computeRightEigenvectors: false })[1] as NDArray, left)
  }
})

test("nothing is promoted", () => {
  expect(() => lax.linalg.cholesky(np.eye(2, 2, { dtype: "int32" }))).toThrow("dtype/kind")
  expect(() => lax.linalg.triangularSolve(a, np.ones([3, 3]))).toThrow("dtype/mismatch")
  expect(() => lax.linalg.lu(np.ones([3]))).toThrow("shape/rank")
  expect(() => lax.linalg.triangularSolve(np.ones([2, 3, 3]), np.ones([3, 3]))).toThrow("shape/batch")
})
