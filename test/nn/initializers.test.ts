// Initializers: the variance that each promises, the bounds that each keeps.
import { describe, expect, it } from "vitest"
import { lax, type NDArray, nn, numpy as np, random } from "../../src/index.js"

const { initializers } = nn
const key = random.key(7)
const shape = [200, 300]
const variance = (x: NDArray): number => x.var().item()

describe("initializers", () => {
  const promises: readonly (readonly [name: string, init: nn.initializers.Initializer, variance: number])[] = [
    ["glorotNormal", initializers.glorotNormal(), 2 / 500],
    ["glorotUniform", initializers.glorotUniform(), 2 / 500],
    ["heNormal", initializers.heNormal(), 2 / 200],
    ["heUniform", initializers.heUniform(), 2 / 200],
    ["lecunNormal", initializers.lecunNormal(), 1 / 200],
    ["lecunUniform", initializers.lecunUniform(), 1 / 200],
    ["fan out", initializers.varianceScaling(3, "fanOut", "normal"), 3 / 300],
    ["normal", initializers.normal(0.5), 0.25],
    ["uniform", initializers.uniform(2), 4 / 12],
    ["truncatedNormal", initializers.truncatedNormal(0.5), (0.5 * 0.8796256610342398) ** 2],
  ]
  it.each(promises)("%s has its variance, the same for the same key", (_, init, expected) => {
    const w = init(key, shape)
    expect(variance(w) / expected).toBeCloseTo(1, 1)
    expect(init(key, [3, 4]).js()).toEqual(init(key, [3, 4]).js())
    expect([w.shape, init(key, [2, 2], "float64").dtype]).toEqual([shape, "float64"])
  })
  it("uniform ones keep their bounds, truncated ones two standard deviations", () => {
    const limit = Math.sqrt(6 / 500)
    expect(initializers.glorotUniform()(key, shape).abs().max().item()).toBeLessThanOrEqual(limit)
    expect(initializers.uniform(2)(key, shape).min().item()).toBeGreaterThanOrEqual(0)
    const deviation = Math.sqrt(2 / 200) / 0.8796256610342398
    expect(initializers.heNormal()(key, shape).abs().max().item()).toBeLessThanOrEqual(2 * deviation)
  })
  it("the receptive field counts", () => expect(variance(initializers.heNormal()(key, [3, 3, 20, 50])) * 90).toBeCloseTo(1, 1))
  it("orthogonal ones have orthonormal columns, or rows if there are more columns", () => {
    for (const [m, n] of [
      [6, 6],
      [8, 3],
      [3, 8],
    ] as const) {
      const q = initializers.orthogonal(2)(key, [m, n])
      const small = m >= n ? q.T.matmul(q) : q.matmul(q.T)
      expect(
        small
          .sub(np.eye(Math.min(m, n)).mul(4))
          .abs()
          .max()
          .item(),
      ).toBeLessThan(1e-5)
    }
    const kernel = initializers.orthogonal(1, 0)(key, [4, 3, 5])
    const rows = kernel.reshape([4, 15])
    expect(rows.matmul(rows.T).sub(np.eye(4)).abs().max().item()).toBeLessThan(1e-5)
    expect(() => initializers.orthogonal()(key, [3])).toThrow("shape/fan")
    expect(() => initializers.orthogonal(1, 2)(key, [3, 3])).toThrow("shape/axis")
  })
  it("delta-orthogonal kernels are an orthogonal matrix in the middle, and convolutions by them keep lengths", () => {
    for (const sizes of [[3], [4, 3], [2, 1, 5]]) {
      const kernel = initializers.deltaOrthogonal(2)(key, [...sizes, 3, 5])
      const flat = kernel.reshape([-1, 3, 5])
      const [, place] = sizes.reduceRight<readonly [number, number]>(
        ([stride, at], size) => [stride * size, at + stride * Math.floor((size - 1) / 2)],
        [1, 0],
      )
      expect(flat.slice(place).js()).toEqual(initializers.orthogonal(2)(key, [3, 5]).js())
      expect(flat.abs().sum([1, 2]).js()).toEqual(
        Array.from({ length: flat.shape[0] as number }, (_, i) => (i === place ? flat.abs().sum().item() : 0)),
      )
    }
    const image = random.normal(key, [1, 6, 7, 3])
    const through = lax.convGeneralDilated(image, initializers.deltaOrthogonal()(key, [3, 3, 3, 8]), [1, 1], "SAME", {
      dimensionNumbers: ["NHWC", "HWIO", "NHWC"],
    })
    expect(np.linalg.norm(through).item() / np.linalg.norm(image).item()).toBeCloseTo(1, 5)
    const columns = initializers.deltaOrthogonal(1, 0)(key, [1, 3, 3], "float64")
    expect(columns.dtype).toBe("float64")
    for (const shape of [
      [3, 3],
      [1, 1, 1, 1, 3, 3],
      [3, 4, 3],
      [0, 3, 3],
    ])
      expect(() => initializers.deltaOrthogonal()(key, shape)).toThrow("[shape/kernel]")
  })
  it("constants", () => {
    expect(initializers.zeros(key, [2]).js()).toEqual([0, 0])
    expect(initializers.ones(key, [2]).js()).toEqual([1, 1])
    expect(initializers.constant(3)(key, [2]).js()).toEqual([3, 3])
  })
  it("a vector has no fans", () => expect(() => initializers.heNormal()(key, [5])).toThrow(/at least two axes/))
  it("names go in pairs", () => {
    expect(initializers.xavierNormal).toBe(initializers.glorotNormal)
    expect(initializers.kaimingUniform).toBe(initializers.heUniform)
  })
})
