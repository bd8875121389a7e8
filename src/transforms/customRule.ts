// What the custom derivatives share: calling a user's function of trees, and tracing the rules that come with it.
import { type NDArray, storageOf } from "../core/array.js"
import { type Aval, eqAval } from "../core/aval.js"
import { eliminateDeadCode } from "../core/dce.js"
import { isInexact } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type Atom, constantsAsInputs, type Jaxpr, type Var } from "../core/jaxpr.js"
import type { OptionNames } from "../core/options.js"
import { type TraceInfo, traceJaxpr } from "../core/trace.js"
import { keystr } from "../tree/path.js"
import { showTreedef } from "../tree/show.js"
import { type TreeDef, treedefEquals, treedefKey } from "../tree/treedef.js"
import { unflatten } from "../tree/unflatten.js"
import { flattenWithPath } from "../tree/withpath.js"
import { flattenArguments, flattenResult, nameOf, traceTree } from "./arguments.js"
import { directionFor, zeroTangent } from "./jvp.js"
import { type SymbolicZero, symbolicZeroFor } from "./symbolicZero.js"

export interface CustomOptions {
  /** Arguments that are not differentiated and may be anything, functions and strings too. Rules get them first. */
  readonly nondiffArgnums?: readonly number[]
}

export const customOptions: OptionNames<CustomOptions> = { nondiffArgnums: "list" }

export interface RuleOptions {
  /**
   * Gives rules a `SymbolicZero` where a tangent or cotangent is known to be zero, instead of an array of zeros. Such rules run when the function
   * is differentiated, once for each pattern of zeros, and may close over what they close over where nothing is zero.
   */
  readonly symbolicZeros?: boolean
}

export const ruleOptions: OptionNames<RuleOptions> = { symbolicZeros: "boolean" }

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

export interface TracedRule {
  /** `(closed-over…, inputs…) ↦ outputs` */
  readonly jaxpr: Jaxpr
  readonly consts: readonly NDArray[]
}

/** A rule on flat lists. */
export type FlatRule = (inputs: readonly NDArray[]) => readonly NDArray[]

/** A rule as a sub-program. */
export const traceRule = (avals: readonly Aval[], name: string, rule: FlatRule): TracedRule => {
  const { jaxpr, consts } = traceJaxpr(rule, avals, { transform: "the derivative", name })
  return { jaxpr: constantsAsInputs(eliminateDeadCode(jaxpr)), consts }
}

/** A rule traced again, for another pattern of zeros: its equation holds what it closed over the first time, and nothing else. */
export const traceRuleAgain = (avals: readonly Aval[], name: string, rule: FlatRule, captures: readonly NDArray[]): Jaxpr => {
  const { jaxpr, consts } = traceJaxpr(rule, avals, { transform: "the derivative", name, captures })
  const constvars = jaxpr.constvars.slice(0, captures.length)
  const same = new Map<Atom, Var>(
    consts.slice(captures.length).map((x, i) => {
      const known = captures.findIndex((c) => isSameArray(c, x))
      return [jaxpr.constvars[captures.length + i] as Var, constvars[known] ?? unheld(x, name)]
    }),
  )
  const of = (a: Atom): Atom => same.get(a) ?? a
  const eqns = jaxpr.eqns.map((eqn) => ({ ...eqn, inputs: eqn.inputs.map(of) }))
  return constantsAsInputs(eliminateDeadCode({ ...jaxpr, constvars, eqns, outvars: jaxpr.outvars.map(of) }))
}

/** Arrays that a rule makes of numbers are new ones each time. */
const isSameArray = (a: NDArray, b: NDArray): boolean => {
  if (a.state.kind !== "concrete" || b.state.kind !== "concrete" || !eqAval.equals(a.aval, b.aval)) return false
  const [x, y] = [storageOf(a).read(), storageOf(b).read()]
  return x.every((v, i) => Object.is(v, y[i]))
}

const unheld = (x: NDArray, name: string): never =>
  raise({
    code: "argument/rule-closure",
    op: "symbolicZeros",
    need: `a rule of ${name} may close over what it closes over where nothing is zero, and nothing else`,
    avals: [x.aval],
    hint: "use the array for every pattern of zeros, or pass it as an argument",
  })

const ruleNumbers = new WeakMap<object, Map<string, number>>()
let ruleCount = 0

/** The number by which programs know rules that ask for zeros: for the same arguments they are the same rules. */
export const ruleNumber = (written: object, { treedef, fixed }: Call): number => {
  const known = ruleNumbers.get(written) ?? new Map<string, number>()
  const key = treedefKey(treedef)
  const number = (fixed.length === 0 ? known.get(key) : undefined) ?? ++ruleCount
  ruleNumbers.set(written, known.set(key, number))
  return number
}

export const isMoving = (x: { readonly aval: Aval }): boolean => isInexact(x.aval.dtype)

/** Directions for all leaves from those of the float ones; the others' are zeros, in float32. */
export const directionsFor = (leaves: readonly NDArray[], moving: readonly NDArray[]): readonly NDArray[] => {
  let next = 0
  return leaves.map((x) => (isMoving(x) ? (moving[next++] as NDArray) : zeroTangent(x)))
}

/** Directions of all leaves from those of the active ones; the others' are symbolic. */
export const symbolicDirections = (
  avals: readonly Aval[],
  active: readonly boolean[],
  moving: readonly NDArray[],
): readonly (NDArray | SymbolicZero)[] => {
  let next = 0
  return avals.map((aval, i) => (active[i] ? (moving[next++] as NDArray) : symbolicZeroFor(aval)))
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
  const fitting = !isInexact(aval.dtype) && x.dtype !== aval.dtype ? undefined : directionFor(aval, x)
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
