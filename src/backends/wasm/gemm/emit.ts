// A matrix product as a function of a module: outer loops, blocks, packing, strips, epilogue.
import type { Code, FunctionRef } from "../encode/code.js"
import { call, i32Const, localGet, localSet } from "../encode/instructions.js"
import { countUp } from "../encode/loops.js"
import type { ModuleBuilder } from "../encode/module.js"
import type { ValueType } from "../encode/types.js"
import type { Block } from "./blocks.js"
import { dotFunction } from "./dot.js"
import { elements } from "./element.js"
import { finish } from "./finish.js"
import type { Operands } from "./operands.js"
import { packFunction } from "./pack.js"
import { type GemmPlan, planOf } from "./plan.js"
import { advance, defineWith, type Scope } from "./scope.js"
import { smallProduct } from "./small.js"
import { type GemmSpec, type Oriented, orient } from "./spec.js"
import { sweepFunction } from "./sweep.js"
import { fillTables } from "./tables.js"
import { tiledProduct } from "./tiled.js"

export interface EmittedGemm {
  /** `(a, b, c, scratch, …epilogue parameters)`, pointers in bytes. */
  readonly ref: FunctionRef
  /** What `scratch` must point at; it may be anything if this is 0. Aligned to 16 bytes it is fastest. */
  readonly scratchBytes: number
}

/** Adds the product to the module. Two specs that agree share their functions. */
export const emitGemm = (module: ModuleBuilder, spec: GemmSpec): EmittedGemm => {
  const o = orient(spec)
  return emitPlanned(module, o, planOf(o))
}

/** Adds a product with choices made elsewhere. */
const emitPlanned = (module: ModuleBuilder, o: Oriented, plan: GemmPlan): EmittedGemm => {
  const key = JSON.stringify([o, o.epilogue?.key, plan])
  const params: readonly ValueType[] = ["i32", "i32", "i32", "i32", ...(o.epilogue?.parameters ?? [])]
  const isEmpty = o.m === 0 || o.n === 0 || o.batch.some((loop) => loop.size === 0)
  const ref = module.once(`gemm ${key}`, () =>
    defineWith(module, `gemm_${o.m}x${o.k}x${o.n}`, params, (scope) => (isEmpty ? [] : entry(module, o, plan, scope))),
  )
  return { ref, scratchBytes: isEmpty ? 0 : plan.scratch.a + plan.scratch.b + plan.scratch.tables }
}

const entry = (module: ModuleBuilder, o: Oriented, plan: GemmPlan, scope: Scope): Code => {
  const outer: Operands = o.swapped ? { a: 1, b: 0, c: 2, turns: [] } : { a: 0, b: 1, c: 2, turns: [] }
  const { bytes } = elements[o.type]
  const loops = (depth: number, on: Operands): Code => {
    const batch = o.batch[depth]
    if (batch === undefined) return product(module, o, plan, scope, on)
    const turn = scope.local("i32")
    const inner: Operands = { a: scope.local("i32"), b: scope.local("i32"), c: scope.local("i32"), turns: [...on.turns, turn] }
    const each = ["a", "b", "c"] as const
    return [
      localSet(turn, i32Const(0)),
      each.map((x) => localSet(inner[x], localGet(on[x]))),
      countUp(turn, i32Const(batch.size), 1, [loops(depth + 1, inner), each.map((x) => advance(inner[x], batch[x] * bytes))]),
    ]
  }
  return [fillTables(module, o, plan.scratch.a + plan.scratch.b), loops(0, outer)]
}

const product = (module: ModuleBuilder, o: Oriented, plan: GemmPlan, scope: Scope, on: Operands): Code => {
  const { method } = plan
  if (method === "tiles") return tiledProduct(module, o, plan, scope, on)
  const code = {
    small: () => smallProduct(o, plan, scope, on),
    dot: () => dotProduct(module, o, plan, on),
    sweep: () => sweepProduct(module, o, on),
  }
  const whole = (length: number): Block => ({ start: 0, length, last: i32Const(1), only: true })
  return [code[method](), finish(module, o, on, localGet(on.c), { rows: whole(o.m), columns: whole(o.n), deep: whole(o.k) })]
}

const sweepProduct = (module: ModuleBuilder, o: Oriented, on: Operands): Code =>
  call(sweepFunction(module, o), localGet(on.a), localGet(on.b), localGet(on.c))

const dotProduct = (module: ModuleBuilder, o: Oriented, plan: GemmPlan, on: Operands): Code => {
  const dot = dotFunction(module, o)
  if (!plan.packA) return call(dot, localGet(on.a), localGet(on.b), localGet(on.c))
  const spec = { type: o.type, element: elements[o.type], lines: 1, rest: 0, across: o.a.row, along: o.a.column, padded: false }
  const pack = packFunction(module, spec)
  return [
    call(pack, localGet(on.a), localGet(3), i32Const(1), i32Const(0), i32Const(o.k)),
    call(dot, localGet(3), localGet(on.b), localGet(on.c)),
  ]
}
