// Inputs whose memory the caller gives away: a result of the same size that is first written when the input is last read, and only where it has
// just been read, lies where the input lay. A step of gradient descent then updates the parameters in place.
import { inOrder } from "../core/scalar.js"
import { loadsOf, readsOf, writesOf } from "./access.js"
import { isScattering, type Kernels, type Nest, rootsOf, type Stage, type Step, storesOf } from "./kernel.js"
import { renamed } from "./rename.js"
import { type Buffer, loadOf, staticLoadOf } from "./value.js"
import { sameView } from "./view.js"

/** Whether a nest reads `from` only where, in the same turn of the same loops, it then writes `to`. */
const overwritesWhatItReads = (nest: Nest, from: Buffer, to: Buffer): boolean => {
  const stores = storesOf(nest).filter((s) => s.buffer === to)
  const [store] = stores
  if (isScattering(nest) || stores.length !== 1 || !store || store.combine) return false
  return nest.stages.every((stage: Stage) =>
    inOrder(rootsOf(stage)).every((n) => {
      if (loadOf(n)?.buffer !== from) return true
      const load = staticLoadOf(n)
      return load !== undefined && stage.stores.includes(store) && sameView(load.view, store.view)
    }),
  )
}

/** A step, and all that it and what is inside it reads or writes. */
interface Touching {
  readonly step: Step
  readonly buffers: ReadonlySet<Buffer>
}

/** Whether `to` may lie where `from` lies. */
const mayReplace = (steps: readonly Touching[], from: Buffer, to: Buffer): boolean => {
  if (from.dtype !== to.dtype || from.size !== to.size) return false
  const first = steps.findIndex((s) => s.buffers.has(to))
  const last = steps.findLastIndex((s) => s.buffers.has(from))
  if (first > last) return true
  const meeting = steps[first]?.step
  return first === last && meeting?.kind === "nest" && overwritesWhatItReads(meeting, from, to)
}

/** A nest that has become a copy of a buffer to itself. */
const isIdle = (step: Step): boolean =>
  step.kind === "nest" &&
  loadsOf(step).length > 0 &&
  storesOf(step).every((s) => {
    const load = s.combine || s.index || s.guard ? undefined : staticLoadOf(s.value)
    return load?.buffer === s.buffer && sameView(load.view, s.view)
  })

/**
 * The program with results in the place of `donated` inputs, where that is possible: such a result is then the very buffer of the input.
 */
export const donate = (program: Kernels, donated: readonly number[]): Kernels => {
  if (donated.length === 0) return program
  const touching = program.steps.map((step): Touching => ({ step, buffers: new Set([...readsOf(step), ...writesOf(step)]) }))
  const places = new Map<Buffer, Buffer>()
  for (const i of donated) {
    const from = program.inputs[i] as Buffer
    const to = program.outputs.find((o) => !places.has(o) && mayReplace(touching, from, o))
    if (to) places.set(to, from)
  }
  if (places.size === 0) return program
  const place = (b: Buffer): Buffer => places.get(b) ?? b
  return { ...program, outputs: program.outputs.map(place), steps: renamed(program.steps, place).filter((s) => !isIdle(s)) }
}
