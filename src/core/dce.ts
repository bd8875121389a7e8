// Dead code: equations that no output needs. The one pass that walks a program from its end.
import { type Atom, type Eqn, isLiteral, type Jaxpr, subJaxprs } from "./jaxpr.js"

/** Whether an equation, or one in a sub-program of it, does something besides computing its outputs. */
export const hasEffects = (eqn: Eqn): boolean =>
  eqn.primitive.effectful === true || subJaxprs(eqn.params).some((body) => body.eqns.some(hasEffects))

/**
 * The program without equations whose results nobody uses, sub-programs included. Inputs stay as they are; equations with effects stay too.
 */
export const eliminateDeadCode = (jaxpr: Jaxpr): Jaxpr => {
  const live = new Set<Atom>(jaxpr.outvars)
  const eqns: Eqn[] = []
  for (let i = jaxpr.eqns.length - 1; i >= 0; i--) {
    const eqn = livePart(jaxpr.eqns[i] as Eqn, live)
    if (eqn === undefined) continue
    eqns.push(eqn)
    for (const a of eqn.inputs) if (!isLiteral(a)) live.add(a)
  }
  return { ...jaxpr, eqns: eqns.reverse() }
}

/** What is left of an equation when only some of its outputs are live: all, a part, or nothing. */
const livePart = (eqn: Eqn, live: ReadonlySet<Atom>): Eqn | undefined => {
  const wanted = eqn.outputs.map((v) => live.has(v))
  if (!wanted.includes(true) && !hasEffects(eqn)) return undefined
  const pruned = eqn.primitive.prune?.(eqn.params, wanted)
  if (pruned === undefined) return eqn
  return {
    ...eqn,
    params: pruned.params,
    inputs: eqn.inputs.filter((_, i) => pruned.inputs[i]),
    outputs: eqn.outputs.filter((_, i) => pruned.outputs[i]),
  }
}

/** Which inputs some equation or output uses, dead code left aside. */
export const usedInputs = (jaxpr: Jaxpr): readonly boolean[] => inputsOf(eliminateDeadCode(jaxpr))

/** `usedInputs` of a program without dead code: walking sub-programs twice at every depth would double the work with each. */
export const inputsOf = ({ eqns, outvars, invars }: Jaxpr): readonly boolean[] => {
  const used = new Set<Atom>(outvars)
  for (const eqn of eqns) for (const a of eqn.inputs) used.add(a)
  return invars.map((v) => used.has(v))
}

/** The program that computes only the live outputs, and which of its inputs it needs; those it does not need are gone. */
export const pruneOutputs = (jaxpr: Jaxpr, live: readonly boolean[]): { readonly jaxpr: Jaxpr; readonly used: readonly boolean[] } => {
  const rest = eliminateDeadCode({ ...jaxpr, outvars: jaxpr.outvars.filter((_, i) => live[i]) })
  const used = inputsOf(rest)
  return { jaxpr: { ...rest, invars: rest.invars.filter((_, i) => used[i]) }, used }
}
