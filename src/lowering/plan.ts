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

/** The lowest offset at which a buffer meets no other that is alive at the same time. */
const lowestFit = (interval: Interval, placed: readonly (readonly [Interval, number])[]): number => {
  const rivals = placed.filter(([other]) => other.from <= interval.to && interval.from <= other.to).sort((a, b) => a[1] - b[1])
  let offset = 0
  for (const [other, at] of rivals) {
    if (offset + interval.bytes <= at) break
    offset = Math.max(offset, at + other.bytes)
  }
  return offset
}

/** Large buffers choose first: small ones find room between them, and at multiples of their size, as all those before took multiples of it. */
export const plan = (program: Kernels): Plan => {
  const listed = [...program.inputs, ...program.outputs, ...windowsOf(program.steps)]
  const placed: (readonly [Interval, number])[] = []
  const intervals = [...lifetimes(program, new Set(listed))].sort((a, b) => b.bytes - a.bytes || a.from - b.from)
  for (const interval of intervals) placed.push([interval, lowestFit(interval, placed)])
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
