// Where buffers lie: inputs and outputs where the caller says, all others in one arena, packed by when they are alive.
import { dtypeInfo } from "../core/dtype.js"
import { readsOf, writesOf } from "./access.js"
import type { Kernels } from "./kernel.js"
import type { Buffer } from "./value.js"

/** A place that is only known when the program runs, or one in the arena. */
export type Location = { readonly kind: "input" | "output"; readonly index: number } | { readonly kind: "arena"; readonly offset: number }

export interface Plan {
  readonly locations: ReadonlyMap<Buffer, Location>
  /** Bytes of the arena. */
  readonly arenaBytes: number
}

/** Buffers begin at multiples of this, the length of a cache line. */
const alignment = 64

export const bytesOf = ({ dtype, size }: Buffer): number => dtypeInfo[dtype].bytes * size

const roundUp = (n: number): number => Math.ceil(n / alignment) * alignment

interface Interval {
  readonly buffer: Buffer
  readonly bytes: number
  readonly from: number
  to: number
}

/** When each temporary is first written and last used, counted in steps. */
const lifetimes = (program: Kernels): readonly Interval[] => {
  const fixed = new Set<Buffer>([...program.inputs, ...program.outputs])
  const intervals = new Map<Buffer, Interval>()
  program.steps.forEach((step, at) => {
    for (const buffer of [...writesOf(step), ...readsOf(step)]) {
      if (fixed.has(buffer)) continue
      const known = intervals.get(buffer)
      if (known) known.to = at
      else intervals.set(buffer, { buffer, bytes: roundUp(Math.max(1, bytesOf(buffer))), from: at, to: at })
    }
  })
  return [...intervals.values()]
}

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

/** Large buffers choose first: small ones find room between them. */
export const plan = (program: Kernels): Plan => {
  const placed: (readonly [Interval, number])[] = []
  const intervals = [...lifetimes(program)].sort((a, b) => b.bytes - a.bytes || a.from - b.from)
  for (const interval of intervals) placed.push([interval, lowestFit(interval, placed)])
  const locations = new Map<Buffer, Location>(placed.map(([{ buffer }, offset]) => [buffer, { kind: "arena", offset }]))
  program.inputs.forEach((buffer, index) => {
    locations.set(buffer, { kind: "input", index })
  })
  program.outputs.forEach((buffer, index) => {
    locations.set(buffer, { kind: "output", index })
  })
  return { locations, arenaBytes: placed.reduce((top, [{ bytes }, offset]) => Math.max(top, offset + bytes), 0) }
}
