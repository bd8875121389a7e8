// Forward mode, program to program: read in the algebra of dual numbers, a program differentiates itself.
//   (x, ẋ) ↦ (f(x), f′(x)·ẋ)
import { literalArray, type NDArray } from "../core/array.js"
import { isInexact } from "../core/dtype.js"
import { foldJaxpr } from "../core/fold.js"
import { inAvals, type Jaxpr, type Params } from "../core/jaxpr.js"
import type { Maybe, Primitive, Recurse } from "../core/primitive.js"
import { bind, bind1, traceJaxpr, withSource } from "../core/trace.js"
import { addMaybe, scale, zerosOf } from "../primitives/vector.js"

/** A value and its tangent. An absent tangent is a known zero. */
interface Dual {
  readonly primal: NDArray
  readonly tangent: Maybe
}

/** What one equation does to dual numbers. */
const pushforward = (primitive: Primitive, inputs: readonly Dual[], params: Params, recurse: Recurse): readonly Dual[] => {
  const primals = inputs.map((d) => d.primal)
  const tangents = inputs.map((d) => d.tangent)
  if (tangents.every((t) => t === undefined)) return constants(bind(primitive, primals, params))
  const { derivative } = primitive
  switch (derivative.kind) {
    case "zero":
      return constants(bind(primitive, primals, params))
    case "partials": {
      const primal = bind1(primitive, primals, params)
      const terms = tangents.map((t, i) => t && scale(t, derivative.partials[i]?.(primals, primal, params) ?? 0))
      return pair([primal], [terms.reduce(addMaybe, undefined)])
    }
    case "linear": {
      const outputs = bind(primitive, primals, params)
      if (!outputs.some((y) => isInexact(y.dtype))) return constants(outputs)
      const directions = primals.map((x, i) => (isInexact(x.dtype) ? (tangents[i] ?? zerosOf(x.aval)) : x))
      return pair(outputs, bind(primitive, directions, params))
    }
    case "bilinear": {
      const [x, y] = primals as [NDArray, NDArray]
      const [dx, dy] = tangents
      return pair(bind(primitive, primals, params), [
        addMaybe(dx && bind1(primitive, [dx, y], params), dy && bind1(primitive, [x, dy], params)),
      ])
    }
    case "custom": {
      const result = derivative.jvp(primals, tangents, params, recurse)
      return pair(result.outputs, result.tangents)
    }
  }
}

const constants = (primals: readonly NDArray[]): readonly Dual[] => primals.map((primal) => ({ primal, tangent: undefined }))

/** Integers and booleans have no tangent. */
const pair = (primals: readonly NDArray[], tangents: readonly Maybe[]): readonly Dual[] =>
  primals.map((primal, i) => ({ primal, tangent: isInexact(primal.dtype) ? tangents[i] : undefined }))

/** The differential of a program without constants: `active` inputs bring tangents, `nonzero` outputs have one. */
export const jvpJaxpr = (jaxpr: Jaxpr, active: readonly boolean[], recurse: Recurse): ReturnType<Recurse["jvp"]> => {
  let nonzero: readonly boolean[] = []
  const avals = inAvals(jaxpr)
  const traced = traceJaxpr(
    (inputs) => {
      let next = avals.length
      const duals = avals.map((_, i) => ({ primal: inputs[i] as NDArray, tangent: active[i] ? inputs[next++] : undefined }))
      const outputs = foldJaxpr<Dual>(jaxpr, duals, {
        literal: ({ aval, value }) => ({ primal: literalArray(value, aval.dtype), tangent: undefined }),
        apply: (eqn, ins) => withSource(eqn.source, () => pushforward(eqn.primitive, ins, eqn.params, recurse)),
      })
      nonzero = outputs.map((d) => d.tangent !== undefined)
      return [...outputs.map((d) => d.primal), ...outputs.flatMap((d) => d.tangent ?? [])]
    },
    [...avals, ...avals.filter((_, i) => active[i])],
    { transform: "jvp", name: "a program" },
  )
  return { jaxpr: traced.jaxpr, nonzero }
}
