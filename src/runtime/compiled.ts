// A runtime over compiled programs: arrays are copied into the program's memory, computed with, and copied out.
import { interpret } from "../backends/interpreter/interpret.js"
import { type EmittedProgram, emitProgram, tableSlot } from "../backends/wasm/emit/program.js"
import { instantiate, type RunProgram } from "../backends/wasm/instantiate.js"
import { concreteArray, type NDArray, storedOf } from "../core/array.js"
import type { Aval } from "../core/aval.js"
import { dtypeInfo, type TypedArray } from "../core/dtype.js"
import { inAvals, type Jaxpr, outAvals } from "../core/jaxpr.js"
import { fromStorage, type Tensor, tensorFrom, toStorage } from "../core/tensor.js"
import { fuse } from "../lowering/fuse.js"
import type { Interpreted, Kernels, Place } from "../lowering/kernel.js"
import { lowerJaxpr } from "../lowering/lower.js"
import { bytesOf } from "../lowering/plan.js"
import type { Buffer } from "../lowering/value.js"
import { memoryBytes, sharedMemory } from "./memory.js"

/** A program, compiled: arrays in, arrays out. */
export type CompiledProgram = (inputs: readonly NDArray[]) => readonly NDArray[]

const alignment = 64
const roundUp = (n: number): number => Math.ceil(n / alignment) * alignment

interface Layout {
  /** Addresses as the table holds them: the arena's, the inputs', the outputs'. */
  readonly table: Int32Array
  readonly inputs: readonly number[]
  readonly outputs: readonly number[]
  readonly end: number
}

const layoutOf = (program: Kernels, emitted: EmittedProgram): Layout => {
  let next = roundUp(4 * (1 + program.inputs.length + program.outputs.length)) + alignment
  const take = (bytes: number): number => {
    const at = next
    next += roundUp(bytes)
    return at
  }
  const arena = take(emitted.arenaBytes)
  const inputs = program.inputs.map((b) => take(bytesOf(b)))
  const outputs = program.outputs.map((b) => take(bytesOf(b)))
  return { table: Int32Array.from([arena, ...inputs, ...outputs]), inputs, outputs, end: next }
}

const tableAddress = alignment

const bytesAs = ({ dtype, shape }: Aval, at: number): TypedArray => {
  const { Storage } = dtypeInfo[dtype]
  const size = shape.reduce((n, d) => n * d, 1)
  const View = Storage as unknown as new (buffer: ArrayBuffer, offset: number, length: number) => TypedArray
  return new View(memoryBytes(0).buffer as ArrayBuffer, at, size)
}

/** Evaluates one equation on what stands in memory. */
const interpreterFor =
  (program: Kernels, emitted: EmittedProgram) =>
  ({ primitive, params, inputs, outputs }: Interpreted, table: number): void => {
    const addressOf = (buffer: Buffer): number => {
      const { slot, offset } = tableSlot(emitted.plan, program.inputs.length, buffer)
      return (new Int32Array(memoryBytes(0).buffer, table + 4 * slot, 1)[0] as number) + offset
    }
    const tensorAt = ({ aval, at }: Place): Tensor =>
      "literal" in at
        ? tensorFrom(aval.shape, aval.dtype, () => at.literal)
        : fromStorage(aval.shape, aval.dtype, bytesAs(aval, addressOf(at.buffer)))
    const results = primitive.evaluate(inputs.map(tensorAt), params, interpret)
    outputs.forEach(({ aval, at }, i) => {
      if ("buffer" in at) bytesAs(aval, addressOf(at.buffer)).set(toStorage(results[i] as Tensor))
    })
  }

/** Compiles a program without constants. @throws what the engine throws where code generation is forbidden */
export const compileProgram = (jaxpr: Jaxpr): CompiledProgram => {
  const program = fuse(lowerJaxpr(jaxpr))
  const emitted = emitProgram(program)
  const layout = layoutOf(program, emitted)
  const run: RunProgram = instantiate(emitted, sharedMemory(), interpreterFor(program, emitted))
  const [ins, outs] = [inAvals(jaxpr), outAvals(jaxpr)]
  return (arrays) => {
    memoryBytes(layout.end)
    new Int32Array(memoryBytes(0).buffer, tableAddress, layout.table.length).set(layout.table)
    arrays.forEach((x, i) => {
      bytesAs(ins[i] as Aval, layout.inputs[i] as number).set(storedOf(x))
    })
    run(tableAddress)
    return outs.map((aval, i) => {
      const stored = bytesAs(aval, layout.outputs[i] as number).slice()
      return concreteArray(aval, { read: () => stored })
    })
  }
}
