// Running totals as a function: loops over lines, and along each line one number after the other, with the total in a local.
import type { Running } from "../../../lowering/kernel.js"
import type { Code, FunctionRef } from "../encode/code.js"
import { i32Const, localGet, localSet } from "../encode/instructions.js"
import { countUp } from "../encode/loops.js"
import type { ModuleBuilder } from "../encode/module.js"
import { defineWith } from "../gemm/scope.js"
import { type LocationOf, newBases } from "./bases.js"
import { type ExpressionContext, emitExpressions } from "./expressions.js"
import { storeScalar } from "./memory.js"
import { newPointers } from "./pointers.js"
import { heldAs, scalarConst } from "./scalars.js"
import type { Functions } from "./special.js"
import { scalarLeaf } from "./stage.js"

/** Adds a function `(table) → ()`. */
export const emitRunning = (
  module: ModuleBuilder,
  step: Running,
  locationOf: LocationOf,
  functions: Functions,
  label: string,
): FunctionRef =>
  defineWith(module, label, ["i32"], (scope) => {
    const { outer, length, id, start, next, stores } = step
    const values = stores.map((s) => s.value)
    const bases = newBases(scope, locationOf, localGet(0))
    const counters = outer.map((_, axis) => ({ axis, local: scope.local("i32") }))
    const along = { loop: { size: length, axis: outer.length }, counter: scope.local("i32") }
    const pointers = newPointers(scope, bases.of, counters, outer.length)
    const total = scope.local(heldAs(next.type))
    const folds = new Map([[id, total]])
    const stageContext = { scope, functions, base: bases.of, outer: counters, depth: outer.length, folds }
    const context: ExpressionContext = {
      scope,
      lanes: 1,
      functions,
      known: new Map(),
      leaf: (n, operands) => scalarLeaf(n, operands, stageContext, pointers, counters, along),
    }
    const step1 = emitExpressions([next], context)
    const taken: Code = [step1.code, localSet(total, step1.values[0] as Code)]
    const written = emitExpressions(values, context)
    const store = stores.map(({ buffer, view }, i) => {
      const { address, offset } = pointers.at(buffer, view)
      return storeScalar(buffer.dtype, address, written.values[i] as Code, offset)
    })
    const line: Code = [
      localSet(total, scalarConst(next.type, start)),
      pointers.start(),
      localSet(along.counter, i32Const(0)),
      countUp(along.counter, i32Const(length), 1, [taken, written.code, store, pointers.move(1)]),
    ]
    const nested = counters.reduceRight<Code>(
      (inner, { axis, local }) => [localSet(local, i32Const(0)), countUp(local, i32Const(outer[axis] as number), 1, inner)],
      line,
    )
    return [bases.start(), nested]
  })
