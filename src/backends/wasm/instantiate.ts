// From bytes to a callable program: compiled by the engine, and linked to the memory and to the functions it calls.
import type { Interpreted } from "../../lowering/kernel.js"
import type { EmittedProgram } from "./emit/program.js"

/** Runs a program whose addresses stand in a table. */
export type RunProgram = (table: number) => void

/** Evaluates one equation by its primitive's reference, between memory and memory. */
export type RunInterpreted = (step: Interpreted, table: number) => void

/** @throws what the engine throws where code generation is forbidden */
export const instantiate = (program: EmittedProgram, memory: WebAssembly.Memory, runInterpreted: RunInterpreted): RunProgram => {
  const env: Record<string, WebAssembly.ImportValue> = { memory }
  for (const [name, reference] of program.hosts) env[name] = reference
  for (const [name, step] of program.interpreted) env[name] = (table: number) => runInterpreted(step, table)
  const instance = new WebAssembly.Instance(new WebAssembly.Module(program.bytes), { env })
  return instance.exports.run as RunProgram
}
