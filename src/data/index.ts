/** Data sets: splits and mini-batches, seeded. @packageDocumentation */
import "../install.js"

export { type BatchOptions, batches, countBatches } from "./batches.js"
export { split } from "./split.js"
