import { test, expect } from "vitest"
import * as np from "/work/main/src/numpy/index.js"
import { grad } from "/work/main/src/transforms/grad.js"
import { jit } from "/work/main/src/transforms/jit.js"
import { vmap } from "/work/main/src/transforms/vmap.js"
import { makeJaxpr } from "/work/main/src/transforms/makeJaxpr.js"
test("smoke", () => {
  const x = np.array([[1, 2, 3], [4, 5, 6]])
  const show = (...a: unknown[]) => console.log(...a.map(String))
  show(x, x.shape, x.dtype, x.add(1), x.sum(0), x.T, x.mean(1), x.matmul(x.T))
  show(x.slice(0), x.slice([], 1), x.slice("...", [null, null, -1]), x.slice(null, 1, [1]), x.slice(np.array([1, 0, 1], { dtype: "int32" })))
  show(x.at(0, 1).set(9), x.at([], [0, 2]).mul(10), x.at(np.array([0, 0], { dtype: "int32" })).add(1))
  show(np.einsum("ij,kj->ik", x, x), np.arange(5), np.linspace(0, 1, 5), np.eye(3), np.tril(np.ones([3, 3])))
  show(x.sort(1), np.quantile(x, 0.25), np.median(x, 1), np.cumsum(x), np.diag(np.arange(3)), np.trace(x.matmul(x.T)))
  show(grad((a: np.ndarray) => a.slice(np.array([0, 0], { dtype: "int32" })).sum())(x), jit((a: np.ndarray) => a.std())(x), vmap((a: np.ndarray) => a.slice([1]).sum())(x))
  show(np.nonzero(x.greater(2)), np.where(x.greater(2)), np.searchsorted(np.arange(5), np.array([2.5, -1, 9])))
  const [a, b] = x
  show(a, b)
  console.log(x)
  expect(() => (x as any)[0]).toThrow()
  show(np.stack([x, x]).shape, np.tile(x, 2), np.repeat(x, 2, 1), np.roll(x, 1), np.split(x, 3, 1))
})
