// jit: trace once for each kind of argument, then run the program.
// A cache entry is known by the structure, shapes, dtypes and weak types of the arguments, and by the identity of the static ones.
import { type NDArray, retire } from "../core/array.js"
import { type Aval, eqAval, showAval } from "../core/aval.js"
import { eliminateDeadCode } from "../core/dce.js"
import { raise } from "../core/errors.js"
import { constantsAsInputs, type Jaxpr } from "../core/jaxpr.js"
import { lruCache } from "../core/lru.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { currentRuntime } from "../core/runtime.js"
import { axisEnvironment, bind, isTracing } from "../core/trace.js"
import { jitP } from "../primitives/control/jit.js"
import { describeLeaf } from "../tree/describe.js"
import { type TreeDef, treedefKey } from "../tree/treedef.js"
import { unflatten } from "../tree/unflatten.js"
import { avalsOf, flattenArguments, flattenResult, nameOf, requireFunction, resolvePlaces, traceTree } from "./arguments.js"
import { jitDisabled } from "./disableJit.js"
import type { Arrays, LiftableArgs } from "./types.js"

export interface JitOptions {
  /** Arguments that are part of the program rather than inputs of it: numbers that set shapes, strings, functions, frozen configuration. */
  readonly staticArgnums?: number | readonly number[]
  /**
   * Arguments whose memory the program takes over: results are written in their place where that is possible, and whoever reads them after the
   * call is told. Calls inside other transforms and under `disableJit` take nothing.
   */
  readonly donateArgnums?: number | readonly number[]
  /** The name in printed programs; the function's own by default. */
  readonly name?: string
}

const jitOptions: OptionNames<JitOptions> = { staticArgnums: "number|list", donateArgnums: "number|list", name: "string" }

interface Compiled {
  readonly treedef: TreeDef
  readonly avals: readonly Aval[]
  readonly jaxpr: Jaxpr
  readonly consts: readonly NDArray[]
  readonly outTree: TreeDef
  /** Inputs that are donated. */
  readonly donated: readonly number[]
  /** The program as machine code, made when it first runs. */
  run?: (inputs: readonly NDArray[]) => readonly NDArray[]
}

/** How many programs one jitted function keeps; the least recently used goes first. */
const capacity = 64

/**
 * `f`, traced once for each kind of argument and run as one program: `jit(f)(x) = f(x)`. (`jax.jit`)
 * @throws TracerError if `f` reads a value; ArgumentError if a static argument has no stable identity
 * @example
 * const step = jit((params: Params, batch: Batch) => …)
 */
export const jit = <A extends unknown[], R>(f: (...args: A) => R, options: JitOptions = {}): ((...args: LiftableArgs<A>) => Arrays<R>) => {
  optionsOf("jit", options, jitOptions)
  requireFunction(f, "jit")
  const { staticArgnums = [], donateArgnums = [] } = options
  const name = options.name ?? nameOf(f)
  const cache = lruCache<Compiled>(capacity)
  // calls of one kind usually follow one another: the program that ran last is tried before any key is made
  let latest: Compiled | undefined
  let generation: number | undefined
  const plain = options.staticArgnums === undefined

  const compile = (
    call: (dynamic: readonly unknown[]) => R,
    treedef: TreeDef,
    leaves: readonly NDArray[],
    given: readonly boolean[],
  ): Compiled => {
    const traced = traceTree(call, treedef, avalsOf(leaves), { transform: "jit", name })
    const jaxpr = constantsAsInputs(eliminateDeadCode(traced.jaxpr))
    const donated = leavesOf(treedef, given).map((i) => traced.consts.length + i)
    return { treedef, avals: avalsOf(leaves), jaxpr, consts: traced.consts, outTree: traced.outTree, donated }
  }

  return Object.defineProperty(
    (...args: readonly unknown[]) => {
      const now = currentRuntime().generation()
      if (now !== generation) {
        cache.clear()
        latest = undefined
        generation = now
      }
      if (latest && plain && !isTracing() && !jitDisabled()) {
        const given = flattenArguments(args, "jit")
        if (fits(latest, given.treedef, given.leaves))
          return unflatten(latest.outTree, runCompiled(latest, withConstants(latest, given.leaves)))
      }
      const statics = resolvePlaces(staticArgnums, args.length, "jit", "staticArgnums")
      const donations = resolvePlaces(donateArgnums, args.length, "jit", "donateArgnums")
      const { leaves, treedef } = flattenArguments(
        args.filter((_, i) => !statics.includes(i)),
        "jit",
      )
      const call = (dynamic: readonly unknown[]): R => f(...(mergeStatics(args, statics, dynamic) as A))
      if (jitDisabled()) return directly(call, treedef, leaves, name)
      const key = `${treedefKey(treedef)}|${leaves.map((x) => showAval(x.aval)).join()}|${statics.map((n) => staticKey(args[n], n)).join()}|${axisEnvironment()}`
      const compiled =
        cache.get(key) ??
        compile(
          call,
          treedef,
          leaves,
          args.flatMap((_, i) => (statics.includes(i) ? [] : [donations.includes(i)])),
        )
      // a program that closes over an outer trace's values is only good for that trace
      if (compiled.consts.every((c) => c.state.kind === "concrete")) {
        cache.set(key, compiled)
        if (!isTracing()) latest = compiled
      }
      const inputs = withConstants(compiled, leaves)
      const outputs = isTracing() ? bind(jitP, inputs, { name, jaxpr: compiled.jaxpr }) : runCompiled(compiled, inputs)
      return unflatten(compiled.outTree, outputs)
    },
    "name",
    { value: name },
  ) as never
}

/** Whether a program was traced for arguments like these. */
const fits = ({ treedef, avals }: Compiled, given: TreeDef, leaves: readonly NDArray[]): boolean => {
  if (treedef !== given) return false
  for (let i = 0; i < avals.length; i++) {
    const [a, b] = [avals[i] as Aval, (leaves[i] as NDArray).aval]
    if (a !== b && !eqAval.equals(a, b)) return false
  }
  return true
}

const withConstants = ({ consts }: Compiled, leaves: readonly NDArray[]): readonly NDArray[] =>
  consts.length === 0 ? leaves : [...consts, ...leaves]

const runCompiled = (compiled: Compiled, inputs: readonly NDArray[]): readonly NDArray[] => {
  const { jaxpr, donated } = compiled
  compiled.run ??= currentRuntime().compile(jaxpr, donated)
  if (donated.length === 0) return compiled.run(inputs)
  requireOnce(inputs, donated)
  const outputs = compiled.run(inputs)
  for (const i of donated) retire(inputs[i] as NDArray)
  return outputs
}

/** The leaves of the arguments that are chosen, by number. */
const leavesOf = (treedef: TreeDef, chosen: readonly boolean[]): readonly number[] => {
  let next = 0
  return treedef.children.flatMap(({ numLeaves }, i) => {
    const own = Array.from({ length: numLeaves }, () => next++)
    return chosen[i] ? own : []
  })
}

/** A donated array may not be given a second time in the same call: the program would read what it has written over. */
const requireOnce = (inputs: readonly NDArray[], donated: readonly number[]): void => {
  const times = new Map<NDArray, number>()
  for (const x of inputs) times.set(x, (times.get(x) ?? 0) + 1)
  const twice = donated.map((i) => inputs[i] as NDArray).find((x) => (times.get(x) ?? 0) > 1)
  if (twice)
    raise({
      code: "argument/donated-twice",
      op: "jit",
      need: "a donated array must be given to the call once",
      avals: [twice.aval],
      hint: "give a copy of it in the other place (np.copy), or leave the argument out of donateArgnums",
    })
}

/** The function itself, given arrays and giving arrays as its program would. */
const directly = (call: (dynamic: readonly unknown[]) => unknown, treedef: TreeDef, leaves: readonly NDArray[], name: string): unknown => {
  const result = flattenResult(call(unflatten(treedef, leaves)), { transform: "jit", name })
  return unflatten(result.treedef, result.leaves)
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
  if (typeof x === "string") return JSON.stringify(x)
  if (typeof x !== "object" || x === null) return `${typeof x}:${Object.is(x, -0) ? "-0" : String(x)}`
  return raise({
    code: "argument/static",
    op: "jit",
    need: "a static argument must be a primitive, a function or a frozen object, which are compared by identity",
    got: `${describeLeaf(x)} as argument ${n}`,
    hint: "freeze it once with Object.freeze outside the call, or pass it as an ordinary argument",
  })
}
