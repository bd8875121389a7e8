// What a compiler makes of a function, stage by stage: the program, its kernels, its memory, its code.
import { emitProgram } from "../backends/wasm/emit/program.js"
import { eliminateDeadCode } from "../core/dce.js"
import { constantsAsInputs } from "../core/jaxpr.js"
import { showJaxpr } from "../core/print.js"
import { kernelsOf } from "../lowering/compile.js"
import { showKernels } from "../lowering/show.js"
import { makeJaxpr } from "../transforms/makeJaxpr.js"
import type { LiftableArgs } from "../transforms/types.js"

/**
 * How `jit(f)` computes: the jaxpr, the kernels it is fused into, their buffers in bytes, and the size of the machine code. Nothing is run.
 * @throws what tracing `f` throws
 * @example
 * console.log(debug.explain((x: NDArray) => nn.softmax(x))(np.ones([8, 16])))
 */
export const explain =
  <A extends unknown[], R>(f: (...args: A) => R): ((...args: LiftableArgs<A>) => string) =>
  (...args) => {
    const { jaxpr } = makeJaxpr(f)(...args)
    const program = constantsAsInputs(eliminateDeadCode(jaxpr))
    const kernels = kernelsOf(program)
    const { bytes, arenaBytes } = emitProgram(kernels)
    return [
      `jaxpr, ${program.eqns.length} equations`,
      showJaxpr(program),
      "",
      `kernels, ${kernels.steps.length} steps`,
      showKernels(kernels),
      "",
      `code: ${bytes.length} bytes of WebAssembly; ${arenaBytes} bytes of temporaries`,
    ].join("\n")
  }
