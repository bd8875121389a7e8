// What the custom derivatives share: calling a user's function of trees, and tracing the rules that come with it.
import type { NDArray } from "../core/array.js"
import type { Aval } from "../core/aval.js"
import { eliminateDeadCode } from "../core/dce.js"
import { isFloat } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { constantsAsInputs, type Jaxpr } from "../core/jaxpr.js"
import { type TraceInfo, traceJaxpr } from "../core/trace.js"
import { keystr } from "../tree/path.js"
import { showTreedef } from "../tree/show.js"
import { type TreeDef, treedefEquals } from "../tree/treedef.js"
import { unflatten } from "../tree/unflatten.js"
import { flattenWithPath } from "../tree/withpath.js"
import { flattenArguments, flattenResult, nameOf, traceTree } from "./arguments.js"
import { directionFor, zeroTangent } from "./jvp.js"

export interface CustomOptions {
  /** Arguments that are not differentiated and may be anything, functions and strings too. Rules get them first. */
  readonly nondiffArgnums?: readonly number[]
}

/**
 * A rule may call the function that it is the rule of. Each such call brings the rule along for one order of derivative more,
 * up to this many; beyond, the function is differentiated as it is written.
 */
export const ruleDepth = 3

type Untyped = (...args: readonly unknown[]) => unknown

/** A call taken apart: the arguments that are differentiated as a flat list, and how to put them back. */
export interface Call {
  readonly name: string
  readonly leaves: readonly NDArray[]
  readonly treedef: TreeDef
  readonly fixed: readonly unknown[]
  /** The function on leaves, as it is written. */
  readonly run: (args: readonly unknown[]) => unknown
}

export const takeApart = (f: Untyped, args: readonly unknown[], transform: string, nondiff: readonly number[] = []): Call => {
  const moving = args.filter((_, i) => !nondiff.includes(i))
  const { leaves, treedef } = flattenArguments(moving, transform)
  const run = (xs: readonly unknown[]): unknown => {
    let next = 0
    return f(...args.map((arg, i) => (nondiff.includes(i) ? arg : xs[next++])))
  }
  return { name: nameOf(f), leaves, treedef, fixed: nondiff.map((i) => args[i]), run }
}

/** The function as it is written, on arrays. */
export const runPlain = ({ run, leaves, treedef, name }: Call, transform: string): unknown => {
  const result = flattenResult(run(unflatten(treedef, leaves)), { transform, name })
  return unflatten(result.treedef, result.leaves)
}

export interface TracedBody {
  readonly jaxpr: Jaxpr
  readonly consts: readonly NDArray[]
  readonly outTree: TreeDef
}

/** The function as a sub-program that takes what it closed over as inputs. Values can be read where the caller's can. */
export const traceCall = ({ run, leaves, treedef, name }: Call, transform: string): TracedBody => {
  const info: TraceInfo = { transform, name, values: leaves }
  const traced = traceTree(
    run,
    treedef,
    leaves.map((x) => x.aval),
    info,
  )
  return { jaxpr: constantsAsInputs(eliminateDeadCode(traced.jaxpr)), consts: traced.consts, outTree: traced.outTree }
}

/** A rule as a sub-program. */
export const traceRule = (
  avals: readonly Aval[],
  name: string,
  rule: (inputs: readonly NDArray[]) => readonly NDArray[],
): { readonly jaxpr: Jaxpr; readonly consts: readonly NDArray[] } => {
  const { jaxpr, consts } = traceJaxpr(rule, avals, { transform: "the derivative", name })
  return { jaxpr: constantsAsInputs(eliminateDeadCode(jaxpr)), consts }
}

export const isMoving = (x: { readonly aval: Aval }): boolean => isFloat(x.aval.dtype)

/** Directions for all leaves from those of the float ones; the others' are zeros, in float32. */
export const directionsFor = (leaves: readonly NDArray[], moving: readonly NDArray[]): readonly NDArray[] => {
  let next = 0
  return leaves.map((x) => (isMoving(x) ? (moving[next++] as NDArray) : zeroTangent(x)))
}

/** What a rule returned, as leaves like those of a result. */
export const matchResult = (
  given: unknown,
  outTree: TreeDef,
  avals: readonly Aval[],
  { what, op }: { readonly what: string; readonly op: string },
): readonly NDArray[] => {
  const flat = flattenResult(given, { transform: op, name: what })
  if (!treedefEquals(flat.treedef, outTree))
    raise({
      code: "tree/custom-rule",
      op,
      need: `${what} must have the structure of the function's result, ${showTreedef(outTree)}`,
      got: showTreedef(flat.treedef),
    })
  return flat.leaves.map((x, i) =>
    matchLeaf(x, avals[i] as Aval, () => keystr(flattenWithPath(given).leaves[i]?.[0] ?? [], "result"), what, op),
  )
}

/** One array of a rule's, as it must be; bare numbers take the dtype. */
export const matchLeaf = (x: NDArray, aval: Aval, path: () => string, what: string, op: string): NDArray => {
  const fitting = !isFloat(aval.dtype) && x.dtype !== aval.dtype ? undefined : directionFor(aval, x)
  return (
    fitting ??
    raise({
      code: "shape/custom-rule",
      op,
      path: path(),
      need: `${what} must have the shapes and dtypes of what it belongs to`,
      avals: [aval, x.aval],
    })
  )
}

/** A rule's pair `[a, b]`. */
export const pairOf = (result: unknown, what: string, need: string): readonly [unknown, unknown] =>
  Array.isArray(result) && result.length === 2
    ? [result[0], result[1]]
    : raise({ code: "argument/custom-rule", op: what, need, hint: "return a list of two" })
