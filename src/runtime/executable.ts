// A compiled program as a function of arrays: small arrays are copied in and out of the scratch area, large ones stay in the cache.
import { interpret } from "../backends/interpreter/interpret.js"
import { type EmittedProgram, emitWith, tableSlot } from "../backends/wasm/emit/program.js"
import { allRoutines, type Routines } from "../backends/wasm/emit/routines.js"
import { instantiate } from "../backends/wasm/instantiate.js"
import { concreteArray, type NDArray, storageOf } from "../core/array.js"
import { type Aval, sizeOf } from "../core/aval.js"
import { hasEffects } from "../core/dce.js"
import { dtypeInfo, type TypedArray, widthOf } from "../core/dtype.js"
import { inAvals, type Jaxpr, outAvals } from "../core/jaxpr.js"
import { fromStorage, type Tensor, tensorFrom, toStorage } from "../core/tensor.js"
import { kernelsWith } from "../lowering/compile.js"
import type { Interpreted, Place } from "../lowering/kernel.js"
import { fullKit, type Kit } from "../lowering/kit.js"
import type { Buffer } from "../lowering/value.js"
import { alignment, roundUp } from "./heap.js"
import { runInterpreted } from "./interpreted.js"
import {
  addressOf,
  beginRun,
  discard,
  endRun,
  isSafe,
  linearMemory,
  memoryBuffer,
  newResult,
  type Room,
  type Source,
  takeOver,
} from "./memory.js"
import { atRest, isNumber, put } from "./rest.js"

/** Arrays in, arrays out. */
export type Executable = (inputs: readonly NDArray[]) => readonly NDArray[]

/** Arrays up to this size are copied in and out at every call, which costs less than keeping track of them. */
const smallBytes = 8192

const isSmall = (bytes: number): boolean => bytes <= smallBytes

const bytesOf = ({ shape, dtype }: Aval): number => Math.max(1, sizeOf(shape) * dtypeInfo[dtype].bytes)

const tableAddress = alignment

/** An input or output of the program: where it lies in the scratch area if it is small. */
interface Slot {
  readonly aval: Aval
  readonly bytes: number
  readonly address: number | undefined
  readonly asNumber: boolean
}

interface Layout {
  readonly inputs: readonly Slot[]
  readonly outputs: readonly Slot[]
  /** The inputs and outputs that have no place in the scratch area. */
  readonly apart: { readonly inputs: readonly number[]; readonly outputs: readonly number[] }
  /** The table as far as it is the same at every call: 0 for what lies apart. */
  readonly table: readonly number[]
  /** Bytes of scratch, from the table on. */
  readonly scratch: number
}

const layoutOf = (jaxpr: Jaxpr, { arenaBytes, plan: { slots: entries } }: EmittedProgram): Layout => {
  let next = roundUp(tableAddress + 4 * entries)
  const take = (bytes: number): number => {
    next += roundUp(bytes)
    return next - roundUp(bytes)
  }
  const slot = (aval: Aval): Slot => {
    const bytes = bytesOf(aval)
    return { aval, bytes, address: isSmall(bytes) ? take(bytes) : undefined, asNumber: isNumber(aval) }
  }
  const inputs = inAvals(jaxpr).map(slot)
  const outputs = outAvals(jaxpr).map(slot)
  const table = [take(arenaBytes), ...[...inputs, ...outputs].map((at) => at.address ?? 0)]
  const apart = (slots: readonly Slot[]): readonly number[] => slots.flatMap(({ address }, i) => (address === undefined ? [i] : []))
  return { inputs, outputs, apart: { inputs: apart(inputs), outputs: apart(outputs) }, table, scratch: next - tableAddress }
}

const elementsAt = ({ dtype, shape }: Aval, address: number): TypedArray => {
  const View = dtypeInfo[dtype].Storage as unknown as new (buffer: ArrayBuffer, offset: number, length: number) => TypedArray
  return new View(memoryBuffer(), address, sizeOf(shape) * widthOf(dtype))
}

/** Evaluates one equation on what stands in memory. */
const interpreterOf =
  (emitted: EmittedProgram) =>
  ({ primitive, params, inputs, outputs }: Interpreted, table: number): void => {
    const addressIn = (buffer: Buffer): number => {
      const { slot, offset } = tableSlot(emitted.plan, buffer)
      return (new Int32Array(memoryBuffer(), table + 4 * slot, 1)[0] as number) + offset
    }
    const tensorAt = ({ aval, at }: Place): Tensor =>
      "literal" in at
        ? tensorFrom(aval.shape, aval.dtype, () => at.literal)
        : fromStorage(aval.shape, aval.dtype, elementsAt(aval, addressIn(at.buffer)).slice()) // a callback may keep what it is given
    const results = primitive.evaluate(inputs.map(tensorAt), params, interpret)
    outputs.forEach(({ aval, at }, i) => {
      if ("buffer" in at) elementsAt(aval, addressIn(at.buffer)).set(toStorage(results[i] as Tensor))
    })
  }

/** Views of the scratch area that a program uses at each call; made anew when memory has grown. */
interface Views {
  readonly buffer: ArrayBuffer
  readonly table: Int32Array
  readonly inputs: readonly (TypedArray | undefined)[]
  readonly outputs: readonly (TypedArray | undefined)[]
}

const viewsOf = (layout: Layout): Views => {
  const views = (slots: readonly Slot[]) =>
    slots.map(({ aval, address }) => (address === undefined ? undefined : elementsAt(aval, address)))
  const table = new Int32Array(memoryBuffer(), tableAddress, layout.table.length)
  return { buffer: memoryBuffer(), table, inputs: views(layout.inputs), outputs: views(layout.outputs) }
}

/** Whether compiled code is on the stack: programs that a callback of its runs must not compute in the same scratch area. */
let inside = false

const enter = (run: (table: number) => void): void => {
  inside = true
  try {
    run(tableAddress)
  } finally {
    inside = false
  }
}

/** What a compiler is made of: what it may lower to, and the routines for that. */
export interface Compiler {
  readonly kit: Kit
  readonly routines: Partial<Routines>
}

/** A compiler of everything. */
export const wholeCompiler: Compiler = { kit: fullKit, routines: allRoutines }

/** Compiles a program without constants. @throws what the engine throws where code generation is forbidden */
export const compileWith = ({ kit, routines }: Compiler, jaxpr: Jaxpr, donated: readonly number[] = []): Executable => {
  // only what has a place of its own can be taken over
  const large = donated.filter((k) => !isSmall(bytesOf(inAvals(jaxpr)[k] as Aval)))
  const program = kernelsWith(kit, jaxpr, large)
  const emitted = emitWith(routines, program)
  const layout = layoutOf(jaxpr, emitted)
  const run = instantiate(emitted, linearMemory(), interpreterOf(emitted))
  /** For each result, the donated input in whose place it is made. */
  const inPlaceOf = program.outputs.map((b) => large.find((k) => program.inputs[k] === b))
  const repeatable = large.length === 0 && !jaxpr.eqns.some(hasEffects) && layout.apart.outputs.length > 0
  let views: Views | undefined

  /** What large results may be computed from again: what this call read, as long as it is safe, whoever may have donated it since. */
  const keptFor = (arrays: readonly NDArray[]): readonly NDArray[] | undefined =>
    repeatable && layout.apart.inputs.every((k) => isSafe(storageOf(arrays[k] as NDArray)))
      ? arrays.map((x) => concreteArray(x.aval, storageOf(x)))
      : undefined

  /** Apart from what copies a result out, which lives as long as the result: together they would hold on to what was read. */
  const againFrom =
    (kept: readonly NDArray[], i: number): Source["again"] =>
    () =>
      storageOf(execute(kept)[i] as NDArray).read()

  const roomFor = (i: number, arrays: readonly NDArray[], kept: readonly NDArray[] | undefined): Room => {
    const { aval, bytes } = layout.outputs[i] as Slot
    const source: Source = { copyOut: (address) => elementsAt(aval, address).slice() as TypedArray, again: kept && againFrom(kept, i) }
    const donor = inPlaceOf[i]
    return donor === undefined ? newResult(bytes, source) : takeOver(storageOf(arrays[donor] as NDArray), source)
  }

  const compute = (arrays: readonly NDArray[]): readonly NDArray[] => {
    const { inputs, outputs, apart } = layout
    const addresses = apart.inputs.map((i) => addressOf(storageOf(arrays[i] as NDArray), (inputs[i] as Slot).bytes))
    const kept = keptFor(arrays)
    const rooms = apart.outputs.map((i) => roomFor(i, arrays, kept))
    if (views?.buffer !== memoryBuffer()) views = viewsOf(layout)
    const { table, inputs: read, outputs: made } = views
    for (let i = 0; i < layout.table.length; i++) table[i] = layout.table[i] as number
    for (let k = 0; k < addresses.length; k++) table[1 + (apart.inputs[k] as number)] = addresses[k] as number
    for (let k = 0; k < rooms.length; k++) table[1 + inputs.length + (apart.outputs[k] as number)] = (rooms[k] as Room).address
    for (let i = 0; i < inputs.length; i++) {
      const place = read[i]
      if (place) put(place, arrays[i] as NDArray, (inputs[i] as Slot).asNumber)
    }
    enter(run)
    for (const k of large) discard(storageOf(arrays[k] as NDArray))
    let next = 0
    return outputs.map(({ aval, asNumber }, i) => {
      const place = made[i]
      return concreteArray(aval, place ? atRest(place, aval.dtype, asNumber) : (rooms[next++] as Room).storage)
    })
  }

  const execute: Executable = (arrays) => {
    if (inside) return runInterpreted(jaxpr, arrays)
    beginRun(layout.scratch)
    try {
      return compute(arrays)
    } finally {
      endRun()
    }
  }
  return execute
}

/** Compiles a program without constants. @throws what the engine throws where code generation is forbidden */
export const compile = (jaxpr: Jaxpr, donated: readonly number[] = []): Executable => compileWith(wholeCompiler, jaxpr, donated)
