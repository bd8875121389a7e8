/** Optimizers as pure functions of state, in the manner of Optax. @packageDocumentation */
import "../install.js"

export { type AdamOptions, type AdamState, scaleByAdam } from "./adam.js"
export { applyUpdates } from "./apply.js"
export { chain, identity, monoidTransformation, type StatesOf } from "./chain.js"
export { type TraceOptions, type TraceState, trace } from "./momentum.js"
export { type AdamwOptions, adam, adamw, type SgdOptions, sgd } from "./optimizers.js"
export { type CountState, scale, scaleByLearningRate, scaleBySchedule } from "./scale.js"
export type { GradientTransformation, ScalarOrSchedule, Stateless } from "./transform.js"
export { addDecayedWeights, clip, clipByGlobalNorm, globalNorm } from "./weights.js"
