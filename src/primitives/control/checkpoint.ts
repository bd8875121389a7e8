// `checkpoint`: a sub-program that forgets what happened inside, and computes it again when it is differentiated.
// Memory for time: of the forward pass only the inputs stay, and what the policy names.
import type { NDArray } from "../../core/array.js"
import { pruneOutputs } from "../../core/dce.js"
import { inAvals, type Jaxpr, outAvals } from "../../core/jaxpr.js"
import { custom, definePrimitive, type Maybe, type Primitive } from "../../core/primitive.js"
import { bind, inlineJaxpr } from "../../core/trace.js"
import { applyWith, elementwise, onAny } from "../elementwise/define.js"
import { optimizationBarrier } from "../elementwise/identity.js"
import { callFits } from "./jit.js"
import { chosen, cut, filled, isArray, place, program } from "./lists.js"
import type { CheckpointPolicy } from "./policy.js"
import { type Rematerialized, rematerialize } from "./remat.js"

export interface CheckpointParams {
  readonly name: string
  readonly jaxpr: Jaxpr
  readonly policy: CheckpointPolicy
  /** Keeps a compiler from finding out that the second computation repeats the first. */
  readonly preventCse: boolean
}

/** What is made again, from arrays that nothing may recognize as those of the first time. */
const makeAgain = ({ again, used }: Rematerialized, ins: readonly NDArray[], preventCse: boolean): readonly NDArray[] => {
  const [xs, saved] = cut(ins, used.filter(Boolean).length)
  return inlineJaxpr(again, [...(preventCse && xs.length > 0 ? optimizationBarrier(...xs) : xs), ...saved])
}

/** A call that remembers little. (`jax.checkpoint`; printed `checkpoint[jaxpr={…} policy=…]`) */
export const checkpointP: Primitive<CheckpointParams> = definePrimitive<CheckpointParams>({
  name: "checkpoint",
  shape: (avals, { jaxpr }) => callFits(avals, jaxpr) ?? outAvals(jaxpr),
  derivative: custom({
    jvp: (inputs, tangents, params, recurse) => {
      const { jaxpr, nonzero } = recurse.jvp(params.jaxpr, tangents.map(isArray))
      const results = checkpointed([...inputs, ...tangents.filter(isArray)], { ...params, jaxpr })
      const [outputs, found] = cut(results, nonzero.length)
      return { outputs, tangents: place(nonzero, found) }
    },
    vjp: (inputs, active, params, recurse) => {
      const n = params.jaxpr.outvars.length
      const { forward, backward, nonzero } = recurse.vjp(params.jaxpr, active)
      const parts = rematerialize(forward, n, params.policy)
      const [outputs, saved] = cut(checkpointed(inputs, { ...params, jaxpr: parts.first }), n)
      const kept = [...chosen(inputs, parts.used), ...saved]
      const wanted = chosen(outAvals(params.jaxpr), backward.wants)
      const pullback = (cts: readonly Maybe[]): readonly Maybe[] => {
        const given = filled(chosen(cts, backward.wants), wanted)
        const body = program(
          [...kept, ...given].map((x) => x.aval),
          (ins) => {
            const [left, ct] = cut(ins, kept.length)
            return inlineJaxpr(backward.jaxpr, [...makeAgain(parts, left, params.preventCse), ...ct])
          },
        )
        return place(nonzero, checkpointed([...kept, ...given], { ...params, jaxpr: body }))
      }
      return { outputs, pullback }
    },
  }),
  batch: (lanes, params, context) => {
    const flags = lanes.map((l) => l.batched)
    const { jaxpr, batched } = context.recurse.batch(params.jaxpr, flags, context)
    const values = lanes.map((l) => l.value)
    return checkpointed(values, { ...params, jaxpr }).map((value, i) => ({ value, batched: batched[i] === true }))
  },
  evaluate: (inputs, { jaxpr }, run) => run(jaxpr, inputs),
  lower: (inputs, { jaxpr }, to) => to.call(jaxpr, inputs),
  prune: (params, live) => {
    const { jaxpr, used } = pruneOutputs(params.jaxpr, live)
    return { params: { ...params, jaxpr }, inputs: used, outputs: live }
  },
  split: (avals, params, unknown, recurse) => {
    const { known, unknown: later, residuals, outUnknown } = recurse.split(params.jaxpr, unknown)
    const n = known.outvars.length - residuals
    const parts = rematerialize(known, n, params.policy)
    const now = program(inAvals(known), (ins) => {
      const [outs, saved] = cut(checkpointed(ins, { ...params, jaxpr: parts.first }), n)
      return [...outs, ...chosen(ins, parts.used), ...saved]
    })
    const left = outAvals(now).slice(n)
    const rest = program([...left, ...chosen(avals, unknown)], (ins) => {
      const body = program(
        ins.map((x) => x.aval),
        (all) => {
          const [kept, xs] = cut(all, left.length)
          return inlineJaxpr(later, [...makeAgain(parts, kept, params.preventCse), ...xs])
        },
      )
      return checkpointed(ins, { ...params, jaxpr: body })
    })
    return { known: now, unknown: rest, residuals: left.length, outUnknown }
  },
})

/** Runs a sub-program that is to be computed again when it is differentiated. */
export function checkpointed(inputs: readonly NDArray[], params: CheckpointParams): readonly NDArray[] {
  return bind(checkpointP, inputs, params)
}

/** The identity, with a name that policies know. (`jax.ad_checkpoint.checkpoint_name`; parameter `name`) */
export const nameP = elementwise("name", onAny, () => 1)

/** `x` under a name. */
export const named = (x: NDArray, name: string): NDArray => applyWith(nameP, { name }, x)
