// Mermaid text of a computational graph, for Markdown pages. Values stand above, gradients below with a ∂.
import { gradientColour, valueColour } from "./dot.js"
import { type Graph, type GraphEdge, type GraphNode, requireGraph } from "./graph.js"
import { summarize } from "./summary.js"

const escapeText = (text: string): string =>
  text.replaceAll("&", "#amp;").replaceAll('"', "#quot;").replaceAll("<", "#lt;").replaceAll(">", "#gt;")

const brackets: { readonly [K in GraphNode["kind"]]: readonly [string, string] } = {
  input: ["([", "])"],
  constant: ["[", "]"],
  operation: ["((", "))"],
  output: ["[[", "]]"],
}

const showNode = ({ id, kind, label }: GraphNode): string => `  n${id}${brackets[kind][0]}"${escapeText(label)}"${brackets[kind][1]}`

const showEdge = ({ from, to, value, gradient }: GraphEdge): string => {
  const forward = `<span style='color:${valueColour}'>${escapeText(summarize(value))}</span>`
  const back = gradient ? `<br/><i style='color:${gradientColour}'>∂ ${escapeText(summarize(gradient))}</i>` : ""
  return `  n${from} -->|"${forward}${back}"| n${to}`
}

/** The graph in Mermaid's language, for a fenced `mermaid` block. */
export const toMermaid = (graph: Graph): string => {
  requireGraph(graph, "toMermaid")
  return ["flowchart LR", ...graph.nodes.map(showNode), ...graph.edges.map(showEdge), ""].join("\n")
}
