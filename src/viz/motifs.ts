// Motifs: equations that readers know as one function are drawn as one node. They stay what they were, behind a call by a name.
import { type Eqn, isLiteral, type Jaxpr, newVar, type Var } from "../core/jaxpr.js"
import type { Primitive } from "../core/primitive.js"
import { jitP } from "../primitives/control/jit.js"

const isZero = (a: Eqn["inputs"][number] | undefined): boolean => a !== undefined && isLiteral(a) && a.value === 0

/** Whether two equations are `max(0, x)` as `x ≤ 0 ? 0 : x`. */
const areRelu = (test: Eqn, choice: Eqn): boolean =>
  test.primitive.name === "le" &&
  choice.primitive.name === "select_n" &&
  choice.inputs[0] === test.outputs[0] &&
  choice.inputs[1] === test.inputs[0] &&
  isZero(test.inputs[1]) &&
  isZero(choice.inputs[2])

const callRelu = (test: Eqn, choice: Eqn): Eqn => {
  const x = test.inputs[0] as Var
  const [inside, condition, result] = [newVar(x.aval), newVar((test.outputs[0] as Var).aval), newVar((choice.outputs[0] as Var).aval)]
  const eqns = [
    { ...test, inputs: [inside, ...test.inputs.slice(1)], outputs: [condition] },
    { ...choice, inputs: [condition, inside, ...choice.inputs.slice(2)], outputs: [result] },
  ]
  const jaxpr: Jaxpr = { constvars: [], invars: [inside], eqns, outvars: [result] }
  return { ...choice, primitive: jitP as unknown as Primitive, inputs: [x], params: { name: "max(0,·)", jaxpr } }
}

/** The same program with each motif as one call. */
export const nameMotifs = (jaxpr: Jaxpr): Jaxpr => {
  const readersOf = (v: Var): number => [...jaxpr.eqns.flatMap((eqn) => eqn.inputs), ...jaxpr.outvars].filter((a) => a === v).length
  const swallowed = new Set<Eqn>()
  const eqns = jaxpr.eqns.map((choice) => {
    const test = jaxpr.eqns.find((eqn) => areRelu(eqn, choice) && readersOf(eqn.outputs[0] as Var) === 1)
    if (test === undefined || isLiteral(test.inputs[0] as Var)) return choice
    swallowed.add(test)
    return callRelu(test, choice)
  })
  return { ...jaxpr, eqns: eqns.filter((eqn) => !swallowed.has(eqn)) }
}
