// One fold, many algebras: evaluating, differentiating, batching, checking and drawing a program
// are the same top-to-bottom walk over its equations, in another domain of values.
import { raise } from "./errors.js"
import { type Atom, type Eqn, isLiteral, type Jaxpr, type Literal, type Var } from "./jaxpr.js"

export interface Algebra<V> {
  readonly literal: (l: Literal) => V
  readonly apply: (eqn: Eqn, inputs: readonly V[]) => readonly V[]
}

/** Reads a program in an algebra: values for the constants and inputs go in, values of the outputs come out. */
export const foldJaxpr = <V>(jaxpr: Jaxpr, inputs: readonly V[], algebra: Algebra<V>): readonly V[] => {
  const env = new Map<Var, V>()
  const read = (a: Atom): V => (isLiteral(a) ? algebra.literal(a) : lookup(env, a))
  bindAll(env, [...jaxpr.constvars, ...jaxpr.invars], inputs)
  for (const eqn of jaxpr.eqns) bindAll(env, eqn.outputs, algebra.apply(eqn, eqn.inputs.map(read)))
  return jaxpr.outvars.map(read)
}

const lookup = <V>(env: ReadonlyMap<Var, V>, v: Var): V => {
  const value = env.get(v)
  return value !== undefined || env.has(v)
    ? (value as V)
    : raise({ code: "jaxpr/unbound", need: "every variable must be bound before it is used" })
}

const bindAll = <V>(env: Map<Var, V>, vars: readonly Var[], values: readonly V[]): void => {
  if (vars.length !== values.length) raise({ code: "jaxpr/arity", need: `${vars.length} values are needed here`, got: `${values.length}` })
  for (let i = 0; i < vars.length; i++) env.set(vars[i] as Var, values[i] as V)
}
