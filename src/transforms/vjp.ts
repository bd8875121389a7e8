// Reverse mode for functions of any shape: the value now, and a pullback to apply later, as often as one likes.
//   vjp f x = (f(x), ȳ ↦ f′(x)ᵀ·ȳ)
import type { NDArray } from "../core/array.js"
import type { Aval } from "../core/aval.js"
import { isInexact } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { constantsAsInputs } from "../core/jaxpr.js"
import { callJaxpr } from "../core/trace.js"
import { asStrongAs } from "../primitives/vector.js"
import { keystr } from "../tree/path.js"
import { showTreedef } from "../tree/show.js"
import { type TreeDef, treedefEquals } from "../tree/treedef.js"
import { unflatten } from "../tree/unflatten.js"
import { flattenWithPath } from "../tree/withpath.js"
import { avalsOf, flattenArguments, nameOf, requireFunction, traceTree } from "./arguments.js"
import { directionFor, zeroTangent } from "./jvp.js"
import { recurse } from "./recurse.js"
import { vjpJaxpr } from "./reverse.js"
import type { Arrays, Liftable, LiftableArgs } from "./types.js"

/** Takes a cotangent of the result to cotangents of the arguments, a list with one entry for each. */
export type Pullback<A extends readonly unknown[], R> = (cotangent: Liftable<R>) => { [I in keyof A]: Arrays<A[I]> }

/**
 * The value of `f` and its pullback: `vjp(f, x) = [f(x), ȳ ↦ [f′(x)ᵀ·ȳ]]`. (`jax.vjp`)
 *
 * `f` runs once; the pullback may be called many times. Integer and boolean arguments have no cotangent: theirs are float32 zeros.
 * @throws TreeError or ShapeError if a cotangent does not match the result
 * @example
 * const [y, pullback] = vjp(np.sin, x)
 * const [dx] = pullback(np.onesLike(y))
 */
export const vjp = <A extends unknown[], R>(f: (...args: A) => R, ...primals: LiftableArgs<A>): [Arrays<R>, Pullback<A, R>] => {
  requireFunction(f, "vjp")
  const flat = flattenArguments(primals, "vjp", "primals")
  const info = { transform: "vjp", name: nameOf(f), values: flat.leaves }
  const traced = traceTree((args) => f(...(args as A)), flat.treedef, avalsOf(flat.leaves), info)
  const { consts } = traced
  const active = [...consts.map(() => false), ...flat.leaves.map((x) => isInexact(x.dtype))]
  const split = vjpJaxpr(constantsAsInputs(traced.jaxpr), active, recurse)
  const n = traced.jaxpr.outvars.length
  const results = callJaxpr(split.forward, [...consts, ...flat.leaves])
  const outputs = results.slice(0, n)

  const pullback = (cotangent: unknown): unknown => {
    const cts = matchCotangent(cotangent, traced.outTree, avalsOf(outputs), "pullback")
    const found = [...callJaxpr(split.backward.jaxpr, [...results.slice(n), ...cts.filter((_, i) => split.backward.wants[i])])]
    const all = flat.leaves.map((x, i) =>
      split.nonzero[consts.length + i] ? asStrongAs(x.aval, found.shift() as NDArray) : zeroTangent(x),
    )
    return unflatten(flat.treedef, all)
  }
  return [unflatten(traced.outTree, outputs), pullback as Pullback<A, R>]
}

/** Cotangent leaves, checked against the results they belong to. */
export const matchCotangent = (cotangent: unknown, outTree: TreeDef, avals: readonly Aval[], op: string): readonly NDArray[] => {
  const flat = flattenArguments([cotangent], op, "cotangent")
  const [inner] = flat.treedef.children as [TreeDef]
  if (!treedefEquals(inner, outTree))
    raise({
      code: "tree/cotangent",
      op,
      need: `the cotangent must have the structure of the result, ${showTreedef(outTree)}`,
      got: showTreedef(inner),
      hint: "tree.map(np.onesLike, y) has the structure of the result y",
    })
  return flat.leaves.map((ct, i) => {
    const aval = avals[i] as Aval
    const path = (): string => keystr(flattenWithPath(cotangent).leaves[i]?.[0] ?? [], "cotangent")
    return (
      directionFor(aval, ct) ??
      raise({
        code: "shape/cotangent",
        op,
        path: path(),
        need: "a cotangent must have the shape and dtype of the result it belongs to",
        avals: [aval, ct.aval],
        hint: "the first is the result's; np.onesLike(y) fits it, and numbers take its dtype",
      })
    )
  })
}
