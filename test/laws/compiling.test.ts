import { everyProgram } from "./everyProgram.js"
import { everySample } from "./law.js"
import { compiled, compiledSteadily } from "./theorems/compiling.js"

everySample([compiled])
everyProgram({ numRuns: 60, seed: 20260 }, 12, [compiledSteadily])
