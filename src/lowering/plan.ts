// Where buffers lie: inputs and outputs where the caller says, windows where their loop says, all others in one arena, packed by when they
// are alive. Addresses are found in a table: the arena's, then the inputs', the outputs', and those of the windows.
import { dtypeInfo } from "../core/dtype.js"
import { windowsOf } from "./access.js"
import type { Kernels } from "./kernel.js"
import { homeOf, type Span, usesOf } from "./uses.js"
import type { Buffer } from "./value.js"

/** An entry of the table, and how many bytes behind the address that stands there. */
export interface Location {
  readonly slot: number
  readonly offset: number
}

export interface Plan {
  readonly locations: ReadonlyMap<Buffer, Location>
  /** Entries of the table. */
  readonly slots: number
  /** Bytes of the arena. */
  readonly arenaBytes: number
}

/** Buffers take multiples of this, the length of a cache line; smaller ones the next power of 2: hundreds of numbers share few lines. */
const alignment = 64

export const bytesOf = ({ dtype, size }: Buffer): number => dtypeInfo[dtype].bytes * size

const toLines = (n: number): number => Math.ceil(n / alignment) * alignment
const roundUp = (n: number): number => (n > alignment / 2 ? toLines(n) : 2 ** Math.ceil(Math.log2(n)))

interface Interval {
  readonly buffer: Buffer
  readonly bytes: number
  readonly from: number
  readonly to: number
}

/** When each temporary is first and last used. What is used inside a loop and outside, too, is alive through the whole loop. */
const lifetimes = (program: Kernels, fixed: ReadonlySet<Buffer>): readonly Interval[] =>
  [...usesOf(program.steps)].flatMap(([buffer, uses]) => {
    if (fixed.has(buffer)) return []
    const home = homeOf(uses)
    const spans = uses.map((u) => u[home] as Span)
    const from = spans.reduce((n, s) => Math.min(n, s.from), Number.POSITIVE_INFINITY)
    const to = spans.reduce((n, s) => Math.max(n, s.to), 0)
    return [{ buffer, bytes: roundUp(dtypeInfo[buffer.dtype].bytes * Math.max(1, buffer.size)), from, to }]
  })

/** An interval and its offset. */
type Placed = readonly [Interval, number]

/** The lowest offset at which a buffer meets no other that is alive at the same time. Those placed already are in the order of their offsets. */
const lowestFit = ({ from, to, bytes }: Interval, placed: readonly Placed[]): number => {
  let offset = 0
  for (const [other, at] of placed) {
    if (offset + bytes <= at) break
    if (other.from <= to && from <= other.to) offset = Math.max(offset, at + other.bytes)
  }
  return offset
}

/** Puts an interval where it belongs among those placed. */
const insert = (placed: Placed[], interval: Interval, offset: number): void => {
  let [low, high] = [0, placed.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((placed[middle] as Placed)[1] <= offset) low = middle + 1
    else high = middle
  }
  placed.splice(low, 0, [interval, offset])
}

/** Large buffers choose first: small ones find room between them, and at multiples of their size, as all those before took multiples of it. */
export const plan = (program: Kernels): Plan => {
  const listed = [...program.inputs, ...program.outputs, ...windowsOf(program.steps)]
  const placed: Placed[] = []
  const intervals = [...lifetimes(program, new Set(listed))].sort((a, b) => b.bytes - a.bytes || a.from - b.from)
  for (const interval of intervals) insert(placed, interval, lowestFit(interval, placed))
  const locations = new Map<Buffer, Location>(placed.map(([{ buffer }, offset]) => [buffer, { slot: 0, offset }]))
  listed.forEach((buffer, i) => {
    locations.set(buffer, { slot: 1 + i, offset: 0 })
  })
  return {
    locations,
    slots: 1 + listed.length,
    arenaBytes: toLines(placed.reduce((top, [{ bytes }, offset]) => Math.max(top, offset + bytes), 0)),
  }
}
