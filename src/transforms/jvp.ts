// Forward mode: the value and the directional derivative together.
//   jvp f (x, ẋ) = (f(x), f′(x)·ẋ)
import type { NDArray } from "../core/array.js"
import { type Aval, sameShape } from "../core/aval.js"
import { isInexact } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { constantsAsInputs } from "../core/jaxpr.js"
import { callJaxpr } from "../core/trace.js"
import { asStrongAs, convertElementType, zerosOf } from "../primitives/vector.js"
import { keystr } from "../tree/path.js"
import { showTreedef } from "../tree/show.js"
import { treedefEquals } from "../tree/treedef.js"
import { unflatten } from "../tree/unflatten.js"
import { flattenWithPath } from "../tree/withpath.js"
import { avalsOf, flattenArguments, nameOf, requireFunction, traceTree } from "./arguments.js"
import { jvpJaxpr } from "./dual.js"
import { recurse } from "./recurse.js"
import type { Arrays, LiftableArgs } from "./types.js"

/** The zero tangent or cotangent of an array; integers and booleans get float32 zeros, having none. */
export const zeroTangent = (x: NDArray): NDArray =>
  asStrongAs(x.aval, zerosOf({ shape: x.shape, dtype: isInexact(x.dtype) ? x.dtype : "float32" }))

/** A tangent or cotangent as it was given, for what it belongs to: numbers take its dtype. Undefined if it does not fit. */
export const directionFor = (aval: Aval, given: NDArray): NDArray | undefined => {
  if (!sameShape(given.shape, aval.shape)) return undefined
  if (!isInexact(aval.dtype)) return given
  return given.weakType || given.dtype === aval.dtype ? convertElementType(given, aval.dtype, given.weakType && aval.weakType) : undefined
}

/**
 * The value of `f` and its derivative along a direction: `jvp(f, [x], [ẋ]) = [f(x), f′(x)·ẋ]`. (`jax.jvp`)
 * Tangents of integer arguments are ignored, since integers do not move.
 * @throws TreeError, ShapeError or DTypeError if a tangent does not match its primal
 * @example
 * const [y, dy] = jvp(np.sin, [x], [np.onesLike(x)])
 */
export const jvp = <A extends unknown[], R>(
  f: (...args: A) => R,
  primals: LiftableArgs<A>,
  tangents: LiftableArgs<A>,
): [Arrays<R>, Arrays<R>] => {
  requireFunction(f, "jvp")
  if (!Array.isArray(primals) || !Array.isArray(tangents))
    raise({
      code: "argument/lists",
      op: "jvp",
      need: "primals and tangents must be lists with one entry for each argument",
      hint: "write jvp(f, [x], [dx])",
    })
  const flat = flattenArguments(primals, "jvp", "primals")
  const directions = matchTangents(primals, tangents, "jvp")
  const info = { transform: "jvp", name: nameOf(f), values: flat.leaves }
  const traced = traceTree((args) => f(...(args as A)), flat.treedef, avalsOf(flat.leaves), info)
  const active = [...traced.consts.map(() => false), ...flat.leaves.map((x) => isInexact(x.dtype))]
  const dual = jvpJaxpr(constantsAsInputs(traced.jaxpr), active, recurse)
  const results = callJaxpr(dual.jaxpr, [
    ...traced.consts,
    ...flat.leaves,
    ...directions.filter((_, i) => isInexact((flat.leaves[i] as NDArray).dtype)),
  ])
  const outputs = results.slice(0, dual.nonzero.length)
  const found = [...results.slice(dual.nonzero.length)]
  const outTangents = outputs.map((y, i) => (dual.nonzero[i] ? asStrongAs(y.aval, found.shift() as NDArray) : zeroTangent(y)))
  return [unflatten(traced.outTree, outputs), unflatten(traced.outTree, outTangents)]
}

/** Tangent leaves, checked against the primals they belong to. */
export const matchTangents = (primals: readonly unknown[], tangents: readonly unknown[], transform: string): readonly NDArray[] => {
  const x = flattenArguments(primals, transform, "primals")
  const dx = flattenArguments(tangents, transform, "tangents")
  if (!treedefEquals(x.treedef, dx.treedef))
    raise({
      code: "tree/tangent",
      op: transform,
      need: `tangents must have the structure of the primals, ${showTreedef(x.treedef)}`,
      got: showTreedef(dx.treedef),
      hint: "tree.map(np.onesLike, x) has the structure of x",
    })
  return dx.leaves.map((t, i) => matchTangent(x.leaves[i] as NDArray, t, i, tangents, transform))
}

const matchTangent = (x: NDArray, t: NDArray, i: number, tangents: readonly unknown[], transform: string): NDArray => {
  const direction = directionFor(x.aval, t)
  if (direction) return direction
  const path = flattenWithPath(tangents).leaves[i]?.[0] ?? []
  return raise({
    code: "shape/tangent",
    op: transform,
    path: keystr(path, "tangents"),
    need: "a tangent must have the shape and dtype of its primal",
    avals: [x.aval, t.aval],
    hint: "the first is the primal's; np.onesLike(x) fits it, and numbers take the primal's dtype",
  })
}
