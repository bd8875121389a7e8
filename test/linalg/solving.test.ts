import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { linalg } from "../../src/numpy/index.js"
import { grad, hessian, vmap } from "../../src/transforms/index.js"
import { thrownBy } from "../transforms/thrown.js"
import { compiled, expectClose, expectTiny, eye, hilbert, largest, normal, positive, slopes, wide } from "./matrices.js"

const sizes = [1, 2, 5, 8, 9, 33, 70]

describe.each(wide)("%s", (dtype) => {
  test.each(sizes)("L·Lᵀ = A, and L is lower triangular with a positive diagonal: n = %i", (n) => {
    const a = positive(n, dtype)
    for (const f of [linalg.cholesky, compiled((x) => linalg.cholesky(x as NDArray))]) {
      const l = f(a) as NDArray
      expectTiny(np.matmul(l, l.T).sub(a), largest(a))
      expect(largest(np.triu(l, 1))).toBe(0)
      expect(np.all(np.diagonal(l).greater(0)).js()).toBe(true)
    }
    const u = linalg.cholesky(a, { upper: true })
    expectTiny(np.matmul(u.T, u).sub(a), largest(a))
  })

  test.each(sizes)("A·A⁻¹ = I, and A·solve(A, b) = b: n = %i", (n) => {
    const a = positive(n, dtype)
    expectTiny(np.matmul(a, linalg.inv(a)).sub(eye(n, dtype)), largest(a) * largest(linalg.inv(a)))
    for (const k of [1, 3]) {
      const b = normal([n, k], dtype)
      for (const f of [linalg.solve, compiled((x, y) => linalg.solve(x as NDArray, y as NDArray))]) {
        const x = f(a, b) as NDArray
        expectTiny(np.matmul(a, x).sub(b), largest(a) * largest(x))
      }
    }
    const x = linalg.solve(a, normal([n], dtype))
    expect(x.shape).toEqual([n])
    expectTiny(np.matmul(a, x).sub(normal([n], dtype)), largest(a) * largest(x))
  })

  test.each([
    [4, 8],
    [40, 64],
  ])("the residual of a nearly singular system is small all the same: Hilbert, n = %i", (n, units) => {
    const a = hilbert(n, dtype)
    const b = normal([n, 2], dtype)
    const x = compiled((x, y) => linalg.solve(x as NDArray, y as NDArray))(a, b)
    expectTiny(np.matmul(a, x).sub(b), largest(a) * largest(x), units)
  })

  test("rows are swapped where a pivot vanishes", () => {
    const a = np.array(
      [
        [0, 2, 1],
        [1, 0, 3],
        [4, 1, 0],
      ],
      { dtype },
    )
    const b = np.array([3, 4, 5], { dtype })
    expectClose(linalg.solve(a, b), np.ones([3], { dtype }), 1e-6)
    expectClose(np.matmul(linalg.inv(a), a), eye(3, dtype), 1e-6)
  })

  test("batches are walked together, and broadcast", () => {
    const a = positive(5, dtype, [2, 3])
    const l = linalg.cholesky(a)
    expectTiny(np.matmul(l, np.matrixTranspose(l)).sub(a), largest(a))
    const b = normal([3, 5, 2], dtype)
    const x = linalg.solve(a, b)
    expect(x.shape).toEqual([2, 3, 5, 2])
    expectTiny(np.matmul(a, x).sub(b), largest(a) * largest(x))
    expect(linalg.solve(a, normal([5], dtype)).shape).toEqual([2, 3, 5])
    expect(linalg.det(a).shape).toEqual([2, 3])
  })
})

describe("triangular systems", () => {
  const lower = np.tril(normal([6, 6])).add(eye(6).mul(4))
  const flags = [true, false]
  const every = flags.flatMap((isLower) =>
    flags.flatMap((transposeA) =>
      flags.flatMap((unitDiagonal) => flags.map((leftSide) => ({ lower: isLower, transposeA, unitDiagonal, leftSide }))),
    ),
  )
  const operator = (t: NDArray, o: (typeof every)[number]): NDArray => {
    const k = o.unitDiagonal ? 1 : 0
    const part = o.lower ? np.tril(t, -k) : np.triu(t, k)
    const one = o.unitDiagonal ? part.add(eye(t.shape[0] as number)) : part
    return o.transposeA ? one.T : one
  }
  test.each([1, 6, 20, 40])("from both sides, of both triangles, transposed or not: n = %i", (n) => {
    const t = normal([n, n])
      .mul(0.3 / Math.sqrt(n))
      .add(eye(n).mul(4))
    for (const o of every) {
      const b = normal(o.leftSide ? [n, 3] : [3, n])
      const solveIt = (a: NDArray, y: NDArray): NDArray => linalg.triangularSolve(a, y, o)
      const op = operator(t, o)
      for (const x of [solveIt(t, b), compiled((x, y) => solveIt(x as NDArray, y as NDArray))(t, b)])
        expectTiny((o.leftSide ? np.matmul(op, x) : np.matmul(x, op)).sub(b), largest(op) * largest(x))
    }
  })
  test("a vector stands for one column, or one row", () => {
    const b = normal([6])
    expectClose(np.matmul(lower, linalg.triangularSolve(lower, b, { leftSide: true, lower: true })), b, 1e-12)
    expectClose(np.matmul(linalg.triangularSolve(lower, b, { lower: true }), lower), b, 1e-12)
  })
  test("what lies in the other triangle is not read", () => {
    const spoiled = np.where(np.tri(6).equal(1), lower, Number.NaN)
    expectClose(np.matmul(lower, linalg.triangularSolve(spoiled, normal([6, 2]), { leftSide: true, lower: true })), normal([6, 2]), 1e-12)
  })
})

describe("what is not positive definite", () => {
  const indefinite = np.array([
    [1, 2],
    [2, 1],
  ])
  test.each([
    ["negative in the second step", indefinite],
    ["singular", np.ones([3, 3])],
    ["zero", np.zeros([2, 2])],
    ["large", eye(40, "float32").mul(-1)],
  ])("has a factor of NaN, interpreted and compiled: %s", (_, a) => {
    for (const l of [linalg.cholesky(a), compiled((x) => linalg.cholesky(x as NDArray))(a)])
      expect(l.dataSync().every(Number.isNaN)).toBe(true)
  })
  test("does not spoil others of its batch", () => {
    const l = compiled((x) => linalg.cholesky(x as NDArray))(np.stack([indefinite, eye(2, "float32")]))
    expect(l.js()).toEqual([
      [
        [Number.NaN, Number.NaN],
        [Number.NaN, Number.NaN],
      ],
      [
        [1, 0],
        [0, 1],
      ],
    ])
  })
})

describe("determinants", () => {
  test.each([1, 2, 3, 4, 7, 12])("det(A·B) = det A · det B, and sign · e^log = det: n = %i", (n) => {
    const [a, b] = [normal([n, n]), normal([n, n], "float64", 5)]
    expectClose(linalg.det(np.matmul(a, b)), linalg.det(a).mul(linalg.det(b)), 1e-11)
    const [sign, log] = linalg.slogdet(a)
    expectClose(sign.mul(np.exp(log)), linalg.det(a), 1e-11)
  })
  test("of none it is one, of a swap −1, of a singular matrix 0", () => {
    expect(linalg.det(np.zeros([0, 0])).item()).toBe(1)
    const swapped = np.array([
      [0, 1, 0, 0],
      [1, 0, 0, 0],
      [0, 0, 1, 0],
      [0, 0, 0, 1],
    ])
    expect(linalg.det(swapped).item()).toBe(-1)
    expect(linalg.det(np.ones([4, 4])).item()).toBe(0)
    expect(linalg.slogdet(np.ones([4, 4])).map((x) => x.item())).toEqual([0, Number.NEGATIVE_INFINITY])
    expect(linalg.slogdet(np.zeros([0, 0])).map((x) => x.item())).toEqual([1, 0])
  })
  test("the gradient is the matrix of cofactors, also at rank n − 1, and zero below", () => {
    for (const n of [2, 3, 5]) {
      const full = normal([n, n])
      expectClose(grad(linalg.det as (x: NDArray) => NDArray)(full), slopes(linalg.det, full), 1e-7)
      const singular = np.concatenate([full.slice([0, n - 1]), full.slice([0, n - 1]).sum(0, { keepdims: true })], 0)
      expectClose(grad(linalg.det as (x: NDArray) => NDArray)(singular), slopes(linalg.det, singular), 1e-7)
    }
    expect(largest(grad(linalg.det as (x: NDArray) => NDArray)(np.ones([5, 5], { dtype: "float64" })))).toBe(0)
  })
  test("does not overflow in its logarithm", () => {
    const [sign, log] = linalg.slogdet(eye(200).mul(1e10))
    expect([sign.item(), Math.round(log.item() as number)]).toEqual([1, Math.round(200 * Math.log(1e10))])
  })
})

describe("derivatives", () => {
  const a = normal([4, 4]).add(eye(4).mul(3))
  const b = normal([4, 2])
  const weights = normal([4, 4], "float64", 9)
  const functions: readonly (readonly [string, (x: NDArray) => NDArray])[] = [
    ["cholesky", (x) => linalg.cholesky(np.matmul(x, x.T)).mul(weights).sum()],
    ["solve", (x) => linalg.solve(x, b).square().sum()],
    ["inv", (x) => linalg.inv(x).mul(weights).sum()],
    ["det", (x) => linalg.det(x)],
    ["slogdet", (x) => linalg.slogdet(x)[1]],
    ["expm", (x) => linalg.expm(x.mul(0.3)).mul(weights).sum()],
    ["matrixPower", (x) => linalg.matrixPower(x, -3).mul(weights).sum()],
  ]
  test.each(functions)("%s: the gradient is the slope, and the Hessian the slope of the gradient", (_, f) => {
    expectClose(grad(f)(a), slopes(f, a), 1e-6)
    const v = normal([4, 4], "float64", 3)
    const along = (x: NDArray): NDArray => grad(f)(x).mul(v).sum()
    expectClose(grad(along)(a), slopes(along, a), 1e-5)
    expect(hessian(f)(a).shape).toEqual([4, 4, 4, 4])
    expectClose(compiled((x) => grad(f)(x as NDArray))(a), grad(f)(a), 1e-10)
    const lanes = np.stack([a, a.add(0.1), a.T])
    expectClose(vmap(grad(f))(lanes).slice(2), grad(f)(a.T), 1e-10)
  })
  test("solve moves with its right side", () => {
    const f = (y: NDArray): NDArray => linalg.solve(a, y).square().sum()
    expectClose(grad(f)(b), slopes(f, b), 1e-6)
  })
  test("the gradient of a Cholesky factor is symmetric", () => {
    const g = grad((x: NDArray) => linalg.cholesky(x).sum())(positive(4))
    expectClose(g, g.T, 1e-12)
  })
})

describe("products", () => {
  test("powers", () => {
    const a = normal([3, 3])
    expectClose(linalg.matrixPower(a, 5), linalg.multiDot([a, a, a, a, a]), 1e-10)
    expectClose(linalg.matrixPower(a, 0), eye(3))
    expectClose(np.matmul(linalg.matrixPower(a, -2), np.matmul(a, a)), eye(3), 1e-9)
    const integers = np.array(
      [
        [1, 1],
        [1, 0],
      ],
      { dtype: "int32" },
    )
    expect(linalg.matrixPower(integers, 10).js()).toEqual([
      [89, 55],
      [55, 34],
    ])
  })
  test("multiDot keeps vectors at the ends", () => {
    const [x, m, n, y] = [normal([3]), normal([3, 7]), normal([7, 2]), normal([2])]
    expectClose(linalg.multiDot([x, m, n, y]), np.dot(np.dot(np.dot(x, m), n), y), 1e-10)
    expect(linalg.multiDot([m, n, y]).shape).toEqual([3])
    expect(linalg.multiDot([x, m, n]).shape).toEqual([2])
  })
  test("tensors as systems", () => {
    const a = normal([2, 3, 6])
    const b = normal([2, 3])
    expectClose(np.tensordot(a, linalg.tensorsolve(a, b), 1), b, 1e-10)
    expectClose(np.tensordot(linalg.tensorinv(a), b, 2), linalg.tensorsolve(a, b), 1e-10)
    const turned = np.moveaxis(a, 2, 0)
    expectClose(linalg.tensorsolve(turned, b, { axes: [0] }), linalg.tensorsolve(a, b), 1e-10)
  })
  test("the exponential", () => {
    const turn = linalg.expm(
      np
        .array(
          [
            [0, -1],
            [1, 0],
          ],
          { dtype: "float64" },
        )
        .mul(Math.PI / 2),
    )
    expectClose(
      turn,
      np.array(
        [
          [0, -1],
          [1, 0],
        ],
        { dtype: "float64" },
      ),
      1e-14,
    )
    const a = normal([5, 5]).mul(4)
    expectClose(np.matmul(linalg.expm(a), linalg.expm(a.neg())), eye(5), 1e-6)
    expectClose(linalg.expm(a), np.matmul(linalg.expm(a.mul(0.5)), linalg.expm(a.mul(0.5))), 1e-11)
    expectClose(linalg.expm(np.zeros([3, 3], { dtype: "float64" })), eye(3))
    expect(linalg.expm(eye(2).mul(1e9)).dataSync().every(Number.isNaN)).toBe(true)
  })
  test("diagonals and traces are those of the last two axes", () => {
    const x = normal([2, 3, 3])
    expectClose(linalg.trace(x), np.sum(linalg.diagonal(x), -1), 1e-14)
    expect(linalg.diagonal(x, { offset: 1 }).shape).toEqual([2, 2])
  })
})

describe("mistakes", () => {
  test.each([
    ["cholesky of what is not square", () => linalg.cholesky(np.ones([2, 3])), "shape/square"],
    ["cholesky of a vector", () => linalg.cholesky(np.ones([3])), "shape/rank"],
    ["cholesky of half precision", () => linalg.cholesky(np.ones([2, 2], { dtype: "float16" })), "dtype/kind"],
    ["solve with a right side of another size", () => linalg.solve(np.eye(3), np.ones([2, 1])), "shape/inner"],
    ["solve with other batches", () => linalg.solve(np.ones([2, 3, 3]), np.ones([4, 3, 1])), "shape/broadcast"],
    ["triangularSolve with another size", () => linalg.triangularSolve(np.eye(3), np.ones([3, 2])), "shape/inner"],
    ["inv of what is not square", () => linalg.inv(np.ones([2, 3])), "shape/square"],
    ["det of what is not square", () => linalg.det(np.ones([2, 3])), "shape/square"],
    ["det of half precision", () => linalg.det(np.ones([2, 2], { dtype: "bfloat16" })), "dtype/kind"],
    ["a broken power", () => linalg.matrixPower(np.eye(2), 0.5), "argument/power"],
    ["a product of one", () => linalg.multiDot([np.eye(2)]), "argument/arrays"],
    ["a product with a vector in the middle", () => linalg.multiDot([np.eye(2), np.ones([2]), np.eye(2)]), "shape/rank"],
    ["tensorsolve of what is not square", () => linalg.tensorsolve(np.ones([2, 3, 5]), np.ones([2, 3])), "shape/square"],
    ["tensorinv of what is not square", () => linalg.tensorinv(np.ones([2, 3, 5])), "shape/square"],
    ["outer of matrices", () => linalg.outer(np.eye(2), np.ones([2])), "shape/rank"],
  ])("%s", (_, f, expected) => expect(thrownBy(f).code).toBe(expected))
  test("integers become float32", () => {
    expect(linalg.inv(np.array([[2]], { dtype: "int32" })).dtype).toBe("float32")
    expect(linalg.det(np.array([[2]], { dtype: "int32" })).item()).toBe(2)
  })
  test("empty systems have empty solutions", () => {
    expect(linalg.solve(np.zeros([0, 0]), np.zeros([0, 2])).shape).toEqual([0, 2])
    expect(linalg.solve(np.zeros([3, 3]), np.zeros([3, 0])).shape).toEqual([3, 0])
    expect(linalg.cholesky(np.zeros([0, 4, 4])).shape).toEqual([0, 4, 4])
    expect(linalg.inv(np.zeros([2, 0, 0])).shape).toEqual([2, 0, 0])
  })
})
