// Adafactor against its formula in JavaScript numbers, and what is the same whether or not second moments are factored.
import { describe, expect, it } from "vitest"
import { ArgumentError, type NDArray, numpy as np, optim, tree } from "../../src/index.js"
import { close } from "../support/close.js"
import { bowl, descend, f64, updatesOf } from "./running.js"

const shape = [2, 5, 3] as const
const size = 30
const gradients = [0, 1, 2].map((t) =>
  f64(
    Array.from({ length: size }, (_, k) => Math.sin(7 * k + 3 * t) * 2 + 0.1),
    shape,
  ),
)
const params = f64(
  Array.from({ length: size }, (_, k) => Math.cos(k)),
  shape,
)
const at = (a: number, i: number, j: number): number => 15 * a + 3 * i + j
const mean = (xs: readonly number[]): number => xs.reduce((s, x) => s + x, 0) / xs.length
const range = (n: number): readonly number[] => [...Array(n).keys()]

/** The factored rule for arrays of 2×5×3: means over axis 1, the largest, and over axis 2. */
const factoredRule = (epsilon: number) => {
  const row = new Map<string, number>()
  const col = new Map<string, number>()
  return (g: readonly number[], t: number): number[] => {
    const beta = 1 - t ** -0.8
    const square = (a: number, i: number, j: number): number => (g[at(a, i, j)] as number) ** 2 + epsilon
    const pull = (means: Map<string, number>, key: string, now: number): void => {
      means.set(key, beta * (means.get(key) ?? 0) + (1 - beta) * now)
    }
    for (const a of range(2)) {
      for (const j of range(3)) pull(row, `${a},${j}`, mean(range(5).map((i) => square(a, i, j))))
      for (const i of range(5)) pull(col, `${a},${i}`, mean(range(3).map((j) => square(a, i, j))))
    }
    return range(2).flatMap((a) => {
      const rows = mean(range(3).map((j) => row.get(`${a},${j}`) as number))
      return range(5).flatMap((i) =>
        range(3).map((j) => {
          const v = ((row.get(`${a},${j}`) as number) * (col.get(`${a},${i}`) as number)) / rows
          return (g[at(a, i, j)] as number) / Math.sqrt(v)
        }),
      )
    })
  }
}

const elementwiseRule = () => {
  const v = new Float64Array(size)
  return (g: readonly number[], t: number): number[] =>
    g.map((x, k) => {
      const beta = 1 - t ** -0.8
      v[k] = beta * (v[k] as number) + (1 - beta) * (x * x + 1e-30)
      return x / Math.sqrt(v[k] as number)
    })
}

const follows = (updates: readonly NDArray[], rule: (g: readonly number[], t: number) => number[]): void => {
  for (const [i, u] of updates.entries()) {
    expect(u.shape).toEqual(shape)
    close(u.ravel(), rule(Array.from((gradients[i] as NDArray).dataSync()), i + 1), 1e-12)
  }
}

describe("scaleByFactoredRms", () => {
  it("estimates squares by row and column of the two largest axes", () =>
    follows(updatesOf(optim.scaleByFactoredRms({ minDimSizeToFactor: 3, epsilon: 1e-3 }), params, gradients), factoredRule(1e-3)))
  it("keeps every square of leaves that are small, or if told to", () => {
    follows(updatesOf(optim.scaleByFactoredRms(), params, gradients), elementwiseRule())
    follows(updatesOf(optim.scaleByFactoredRms({ minDimSizeToFactor: 3, factored: false }), params, gradients), elementwiseRule())
  })
  it("is exact where squares have rank one", () => {
    const outer = np.multiply(f64([1, 2, -3], [3, 1]), f64([0.5, -1, 4, 2], [1, 4]))
    const [factored] = updatesOf(optim.scaleByFactoredRms({ minDimSizeToFactor: 3 }), outer, [outer])
    close(factored as NDArray, outer.sign().js() as number[][], 1e-12)
  })
  it("remembers n + m numbers of a matrix from 128 on, n·m below", () => {
    const state = optim.scaleByFactoredRms().init({ large: np.zeros([128, 200]), small: np.zeros([127, 200]), bias: np.zeros([500]) })
    const shapes = (t: unknown) => tree.map((x: NDArray) => x.shape.join("×"), t)
    expect([state.vRow, state.vCol, state.v].map(shapes)).toEqual([
      { large: "128", small: "1", bias: "1" },
      { large: "200", small: "1", bias: "1" },
      { large: "1", small: "127×200", bias: "500" },
    ])
  })
  it("does not count the steps before fine-tuning, and takes another decay", () => {
    const begun = { count: np.array(10, { dtype: "int32" }), vRow: f64([0]), vCol: f64([0]), v: f64([4]) }
    close(optim.scaleByFactoredRms({ stepOffset: 10 }).update(f64([3]), begun)[0], [1], 1e-12)
    const half = optim.scaleByFactoredRms({ decayRateFn: () => 0.5 })
    close(half.update(f64([2]), { ...begun, v: f64([4]) })[0], [1], 1e-12)
    close(half.update(f64([4]), { ...begun, v: f64([4]) })[0], [4 / Math.sqrt(10)], 1e-12)
  })
})

describe("adafactor", () => {
  it("clips to a root mean square of 1 and steps relative to the weights, then averages and decays", () => {
    const rule = factoredRule(1e-30)
    const rms = (xs: readonly number[]): number => Math.sqrt(mean(xs.map((x) => x * x)))
    const optimizer = optim.adafactor(0.1, { minDimSizeToFactor: 3, momentum: 0.9, weightDecayRate: 0.01 })
    let w = Array.from(params.dataSync())
    let m = w.map(() => 0)
    for (const [i, u] of updatesOf(optimizer, params, gradients).entries()) {
      const scaled = rule(Array.from((gradients[i] as NDArray).dataSync()), i + 1)
      const factor = (0.1 * Math.max(rms(w), 1e-3)) / Math.max(1, rms(scaled))
      m = m.map((x, k) => 0.9 * x + 0.1 * (scaled[k] as number) * factor)
      const updates = m.map((x, k) => -(x + 0.01 * (w[k] as number)))
      close(u.ravel(), updates, 1e-12)
      w = w.map((x, k) => x + (updates[k] as number))
    }
  })
  it("with everything switched off is −g / √v", () => {
    const bare = optim.adafactor(null, { multiplyByParameterScale: false, clippingThreshold: null })
    const [updates] = updatesOf(bare, params, gradients)
    close((updates as NDArray).neg().ravel(), elementwiseRule()(Array.from((gradients[0] as NDArray).dataSync()), 1), 1e-12)
  })
  it("descends as in Optax's own example", () => {
    const loss = (w: NDArray): NDArray => w.square().sum()
    const after = (steps: number): number => loss(descend(optim.adafactor(0.003), loss, np.array([1, 2, 3]), steps)[0]).item() as number
    expect([1, 2, 3, 4, 5].map((n) => after(n).toFixed(1))).toEqual(["13.9", "13.8", "13.8", "13.7", "13.6"])
  })
  it("finds the bottom of a bowl", () => {
    const [w] = descend(
      optim.adafactor((t) => np.divide(0.3, np.sqrt(t.add(1))), { minDimSizeToFactor: 3 }),
      bowl(2),
      params,
      400,
    )
    close(w, np.full(shape, 2).js() as number[][][], 2e-2)
  })
  it("says which options there are", () => {
    expect(() => optim.adafactor(0.1, { epsilon: 1 } as never)).toThrow(ArgumentError)
    expect(() => optim.scaleByFactoredRms({ eps: 1 } as never)).toThrow(/there is no such option/)
  })
})
