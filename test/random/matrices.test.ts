import { describe, expect, it } from "vitest"
import { grad, jit, type NDArray, numpy as np, random, vmap } from "../../src/index.js"

const key = random.key(3)
const mean = np.array([1, -2, 0.5])
const cov = np.array([
  [2, 0.5, 0],
  [0.5, 1, -0.3],
  [0, -0.3, 0.5],
])

describe("multivariateNormal", () => {
  it.each(["cholesky", "eigh", "svd"] as const)("is a linear map of normal numbers whose square is the covariance, by %s", (method) => {
    const options = { method, dtype: "float64" } as const
    const z = random.normal(key, [3, 3], { dtype: "float64" })
    const x = random.multivariateNormal(key, mean, cov, [3], options)
    const factor = np.linalg.solve(z, x.sub(mean)).T
    expect(factor.matmul(factor.T).sub(cov).abs().max().item()).toBeLessThan(1e-6)
  })
  it("has its mean", () => {
    const x = random.multivariateNormal(key, mean, cov, [20000])
    expect(x.mean(0).sub(mean).abs().max().item()).toBeLessThan(0.04)
  })
  it("is the mean plus the factor times normal numbers", () => {
    const z = random.normal(key, [4, 3])
    const expected = mean.add(np.matmul(z, np.linalg.cholesky(cov).T))
    expect(random.multivariateNormal(key, mean, cov, [4]).sub(expected).abs().max().item()).toBeLessThan(1e-6)
  })
  it("takes batches of means and covariances, by default one draw of each", () => {
    expect(random.multivariateNormal(key, np.zeros([4, 3]), np.stack([cov, cov]).reshape([2, 1, 3, 3])).shape).toEqual([2, 4, 3])
    expect(vmap((k: NDArray) => random.multivariateNormal(k, mean, cov))(random.split(key, 5)).shape).toEqual([5, 3])
    expect(jit((c: NDArray) => random.multivariateNormal(key, mean, c))(cov).shape).toEqual([3])
  })
  it("moves with its mean", () => {
    expect(grad((m: NDArray) => random.multivariateNormal(key, m, cov).sum())(mean).js()).toEqual([1, 1, 1])
  })
  it("needs a vector, a matrix of its size, and a method that it knows", () => {
    expect(() => random.multivariateNormal(key, 0, cov)).toThrow("shape/covariance")
    expect(() => random.multivariateNormal(key, np.zeros([2]), cov)).toThrow("shape/covariance")
    expect(() => random.multivariateNormal(key, mean, cov, [], { method: "lu" as "svd" })).toThrow("argument/method")
  })
})

describe("orthogonal", () => {
  it("has orthonormal columns, or rows", () => {
    const q = random.orthogonal(key, 5, [3])
    expect(np.matmul(np.matrixTranspose(q), q).sub(np.eye(5)).abs().max().item()).toBeLessThan(1e-5)
    expect(random.orthogonal(key, 2, [], { m: 5, dtype: "float64" }).shape).toEqual([2, 5])
  })
  it("is spread evenly: rotations of the plane average to nothing", () => {
    expect(random.orthogonal(key, 2, [4000]).mean(0).abs().max().item()).toBeLessThan(0.05)
  })
})
