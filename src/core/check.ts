// The checker: a program is well formed if every variable is bound once and before it is used, and every equation's
// outputs are what its primitive's shape rule says. Tests run it after every rewrite.
import { eqAval, showAval } from "./aval.js"
import { raise } from "./errors.js"
import { inferOutputs } from "./infer.js"
import { isIssue, showIssue } from "./issue.js"
import { type Eqn, isLiteral, type Jaxpr, subJaxprs, type Var } from "./jaxpr.js"
import { showEqn } from "./print.js"

const fault = (need: string, got: string): never => raise({ code: "jaxpr/invalid", op: "checkJaxpr", need, got })

/** Does nothing for a well-formed program. @throws JaxprError that names the equation at fault */
export const checkJaxpr = (jaxpr: Jaxpr): void => {
  const bound = new Set<Var>()
  const bindVar = (v: Var, where: string): void => {
    if (bound.has(v)) fault("a variable may be bound only once", where)
    bound.add(v)
  }
  const requireBound = (v: Var, where: string): void => {
    if (!bound.has(v)) fault("every variable must be bound before it is used", where)
  }
  for (const v of [...jaxpr.constvars, ...jaxpr.invars]) bindVar(v, `an input ${showAval(v.aval)} named twice`)
  for (const eqn of jaxpr.eqns) {
    for (const a of eqn.inputs) if (!isLiteral(a)) requireBound(a, showEqn(eqn))
    checkEqn(eqn)
    for (const v of eqn.outputs) bindVar(v, showEqn(eqn))
  }
  for (const a of jaxpr.outvars) if (!isLiteral(a)) requireBound(a, `an output ${showAval(a.aval)}`)
}

const checkEqn = (eqn: Eqn): void => {
  for (const sub of subJaxprs(eqn.params)) {
    if (sub.constvars.length > 0) fault("a sub-program must take its constants as inputs", showEqn(eqn))
    checkJaxpr(sub)
  }
  const inferred = inferOutputs(
    eqn.primitive,
    eqn.inputs.map((a) => a.aval),
    eqn.params,
    (i) => isLiteral(eqn.inputs[i] as never),
  )
  if (isIssue(inferred))
    return fault("every equation must satisfy its primitive's shape rule", `${showEqn(eqn)}, of which ${showIssue(inferred)}`)
  const same = inferred.length === eqn.outputs.length && inferred.every((a, i) => eqAval.equals(a, (eqn.outputs[i] as Var).aval))
  if (!same)
    fault(
      "outputs must have the avals that the shape rule gives",
      `${showEqn(eqn)}, where the rule gives ${inferred.map(showAval).join(" ")}`,
    )
}
