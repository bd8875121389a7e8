// A strip: one panel of B against a block of A, tile by tile down the rows. Strips are functions so that an engine that compiles hot functions
// again, better, finds one soon: a product calls its strip once for every few columns.
import type { Code, FunctionRef } from "../encode/code.js"
import { brIf, i32Const, i32Sub, ifElse, localGet, localSet, localTee, loop } from "../encode/instructions.js"
import type { ModuleBuilder } from "../encode/module.js"
import type { ValueType } from "../encode/types.js"
import { elements } from "./element.js"
import { advance, defineWith } from "./scope.js"
import type { GemmType } from "./spec.js"
import { type TileKind, tile, tileLocals, type Walk } from "./tile.js"

export interface StripSpec {
  readonly type: GemmType
  readonly a: Walk
  readonly b: Walk
  /** Bytes between rows and columns of C. */
  readonly c: { readonly row: number; readonly column: number }
  readonly rows: number
  /** Rows of the last, smaller tile; 0 if there is none. */
  readonly rest: number
  readonly columns: number
  readonly add: "always" | "never" | "asked"
  readonly steps: "counted" | number
  /** Bytes from tile to tile of A where it lies; panels follow each other by themselves. */
  readonly nextA: number | "follows"
}

/** `(a, b, c, count, rest, depth, add)`: `count` tiles, then the smaller one if `rest` is not 0; `depth` in bytes of the walk that is counted. */
export const stripFunction = (module: ModuleBuilder, s: StripSpec): FunctionRef =>
  module.once(`gemm strip ${JSON.stringify(s)}`, () => {
    const params: readonly ValueType[] = ["i32", "i32", "i32", "i32", "i32", "i32", "i32"]
    return defineWith(module, "gemm_strip", params, (scope) => {
      const [a, b, c, count, rest, depth, add] = [0, 1, 2, 3, 4, 5, 6] as const
      const element = elements[s.type]
      const shapes = [s.rows, s.rest].map((rows) => ({ rows, columns: s.columns }))
      const on = tileLocals(scope, element, shapes)
      const kind: TileKind = { ...s, element, add: s.add === "asked" ? { ifLocal: add } : s.add }
      const one = (rows: number): Code => [
        localSet(on.a, localGet(a)),
        localSet(on.b, localGet(b)),
        tile(kind, { rows, columns: s.columns }, on, c, localGet(depth)),
      ]
      const next = s.nextA === "follows" ? localSet(a, localGet(on.a)) : advance(a, s.nextA)
      const turn = [one(s.rows), next, advance(c, s.rows * s.c.row)]
      return [
        ifElse(localGet(count), loop([turn, brIf(0, localTee(count, i32Sub(localGet(count), i32Const(1))))])),
        s.rest === 0 ? [] : ifElse(localGet(rest), one(s.rest)),
      ]
    })
  })
