// Factorisations of complex matrices, as equations that hold at every size, interpreted and compiled; and derivatives of what stands on them.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { dtypeInfo, realOf } from "../../src/core/dtype.js"
import * as np from "../../src/numpy/index.js"
import { linalg } from "../../src/numpy/index.js"
import * as random from "../../src/random/index.js"
import { grad, jvp } from "../../src/transforms/index.js"
import { compiled } from "./matrices.js"

const sizes = [1, 2, 5, 8, 9, 33, 70]
const wide = ["complex64", "complex128"] as const
type Wide = (typeof wide)[number]

const normal = (shape: readonly number[], dtype: Wide = "complex128", seed = 0): NDArray =>
  random.normal(random.key(seed), shape, { dtype })
const adjoint = (x: NDArray): NDArray => np.matrixTranspose(x).conj()
const eye = (n: number, dtype: Wide): NDArray => np.eye(n, n, { dtype })
const positive = (n: number, dtype: Wide): NDArray => {
  const x = normal([n, n], dtype, 1)
  return np.matmul(adjoint(x), x).add(eye(n, dtype))
}
const largest = (x: NDArray): number => (x.size === 0 ? 0 : (np.max(np.abs(x)).astype("float32").item() as number))

/** Requires `|x| ≤ units · n · eps · scale`. */
const expectTiny = (x: NDArray, scale: number, units = 8): void => {
  const bound = units * Math.max(1, ...x.shape.slice(-2)) * dtypeInfo[x.dtype].eps * scale
  expect(largest(x), `residual of ${x.dtype}[${x.shape}] within ${bound}`).toBeLessThanOrEqual(bound)
}

describe.each(wide)("%s", (dtype) => {
  test.each(sizes)("L·Lᴴ = A, and L is lower triangular with a real positive diagonal: n = %i", (n) => {
    const a = positive(n, dtype)
    for (const f of [linalg.cholesky, compiled((x) => linalg.cholesky(x as NDArray))]) {
      const l = f(a) as NDArray
      expectTiny(np.matmul(l, adjoint(l)).sub(a), largest(a))
      expect(largest(np.triu(l, 1))).toBe(0)
      expect(largest(np.imag(np.diagonal(l)))).toBe(0)
      expect(np.all(np.real(np.diagonal(l)).greater(0)).js()).toBe(true)
    }
  })

  test.each(sizes)("A·solve(A, b) = b and A·A⁻¹ = I: n = %i", (n) => {
    const [a, b] = [normal([n, n], dtype), normal([n, 3], dtype, 2)]
    for (const f of [linalg.solve, compiled((x, y) => linalg.solve(x as NDArray, y as NDArray))]) {
      const x = f(a, b) as NDArray
      expectTiny(np.matmul(a, x).sub(b), largest(a) * largest(x))
    }
    expectTiny(np.matmul(a, linalg.inv(a)).sub(eye(n, dtype)), largest(a) * largest(linalg.inv(a)))
  })

  test.each(sizes)("QᴴQ = I, Q·R = A, and the diagonal of R is real: n = %i", (n) => {
    for (const [rows, columns] of [
      [n + 3, n],
      [n, n + 2],
    ] as const) {
      const a = normal([rows, columns], dtype)
      for (const f of [linalg.qr, compiled((x) => linalg.qr(x as NDArray))]) {
        const [q, r] = f(a) as readonly [NDArray, NDArray]
        expectTiny(np.matmul(q, r).sub(a), largest(a))
        expectTiny(np.matmul(adjoint(q), q).sub(eye(q.shape[1] as number, dtype)), 1)
        expect(largest(np.tril(r, -1))).toBe(0)
        expectTiny(np.imag(np.diagonal(r)), largest(a))
      }
    }
  })

  test("a column of which nothing but one complex number is left becomes real", () => {
    const a = np
      .array([
        [{ re: 0, im: 2 }, 1],
        [0, 3],
      ])
      .astype(dtype)
    const [q, r] = linalg.qr(a)
    expectTiny(np.matmul(q, r).sub(a), 3)
    expect(largest(np.imag(np.diagonal(r)))).toBe(0)
  })

  test("det is sign·e^logdet, and that of a product is the product", () => {
    for (const n of [2, 3, 6]) {
      const [a, b] = [normal([n, n], dtype), normal([n, n], dtype, 4)]
      const [sign, logdet] = linalg.slogdet(a)
      expect([sign.dtype, logdet.dtype]).toEqual([dtype, realOf(dtype)])
      expectTiny(sign.mul(np.exp(logdet)).sub(linalg.det(a)), largest(linalg.det(a)), 32)
      const both = linalg.det(np.matmul(a, b))
      expectTiny(both.sub(linalg.det(a).mul(linalg.det(b))), largest(both), 64)
    }
  })

  test("the pseudo-inverse undoes what it can, and least squares leave nothing along the columns", () => {
    const a = normal([5, 3], dtype)
    const p = linalg.pinv(a)
    expectTiny(np.matmul(np.matmul(a, p), a).sub(a), largest(a), 64)
    expectTiny(np.matmul(a, p).sub(adjoint(np.matmul(a, p))), 1, 64)
    const b = normal([5], dtype, 2)
    const [x, , rank, s] = linalg.lstsq(a, b)
    expect([rank.item(), s.shape, s.dtype]).toEqual([3, [3], realOf(dtype)])
    expectTiny(np.matmul(adjoint(a), b.sub(np.matmul(a, x))), largest(a) * largest(b), 64)
  })

  test("of Hermitian matrices, eigenvalues do for singular values", () => {
    const [x, low] = [normal([5, 5], dtype), normal([5, 2], dtype, 1)]
    const h = x.add(adjoint(x))
    const [u, s, vh] = linalg.svd(h, { hermitian: true })
    expectTiny(np.matmul(u.mul(s), vh).sub(h), largest(h))
    expectTiny(s.sub(linalg.svdvals(h)), largest(h))
    const p = linalg.pinv(h, { hermitian: true })
    expectTiny(np.matmul(h, p).sub(eye(5, dtype)), largest(h) * largest(p), 32)
    expect(linalg.matrixRank(np.matmul(low, adjoint(low)), { hermitian: true }).item()).toBe(2)
  })

  test("least squares of many right sides, and of matrices without full rank", () => {
    const a = np.matmul(normal([6, 2], dtype), normal([2, 4], dtype, 1))
    const b = normal([6, 3], dtype, 2)
    const [x, residuals, rank] = linalg.lstsq(a, b)
    const left = b.sub(np.matmul(a, x))
    expect(rank.item()).toBe(2)
    expectTiny(np.matmul(adjoint(a), left), largest(a) * largest(b), 64)
    expectTiny(residuals.sub(np.sum(np.abs(left).square(), 0)), largest(residuals), 32)
    const [, s, vh] = linalg.svd(a)
    expect(largest(s.slice([2, 4]))).toBeLessThan(1e-5 * largest(s))
    expectTiny(np.matmul(vh.slice([2, 4]), x), largest(x), 64) // nothing along what a does not see: it is the shortest
  })

  test("norms are real: of Frobenius, of singular values, of columns", () => {
    const a = normal([4, 3], dtype)
    const s = linalg.svdvals(a)
    expect([s.dtype, linalg.norm(a).dtype]).toEqual([realOf(dtype), realOf(dtype)])
    expectTiny(np.sqrt(np.sum(s.square())).sub(linalg.norm(a)), largest(s), 32)
    expectTiny(np.sum(s).sub(linalg.norm(a, { ord: "nuc" })), largest(s), 32)
    expectTiny(np.max(np.sum(np.abs(a), 0)).sub(linalg.norm(a, { ord: 1 })), largest(s), 32)
    const h = np.matmul(adjoint(a), a)
    expectTiny(linalg.eigvalsh(h).sub(np.flip(s).square()), largest(s) ** 2, 32)
    expect(linalg.matrixRank(np.matmul(a, adjoint(a))).item()).toBe(3)
    expect(linalg.cond(eye(3, dtype)).item()).toBeCloseTo(1, 5)
  })

  test("e^(iπH) of a reflection H is −1; powers are products", () => {
    const h = np
      .array([
        [0, { re: 0, im: 1 }],
        [{ re: 0, im: -1 }, 0],
      ])
      .astype(dtype) // H² = 1
    expectTiny(linalg.expm(h.mul(np.array({ re: 0, im: Math.PI }, { dtype }))).add(eye(2, dtype)), 1, 64)
    const a = normal([3, 3], dtype)
    expectTiny(linalg.matrixPower(a, 3).sub(np.matmul(a, np.matmul(a, a))), largest(a) ** 3, 64)
  })
})

test("conjugated triangular systems", () => {
  const a = np.tril(normal([4, 4])).add(eye(4, "complex128").mul(4))
  const b = normal([4, 2], "complex128", 3)
  const options = { leftSide: true, lower: true, conjugateA: true }
  const solve = (x: NDArray, y: NDArray): NDArray => linalg.triangularSolve(x, y, options)
  for (const f of [solve, compiled(solve as never)]) {
    const x = f(a, b) as NDArray
    expectTiny(np.matmul(a.conj(), x).sub(b), largest(x) * 5)
  }
  const y = linalg.triangularSolve(a, b, { ...options, transposeA: true })
  expectTiny(np.matmul(adjoint(a), y).sub(b), largest(y) * 5)
})

describe("derivatives", () => {
  /** `∂f/∂x − i ∂f/∂y` by central differences. */
  const slopes = (f: (x: NDArray) => NDArray, x: NDArray, h = 1e-5): NDArray => {
    const data = Float64Array.from(x.dataSync())
    const at = (i: number, step: number): number => {
      const moved = Float64Array.from(data)
      moved[i] = (data[i] as number) + step
      const pairs = Array.from({ length: x.size }, (_, k) => ({ re: moved[2 * k] as number, im: moved[2 * k + 1] as number }))
      return f(np.array(pairs, { dtype: "complex128" }).reshape(x.shape)).item() as number
    }
    const slope = (i: number): number => (at(i, h) - at(i, -h)) / (2 * h)
    const pairs = Array.from({ length: x.size }, (_, k) => ({ re: slope(2 * k), im: -slope(2 * k + 1) }))
    return np.array(pairs, { dtype: "complex128" }).reshape(x.shape)
  }
  const square = normal([3, 3])
  const sized = (f: (x: NDArray) => NDArray) => (x: NDArray) =>
    np.sum(
      np
        .real(f(x))
        .mul(0.7)
        .add(np.imag(f(x)).mul(1.3)),
    )
  const zero = np.array({ re: 0, im: 0 }, { dtype: "complex128" })
  const root = (x: NDArray): NDArray => {
    const [w, v] = linalg.eigh(x)
    return np.matmul(v.mul(w.sqrt()), adjoint(v))
  }
  const polar = (x: NDArray, hermitian = false): NDArray => {
    const [u, , vh] = linalg.svd(x, { fullMatrices: false, hermitian })
    return np.matmul(u, vh)
  }
  const functions: readonly (readonly [string, (x: NDArray) => NDArray, NDArray])[] = [
    ["inv", linalg.inv, square],
    ["solve", (x) => linalg.solve(x, normal([3, 2], "complex128", 5)), square],
    ["det", linalg.det, square],
    ["det of four rows", linalg.det, normal([4, 4])],
    ["the direction of slogdet", (x) => linalg.slogdet(x)[0], square],
    ["the logarithm of slogdet", (x) => linalg.slogdet(x)[1].add(zero), square],
    ["cholesky", (x) => linalg.cholesky(np.matmul(x, adjoint(x)).add(eye(3, "complex128"))), square],
    ["pinv", linalg.pinv, normal([4, 2])],
    ["expm", linalg.expm, square.mul(0.3)],
    ["norm", (x) => linalg.norm(x).add(zero), normal([3, 2])],
    ["the root by eigenvectors", (x) => root(np.matmul(x, adjoint(x)).add(eye(3, "complex128"))), square],
    ["eigvalsh", (x) => linalg.eigvalsh(x.add(adjoint(x))).add(zero), square],
    ["the polar factor", polar, square],
    ["the polar factor of a tall matrix", polar, normal([4, 2])],
    ["the polar factor of a wide matrix", polar, normal([2, 3])],
    ["the polar factor by way of eigenvalues", (x) => polar(x.add(adjoint(x)), true), square],
    ["lstsq", (x) => linalg.lstsq(x, normal([4], "complex128", 5))[0], normal([4, 2])],
    ["the nuclear norm", (x) => linalg.norm(x, { ord: "nuc" }).add(zero), normal([3, 2])],
    ["svdvals", (x) => linalg.svdvals(x).add(zero), normal([3, 2])],
  ]
  test.each(functions)("%s: grad is the slope, forward and reverse", (_, f, x) => {
    const g = sized(f)
    const slope = slopes(g, x)
    expect(largest(grad(g)(x).sub(slope))).toBeLessThan(1e-6 * Math.max(1, largest(slope)))
    const v = normal(x.shape, "complex128", 9)
    const [, moved] = jvp(g, [x], [v])
    expect(moved.item()).toBeCloseTo(np.real(np.sum(slope.mul(v))).item() as number, 5)
  })
})

test("the order of norms and condition numbers may stand alone, as JAX has it positional", () => {
  const x = np.array([
    [1, -2],
    [3, 4],
  ])
  expect(linalg.norm(x, 1).item()).toBe(6)
  expect(linalg.norm(x, Number.POSITIVE_INFINITY, { keepdims: true }).js()).toEqual([[7]])
  expect(linalg.norm(x, null, { axis: 0 }).js()).toEqual(linalg.norm(x, { axis: 0 }).js())
  expect(linalg.cond(x, 1).item()).toBeCloseTo(linalg.cond(x, { p: 1 }).item() as number, 6)
  expect(linalg.cond(x, 1).item()).not.toBeCloseTo(linalg.cond(x).item() as number, 1)
})
