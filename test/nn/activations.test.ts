// Activations at their kinks, far away, and between: JAX's derivatives exactly where two are possible.
import { describe, expect, it } from "vitest"
import { grad, type NDArray, nn, numpy as np, vmap } from "../../src/index.js"
import { close } from "../support/close.js"

type Activation = (x: NDArray) => NDArray
const slope = (f: Activation, x: number): number => grad(f)(x).item()

interface Facts {
  readonly f: Activation
  /** The function in JavaScript numbers. */
  readonly is: (x: number) => number
  /** Derivatives at kinks. */
  readonly at?: Readonly<Record<number, number>>
  /** Values at −1000 and 1000. */
  readonly far: readonly [number, number]
}

const sigma = (x: number): number => 1 / (1 + Math.exp(-x))
const soft = (x: number): number => Math.log1p(Math.exp(-Math.abs(x))) + Math.max(x, 0)
const facts: Readonly<Record<string, Facts>> = {
  identity: { f: nn.identity, is: (x) => x, far: [-1000, 1000] },
  relu: { f: nn.relu, is: (x) => Math.max(0, x), at: { 0: 0 }, far: [0, 1000] },
  relu6: { f: nn.relu6, is: (x) => Math.min(6, Math.max(0, x)), at: { 0: 0, 6: 0 }, far: [0, 6] },
  leakyRelu: { f: (x) => nn.leakyRelu(x), is: (x) => (x < 0 ? 0.01 * x : x), at: { 0: 1 }, far: [-10, 1000] },
  prelu: { f: (x) => nn.prelu(x, 0.25), is: (x) => (x < 0 ? 0.25 * x : x), at: { 0: 1 }, far: [-250, 1000] },
  sigmoid: { f: nn.sigmoid, is: sigma, at: { 0: 0.25 }, far: [0, 1] },
  tanh: { f: nn.tanh, is: Math.tanh, at: { 0: 1 }, far: [-1, 1] },
  softplus: { f: nn.softplus, is: soft, at: { 0: 0.5 }, far: [0, 1000] },
  logSigmoid: { f: nn.logSigmoid, is: (x) => -soft(-x), at: { 0: 0.5 }, far: [-1000, 0] },
  softSign: { f: nn.softSign, is: (x) => x / (1 + Math.abs(x)), at: { 0: 1 }, far: [-1000 / 1001, 1000 / 1001] },
  silu: { f: nn.silu, is: (x) => x * sigma(x), at: { 0: 0.5 }, far: [0, 1000] },
  mish: { f: nn.mish, is: (x) => x * Math.tanh(soft(x)), at: { 0: 0.6 }, far: [0, 1000] },
  elu: { f: (x) => nn.elu(x, 0.7), is: (x) => (x > 0 ? x : 0.7 * Math.expm1(x)), at: { 0: 0.7 }, far: [-0.7, 1000] },
  celu: { f: (x) => nn.celu(x, 2), is: (x) => (x > 0 ? x : 2 * Math.expm1(x / 2)), at: { 0: 1 }, far: [-2, 1000] },
  selu: {
    f: nn.selu,
    is: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * Math.expm1(x)),
    at: { 0: 1.7580993408473766 },
    far: [-1.7580993408473766, 1050.7009873554805],
  },
  gelu: {
    f: (x) => nn.gelu(x),
    is: (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
    at: { 0: 0.5 },
    far: [0, 1000],
  },
  hardSigmoid: { f: nn.hardSigmoid, is: (x) => Math.min(6, Math.max(0, x + 3)) / 6, at: { [-3]: 0, 3: 0 }, far: [0, 1] },
  hardSilu: { f: nn.hardSilu, is: (x) => (x * Math.min(6, Math.max(0, x + 3))) / 6, at: { [-3]: 0, 3: 1 }, far: [0, 1000] },
  hardTanh: { f: nn.hardTanh, is: (x) => Math.min(1, Math.max(-1, x)), at: { [-1]: 1, 1: 1 }, far: [-1, 1] },
  squareplus: { f: (x) => nn.squareplus(x), is: (x) => (x + Math.sqrt(x * x + 4)) / 2, at: { 0: 0.5 }, far: [0.001, 1000.001] },
  sparsePlus: { f: nn.sparsePlus, is: (x) => (x <= -1 ? 0 : x >= 1 ? x : (x + 1) ** 2 / 4), at: { [-1]: 0, 1: 1 }, far: [0, 1000] },
  sparseSigmoid: { f: nn.sparseSigmoid, is: (x) => Math.min(1, Math.max(0, (x + 1) / 2)), far: [0, 1] },
}
const points = [-4, -2.5, -0.75, -0.1, 0, 0.3, 0.9, 2.5, 5, 7]

describe.each(Object.keys(facts))("%s", (name) => {
  const { f, is, at = {}, far } = facts[name] as Facts
  it("is its formula, element by element", () => close(f(np.array([...points])), points.map(is), 1e-5))
  it("has JAX's derivative at its kinks, and its own between", () => {
    for (const [x, expected] of Object.entries(at)) expect(slope(f, Number(x))).toBeCloseTo(expected, 5)
    for (const x of [-1.7, -0.4, 0.4, 1.7]) {
      const difference = (is(x + 1e-5) - is(x - 1e-5)) / 2e-5
      expect(slope(f, x)).toBeCloseTo(difference, 3)
    }
  })
  it("is finite at ±1000, and so is its derivative", () => {
    close(f(np.array([-1000, 1000])), [...far], 1e-3)
    expect([-1000, 1000].map((x) => slope(f, x)).every(Number.isFinite)).toBe(true)
  })
  it("is the same under vmap", () => close(vmap(f)(np.array([...points])), points.map(is), 1e-5))
})

describe("activations of more than one number", () => {
  it("exact gelu is x·Φ(x)", () => {
    // Φ(1) and Φ(−2)
    close(nn.gelu(np.array([1, -2, 0]), { approximate: false }), [0.8413447460685429, -2 * 0.022750131948179195, 0], 1e-6)
  })
  it("glu gates the first half by the second", () => close(nn.glu(np.array([1, 2, 0, 100])), [0.5, 2]))
  it("maxout is the largest piece", () => close(nn.maxout(np.array([[1, 3, 2]])), [3]))
  it("log1mexp is exact at both ends", () => {
    const exact = (x: number): number => (x < 0.5 ? Math.log(-Math.expm1(-x)) : Math.log1p(-Math.exp(-x)))
    const xs = [1e-6, 0.1, 0.7, 3, 50]
    close(nn.log1mexp(np.array(xs)), xs.map(exact), 1e-6)
    expect(Number.isFinite(slope(nn.log1mexp, 1e-3)) && Number.isFinite(slope(nn.log1mexp, 80))).toBe(true)
  })
  it("takes integers as real numbers where it must", () => {
    close(nn.sigmoid(np.array([0, 1], { dtype: "int32" })), [0.5, sigma(1)])
    expect(nn.relu(np.array([-1, 2], { dtype: "int32" })).dtype).toBe("int32")
  })
})
