// Lecture, slides 24-30: the sigmoid neuron, every value and every gradient along its graph.
import { describe, expect, it } from "vitest"
import { grad, jacfwd, type NDArray, nn, valueAndGrad } from "../../src/index.js"

const neuron = (w0: NDArray, x0: NDArray, w1: NDArray, x1: NDArray, b: NDArray): NDArray =>
  w0.mul(x0).add(w1.mul(x1)).add(b).mul(-1).exp().add(1).reciprocal()

const at = [2, -1, -3, -2, -3] as const
const [w0, x0, w1, x1, b] = at

describe("1 / (1 + exp(-(b + w0·x0 + w1·x1)))", () => {
  it("forward: -2, 6, 4, 1, -1, 0.37, 1.37, 0.73", () => {
    const steps: NDArray[] = []
    const keep = (v: NDArray): NDArray => {
      steps.push(v)
      return v
    }
    const watched = (a: NDArray, c: NDArray, d: NDArray, e: NDArray, g: NDArray): NDArray => {
      const left = keep(a.mul(c))
      const right = keep(d.mul(e))
      const score = keep(keep(left.add(right)).add(g))
      const result = keep(keep(keep(keep(score.mul(-1)).exp()).add(1)).reciprocal())
      expect(steps.map((s) => Number(s.item().toFixed(2)))).toEqual([-2, 6, 4, 1, -1, 0.37, 1.37, 0.73])
      return result
    }
    grad(watched, { argnums: [0, 1, 2, 3, 4] })(...at)
  })
  it("backward along the chain: 1, -0.53, -0.53, -0.20, 0.20", () => {
    const two = (x: number): number => Number(x.toFixed(2))
    const chain = [
      grad((y: NDArray) => y)(0.73),
      grad((y: NDArray) => y.reciprocal())(1 + Math.exp(-1)),
      grad((y: NDArray) => y.add(1).reciprocal())(Math.exp(-1)),
      grad((y: NDArray) => y.exp().add(1).reciprocal())(-1),
      grad((y: NDArray) => y.mul(-1).exp().add(1).reciprocal())(1),
    ]
    expect(chain.map((g) => two(g.item()))).toEqual([1, -0.53, -0.53, -0.2, 0.2])
  })
  it("gradients: w0 -0.20, x0 0.39, w1 -0.39, x1 -0.59, b 0.20", () => {
    const [value, gradients] = valueAndGrad(neuron, { argnums: [0, 1, 2, 3, 4] })(...at)
    expect(value.item()).toBeCloseTo(0.73, 2)
    expect(gradients.map((g) => Number(g.item().toFixed(2)))).toEqual([-0.2, 0.39, -0.39, -0.59, 0.2])
  })
  it("is nn.sigmoid, with derivative (1 - σ)σ", () => {
    const score = b + w0 * x0 + w1 * x1
    const sigma = 1 / (1 + Math.exp(-score))
    expect(nn.sigmoid(score).item()).toBeCloseTo(sigma, 6)
    expect(grad(nn.sigmoid)(score).item()).toBeCloseTo((1 - sigma) * sigma, 6)
    expect(jacfwd(nn.sigmoid)(score).item()).toBeCloseTo((1 - sigma) * sigma, 6)
  })
})
