/** Pieces of a training loop as pure state updates. @packageDocumentation */
import "../install.js"

export { type EarlyStopping, type EarlyStoppingOptions, type EarlyStoppingState, earlyStopping } from "./earlyStopping.js"
