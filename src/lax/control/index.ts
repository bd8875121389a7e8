// Control flow: loops and choices that programs make when they run, and solutions defined by equations.
export { type AssociativeScanOptions, associativeScan } from "./associativeScan.js"
export type { Chunks } from "./chunks.js"
export { cond, switch_, switch_ as switch } from "./cond.js"
export { type MapOptions, map } from "./map.js"
export { type ScanOptions, scan } from "./scan.js"
export { customLinearSolve, customRoot, type LinearSolveOptions } from "./solve.js"
export { type ForiOptions, foriLoop, type WhileOptions, whileLoop } from "./while.js"
