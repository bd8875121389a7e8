// Lecture, slides 3-7: networks as nested functions, and their activations.
import { describe, expect, it } from "vitest"
import { grad, jit, makeJaxpr, type NDArray, nn, numpy as np, random, vmap } from "../../src/index.js"
import { close } from "../support/close.js"

const key = random.key(4)
const weights = (i: number, shape: readonly number[]): NDArray => random.normal(random.foldIn(key, i), shape)
const x = weights(0, [6])
const w1 = weights(1, [5, 6])
const w2 = weights(2, [4, 5])
const w3 = weights(3, [3, 4])
const w4 = weights(4, [3, 3])
const w5 = weights(5, [2, 3])

// the same nets written with loops over JavaScript numbers
const matVec = (w: NDArray, v: readonly number[]): number[] =>
  (w.js() as number[][]).map((row) => row.reduce((s, a, i) => s + a * (v[i] ?? 0), 0))
const reluOf = (v: readonly number[]): number[] => v.map((a) => Math.max(0, a))
const xs = x.js() as number[]

describe("nested functions (slides 3-5)", () => {
  const layer1 = reluOf(matVec(w1, xs))
  const layer2 = reluOf(matVec(w2, layer1))
  it("linear score W x", () => close(w1.matmul(x), matVec(w1, xs)))
  it("two layers: W2 max(0, W1 x)", () => close(w2.matmul(nn.relu(w1.matmul(x))), matVec(w2, layer1)))
  it("three layers: W3 max(0, W2 max(0, W1 x))", () => close(w3.matmul(nn.relu(w2.matmul(nn.relu(w1.matmul(x))))), matVec(w3, layer2)))
  const layer3 = matVec(w3, layer2).map(Math.tanh)
  it("four layers with a tanh outside the ReLUs", () =>
    close(w4.matmul(np.tanh(w3.matmul(nn.relu(w2.matmul(nn.relu(w1.matmul(x))))))), matVec(w4, layer3)))
  it("five layers: W5 σ(W4 tanh(W3 max(0, W2 max(0, W1 x))))", () => {
    const layer4 = matVec(w4, layer3).map((a) => 1 / (1 + Math.exp(-a)))
    close(w5.matmul(nn.sigmoid(w4.matmul(np.tanh(w3.matmul(nn.relu(w2.matmul(nn.relu(w1.matmul(x))))))))), matVec(w5, layer4))
  })
})

describe("depth (slide 5: up to hundreds of layers)", () => {
  const deep = (v: NDArray): NDArray => {
    let y = v
    for (let i = 0; i < 10_000; i++) y = np.sin(y).add(0.1)
    return y.sum()
  }
  it("10,000 composed layers trace, run, differentiate and batch", () => {
    const at = np.array([0.5, 1])
    let [value, slope] = [0.5, 1]
    for (let i = 0; i < 10_000; i++) {
      slope *= Math.cos(value)
      value = Math.fround(Math.fround(Math.sin(value)) + Math.fround(0.1))
    }
    expect(makeJaxpr(deep)(at).jaxpr.eqns).toHaveLength(20_001)
    close(deep(np.array([0.5])), value, 1e-5)
    close(jit(deep)(np.array([0.5])), value, 1e-5)
    close(grad(deep)(np.array([0.5])), [slope], 1e-5)
    close(vmap(deep)(np.array([[0.5], [0.5]])), [value, value], 1e-5)
    expect(String(makeJaxpr(deep)(at))).toContain("= sin ")
  })
})

describe("activations (slide 6)", () => {
  const points = [-2, -0.5, 0, 0.5, 2]
  const at = np.array(points)
  const everywhere = (f: (x: NDArray) => NDArray, expected: (x: number) => number): void => close(f(at), points.map(expected))
  it("sigmoid 1/(1+e^-x)", () => everywhere(nn.sigmoid, (a) => 1 / (1 + Math.exp(-a))))
  it("tanh", () => everywhere(nn.tanh, Math.tanh))
  it("ReLU max(0,x)", () => everywhere(nn.relu, (a) => Math.max(0, a)))
  it("leaky ReLU max(0.1x, x)", () =>
    everywhere(
      (a) => nn.leakyRelu(a, 0.1),
      (a) => Math.max(0.1 * a, a),
    ))
  it("parametric ReLU max(αx, x), with α learned", () => {
    everywhere(
      (a) => nn.prelu(a, 0.3),
      (a) => Math.max(0.3 * a, a),
    )
    // ∂/∂α Σ max(αx, x) = Σ of the negative x
    close(grad((alpha: NDArray) => nn.prelu(at, alpha).sum())(0.3), -2.5)
  })
  it("maxout max(w1ᵀx+b1, w2ᵀx+b2)", () => {
    const [w, b] = [weights(6, [2, 6]), weights(7, [2])]
    const pieces = matVec(w, xs).map((a, i) => a + ((b.js() as number[])[i] ?? 0))
    close(nn.maxout(w.matmul(x).add(b)), Math.max(...pieces))
  })
  it("ELU x if x>0 else α(e^x - 1)", () =>
    everywhere(
      (a) => nn.elu(a, 0.7),
      (a) => (a > 0 ? a : 0.7 * (Math.exp(a) - 1)),
    ))
})
