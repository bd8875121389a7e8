// Lecture, slides 56-58: splits, over- and underfitting, early stopping.
import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { data, numpy as np, random, train } from "../../src/index.js"

describe("train, validation, test", () => {
  it("60/20/20, 80/10/10 or any fractions: seeded, disjoint, complete", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 60 }),
        fc.nat(1000),
        fc.constantFrom([0.6, 0.2, 0.2], [0.8, 0.1, 0.1], [0.5, 0.5], [1 / 3, 1 / 3, 1 / 3]),
        (n, seed, fractions) => {
          const all = { x: np.arange(n).mul(10), y: np.arange(n) }
          const parts = data.split(random.key(seed), all, fractions)
          const again = data.split(random.key(seed), all, fractions)
          expect(parts.map((p) => p.y.js())).toEqual(again.map((p) => p.y.js()))
          for (const p of parts) expect(p.x.js()).toEqual(p.y.mul(10).js())
          const seen = parts.flatMap((p) => p.y.js() as number[]).sort((a, b) => a - b)
          expect(seen).toEqual(Array.from({ length: n }, (_, i) => i))
          for (const [i, p] of parts.slice(1).entries()) expect(p.y.size).toBe(Math.floor(n * (fractions[i + 1] as number) + 1e-9))
        },
      ),
      { numRuns: 40 },
    )
  })
  it("other seeds, other splits", () => {
    const all = np.arange(50)
    const first = (seed: number) => data.split(random.key(seed), all, [0.6, 0.4])[0].js()
    expect(first(1)).not.toEqual(first(2))
  })
  it("batches cover the data once, in an order of their own", () => {
    const seen = [...data.batches(random.key(3), np.arange(24), 6)].map((b) => b.js() as number[])
    expect(seen.map((b) => b.length)).toEqual([6, 6, 6, 6])
    expect(seen.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 24 }, (_, i) => i))
    expect(seen.flat()).not.toEqual([...seen.flat()].sort((a, b) => a - b))
  })
})

describe("early stopping", () => {
  it("waits for `patience` evaluations and gives back the best parameters", () => {
    const stopper = train.earlyStopping({ patience: 3 })
    const curve = [5, 4, 3, 3.5, 3.2, 3.1, 2]
    let state = stopper.init("start")
    let stopped = 0
    for (const [i, loss] of curve.entries()) {
      state = stopper.update(state, loss, `after ${i + 1}`)
      if (state.shouldStop) {
        stopped = i + 1
        break
      }
    }
    expect(stopped).toBe(6)
    expect(state).toMatchObject({ bestLoss: 3, bestParams: "after 3", bestStep: 3 })
  })
  it("a loss of NaN is no improvement", () => {
    const stopper = train.earlyStopping({ patience: 1 })
    expect(stopper.update(stopper.init(0), Number.NaN, 1)).toMatchObject({ bestParams: 0, shouldStop: true })
  })
})
