// The checker: a program is well formed if every variable is bound once and before it is used, every constant is a scalar that its dtype
// holds, and every equation's outputs are what its primitive's shape rule says. Tests run it after every rewrite.
import { eqAval, showAval } from "./aval.js"
import { raise } from "./errors.js"
import { inferOutputs } from "./infer.js"
import { isIssue, showIssue } from "./issue.js"
import { type Atom, type Eqn, isLiteral, type Jaxpr, type Literal, subJaxprs, type Var } from "./jaxpr.js"
import { showEqn } from "./print.js"
import { roundTo } from "./tensor.js"

/** Where a fault is; asked for only once there is one. */
type Where = () => string

const fault: (need: string, where: Where, hint?: string) => never = (need, where, hint) =>
  raise({ code: "jaxpr/invalid", op: "checkJaxpr", need, got: where(), ...(hint !== undefined && { hint }) })

/** Does nothing for a well-formed program. @throws JaxprError that names the equation at fault */
export const checkJaxpr = (jaxpr: Jaxpr): void => {
  const bound = new Set<Var>()
  const bindVar = (v: Var, where: Where): void => {
    if (bound.has(v)) fault("a variable may be bound only once", where)
    bound.add(v)
  }
  const checkAtom = (a: Atom, where: Where): void => {
    if (isLiteral(a)) checkLiteral(a, where)
    else if (!bound.has(a)) fault("every variable must be bound before it is used", where)
  }
  for (const v of [...jaxpr.constvars, ...jaxpr.invars]) bindVar(v, () => `an input ${showAval(v.aval)} named twice`)
  for (const eqn of jaxpr.eqns) {
    const where = (): string => showEqn(eqn)
    for (const a of eqn.inputs) checkAtom(a, where)
    checkEqn(eqn, where)
    for (const v of eqn.outputs) bindVar(v, where)
  }
  for (const a of jaxpr.outvars) checkAtom(a, () => `an output ${showAval(a.aval)}`)
}

const checkLiteral = ({ aval, value }: Literal, where: Where): void => {
  if (aval.shape.length > 0) fault("a constant in a program must be a scalar", where, "broadcast it")
  if (!Object.is(roundTo(aval.dtype, value), value)) fault(`a constant must be a number that ${aval.dtype} holds`, where, "round it first")
}

const checkEqn = (eqn: Eqn, where: Where): void => {
  for (const sub of subJaxprs(eqn.params)) {
    if (sub.constvars.length > 0) fault("a sub-program must take its constants as inputs", where)
    checkJaxpr(sub)
  }
  const inferred = inferOutputs(
    eqn.primitive,
    eqn.inputs.map((a) => a.aval),
    eqn.params,
    (i) => isLiteral(eqn.inputs[i] as Atom),
  )
  if (isIssue(inferred))
    fault("every equation must satisfy its primitive's shape rule", () => `${where()}, of which ${showIssue(inferred)}`)
  const same = inferred.length === eqn.outputs.length && inferred.every((a, i) => eqAval.equals(a, (eqn.outputs[i] as Var).aval))
  if (!same)
    fault(
      "outputs must have the avals that the shape rule gives",
      () => `${where()}, where the rule gives ${inferred.map(showAval).join(" ")}`,
    )
}
