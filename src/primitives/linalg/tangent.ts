// Derivatives from one formula: the tangents of the outputs, linear in that of the input, written in differentiable operations.
// Forward mode records it; reverse mode transposes it. So the two cannot disagree, and derivatives of derivatives follow.
import type { NDArray } from "../../core/array.js"
import { pruneOutputs } from "../../core/dce.js"
import { custom, type Derivative, type Maybe, type Recurse } from "../../core/primitive.js"
import { inlineJaxpr } from "../../core/trace.js"
import { all, chosen, isArray, place, program } from "../control/lists.js"
import { zerosOf } from "../vector.js"

/** How one input moves the outputs. */
export interface TangentRule<P> {
  /** Binds the primitive, or one with more outputs of which its own are the first: what the formula needs to see. */
  readonly outputs: (x: NDArray, params: P) => readonly NDArray[]
  /** How many of them are the primitive's own. */
  readonly count: (params: P) => number
  /** The tangent of each output; those that are not float have none. */
  readonly tangents: (dx: NDArray, x: NDArray, outputs: readonly NDArray[], params: P) => readonly Maybe[]
}

/** The transpose of the formula at a point, for the outputs that have cotangents. */
const transposed = <P>(rule: TangentRule<P>, known: readonly NDArray[], cts: readonly Maybe[], params: P, { vjp }: Recurse): Maybe => {
  const [x] = known as readonly [NDArray, ...NDArray[]]
  let moves: readonly boolean[] = []
  const pushforward = program(
    [...known, x].map((a) => a.aval),
    (given) => {
      const tangents = rule.tangents(given[known.length] as NDArray, given[0] as NDArray, given.slice(1, known.length), params)
      moves = cts.map((ct, i) => isArray(ct) && isArray(tangents[i]))
      return tangents.filter((t, i): t is NDArray => isArray(t) && isArray(cts[i]))
    },
  )
  const { forward, backward, nonzero } = vjp(pushforward, [...all(known, false), true])
  if (!nonzero.includes(true)) return undefined
  // of the forward program only what the backward one needs is run: the tangents themselves are not
  const own = pushforward.outvars.length
  const kept = pruneOutputs(
    forward,
    forward.outvars.map((_, i) => i >= own),
  )
  const residuals = forward.outvars.length === own ? [] : inlineJaxpr(kept.jaxpr, chosen([...known, zerosOf(x.aval)], kept.used))
  const given = chosen(chosen(cts, moves).filter(isArray), backward.wants)
  return place(nonzero, inlineJaxpr(backward.jaxpr, [...residuals, ...given])).at(-1)
}

/** The derivative of a primitive of one input by a rule for tangents. */
export const byTangent = <P>(rule: TangentRule<P>): Derivative<P> =>
  custom<P>({
    jvp: ([input], [tangent], params) => {
      const x = input as NDArray
      const outputs = rule.outputs(x, params)
      const n = rule.count(params)
      return { outputs: outputs.slice(0, n), tangents: rule.tangents(tangent as NDArray, x, outputs, params).slice(0, n) }
    },
    vjp: ([input], _, params, recurse) => {
      const x = input as NDArray
      const outputs = rule.outputs(x, params)
      const n = rule.count(params)
      return {
        outputs: outputs.slice(0, n),
        pullback: (cts) => (cts.some(isArray) ? [transposed(rule, [x, ...outputs], cts.slice(0, n), params, recurse)] : [undefined]),
      }
    },
  })
