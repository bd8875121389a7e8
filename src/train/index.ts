/** Pieces of a training loop as pure state updates. @packageDocumentation */
import "../install.js"

export { type EarlyStopping, earlyStopping, type EarlyStoppingOptions, type EarlyStoppingState } from "./earlyStopping.js"
