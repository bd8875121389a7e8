// Loops and branches as functions that call the functions of the steps inside. The addresses of a loop's windows stand in the table, where
// the steps look for them; the loop keeps them in locals, and writes them there at each turn.
import type { Branch, Repeat } from "../../../lowering/kernel.js"
import { bytesOf } from "../../../lowering/plan.js"
import type { Buffer } from "../../../lowering/value.js"
import type { Code, FunctionRef } from "../encode/code.js"
import {
  brIf,
  call,
  i32Add,
  i32Const,
  i32GtS,
  i32Load,
  i32Load8U,
  i32Store,
  ifElse,
  localGet,
  localSet,
  loop,
} from "../encode/instructions.js"
import { countUp } from "../encode/loops.js"
import type { ModuleBuilder } from "../encode/module.js"
import { advance, defineWith } from "../gemm/scope.js"
import type { AddressOf } from "./bases.js"

const table = localGet(0)

const callAll = (functions: readonly FunctionRef[]): Code => functions.map((f) => call(f, table))

/** Adds a function `(table) → ()` that runs the steps' functions over and over. `slotOf` says which entry of the table a window has. */
export const emitRepeat = (
  module: ModuleBuilder,
  { turns, windows, reverse }: Repeat,
  body: readonly FunctionRef[],
  addressOf: AddressOf,
  slotOf: (window: Buffer) => number,
  label: string,
): FunctionRef =>
  defineWith(module, label, ["i32"], (scope) => {
    if ("holds" in turns) {
      const holds = i32Load8U(addressOf(turns.holds, table))
      return ifElse(holds, loop([callAll(body), brIf(0, holds)]))
    }
    const { count } = turns
    const counter = scope.local("i32")
    const moving = windows.map(({ buffer, of }) => ({ buffer, of, local: scope.local("i32"), bytes: bytesOf(buffer) }))
    const start = moving.map(({ of, local, bytes }) => {
      const first = addressOf(of, table)
      return localSet(local, reverse ? i32Add(first, i32Const((count - 1) * bytes)) : first)
    })
    const place = moving.map(({ buffer, local }) => i32Store(table, localGet(local), 4 * slotOf(buffer)))
    const move = moving.map(({ local, bytes }) => advance(local, reverse ? -bytes : bytes))
    return [start, countUp(counter, i32Const(count), 1, [place, callAll(body), move])]
  })

/** Adds a function `(table) → ()` that runs the functions of one branch. */
export const emitBranch = (
  module: ModuleBuilder,
  { which }: Branch,
  branches: readonly (readonly FunctionRef[])[],
  addressOf: AddressOf,
  label: string,
): FunctionRef =>
  defineWith(module, label, ["i32"], (scope) => {
    const index = scope.local("i32")
    const choose = branches.reduceRight<Code>(
      (later, own, i) => (i === branches.length - 1 ? callAll(own) : ifElse(i32GtS(localGet(index), i32Const(i)), later, callAll(own))),
      [],
    )
    return [localSet(index, i32Load(addressOf(which, table))), choose]
  })
