// Inlining: the program with every call to a jitted sub-program replaced by its equations.
import { type Atom, type Eqn, isLiteral, type Jaxpr, newVar, type Var } from "../core/jaxpr.js"
import { jitP } from "../primitives/control/jit.js"

/** The same program without calls. Variables of inlined bodies are renewed, so a body may be called twice. */
export const inlineCalls = (jaxpr: Jaxpr): Jaxpr => {
  const eqns: Eqn[] = []
  const rename = new Map<Var, Atom>()
  const emit = (body: Jaxpr, env: Map<Var, Atom>): void => {
    const read = (a: Atom): Atom => (isLiteral(a) ? a : (env.get(a) ?? a))
    for (const eqn of body.eqns) {
      const inputs = eqn.inputs.map(read)
      if ((eqn.primitive as unknown) === jitP) {
        const callee = eqn.params.jaxpr as Jaxpr
        const inner = new Map(callee.invars.map((v, i) => [v, inputs[i] as Atom]))
        emit(callee, inner)
        callee.outvars.forEach((a, i) => {
          env.set(eqn.outputs[i] as Var, isLiteral(a) ? a : (inner.get(a) ?? a))
        })
      } else {
        const outputs = env === rename ? eqn.outputs : eqn.outputs.map((v) => newVar(v.aval))
        if (env !== rename)
          eqn.outputs.forEach((v, i) => {
            env.set(v, outputs[i] as Var)
          })
        eqns.push({ ...eqn, inputs, outputs })
      }
    }
  }
  emit(jaxpr, rename)
  return { ...jaxpr, eqns, outvars: jaxpr.outvars.map((a) => (isLiteral(a) ? a : (rename.get(a) ?? a))) }
}
