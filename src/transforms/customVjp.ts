// Derivatives by decree, backward: the user writes what the forward pass keeps, and what the backward pass does with it.
import { abstractArray, asArray, isArrayLike, type NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { outAvals } from "../core/jaxpr.js"
import { bind, isTracing } from "../core/trace.js"
import { customVjpP } from "../primitives/control/customvjp.js"
import { describeLeaf } from "../tree/describe.js"
import { flatten } from "../tree/flatten.js"
import { keystr } from "../tree/path.js"
import { showTreedef } from "../tree/show.js"
import { entryAt, type KeyEntry, type TreeDef } from "../tree/treedef.js"
import { unflatten } from "../tree/unflatten.js"
import { flattenResult, requireFunction } from "./arguments.js"
import {
  type Call,
  type CustomOptions,
  directionsFor,
  isMoving,
  matchLeaf,
  matchResult,
  pairOf,
  ruleDepth,
  runPlain,
  type TracedBody,
  takeApart,
  traceCall,
  traceRule,
} from "./customRule.js"
import { namedAfter } from "./named.js"
import type { Arrays, Liftable, LiftableArgs } from "./types.js"

/** The result, and what the backward pass needs. */
export type ForwardRule<A extends readonly unknown[], R, S> = (...args: A) => readonly [Liftable<Arrays<R>>, S]

/** A cotangent of each argument, or null for zero. */
export type BackwardRule<R, S> = (residuals: Arrays<S>, cotangent: Arrays<R>) => readonly unknown[]

export interface CustomVjp<A extends unknown[], R> {
  (...args: LiftableArgs<A>): Arrays<R>
  /** Sets both rules, and returns the function itself. */
  readonly defvjp: {
    <S>(forward: ForwardRule<A, R, S>, backward: BackwardRule<R, S>): CustomVjp<A, R>
    /** With `nondiffArgnums`: those arguments come before the residuals. */
    <S>(forward: ForwardRule<A, R, S>, backward: (...args: never[]) => readonly unknown[]): CustomVjp<A, R>
  }
}

type Untyped = (...args: readonly unknown[]) => unknown

const op = "customVjp"

/**
 * A function whose reverse mode the user says: `fwd(x) = [f(x), residuals]` and `bwd(residuals, ȳ) = [x̄, …]`. (`jax.custom_vjp`)
 *
 * A list with a cotangent for each argument comes back; null or undefined stands for zero, for an argument or for a leaf of one. Without
 * differentiation `f` runs, not `fwd`. Forward mode is the transpose of `bwd`, where that is linear (JAX refuses forward mode altogether).
 * Both rules may close over arrays, also traced ones; of what the *function* closes over, no derivative can be taken.
 * @example
 * const clipGradient = customVjp((x: NDArray) => x).defvjp((x) => [x, null], (_, ct) => [np.clip(ct, -1, 1)])
 */
export const customVjp = <A extends unknown[], R>(f: (...args: A) => R, { nondiffArgnums }: CustomOptions = {}): CustomVjp<A, R> => {
  requireFunction(f, op)
  let rules: Rules | undefined
  let depth = 0
  const call = (...args: readonly unknown[]): unknown => {
    const taken = takeApart(f as unknown as Untyped, args, op, nondiffArgnums)
    if (!isTracing() || depth === ruleDepth) return runPlain(taken, op)
    const written = rules ?? noRule(taken.name)
    const body = traceCall(taken, op)
    depth++
    try {
      return unflatten(
        body.outTree,
        bindCall(taken, body, written, (xs) => withFixed(args, nondiffArgnums ?? [], xs)),
      )
    } finally {
      depth--
    }
  }
  const custom: CustomVjp<A, R> = Object.assign(namedAfter(op, f, call as never), {
    defvjp: (forward: Untyped, backward: Untyped) => {
      requireFunction(forward, "defvjp")
      requireFunction(backward, "defvjp")
      rules = { forward, backward }
      return custom
    },
  }) as never
  return custom
}

interface Rules {
  readonly forward: Untyped
  readonly backward: Untyped
}

const noRule = (name: string): never =>
  raise({ code: "argument/no-rule", op, need: `${name} has no rules yet`, hint: "call defvjp before using the function" })

/** All arguments in their places, from the fixed ones and the differentiated ones. */
const withFixed = (args: readonly unknown[], nondiff: readonly number[], xs: readonly unknown[]): readonly unknown[] => {
  let next = 0
  return args.map((arg, i) => (nondiff.includes(i) ? arg : xs[next++]))
}

/** The equation of a call, with the body and both rules in it. */
const bindCall = (
  { name, leaves, treedef, fixed }: Call,
  body: TracedBody,
  { forward, backward }: Rules,
  allArguments: (xs: readonly unknown[]) => readonly unknown[],
): readonly NDArray[] => {
  const outs = outAvals(body.jaxpr)
  const avals = leaves.map((x) => x.aval)
  let kept: TreeDef = treedef
  const fwd = traceRule(avals, name, (inputs) => {
    const result = forward(...allArguments(unflatten(treedef, inputs)))
    const [value, residuals] = pairOf(result, "defvjp", "the forward rule must return [result, residuals]")
    const flat = flattenResult(residuals, { transform: "defvjp", name: "the forward rule" })
    kept = flat.treedef
    return [...matchResult(value, body.outTree, outs, { what: "the forward rule's result", op: "defvjp" }), ...flat.leaves]
  })
  const left = outAvals(fwd.jaxpr).slice(outs.length)
  let given: readonly boolean[] = []
  const bwd = traceRule([...left, ...outs.filter((aval) => isMoving({ aval }))], name, (inputs) => {
    const residuals = unflatten(kept, inputs.slice(0, left.length))
    const likeResults = outs.map((a) => abstractArray(a.shape, a.dtype, a.weakType))
    const cts = directionsFor(likeResults, inputs.slice(left.length))
    const found = matchCotangents(backward(...fixed, residuals, unflatten(body.outTree, cts)), treedef, leaves)
    given = found.map((ct) => ct !== undefined)
    return found.flatMap((ct) => ct ?? [])
  })
  return bind(customVjpP, [...body.consts, ...fwd.consts, ...bwd.consts, ...leaves], {
    name,
    jaxpr: body.jaxpr,
    fwd: fwd.jaxpr,
    bwd: bwd.jaxpr,
    given,
    numConsts: body.consts.length,
    fwdConsts: fwd.consts.length,
    bwdConsts: bwd.consts.length,
  })
}

/** What the backward rule returned, as one cotangent for each leaf of the arguments, or none. */
const matchCotangents = (given: unknown, treedef: TreeDef, leaves: readonly NDArray[]): readonly (NDArray | undefined)[] => {
  if (!Array.isArray(given) || given.length !== treedef.children.length)
    raise({
      code: "tree/custom-cotangents",
      op: "defvjp",
      need: `the backward rule must return a list with a cotangent for each of ${treedef.children.length} arguments`,
      got: Array.isArray(given) ? `a list of ${given.length}` : describeLeaf(given),
      hint: "null stands for a cotangent of zero",
    })
  return leavesAgainst(treedef, given, []).map(([ct, path], i) => {
    const x = leaves[i] as NDArray
    if (ct === null || ct === undefined || !isMoving(x)) return undefined
    const where = (): string => keystr(path, "cotangents")
    if (isArrayLike(ct)) return matchLeaf(asArray(ct), x.aval, where, "a cotangent", "defvjp")
    return raise({
      code: "argument/leaf",
      op: "defvjp",
      path: where(),
      need: "a cotangent must be an array or null",
      got: describeLeaf(ct),
    })
  })
}

type LeafAt = readonly [unknown, readonly KeyEntry[]]

/** The leaves of a tree in the order of a structure; null stands for all leaves below it. */
const leavesAgainst = (def: TreeDef, value: unknown, path: readonly KeyEntry[]): readonly LeafAt[] => {
  if (value === null || value === undefined) return Array.from({ length: def.numLeaves }, () => [null, path] as const)
  if (def.kind === "leaf") return [[value, path]]
  if (def.kind === "custom" || def.kind === "null") return flatten(value).leaves.map((leaf) => [leaf, path] as const)
  const fits = def.kind === "list" ? Array.isArray(value) && value.length === def.children.length : typeof value === "object"
  if (!fits || isArrayLike(value))
    raise({
      code: "tree/custom-cotangents",
      op: "defvjp",
      path: keystr(path as never, "cotangents"),
      need: `a cotangent must have the structure of its argument, ${showTreedef(def)}`,
      got: isArrayLike(value) ? "an array" : showTreedef(flatten(value).treedef),
    })
  return def.children.flatMap((child, i) => {
    const entry = entryAt(def, i)
    return leavesAgainst(child, (value as { readonly [key: KeyEntry]: unknown })[entry], [...path, entry])
  })
}
