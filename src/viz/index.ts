/** Seeing programs: the computational graph of any function, with every value and gradient on it. @packageDocumentation */
import "../install.js"

export { type DotOptions, toDot } from "./dot.js"
export { type Graph, type GraphEdge, type GraphNode, type GraphOptions, graph } from "./graph.js"
export { toMermaid } from "./mermaid.js"
export { summarize } from "./summary.js"
