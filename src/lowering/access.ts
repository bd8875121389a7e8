// Which buffers a step reads and writes: what order, fusion and memory planning need to know.
import { remembered } from "../core/remember.js"
import { inOrder, type ScalarNode } from "../core/scalar.js"
import { type Nest, nodesOf, type Place, type Repeat, type Stage, type Step } from "./kernel.js"
import { type Buffer, type LoadLeaf, leafOf, loadOf } from "./value.js"

const loadsAmong = (nodes: readonly ScalarNode[]): readonly LoadLeaf[] => nodes.filter(loadOf).map((n) => leafOf(n) as LoadLeaf)

/** Every load of some expressions, each leaf once. */
export const loadsIn = (roots: readonly ScalarNode[]): readonly LoadLeaf[] => loadsAmong(inOrder(roots))

/** Every load of a stage's expressions. Nests that are joined keep most of their stages. */
export const loadsInStage = remembered((stage: Stage): readonly LoadLeaf[] => loadsAmong(nodesOf(stage)))

/** Every load of a nest's expressions. */
export const loadsOf = (nest: Nest): readonly LoadLeaf[] => nest.stages.flatMap(loadsInStage)

const placed = (places: readonly Place[]): readonly Buffer[] => places.flatMap(({ at }) => ("buffer" in at ? [at.buffer] : []))

/** The lists of steps inside a step. */
export const partsOf = (step: Step): readonly (readonly Step[])[] =>
  step.kind === "repeat" ? [step.body] : step.kind === "branch" ? step.branches : []

/** A step with other lists of steps inside; the step itself if they are the same steps. */
export const withParts = (step: Step, parts: readonly (readonly Step[])[]): Step => {
  const same = partsOf(step).every((list, i) => list.length === parts[i]?.length && list.every((s, j) => s === parts[i]?.[j]))
  if (same) return step
  return step.kind === "repeat"
    ? { ...step, body: parts[0] as readonly Step[] }
    : step.kind === "branch"
      ? { ...step, branches: parts }
      : step
}

/** Every step and those inside it, the outer ones first. */
export const allSteps = (steps: readonly Step[]): readonly Step[] => steps.flatMap((s) => [s, ...partsOf(s).flatMap(allSteps)])

/** The windows of all loops. */
export const windowsOf = (steps: readonly Step[]): readonly Buffer[] =>
  allSteps(steps).flatMap((s) => (s.kind === "repeat" ? s.windows.map((w) => w.buffer) : []))

/** Buffers as the steps outside a loop know them: the array for each of its windows. */
const seenOutside = ({ windows }: Repeat, inside: readonly Buffer[]): readonly Buffer[] => {
  const whole = new Map(windows.map((w) => [w.buffer, w.of]))
  return inside.map((b) => whole.get(b) ?? b)
}

type Access = (step: Step) => ReadonlySet<Buffer>

/** What nests read: their loads, and what they combine with. */
const readsOfNest = (nest: Nest): ReadonlySet<Buffer> => {
  const read = new Set<Buffer>()
  for (const stage of nest.stages) for (const load of loadsInStage(stage)) read.add(load.buffer)
  for (const { stores } of nest.stages) for (const s of stores) if (s.combine) read.add(s.buffer)
  return read
}

const writesOfNest = (nest: Nest): ReadonlySet<Buffer> => {
  const written = new Set<Buffer>()
  for (const { stores } of nest.stages) for (const s of stores) written.add(s.buffer)
  return written
}

/** Steps are asked again and again while nests look for one to join. */
export const readsOf: Access = remembered((step) => {
  switch (step.kind) {
    case "nest":
      return readsOfNest(step)
    case "product":
      return new Set([step.a.buffer, step.b.buffer, ...(step.accumulate ? [step.c.buffer] : [])])
    case "running":
      return new Set(loadsIn([step.next, ...step.stores.map((s) => s.value)]).map((l) => l.buffer))
    case "sort":
      return new Set([step.keys])
    case "interpreted":
      return new Set(placed(step.inputs))
    case "repeat": {
      const inside = step.body.flatMap((s) => [...readsOf(s)])
      return new Set([...seenOutside(step, inside), ...("holds" in step.turns ? [step.turns.holds] : [])])
    }
    case "branch":
      return new Set([step.which, ...step.branches.flat().flatMap((s) => [...readsOf(s)])])
  }
})

export const writesOf: Access = remembered((step) => {
  switch (step.kind) {
    case "nest":
      return writesOfNest(step)
    case "product":
      return new Set([step.c.buffer])
    case "running":
      return new Set(step.stores.map((s) => s.buffer))
    case "sort":
      return new Set([step.order])
    case "interpreted":
      return new Set(placed(step.outputs))
    case "repeat":
      return new Set(
        seenOutside(
          step,
          step.body.flatMap((s) => [...writesOf(s)]),
        ),
      )
    case "branch":
      return new Set(step.branches.flat().flatMap((s) => [...writesOf(s)]))
  }
})

/** What a step itself reads or writes, not the steps inside it. */
export const ownOf: Access = remembered((step) => {
  if (step.kind === "repeat") return new Set([...step.windows.map((w) => w.of), ...("holds" in step.turns ? [step.turns.holds] : [])])
  return step.kind === "branch" ? new Set([step.which]) : new Set([...writesOf(step), ...readsOf(step)])
})

/** Whether some buffer of one set is in the other, too, and `counts`. */
export const meet = (a: ReadonlySet<Buffer>, b: ReadonlySet<Buffer>, counts: (buffer: Buffer) => boolean = () => true): boolean => {
  const [few, many] = a.size < b.size ? [a, b] : [b, a]
  for (const buffer of few) if (many.has(buffer) && counts(buffer)) return true
  return false
}
