/** Activations, softmax and initializers: the functions nets are made of. @packageDocumentation */
import "../install.js"

export * from "./activations.js"
export { type AttentionOptions, dotProductAttention } from "./attention.js"
export * as initializers from "./initializers.js"
export * from "./softmax.js"
