// Looking into running programs: JavaScript called while they run.
import { bind } from "../core/trace.js"
import { callbackNumber, debugCallback } from "../primitives/control/callback.js"
import { flattenArguments, nameOf, requireFunction } from "../transforms/arguments.js"
import type { LiftableArgs } from "../transforms/types.js"
import { unflatten } from "../tree/unflatten.js"

/**
 * Calls `f` on concrete arrays whenever the program gets here, for its effect. (`jax.debug.callback`)
 *
 * It is called even if nothing depends on it: once in each step of a loop, in the branch that runs, for each lane of a `vmap` in turn (there, in all
 * branches of a `cond` on a batched predicate), in the forward pass of a gradient, and again where `checkpoint` computes again.
 * @example
 * debug.callback((x: NDArray) => losses.push(x.item()), loss)
 */
export const callback = <A extends unknown[]>(f: (...args: A) => unknown, ...args: LiftableArgs<A>): void => {
  requireFunction(f, "debug.callback")
  const { leaves, treedef } = flattenArguments(args, "debug.callback")
  const primitive = debugCallback((xs) => {
    f(...(unflatten(treedef, xs) as unknown as A))
    return []
  })
  bind(primitive, leaves, { callback: callbackNumber(f), name: nameOf(f), lanes: [] })
}
