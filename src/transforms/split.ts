// Splitting a program in time: what can be computed from the inputs known now, and what waits for the others.
//   f(known, unknown) = later(residuals(known), unknown)
import { type Atom, type Eqn, isLiteral, type Jaxpr, type Var } from "../core/jaxpr.js"

export interface Split {
  /** `known inputs ↦ (outputs that need nothing else…, residuals…)` */
  readonly known: Jaxpr
  /** `(residuals…, unknown inputs…) ↦ the other outputs` */
  readonly unknown: Jaxpr
  readonly residuals: number
  /** Which outputs wait. */
  readonly outUnknown: readonly boolean[]
}

/** Splits a program without constants and without calls by which inputs are unknown yet. */
export const splitJaxpr = (jaxpr: Jaxpr, unknownIn: readonly boolean[]): Split => {
  const waiting = new Set<Atom>(jaxpr.invars.filter((_, i) => unknownIn[i]))
  const now: Eqn[] = []
  const later: Eqn[] = []
  for (const eqn of jaxpr.eqns) {
    const waits = eqn.inputs.some((a) => waiting.has(a))
    ;(waits ? later : now).push(eqn)
    if (waits) for (const v of eqn.outputs) waiting.add(v)
  }
  const outUnknown = jaxpr.outvars.map((a) => waiting.has(a))
  const residuals = [...new Set(later.flatMap((e) => e.inputs).filter((a): a is Var => !isLiteral(a) && !waiting.has(a)))]
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
      outvars: jaxpr.outvars.filter((_, i) => outUnknown[i]),
    },
    residuals: residuals.length,
    outUnknown,
  }
}
