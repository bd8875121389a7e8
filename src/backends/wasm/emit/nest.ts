// A nest as a function: pointers from the table, the outer loops, and its stages inside.

import { loadsOf } from "../../../lowering/access.js"
import { type Nest, storesOf } from "../../../lowering/kernel.js"
import type { Buffer } from "../../../lowering/value.js"
import type { Code, FunctionRef } from "../encode/code.js"
import { i32Const, localGet, localSet } from "../encode/instructions.js"
import { countUp } from "../encode/loops.js"
import type { ModuleBuilder } from "../encode/module.js"
import { defineWith } from "../gemm/scope.js"
import { loopsOf, viewsOf } from "./loops.js"
import type { Functions } from "./special.js"
import { emitStage } from "./stage.js"

/** The code of a buffer's address, given the code of the table's. */
export type AddressOf = (buffer: Buffer, table: Code) => Code

/** Adds a function `(table) → ()` that runs the nest. */
export const emitNest = (module: ModuleBuilder, nest: Nest, addressOf: AddressOf, functions: Functions, label: string): FunctionRef =>
  defineWith(module, label, ["i32"], (scope) => {
    const buffers = new Set<Buffer>([...loadsOf(nest).map((l) => l.buffer), ...storesOf(nest).map((s) => s.buffer)])
    const bases = new Map([...buffers].map((b) => [b, scope.local("i32")]))
    const setup = [...bases].map(([b, local]) => localSet(local, addressOf(b, localGet(0))))
    const loops = loopsOf(nest.outer, nest.stages.flatMap(viewsOf), 0).map((loop) => ({ loop, counter: scope.local("i32") }))
    const folds = new Map<object, number>()
    const context = {
      scope,
      functions,
      base: (b: Buffer): Code => localGet(bases.get(b) as number),
      outer: loops.map(({ loop, counter }) => ({ axis: loop.axis, local: counter })),
      depth: nest.outer.length,
      folds,
    }
    const stages = nest.stages.map((stage) => emitStage(stage, context))
    const nested = loops.reduceRight<Code>(
      (inner, { loop, counter }) => [localSet(counter, i32Const(0)), countUp(counter, i32Const(loop.size), 1, inner)],
      stages,
    )
    return [setup, nested]
  })
