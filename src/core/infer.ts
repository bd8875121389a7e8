// Output avals of an operation: what its shape rule says, and the weak types that follow from its inputs.
import type { Aval } from "./aval.js"
import { type Issue, isIssue } from "./issue.js"
import type { Params } from "./jaxpr.js"
import type { Primitive } from "./primitive.js"

/** What came of a rule: avals, or what is wrong. `isLiteral` says which inputs are rank-0 literals. */
export const inferOutputs = (
  primitive: Primitive,
  avals: readonly Aval[],
  params: Params,
  isLiteral: (i: number) => boolean,
): readonly Aval[] | Issue => {
  const answer = primitive.shape(avals, params)
  if (isIssue(answer)) return { op: primitive.name, avals, ...answer }
  const rank = answer[0]?.shape.length ?? 0
  // besides literals, operands of an elementwise operation have its shape: nothing is broadcast in silence
  if (primitive.elementwise && rank > 0 && avals.some((a, i) => a.shape.length === 0 && !isLiteral(i)))
    return {
      code: "shape/rank",
      op: primitive.name,
      need: "operands must have equal shapes",
      avals,
      hint: "broadcast first; the functions of np do so by themselves",
    }
  const weak = avals.length > 0 && avals.every((a) => a.weakType)
  return answer.map(({ shape, dtype, weakType = weak && dtype !== "bool" }) => ({ shape, dtype, weakType }))
}
