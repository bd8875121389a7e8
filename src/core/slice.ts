// The part of a recorded program that one variable needs: what a read evaluates.
import { type Eqn, isLiteral, type Jaxpr, type Var } from "./jaxpr.js"

/**
 * The equations that lead to `variable`, stopping at variables that `isKnown`. Inputs of the slice are the known or captured
 * variables it starts from; its outputs are all that it computes.
 */
export const sliceTo = (eqns: readonly Eqn[], variable: Var, isKnown: (v: Var) => boolean): Jaxpr => {
  const pending = new Set<Var>([variable])
  const frontier = new Set<Var>()
  const slice: Eqn[] = []
  for (let i = eqns.length - 1; i >= 0 && pending.size > 0; i--) {
    const eqn = eqns[i] as Eqn
    if (!eqn.outputs.some((v) => pending.has(v))) continue
    slice.push(eqn)
    for (const v of eqn.outputs) pending.delete(v)
    for (const a of eqn.inputs) if (!isLiteral(a)) (isKnown(a) ? frontier : pending).add(a)
  }
  return { constvars: [], invars: [...frontier, ...pending], eqns: slice.reverse(), outvars: slice.flatMap((e) => e.outputs) }
}
