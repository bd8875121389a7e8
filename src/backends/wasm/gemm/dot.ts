// Products of few rows whose operands both run along k in memory: each result is an inner product of two vectors as they lie, so nothing is
// packed. A tile of `rows × columns` inner products runs at once; at the end the lanes of each sum are added, a row's sums side by side.
import type { Code, FunctionRef } from "../encode/code.js"
import { brIf, i32Add, i32Const, i32Ne, i32Sub, localGet, localSet, localTee, loop } from "../encode/instructions.js"
import type { ModuleBuilder } from "../encode/module.js"
import { type Element, elements, exchange } from "./element.js"
import { advance, defineWith, type Scope } from "./scope.js"
import type { Oriented } from "./spec.js"
import { addC, storeC, type Target } from "./tile.js"

interface DotShape {
  readonly rows: number
  readonly columns: number
}

interface DotLocals {
  /** Walk along k. */
  readonly a: number
  readonly b: number
  readonly end: number
  /** Start of the tile. */
  readonly startA: number
  readonly startB: number
  readonly c: number
  readonly x: number
  readonly zero: number
  readonly sums: readonly number[]
  readonly ys: readonly number[]
  readonly rounds: readonly (readonly number[])[]
}

/** Bytes of A that inner products may come back to, column after column, without waiting for memory. */
const cachedBytes = 256 * 1024

/**
 * Whether inner products are the way: both operands lie along k (a single row is copied if it does not), and k is long enough that adding up
 * lanes at its end does not show, or the rows or columns are too few to repay packing.
 */
export const wantsDot = (o: Oriented): boolean => {
  if (o.k < 8 || o.b.row !== 1 || o.b.column < 0) return false
  if (o.m === 1) return true
  if (o.a.column !== 1 || o.a.row < 0) return false
  if (o.m <= 2 || o.n <= 2 || (o.k >= 16 && Math.min(o.m, o.n) <= 4)) return true
  return o.k >= 64 && o.m * o.k * elements[o.type].bytes <= cachedBytes
}

/** Whether the row of A must be copied first, because its elements are not neighbours. */
export const dotPacksA = (o: Oriented): boolean => o.a.column !== 1

/** One step of `count` elements of k, zeros standing for those that are missing. */
const step = (o: Oriented, element: Element, shape: DotShape, on: DotLocals, count: number): Code => {
  const { bytes, add, mul, loadSome } = element
  const loads = on.ys.slice(0, shape.columns).map((y, j) => localSet(y, loadSome(localGet(on.b), count, j * o.b.column * bytes)))
  const products = Array.from({ length: shape.rows }, (_, i) => [
    localSet(on.x, loadSome(localGet(on.a), count, i * rowOfA(o) * bytes)),
    on.ys.slice(0, shape.columns).map((y, j) => {
      const sum = on.sums[i * shape.columns + j] as number
      return localSet(sum, add(localGet(sum), mul(localGet(on.x), localGet(y))))
    }),
  ])
  return [loads, products]
}

const rowOfA = (o: Oriented): number => (dotPacksA(o) ? o.k : o.a.row)

/** The lane sums of up to `lanes` vectors, side by side: their transpose, added up. Leaves them in the first of the locals. */
const addLanes = (element: Element, from: readonly number[], on: DotLocals): Code => {
  const sources = [Array.from({ length: element.lanes }, (_, i) => from[i] ?? on.zero), ...on.rounds]
  const swaps = element.exchanges.map((round, r) =>
    round.map((e, i) => {
      const [source, target] = [sources[r] as readonly number[], sources[r + 1] as readonly number[]]
      return localSet(target[i] as number, exchange(e, localGet(source[e.x] as number), localGet(source[e.y] as number)))
    }),
  )
  const last = sources.at(-1) as readonly number[]
  const pairs = (locals: readonly number[]): Code =>
    locals.length === 1
      ? localGet(locals[0] as number)
      : element.add(pairs(locals.slice(0, locals.length / 2)), pairs(locals.slice(locals.length / 2)))
  return [swaps, localSet(from[0] as number, pairs(last))]
}

const dotTile = (o: Oriented, target: Target, shape: DotShape, on: DotLocals): Code => {
  const { element } = target
  const { lanes, bytes } = element
  const whole = Math.floor(o.k / lanes)
  const sums = on.sums.slice(0, shape.rows * shape.columns)
  const rows = Array.from({ length: shape.rows }, (_, i) => sums.slice(i * shape.columns, (i + 1) * shape.columns))
  const results = { x: on.x, sums: rows.map((row) => row[0] as number) }
  return [
    sums.map((sum) => localSet(sum, localGet(on.zero))),
    localSet(on.b, localGet(on.startB)),
    localSet(on.end, i32Add(localTee(on.a, localGet(on.startA)), i32Const(whole * lanes * bytes))),
    loop([
      step(o, element, shape, on, lanes),
      advance(on.b, 16),
      brIf(0, i32Ne(localTee(on.a, i32Add(localGet(on.a), i32Const(16))), localGet(on.end))),
    ]),
    o.k % lanes === 0 ? [] : step(o, element, shape, on, o.k % lanes),
    rows.map((row) => addLanes(element, row, on)),
    o.accumulate ? addC(target, shape, results, on.c) : [],
    storeC(target, shape, results, on.c),
  ]
}

const repeat = (scope: Scope, times: number, body: Code): Code => {
  if (times <= 1) return times === 1 ? body : []
  const left = scope.local("i32")
  return [localSet(left, i32Const(times)), loop([body, brIf(0, localTee(left, i32Sub(localGet(left), i32Const(1))))])]
}

/** `(a, b, c)`: the whole product. Columns are the outer loop, so that B, the longer operand, is read once. */
export const dotFunction = (module: ModuleBuilder, o: Oriented): FunctionRef => {
  const { type, m, n, k, b, c, accumulate } = o
  return module.once(`gemm dot ${JSON.stringify([type, m, n, k, rowOfA(o), b.column, c, accumulate])}`, () =>
    defineWith(module, "gemm_dot", ["i32", "i32", "i32"], (scope) => {
      const element = elements[type]
      const { bytes, lanes, exchanges } = element
      const target: Target = { element, c: { row: c.row * bytes, column: c.column * bytes } }
      const columns = Math.min(n, lanes)
      const rows = Math.min(m, columns <= 2 ? 4 : 2)
      const vectors = (count: number): readonly number[] => Array.from({ length: count }, () => scope.local("v128"))
      const on: DotLocals = {
        a: scope.local("i32"),
        b: scope.local("i32"),
        end: scope.local("i32"),
        startA: scope.local("i32"),
        startB: 1,
        c: scope.local("i32"),
        x: scope.local("v128"),
        zero: scope.local("v128"),
        sums: vectors(rows * columns),
        ys: vectors(columns),
        rounds: exchanges.map(() => vectors(lanes)),
      }
      const group = (count: number): Code => [
        localSet(on.startA, localGet(0)),
        localSet(on.c, localGet(2)),
        repeat(scope, Math.floor(m / rows), [
          dotTile(o, target, { rows, columns: count }, on),
          advance(on.startA, rows * rowOfA(o) * bytes),
          advance(on.c, rows * target.c.row),
        ]),
        m % rows === 0 ? [] : dotTile(o, target, { rows: m % rows, columns: count }, on),
      ]
      return [
        repeat(scope, Math.floor(n / columns), [
          group(columns),
          advance(1, columns * b.column * bytes),
          advance(2, columns * target.c.column),
        ]),
        n % columns === 0 ? [] : group(n % columns),
      ]
    }),
  )
}
