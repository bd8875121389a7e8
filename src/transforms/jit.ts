// jit: trace once for each kind of argument, then run the program.
// A cache entry is known by the structure, shapes, dtypes and weak types of the arguments, and by the identity of the static ones.
import type { NDArray } from "../core/array.js"
import { showAval } from "../core/aval.js"
import { eliminateDeadCode } from "../core/dce.js"
import { raise } from "../core/errors.js"
import { constantsAsInputs, type Jaxpr } from "../core/jaxpr.js"
import { lruCache } from "../core/lru.js"
import { currentRuntime } from "../core/runtime.js"
import { axisEnvironment, bind, isTracing } from "../core/trace.js"
import { jitP } from "../primitives/control/jit.js"
import { describeLeaf } from "../tree/describe.js"
import { type TreeDef, treedefKey } from "../tree/treedef.js"
import { unflatten } from "../tree/unflatten.js"
import { avalsOf, flattenArguments, nameOf, requireFunction, traceTree } from "./arguments.js"
import { jitDisabled } from "./disableJit.js"
import type { Arrays, LiftableArgs } from "./types.js"

export interface JitOptions {
  /** Arguments that are part of the program rather than inputs of it: numbers that set shapes, strings, functions, frozen configuration. */
  readonly staticArgnums?: number | readonly number[]
  /** Arguments whose memory the program may take over; they must not be used again. */
  readonly donateArgnums?: number | readonly number[]
  /** The name in printed programs; the function's own by default. */
  readonly name?: string
}

interface Compiled {
  readonly jaxpr: Jaxpr
  readonly consts: readonly NDArray[]
  readonly outTree: TreeDef
  /** The program as machine code, made when it first runs. */
  run?: (inputs: readonly NDArray[]) => readonly NDArray[]
}

/** How many programs one jitted function keeps; the least recently used goes first. */
const capacity = 64

const listOf = (n: number | readonly number[] | undefined): readonly number[] => (n === undefined ? [] : typeof n === "number" ? [n] : n)

/**
 * `f`, traced once for each kind of argument and run as one program: `jit(f)(x) = f(x)`. (`jax.jit`)
 * @throws TracerError if `f` reads a value; ArgumentError if a static argument has no stable identity
 * @example
 * const step = jit((params: Params, batch: Batch) => …)
 */
export const jit = <A extends unknown[], R>(f: (...args: A) => R, options: JitOptions = {}): ((...args: LiftableArgs<A>) => Arrays<R>) => {
  requireFunction(f, "jit")
  const statics = listOf(options.staticArgnums)
  const name = options.name ?? nameOf(f)
  const cache = lruCache<Compiled>(capacity)

  const compile = (args: readonly unknown[], treedef: TreeDef, leaves: readonly NDArray[]): Compiled => {
    const traced = traceTree((xs) => f(...(mergeStatics(args, statics, xs) as A)), treedef, avalsOf(leaves), { transform: "jit", name })
    return { jaxpr: constantsAsInputs(eliminateDeadCode(traced.jaxpr)), consts: traced.consts, outTree: traced.outTree }
  }

  return Object.defineProperty(
    (...args: readonly unknown[]) => {
      if (jitDisabled()) return f(...(args as A))
      const dynamic = args.filter((_, i) => !statics.includes(i))
      const { leaves, treedef } = flattenArguments(dynamic, "jit")
      const key = `${treedefKey(treedef)}|${leaves.map((x) => showAval(x.aval)).join()}|${statics.map((n) => staticKey(args[n], n)).join()}|${axisEnvironment()}`
      const compiled = cache.get(key) ?? compile(args, treedef, leaves)
      // a program that closes over an outer trace's values is only good for that trace
      if (compiled.consts.every((c) => c.state.kind === "concrete")) cache.set(key, compiled)
      const inputs = [...compiled.consts, ...leaves]
      const outputs = isTracing() ? bind(jitP, inputs, { name, jaxpr: compiled.jaxpr }) : machineCode(compiled)(inputs)
      return unflatten(compiled.outTree, outputs)
    },
    "name",
    { value: name },
  ) as never
}

const machineCode = (compiled: Compiled): NonNullable<Compiled["run"]> => {
  compiled.run ??= currentRuntime().compile(compiled.jaxpr)
  return compiled.run
}

const mergeStatics = (args: readonly unknown[], statics: readonly number[], dynamic: readonly unknown[]): readonly unknown[] => {
  let next = 0
  return args.map((arg, i) => (statics.includes(i) ? arg : dynamic[next++]))
}

const identities = new WeakMap<object, number>()
let identityCount = 0

const identityOf = (x: object): number => {
  const known = identities.get(x) ?? ++identityCount
  identities.set(x, known)
  return known
}

/** A static argument as part of a cache key: primitives by value, functions and frozen objects by identity. */
const staticKey = (x: unknown, n: number): string => {
  if (typeof x === "function" || (typeof x === "object" && x !== null && Object.isFrozen(x))) return `#${identityOf(x)}`
  if (typeof x !== "object" || x === null) return `${typeof x}:${String(x)}`
  return raise({
    code: "argument/static",
    op: "jit",
    need: "a static argument must be a primitive, a function or a frozen object, which are compared by identity",
    got: `${describeLeaf(x)} as argument ${n}`,
    hint: "freeze it once with Object.freeze outside the call, or pass it as an ordinary argument",
  })
}
