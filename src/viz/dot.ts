// Graphviz text of a computational graph. Values are blue and stand above, gradients are red, italic and marked ∂ below:
// never told apart by colour alone.
import { type OptionNames, optionsOf } from "../core/options.js"
import { type Graph, type GraphEdge, type GraphNode, requireGraph } from "./graph.js"
import { showValue, summarize } from "./summary.js"

export const valueColour = "#1b5e9e"
export const gradientColour = "#b3261e"
const lineColour = "#777777"

export interface DotOptions {
  /** Whether the local derivative stands on edges between scalars. Default false. */
  readonly locals?: boolean
  /** Left to right, or top to bottom. Default "LR". */
  readonly direction?: "LR" | "TB"
}

const dotOptions: OptionNames<DotOptions> = { locals: "boolean", direction: "string" }

const escapeHtml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
const quote = (text: string): string => JSON.stringify(text)

const shapes: { readonly [K in GraphNode["kind"]]: string } = {
  input: 'shape=box style="rounded,filled" fillcolor="#eef4fb"',
  constant: 'shape=plaintext fontcolor="#555555"',
  operation: 'width=0.55 margin=0.03 style=filled fillcolor="#ffffff"',
  output: 'shape=box style="rounded,filled,bold" fillcolor="#f5f0e6"',
}

/** Signs stand in circles, names in ellipses, which grow less with them. */
const shapeOf = ({ kind, label }: GraphNode): string =>
  kind === "operation" ? `shape=${label.length < 5 ? "circle" : "ellipse"} ${shapes.operation}` : shapes[kind]

const showNode = (n: GraphNode): string =>
  `  n${n.id} [label=${quote(n.label)} ${shapeOf(n)}${n.source ? ` tooltip=${quote(n.source)}` : ""}]`

const row = (text: string): string => `<tr><td height="17">${text}</td></tr>`

/**
 * What stands on an edge: the value above the line, the gradient below it. Graphviz sets labels beside an edge, so the edge is drawn in two
 * halves that meet in a node without a border, whose middle rule is the line.
 */
const showLabel = (e: GraphEdge, name: string, locals: boolean): string => {
  const value = `<font color="${valueColour}">${escapeHtml(summarize(e.value))}</font>`
  const gradient = e.gradient ? `<font color="${gradientColour}"><i>∂ ${escapeHtml(summarize(e.gradient))}</i></font>` : " "
  const local = locals && e.local !== undefined ? `<br/><font color="#666666">local ${escapeHtml(showValue(e.local))}</font>` : ""
  const table = `<table border="0" cellborder="0" cellspacing="0" cellpadding="1" color="${lineColour}">${row(value)}<hr/>${row(gradient + local)}</table>`
  return `  ${name} [shape=plain fontsize=12 label=<${table}>]`
}

const showEdge = (e: GraphEdge, i: number, locals: boolean, [enter, leave]: readonly [string, string]): readonly string[] => [
  showLabel(e, `e${i}`, locals),
  `  n${e.from} -> e${i}:${enter} [arrowhead=none]`,
  `  e${i}:${leave} -> n${e.to}`,
]

/** The graph in Graphviz's language: render it with `dot -Tsvg`, or any Graphviz compiled to WebAssembly. */
export const toDot = (graph: Graph, options?: DotOptions): string => {
  const { locals = false, direction = "LR" } = optionsOf("toDot", options, dotOptions)
  requireGraph(graph, "toDot")
  const ports = direction === "LR" ? (["w", "e"] as const) : (["n", "s"] as const)
  return [
    `digraph ${quote(graph.name)} {`,
    `  rankdir=${direction} ordering=in nodesep=0.3 ranksep=0.25`,
    '  node [fontname="DejaVu Sans" fontsize=14 color="#444444"]',
    `  edge [fontname="DejaVu Sans" fontsize=12 color="${lineColour}" arrowsize=0.7]`,
    ...graph.nodes.map(showNode),
    ...graph.edges.flatMap((e, i) => showEdge(e, i, locals, ports)),
    "}",
    "",
  ].join("\n")
}
