// Pictures as text: Graphviz and Mermaid.
import { describe, expect, it } from "vitest"
import { type NDArray, nn, numpy as np, viz } from "../../src/index.js"

const graphOf = (): viz.Graph => {
  const g = viz.graph((x: NDArray, y: NDArray, z: NDArray) => x.add(y).mul(z), { names: ["x", "y", "z"] })(1, -3, 4)
  // the user's lines depend on where this file lies
  return { ...g, name: "f", nodes: g.nodes.map(({ source: _, ...n }) => (n.kind === "output" ? { ...n, label: "f" } : n)) }
}

describe("toMermaid", () => {
  it("writes values above and gradients below", () =>
    expect(viz.toMermaid(graphOf())).toMatchInlineSnapshot(`
    "flowchart LR
      n0(["x"])
      n1(["y"])
      n2(["z"])
      n3(("+"))
      n4(("×"))
      n5[["f"]]
      n0 -->|"<span style='color:#1b5e9e'>1</span><br/><i style='color:#b3261e'>∂ 4</i>"| n3
      n1 -->|"<span style='color:#1b5e9e'>−3</span><br/><i style='color:#b3261e'>∂ 4</i>"| n3
      n3 -->|"<span style='color:#1b5e9e'>−2</span><br/><i style='color:#b3261e'>∂ 4</i>"| n4
      n2 -->|"<span style='color:#1b5e9e'>4</span><br/><i style='color:#b3261e'>∂ −2</i>"| n4
      n4 -->|"<span style='color:#1b5e9e'>−8</span><br/><i style='color:#b3261e'>∂ 1</i>"| n5
    "
  `))
  it("escapes what Mermaid would read", () => expect(viz.toMermaid(viz.graph((x: NDArray) => x.less(1))(2))).toContain('"#lt;1"'))
})

describe("toDot", () => {
  it("writes values above and gradients below the line of each edge", () =>
    expect(viz.toDot(graphOf())).toMatchInlineSnapshot(`
    "digraph "f" {
      rankdir=LR ordering=in nodesep=0.3 ranksep=0.25
      node [fontname="DejaVu Sans" fontsize=14 color="#444444"]
      edge [fontname="DejaVu Sans" fontsize=12 color="#777777" arrowsize=0.7]
      n0 [label="x" shape=box style="rounded,filled" fillcolor="#eef4fb"]
      n1 [label="y" shape=box style="rounded,filled" fillcolor="#eef4fb"]
      n2 [label="z" shape=box style="rounded,filled" fillcolor="#eef4fb"]
      n3 [label="+" shape=circle width=0.55 margin=0.03 style=filled fillcolor="#ffffff"]
      n4 [label="×" shape=circle width=0.55 margin=0.03 style=filled fillcolor="#ffffff"]
      n5 [label="f" shape=box style="rounded,filled,bold" fillcolor="#f5f0e6"]
      e0 [shape=plain fontsize=12 label=<<table border="0" cellborder="0" cellspacing="0" cellpadding="1" color="#777777"><tr><td height="17"><font color="#1b5e9e">1</font></td></tr><hr/><tr><td height="17"><font color="#b3261e"><i>∂ 4</i></font></td></tr></table>>]
      n0 -> e0:w [arrowhead=none]
      e0:e -> n3
      e1 [shape=plain fontsize=12 label=<<table border="0" cellborder="0" cellspacing="0" cellpadding="1" color="#777777"><tr><td height="17"><font color="#1b5e9e">−3</font></td></tr><hr/><tr><td height="17"><font color="#b3261e"><i>∂ 4</i></font></td></tr></table>>]
      n1 -> e1:w [arrowhead=none]
      e1:e -> n3
      e2 [shape=plain fontsize=12 label=<<table border="0" cellborder="0" cellspacing="0" cellpadding="1" color="#777777"><tr><td height="17"><font color="#1b5e9e">−2</font></td></tr><hr/><tr><td height="17"><font color="#b3261e"><i>∂ 4</i></font></td></tr></table>>]
      n3 -> e2:w [arrowhead=none]
      e2:e -> n4
      e3 [shape=plain fontsize=12 label=<<table border="0" cellborder="0" cellspacing="0" cellpadding="1" color="#777777"><tr><td height="17"><font color="#1b5e9e">4</font></td></tr><hr/><tr><td height="17"><font color="#b3261e"><i>∂ −2</i></font></td></tr></table>>]
      n2 -> e3:w [arrowhead=none]
      e3:e -> n4
      e4 [shape=plain fontsize=12 label=<<table border="0" cellborder="0" cellspacing="0" cellpadding="1" color="#777777"><tr><td height="17"><font color="#1b5e9e">−8</font></td></tr><hr/><tr><td height="17"><font color="#b3261e"><i>∂ 1</i></font></td></tr></table>>]
      n4 -> e4:w [arrowhead=none]
      e4:e -> n5
    }
    "
  `))
  it("goes from top to bottom, and shows local derivatives, on request", () => {
    const text = viz.toDot(graphOf(), { direction: "TB", locals: true })
    expect(text).toContain("rankdir=TB")
    expect(text).toContain("n0 -> e0:n [arrowhead=none]")
    expect(text).toContain("local −2")
  })
  it("gives names an ellipse, signs a circle, and quotes what Graphviz would read", () => {
    const text = viz.toDot(viz.graph((x: NDArray) => nn.relu(x).add(1))(2))
    expect(text).toMatch(/label="max\(0,·\)" shape=ellipse/)
    expect(text).toMatch(/label="\+1" shape=circle/)
    expect(viz.toDot({ ...graphOf(), name: 'a "b"' })).toContain('digraph "a \\"b\\""')
  })
})

describe("gradients", () => {
  it("are never told from values by colour alone: they are marked ∂, italic, and stand below", () => {
    const g = viz.graph((x: NDArray) => x.mul(2).exp())(np.array([1, 2]))
    const withGradient = g.edges.filter((e) => e.gradient).length
    for (const text of [viz.toDot(g), viz.toMermaid(g)]) {
      expect(text.match(/<i[ >][^∂]*∂ /g)).toHaveLength(withGradient)
      for (const line of text.split("\n").filter((l) => l.includes("∂"))) expect(line.indexOf("#1b5e9e")).toBeLessThan(line.indexOf("∂"))
    }
  })
})

describe("numbers on edges", () => {
  const shown = (x: NDArray): string => {
    const text = viz.toMermaid(viz.graph((v: NDArray) => v.neg())(x))
    return /1b5e9e'>([^<]*)</.exec(text)?.[1] ?? ""
  }
  it("whole, with two decimals, or in powers of ten", () =>
    expect([3, -0.2, 1 / 3, 12345.5, 0.001, 0].map((x) => shown(np.array(x)))).toEqual(["3", "−0.20", "0.33", "1.2e+4", "1.0e−3", "0"]))
  it("short vectors whole, other arrays by their range", () => {
    expect(shown(np.array([1, 2.5]))).toBe("[1, 2.50]")
    expect(
      shown(
        np.array([
          [1, 2],
          [3, -4],
        ]),
      ),
    ).toBe("f32[2,2] −4 … 3")
    expect(shown(np.zeros([2, 3]))).toBe("f32[2,3] 0")
    expect(shown(np.zeros([0, 3]))).toBe("f32[0,3]")
  })
})
