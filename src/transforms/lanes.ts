// Batching, program to program: read in the algebra of lanes, a program runs on a whole batch at once.
// Batched values carry the batch at axis 0; what does not depend on the batch is computed once.
import { literalArray, type NDArray } from "../core/array.js"
import { foldJaxpr } from "../core/fold.js"
import { type Eqn, inAvals, type Jaxpr, subJaxprs } from "../core/jaxpr.js"
import type { BatchContext, Lane, Recurse } from "../core/primitive.js"
import { bind, traceJaxpr, withSource } from "../core/trace.js"

/** Whether an equation, or a program in it, is a collective over the named axis. */
const namesAxis = (eqn: Eqn, axisName: string | undefined): boolean =>
  axisName !== undefined &&
  (eqn.params.axisName === axisName || subJaxprs(eqn.params).some((j) => j.eqns.some((e) => namesAxis(e, axisName))))

const applyToLanes = (eqn: Eqn, lanes: readonly Lane[], context: BatchContext): readonly Lane[] =>
  lanes.some((l) => l.batched) || namesAxis(eqn, context.axisName)
    ? eqn.primitive.batch(lanes, eqn.params, context)
    : bind(
        eqn.primitive,
        lanes.map((l) => l.value),
        eqn.params,
      ).map((value) => ({ value, batched: false }))

/** A program without constants over a batch: which inputs are batched goes in, which outputs are comes out. */
export const batchJaxpr = (jaxpr: Jaxpr, batched: readonly boolean[], context: BatchContext): ReturnType<Recurse["batch"]> => {
  let outBatched: readonly boolean[] = []
  const avals = inAvals(jaxpr).map((a, i) => (batched[i] ? { ...a, shape: [context.size, ...a.shape] } : a))
  const traced = traceJaxpr(
    (inputs) => {
      const lanes = foldJaxpr<Lane>(
        jaxpr,
        inputs.map((value, i) => ({ value, batched: batched[i] === true })),
        {
          literal: ({ aval, value }) => ({ value: literalArray(value, aval.dtype), batched: false }),
          apply: (eqn, ins) => withSource(eqn.source, () => applyToLanes(eqn, ins, context)),
        },
      )
      outBatched = lanes.map((l) => l.batched)
      return lanes.map((l): NDArray => l.value)
    },
    avals,
    { transform: "vmap", name: "a program" },
  )
  return { jaxpr: traced.jaxpr, batched: outBatched }
}
