// Copies that need not be made. Arrays are values, so what writes into one begins with a copy of it, and a loop ends each turn with a copy of its
// next carry into the carry. Where the old array is not looked at again, both may lie in one buffer, and the copy is dropped: a scatter in a
// loop then writes in place.
import { sizeOf } from "../core/aval.js"
import { remembered } from "../core/remember.js"
import { partsOf, windowsOf, withParts } from "./access.js"
import { isScattering, type Kernels, type Stage, type Step } from "./kernel.js"
import { renamed } from "./rename.js"
import { homeOf, type Span, type Use, usesOf } from "./uses.js"
import { type Buffer, staticLoadOf } from "./value.js"
import { isContiguous, type View } from "./view.js"

interface Copy {
  readonly step: Step
  readonly from: Buffer
  readonly to: Buffer
}

const isWhole = (view: View, stage: Stage): boolean => view.offset === 0 && isContiguous(view, stage.inner)

/** The buffers of a step that copies one whole buffer to another, and does nothing else. */
const copyOf = remembered((step: Step): Copy | undefined => {
  if (step.kind !== "nest" || step.outer.length > 0 || step.stages.length !== 1 || isScattering(step)) return undefined
  const [stage] = step.stages as readonly [Stage]
  const [store] = stage.stores
  if (stage.folds.length > 0 || stage.stores.length !== 1 || !store || store.combine) return undefined
  const load = staticLoadOf(store.value)
  if (!load) return undefined
  const [from, to] = [load.buffer, store.buffer]
  const alike = from.dtype === to.dtype && from.size === to.size && isWhole(store.view, stage) && isWhole(load.view, stage)
  return alike && from.size === sizeOf(stage.inner) ? { step, from, to } : undefined
})

/** The uses of a buffer by the steps of a list or inside them, as spans of that list. */
const within = (uses: readonly Use[], list: readonly Step[]): readonly Span[] =>
  uses.flatMap((chain) => chain.filter((span) => span.list === list))

/** Copies of one list, each with where it stands. */
type Standing = readonly (readonly [Copy, Span])[]

/** What may lie in the place of what, and the copies that are dropped with it. */
interface Merge {
  readonly gone: Buffer
  readonly kept: Buffer
  readonly copies: readonly Copy[]
}

/**
 * `to := from` is the last use of a temporary that lives in this list alone, and what is copied to is not in use while the temporary is:
 * the temporary may be made there at once.
 */
const madeInPlace = ([copy, at]: Standing[number], temporary: Temporary, uses: Uses): Merge | undefined => {
  const life = temporary(copy.from, at.list)
  if (!life || life.to !== at.to) return undefined
  const free = within(uses.get(copy.to) ?? [], at.list).every((u) => u.to < life.from || u.from >= at.from)
  return free ? { gone: copy.from, kept: copy.to, copies: [copy] } : undefined
}

/** `new := old` … `old := new`, `old` not in use between, `new` neither before nor after: the work is done in `old`. */
const returned = ([copy, at]: Standing[number], copiesFrom: CopiesFrom, temporary: Temporary, uses: Uses): Merge | undefined => {
  const back = copiesFrom.get(copy.to)?.find(([c, s]) => c.to === copy.from && s.list === at.list && s.from > at.to)
  const life = temporary(copy.to, at.list)
  if (!back || !life || life.from !== at.from || life.to !== back[1].to) return undefined
  const untouched = within(uses.get(copy.from) ?? [], at.list).every((u) => u.to <= at.to || u.from >= back[1].from)
  return untouched ? { gone: copy.to, kept: copy.from, copies: [copy, back[0]] } : undefined
}

/** Copies by what they copy. */
type CopiesFrom = ReadonlyMap<Buffer, Standing>

type Uses = ReadonlyMap<Buffer, readonly Use[]>

/** The first and last place of a buffer that is used in one list alone and is not seen from outside. */
type Temporary = (buffer: Buffer, list: readonly Step[]) => { readonly from: number; readonly to: number } | undefined

const temporaries =
  (uses: Uses, seen: ReadonlySet<Buffer>): Temporary =>
  (buffer, list) => {
    const own = uses.get(buffer)
    if (!own || seen.has(buffer)) return undefined
    const home = homeOf(own)
    if (own.some((chain) => chain[home]?.list !== list)) return undefined
    const spans = own.map((chain) => chain[home] as Span)
    return { from: Math.min(...spans.map((s) => s.from)), to: Math.max(...spans.map((s) => s.to)) }
  }

/** The copies of a program, each with its place. */
const standing = (uses: Uses): Standing => {
  const found = new Map<Step, readonly [Copy, Span]>()
  for (const [buffer, chains] of uses)
    for (const chain of chains) {
      const at = chain.at(-1) as Span
      const copy = found.has(at.step) ? undefined : copyOf(at.step)
      if (copy?.from === buffer) found.set(at.step, [copy, at])
    }
  return [...found.values()]
}

const byOrigin = (copies: Standing): CopiesFrom => {
  const from = new Map<Buffer, Standing[number][]>()
  for (const copy of copies) {
    const known = from.get(copy[0].from)
    if (known) known.push(copy)
    else from.set(copy[0].from, [copy])
  }
  return from
}

/** Merges that can be made together: no buffer has a part in two of them. */
const merges = ({ steps, inputs, outputs }: Kernels): readonly Merge[] => {
  const uses = usesOf(steps)
  const copies = standing(uses)
  const copiesFrom = byOrigin(copies)
  const temporary = temporaries(uses, new Set([...inputs, ...outputs, ...windowsOf(steps)]))
  const taken = new Set<Buffer>()
  return copies.flatMap((copy) => {
    const merge = madeInPlace(copy, temporary, uses) ?? returned(copy, copiesFrom, temporary, uses)
    if (!merge || taken.has(merge.gone) || taken.has(merge.kept)) return []
    taken.add(merge.gone).add(merge.kept)
    return [merge]
  })
}

const without = (steps: readonly Step[], dropped: ReadonlySet<Step>): readonly Step[] =>
  steps
    .filter((step) => !dropped.has(step))
    .map((step) =>
      withParts(
        step,
        partsOf(step).map((list) => without(list, dropped)),
      ),
    )

/** The same program with fewer copies. */
export const coalesce = (program: Kernels): Kernels => {
  const made = merges(program)
  if (made.length === 0) return program
  const kept = new Map(made.map((m) => [m.gone, m.kept]))
  const dropped = new Set(made.flatMap((m) => m.copies.map((c) => c.step)))
  const steps = renamed(without(program.steps, dropped), (b) => kept.get(b) ?? b)
  return coalesce({ ...program, steps })
}
