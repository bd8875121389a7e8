// Graphviz text of a computational graph. Values are blue and stand above, gradients are red, italic and marked ∂ below:
// never told apart by colour alone.
import type { Graph, GraphEdge, GraphNode } from "./graph.js"
import { summarize } from "./summary.js"

export const valueColour = "#1b5e9e"
export const gradientColour = "#b3261e"

export interface DotOptions {
  /** Whether the local derivative stands on edges between scalars. Default false. */
  readonly locals?: boolean
  /** Left to right, or top to bottom. Default "LR". */
  readonly direction?: "LR" | "TB"
}

const escapeHtml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
const quote = (text: string): string => JSON.stringify(text)

const shapes: { readonly [K in GraphNode["kind"]]: string } = {
  input: 'shape=box style="rounded,filled" fillcolor="#eef4fb"',
  constant: 'shape=plaintext fontcolor="#555555"',
  operation: 'shape=circle width=0.55 fixedsize=false margin=0.03 style=filled fillcolor="#ffffff"',
  output: 'shape=box style="rounded,filled,bold" fillcolor="#f5f0e6"',
}

const showNode = (n: GraphNode): string =>
  `  n${n.id} [label=${quote(n.label)} ${shapes[n.kind]}${n.source ? ` tooltip=${quote(n.source)}` : ""}]`

const showEdge = (e: GraphEdge, locals: boolean): string => {
  const value = `<font color="${valueColour}">${escapeHtml(summarize(e.value))}</font>`
  const gradient = e.gradient && `<font color="${gradientColour}"><i>∂ ${escapeHtml(summarize(e.gradient))}</i></font>`
  const local =
    locals && e.local !== undefined ? `<font color="#666666">local ${escapeHtml(String(Number(e.local.toPrecision(2))))}</font>` : undefined
  return `  n${e.from} -> n${e.to} [label=<${[value, gradient, local].filter(Boolean).join("<br/>")}>]`
}

/** The graph in Graphviz's language: render it with `dot -Tsvg`, or any Graphviz compiled to WebAssembly. */
export const toDot = (graph: Graph, { locals = false, direction = "LR" }: DotOptions = {}): string =>
  [
    `digraph ${quote(graph.name)} {`,
    `  rankdir=${direction} nodesep=0.35 ranksep=0.6`,
    '  node [fontname="DejaVu Sans" fontsize=14 color="#444444"]',
    '  edge [fontname="DejaVu Sans" fontsize=12 color="#777777" arrowsize=0.7]',
    ...graph.nodes.map(showNode),
    ...graph.edges.map((e) => showEdge(e, locals)),
    "}",
    "",
  ].join("\n")
