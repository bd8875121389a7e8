// The library in a browser, from the root: derivatives, batches, compiled programs, random numbers, a loop, an optimizer's step.
import { describe, expect, it } from "vitest"
import { grad, jit, lax, type NDArray, numpy as np, optim, random, vmap } from "../../src/index.js"
import { mayCompile } from "../../src/runtime/permitted.js"

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
    expect(mayCompile()).toBe(true)
    const f = jit(grad(squareSum))
    expect(f(np.array([1, 2, 3])).js()).toEqual([2, 4, 6])
    expect(f(np.array([4, 5, 6])).js()).toEqual([8, 10, 12])
  })
  it("draws JAX's random numbers", () => {
    expect(Array.from(random.bits(random.key(0), [2]).dataSync())).toEqual(
      Array.from(jit(() => random.bits(random.key(0), [2]))().dataSync()),
    )
    const mean = jit((key: NDArray) => random.uniform(key, [10_000]).mean())(random.key(1)).item()
    expect(mean).toBeCloseTo(0.5, 1)
  })
  it("loops in one program", () => {
    const powers = jit((x: NDArray) => lax.scan((c: NDArray, _: NDArray) => [c.mul(x), c] as const, np.array(1), np.arange(5))[1])
    expect(powers(np.array(3)).js()).toEqual([1, 3, 9, 27, 81])
  })
  it("takes an optimizer's steps downhill", () => {
    const tx = optim.adam(0.1)
    const loss = (w: NDArray): NDArray =>
      w
        .sub(np.array([1, -2]))
        .square()
        .sum()
    let w: NDArray = np.zeros([2])
    let state = tx.init(w)
    const before = loss(w).item()
    for (let i = 0; i < 20; i++) {
      const [updates, next] = tx.update(grad(loss)(w), state, w)
      w = optim.applyUpdates(w, updates) as NDArray
      state = next
    }
    expect(loss(w).item()).toBeLessThan(before / 2)
  })
  it("shows threads the memory that they share", () => {
    expect(crossOriginIsolated).toBe(true)
  })
})
