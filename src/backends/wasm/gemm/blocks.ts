// Loops over blocks of a length known at compile time. If one block is enough there is no loop, and its numbers are constants.
import type { Code } from "../encode/code.js"
import { i32Add, i32Const, i32GeS, i32LtS, i32Mul, i32Sub, localGet, localSet, select } from "../encode/instructions.js"
import { countUp } from "../encode/loops.js"
import type { Scope } from "./scope.js"

/** A number that is known now, or only when the code runs. */
export type Amount = number | { readonly local: number }

export const amount = (x: Amount): Code => (typeof x === "number" ? i32Const(x) : localGet(x.local))
export const times = (x: Amount, factor: number): Code =>
  typeof x === "number" ? i32Const(x * factor) : factor === 1 ? localGet(x.local) : i32Mul(localGet(x.local), i32Const(factor))
/** `address + x·factor`. */
export const plus = (address: Code, x: Amount, factor: number): Code =>
  x === 0 || factor === 0 ? address : i32Add(address, times(x, factor))

export interface Block {
  readonly start: Amount
  readonly length: Amount
  /** 1 in the last block, 0 before. */
  readonly last: Code
  readonly only: boolean
}

export const overBlocks = (scope: Scope, total: number, size: number, body: (block: Block) => Code): Code => {
  if (total <= size) return body({ start: 0, length: total, last: i32Const(1), only: true })
  const start = scope.local("i32")
  const length = scope.local("i32")
  const left = i32Sub(i32Const(total), localGet(start))
  return [
    localSet(start, i32Const(0)),
    countUp(start, i32Const(total), size, [
      localSet(length, select(i32Const(size), left, i32LtS(i32Const(size), left))),
      body({
        start: { local: start },
        length: { local: length },
        last: i32GeS(i32Add(localGet(start), i32Const(size)), i32Const(total)),
        only: false,
      }),
    ]),
  ]
}
