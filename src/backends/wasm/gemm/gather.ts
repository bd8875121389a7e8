// Packing by tables: panels like those of `pack`, of lines that lie anywhere. A vector's worth of lines is copied at a time. Where neighbouring
// lines are evenly spaced they are loaded as a vector, where neighbouring steps are, squares are transposed; other numbers move one by one.
import type { Code, FunctionRef } from "../encode/code.js"
import {
  brIf,
  i32Add,
  i32And,
  i32Const,
  i32Eq,
  i32Load,
  i32ShrU,
  i32Sub,
  ifElse,
  localGet,
  localSet,
  localTee,
  loop,
} from "../encode/instructions.js"
import type { ModuleBuilder } from "../encode/module.js"
import { i32x4Shuffle, v128Load, v128Store } from "../encode/simd.js"
import { beside, type Element, exchange } from "./element.js"
import { panelLines } from "./plan.js"
import { advance, defineWith, type Scope } from "./scope.js"
import type { GemmType } from "./spec.js"

export interface GatherSpec {
  readonly type: GemmType
  readonly element: Element
  /** Lines of a panel, and of the last one if it is smaller. */
  readonly lines: number
  readonly rest: number
  /** Elements from line to line where lines are evenly spaced, and from step to step; undefined where they never are. */
  readonly across: number | undefined
  readonly along: number | undefined
}

/** A vector of elements `stride` apart. Nothing beyond the last is read. */
const loadEvery = ({ bytes, lanes, loadSome, loadLane }: Element, address: Code, stride: number): Code => {
  if (stride === 1) return v128Load(address)
  if (stride === 2 && lanes === 4) return i32x4Shuffle(v128Load(address), v128Load(address, 12), [0, 2, 5, 7])
  let x = loadSome(address, 1)
  for (let lane = 1; lane < lanes; lane++) {
    const [at, offset] = beside(address, lane * stride * bytes)
    x = loadLane(at, x, lane, offset)
  }
  return x
}

interface Locals {
  /** Addresses of the lines of a group. */
  readonly lines: readonly number[]
  readonly to: number
  readonly left: number
  /** Walks the table of steps. */
  readonly step: number
  readonly at: number
  readonly x: number
  readonly zero: number
  readonly rounds: readonly (readonly number[])[]
}

const localsOf = (scope: Scope, { lanes, exchanges }: Element): Locals => {
  const vectors = (): readonly number[] => Array.from({ length: lanes }, () => scope.local("v128"))
  return {
    lines: Array.from({ length: lanes }, () => scope.local("i32")),
    to: scope.local("i32"),
    left: scope.local("i32"),
    step: scope.local("i32"),
    at: scope.local("i32"),
    x: scope.local("v128"),
    zero: scope.local("v128"),
    rounds: [0, ...exchanges].map(vectors),
  }
}

const countDown = (left: number, body: Code): Code =>
  ifElse(localGet(left), loop([body, brIf(0, localTee(left, i32Sub(localGet(left), i32Const(1))))]))

/** One step of the lines of a group, number by number. */
const singly = ({ loadSome, loadLane }: Element, on: Locals, count: number): Code => {
  if (count === 0) return localGet(on.zero)
  const place = (i: number): Code => i32Add(localGet(on.lines[i] as number), localGet(on.at))
  let x = loadSome(place(0), 1)
  for (let i = 1; i < count; i++) x = loadLane(place(i), x, i)
  return x
}

/** A square of lines and evenly spaced steps. */
const square = (element: Element, on: Locals, count: number, along: number, stepBytes: number): Code => {
  const { lanes, exchanges } = element
  const loads = (on.rounds[0] as readonly number[]).map((local, i) => {
    if (i >= count) return localSet(local, localGet(on.zero))
    return localSet(local, loadEvery(element, i32Add(localGet(on.lines[i] as number), localGet(on.at)), along))
  })
  const swaps = exchanges.map((round, r) =>
    round.map((e, i) => {
      const [source, target] = [on.rounds[r] as readonly number[], on.rounds[r + 1] as readonly number[]]
      return localSet(target[i] as number, exchange(e, localGet(source[e.x] as number), localGet(source[e.y] as number)))
    }),
  )
  const last = on.rounds.at(-1) as readonly number[]
  const stores = Array.from({ length: lanes }, (_, q) => v128Store(localGet(on.to), localGet(last[q] as number), q * stepBytes))
  return [loads, swaps, stores]
}

/** A vector's worth of lines, all steps. */
const group = (s: GatherSpec, on: Locals, count: number, stepBytes: number, depth: Code): Code => {
  const { element, across, along } = s
  const { lanes, bytes } = element
  const onward = (steps: number): Code => [advance(on.to, steps * stepBytes), advance(on.step, 4 * steps)]
  const next = localSet(on.at, i32Load(localGet(on.step), 0))
  const one = [next, v128Store(localGet(on.to), singly(element, on, count)), onward(1)]
  const squares = (by: number): Code => {
    const even = i32Eq(
      i32Sub(i32Load(localGet(on.step), 4 * (lanes - 1)), localTee(on.at, i32Load(localGet(on.step), 0))),
      i32Const((lanes - 1) * by * bytes),
    )
    return [
      localSet(on.left, i32ShrU(depth, i32Const(Math.log2(lanes)))),
      countDown(
        on.left,
        ifElse(
          even,
          [square(element, on, count, by, stepBytes), onward(lanes)],
          Array.from({ length: lanes }, () => one),
        ),
      ),
      localSet(on.left, i32And(depth, i32Const(lanes - 1))),
      countDown(on.left, one),
    ]
  }
  const uneven = along === undefined || count === 0 ? [localSet(on.left, depth), countDown(on.left, one)] : squares(along)
  if (across === undefined || count < lanes) return uneven
  const vector = loadEvery(element, localGet(on.at), across)
  const copies = (steps: number): Code => [
    Array.from({ length: steps }, (_, p) => [
      localSet(on.at, i32Add(localGet(on.lines[0] as number), i32Load(localGet(on.step), 4 * p))),
      v128Store(localGet(on.to), vector, p * stepBytes),
    ]),
    onward(steps),
  ]
  const even = [
    localSet(on.left, i32ShrU(depth, i32Const(2))),
    countDown(on.left, copies(4)),
    localSet(on.left, i32And(depth, i32Const(3))),
    countDown(on.left, copies(1)),
  ]
  const [first, last] = [on.lines[0] as number, on.lines[lanes - 1] as number]
  return ifElse(i32Eq(i32Sub(localGet(last), localGet(first)), i32Const((lanes - 1) * across * bytes)), even, uneven)
}

/** `(from, to, count, rest, depth, lines, steps)`: packs `count` panels, then the smaller one if `rest` is not 0, of `depth` steps each. */
export const gatherFunction = (module: ModuleBuilder, s: GatherSpec): FunctionRef => {
  const { element, ...key } = s
  return module.once(`gemm gather ${JSON.stringify(key)}`, () =>
    defineWith(module, "gemm_gather", ["i32", "i32", "i32", "i32", "i32", "i32", "i32"], (scope) => {
      const [from, to, count, rest, depth, lines, steps] = [0, 1, 2, 3, 4, 5, 6] as const
      const on = localsOf(scope, element)
      const { lanes, bytes } = element
      const panel = (size: number): Code => {
        const stepBytes = panelLines(size) * bytes
        return Array.from({ length: panelLines(size) / lanes }, (_, g) => {
          const used = Math.max(0, Math.min(lanes, size - g * lanes))
          const places = on.lines
            .slice(0, used)
            .map((local, i) => localSet(local, i32Add(localGet(from), i32Load(localGet(lines), 4 * (g * lanes + i)))))
          return [
            places,
            localSet(on.step, localGet(steps)),
            localSet(on.to, i32Add(localGet(to), i32Const(16 * g))),
            group(s, on, used, stepBytes, localGet(depth)),
          ]
        })
      }
      const end = localSet(to, i32Sub(localGet(on.to), i32Const(16 * (panelLines(s.lines) / lanes - 1))))
      return [
        countDown(count, [panel(s.lines), end, advance(lines, 4 * s.lines)]),
        s.rest === 0 ? [] : ifElse(localGet(rest), panel(s.rest)),
      ]
    }),
  )
}
