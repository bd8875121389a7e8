// `jit` as a primitive: a sub-program called by name. Its rules transform the body and call the result.
import type { Aval } from "../../core/aval.js"
import { pruneOutputs } from "../../core/dce.js"
import type { Issue } from "../../core/issue.js"
import { inAvals, type Jaxpr, outAvals } from "../../core/jaxpr.js"
import { custom, definePrimitive, type Primitive } from "../../core/primitive.js"
import { bind } from "../../core/trace.js"
import { zerosOf } from "../vector.js"
import { alike, isArray, place } from "./lists.js"

export interface JitParams {
  readonly name: string
  readonly jaxpr: Jaxpr
}

/** A call must bring what the called program was traced for. */
export const callFits = (avals: readonly Aval[], jaxpr: Jaxpr): Issue | undefined =>
  avals.length === jaxpr.invars.length && inAvals(jaxpr).every((a, i) => alike(a, avals[i] as Aval))
    ? undefined
    : { code: "jaxpr/call", need: "the arguments must have the avals that the called program was traced for" }

/** Calls a traced program. (`jax.jit`; printed `jit[name=f jaxpr={…}]`) */
export const jitP: Primitive<JitParams> = definePrimitive<JitParams>({
  name: "jit",
  shape: (avals, { jaxpr }) => callFits(avals, jaxpr) ?? outAvals(jaxpr),
  derivative: custom({
    jvp: (inputs, tangents, { name, jaxpr }, recurse) => {
      const dual = recurse.jvp(jaxpr, tangents.map(isArray))
      const results = bind(jitP, [...inputs, ...tangents.filter(isArray)], { name: `jvp(${name})`, jaxpr: dual.jaxpr })
      const n = jaxpr.outvars.length
      return { outputs: results.slice(0, n), tangents: place(dual.nonzero, results.slice(n)) }
    },
    vjp: (inputs, active, { name, jaxpr }, recurse) => {
      const { forward, backward, nonzero } = recurse.vjp(jaxpr, active)
      const results = bind(jitP, inputs, { name, jaxpr: forward })
      const n = jaxpr.outvars.length
      const outputs = results.slice(0, n)
      return {
        outputs,
        pullback: (cts) => {
          const given = outputs.flatMap((y, i) => (backward.wants[i] ? [cts[i] ?? zerosOf(y.aval)] : []))
          return place(nonzero, bind(jitP, [...results.slice(n), ...given], { name: `transpose(${name})`, jaxpr: backward.jaxpr }))
        },
      }
    },
  }),
  batch: (lanes, { name, jaxpr }, context) => {
    const body = context.recurse.batch(
      jaxpr,
      lanes.map((l) => l.batched),
      context,
    )
    const outputs = bind(
      jitP,
      lanes.map((l) => l.value),
      { name, jaxpr: body.jaxpr },
    )
    return outputs.map((value, i) => ({ value, batched: body.batched[i] as boolean }))
  },
  evaluate: (inputs, { jaxpr }, run) => run(jaxpr, inputs),
  lower: (inputs, { jaxpr }, to) => to.call(jaxpr, inputs),
  prune: ({ name, jaxpr }, live) => {
    const body = pruneOutputs(jaxpr, live)
    return { params: { name, jaxpr: body.jaxpr }, inputs: body.used, outputs: live }
  },
})
