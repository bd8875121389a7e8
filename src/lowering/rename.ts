// The same steps over other buffers.
import { rewrite, type ScalarNode, withArgs } from "../core/scalar.js"
import { ownOf, partsOf, withParts } from "./access.js"
import { type MatrixView, type Nest, type Place, rootsOf, type Step, type Store, withRoots } from "./kernel.js"
import { type Buffer, loadOf } from "./value.js"

/** What stands for a buffer; itself if nothing does. */
export type Renaming = (buffer: Buffer) => Buffer

const expressions = (roots: readonly ScalarNode[], to: Renaming): readonly ScalarNode[] =>
  rewrite(roots, (n, args) => {
    const load = loadOf(n)
    if (load && to(load.buffer) !== load.buffer) return { ...n, args, data: { ...load, buffer: to(load.buffer) } }
    return withArgs(n, args)
  })

const stored = (stores: readonly Store[], to: Renaming): readonly Store[] => stores.map((s) => ({ ...s, buffer: to(s.buffer) }))

const nest = (step: Nest, to: Renaming): Nest => ({
  ...step,
  stages: step.stages.map((stage) => {
    const { stores, ...rest } = withRoots(stage, expressions(rootsOf(stage), to))
    return { ...rest, stores: stored(stores, to) }
  }),
})

const matrix = (m: MatrixView, to: Renaming): MatrixView => ({ ...m, buffer: to(m.buffer) })

const placed = (places: readonly Place[], to: Renaming): readonly Place[] =>
  places.map((p) => ("buffer" in p.at ? { ...p, at: { buffer: to(p.at.buffer) } } : p))

/** What a step itself names, not the steps inside it. A step that names nothing of what is renamed stays what it is, with all that is known of it. */
const own = (step: Step, to: Renaming): Step => {
  if ([...ownOf(step)].every((b) => to(b) === b)) return step
  switch (step.kind) {
    case "nest":
      return nest(step, to)
    case "product":
      return { ...step, a: matrix(step.a, to), b: matrix(step.b, to), c: matrix(step.c, to) }
    case "running": {
      const [next, ...values] = expressions([step.next, ...step.stores.map((s) => s.value)], to)
      const stores = stored(step.stores, to).map((s, i) => ({ ...s, value: values[i] as ScalarNode }))
      return { ...step, next: next as ScalarNode, stores }
    }
    case "sort":
      return { ...step, keys: to(step.keys), order: to(step.order) }
    case "interpreted":
      return { ...step, inputs: placed(step.inputs, to), outputs: placed(step.outputs, to) }
    case "repeat": {
      const turns = "holds" in step.turns ? { holds: to(step.turns.holds) } : step.turns
      return { ...step, turns, windows: step.windows.map((w) => ({ ...w, of: to(w.of) })) }
    }
    case "branch":
      return { ...step, which: to(step.which) }
  }
}

/** Steps, and those inside them, over the buffers that stand for theirs. */
export const renamed = (steps: readonly Step[], to: Renaming): readonly Step[] =>
  steps.map((step) =>
    withParts(
      own(step, to),
      partsOf(step).map((list) => renamed(list, to)),
    ),
  )
