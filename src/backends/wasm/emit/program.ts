// A program as one module: a function for each step, and `run`, which calls them in order. The caller passes a table of addresses: the
// arena's, the inputs', the outputs', and room for those of the windows of loops.
import type { Reference } from "../../../core/lower.js"
import type { Interpreted, Kernels, Product, Sort, Step } from "../../../lowering/kernel.js"
import { type Location, type Plan, plan } from "../../../lowering/plan.js"
import type { MathCall } from "../../../lowering/scalar/expand.js"
import type { Buffer } from "../../../lowering/value.js"
import type { Code, FunctionRef } from "../encode/code.js"
import { call, i32Add, i32Const, i32Load, localGet } from "../encode/instructions.js"
import { type ModuleBuilder, newModule } from "../encode/module.js"
import { emitGemm } from "../gemm/emit.js"
import { defineWith } from "../gemm/scope.js"
import { type AddressOf, addressIn } from "./bases.js"
import { emitBranch, emitRepeat } from "./control.js"
import { emitMath } from "./math.js"
import { elementBytes } from "./memory.js"
import { emitNest } from "./nest.js"
import { allRoutines, type Routines } from "./routines.js"
import type { Functions, HostFunction } from "./special.js"

export interface EmittedProgram {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Scalar functions by the name they are imported under. */
  readonly hosts: ReadonlyMap<string, Reference>
  /** Equations that the reference evaluation computes, by the name they are imported under: `(table) → ()`. */
  readonly interpreted: ReadonlyMap<string, Interpreted>
  readonly plan: Plan
  /** Bytes of the arena, with room for what contractions pack. */
  readonly arenaBytes: number
}

/** Where a buffer's address stands in the table. */
export const tableSlot = (plan: Plan, buffer: Buffer): Location => plan.locations.get(buffer) ?? { slot: 0, offset: 0 }

/** What expressions call: host functions under names of their own, and routines of the module. */
const functionsOf = (module: ModuleBuilder, hosts: Map<string, Reference>, { extremes }: Partial<Routines>): Functions => {
  const names = new Map<Reference, string>()
  const nameOf = ({ name, reference }: HostFunction): string => {
    const known = names.get(reference) ?? `${name}#${names.size}`
    names.set(reference, known)
    return known
  }
  const functions: Functions = {
    host: (host, arity) => {
      hosts.set(nameOf(host), host.reference)
      return module.imported(nameOf(host), { params: Array.from({ length: arity }, () => "f64" as const), results: ["f64"] })
    },
    math: (call) => {
      // a routine that hands rare arguments on does so under the same reference
      const data = call.data as MathCall
      return module.once(`math ${data.name} ${nameOf(data)} ${call.type}`, () => emitMath(module, call, functions))
    },
    extremes,
  }
  return functions
}

const emitProduct = (
  module: ModuleBuilder,
  { a, b, c, m, n, k, batch, accumulate = false }: Product,
  addressOf: AddressOf,
  scratch: number,
  label: string,
) => {
  const dtype = c.buffer.dtype
  const { ref, scratchBytes } = emitGemm(module, {
    type: dtype === "float64" ? "f64" : dtype === "float32" ? "f32" : "i32",
    m,
    n,
    k,
    a,
    b,
    c,
    accumulate,
    batch: batch.map((size, i) => ({ size, a: a.batch[i] as number, b: b.batch[i] as number, c: c.batch[i] as number })),
  })
  const at = (x: Product["a"]): Code => {
    const base = addressOf(x.buffer, localGet(0))
    return x.offset === 0 ? base : i32Add(base, i32Const(x.offset * elementBytes(x.buffer.dtype)))
  }
  const arena = i32Add(i32Load(localGet(0), 0), i32Const(scratch))
  const f = defineWith(module, label, ["i32"], () => call(ref, at(a), at(b), at(c), arena))
  return { f, scratchBytes }
}

const emitSortStep = (
  { sort: emitSort, sortScratch }: Routines,
  module: ModuleBuilder,
  { keys, order, lines, length }: Sort,
  addressOf: AddressOf,
  scratch: number,
  label: string,
) => {
  const table = localGet(0)
  const room = i32Add(i32Load(table, 0), i32Const(scratch))
  const sort = emitSort(module, length)
  const f = defineWith(module, label, ["i32"], () => call(sort, addressOf(keys, table), addressOf(order, table), room, i32Const(lines)))
  return { f, scratchBytes: sortScratch(length) }
}

/** Emits a program with the routines that there are: all, or, for programs without steps along lines, none. */
export const emitWith = (routines: Partial<Routines>, program: Kernels): EmittedProgram => {
  const module = newModule()
  const layout = plan(program)
  const locationOf = (buffer: Buffer): Location => tableSlot(layout, buffer)
  const addressOf = addressIn(locationOf)
  const hosts = new Map<string, Reference>()
  const interpreted = new Map<string, Interpreted>()
  const called = functionsOf(module, hosts, routines)
  let scratch = 0
  let named = 0
  const emitAll = (steps: readonly Step[]): readonly FunctionRef[] => steps.map((s) => emitStep(s, `${s.kind}_${named++}`))
  const emitStep = (step: Step, label: string): FunctionRef => {
    if (step.kind === "repeat") return emitRepeat(module, step, emitAll(step.body), addressOf, (b) => locationOf(b).slot, label)
    if (step.kind === "branch") return emitBranch(module, step, step.branches.map(emitAll), addressOf, label)
    if (step.kind === "nest") return emitNest(module, step, locationOf, called, label)
    if (step.kind === "running") return (routines as Routines).running(module, step, locationOf, called, label)
    if (step.kind === "interpreted") {
      interpreted.set(label, step)
      return module.imported(label, { params: ["i32"], results: [] })
    }
    const emit =
      step.kind === "sort"
        ? emitSortStep(routines as Routines, module, step, addressOf, layout.arenaBytes, label)
        : emitProduct(module, step, addressOf, layout.arenaBytes, label)
    const { f, scratchBytes } = emit
    scratch = Math.max(scratch, scratchBytes)
    return f
  }
  const all = emitAll(program.steps)
  module.define("run", {
    type: { params: ["i32"], results: [] },
    locals: [],
    code: all.map((f) => call(f, localGet(0))),
    exported: "run",
  })
  return { bytes: module.encode(), hosts, interpreted, plan: layout, arenaBytes: layout.arenaBytes + scratch }
}

export const emitProgram = (program: Kernels): EmittedProgram => emitWith(allRoutines, program)
