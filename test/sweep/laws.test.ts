// The laws on many more random programs than a test run has time for.
import { everyProgram } from "../laws/everyProgram.js"
import { compiledSteadily } from "../laws/theorems/compiling.js"

const numRuns = Number(process.env.SWEEP_RUNS ?? 500)
const seed = Number(process.env.SWEEP_SEED ?? 20261)

everyProgram({ numRuns, seed })
everyProgram({ numRuns, seed }, 20, [compiledSteadily])
