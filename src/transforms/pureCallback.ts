// Calling JavaScript from inside a program, for its results.
import { type NDArray, tensorOf } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import type { DType } from "../core/dtype.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { bind } from "../core/trace.js"
import { type Callback, callbackNumber, pureCallback as callbackPrimitive, type VmapMethod } from "../primitives/control/callback.js"
import { flatten } from "../tree/flatten.js"
import { unflatten } from "../tree/unflatten.js"
import { flattenArguments, flattenResult, nameOf, requireFunction } from "./arguments.js"
import type { Arrays, LiftableArgs } from "./types.js"

export interface PureCallbackOptions {
  /** What a batch does to it. Null, the default, refuses vmap. */
  readonly vmapMethod?: VmapMethod
}

const pureCallbackOptions: OptionNames<PureCallbackOptions> = { vmapMethod: "string" }

/** A shape and dtype: an array will do, or `shapeDtype`. */
export interface ShapeAndDtype {
  readonly shape: Shape
  readonly dtype: DType
}

/**
 * Calls `f` on concrete arrays while the program runs: `pureCallback(f, like, [x]) = f(x)`. (`jax.pure_callback`)
 *
 * `like` is a tree of arrays of the shapes and dtypes that `f` returns. `f` must depend on its arguments only: it may be called once, several
 * times or not at all. It has no derivative; wrap it in `customJvp` for one.
 * @example
 * pureCallback((x: NDArray) => np.array(slowTable(x.item())), np.zeros([]), [x])
 */
export const pureCallback = <A extends unknown[], R>(
  f: (...args: A) => R,
  like: R,
  args: LiftableArgs<A>,
  options?: PureCallbackOptions,
): Arrays<R> => {
  const { vmapMethod = null } = optionsOf("pureCallback", options, pureCallbackOptions)
  requireFunction(f, "pureCallback")
  const given = flattenArguments(args, "pureCallback")
  const out = flatten(like)
  const results = (out.leaves as readonly NDArray[]).map(({ shape, dtype }): ShapeAndDtype => ({ shape, dtype }))
  const callback: Callback = (xs) =>
    flattenResult(f(...(unflatten(given.treedef, xs) as unknown as A)), { transform: "pureCallback", name: nameOf(f) }).leaves
  const params = { callback: callbackNumber(f), name: nameOf(f), lanes: [], results, vmapMethod }
  return unflatten(
    out.treedef,
    bind(
      callbackPrimitive(callback, (x) => tensorOf(x, "pureCallback")),
      given.leaves,
      params,
    ),
  )
}
