// The locals of one function, handed out one by one.
import type { Code, FunctionRef } from "../encode/code.js"
import { i32Add, i32Const, localGet, localSet } from "../encode/instructions.js"
import type { ModuleBuilder } from "../encode/module.js"
import type { ValueType } from "../encode/types.js"

export interface Scope {
  /** A new local, zero until it is set. */
  readonly local: (type: ValueType) => number
  readonly types: () => readonly ValueType[]
}

export const newScope = (parameters: number): Scope => {
  const types: ValueType[] = []
  return { local: (type) => parameters + types.push(type) - 1, types: () => types }
}

/** Defines a function without results whose body asks for its locals. */
export const defineWith = (
  module: ModuleBuilder,
  label: string,
  params: readonly ValueType[],
  body: (scope: Scope) => Code,
): FunctionRef => {
  const scope = newScope(params.length)
  const code = body(scope)
  return module.define(label, { type: { params, results: [] }, locals: scope.types(), code })
}

/** `local += distance`. */
export const advance = (local: number, distance: number): Code =>
  distance === 0 ? [] : localSet(local, i32Add(localGet(local), i32Const(distance)))
