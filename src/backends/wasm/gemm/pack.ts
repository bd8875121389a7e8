// Packing: lines of a matrix are copied into panels where the `lines` numbers of one step of k lie side by side, so that the product reads
// memory in order. A panel is padded with zeros to whole vectors, and reads nothing beyond its operand.
import type { Code, FunctionRef } from "../encode/code.js"
import { brIf, i32And, i32Const, i32ShrU, i32Sub, ifElse, localGet, localSet, localTee, loop } from "../encode/instructions.js"
import type { ModuleBuilder } from "../encode/module.js"
import { v128Load, v128Store } from "../encode/simd.js"
import { beside, type Element, exchange } from "./element.js"
import { panelLines } from "./plan.js"
import { advance, defineWith, type Scope } from "./scope.js"
import type { GemmType } from "./spec.js"

export interface PackSpec {
  readonly type: GemmType
  readonly element: Element
  /** Lines of a panel, and of the last one if it is smaller. */
  readonly lines: number
  readonly rest: number
  /** Elements from line to line, and along a line. */
  readonly across: number
  readonly along: number
  /** Whether a step is filled up with zeros to whole vectors. */
  readonly padded: boolean
}

/** Numbers of one step, with the padding. */
const stepLines = (p: PackSpec, lines: number): number => (p.padded ? panelLines(lines) : lines)

interface Walkers {
  readonly from: number
  readonly to: number
  readonly left: number
}

const countDown = (left: number, body: Code): Code =>
  ifElse(localGet(left), loop([body, brIf(0, localTee(left, i32Sub(localGet(left), i32Const(1))))]))

/** Lines that lie side by side: vectors move as they are. */
const copySteps = (p: PackSpec, lines: number, on: Walkers): Code => {
  const { bytes, lanes, loadSome } = p.element
  const vectors = panelLines(lines) / lanes
  const moves = Array.from({ length: vectors }, (_, v) => {
    const count = Math.min(lanes, lines - v * lanes)
    return count > 0 ? v128Store(localGet(on.to), loadSome(localGet(on.from), count, 16 * v), 16 * v) : []
  })
  return countDown(on.left, [moves, advance(on.from, p.along * bytes), advance(on.to, panelLines(lines) * bytes)])
}

/** One number at a time, any strides. */
const scalarSteps = (p: PackSpec, lines: number, on: Walkers): Code => {
  const { bytes, load, store, zero } = p.element
  const moves = Array.from({ length: stepLines(p, lines) }, (_, line) => {
    const [address, offset] = beside(localGet(on.from), line * p.across * bytes)
    return store(localGet(on.to), line < lines ? load(address, offset) : zero, line * bytes)
  })
  return countDown(on.left, [moves, advance(on.from, p.along * bytes), advance(on.to, stepLines(p, lines) * bytes)])
}

/** Lines that run along memory: squares of `lanes × lanes` are read by line and written by step, transposed in registers. */
const transposeSquare = (p: PackSpec, scope: Scope, lines: number, on: Walkers): Code => {
  const { bytes, lanes, exchanges } = p.element
  const rounds = [0, ...exchanges].map(() => Array.from({ length: lanes }, () => scope.local("v128")))
  const zero = scope.local("v128")
  const groups = panelLines(lines) / lanes
  return Array.from({ length: groups }, (_, g) => {
    const loads = (rounds[0] as number[]).map((local, i) => {
      const line = g * lanes + i
      if (line >= lines) return localSet(local, localGet(zero))
      const [address, offset] = beside(localGet(on.from), line * p.across * bytes)
      return localSet(local, v128Load(address, offset))
    })
    const swaps = exchanges.map((round, r) =>
      round.map((e, i) => {
        const [source, target] = [rounds[r] as number[], rounds[r + 1] as number[]]
        return localSet(target[i] as number, exchange(e, localGet(source[e.x] as number), localGet(source[e.y] as number)))
      }),
    )
    const last = rounds.at(-1) as number[]
    const stores = last.map((local, i) => v128Store(localGet(on.to), localGet(local), i * panelLines(lines) * bytes + 16 * g))
    return [loads, swaps, stores]
  })
}

const transposeSteps = (p: PackSpec, scope: Scope, lines: number, on: Walkers, depth: number): Code => {
  const { bytes, lanes } = p.element
  const square = [
    transposeSquare(p, scope, lines, on),
    advance(on.from, p.along * bytes * lanes),
    advance(on.to, panelLines(lines) * bytes * lanes),
  ]
  return [
    localSet(on.left, i32ShrU(localGet(depth), i32Const(Math.log2(lanes)))),
    countDown(on.left, square),
    localSet(on.left, i32And(localGet(depth), i32Const(lanes - 1))),
    scalarSteps(p, lines, on),
  ]
}

const panel = (p: PackSpec, scope: Scope, lines: number, on: Walkers, depth: number): Code => {
  if (p.along === 1 && p.across !== 1 && p.padded) return transposeSteps(p, scope, lines, on, depth)
  return [localSet(on.left, localGet(depth)), p.across === 1 && p.padded ? copySteps(p, lines, on) : scalarSteps(p, lines, on)]
}

/** `(from, to, count, rest, depth)`: packs `count` panels, then the smaller one if `rest` is not 0, of `depth` steps each. */
export const packFunction = (module: ModuleBuilder, p: PackSpec): FunctionRef => {
  const { element: _, ...key } = p
  return module.once(`gemm pack ${JSON.stringify(key)}`, () =>
    defineWith(module, "gemm_pack", ["i32", "i32", "i32", "i32", "i32"], (scope) => {
      const [start, to, count, rest, depth] = [0, 1, 2, 3, 4] as const
      const on: Walkers = { from: scope.local("i32"), to, left: scope.local("i32") }
      const begin = localSet(on.from, localGet(start))
      return [
        countDown(count, [begin, panel(p, scope, p.lines, on, depth), advance(start, p.lines * p.across * p.element.bytes)]),
        p.rest === 0 ? [] : ifElse(localGet(rest), [begin, panel(p, scope, p.rest, on, depth)]),
      ]
    }),
  )
}
