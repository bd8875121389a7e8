// The loops of a stage before they become code: axes merged where all accesses walk as one, the innermost chosen so that memory is read in order.
import type { ScalarNode } from "../../../core/scalar.js"
import { nodesOf, type Stage } from "../../../lowering/kernel.js"
import { viewOf } from "../../../lowering/value.js"
import type { View } from "../../../lowering/view.js"

const viewsAmong = (nodes: readonly ScalarNode[]): readonly View[] => nodes.filter(viewOf).map((n) => viewOf(n) as View)

/** Every view in a stage: of its loads, its counters and its stores. */
export const viewsOf = (stage: Stage): readonly View[] => [...viewsAmong(nodesOf(stage)), ...stage.stores.map((s) => s.view)]

/** Groups of axes `from … to` (inclusive) of which each may be one loop: in every view, an axis goes on where the next one ends. */
export const mergeable = (sizes: readonly number[], views: readonly View[], from: number): readonly (readonly number[])[] => {
  const groups: number[][] = []
  sizes.forEach((size, i) => {
    if (size === 1) return
    const last = groups.at(-1)
    const outer = last?.at(-1)
    const goesOn = outer !== undefined && views.every((v) => v.strides[from + outer] === size * (v.strides[from + i] as number))
    if (last && goesOn) last.push(i)
    else groups.push([i])
  })
  return groups
}

/** A loop over merged axes: how often it turns, and the innermost of its axes, whose strides it has. */
export interface Loop {
  readonly size: number
  readonly axis: number
}

export const loopsOf = (sizes: readonly number[], views: readonly View[], from: number): readonly Loop[] =>
  mergeable(sizes, views, from).map((group) => ({
    size: group.reduce((n, i) => n * (sizes[i] as number), 1),
    axis: from + (group.at(-1) as number),
  }))

/** How many accesses walk along an axis element by element. Stores weigh more than loads: writing in strides costs more than reading in strides. */
const inOrderCount = (loads: readonly View[], stores: readonly View[], axis: number): number =>
  loads.filter((v) => v.strides[axis] === 1).length + 2 * stores.filter((v) => v.strides[axis] === 1).length

/** The loops with the best one for vectors innermost, where the order does not matter to the result. */
export const bestOrder = (stage: Stage, loops: readonly Loop[], lanes: number): readonly Loop[] => {
  if (stage.stores.some((s) => s.combine || s.index) || loops.length < 2) return loops
  const loads = stage.folds.length === 0 ? [] : viewsOf({ ...stage, stores: [] })
  const stores = stage.stores.map((s) => s.view)
  const score = (l: Loop): number => (l.size < lanes ? -1 : inOrderCount(loads, stores, l.axis))
  const best = loops.reduce((a, l) => (score(l) >= score(a) ? l : a))
  return score(best) > score(loops.at(-1) as Loop) ? [...loops.filter((l) => l !== best), best] : loops
}

/** Which nodes, given in order, themselves or through their operands, change along an axis. Leaves that read results of reductions do not. */
export const varyingNodes = (nodes: readonly ScalarNode[], axis: number): ReadonlySet<ScalarNode> => {
  const varying = new Set<ScalarNode>()
  for (const n of nodes) {
    const view = viewOf(n)
    const own = view !== undefined && view.strides[axis] !== 0
    if (own || n.args.some((a) => varying.has(a))) varying.add(n)
  }
  return varying
}
