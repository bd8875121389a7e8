// What does not change in a loop is computed once, before it: steps that read nothing that the loop writes or moves.
import { readsOf, writesOf } from "./access.js"
import type { Step } from "./kernel.js"
import type { Buffer } from "./value.js"

/** Steps with an effect, or with steps inside, stay where they are. */
const mayMove = (step: Step): boolean => step.kind === "nest" || step.kind === "product" || step.kind === "running" || step.kind === "sort"

export interface Hoisted {
  readonly before: readonly Step[]
  readonly body: readonly Step[]
}

/** The steps of a loop, parted. `changing` are the buffers that differ from turn to turn: the carry and the windows. */
export const hoist = (steps: readonly Step[], changing: readonly Buffer[]): Hoisted => {
  const varying = new Set(changing)
  const known = steps.map((step) => ({ step, reads: [...readsOf(step)], writes: [...writesOf(step)] }))
  const stays = new Set<Step>()
  // what one step makes vary may make another vary that stands before it: both may write into one buffer
  for (let before = -1; before < stays.size; ) {
    before = stays.size
    for (const { step, reads, writes } of known) {
      if (stays.has(step) || (mayMove(step) && ![...reads, ...writes].some((b) => varying.has(b)))) continue
      stays.add(step)
      for (const b of writes) varying.add(b)
    }
  }
  return { before: steps.filter((s) => !stays.has(s)), body: steps.filter((s) => stays.has(s)) }
}
