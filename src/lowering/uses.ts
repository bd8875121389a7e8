// When buffers are in use: what decides which may share memory.
import { ownOf, partsOf } from "./access.js"
import type { Step } from "./kernel.js"
import type { Buffer } from "./value.js"

/** A step with all that is inside it, numbered in order: those of a list follow one another, those inside it lie within. */
export interface Span {
  readonly step: Step
  readonly list: readonly Step[]
  readonly from: number
  to: number
}

/** A buffer is used by a step: the step's span, behind those of the steps around it. */
export type Use = readonly Span[]

/** Every use of every buffer, in order. */
export const usesOf = (steps: readonly Step[]): ReadonlyMap<Buffer, readonly Use[]> => {
  const uses = new Map<Buffer, Use[]>()
  let next = 0
  const use = (buffer: Buffer, chain: Use): void => {
    const known = uses.get(buffer)
    if (known) known.push(chain)
    else uses.set(buffer, [chain])
  }
  const walk = (list: readonly Step[], around: Use): void => {
    for (const step of list) {
      const span: Span = { step, list, from: next, to: next }
      const chain = [...around, span]
      for (const b of ownOf(step)) use(b, chain)
      for (const part of partsOf(step)) walk(part, chain)
      span.to = next++
    }
  }
  walk(steps, [])
  return uses
}

/** The innermost list that holds all uses of a buffer: how many lists are around it. A buffer is alive there through whole steps. */
export const homeOf = (uses: readonly Use[]): number => {
  const [first] = uses as readonly [Use]
  let depth = 0
  while (depth + 1 < first.length && uses.every((u) => u[depth + 1]?.list === first[depth + 1]?.list)) depth++
  return depth
}
