// Graphs as data: every value and every gradient on every edge, as the lecture writes them.
import { describe, expect, it } from "vitest"
import { jit, type NDArray, nn, numpy as np, viz } from "../../src/index.js"

const product = (x: NDArray, y: NDArray, z: NDArray): NDArray => x.add(y).mul(z)
const two = (x: number): number => Number(x.toFixed(2))

/** Edges as `from → to: value, gradient`, by label. */
const edgesOf = (g: viz.Graph): readonly (readonly [from: string, to: string, value: number, gradient: number | undefined])[] => {
  const label = (id: number): string => g.nodes.find((n) => n.id === id)?.label ?? "?"
  return g.edges.map((e) => [label(e.from), label(e.to), two(e.value.item()), e.gradient && two(e.gradient.item())])
}

describe("(x + y)·z at x = 1, y = −3, z = 4 (slides 9-18)", () => {
  const g = viz.graph(product)(1, -3, 4)
  it("has the lecture's values and gradients on its edges", () =>
    expect(edgesOf(g)).toEqual([
      ["x", "+", 1, 4],
      ["y", "+", -3, 4],
      ["+", "×", -2, 4],
      ["z", "×", 4, -2],
      ["×", "product", -8, 1],
    ]))
  it("has local derivatives, whose product along a path is the gradient", () =>
    expect(g.edges.map((e) => e.local)).toEqual([1, 1, 4, -2, 1]))
  it("names its inputs after the parameters, and sums up their gradients", () => {
    expect(g.nodes.map((n) => [n.kind, n.label])).toEqual([
      ["input", "x"],
      ["input", "y"],
      ["input", "z"],
      ["operation", "+"],
      ["operation", "×"],
      ["output", "product"],
    ])
    expect(g.nodes.slice(0, 3).map((n) => n.gradient?.item())).toEqual([4, 4, -2])
    expect(g.nodes[3]?.source).toMatch(/graph\.test\.ts:\d+/)
  })
})

describe("the sigmoid neuron (slides 24-30)", () => {
  const neuron = (w0: NDArray, x0: NDArray, w1: NDArray, x1: NDArray, b: NDArray): NDArray =>
    w0.mul(x0).add(w1.mul(x1)).add(b).mul(-1).exp().add(1).reciprocal()
  it("has the lecture's values and gradients on its edges", () =>
    expect(edgesOf(viz.graph(neuron)(2, -1, -3, -2, -3))).toEqual([
      ["w0", "×", 2, -0.2],
      ["x0", "×", -1, 0.39],
      ["w1", "×", -3, -0.39],
      ["x1", "×", -2, -0.59],
      ["×", "+", -2, 0.2],
      ["×", "+", 6, 0.2],
      ["+", "+", 4, 0.2],
      ["b", "+", -3, 0.2],
      ["+", "×(−1)", 1, 0.2],
      ["×(−1)", "exp", -1, -0.2],
      ["exp", "+1", 0.37, -0.53],
      ["+1", "1/x", 1.37, -0.53],
      ["1/x", "neuron", 0.73, 1],
    ]))
})

describe("the ReLU net (slides 44-53)", () => {
  const net = (x: NDArray, w1: NDArray, w2: NDArray, y: NDArray): NDArray =>
    w2
      .mul(nn.relu(w1.mul(x)))
      .sub(y)
      .square()
  it("draws a ReLU as one node, with the lecture's numbers around it", () =>
    expect(edgesOf(viz.graph(net)(1, 1 / 3, 2, 0))).toEqual([
      ["w1", "×", 0.33, 2.67],
      ["x", "×", 1, 0.89],
      ["×", "max(0,·)", 0.33, 2.67],
      ["w2", "×", 2, 0.44],
      ["max(0,·)", "×", 0.33, 2.67],
      ["×", "−", 0.67, 1.33],
      ["y", "−", 0, -1.33],
      ["−", "x²", 0.67, 1.33],
      ["x²", "net", 0.44, 1],
    ]))
  it("leaves a choice that is no ReLU as it is", () => {
    const labels = (f: (x: NDArray) => NDArray): readonly string[] =>
      viz
        .graph(f)(2)
        .nodes.flatMap((n) => (n.kind === "operation" ? [n.label] : []))
    expect(labels((x) => nn.relu(x))).toEqual(["max(0,·)"])
    expect(labels((x) => np.where(x.lessEqual(1), 0, x))).toEqual(["≤1", "choose"])
    expect(labels((x) => np.where(x.lessEqual(0), 1, x))).toEqual(["≤0", "choose"])
    // its condition is read a second time
    expect(labels((x) => np.where(x.lessEqual(0), 0, x).add(x.lessEqual(0).astype("float32")))).toContain("max(0,·)")
    const twice = (x: NDArray): NDArray => {
      const isLow = x.lessEqual(0)
      return np.where(isLow, 0, x).add(np.where(isLow, x, 1))
    }
    expect(labels(twice)).not.toContain("max(0,·)")
  })
})

describe("graphs of other functions", () => {
  it("a value used twice has two edges, whose gradients add up", () => {
    const g = viz.graph((x: NDArray) => x.mul(x))(3)
    expect(g.edges.slice(0, 2).map((e) => e.gradient?.item())).toEqual([3, 3])
    expect(g.nodes[0]?.gradient?.item()).toBe(6)
  })
  it("leaves are named by their paths, or as asked", () => {
    const f = (params: { readonly w: readonly NDArray[] }, x: NDArray): NDArray => (params.w[0] as NDArray).mul(x)
    const names = (options?: viz.GraphOptions): readonly string[] =>
      viz
        .graph(f, options)({ w: [np.array(2)] }, 3)
        .nodes.flatMap((n) => (n.kind === "input" ? [n.label] : []))
    expect(names()).toEqual(["params.w[0]", "x"])
    expect(names({ names: ["θ", "input"] })).toEqual(["θ.w[0]", "input"])
  })
  it("booleans and integers carry values and no gradients", () => {
    const g = viz.graph((x: NDArray) => np.where(x.greater(1), x, 2))(3)
    const [compared, flag] = g.edges
    expect([compared?.gradient?.item(), flag?.gradient]).toEqual([0, undefined])
  })
  it("calls are looked through, arrays go whole, a cotangent may be given", () => {
    const f = (x: NDArray): NDArray => jit((v: NDArray) => v.mul(2))(x)
    const g = viz.graph(f, { cotangent: np.array([1, 10]) })(np.array([3, 4]))
    expect(g.edges.map((e) => [e.value.js(), e.gradient?.js(), e.local])).toEqual([
      [[3, 4], [2, 20], undefined],
      [[6, 8], [1, 10], 1],
    ])
  })
})

describe("complex values", () => {
  const z = np.array({ re: 1, im: 2 })
  const turned = (w: NDArray): NDArray => np.real(w.mul(np.array({ re: 0, im: 1 })))
  it("label constants and edges, and have gradients", () => {
    const g = viz.graph(turned)(z)
    expect(g.nodes.find((n) => n.kind === "constant")?.label).toBe("1j")
    expect(g.edges.every((e) => e.gradient !== undefined)).toBe(true)
    for (const picture of [viz.toMermaid(g), viz.toDot(g)]) expect(picture).toContain("1+2j")
  })
  it("are summarised part by part, and by their sizes where they are many", () => {
    expect(viz.summarize(z)).toBe("1+2j")
    expect(viz.summarize(np.stack([z, z.conj().neg()]))).toBe("[1+2j, −1+2j]")
    expect(viz.summarize(np.array([3, 0, 0, 0, 1]).add(np.array({ re: 0, im: 4 })))).toBe("c64[5] |4 … 5|")
    expect(viz.summarize(np.zeros([0], { dtype: "complex64" }))).toBe("[]")
  })
  it("of transforms too", () => expect(viz.toMermaid(viz.graph((w: NDArray) => np.fft.fft(w))(np.stack([z, z])))).toContain("fft"))
})

it("what is no graph, no function or no array is refused in words", () => {
  const any = (x: unknown): never => x as never
  expect(() => viz.summarize(any((x: NDArray) => x))).toThrow("[argument/array] summarize: an array or a number is needed; got a function")
  expect(() => viz.summarize(any(undefined))).toThrow("[argument/array]")
  expect(viz.summarize(3)).toBe("3")
  expect(() => viz.graph(any(3))).toThrow("[argument/function] graph")
  expect(() => viz.toDot(any((x: NDArray) => x))).toThrow("[argument/graph] toDot")
  expect(() => viz.toMermaid(any(undefined))).toThrow("[argument/graph] toMermaid")
})
