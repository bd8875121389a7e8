// Transcendental functions as routines of the module, for numbers: one for each function and type, however often it is called.

import type { ScalarNode } from "../../../core/scalar.js"
import { expandCall, nearZero } from "../../../lowering/scalar/expand.js"
import { leaf } from "../../../lowering/value.js"
import type { Code, FunctionRef } from "../encode/code.js"
import { ifElse } from "../encode/instructions.js"
import type { ModuleBuilder } from "../encode/module.js"
import { newScope } from "../gemm/scope.js"
import { emitExpressions } from "./expressions.js"
import { heldAs } from "./scalars.js"
import { type Functions, hostOf } from "./special.js"

/** Defines the routine that a `math` node calls. */
export const emitMath = (module: ModuleBuilder, call: ScalarNode, functions: Functions): FunctionRef => {
  const params = call.args.map((a) => heldAs(a.type))
  const scope = newScope(params.length)
  const arguments_ = call.args.map((a) => leaf(a.type, { kind: "fold", fold: {} }))
  const known = new Map(arguments_.map((a, i) => [a, i]))
  const write = (root: ScalarNode): Code => {
    const { code, values } = emitExpressions([root], { scope, lanes: 1, functions, known, leaf: () => [] })
    return [code, values]
  }
  const whole = write(expandCall(call, arguments_))
  const short = nearZero(call, arguments_)
  const code = short ? ifElse(write(short.near), write(short.value), whole, heldAs(call.type)) : whole
  return module.define(`math_${hostOf(call).name}`, {
    type: { params, results: [heldAs(call.type)] },
    locals: scope.types(),
    code,
  })
}
