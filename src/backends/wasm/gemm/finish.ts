// The epilogue: a pass over a block of C whose sums are complete, while it is still in the cache. One copy of the code for whole vectors and
// one for single elements, whatever tiles made the block.
import type { Code, FunctionRef } from "../encode/code.js"
import { brIf, call, i32Add, i32Const, i32LeS, i32LtS, ifElse, localGet, localSet, loop } from "../encode/instructions.js"
import type { ModuleBuilder } from "../encode/module.js"
import { v128Load, v128Store } from "../encode/simd.js"
import type { ValueType } from "../encode/types.js"
import { amount, type Block, plus } from "./blocks.js"
import { elements } from "./element.js"
import type { Operands } from "./operands.js"
import { advance, defineWith, type Scope } from "./scope.js"
import type { Epilogue, Oriented } from "./spec.js"

/** A block of the product. */
export interface Blocks {
  readonly rows: Block
  readonly columns: Block
  readonly deep: Block
}

/** The epilogue over a block, once its sums are complete. */
export const finish = (module: ModuleBuilder, o: Oriented, on: Operands, c: Code, at: Blocks): Code => {
  if (o.epilogue === undefined) return []
  const extra = (o.epilogue.parameters ?? []).map((_, i) => localGet(4 + i))
  const ends = [at.rows, at.columns].map(({ start, length }) => [amount(start), plus(amount(start), length, 1)])
  const run = call(finishFunction(module, o, o.epilogue), c, ...ends, ...on.turns.map(localGet), ...extra)
  return at.deep.only ? run : ifElse(at.deep.last, run)
}

/** Locals by type that are handed out again for every application. */
const reusable = (scope: Scope): { readonly start: () => (type: ValueType) => number } => {
  const pool: { readonly type: ValueType; readonly local: number }[] = []
  return {
    start: () => {
      const free = [...pool]
      return (type) => {
        const at = free.findIndex((entry) => entry.type === type)
        if (at >= 0) return (free.splice(at, 1)[0] as (typeof pool)[number]).local
        const local = scope.local(type)
        pool.push({ type, local })
        return local
      }
    },
  }
}

const whileLess = (condition: Code, body: Code): Code => ifElse(condition, loop([body, brIf(0, condition)]))

/** `(c, row, lastRow, column, lastColumn, …batch, …parameters)`: `c` points at the block's first element; the ends are exclusive. */
const finishFunction = (module: ModuleBuilder, o: Oriented, epilogue: Epilogue): FunctionRef => {
  const extra = epilogue.parameters ?? []
  const key = JSON.stringify([o.type, o.n < elements[o.type].lanes, o.c, o.swapped, o.batch.length, epilogue.key, extra])
  const batch = o.batch.map((): ValueType => "i32")
  const params: readonly ValueType[] = ["i32", "i32", "i32", "i32", "i32", ...batch, ...extra]
  return module.once(`gemm finish ${key}`, () =>
    defineWith(module, "gemm_finish", params, (scope) => {
      const [c, row, lastRow, firstColumn, lastColumn] = [0, 1, 2, 3, 4] as const
      const element = elements[o.type]
      const [column, at] = [scope.local("i32"), scope.local("i32")]
      const locals = reusable(scope)
      const place = {
        row: localGet(o.swapped ? column : row),
        column: localGet(o.swapped ? row : column),
        along: o.swapped ? ("row" as const) : ("column" as const),
        batch: batch.map((_, i) => localGet(5 + i)),
      }
      const parameters = extra.map((_, i) => localGet(5 + batch.length + i))
      const apply = (value: Code, lanes: 1 | 2 | 4): Code => epilogue.apply(value, place, lanes, { local: locals.start(), parameters })
      const onward = (lanes: number): Code => [advance(column, lanes), advance(at, lanes * o.c.column * element.bytes)]
      const vectors = whileLess(i32LeS(i32Add(localGet(column), i32Const(element.lanes)), localGet(lastColumn)), [
        v128Store(localGet(at), apply(v128Load(localGet(at)), element.lanes)),
        onward(element.lanes),
      ])
      const singles = whileLess(i32LtS(localGet(column), localGet(lastColumn)), [
        element.store(localGet(at), apply(element.load(localGet(at)), 1)),
        onward(1),
      ])
      return whileLess(i32LtS(localGet(row), localGet(lastRow)), [
        localSet(column, localGet(firstColumn)),
        localSet(at, localGet(c)),
        o.c.column === 1 && o.n >= element.lanes ? vectors : [],
        singles,
        advance(c, o.c.row * element.bytes),
        advance(row, 1),
      ])
    }),
  )
}
