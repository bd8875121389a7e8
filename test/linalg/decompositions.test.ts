import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { linalg } from "../../src/numpy/index.js"
import { grad, hessian, vmap } from "../../src/transforms/index.js"
import { thrownBy } from "../transforms/thrown.js"
import { compiled, expectClose, expectTiny, eye, hilbert, largest, normal, slopes, type Wide, wide } from "./matrices.js"

/** Well- and ill-conditioned, rank-deficient, tall, wide, tiny and badly scaled. */
const matrices = (dtype: Wide): readonly (readonly [string, NDArray])[] => [
  ["one number", normal([1, 1], dtype)],
  ["a column", normal([5, 1], dtype)],
  ["a row", normal([1, 5], dtype)],
  ["square", normal([9, 9], dtype)],
  ["tall", normal([40, 12], dtype)],
  ["wide", normal([12, 40], dtype)],
  ["Hilbert", hilbert(10, dtype)],
  ["of rank 2", np.matmul(normal([8, 2], dtype), normal([2, 6], dtype, 4))],
  ["zero", np.zeros([4, 3], { dtype })],
  ["the identity", eye(6, dtype)],
  ["graded", normal([7, 7], dtype).mul(np.power(10, np.arange(7, { dtype }).neg()))],
  ["huge", normal([5, 4], dtype).mul(dtype === "float32" ? 1e30 : 1e200)],
  ["tiny", normal([5, 4], dtype).mul(dtype === "float32" ? 1e-30 : 1e-200)],
  ["larger than a panel", normal([50, 45], dtype)],
]

const orthonormal = (q: NDArray): void => {
  const n = q.shape.at(-1) as number
  expectTiny(
    np.matmul(np.matrixTranspose(q), q).sub(eye(n, q.dtype as Wide)),
    1,
    Math.max(8, (8 * (q.shape.at(-2) as number)) / Math.max(n, 1)),
  )
}

const ways: readonly (readonly [
  string,
  <R extends NDArray | readonly NDArray[]>(f: (...xs: NDArray[]) => R) => (...xs: NDArray[]) => R,
])[] = [
  ["as they come", (f) => f],
  ["compiled", compiled],
]

describe.each(wide)("%s", (dtype) => {
  describe.each(ways)("%s", (_, way) => {
    test.each(matrices(dtype))("Q·R = A, QᵀQ = I, R upper triangular: %s", (__, a) => {
      for (const mode of ["reduced", "complete"] as const) {
        const [q, r] = way((x) => linalg.qr(x as NDArray, { mode }))(a) as readonly [NDArray, NDArray]
        expectTiny(np.matmul(q, r).sub(a), largest(a))
        orthonormal(q)
        expect(largest(np.tril(r, -1))).toBe(0)
        expect(q.shape[1]).toBe(mode === "complete" ? a.shape[0] : Math.min(...a.shape))
      }
    })

    test.each(matrices(dtype))("U·Σ·Vᵀ = A, U and V orthonormal, σ descending: %s", (__, a) => {
      for (const fullMatrices of [false, true]) {
        const [u, s, vt] = way((x) => linalg.svd(x as NDArray, { fullMatrices }))(a) as readonly [NDArray, NDArray, NDArray]
        const k = s.size
        expectTiny(np.matmul(u.slice([], [0, k]).mul(s), vt.slice([0, k])).sub(a), largest(a), 16)
        orthonormal(u)
        orthonormal(vt.T)
        const values = Array.from(s.dataSync())
        expect(values.every((x, i) => x >= 0 && (i === 0 || x <= (values[i - 1] as number)))).toBe(true)
        expectTiny(s.sub(way((x) => linalg.svdvals(x as NDArray))(a)), largest(s))
      }
    })

    test.each(matrices(dtype))("V·diag(w)·Vᵀ = A, V orthonormal, w ascending: %s", (__, x) => {
      const a = x.shape[0] === x.shape[1] ? x.add(x.T) : np.zeros([3, 3], { dtype })
      const [w, v] = way((y) => linalg.eigh(y as NDArray))(a) as readonly [NDArray, NDArray]
      expectTiny(np.matmul(v.mul(w), v.T).sub(a), largest(a), 16)
      orthonormal(v)
      const values = Array.from(w.dataSync())
      expect(values.every((y, i) => i === 0 || y >= (values[i - 1] as number))).toBe(true)
    })

    test("equal and vanishing eigenvalues", () => {
      const q = linalg.qr(normal([12, 12], dtype))[0]
      const w = np.array([-2, -2, -2, 0, 0, 0, 0, 1, 1, 1, 3, 3], { dtype })
      const a = np.matmul(q.mul(w), q.T)
      const [values, v] = way((y) => linalg.eigh(y as NDArray))(a) as readonly [NDArray, NDArray]
      expectTiny(values.sub(w), 3)
      expectTiny(np.matmul(v.mul(values), v.T).sub(a), 3)
      orthonormal(v)
    })
  })

  test("a batch is decomposed matrix by matrix", () => {
    const a = normal([2, 3, 5, 4], dtype)
    const [u, s, vt] = linalg.svd(a, { fullMatrices: false })
    expect([u.shape, s.shape, vt.shape]).toEqual([
      [2, 3, 5, 4],
      [2, 3, 4],
      [2, 3, 4, 4],
    ])
    expectTiny(np.matmul(u.mul(np.expandDims(s, -2)), vt).sub(a), largest(a))
    const [q, r] = linalg.qr(a)
    expectTiny(np.matmul(q, r).sub(a), largest(a))
    const symmetric = np.matmul(np.matrixTranspose(a), a)
    const [w, v] = linalg.eigh(symmetric)
    expectTiny(np.matmul(v.mul(np.expandDims(w, -2)), np.matrixTranspose(v)).sub(symmetric), largest(symmetric))
    expectClose(w.slice(1, 2), linalg.eigvalsh(symmetric.slice(1, 2)), 1e-5)
  })

  test("empty matrices have empty factors", () => {
    const none = np.zeros([0, 3], { dtype })
    expect(linalg.svd(none).map((x) => x.shape)).toEqual([[0, 0], [0], [3, 3]])
    expect(linalg.qr(none).map((x) => x.shape)).toEqual([
      [0, 0],
      [0, 3],
    ])
    expect(linalg.eigh(np.zeros([0, 0], { dtype })).map((x) => x.shape)).toEqual([[0], [0, 0]])
    expect(linalg.svdvals(np.zeros([2, 0, 3], { dtype })).shape).toEqual([2, 0])
  })

  test("what is not finite gives NaN", () => {
    const a = np.array(
      [
        [1, Number.NaN],
        [Number.NaN, 2],
      ],
      { dtype },
    )
    for (const x of [...linalg.eigh(a), ...linalg.svd(a)]) expect(x.dataSync().every(Number.isNaN)).toBe(true)
  })
})

describe("symmetric matrices", () => {
  const a = normal([5, 5])
  const symmetric = a.add(a.T)
  test("only one triangle is read if it is not symmetrized", () => {
    for (const UPLO of ["L", "U"] as const) {
      const half = UPLO === "L" ? np.tril(symmetric) : np.triu(symmetric)
      expectClose(linalg.eigh(half, { UPLO, symmetrizeInput: false })[0], linalg.eigvalsh(symmetric), 1e-12)
    }
  })
  test("have singular values by their eigenvalues", () => {
    const [u, s, vt] = linalg.svd(symmetric, { hermitian: true })
    expectClose(s, linalg.svdvals(symmetric), 1e-12)
    expectClose(np.matmul(u.mul(s), vt), symmetric, 1e-12)
    expectClose(linalg.pinv(symmetric, { hermitian: true }), linalg.inv(symmetric), 1e-10)
  })
})

describe("pseudo-inverses and least squares", () => {
  test.each(matrices("float64"))("A·A⁺·A = A, A⁺·A·A⁺ = A⁺, both products symmetric: %s", (_, a) => {
    const p = linalg.pinv(a)
    const condition = largest(a) * largest(p)
    const [ap, pa] = [np.matmul(a, p), np.matmul(p, a)]
    expectTiny(np.matmul(ap, a).sub(a), largest(a) * Math.max(1, condition), 16)
    expectTiny(ap.sub(ap.T), Math.max(1, condition), 16)
    expectTiny(pa.sub(pa.T), Math.max(1, condition), 16)
  })
  test("the residual of a least squares solution is orthogonal to the columns", () => {
    const [a, b] = [normal([9, 4]), normal([9, 2])]
    const [x, residuals, rank, s] = linalg.lstsq(a, b)
    const rest = b.sub(np.matmul(a, x))
    expectTiny(np.matmul(a.T, rest), 10)
    expectClose(residuals, np.sum(rest.square(), 0), 1e-12)
    expect(rank.item()).toBe(4)
    expectClose(s, linalg.svdvals(a), 1e-12)
    expectClose(linalg.lstsq(a, b.slice([], 0))[0], x.slice([], 0), 1e-12)
  })
  test("of many solutions the shortest is found", () => {
    const [a, b] = [normal([3, 6]), normal([3])]
    const [x] = linalg.lstsq(a, b)
    expectClose(np.matmul(a, x), b, 1e-12)
    expectClose(x, np.matmul(linalg.pinv(a), b), 1e-12)
  })
  test("ranks", () => {
    expect(linalg.matrixRank(np.matmul(normal([6, 2]), normal([2, 6]))).item()).toBe(2)
    expect(linalg.matrixRank(np.stack([eye(3), np.zeros([3, 3], { dtype: "float64" })])).js()).toEqual([3, 0])
    expect(linalg.matrixRank(np.diag(np.array([1, 1e-3, 1e-9])), { rtol: 1e-2 }).item()).toBe(1)
    expect(linalg.matrixRank(np.array([0, 2])).item()).toBe(1)
  })
})

describe("norms", () => {
  const x = np.array(
    [
      [1, -2, 3],
      [-4, 5, -6],
    ],
    { dtype: "float64" },
  )
  const s = linalg.svdvals(x)
  const close = (got: NDArray, expected: number | readonly number[]): void =>
    expectClose(got, np.array(expected as number[], { dtype: "float64" }), 1e-13)
  test("of vectors", () => {
    const v = np.array([3, -4, 0], { dtype: "float64" })
    const orders: readonly (readonly [number, number])[] = [
      [2, 5],
      [1, 7],
      [0, 2],
      [Number.POSITIVE_INFINITY, 4],
      [Number.NEGATIVE_INFINITY, 0],
      [3, 91 ** (1 / 3)],
    ]
    for (const [ord, expected] of orders) close(linalg.norm(v, { ord }), expected)
    for (const [ord, expected] of orders) close(linalg.vectorNorm(v, { ord }), expected)
    close(linalg.norm(x, { axis: 1 }), [Math.sqrt(14), Math.sqrt(77)])
    close(linalg.norm(x, { ord: 1, axis: 0 }), [5, 7, 9])
    expect(linalg.norm(x, { axis: 1, keepdims: true }).shape).toEqual([2, 1])
    close(linalg.vectorNorm(x), Math.sqrt(91))
    expect(linalg.vectorNorm(normal([2, 3, 4]), { axis: [0, 2], keepdims: true }).shape).toEqual([1, 3, 1])
  })
  test("of matrices", () => {
    close(linalg.norm(x), Math.sqrt(91))
    const orders: readonly (readonly [linalg.NormOrder, number])[] = [
      ["fro", Math.sqrt(91)],
      ["nuc", s.sum().item() as number],
      [1, 9],
      [-1, 5],
      [Number.POSITIVE_INFINITY, 15],
      [Number.NEGATIVE_INFINITY, 6],
      [2, s.max().item() as number],
      [-2, s.min().item() as number],
    ]
    for (const [ord, expected] of orders) {
      close(linalg.norm(x, { ord }), expected)
      close(linalg.norm(x.T, { ord, axis: [1, 0] }), expected)
      close(linalg.matrixNorm(np.stack([x, x]), { ord }), [expected, expected])
      expect(linalg.norm(np.stack([x, x]), { ord, axis: [1, 2], keepdims: true }).shape).toEqual([2, 1, 1])
    }
  })
  test("conditions", () => {
    const a = normal([4, 4])
    const values = linalg.svdvals(a)
    expectClose(linalg.cond(a), values.slice(0).div(values.slice(3)), 1e-12)
    expectClose(linalg.cond(a, { p: 1 }), linalg.matrixNorm(a, { ord: 1 }).mul(linalg.matrixNorm(linalg.inv(a), { ord: 1 })), 1e-12)
    expect(linalg.cond(np.zeros([2, 2]), { p: "fro" }).item()).toBe(Number.POSITIVE_INFINITY)
  })
})

describe("derivatives", () => {
  const square = normal([4, 4])
    .mul(0.3)
    .add(np.diag(np.array([1, 2.5, 4, 6], { dtype: "float64" })))
  const tall = normal([6, 4], "float64", 2)
  const weights = normal([6, 6], "float64", 9)
  const weighed = (y: NDArray): NDArray => y.mul(weights.slice([0, y.shape[0] as number], [0, y.shape[1] as number])).sum()
  const functions: readonly (readonly [string, (x: NDArray) => NDArray, NDArray])[] = [
    ["eigenvalues", (x) => linalg.eigvalsh(x).pow(3).sum(), square],
    ["eigenvectors", (x) => weighed(linalg.eigh(x)[1]), square],
    ["eigenvalues of any matrix", (x) => np.real(linalg.eigvals(x).pow(3).sum()), square],
    ["eigenvectors of any matrix", (x) => weighed(np.real(linalg.eig(x)[1])), square],
    [
      "complex eigenvalues",
      (x) =>
        np
          .abs(linalg.eigvals(x.sub(x.T.mul(3))))
          .pow(3)
          .sum(),
      square,
    ],
    ["complex eigenvectors", (x) => weighed(np.angle(linalg.eig(x.sub(x.T.mul(3)))[1])), square],
    ["qr", (x) => weighed(linalg.qr(x)[0]).add(weighed(linalg.qr(x)[1])), tall],
    ["r", (x) => weighed(linalg.qr(x, { mode: "r" })), square],
    ["singular values", (x) => linalg.svdvals(x).pow(3).sum(), tall],
    ["singular vectors", (x) => weighed(linalg.svd(x, { fullMatrices: false })[0]), tall],
    ["singular vectors of a wide one", (x) => weighed(linalg.svd(x.T, { fullMatrices: false })[2]), tall],
    ["pinv", (x) => weighed(linalg.pinv(x)), tall],
    ["lstsq", (x) => linalg.lstsq(x, weights)[0].square().sum(), tall],
    ["nuclear norm", (x) => linalg.norm(x, { ord: "nuc" }), tall],
    ["norm of order 3", (x) => linalg.norm(x, { ord: 3, axis: 0 }).sum(), tall],
    ["cond", (x) => linalg.cond(x), square],
  ]
  test.each(functions)("%s: the gradient is the slope, and its slope the second derivative", (_, f, x) => {
    expectClose(grad(f)(x), slopes(f, x), 1e-6)
    const v = normal(x.shape, "float64", 3)
    const along = (y: NDArray): NDArray => grad(f)(y).mul(v).sum()
    expectClose(grad(along)(x), slopes(along, x), 1e-5)
    expect(hessian(f)(x).shape).toEqual([...x.shape, ...x.shape])
    expectClose(vmap(grad(f))(np.stack([x.add(0.05), x])).slice(1), grad(f)(x), 1e-8)
    expectClose(compiled((y) => grad(f)(y as NDArray))(x), grad(f)(x), 1e-8)
  })
  test("of equal eigenvalues the values still have gradients", () => {
    expectClose(grad((x: NDArray) => linalg.eigvalsh(x).sum())(eye(3)), eye(3), 1e-12)
  })
})

describe("mistakes", () => {
  test.each([
    ["eigh of what is not square", () => linalg.eigh(np.ones([2, 3])), "shape/square"],
    ["eigh of another triangle", () => linalg.eigh(np.eye(2), { UPLO: "M" as "L" }), "argument/uplo"],
    ["svd of a vector", () => linalg.svd(np.ones([3])), "shape/rank"],
    ["svd of half precision", () => linalg.svd(np.ones([2, 2], { dtype: "float16" })), "dtype/kind"],
    ["qr of another mode", () => linalg.qr(np.eye(2), { mode: "full" as "reduced" }), "argument/mode"],
    ["the derivative of a full svd", () => grad((x: NDArray) => linalg.svd(x)[0].sum())(np.ones([3, 2])), "argument/svd-derivative"],
    ["the derivative of a wide qr", () => grad((x: NDArray) => linalg.qr(x)[1].sum())(np.ones([2, 3])), "argument/qr-derivative"],
    ["a norm over three axes", () => linalg.norm(np.ones([2, 2, 2]), { axis: [0, 1, 2] }), "shape/norm"],
    ["a norm that matrices do not have", () => linalg.norm(np.eye(2), { ord: 3 }), "argument/norm"],
    ["a norm that vectors do not have", () => linalg.norm(np.ones([2]), { ord: "fro" }), "argument/norm"],
    ["lstsq with another number of rows", () => linalg.lstsq(np.eye(3), np.ones([2])), "shape/lstsq"],
    ["cond of what is not square", () => linalg.cond(np.ones([2, 3]), { p: 1 }), "shape/square"],
  ])("%s", (_, f, expected) => expect(thrownBy(f).code).toBe(expected))
})
