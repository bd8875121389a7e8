// Products of a few numbers, which outer loops repeat by the thousand: every address is a constant beside the operands' own, nothing is
// counted and no function called.
import type { Code } from "../encode/code.js"
import { localGet, localSet } from "../encode/instructions.js"
import { type Element, elements, moved } from "./element.js"
import type { Operands } from "./operands.js"
import type { GemmPlan } from "./plan.js"
import type { Scope } from "./scope.js"
import type { Oriented } from "./spec.js"
import { addC, type Sums, storeC, type Target, type TileShape, vectorsOf } from "./tile.js"

interface SmallLocals extends Sums {
  readonly c: number
  readonly row: readonly number[]
}

/** Starts of the tiles along one direction, with their sizes. */
const cut = (total: number, size: number): readonly (readonly [start: number, length: number])[] =>
  Array.from({ length: Math.ceil(total / size) }, (_, i) => [i * size, Math.min(size, total - i * size)] as const)

/** Sums of one tile whose first element is at `[i, j]`; the first product is the sum so far. */
const sumsOf = (o: Oriented, element: Element, shape: TileShape, at: SmallLocals, on: Operands, i: number, j: number): Code => {
  const { bytes, lanes, loadSome, splat, add, mul } = element
  const vectors = vectorsOf(element, shape.columns)
  return Array.from({ length: o.k }, (_, p) => [
    at.row.slice(0, vectors).map((local, v) => {
      const count = Math.min(lanes, shape.columns - v * lanes)
      return localSet(local, loadSome(localGet(on.b), count, (p * o.b.row + j) * bytes + 16 * v))
    }),
    Array.from({ length: shape.rows }, (_, r) => [
      localSet(at.x, splat(localGet(on.a), ((i + r) * o.a.row + p * o.a.column) * bytes)),
      at.row.slice(0, vectors).map((local, v) => {
        const sum = at.sums[r * vectors + v] as number
        const product = mul(localGet(at.x), localGet(local))
        return localSet(sum, p === 0 ? product : add(localGet(sum), product))
      }),
    ]),
  ])
}

export const smallProduct = (o: Oriented, plan: GemmPlan, scope: Scope, on: Operands): Code => {
  const element = elements[o.type]
  const target: Target = { element, c: { row: o.c.row * element.bytes, column: o.c.column * element.bytes } }
  const vectors = vectorsOf(element, plan.columns.size)
  const locals = (count: number): readonly number[] => Array.from({ length: count }, () => scope.local("v128"))
  const at: SmallLocals = { c: scope.local("i32"), x: scope.local("v128"), sums: locals(plan.rows.size * vectors), row: locals(vectors) }
  return cut(o.m, plan.rows.size).flatMap(([i, rows]) =>
    cut(o.n, plan.columns.size).map(([j, columns]) => {
      const shape: TileShape = { rows, columns }
      return [
        sumsOf(o, element, shape, at, on, i, j),
        localSet(at.c, moved(localGet(on.c), i * target.c.row + j * target.c.column)),
        o.accumulate ? addC(target, shape, at, at.c) : [],
        storeC(target, shape, at, at.c),
      ]
    }),
  )
}
