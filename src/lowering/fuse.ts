// Fusion: nests that walk the same outer loops become one. What one stage wrote and a later one reads at the same place is handed over in a
// register; what nobody else reads is never written; rows that only the nest itself needs shrink to one row, which stays in the cache.
import { type Shape, sameShape, sizeOf } from "../core/aval.js"
import { remembered } from "../core/remember.js"
import { inOrder, rewrite, type ScalarNode, withArgs } from "../core/scalar.js"
import { allSteps, loadsInStage, meet, ownOf, partsOf, readsOf, windowsOf, withParts, writesOf } from "./access.js"
import { writeApart } from "./disjoint.js"
import {
  isScattering,
  type Kernels,
  type Nest,
  nodesOf,
  rootsOf,
  type Stage,
  type Step,
  type Store,
  storesOf,
  withRoots,
} from "./kernel.js"
import { type Buffer, isLeaf, leafOf, loadOf, staticLoadOf } from "./value.js"
import { reach, sameView, type View } from "./view.js"

/** Expressions past this many operations are not put into one function. */
const longest = 500

/** The loops of a nest that may be shared with another: the outer ones, and for a plain map as many of the inner ones as wanted. */
const isMap = ({ outer, stages }: Nest): boolean => outer.length === 0 && stages.length === 1 && (stages[0] as Stage).folds.length === 0

/** The forms that a map has with some of its loops made outer loops, by how many: it is held against many nests in the same one. */
const forms = remembered((_: Nest) => new Map<number, Nest>())

/** A map whose first loops are made outer loops. */
const withOuter = (nest: Nest, depth: number): Nest => {
  const known = forms(nest).get(depth)
  if (known) return known
  const [stage] = nest.stages as readonly [Stage]
  const made: Nest = { kind: "nest", outer: stage.inner.slice(0, depth), stages: [{ ...stage, inner: stage.inner.slice(depth) }] }
  forms(nest).set(depth, made)
  return made
}

const shapeOf = (nest: Nest): Shape => [...nest.outer, ...((nest.stages[0] as Stage).inner ?? [])]

/** Both nests under common outer loops, or undefined if they walk different ones. */
const aligned = (a: Nest, b: Nest): readonly [Nest, Nest] | undefined => {
  if (isMap(a) && isMap(b)) return sameShape(shapeOf(a), shapeOf(b)) ? [a, b] : undefined
  if (isMap(b)) return fits(b, a.outer) ? [a, withOuter(b, a.outer.length)] : undefined
  if (isMap(a)) return fits(a, b.outer) ? [withOuter(a, b.outer.length), b] : undefined
  return sameShape(a.outer, b.outer) ? [a, b] : undefined
}

const fits = (map: Nest, outer: Shape): boolean => outer.length > 0 && sameShape(shapeOf(map).slice(0, outer.length), outer)

const firstStrides = (view: View, depth: number): View => ({ offset: 0, strides: view.strides.slice(0, depth) })

/** Where a view reaches for one turn of the outer loops, relative to where the turn begins. */
const inTurn = (view: View, depth: number, inner: Shape): readonly [number, number] =>
  reach({ offset: view.offset, strides: view.strides.slice(depth) }, inner)

interface Write {
  readonly store: Store
  readonly stage: Stage
}

const writesTo = (nest: Nest, buffer: Buffer): readonly Write[] =>
  nest.stages.flatMap((stage) => stage.stores.filter((s) => s.buffer === buffer).map((store) => ({ store, stage })))

/** Whether a read stays, in every turn of the outer loops, within what the writes of that turn cover. */
const staysInTurn = (writes: readonly Write[], view: View, inner: Shape, depth: number): boolean => {
  const [low, high] = inTurn(view, depth, inner)
  return writes.every(({ store, stage }) => {
    const [from, to] = inTurn(store.view, depth, stage.inner)
    return sameView(firstStrides(store.view, depth), firstStrides(view, depth)) && low >= from && high <= to
  })
}

/** What a stage computes of the values that it reads, in order. */
const valueNodes = remembered(({ folds, stores }: Stage) => inOrder([...folds.map((f) => f.value), ...stores.map((s) => s.value)]))

interface Read {
  readonly buffer: Buffer
  readonly view: View
  readonly inner: Shape
  readonly dynamic: boolean
}

const readsInStage = remembered((stage: Stage): readonly Read[] =>
  valueNodes(stage).flatMap((n) => {
    const load = loadOf(n)
    return load ? [{ buffer: load.buffer, view: load.view, inner: stage.inner, dynamic: n.args.length > 0 }] : []
  }),
)

/** The reads of a nest, each with the inner loops around it. */
const readsIn = (nest: Nest): readonly Read[] => nest.stages.flatMap(readsInStage)

/** Whether later turns of the outer loops write the same place again, so that it is ready only when all are done. */
const isRevisited = (store: Store, outer: Shape): boolean => outer.some((d, axis) => d !== 1 && store.view.strides[axis] === 0)

/** Whether what `second` writes over what `first` reads is, in every turn, only what that turn has read: loops write their carry anew. */
const overwritesInTurn = (first: Nest, second: Nest): boolean => {
  const depth = first.outer.length
  const over = writesOf(second)
  const read = readsOf(first)
  if (!meet(over, read)) return true
  const reads = readsIn(first).filter((r) => over.has(r.buffer))
  if (storesOf(second).some((s) => isRevisited(s, second.outer) && reads.some((r) => r.buffer === s.buffer))) return false
  return reads.every(({ buffer, view, inner, dynamic }) => !dynamic && staysInTurn(writesTo(second, buffer), view, inner, depth))
}

/** Whether `second` may run turn by turn behind `first`: everything it reads of it, it reads of the same turn. */
const rowLocal = (first: Nest, second: Nest): boolean => {
  const depth = first.outer.length
  const written = writesOf(first)
  for (const b of writesOf(second)) if (written.has(b) && !writeApart(first, second, b)) return false
  if (!overwritesInTurn(first, second)) return false
  const reads = readsOf(second)
  if (!meet(written, reads)) return true
  if (storesOf(first).some((s) => reads.has(s.buffer) && isRevisited(s, first.outer))) return false
  return readsIn(second).every(
    ({ buffer, view, inner, dynamic }) => !written.has(buffer) || (!dynamic && staysInTurn(writesTo(first, buffer), view, inner, depth)),
  )
}

/** Reads that find their value in a register: the very place that a store of the same stage, or of an outer turn, has written. */
const handOver = (stage: Stage, all: readonly Stage[], same: Stage | undefined): Stage => {
  const read = new Set(loadsInStage(stage).map((load) => load.buffer))
  const earlier = all.filter((e) => e.stores.some((s) => read.has(s.buffer)))
  if (earlier.length === 0) return stage
  const find = (buffer: Buffer, view: View): ScalarNode | undefined => {
    const here = same?.stores.find((s) => s.buffer === buffer && !s.combine && sameView(s.view, view))
    if (here) return here.value
    for (const e of earlier) {
      if (e.inner.length > 0) continue
      const above = e.stores.find((s) => s.buffer === buffer && !s.combine && sameView(widened(s.view, stage.inner.length), view))
      if (above && onlyFolds(above.value)) return above.value
    }
    return undefined
  }
  const replaced = rewrite(rootsOf(stage), (n, args) => {
    const load = staticLoadOf(n)
    return (load && find(load.buffer, load.view)) ?? withArgs(n, args)
  })
  return withRoots(stage, replaced)
}

const widened = ({ offset, strides }: View, inner: number): View => ({ offset, strides: [...strides, ...new Array<number>(inner).fill(0)] })

/** Whether a value can be used in any later stage: made of results of reductions and constants alone. */
const onlyFolds = (value: ScalarNode): boolean => inOrder([value]).every((n) => !isLeaf(n) || leafOf(n).kind === "fold")

/** One nest that does both, turn by turn. */
const joinNests = (first: Nest, second: Nest): Nest => {
  const stages = [...first.stages]
  for (const stage of second.stages) {
    const last = stages.at(-1) as Stage
    const together = sameShape(last.inner, stage.inner) && mayShareStage(last, stage) && overwritesInPlace(last, stage)
    const taken = handOver(stage, stages, together ? last : undefined)
    if (together && !readsAny(taken, last))
      stages[stages.length - 1] = { inner: last.inner, folds: [...last.folds, ...taken.folds], stores: [...last.stores, ...taken.stores] }
    else stages.push(handOver(stage, stages, undefined))
  }
  return { kind: "nest", outer: first.outer, stages }
}

/** A stage cannot use the result of a reduction that is still running, nor what another stage combines into. */
const mayShareStage = (last: Stage, next: Stage): boolean => {
  const running = new Set<object>(last.folds.map((f) => f.id))
  const combined = new Set(last.stores.flatMap((s) => (s.combine ? [s.buffer] : [])))
  return valueNodes(next).every((n) => {
    if (!isLeaf(n)) return true
    const data = leafOf(n)
    return data.kind === "fold" ? !running.has(data.fold) : data.kind === "index" || !combined.has(data.buffer)
  })
}

/** Whether a stage writes over what another reads only where that one has just read it. */
const overwritesInPlace = (last: Stage, next: Stage): boolean => {
  const over = new Map(next.stores.map((s) => [s.buffer, s.view]))
  return nodesOf(last).every((n) => {
    const load = loadOf(n)
    const view = load && over.get(load.buffer)
    return !view || (n.args.length === 0 && sameView(view, load.view))
  })
}

/** Whether a stage reads what another writes. What that one has read before it writes is handed over as it was. */
const readsAny = (stage: Stage, of: Stage): boolean => {
  const written = new Set(of.stores.map((s) => s.buffer))
  if (!loadsInStage(stage).some((load) => written.has(load.buffer))) return false
  const before = new Set(nodesOf(of))
  return inOrder(rootsOf(stage), (n) => !before.has(n)).some((n) => {
    const load = loadOf(n)
    return load !== undefined && written.has(load.buffer)
  })
}

/** How many operations a nest is. */
const lengthOf = remembered((nest: Nest): number => nest.stages.reduce((n, s) => n + valueNodes(s).length, 0))

/** Joining nests without anything in common is worth it only where loops are so short that calling costs more. */
const related = (a: Nest, b: Nest): boolean => {
  if (sizeOf(shapeOf(a)) <= 64 && sizeOf(shapeOf(b)) <= 64) return true
  const [reads, writes] = [readsOf(a), writesOf(a)]
  return meet(writes, readsOf(b)) || meet(reads, readsOf(b)) || meet(reads, writesOf(b)) || meet(writes, writesOf(b))
}

const fusedInto = (target: Step, step: Nest): Nest | undefined => {
  if (target.kind !== "nest") return undefined
  const pair = aligned(target, step)
  if (
    !pair ||
    isScattering(target) ||
    isScattering(step) ||
    !related(target, step) ||
    !rowLocal(...pair) ||
    lengthOf(target) + lengthOf(step) > longest
  )
    return undefined
  return joinNests(...pair)
}

/** Whether a nest must stay behind a step: it reads or writes what that one writes, or writes what that one reads. */
const follows = (nest: Nest, other: Step): boolean => {
  const [reads, writes] = [readsOf(nest), writesOf(nest)]
  const over = (b: Buffer): boolean => other.kind !== "nest" || isScattering(other) || isScattering(nest) || !writeApart(other, nest, b)
  return meet(writesOf(other), reads) || meet(readsOf(other), writes) || meet(writesOf(other), writes, over)
}

/** How far back a nest looks for one to join. */
const horizon = 24

/** Fuses what can be, and drops what nobody reads. */
export const fuse = (program: Kernels): Kernels => shrinkRows(dropUnread({ ...program, steps: fuseList(program.steps) }))

/** Nests that had nothing in common, such as those of real and of imaginary parts, may have by the time that others have joined them. */
const fuseList = (list: readonly Step[]): readonly Step[] => {
  const once = fuseOnce(list)
  return once.length < list.length ? fuseOnce(once) : once
}

/** What is inside a loop or a branch stays there. */
const fuseOnce = (list: readonly Step[]): readonly Step[] => {
  const steps: Step[] = []
  for (const step of list) {
    if (step.kind !== "nest") steps.push(withParts(step, partsOf(step).map(fuseList)))
    else if (!place(steps, step)) steps.push(step)
  }
  return steps
}

/** Joins a nest to one of the steps before it; says whether it did. */
const place = (steps: Step[], step: Nest): boolean => {
  for (let i = steps.length - 1; i >= Math.max(0, steps.length - horizon); i--) {
    const joined = fusedInto(steps[i] as Step, step)
    if (joined) {
      steps[i] = joined
      return true
    }
    if (follows(step, steps[i] as Step)) return false
  }
  return false
}

/** A stage without its unneeded stores; itself if it needs them all. */
const neededPart = (stage: Stage, needed: ReadonlySet<Buffer>): Stage =>
  stage.stores.every((s) => needed.has(s.buffer)) ? stage : { ...stage, stores: stage.stores.filter((s) => needed.has(s.buffer)) }

/** Without the stores that no step and no result reads. What is needed whole stays what it is, with all that is known of it. */
const dropUnread = (program: Kernels): Kernels => {
  const needed = new Set<Buffer>([...program.outputs, ...windowsOf(program.steps)])
  for (const step of program.steps) for (const b of readsOf(step)) needed.add(b)
  let dropped = false
  const read = (step: Step): readonly Step[] => {
    if (step.kind !== "nest")
      return [
        withParts(
          step,
          partsOf(step).map((list) => list.flatMap(read)),
        ),
      ]
    const live = step.stages.map((s) => neededPart(s, needed)).filter((s) => s.folds.length > 0 || s.stores.length > 0)
    const writes = live.some((s) => s.stores.length > 0)
    if (writes && live.length === step.stages.length && live.every((s, i) => s === step.stages[i])) return [step]
    dropped = true
    return writes ? [{ ...step, stages: live }] : []
  }
  const steps = program.steps.flatMap(read)
  return dropped ? dropUnread({ ...program, steps }) : program
}

/** Buffers that one nest alone writes and reads, turn by turn, need no more than one turn's room. */
const shrinkRows = (program: Kernels): Kernels => {
  const users = new Map<Buffer, number>()
  for (const step of allSteps(program.steps)) for (const b of ownOf(step)) users.set(b, (users.get(b) ?? 0) + 1)
  const kept = new Set<Buffer>([...program.inputs, ...program.outputs, ...windowsOf(program.steps)])
  const shrunk = (step: Step): Step => {
    if (step.kind !== "nest")
      return withParts(
        step,
        partsOf(step).map((list) => list.map(shrunk)),
      )
    if (step.outer.length === 0) return step
    const local = [...writesOf(step)].filter((b) => users.get(b) === 1 && !kept.has(b) && isRowed(step, b))
    return local.length === 0 ? step : withRows(step, new Map(local.map((b) => [b, oneTurn(step, b)])))
  }
  return { ...program, steps: program.steps.map(shrunk) }
}

/** Whether all accesses to a buffer step through it alike in the outer loops, and none reads another turn's part. */
const isRowed = (nest: Nest, buffer: Buffer): boolean => {
  const depth = nest.outer.length
  const writes = writesTo(nest, buffer)
  return (
    writes.every(({ store }) => !store.combine) &&
    readsIn(nest).every((r) => r.buffer !== buffer || (!r.dynamic && staysInTurn(writes, r.view, r.inner, depth)))
  )
}

const oneTurn = (nest: Nest, buffer: Buffer): Buffer => {
  const highs = writesTo(nest, buffer).map(({ store, stage }) => inTurn(store.view, nest.outer.length, stage.inner)[1])
  return { dtype: buffer.dtype, size: Math.max(...highs) + 1 }
}

const withRows = (nest: Nest, rows: ReadonlyMap<Buffer, Buffer>): Nest => {
  const depth = nest.outer.length
  const inRow = ({ offset, strides }: View): View => ({ offset, strides: strides.map((s, i) => (i < depth ? 0 : s)) })
  const stages = nest.stages.map((stage) => {
    const roots = rewrite(rootsOf(stage), (n, args) => {
      const load = loadOf(n)
      const row = load && rows.get(load.buffer)
      if (row) return { ...n, args, data: { ...load, buffer: row, view: inRow(load.view) } }
      return withArgs(n, args)
    })
    const read = withRoots(stage, roots)
    const stores = read.stores.map((s): Store => {
      const row = rows.get(s.buffer)
      return row ? { ...s, buffer: row, view: inRow(s.view) } : s
    })
    return { ...read, stores }
  })
  return { ...nest, stages }
}
