// Where buffers begin, inside one function: a local for each entry of the table, and what lies behind it at a distance known beforehand. A chain
// of a thousand numbers has hundreds of buffers in one arena: with a local each, most of its code would be about addresses.
import type { Location } from "../../../lowering/plan.js"
import type { Buffer } from "../../../lowering/value.js"
import type { Code } from "../encode/code.js"
import { i32Add, i32Const, i32Load, localGet, localSet } from "../encode/instructions.js"
import type { Scope } from "../gemm/scope.js"

export type LocationOf = (buffer: Buffer) => Location

/** The code of a buffer's address, given the code of the table's. */
export type AddressOf = (buffer: Buffer, table: Code) => Code

/** An address, and a distance from there in bytes. */
export interface Base {
  readonly address: Code
  readonly offset: number
}

export const addressIn =
  (locationOf: LocationOf): AddressOf =>
  (buffer, table) => {
    const { slot, offset } = locationOf(buffer)
    const base = i32Load(table, 4 * slot)
    return offset === 0 ? base : i32Add(base, i32Const(offset))
  }

export interface Bases {
  readonly of: (buffer: Buffer) => Base
  /** Reads the entries that have been asked for. */
  readonly start: () => Code
}

export const newBases = (scope: Scope, locationOf: LocationOf, table: Code): Bases => {
  const locals = new Map<number, number>()
  const localOf = (slot: number): number => {
    const local = locals.get(slot) ?? scope.local("i32")
    locals.set(slot, local)
    return local
  }
  return {
    of: (buffer) => {
      const { slot, offset } = locationOf(buffer)
      return { address: localGet(localOf(slot)), offset }
    },
    start: () => [...locals].map(([slot, local]) => localSet(local, i32Load(table, 4 * slot))),
  }
}
