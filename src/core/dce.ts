// Dead code: equations that no output needs. The one pass that walks a program from its end.
import { type Atom, type Eqn, isLiteral, type Jaxpr } from "./jaxpr.js"

/** The program without equations whose results nobody uses. Inputs stay as they are; equations with effects stay too. */
export const eliminateDeadCode = (jaxpr: Jaxpr): Jaxpr => {
  const live = new Set<Atom>(jaxpr.outvars)
  const eqns: Eqn[] = []
  for (let i = jaxpr.eqns.length - 1; i >= 0; i--) {
    const eqn = jaxpr.eqns[i] as Eqn
    if (!eqn.primitive.effectful && !eqn.outputs.some((v) => live.has(v))) continue
    eqns.push(eqn)
    for (const a of eqn.inputs) if (!isLiteral(a)) live.add(a)
  }
  return { ...jaxpr, eqns: eqns.reverse() }
}

/** Which inputs some equation or output uses, dead code left aside. */
export const usedInputs = (jaxpr: Jaxpr): readonly boolean[] => {
  const { eqns, outvars, invars } = eliminateDeadCode(jaxpr)
  const used = new Set<Atom>(outvars)
  for (const eqn of eqns) for (const a of eqn.inputs) used.add(a)
  return invars.map((v) => used.has(v))
}
