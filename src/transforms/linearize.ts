// Linearization: the value now, and the derivative as a linear function to apply later, to any number of tangents.
//   linearize f x = (f(x), ẋ ↦ f′(x)·ẋ)
import type { NDArray } from "../core/array.js"
import { isInexact } from "../core/dtype.js"
import { constantsAsInputs } from "../core/jaxpr.js"
import { callJaxpr } from "../core/trace.js"
import { asStrongAs } from "../primitives/vector.js"
import { unflatten } from "../tree/unflatten.js"
import { avalsOf, flattenArguments, nameOf, requireFunction, traceTree } from "./arguments.js"
import { jvpJaxpr } from "./dual.js"
import { matchTangents, zeroTangent } from "./jvp.js"
import { recurse } from "./recurse.js"
import type { Arrays, LiftableArgs } from "./types.js"

/**
 * The value of `f` and its derivative at that point: `linearize(f, x) = [f(x), ẋ ↦ f′(x)·ẋ]`. (`jax.linearize`)
 * All that does not depend on the tangent is computed once, now.
 * @example
 * const [y, pushforward] = linearize(np.sin, x)
 * pushforward(dx)
 */
export const linearize = <A extends unknown[], R>(
  f: (...args: A) => R,
  ...primals: LiftableArgs<A>
): [Arrays<R>, (...tangents: LiftableArgs<A>) => Arrays<R>] => {
  requireFunction(f, "linearize")
  const flat = flattenArguments(primals, "linearize", "primals")
  const info = { transform: "linearize", name: nameOf(f), values: flat.leaves }
  const traced = traceTree((args) => f(...(args as A)), flat.treedef, avalsOf(flat.leaves), info)
  const active = [...traced.consts.map(() => false), ...flat.leaves.map((x) => isInexact(x.dtype))]
  const dual = jvpJaxpr(constantsAsInputs(traced.jaxpr), active, recurse)
  const n = dual.nonzero.length
  const split = recurse.split(
    dual.jaxpr,
    dual.jaxpr.invars.map((_, i) => i >= active.length),
  )
  const known = [...callJaxpr(split.known, [...traced.consts, ...flat.leaves])]
  const residuals = known.splice(split.known.outvars.length - split.residuals)
  // what cannot be split waits with its values, which are then computed twice: now here, and with the tangents later
  const whole = split.outUnknown.slice(0, n).includes(true) ? callJaxpr(traced.jaxpr, [...traced.consts, ...flat.leaves]) : undefined
  const results = split.outUnknown.map((u) => (u ? undefined : known.shift()))
  const outputs = results.slice(0, n).map((y, i) => (y ?? whole?.[i]) as NDArray)

  const pushforward = (...tangents: readonly unknown[]): unknown => {
    const directions = matchTangents(primals, tangents, "linearize").filter((_, i) => isInexact((flat.leaves[i] as NDArray).dtype))
    const moving = [...callJaxpr(split.unknown, [...residuals, ...directions])]
    const found = split.outUnknown.map((u, i) => (u ? moving.shift() : results[i]) as NDArray).slice(n)
    return unflatten(
      traced.outTree,
      outputs.map((y, i) => (dual.nonzero[i] ? asStrongAs(y.aval, found.shift() as NDArray) : zeroTangent(y))),
    )
  }
  return [unflatten(traced.outTree, outputs), pushforward as never]
}
