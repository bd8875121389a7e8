// Lecture, slides 39-41 and 44-53: the two-layer ReLU net for regression, by hand and by grad.
import { describe, expect, it } from "vitest"
import { grad, type NDArray, nn, numpy as np, optim, random, tree, valueAndGrad } from "../../src/index.js"
import { close } from "../support/close.js"

interface General {
  readonly w0: NDArray
  readonly b0: NDArray
  readonly w1: NDArray
  readonly b1: NDArray
}

describe("general form (slides 39-41)", () => {
  const key = random.key(39)
  const draw = (i: number, shape: readonly number[]): NDArray => random.normal(random.foldIn(key, i), shape)
  const params: General = { w0: draw(0, [4, 3]), b0: draw(1, [4]), w1: draw(2, [2, 4]), b1: draw(3, [2]) }

  it("3 inputs, 4 hidden, 2 outputs: 2·4+2 + 4·3+4 = 26 unknowns", () =>
    expect(tree.leaves(params).reduce((n, leaf) => n + leaf.size, 0)).toBe(26))

  it("h = A(b0 + w0 x), ŷ = A(b1 + w1 h), Lᵢ = (ŷᵢ − yᵢ)², and its gradient by the chain rule", () => {
    const x = draw(4, [3])
    const y = draw(5, [2])
    const loss = ({ w0, b0, w1, b1 }: General): NDArray =>
      nn
        .relu(w1.matmul(nn.relu(w0.matmul(x).add(b0))).add(b1))
        .sub(y)
        .square()
        .sum()
    const numbers = (a: NDArray): number[] => a.js() as number[]
    const rows = (a: NDArray): number[][] => a.js() as number[][]
    const [w0, b0, w1, b1] = [rows(params.w0), numbers(params.b0), rows(params.w1), numbers(params.b1)]
    const affine = (w: number[][], b: number[], v: number[]): number[] =>
      w.map((row, i) => row.reduce((s, a, k) => s + a * (v[k] ?? 0), b[i] ?? 0))
    const z = affine(w0, b0, numbers(x))
    const h = z.map((a) => Math.max(0, a))
    const s = affine(w1, b1, h)
    const delta1 = s.map((a, i) => (a > 0 ? 2 * (a - (numbers(y)[i] ?? 0)) : 0))
    const delta0 = z.map((a, j) => (a > 0 ? delta1.reduce((sum, d, i) => sum + d * (w1[i]?.[j] ?? 0), 0) : 0))
    const g = grad(loss)(params)
    close(g.b1, delta1, 1e-5)
    close(
      g.w1,
      delta1.map((d) => h.map((a) => d * a)),
      1e-5,
    )
    close(g.b0, delta0, 1e-5)
    close(
      g.w0,
      delta0.map((d) => numbers(x).map((a) => d * a)),
      1e-5,
    )
  })
})

describe("L(w) = Σᵢ ‖w2 max(0, w1 xᵢ) − yᵢ‖² at x=1, y=0, w1=1/3, w2=2 (slides 44-53)", () => {
  const weights = { w1: np.array(1 / 3), w2: np.array(2) }
  const loss = ({ w1, w2 }: typeof weights): NDArray =>
    w2
      .mul(nn.relu(w1.mul(1)))
      .sub(0)
      .square()

  it("forward: z=1/3, σ=1/3, ŷ=2/3, L=4/9", () => {
    const z = weights.w1.mul(1)
    close(z, 1 / 3)
    close(nn.relu(z), 1 / 3)
    close(weights.w2.mul(nn.relu(z)), 2 / 3)
    close(loss(weights), 4 / 9)
  })
  it("backward: ∂L/∂ŷ=4/3, ∂L/∂w2=4/9, ∂L/∂σ=8/3, ∂L/∂z=8/3, ∂L/∂w1=8/3", () => {
    close(grad((y: NDArray) => y.sub(0).square())(2 / 3), 4 / 3)
    close(grad((s: NDArray) => weights.w2.mul(s).square())(1 / 3), 8 / 3)
    close(grad((z: NDArray) => weights.w2.mul(nn.relu(z)).square())(1 / 3), 8 / 3)
    const [value, g] = valueAndGrad(loss)(weights)
    close(value, 4 / 9)
    close(g.w1, 8 / 3)
    close(g.w2, 4 / 9)
  })
  it("update: w' = (1/3, 2) − α (8/3, 4/9)", () => {
    const alpha = 0.1
    const optimizer = optim.sgd(alpha)
    const [updates] = optimizer.update(grad(loss)(weights), optimizer.init(weights), weights)
    const next = optim.applyUpdates(weights, updates)
    close(next.w1, 1 / 3 - (alpha * 8) / 3)
    close(next.w2, 2 - (alpha * 4) / 9)
  })
  it("ReLU's derivative at exactly 0 is 0", () => expect(grad((x: NDArray) => nn.relu(x))(0).item()).toBe(0))
})
