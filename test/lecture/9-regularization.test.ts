// Lecture, slides 59-72: regularization.
import { describe, expect, it } from "vitest"
import { grad, jit, losses, type NDArray, nn, numpy as np, random, regularizers } from "../../src/index.js"
import { close } from "../support/close.js"

describe("L1 and L2 prefer different weights (slides 60-64)", () => {
  const x = np.array([1, 2, 1])
  const theta1 = np.array([0, 0.75, 0])
  const theta2 = np.array([0.25, 0.5, 0.25])
  it("both score 1.5", () => {
    close(x.dot(theta1), 1.5)
    close(x.dot(theta2), 1.5)
  })
  it("R_L2 = 0.5625 and 0.375: L2 prefers θ2", () => {
    close(regularizers.l2(theta1), 0.5625)
    close(regularizers.l2(theta2), 0.375)
  })
  it("R_L1 = 0.75 and 1: L1 prefers θ1", () => {
    close(regularizers.l1(theta1), 0.75)
    close(regularizers.l1(theta2), 1)
  })
  it("R is a sum over the leaves of a tree", () => close(regularizers.l2({ a: theta1, b: [theta2] }), 0.5625 + 0.375))
})

describe("sparsity", () => {
  const key = random.key(62)
  const x = random.normal(key, [60, 8])
  const truth = np.array([2, 0, 0, -1, 0, 0, 0, 0.5])
  const y = x.matmul(truth).add(random.normal(random.foldIn(key, 1), [60]).mul(0.05))
  const data = (w: NDArray): NDArray => losses.mse(x.matmul(w), y)
  const descend = (step: (w: NDArray) => NDArray): NDArray => {
    const jitted = jit(step)
    let w = np.zeros([8])
    for (let i = 0; i < 200; i++) w = jitted(w)
    return w
  }
  it("a proximal L1 fit gives exact zeros where L2 does not", () => {
    const rate = 0.1
    const sparse = descend((w) => regularizers.softThreshold(w.sub(grad(data)(w).mul(rate)), rate * 0.2))
    const small = descend((w) => w.sub(grad((v: NDArray) => data(v).add(regularizers.l2(v).mul(0.1)))(w).mul(rate)))
    const zeros = (w: NDArray): number => (w.js() as number[]).filter((v) => v === 0).length
    expect(zeros(sparse)).toBe(5)
    expect(zeros(small)).toBe(0)
  })
})

describe("max-norm and dropout (slide 59)", () => {
  it("max-norm projects long weights onto the ball and leaves short ones", () => {
    const { long, short } = regularizers.maxNorm({ long: np.array([3, 4]), short: np.array([0.3, 0.4]) }, 1)
    close(long, [0.6, 0.8])
    close(short, [0.3, 0.4])
  })
  it("dropout silences a fraction, keeps the mean, and does nothing when predicting", () => {
    const ones = np.ones([10_000])
    const dropped = regularizers.dropout(random.key(1), ones, 0.25)
    const values = new Set(dropped.js() as number[])
    expect([...values].sort()).toEqual([0, Math.fround(1 / 0.75)])
    expect(dropped.mean().item()).toBeCloseTo(1, 1)
    expect(regularizers.dropout(random.key(1), ones, 0.25, { training: false })).toBe(ones)
  })
})

describe("the regularized net as one graph (slide 72)", () => {
  it("Σᵢ ‖w2 max(0, w1 xᵢ) − yᵢ‖² + λ(w1² + w2²)", () => {
    const lambda = 0.1
    const w = { w1: np.array(1 / 3), w2: np.array(2) }
    const loss = (p: typeof w): NDArray =>
      p.w2
        .mul(nn.relu(p.w1.mul(1)))
        .sub(0)
        .square()
        .add(regularizers.l2(p).mul(lambda))
    close(loss(w), 4 / 9 + lambda * (1 / 9 + 4))
    const g = grad(loss)(w)
    close(g.w1, 8 / 3 + (2 * lambda) / 3)
    close(g.w2, 4 / 9 + 4 * lambda)
  })
})
