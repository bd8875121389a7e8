// Tracing: running a user's function on variables instead of numbers, and writing down every operation.
// There is one kind of tracer; nesting is only nesting, because an inner trace captures outer variables as explicit inputs.
import { literalArray, NDArray, readArray, type TraceHandle, tensorOf, tracedArray } from "./array.js"
import { type Aval, showAval } from "./aval.js"
import { raise } from "./errors.js"
import { foldJaxpr } from "./fold.js"
import { inferOutputs } from "./infer.js"
import { type Issue, isIssue } from "./issue.js"
import { type Atom, type Eqn, isLiteral, type Jaxpr, newVar, type Params, type Var } from "./jaxpr.js"
import type { Primitive } from "./primitive.js"
import { currentRuntime } from "./runtime.js"
import { sliceTo } from "./slice.js"
import { captureSource, inheritedSource, showFrame, withSource } from "./source.js"

export { withSource } from "./source.js"

/** What is being traced, and for whom. */
export interface TraceInfo {
  /** The transform's name as the user knows it: "grad", "jit". */
  readonly transform: string
  /** The user's function's name. */
  readonly name: string
  /** The arguments themselves, where the user may read values during the trace (`grad` and its kin). */
  readonly values?: readonly NDArray[] | undefined
  /** The lines of operations are not wanted: they are known from traces before. */
  readonly withoutLines?: boolean
  /** A named axis that the traced function may use in collectives. */
  readonly axis?: { readonly name: string; readonly size: number } | undefined
  /** Arrays that are the first constants, used or not. Values of traces that have ended may be among them: the caller knows what they are now. */
  readonly captures?: readonly NDArray[] | undefined
}

interface Trace extends TraceHandle {
  readonly info: TraceInfo
  readonly parent: Trace | undefined
  readonly eqns: Eqn[]
  readonly captured: Map<NDArray, Var>
  /** Values read so far; undefined where reading is impossible. */
  readonly known: Map<Var, NDArray> | undefined
  open: boolean
}

// The only module-level state here: the trace in progress.
let current: Trace | undefined

export const isTracing = (): boolean => current !== undefined

/** The transforms in progress, innermost first: "grad", "jit". */
export const activeTransforms = (): readonly string[] => {
  const names: string[] = []
  for (let t = current; t; t = t.parent) names.push(t.info.transform)
  return names
}

/** The size of a named axis in scope, or undefined. */
export const axisSize = (name: string): number | undefined => {
  for (let t = current; t; t = t.parent) if (t.info.axis?.name === name) return t.info.axis.size
  return undefined
}

/** Every named axis in scope, as a key for caches. */
export const axisEnvironment = (): string => {
  const names: string[] = []
  for (let t = current; t; t = t.parent) if (t.info.axis) names.push(`${t.info.axis.name}=${t.info.axis.size}`)
  return names.join(",")
}

export interface Traced {
  readonly jaxpr: Jaxpr
  /** What the constants of the program are: arrays captured from outside, concrete or of an outer trace. */
  readonly consts: readonly NDArray[]
}

/** Records `f` on variables of the given avals. */
export const traceJaxpr = (f: (inputs: readonly NDArray[]) => readonly NDArray[], avals: readonly Aval[], info: TraceInfo): Traced => {
  const invars = avals.map(newVar)
  const trace = openTrace(info, invars)
  const outer = current
  current = trace
  try {
    const outputs = f(invars.map((v) => tracedArray(trace, v)))
    const outvars = outputs.map((x) => atomOf(trace, x))
    return {
      jaxpr: { constvars: [...trace.captured.values()], invars, eqns: trace.eqns, outvars },
      consts: [...trace.captured.keys()],
    }
  } finally {
    current = outer
    trace.open = false
  }
}

/** Runs `f` outside any trace: for work on concrete arrays that must not be recorded. */
export const untraced = <T>(f: () => T): T => {
  const outer = current
  current = undefined
  try {
    return f()
  } finally {
    current = outer
  }
}

const openTrace = (info: TraceInfo, invars: readonly Var[]): Trace => {
  const trace: Trace = {
    info,
    parent: current,
    eqns: [],
    captured: new Map(info.captures?.map((x) => [x, newVar(x.aval)])),
    known: info.values && new Map(invars.map((v, i) => [v, info.values?.[i] as NDArray])),
    open: true,
    read: (variable, want) => readVariable(trace, variable, want),
    describe: () => `${info.transform} of ${info.name}`,
  }
  return trace
}

const makerOf = (trace: Trace, variable: Var): string => {
  const eqn = trace.eqns.find((e) => e.outputs.includes(variable))
  const frame = eqn?.source?.frame()
  return eqn ? `made by ${eqn.primitive.name}${frame ? ` at ${showFrame(frame)}` : ""}` : "an argument"
}

/** The array itself, unless its trace has ended. */
const requireOpen = (x: NDArray): NDArray => {
  if (x.state.kind !== "traced") return x
  const maker = x.state.trace as Trace
  return maker.open ? x : raise(escaped(maker, x.state.variable))
}

const escaped = (trace: Trace, variable: Var): Issue => ({
  code: "tracer/escaped",
  need: "a traced value must not outlive the function that made it",
  got: `${showAval(variable.aval)}, ${makerOf(trace, variable)}, under ${trace.describe()}, which has returned`,
  hint: "return the value from the function instead of storing it outside",
})

/** Whether a trace, or one around it, has captured an array. */
const hasCaptured = (trace: Trace | undefined, x: NDArray): boolean =>
  trace !== undefined && (trace.captured.has(x) || hasCaptured(trace.parent, x))

/** The atom by which a trace knows an array: its own variable, a literal, or a captured constant. */
const atomOf = (trace: Trace, x: NDArray): Atom => {
  const { state } = x
  if (state.kind === "literal") return { aval: x.aval, value: state.value }
  if (state.kind === "traced" && state.trace === trace) return state.variable
  const known = trace.captured.get(x)
  if (known) return known
  if (!hasCaptured(trace.parent, x)) requireOpen(x)
  const variable = newVar(x.aval)
  trace.captured.set(x, variable)
  return variable
}

/** Output avals, with issues raised: the one place that throws them. */
const outputAvals = (primitive: Primitive, inputs: readonly NDArray[], params: Params): readonly Aval[] => {
  for (const x of inputs)
    if (!(x instanceof NDArray))
      raise({
        code: "argument/array",
        op: primitive.name,
        need: "operands must be arrays",
        got: typeof x,
        hint: "wrap numbers in lists or typed arrays in np.array",
      })
  const answer = inferOutputs(
    primitive,
    inputs.map((x) => x.aval),
    params,
    (i) => inputs[i]?.state.kind === "literal",
  )
  return isIssue(answer) ? raise(answer) : answer
}

const record = (
  trace: Trace,
  primitive: Primitive,
  inputs: readonly NDArray[],
  params: Params,
  avals: readonly Aval[],
): readonly NDArray[] => {
  const outputs = avals.map(newVar)
  const atoms = inputs.map((x) => atomOf(trace, x))
  const source = inheritedSource() ?? (trace.info.withoutLines ? undefined : captureSource(bind))
  trace.eqns.push({ primitive, inputs: atoms, params, outputs, ...(source && { source }) })
  return outputs.map((v) => tracedArray(trace, v))
}

/** Elementwise equations of literals only are literals, so that rules may compute with constants freely. */
const foldsToLiteral = (primitive: Primitive, inputs: readonly NDArray[]): boolean =>
  primitive.elementwise === true && inputs.length > 0 && inputs.every((x) => x.state.kind === "literal")

/** The literal of a rank-0 array's number; literals are real, so that there is none for complex numbers off the real line. */
const literalOf = (x: NDArray): NDArray | undefined => {
  const [re = 0, im = 0] = tensorOf(x, "a literal").data
  return im === 0 ? literalArray(re, x.dtype) : undefined
}

/** The results of an equation of literals, as literals if they can be. */
const folded = (
  primitive: Primitive,
  inputs: readonly NDArray[],
  params: Params,
  avals: readonly Aval[],
): readonly NDArray[] | undefined => {
  if (!foldsToLiteral(primitive, inputs)) return undefined
  const literals = untraced(() => currentRuntime().apply(primitive, inputs, params, avals)).flatMap((x) => literalOf(x) ?? [])
  return literals.length === avals.length ? literals : undefined
}

/** Applies a primitive: recorded while a trace is in progress, computed at once otherwise. Checks its inputs first. */
export const bind = <P>(primitive: Primitive<P>, inputs: readonly NDArray[], params: P): readonly NDArray[] => {
  const erased = primitive as unknown as Primitive
  const given = params as unknown as Params
  const avals = outputAvals(erased, inputs, given)
  const literals = folded(erased, inputs, given, avals)
  if (literals) return literals
  if (current) return record(current, erased, inputs, given, avals)
  return currentRuntime().apply(erased, inputs.map(requireOpen), given, avals)
}

/** `bind` for primitives of one output. */
export const bind1 = <P>(primitive: Primitive<P>, inputs: readonly NDArray[], params: P): NDArray =>
  bind(primitive, inputs, params)[0] as NDArray

/** Evaluates the recorded program up to one variable, once. */
const readVariable = (trace: Trace, variable: Var, want: string): NDArray => {
  const { known } = trace
  if (!trace.open) return raise(escaped(trace, variable))
  if (!known) return raise(unreadable(trace, variable, want))
  const have = known.get(variable)
  if (have) return readArray(have, want)
  const slice = sliceTo(trace.eqns, variable, (v) => known.has(v))
  const inputs = slice.invars.map((v) => {
    const value = readArray(known.get(v) ?? (capturedArray(trace, v) as NDArray), want)
    known.set(v, value)
    return value
  })
  const values = untraced(() => currentRuntime().run(slice, inputs))
  slice.outvars.forEach((v, i) => {
    if (!isLiteral(v)) known.set(v, values[i] as NDArray)
  })
  return known.get(variable) as NDArray
}

const capturedArray = (trace: Trace, variable: Var): NDArray | undefined => {
  for (const [array, v] of trace.captured) if (v === variable) return array
  return undefined
}

const unreadable = (trace: Trace, variable: Var, want: string): Issue => ({
  code: "tracer/concretization",
  op: want,
  need: `the value of a traced array is not known while ${trace.info.transform} traces its function`,
  got: `${showAval(variable.aval)}, ${makerOf(trace, variable)}, under ${trace.describe()}`,
  hint: "for a choice use lax.cond or np.where, for a number that shapes the program mark the argument with staticArgnums, or move this outside",
})

/** Runs a program where we are: recorded equation by equation while tracing, by the runtime otherwise. */
export const callJaxpr = (jaxpr: Jaxpr, inputs: readonly NDArray[]): readonly NDArray[] =>
  current ? inlineJaxpr(jaxpr, inputs) : currentRuntime().run(jaxpr, inputs.map(requireOpen))

/** Applies every equation of a program in turn, each keeping the source line it came with. */
export const inlineJaxpr = (jaxpr: Jaxpr, inputs: readonly NDArray[]): readonly NDArray[] =>
  foldJaxpr<NDArray>(jaxpr, inputs, {
    literal: ({ aval, value }) => literalArray(value, aval.dtype),
    apply: (eqn, ins) => withSource(eqn.source, () => bind(eqn.primitive, ins, eqn.params)),
  })
