// Derivatives by decree, forward: the user writes what happens to tangents, and both modes follow.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { Aval } from "../core/aval.js"
import { isInexact } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { outAvals } from "../core/jaxpr.js"
import { optionsOf } from "../core/options.js"
import { bind, isTracing } from "../core/trace.js"
import { customJvpP, customJvpWith, type JvpRuleFor } from "../primitives/control/customjvp.js"
import type { Flags } from "../primitives/control/lists.js"
import { addMaybe, zerosOf } from "../primitives/vector.js"
import { flatten } from "../tree/flatten.js"
import type { MapLeaves } from "../tree/types.js"
import { unflatten } from "../tree/unflatten.js"
import { requireFunction } from "./arguments.js"
import {
  type Call,
  type CustomOptions,
  customOptions,
  directionsFor,
  type FlatRule,
  isMoving,
  matchResult,
  pairOf,
  type RuleOptions,
  ruleDepth,
  ruleNumber,
  ruleOptions,
  runPlain,
  symbolicDirections,
  type TracedBody,
  takeApart,
  traceCall,
  traceRule,
  traceRuleAgain,
} from "./customRule.js"
import { namedAfter } from "./named.js"
import { type MaybeZeros, type SymbolicZero, withoutSymbolicZeros } from "./symbolicZero.js"
import type { Arrays, Liftable, LiftableArgs } from "./types.js"

/** Values and tangents of the arguments to values and tangents of the result. */
export type JvpRule<A extends readonly unknown[], R> = (
  primals: { [I in keyof A]: Arrays<A[I]> },
  tangents: { [I in keyof A]: Arrays<A[I]> },
) => readonly [Liftable<Arrays<R>>, Liftable<Arrays<R>>]

/** A `JvpRule` with `symbolicZeros`: tangents may be known zeros, those that come and those that go. */
export type SymbolicJvpRule<A extends readonly unknown[], R> = (
  primals: { [I in keyof A]: Arrays<A[I]> },
  tangents: { [I in keyof A]: MaybeZeros<A[I]> },
) => readonly [Liftable<Arrays<R>>, MapLeaves<Arrays<R>, NDArray, ArrayLike | SymbolicZero>]

/** One argument's tangent, the result and the arguments, to that argument's part of the result's tangent; null where it has none. */
export type JvpTerm<A extends readonly unknown[], R, T> =
  | ((tangent: Arrays<T>, result: Arrays<R>, ...primals: { [I in keyof A]: Arrays<A[I]> }) => Liftable<Arrays<R>>)
  | null

export interface CustomJvp<A extends unknown[], R> {
  (...args: LiftableArgs<A>): Arrays<R>
  /** Sets the rule, and returns the function itself. */
  readonly defjvp: {
    (rule: JvpRule<A, R>, options?: { readonly symbolicZeros?: false }): CustomJvp<A, R>
    /** With `symbolicZeros`: a tangent that is known to be zero is a `SymbolicZero`. */
    (rule: SymbolicJvpRule<A, R>, options: { readonly symbolicZeros: true }): CustomJvp<A, R>
    /** With `nondiffArgnums`: those arguments come before the lists. */
    (rule: (...args: never[]) => readonly [unknown, unknown], options?: RuleOptions): CustomJvp<A, R>
  }
  /** Sets the rule as a sum of one term for each argument, and returns the function itself. */
  readonly defjvps: (...terms: { [I in keyof A]: JvpTerm<A, R, A[I]> }) => CustomJvp<A, R>
}

type Untyped = (...args: readonly unknown[]) => unknown

interface Rule {
  readonly run: Untyped
  readonly symbolic: boolean
}

const op = "customJvp"

/**
 * A function whose derivative the user says: `rule(primals, tangents) = [f(x), f′(x)·ẋ]`, linear in the tangents. (`jax.custom_jvp`)
 *
 * Reverse mode is the transpose of the rule. What the rule does is differentiated in turn, so that higher derivatives follow; it may call the
 * function itself. `defjvp(rule, { symbolicZeros: true })` tells the rule which tangents are known to be zero. Rules may close over arrays, also traced ones; of what the *function* closes over, no derivative can be taken.
 * @throws ArgumentError if it is traced before it has a rule, or differentiated with respect to a value that it closes over
 * @example
 * const log1pexp = customJvp((x: NDArray) => np.log(np.exp(x).add(1)))
 * log1pexp.defjvp(([x], [dx]) => [log1pexp(x), nn.sigmoid(x).mul(dx)])
 */
export const customJvp = <A extends unknown[], R>(f: (...args: A) => R, options?: CustomOptions): CustomJvp<A, R> => {
  const { nondiffArgnums } = optionsOf("customJvp", options, customOptions)
  requireFunction(f, op)
  let rule: Rule | undefined
  let depth = 0
  const call = (...args: readonly unknown[]): unknown => {
    const taken = takeApart(f as unknown as Untyped, args, op, nondiffArgnums)
    if (!isTracing() || depth === ruleDepth) return runPlain(taken, op)
    const written = rule ?? noRule(taken.name)
    const body = traceCall(taken, op)
    depth++
    try {
      return unflatten(body.outTree, bindCall(taken, body, written))
    } finally {
      depth--
    }
  }
  const custom: CustomJvp<A, R> = Object.assign(namedAfter(op, f, call as never), {
    defjvp: (given: Untyped, options?: RuleOptions) => {
      const { symbolicZeros = false } = optionsOf("defjvp", options, ruleOptions)
      requireFunction(given, "defjvp")
      rule = { run: given, symbolic: symbolicZeros }
      return custom
    },
    defjvps: (...terms: readonly unknown[]) => {
      rule = { run: sumOf(custom as unknown as Untyped, terms as readonly (Untyped | null)[]), symbolic: false }
      return custom
    },
  }) as never
  return custom
}

const noRule = (name: string): never =>
  raise({ code: "argument/no-rule", op, need: `${name} has no rule yet`, hint: "call defjvp or defjvps before using the function" })

/** The equation of a call, with the body and the rule in it. */
const bindCall = (call: Call, body: TracedBody, written: Rule): readonly NDArray[] => {
  const { name, leaves, treedef, fixed } = call
  const { run, symbolic } = written
  const outs = outAvals(body.jaxpr)
  const avals = leaves.map((x) => x.aval)
  /** The rule's program where these arguments have a tangent, and which results have one: all, or where the rule says so only some. */
  const programFor = <P>(active: Flags, all: boolean, trace: (avals: readonly Aval[], rule: FlatRule) => P) => {
    let nonzero: Flags = []
    const program = trace([...avals, ...avals.filter((_, i) => active[i])], (inputs) => {
      const primals = inputs.slice(0, leaves.length)
      const given = inputs.slice(leaves.length)
      const tangents = symbolic ? symbolicDirections(avals, active, given) : directionsFor(primals, given)
      const result = run(...fixed, unflatten(treedef, primals), unflatten(treedef, tangents))
      const [value, tangent] = pairOf(result, "defjvp", "the rule must return [result, tangent of the result]")
      const values = matchResult(value, body.outTree, outs, { what: "the rule's result", op: "defjvp" })
      const directions = outs.map((a) => (isInexact(a.dtype) ? a : { ...a, dtype: "float32" as const }))
      const { tree, zero } = withoutSymbolicZeros(tangent)
      const found = matchResult(tree, body.outTree, directions, { what: "the rule's tangent", op: "defjvp" })
      nonzero = outs.map((a, i) => isInexact(a.dtype) && (all || !zero[i]))
      return [...values, ...found.filter((_, i) => nonzero[i])]
    })
    return { program, nonzero }
  }
  const { jaxpr, consts } = programFor(leaves.map(isMoving), true, (ins, rule) => traceRule(ins, name, rule)).program
  const ruleFor: JvpRuleFor = (active) => {
    const { program, nonzero } = programFor(active, false, (ins, rule) => traceRuleAgain(ins, name, rule, consts))
    return { jaxpr: program, nonzero }
  }
  return bind(symbolic ? customJvpWith(ruleFor) : customJvpP, [...body.consts, ...consts, ...leaves], {
    name,
    jaxpr: body.jaxpr,
    rule: jaxpr,
    numConsts: body.consts.length,
    ruleConsts: consts.length,
    ...(symbolic && { symbolicZeros: ruleNumber(written, call) }),
  })
}

/** The rule that adds up one term for each argument. */
const sumOf =
  (f: Untyped, terms: readonly (Untyped | null)[]): Untyped =>
  (...args) => {
    const [primals, tangents] = args.slice(-2) as [readonly unknown[], readonly unknown[]]
    const result = f(...args.slice(0, -2), ...primals)
    const out = flatten(result)
    const parts = terms.flatMap((term, i) => (term === null ? [] : [flatten(term(tangents[i], result, ...primals)).leaves as NDArray[]]))
    const sums = (out.leaves as NDArray[]).map(
      (y, k) => parts.reduce<NDArray | undefined>((sum, p) => addMaybe(sum, p[k]), undefined) ?? zerosOf(y.aval),
    )
    return [result, unflatten(out.treedef, sums)]
  }
