// Closure conversion: a function of its arguments and of what it closed over, with the latter made explicit.
import type { NDArray } from "../core/array.js"
import { callJaxpr } from "../core/trace.js"
import { unflatten } from "../tree/unflatten.js"
import { avalsOf, flattenArguments, nameOf, requireFunction, traceTree } from "./arguments.js"
import type { Arrays, LiftableArgs } from "./types.js"

/**
 * `f` as a function without hidden inputs: `[g, consts]` with `g(...args, ...consts) = f(...args)`. (`jax.closure_convert`)
 * Rules that a user writes for derivatives need this where `f` closes over arrays that are themselves differentiated.
 */
export const closureConvert = <A extends unknown[], R>(
  f: (...args: A) => R,
  ...example: LiftableArgs<A>
): [(...argsAndConsts: [...LiftableArgs<A>, ...NDArray[]]) => Arrays<R>, readonly NDArray[]] => {
  requireFunction(f, "closureConvert")
  const flat = flattenArguments(example, "closureConvert")
  const traced = traceTree((xs) => f(...(xs as A)), flat.treedef, avalsOf(flat.leaves), { transform: "closureConvert", name: nameOf(f) })
  const converted = (...argsAndConsts: readonly unknown[]): unknown => {
    const args = flattenArguments(argsAndConsts.slice(0, example.length), "closureConvert")
    const consts = argsAndConsts.slice(example.length) as readonly NDArray[]
    return unflatten(traced.outTree, callJaxpr(traced.jaxpr, [...consts, ...args.leaves]))
  }
  return [converted as never, traced.consts]
}
