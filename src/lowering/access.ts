// Which buffers a step reads and writes: what order, fusion and memory planning need to know.
import { inOrder, type ScalarNode } from "../core/scalar.js"
import { type Nest, type Place, rootsOf, type Step, storesOf } from "./kernel.js"
import { type Buffer, isLeaf, type LoadLeaf, leafOf } from "./value.js"

/** Every load of some expressions, each leaf once. */
export const loadsIn = (roots: readonly ScalarNode[]): readonly LoadLeaf[] =>
  inOrder(roots).flatMap((n) => {
    const data = isLeaf(n) ? leafOf(n) : undefined
    return data?.kind === "load" ? [data] : []
  })

/** Every load of a nest's expressions. */
export const loadsOf = (nest: Nest): readonly LoadLeaf[] => nest.stages.flatMap((stage) => loadsIn(rootsOf(stage)))

const placed = (places: readonly Place[]): readonly Buffer[] => places.flatMap(({ at }) => ("buffer" in at ? [at.buffer] : []))

export const readsOf = (step: Step): ReadonlySet<Buffer> => {
  switch (step.kind) {
    case "nest":
      return new Set([...loadsOf(step).map((l) => l.buffer), ...storesOf(step).flatMap((s) => (s.combine ? [s.buffer] : []))])
    case "product":
      return new Set([step.a.buffer, step.b.buffer])
    case "running":
      return new Set(loadsIn([step.next, ...step.stores.map((s) => s.value)]).map((l) => l.buffer))
    case "sort":
      return new Set([step.keys])
    case "interpreted":
      return new Set(placed(step.inputs))
  }
}

export const writesOf = (step: Step): ReadonlySet<Buffer> => {
  switch (step.kind) {
    case "nest":
      return new Set(storesOf(step).map((s) => s.buffer))
    case "product":
      return new Set([step.c.buffer])
    case "running":
      return new Set(step.stores.map((s) => s.buffer))
    case "sort":
      return new Set([step.order])
    case "interpreted":
      return new Set(placed(step.outputs))
  }
}
