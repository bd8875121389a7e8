// Splitting a program in time: what can be computed from the inputs known now, and what waits for the others.
//   f(known, unknown) = later(residuals(known), unknown)
import { type Atom, type Eqn, isLiteral, type Jaxpr, newVar, type Var } from "../core/jaxpr.js"
import type { Primitive, Recurse, Split } from "../core/primitive.js"
import { jitP } from "../primitives/control/jit.js"

/**
 * Splits a program without constants by which inputs are unknown yet. An equation with an unknown input waits, unless its primitive
 * knows how to split it. `waits` names outputs that shall wait even if they need nothing unknown.
 */
export const splitJaxpr = (jaxpr: Jaxpr, unknownIn: readonly boolean[], recurse: Recurse, waits: readonly boolean[] = []): Split => {
  const waiting = new Set<Atom>(jaxpr.invars.filter((_, i) => unknownIn[i]))
  const now: Eqn[] = []
  const later: Eqn[] = []
  const postpone = (eqn: Eqn): void => {
    later.push(eqn)
    for (const v of eqn.outputs) waiting.add(v)
  }
  for (const eqn of jaxpr.eqns) {
    const unknown = eqn.inputs.map((a) => waiting.has(a))
    if (!unknown.includes(true)) now.push(eqn)
    else {
      const parts = splitEqn(eqn, unknown, recurse)
      if (parts) now.push(parts.known)
      postpone(parts?.unknown ?? eqn)
    }
  }
  const outUnknown = jaxpr.outvars.map((a, i) => waiting.has(a) || waits[i] === true)
  const waitingOuts = jaxpr.outvars.filter((_, i) => outUnknown[i])
  const residuals = [
    ...new Set([...later.flatMap((e) => e.inputs), ...waitingOuts].filter((a): a is Var => !isLiteral(a) && !waiting.has(a))),
  ]
  return {
    known: {
      constvars: [],
      invars: jaxpr.invars.filter((_, i) => !unknownIn[i]),
      eqns: now,
      outvars: [...jaxpr.outvars.filter((_, i) => !outUnknown[i]), ...residuals],
    },
    unknown: {
      constvars: [],
      invars: [...residuals, ...jaxpr.invars.filter((_, i) => unknownIn[i])],
      eqns: later,
      outvars: waitingOuts,
    },
    residuals: residuals.length,
    outUnknown,
  }
}

/** An equation as two calls, where its primitive can be split. */
const splitEqn = (eqn: Eqn, unknown: readonly boolean[], recurse: Recurse): { readonly known: Eqn; readonly unknown: Eqn } | undefined => {
  const split = eqn.primitive.split?.(
    eqn.inputs.map((a) => a.aval),
    eqn.params,
    unknown,
    recurse,
  )
  if (split === undefined) return undefined
  const call = (name: string, body: Jaxpr, inputs: readonly Atom[], outputs: readonly Var[]): Eqn => ({
    ...eqn,
    primitive: jitP as unknown as Primitive,
    params: { name, jaxpr: body },
    inputs,
    outputs,
  })
  const residuals = split.known.outvars.slice(split.known.outvars.length - split.residuals).map((a) => newVar(a.aval))
  const knownOuts = eqn.outputs.filter((_, i) => !split.outUnknown[i])
  const { name } = eqn.primitive
  return {
    known: call(
      name,
      split.known,
      eqn.inputs.filter((_, i) => !unknown[i]),
      [...knownOuts, ...residuals],
    ),
    unknown: call(
      name,
      split.unknown,
      [...residuals, ...eqn.inputs.filter((_, i) => unknown[i])],
      eqn.outputs.filter((_, i) => split.outUnknown[i]),
    ),
  }
}
