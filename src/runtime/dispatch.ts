// What computes what: jitted programs are compiled, once each. Operations and programs that come one at a time are interpreted while they are
// small or new, and compiled when what they have cost by then would have paid for it.

import { hashJaxpr, hashParams } from "../core/alpha.js"
import { type NDArray, storageOf } from "../core/array.js"
import { type Aval, showAval } from "../core/aval.js"
import { type Jaxpr, newVar, type Params } from "../core/jaxpr.js"
import { lruCache } from "../core/lru.js"
import type { Primitive } from "../core/primitive.js"
import type { Runtime } from "../core/runtime.js"
import { type Compiler, compileWith, type Executable, wholeCompiler } from "./executable.js"
import { applyInterpreted, runInterpreted } from "./interpreted.js"
import { isSafe } from "./memory.js"
import { mayCompile } from "./permitted.js"
import { workOf, workOfJaxpr } from "./work.js"

/** Work that is always interpreted: a call of compiled code costs as much. */
const smallWork = 2048
/** Interpreted work after which a program is compiled. */
const compileAfter = 200_000
/** Programs that are remembered. */
const capacity = 256

interface Entry {
  spent: number
  executable?: Executable
}

const entries = lruCache<Entry>(capacity)

/** A compiled program if it has been worth it by now. */
const warmed = (compiler: Compiler, key: string, work: number, make: () => Jaxpr): Executable | undefined => {
  const entry = entries.get(key) ?? { spent: 0 }
  entries.set(key, entry)
  entry.spent += work
  if (!entry.executable && entry.spent >= compileAfter) entry.executable = compileWith(compiler, make())
  return entry.executable
}

const oneEquation = (primitive: Primitive, inputs: readonly NDArray[], params: Params, avals: readonly Aval[]): Jaxpr => {
  const invars = inputs.map((x) => newVar(x.aval))
  const outputs = avals.map(newVar)
  return { constvars: [], invars, eqns: [{ primitive, inputs: invars, params, outputs }], outvars: outputs }
}

/** Whether nothing moves: a new shape for elements that lie where JavaScript reads them. */
const isFree = (primitive: Primitive, inputs: readonly NDArray[]): boolean =>
  primitive.relabels === true && inputs.every((x) => isSafe(storageOf(x)))

const keyOf = (primitive: Primitive, inputs: readonly NDArray[], params: Params): string =>
  `${primitive.name}${hashParams(params)}${inputs.map((x) => showAval(x.aval)).join()}`

const compileJitted = (compiler: Compiler, jaxpr: Jaxpr, donated: readonly number[] = []): Executable =>
  mayCompile() ? compileWith(compiler, jaxpr, donated) : (inputs) => runInterpreted(jaxpr, inputs)

interface Derived {
  readonly run: Executable
  /** The program, while it waits to be compiled. */
  readonly waiting: Jaxpr | undefined
}

const derived = lruCache<Derived>(capacity)

/** Programs of thousands of equations on a few numbers take longer to compile than to interpret many times: they have to come twice. */
const isLong = (jaxpr: Jaxpr): boolean => jaxpr.eqns.length > 2000 && workOfJaxpr(jaxpr) < 64 * jaxpr.eqns.length

const derive = (compiler: Compiler, jaxpr: Jaxpr): Derived =>
  isLong(jaxpr)
    ? { run: (inputs) => runInterpreted(jaxpr, inputs), waiting: jaxpr }
    : { run: compileJitted(compiler, jaxpr), waiting: undefined }

let generation = 0

/**
 * Forgets all programs, traced and compiled, as if the process had just begun: those of operations and of gradients at once, those that a jitted
 * function keeps at its next call, which traces it again. Arrays stay as they are. (`jax.clear_caches`)
 * @example
 * clearCaches() // what comes next is measured with its tracing and compiling
 */
export const clearCaches = (): void => {
  entries.clear()
  derived.clear()
  generation++
}

/** A runtime with this compiler. */
export const runtimeWith = (compiler: Compiler): Runtime => ({
  compile: (jaxpr, donated) => compileJitted(compiler, jaxpr, donated),
  remember: (key, make) => {
    const known = derived.get(key)
    const entry = known?.waiting ? { run: compileJitted(compiler, known.waiting), waiting: undefined } : (known ?? derive(compiler, make()))
    derived.set(key, entry)
    return entry.run
  },
  generation: () => generation,
  run: (jaxpr, inputs) => {
    const work = workOfJaxpr(jaxpr)
    const executable = work >= smallWork && mayCompile() ? warmed(compiler, hashJaxpr(jaxpr), work, () => jaxpr) : undefined
    return executable ? executable(inputs) : runInterpreted(jaxpr, inputs)
  },
  apply: (primitive, inputs, params, avals) => {
    const work = workOf(primitive, inputs, avals, params)
    const executable =
      work >= smallWork && primitive.lower && !isFree(primitive, inputs) && mayCompile()
        ? warmed(compiler, keyOf(primitive, inputs, params), work, () => oneEquation(primitive, inputs, params, avals))
        : undefined
    return executable ? executable(inputs) : applyInterpreted(primitive, inputs, params, avals)
  },
})

export const dispatchingRuntime: Runtime = runtimeWith(wholeCompiler)
