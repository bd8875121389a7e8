// Derivatives by decree, backward: the user writes what the forward pass keeps, and what the backward pass does with it.
import { abstractArray, asArray, isArrayLike, type NDArray } from "../core/array.js"
import type { Aval } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { type Jaxpr, outAvals } from "../core/jaxpr.js"
import { optionsOf } from "../core/options.js"
import { bind, isTracing } from "../core/trace.js"
import { customVjpP, customVjpWith, type VjpRulesFor } from "../primitives/control/customvjp.js"
import type { Flags } from "../primitives/control/lists.js"
import { describeLeaf } from "../tree/describe.js"
import { flatten } from "../tree/flatten.js"
import { keystr } from "../tree/path.js"
import { showTreedef } from "../tree/show.js"
import { entryAt, type KeyEntry, type TreeDef } from "../tree/treedef.js"
import type { MapLeaves } from "../tree/types.js"
import { unflatten } from "../tree/unflatten.js"
import { flattenResult, requireFunction } from "./arguments.js"
import {
  type Call,
  type CustomOptions,
  customOptions,
  directionsFor,
  type FlatRule,
  isMoving,
  matchLeaf,
  matchResult,
  pairOf,
  type RuleOptions,
  ruleDepth,
  ruleNumber,
  ruleOptions,
  runPlain,
  symbolicDirections,
  type TracedBody,
  type TracedRule,
  takeApart,
  traceCall,
  traceRule,
  traceRuleAgain,
} from "./customRule.js"
import { namedAfter } from "./named.js"
import { type MaybeZeros, SymbolicZero } from "./symbolicZero.js"
import type { Arrays, Liftable, LiftableArgs } from "./types.js"

/** The result, and what the backward pass needs. */
export type ForwardRule<A extends readonly unknown[], R, S> = (...args: A) => readonly [Liftable<Arrays<R>>, S]

/** A cotangent of each argument, or null for zero. */
export type BackwardRule<R, S> = (residuals: Arrays<S>, cotangent: Arrays<R>) => readonly unknown[]

/** A leaf of an argument as a forward rule with `symbolicZeros` is given it. (`jax.custom_derivatives.CustomVJPPrimal`) */
export interface CustomVjpPrimal {
  readonly value: NDArray
  /** Whether the function is differentiated with respect to it. */
  readonly perturbed: boolean
}

/** A `ForwardRule` with `symbolicZeros`. */
export type SymbolicForwardRule<A extends readonly unknown[], R, S> = (
  ...args: { [I in keyof A]: MapLeaves<Arrays<A[I]>, NDArray, CustomVjpPrimal> }
) => readonly [Liftable<Arrays<R>>, S]

/** A `BackwardRule` with `symbolicZeros`: cotangents may be known zeros, those that come and those that go. */
export type SymbolicBackwardRule<R, S> = (residuals: Arrays<S>, cotangent: MaybeZeros<R>) => readonly unknown[]

export interface CustomVjp<A extends unknown[], R> {
  (...args: LiftableArgs<A>): Arrays<R>
  /** Sets both rules, and returns the function itself. */
  readonly defvjp: {
    <S>(forward: ForwardRule<A, R, S>, backward: BackwardRule<R, S>, options?: { readonly symbolicZeros?: false }): CustomVjp<A, R>
    /** With `symbolicZeros`: leaves of arguments come as `{ value, perturbed }`, and a cotangent that is known to be zero is a `SymbolicZero`. */
    <S>(
      forward: SymbolicForwardRule<A, R, S>,
      backward: SymbolicBackwardRule<R, S>,
      options: { readonly symbolicZeros: true },
    ): CustomVjp<A, R>
    /** With `nondiffArgnums`: those arguments come before the residuals. */
    <S>(
      forward: ForwardRule<A, R, S>,
      backward: (...args: never[]) => readonly unknown[],
      options?: { readonly symbolicZeros?: false },
    ): CustomVjp<A, R>
    /** With both. */
    <S>(
      forward: (...args: never[]) => readonly [Liftable<Arrays<R>>, S],
      backward: (...args: never[]) => readonly unknown[],
      options: { readonly symbolicZeros: true },
    ): CustomVjp<A, R>
  }
}

type Untyped = (...args: readonly unknown[]) => unknown

const op = "customVjp"

/**
 * A function whose reverse mode the user says: `fwd(x) = [f(x), residuals]` and `bwd(residuals, ȳ) = [x̄, …]`. (`jax.custom_vjp`)
 *
 * A list with a cotangent for each argument comes back; null or undefined stands for zero, for an argument or for a leaf of one. Without
 * differentiation `f` runs, not `fwd`. `defvjp(fwd, bwd, { symbolicZeros: true })` tells the rules what is differentiated and what is known to be
 * zero. Forward mode is the transpose of `bwd`, where that is linear (JAX refuses forward mode altogether).
 * Both rules may close over arrays, also traced ones; of what the *function* closes over, no derivative can be taken.
 * @example
 * const clipGradient = customVjp((x: NDArray) => x).defvjp((x) => [x, null], (_, ct) => [np.clip(ct, -1, 1)])
 */
export const customVjp = <A extends unknown[], R>(f: (...args: A) => R, options?: CustomOptions): CustomVjp<A, R> => {
  const { nondiffArgnums } = optionsOf("customVjp", options, customOptions)
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
    defvjp: (forward: Untyped, backward: Untyped, options?: RuleOptions) => {
      const { symbolicZeros = false } = optionsOf("defvjp", options, ruleOptions)
      requireFunction(forward, "defvjp")
      requireFunction(backward, "defvjp")
      rules = { forward, backward, symbolic: symbolicZeros }
      return custom
    },
  }) as never
  return custom
}

interface Rules {
  readonly forward: Untyped
  readonly backward: Untyped
  readonly symbolic: boolean
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
  call: Call,
  body: TracedBody,
  rules: Rules,
  allArguments: (xs: readonly unknown[]) => readonly unknown[],
): readonly NDArray[] => {
  const { name, leaves, treedef, fixed } = call
  const { forward, backward, symbolic } = rules
  const outs = outAvals(body.jaxpr)
  /** The forward rule's program, where these arguments are differentiated, and the structure of the residuals. */
  const forwardFor = <P>(active: Flags, trace: Trace<P>) => {
    let kept: TreeDef = treedef
    const rule: FlatRule = (inputs) => {
      const primals = symbolic ? inputs.map((value, i): CustomVjpPrimal => ({ value, perturbed: active[i] === true })) : inputs
      const result = forward(...allArguments(unflatten(treedef, primals)))
      const [value, residuals] = pairOf(result, "defvjp", "the forward rule must return [result, residuals]")
      const flat = flattenResult(residuals, { transform: "defvjp", name: "the forward rule" })
      kept = flat.treedef
      return [...matchResult(value, body.outTree, outs, { what: "the forward rule's result", op: "defvjp" }), ...flat.leaves]
    }
    const avals = leaves.map((x) => x.aval)
    return { program: trace(avals, rule), kept }
  }
  /** The backward rule's program, where these results have a cotangent, and which arguments get one. */
  const backwardFor = <P>(fwd: Jaxpr, kept: TreeDef, wanted: Flags, trace: Trace<P>) => {
    const left = outAvals(fwd).slice(outs.length)
    let given: Flags = []
    const rule: FlatRule = (inputs) => {
      const residuals = unflatten(kept, inputs.slice(0, left.length))
      const moving = inputs.slice(left.length)
      const likeResults = outs.map((a) => abstractArray(a.shape, a.dtype, a.weakType))
      const cts = symbolic ? symbolicDirections(outs, wanted, moving) : directionsFor(likeResults, moving)
      const found = matchCotangents(backward(...fixed, residuals, unflatten(body.outTree, cts)), treedef, leaves)
      given = found.map((ct) => ct !== undefined)
      return found.flatMap((ct) => ct ?? [])
    }
    return { program: trace([...left, ...outs.filter((_, i) => wanted[i])], rule), given }
  }
  const moving = outs.map((aval) => isMoving({ aval }))
  const first: Trace<TracedRule> = (avals, rule) => traceRule(avals, name, rule)
  const { program: fwd, kept } = forwardFor(leaves.map(isMoving), first)
  const { program: bwd, given } = backwardFor(fwd.jaxpr, kept, moving, first)
  const rulesFor: VjpRulesFor = (active) => {
    const again = forwardFor(active, (avals, rule) => traceRuleAgain(avals, name, rule, fwd.consts))
    const back = (wanted: Flags) =>
      backwardFor(again.program, again.kept, wanted, (avals, rule) => traceRuleAgain(avals, name, rule, bwd.consts))
    return {
      fwd: again.program,
      bwd: (wanted) => {
        const { program: jaxpr, given } = back(wanted)
        return { jaxpr, given }
      },
    }
  }
  return bind(symbolic ? customVjpWith(rulesFor) : customVjpP, [...body.consts, ...fwd.consts, ...bwd.consts, ...leaves], {
    name,
    jaxpr: body.jaxpr,
    fwd: fwd.jaxpr,
    bwd: bwd.jaxpr,
    given,
    numConsts: body.consts.length,
    fwdConsts: fwd.consts.length,
    bwdConsts: bwd.consts.length,
    ...(symbolic && { symbolicZeros: ruleNumber(rules, call) }),
  })
}

type Trace<P> = (avals: readonly Aval[], rule: FlatRule) => P

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
    if (ct === null || ct === undefined || ct instanceof SymbolicZero || !isMoving(x)) return undefined
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
  if (value === null || value === undefined || value instanceof SymbolicZero)
    return Array.from({ length: def.numLeaves }, () => [null, path] as const)
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
