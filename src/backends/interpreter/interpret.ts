// The reference interpreter: the oracle for every backend, written to be obviously right.
// It walks the equations in order and drops each array after its last use.
import { raise } from "../../core/errors.js"
import { type Atom, isLiteral, type Jaxpr, type Var } from "../../core/jaxpr.js"
import type { RunJaxpr } from "../../core/primitive.js"
import { type Tensor, tensorFrom } from "../../core/tensor.js"

/** Runs a program on tensors: constants first, then inputs. */
export const interpret: RunJaxpr = (jaxpr, inputs) => {
  const env = new Map<Var, Tensor>()
  const lastUse = lastUses(jaxpr)
  const read = (a: Atom): Tensor =>
    isLiteral(a)
      ? tensorFrom([], a.aval.dtype, () => a.value)
      : (env.get(a) ?? raise({ code: "jaxpr/unbound", need: "every variable must be bound before it is used" }))
  const params = [...jaxpr.constvars, ...jaxpr.invars]
  params.forEach((v, i) => {
    env.set(v, inputs[i] as Tensor)
  })
  jaxpr.eqns.forEach(({ primitive, inputs: atoms, params: p, outputs }, i) => {
    const values = primitive.evaluate(atoms.map(read), p, interpret)
    outputs.forEach((v, k) => {
      env.set(v, values[k] as Tensor)
    })
    for (const v of lastUse[i] ?? []) env.delete(v)
  })
  return jaxpr.outvars.map(read)
}

/** For each equation, the variables that nobody reads after it. */
const lastUses = (jaxpr: Jaxpr): readonly (readonly Var[])[] => {
  const seen = new Set<Atom>(jaxpr.outvars)
  const dying: Var[][] = jaxpr.eqns.map(() => [])
  for (let i = jaxpr.eqns.length - 1; i >= 0; i--) {
    const eqn = jaxpr.eqns[i]
    for (const a of [...(eqn?.inputs ?? []), ...(eqn?.outputs ?? [])]) {
      if (isLiteral(a) || seen.has(a)) continue
      seen.add(a)
      dying[i]?.push(a)
    }
  }
  return dying
}
