// Derivatives by definition: where a primitive equals a composition of others, differentiate that composition instead.
// The primitive keeps its fast evaluation, and its derivative is right to every order and at every corner that the composition is right at.
import type { NDArray } from "../core/array.js"
import { custom, type Derivative } from "../core/primitive.js"
import { inlineJaxpr, traceJaxpr } from "../core/trace.js"

/** The derivative of `definition`, which must compute what the primitive computes. One output. */
export const derivedFrom = <P>(definition: (inputs: readonly NDArray[], params: P) => NDArray): Derivative<P> => {
  const traced = (inputs: readonly NDArray[], params: P) =>
    traceJaxpr(
      (xs) => [definition(xs, params)],
      inputs.map((x) => x.aval),
      { transform: "a derivative", name: "its definition" },
    ).jaxpr
  return custom<P>({
    jvp: (inputs, tangents, params, recurse) => {
      const { jaxpr, nonzero } = recurse.jvp(
        traced(inputs, params),
        tangents.map((t) => t !== undefined),
      )
      const [output, tangent] = inlineJaxpr(jaxpr, [...inputs, ...tangents.flatMap((t) => t ?? [])])
      return { outputs: [output as NDArray], tangents: [nonzero[0] ? tangent : undefined] }
    },
    vjp: (inputs, active, params, recurse) => {
      const { forward, backward, nonzero } = recurse.vjp(traced(inputs, params), active)
      const [output, ...residuals] = inlineJaxpr(forward, inputs) as [NDArray, ...NDArray[]]
      return {
        outputs: [output],
        pullback: ([ct]) => {
          const found = ct && backward.wants[0] ? [...inlineJaxpr(backward.jaxpr, [...residuals, ct])] : []
          return nonzero.map((is) => (is && ct ? found.shift() : undefined))
        },
      }
    },
  })
}
