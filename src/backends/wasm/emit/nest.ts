// A nest as a function: pointers from the table, the outer loops, and its stages inside.

import type { Nest } from "../../../lowering/kernel.js"
import type { Code, FunctionRef } from "../encode/code.js"
import { i32Const, localGet, localSet } from "../encode/instructions.js"
import { countUp } from "../encode/loops.js"
import type { ModuleBuilder } from "../encode/module.js"
import { defineWith } from "../gemm/scope.js"
import { type LocationOf, newBases } from "./bases.js"
import { loopsOf, viewsOf } from "./loops.js"
import type { Functions } from "./special.js"
import { emitStage } from "./stage.js"

/** Adds a function `(table) → ()` that runs the nest. */
export const emitNest = (module: ModuleBuilder, nest: Nest, locationOf: LocationOf, functions: Functions, label: string): FunctionRef =>
  defineWith(module, label, ["i32"], (scope) => {
    const bases = newBases(scope, locationOf, localGet(0))
    const loops = loopsOf(nest.outer, nest.stages.flatMap(viewsOf), 0).map((loop) => ({ loop, counter: scope.local("i32") }))
    const folds = new Map<object, number>()
    const context = {
      scope,
      functions,
      base: bases.of,
      outer: loops.map(({ loop, counter }) => ({ axis: loop.axis, local: counter })),
      depth: nest.outer.length,
      folds,
    }
    const stages = nest.stages.map((stage) => emitStage(stage, context))
    const nested = loops.reduceRight<Code>(
      (inner, { loop, counter }) => [localSet(counter, i32Const(0)), countUp(counter, i32Const(loop.size), 1, inner)],
      stages,
    )
    return [bases.start(), nested]
  })
