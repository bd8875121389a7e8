/** What keeps a fit from memorizing: penalties, constraints, dropout. @packageDocumentation */
import "../install.js"

export { type DropoutOptions, dropout } from "./dropout.js"
export { elasticNet, l1, l2, monoidRegularizer, type Regularizer, scaled } from "./penalties.js"
export { maxNorm, softThreshold } from "./projections.js"
