// The library in a browser, from the root: a derivative, a batch, a compiled program.
import { describe, expect, it } from "vitest"
import { grad, jit, type NDArray, numpy as np, vmap } from "../../src/index.js"

const squareSum = (x: NDArray): NDArray => x.mul(x).sum()

describe("in a browser", () => {
  it("differentiates", () => {
    expect(grad(squareSum)(np.array([1, 2, 3])).js()).toEqual([2, 4, 6])
  })
  it("batches", () => {
    const rows = np.array([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(vmap(squareSum)(rows).js()).toEqual([14, 77])
  })
  it("compiles", () => {
    const f = jit(grad(squareSum))
    expect(f(np.array([1, 2, 3])).js()).toEqual([2, 4, 6])
    expect(f(np.array([4, 5, 6])).js()).toEqual([8, 10, 12])
  })
  it("shows threads the memory that they share", () => {
    expect(crossOriginIsolated).toBe(true)
  })
})
