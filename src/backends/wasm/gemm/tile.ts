// The register tile: `rows × columns` sums live in vector registers while k runs by. Per step of k it loads the vectors of one row of B, and
// every element of A's column into all lanes. One step a turn, nothing unrolled: a compiler that schedules all loads of a block first has
// then just enough registers.
import type { Code } from "../encode/code.js"
import { brIf, i32Add, i32Const, i32Ne, ifElse, localGet, localSet, localTee, loop } from "../encode/instructions.js"
import { v128Load, v128Store } from "../encode/simd.js"
import { beside, type Element } from "./element.js"
import { advance, type Scope } from "./scope.js"

/** How an operand is walked: bytes to the next step of k, and (for A) from row to row. */
export interface Walk {
  readonly step: number
  readonly across: number
  /** Whether what lies beyond the last column, up to a whole vector, may be read. */
  readonly padded: boolean
}

export interface TileShape {
  readonly rows: number
  readonly columns: number
}

/** Where sums go. */
export interface Target {
  readonly element: Element
  /** Bytes between rows and columns of C. */
  readonly c: { readonly row: number; readonly column: number }
}

export interface TileKind extends Target {
  readonly a: Walk
  readonly b: Walk
  /** Whether sums are added to what C holds: always, never, or if a local says so. */
  readonly add: "always" | "never" | { readonly ifLocal: number }
  /** Steps of k, if they are so few that they are written out; otherwise they are counted when the code runs. */
  readonly steps: "counted" | number
}

/** Locals of the sums, row by row, and one to work with. */
export interface Sums {
  readonly x: number
  readonly sums: readonly number[]
}

/** The locals that every tile of a function shares. */
export interface TileLocals extends Sums {
  readonly a: number
  readonly b: number
  readonly end: number
  readonly zero: number
  readonly row: readonly number[]
}

export const vectorsOf = ({ lanes }: Element, columns: number): number => Math.ceil(columns / lanes)

export const tileLocals = (scope: Scope, element: Element, shapes: readonly TileShape[]): TileLocals => {
  const vectors = (count: number): readonly number[] => Array.from({ length: count }, () => scope.local("v128"))
  return {
    a: scope.local("i32"),
    b: scope.local("i32"),
    end: scope.local("i32"),
    zero: scope.local("v128"),
    x: scope.local("v128"),
    sums: vectors(Math.max(...shapes.map((s) => s.rows * vectorsOf(element, s.columns)))),
    row: vectors(Math.max(...shapes.map((s) => vectorsOf(element, s.columns)))),
  }
}

/** Lanes in use of the vector `v`. */
const width = (element: Element, columns: number, v: number): number => Math.min(element.lanes, columns - v * element.lanes)

/** The step of k that is `p` after the one that the pointers are at. */
const stepOf = (kind: TileKind, { rows, columns }: TileShape, on: TileLocals, p: number): Code => {
  const { element, a, b } = kind
  const vectors = vectorsOf(element, columns)
  const loads = on.row.slice(0, vectors).map((local, v) => {
    const count = b.padded ? element.lanes : width(element, columns, v)
    return localSet(local, element.loadSome(localGet(on.b), count, p * b.step + 16 * v))
  })
  const products = Array.from({ length: rows }, (_, r) => [
    localSet(on.x, element.splat(localGet(on.a), p * a.step + r * a.across)),
    on.row.slice(0, vectors).map((local, v) => {
      const sum = on.sums[r * vectors + v] as number
      return localSet(sum, element.add(localGet(sum), element.mul(localGet(on.x), localGet(local))))
    }),
  ])
  return [loads, products]
}

/** Each vector of the tile: its local, where in C it starts, and how many of its lanes count. */
const pieces = (kind: Target, { rows, columns }: TileShape, on: Sums) => {
  const vectors = vectorsOf(kind.element, columns)
  return Array.from({ length: rows * vectors }, (_, i) => {
    const v = i % vectors
    const at = Math.floor(i / vectors) * kind.c.row + v * kind.element.lanes * kind.c.column
    return { sum: on.sums[i] as number, at, count: width(kind.element, columns, v) }
  })
}

/** Adds what C holds to the sums. */
export const addC = (kind: Target, shape: TileShape, on: Sums, c: number): Code => {
  const { element } = kind
  return pieces(kind, shape, on).map(({ sum, at, count }) => {
    if (kind.c.column === element.bytes) {
      const [address, offset] = beside(localGet(c), at)
      const held = count === element.lanes ? v128Load(address, offset) : element.loadSome(address, count, offset)
      return localSet(sum, element.add(localGet(sum), held))
    }
    const gathered = Array.from({ length: count }, (_, lane) => {
      const [address, offset] = beside(localGet(c), at + lane * kind.c.column)
      return localSet(on.x, element.loadLane(address, localGet(on.x), lane, offset))
    })
    return [gathered, localSet(sum, element.add(localGet(sum), localGet(on.x)))]
  })
}

/** Writes the sums to C. */
export const storeC = (kind: Target, shape: TileShape, on: Sums, c: number): Code => {
  const { element } = kind
  return pieces(kind, shape, on).map(({ sum, at, count }) => {
    if (kind.c.column === element.bytes) {
      const [address, offset] = beside(localGet(c), at)
      return count === element.lanes ? v128Store(address, localGet(sum), offset) : element.storeSome(address, localGet(sum), count, offset)
    }
    return Array.from({ length: count }, (_, lane) => {
      const [address, offset] = beside(localGet(c), at + lane * kind.c.column)
      return element.storeLane(address, localGet(sum), lane, offset)
    })
  })
}

/** All steps of k, counted by the operand that moves. */
const countedSteps = (kind: TileKind, shape: TileShape, on: TileLocals, depth: Code): Code => {
  const byA = kind.a.step !== 0
  const [counted, step, other, otherStep] = byA
    ? ([on.a, kind.a.step, on.b, kind.b.step] as const)
    : ([on.b, kind.b.step, on.a, kind.a.step] as const)
  return [
    localSet(on.end, i32Add(localGet(counted), depth)),
    loop([
      stepOf(kind, shape, on, 0),
      advance(other, otherStep),
      brIf(0, i32Ne(localTee(counted, i32Add(localGet(counted), i32Const(step))), localGet(on.end))),
    ]),
  ]
}

const writtenSteps = (kind: TileKind, shape: TileShape, on: TileLocals, steps: number): Code => [
  Array.from({ length: steps }, (_, p) => stepOf(kind, shape, on, p)),
  advance(on.a, steps * kind.a.step),
  advance(on.b, steps * kind.b.step),
]

/**
 * One tile: `on.a` and `on.b` start at its first step of k and are left behind its last; `depth` is the bytes that the walk of A covers, or
 * that of B if A stands still.
 */
export const tile = (kind: TileKind, shape: TileShape, on: TileLocals, c: number, depth: Code): Code => {
  const sums = on.sums.slice(0, shape.rows * vectorsOf(kind.element, shape.columns))
  const add = addC(kind, shape, on, c)
  return [
    sums.map((sum) => localSet(sum, localGet(on.zero))),
    kind.steps === "counted" ? countedSteps(kind, shape, on, depth) : writtenSteps(kind, shape, on, kind.steps),
    kind.add === "never" ? [] : kind.add === "always" ? add : ifElse(localGet(kind.add.ifLocal), add),
    storeC(kind, shape, on, c),
  ]
}
