// A product in blocks: an operand that does not lie well is packed, block by block, and strips of tiles run over what is packed.
import type { Code } from "../encode/code.js"
import { call, i32Const, i32DivU, i32GtS, ifElse, localGet, localSet } from "../encode/instructions.js"
import { countUp } from "../encode/loops.js"
import type { ModuleBuilder } from "../encode/module.js"
import { type Amount, amount, type Block, overBlocks, plus, times } from "./blocks.js"
import { elements, moved } from "./element.js"
import { type Blocks, finish } from "./finish.js"
import { gatherFunction } from "./gather.js"
import type { Operands } from "./operands.js"
import { packFunction } from "./pack.js"
import { type Cut, type GemmPlan, panelLines } from "./plan.js"
import { advance, type Scope } from "./scope.js"
import { isScattered, type Oriented } from "./spec.js"
import { type StripSpec, stripFunction } from "./strip.js"
import { evenStride, linesOf, tablesOf } from "./tables.js"

/** Full tiles in a block, and whether the smaller one at the end belongs to it. */
const tilesOf = ({ size, rest }: Cut, total: number, block: Block): readonly [full: Code, rest: Code] => {
  if (typeof block.length === "number") return [i32Const(Math.floor(total / size)), i32Const(rest === 0 ? 0 : 1)]
  const full = size === 1 ? amount(block.length) : i32DivU(amount(block.length), i32Const(size))
  return [full, rest === 0 ? i32Const(0) : block.last]
}

/** One product: columns in blocks, k in blocks inside, rows in blocks innermost. */
export const tiledProduct = (module: ModuleBuilder, o: Oriented, plan: GemmPlan, scope: Scope, on: Operands): Code => {
  const { bytes } = elements[o.type]
  return overBlocks(scope, o.n, plan.columns.block, (columns) =>
    overBlocks(scope, Math.max(o.k, 1), Math.max(plan.depth, 1), (deep) => {
      const b = plus(plus(localGet(on.b), columns.start, o.b.column * bytes), deep.start, o.b.row * bytes)
      const [panelB, packB] =
        plan.packB && isScattered(o.b)
          ? scattered(module, o, plan, on, "b", tilesOf(plan.columns, o.n, columns), columns, deep)
          : source(module, o, plan, scope, "b", b, tilesOf(plan.columns, o.n, columns), deep.length)
      return [
        packB,
        overBlocks(scope, o.m, plan.rows.block, (rows) => {
          const a = plus(plus(localGet(on.a), rows.start, o.a.row * bytes), deep.start, o.a.column * bytes)
          const [panelA, packA] =
            plan.packA && isScattered(o.a)
              ? scattered(module, o, plan, on, "a", tilesOf(plan.rows, o.m, rows), rows, deep)
              : source(module, o, plan, scope, "a", a, tilesOf(plan.rows, o.m, rows), deep.length)
          const c = plus(plus(localGet(on.c), columns.start, o.c.column * bytes), rows.start, o.c.row * bytes)
          return [
            packA,
            strips(module, o, plan, scope, { a: panelA, b: panelB, c, rows, columns, deep }),
            finish(module, o, on, c, { rows, columns, deep }),
          ]
        }),
      ]
    }),
  )
}

/** Where the tiles read an operand's block: in place, or in panels in the scratch, with the code that fills them. */
const source = (
  module: ModuleBuilder,
  o: Oriented,
  plan: GemmPlan,
  scope: Scope,
  side: "a" | "b",
  from: Code,
  [full, rest]: readonly [Code, Code],
  depth: Amount,
): readonly [start: Code, fill: Code] => {
  if (side === "a" ? !plan.packA : !plan.packB) {
    const local = scope.local("i32")
    return [localGet(local), localSet(local, from)]
  }
  const cut = side === "a" ? plan.rows : plan.columns
  const [across, along] = side === "a" ? [o.a.row, o.a.column] : [o.b.column, o.b.row]
  const pack = packFunction(module, {
    type: o.type,
    element: elements[o.type],
    lines: cut.size,
    rest: cut.rest,
    across,
    along,
    padded: true,
  })
  const panels = moved(localGet(3), side === "a" ? 0 : plan.scratch.a)
  return [panels, call(pack, from, panels, full, rest, amount(depth))]
}

/** Panels filled from places that tables tell. */
const scattered = (
  module: ModuleBuilder,
  o: Oriented,
  plan: GemmPlan,
  on: Operands,
  side: "a" | "b",
  [full, rest]: readonly [Code, Code],
  lines: Block,
  deep: Block,
): readonly [start: Code, fill: Code] => {
  const cut = side === "a" ? plan.rows : plan.columns
  const [across, along] = linesOf(o, side)
  const pack = gatherFunction(module, {
    type: o.type,
    element: elements[o.type],
    lines: cut.size,
    rest: cut.rest,
    across: evenStride(across, elements[o.type].lanes),
    along: evenStride(along, elements[o.type].lanes),
  })
  const panels = moved(localGet(3), side === "a" ? 0 : plan.scratch.a)
  const tables = tablesOf(o, plan.scratch.a + plan.scratch.b)[side]
  const [lineTable, stepTable] = [
    plus(moved(localGet(3), tables.lines), lines.start, 4),
    plus(moved(localGet(3), tables.steps), deep.start, 4),
  ]
  return [panels, call(pack, localGet(on[side]), panels, full, rest, amount(deep.length), lineTable, stepTable)]
}

/** All panels of B's block against A's block. */
const strips = (
  module: ModuleBuilder,
  o: Oriented,
  plan: GemmPlan,
  scope: Scope,
  at: Blocks & { readonly a: Code; readonly b: Code; readonly c: Code },
): Code => {
  const { bytes } = elements[o.type]
  const { rows, columns } = plan
  const stripOf = (width: number): StripSpec => ({
    type: o.type,
    a: plan.packA
      ? { step: panelLines(rows.size) * bytes, across: bytes, padded: true }
      : { step: o.a.column * bytes, across: o.a.row * bytes, padded: false },
    b: plan.packB
      ? { step: panelLines(width) * bytes, across: bytes, padded: true }
      : { step: o.b.row * bytes, across: bytes, padded: false },
    c: { row: o.c.row * bytes, column: o.c.column * bytes },
    rows: rows.size,
    rest: rows.rest,
    columns: width,
    add: o.accumulate ? "always" : at.deep.only ? "never" : "asked",
    steps: o.k <= 2 ? o.k : "counted",
    nextA: plan.packA ? "follows" : rows.size * o.a.row * bytes,
  })
  const [b, c, left] = [scope.local("i32"), scope.local("i32"), scope.local("i32")]
  const [fullRows, restRows] = tilesOf(rows, o.m, at.rows)
  const [fullColumns, restColumns] = tilesOf(columns, o.n, at.columns)
  const add = i32GtS(amount(at.deep.start), i32Const(0))
  const strip = (width: number): Code => {
    const s = stripOf(width)
    const counted = s.a.step !== 0 ? s.a.step : s.b.step
    return call(stripFunction(module, s), at.a, localGet(b), localGet(c), fullRows, restRows, times(at.deep.length, counted), add)
  }
  const panelBytes = panelLines(columns.size) * bytes
  const nextB = plan.packB ? localSet(b, plus(localGet(b), at.deep.length, panelBytes)) : advance(b, columns.size * o.b.column * bytes)
  return [
    localSet(b, at.b),
    localSet(c, at.c),
    localSet(left, i32Const(0)),
    countUp(left, fullColumns, 1, [strip(columns.size), nextB, advance(c, columns.size * o.c.column * bytes)]),
    columns.rest === 0 ? [] : ifElse(restColumns, strip(columns.rest)),
  ]
}
