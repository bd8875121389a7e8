// Eigenvalues of matrices that need not be symmetric: complex numbers always, real ones and conjugate pairs of real matrices to the last bit.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { complexOf, dtypeInfo } from "../../src/core/dtype.js"
import * as np from "../../src/numpy/index.js"
import { linalg } from "../../src/numpy/index.js"
import * as random from "../../src/random/index.js"
import { compiled } from "./matrices.js"

const c = (re: number, im: number) => ({ re, im })
const turn = np.array([
  [0, -1],
  [1, 0],
])
const dtypes = ["float32", "float64", "complex64", "complex128"] as const
const normal = (n: number, dtype: (typeof dtypes)[number], seed = 0): NDArray => random.normal(random.key(seed), [n, n], { dtype })
const largest = (x: NDArray): number => np.max(np.abs(x)).astype("float32").item() as number

describe.each(dtypes)("%s", (dtype) => {
  test.each([1, 3, 13])("A·V = V·diag(w), w in order, columns of length one: n = %i", (n) => {
    const a = normal(n, dtype, n)
    for (const f of [linalg.eig, compiled((x) => linalg.eig(x as NDArray))]) {
      const [w, v] = f(a) as readonly [NDArray, NDArray]
      expect([w.dtype, v.dtype, w.shape, v.shape]).toEqual([complexOf(dtype), complexOf(dtype), [n], [n, n]])
      const residual = np.matmul(a.astype(v.dtype), v).sub(v.mul(w))
      expect(largest(residual)).toBeLessThan(16 * n * dtypeInfo[v.dtype].eps * largest(a))
      expect(np.argsort(w).js()).toEqual(Array.from({ length: n }, (_, i) => i))
      const sizes = np.abs(v)
      expect(largest(np.sum(sizes.square(), 0).sub(1))).toBeLessThan(1e-5)
      const top = np.takeAlongAxis(v, np.expandDims(np.argmax(sizes, 0), 0), 0)
      expect(largest(np.imag(top))).toBeLessThan(1e-5)
      expect(np.all(np.real(top).greater(0)).js()).toBe(true)
    }
    expect(largest(np.sum(linalg.eigvals(a)).sub(np.trace(a)))).toBeLessThan(64 * n * dtypeInfo[a.dtype].eps * largest(a))
  })
})

describe("real matrices", () => {
  test("have conjugate pairs, and real ones where they are real, exactly", () => {
    expect(linalg.eigvals(turn).js()).toEqual([c(0, -1), c(0, 1)])
    for (let seed = 0; seed < 6; seed++) {
      const [w, v] = linalg.eig(normal(7, "float64", seed))
      const pairs = w.js() as { re: number; im: number }[]
      for (const { re, im } of pairs) expect(pairs.some((p) => p.re === re && p.im === -im)).toBe(true)
      pairs.forEach(({ im }, k) => {
        if (im === 0) expect(largest(np.imag(v.slice([], k)))).toBe(0)
      })
    }
  })
  test("with a real spectrum: symmetric, triangular, defective, nilpotent, none", () => {
    const real = (x: NDArray): unknown => [np.real(x).js(), largest(np.imag(x))]
    const a = normal(6, "float64")
    const symmetric = a.add(a.T)
    expect(largest(linalg.eigvals(symmetric).sub(linalg.eigvalsh(symmetric)))).toBeLessThan(1e-12)
    expect(largest(linalg.eigvals(np.triu(a)).sub(np.sort(np.diagonal(a))))).toBeLessThan(1e-12)
    expect(
      real(
        linalg.eigvals(
          np.array([
            [1, 1],
            [0, 1],
          ]),
        ),
      ),
    ).toEqual([[1, 1], 0])
    expect(
      real(
        linalg.eigvals(
          np.array([
            [0, 1],
            [0, 0],
          ]),
        ),
      ),
    ).toEqual([[0, 0], 0])
    expect(linalg.eigvals(np.zeros([2, 0, 0])).shape).toEqual([2, 0])
  })
  test("that are not finite have no eigenvalues", () => {
    expect(
      Array.from(
        linalg
          .eigvals(
            np.array([
              [1, 2],
              [Number.NaN, 1],
            ]),
          )
          .dataSync(),
      ).every(Number.isNaN),
    ).toBe(true)
  })
  test("in batches, each its own kind", () => {
    expect(linalg.eigvals(np.stack([np.eye(2), turn])).js()).toEqual([
      [c(1, 0), c(1, 0)],
      [c(0, -1), c(0, 1)],
    ])
  })
})

test("roots of a polynomial are the eigenvalues of its companion: z⁴ = −4", () => {
  const companion = np.array(
    [
      [0, 0, 0, -4],
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ],
    { dtype: "float64" },
  )
  const found = linalg.eigvals(companion)
  const want = np.array([c(-1, -1), c(-1, 1), c(1, -1), c(1, 1)], { dtype: "complex128" })
  expect(largest(found.sub(want))).toBeLessThan(1e-14)
})
