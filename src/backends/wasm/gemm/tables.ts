// Tables: where the lines of an operand lie that no stride describes, as those of all windows of an image. One table of distances across, one
// along; element (i, j) is at their sum. (D. Matthews, High-performance tensor contraction without transposition, 2018)
import type { Code } from "../encode/code.js"
import { call, i32Add, i32Const, i32Store, localGet, localSet } from "../encode/instructions.js"
import { countUp } from "../encode/loops.js"
import type { ModuleBuilder } from "../encode/module.js"
import { elements, moved } from "./element.js"
import { advance, defineWith, type Scope } from "./scope.js"
import { isScattered, type Loop, type Oriented } from "./spec.js"

/** The loops that number an operand's lines, and those along k. */
export const linesOf = (o: Oriented, side: "a" | "b"): readonly [across: readonly Loop[], along: readonly Loop[]] => {
  const { row, column, rows, columns } = o[side]
  const rowLoops = rows ?? [{ size: side === "a" ? o.m : o.k, stride: row }]
  const columnLoops = columns ?? [{ size: side === "a" ? o.k : o.n, stride: column }]
  return side === "a" ? [rowLoops, columnLoops] : [columnLoops, rowLoops]
}

interface Table {
  /** Bytes from the start of the scratch. */
  readonly lines: number
  readonly steps: number
}

const sides = ["a", "b"] as const
const entries = (o: Oriented, side: "a" | "b"): number => (isScattered(o[side]) ? (side === "a" ? o.m : o.n) + o.k : 0)

export const tableBytes = (o: Oriented): number => 4 * (entries(o, "a") + entries(o, "b"))

/** The tables of both operands, from `start` on. */
export const tablesOf = (o: Oriented, start: number): { readonly a: Table; readonly b: Table } => {
  const second = start + 4 * entries(o, "a")
  return { a: { lines: start, steps: start + 4 * o.m }, b: { lines: second, steps: second + 4 * o.n } }
}

const fillFunction = (module: ModuleBuilder, loops: readonly Loop[], bytes: number) =>
  module.once(`gemm table ${JSON.stringify([loops, bytes])}`, () =>
    defineWith(module, "gemm_table", ["i32"], (scope: Scope) => {
      const nest = (depth: number, from: Code): Code => {
        const loop = loops[depth]
        if (loop === undefined) return [i32Store(localGet(0), from), advance(0, 4)]
        const [turn, place] = [scope.local("i32"), scope.local("i32")]
        const step = localSet(place, i32Add(localGet(place), i32Const(loop.stride * bytes)))
        return [
          localSet(turn, i32Const(0)),
          localSet(place, from),
          countUp(turn, i32Const(loop.size), 1, [nest(depth + 1, localGet(place)), step]),
        ]
      }
      return nest(0, i32Const(0))
    }),
  )

/** Fills the tables that the product needs; the scratch is parameter 3. */
export const fillTables = (module: ModuleBuilder, o: Oriented, start: number): Code =>
  sides.map((side) => {
    if (!isScattered(o[side])) return []
    const { bytes } = elements[o.type]
    const table = tablesOf(o, start)[side]
    const [across, along] = linesOf(o, side)
    return [
      call(fillFunction(module, across, bytes), moved(localGet(3), table.lines)),
      call(fillFunction(module, along, bytes), moved(localGet(3), table.steps)),
    ]
  })

/**
 * The stride of the innermost loop, if vectors of neighbours pay. They are recognized by the distance between first and last: as a vector meets
 * at most one end of so long a loop, those between are spaced evenly too.
 */
export const evenStride = (loops: readonly Loop[], lanes: number): number | undefined => {
  const inner = loops.at(-1)
  return inner !== undefined && inner.size >= lanes ? inner.stride : undefined
}
