// Looking at programs: the jaxpr of a function, and the shapes of its result without computing it.
import { abstractArray, type NDArray } from "../core/array.js"
import type { Jaxpr } from "../core/jaxpr.js"
import { outAvals } from "../core/jaxpr.js"
import { showJaxpr } from "../core/print.js"
import type { Traced } from "../core/trace.js"
import { unflatten } from "../tree/unflatten.js"
import { avalsOf, flattenArguments, nameOf, requireFunction, type TracedTree, traceTree } from "./arguments.js"
import type { Arrays, LiftableArgs } from "./types.js"

/** A program with the constants it captured; prints as its text. */
export interface ClosedJaxpr extends Traced {
  readonly jaxpr: Jaxpr
  readonly consts: readonly NDArray[]
  readonly toString: () => string
}

const traceFor = <A extends unknown[], R>(transform: string, f: (...args: A) => R, args: LiftableArgs<A>): TracedTree => {
  requireFunction(f, transform)
  const flat = flattenArguments(args, transform)
  return traceTree((xs) => f(...(xs as A)), flat.treedef, avalsOf(flat.leaves), { transform, name: nameOf(f) })
}

/**
 * The program that `f` traces to for arguments like these. (`jax.make_jaxpr`)
 * @example
 * console.log(String(makeJaxpr((x: NDArray) => x.sin().mul(2))(np.ones([3]))))
 * // { lambda ; a:f32[3]. let b:f32[3] = sin a; c:f32[3] = mul b 2.0:f32[] in (c,) }
 */
export const makeJaxpr =
  <A extends unknown[], R>(f: (...args: A) => R): ((...args: LiftableArgs<A>) => ClosedJaxpr) =>
  (...args) => {
    const { jaxpr, consts } = traceFor("makeJaxpr", f, args)
    const toString = (): string => showJaxpr(jaxpr)
    const closed = { jaxpr, consts, toString }
    return Object.defineProperty(closed, Symbol.for("nodejs.util.inspect.custom"), { value: toString })
  }

/**
 * The shapes and dtypes of `f`'s result, as arrays without values; nothing is computed. (`jax.eval_shape`)
 * @example
 * evalShape(np.matmul)(shapeDtype([2, 3]), shapeDtype([3, 4])).shape // [2, 4]
 */
export const evalShape =
  <A extends unknown[], R>(f: (...args: A) => R): ((...args: LiftableArgs<A>) => Arrays<R>) =>
  (...args) => {
    const { jaxpr, outTree } = traceFor("evalShape", f, args)
    return unflatten(
      outTree,
      outAvals(jaxpr).map((a) => abstractArray(a.shape, a.dtype, a.weakType)),
    )
  }
