// Control flow and other sub-programs, by the names they print under.
import { debugCallbackP, pureCallbackP } from "./callback.js"
import { checkpointP, nameP } from "./checkpoint.js"
import { condP } from "./cond.js"
import { customJvpP } from "./customjvp.js"
import { customVjpP } from "./customvjp.js"
import { jitP } from "./jit.js"
import { customLinearSolveP } from "./linearsolve.js"
import { scanP } from "./scan.js"
import { whileP } from "./while.js"

export const controlPrimitives = {
  jit: jitP,
  scan: scanP,
  while: whileP,
  cond: condP,
  custom_jvp_call: customJvpP,
  custom_vjp_call: customVjpP,
  custom_linear_solve: customLinearSolveP,
  checkpoint: checkpointP,
  name: nameP,
  debug_callback: debugCallbackP,
  pure_callback: pureCallbackP,
} as const
