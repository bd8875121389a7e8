// The gradient: reverse mode of a scalar function, forward and backward in one program.
//   grad f : x ↦ ∂f/∂x,  of the same tree structure, shapes and dtypes as x
import { hashJaxpr } from "../core/alpha.js"
import type { NDArray } from "../core/array.js"
import { eliminateDeadCode } from "../core/dce.js"
import { isComplex, isInexact } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { constantsAsInputs, type Jaxpr } from "../core/jaxpr.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { currentRuntime } from "../core/runtime.js"
import { callJaxpr, inlineJaxpr, isTracing, type TraceInfo, traceJaxpr } from "../core/trace.js"
import { asStrongAs, fill, zerosOf } from "../primitives/vector.js"
import { keystr } from "../tree/path.js"
import { unflatten } from "../tree/unflatten.js"
import { flattenWithPath } from "../tree/withpath.js"
import { avalsOf, flattenArguments, nameOf, requireFunction, resolvePlaces, splitAux, traceTree } from "./arguments.js"
import { isFamiliar } from "./familiar.js"
import { namedAfter } from "./named.js"
import { recurse } from "./recurse.js"
import { vjpJaxpr } from "./reverse.js"
import type { Arrays, LiftableArgs } from "./types.js"

export interface GradOptions<N extends number | readonly number[] = number | readonly number[], Aux extends boolean = boolean> {
  /** Which arguments to differentiate, counted from 0 or from −1 at the end; a list gives a list of gradients. Default 0. */
  readonly argnums?: N
  /** The function returns `[value, aux]`, and `aux` is passed through. */
  readonly hasAux?: Aux
  /** Promises that `f` is complex differentiable: arguments and result are complex, and the gradient is `f′`. */
  readonly holomorphic?: boolean
}

const gradOptions: OptionNames<GradOptions> = { argnums: "number|list", hasAux: "boolean", holomorphic: "boolean" }

/** The argument at a place counted from −1 at the end. */
type FromEnd<A extends readonly unknown[], K extends number, Seen extends readonly unknown[] = [unknown]> = A extends readonly [
  ...infer Rest,
  infer Last,
]
  ? Seen["length"] extends K
    ? Last
    : FromEnd<Rest, K, [...Seen, unknown]>
  : never
type ArgumentAt<A extends readonly unknown[], N extends number> = `${N}` extends `-${infer K extends number}` ? FromEnd<A, K> : A[N]

/** The gradients asked for: of one argument, or a list of them. */
export type GradOf<A extends readonly unknown[], N> = N extends readonly number[]
  ? { [I in keyof N]: N[I] extends number ? Arrays<ArgumentAt<A, N[I]>> : never }
  : N extends number
    ? Arrays<ArgumentAt<A, N>>
    : never

/** What a differentiable function may return: a scalar, or with `hasAux` a scalar and something else. */
type Loss<Aux> = Aux extends true ? readonly [NDArray | number, unknown] : NDArray | number
type AuxOf<R> = R extends readonly [unknown, infer X] ? Arrays<X> : never
type ValueOf<R, Aux> = Aux extends true ? [NDArray, AuxOf<R>] : NDArray

interface Result {
  readonly value: NDArray
  readonly aux: unknown
  readonly grads: unknown
}

/**
 * The gradient of a scalar function: `grad(f)(x) = ∂f/∂x`, a tree like `x`. (`jax.grad`; lecture, slides 15-18)
 *
 * Arguments that are not differentiated are passed to `f` as they are. Of a real function of complex numbers `x + iy` it is
 * `∂f/∂x − i ∂f/∂y`: downhill is against its conjugate. Complex functions need `holomorphic`.
 * @throws ShapeError if `f` does not return a scalar; DTypeError if a differentiated leaf or the result has no derivative
 * @example
 * grad((x: NDArray) => x.mul(x).sum())(np.array([1, 2, 3])) // [2, 4, 6]
 */
export const grad = <A extends unknown[], R extends Loss<Aux>, const N extends number | readonly number[] = 0, Aux extends boolean = false>(
  f: (...args: A) => R,
  options: GradOptions<N, Aux> = {},
): ((...args: LiftableArgs<A>) => Aux extends true ? [GradOf<A, N>, AuxOf<R>] : GradOf<A, N>) => {
  optionsOf("grad", options, gradOptions)
  requireFunction(f, "grad")
  const run = differentiate("grad", f as never, options)
  return namedAfter("grad", f, (...args: readonly unknown[]) => {
    const { aux, grads } = run(args)
    return options.hasAux ? [grads, aux] : grads
  }) as never
}

/**
 * The value and the gradient of a scalar function in one pass: `(f(x), ∂f/∂x)`. (`jax.value_and_grad`)
 * With `hasAux` the value is `[value, aux]`.
 * @example
 * const [loss, grads] = valueAndGrad(lossOf)(params, batch)
 */
export const valueAndGrad = <
  A extends unknown[],
  R extends Loss<Aux>,
  const N extends number | readonly number[] = 0,
  Aux extends boolean = false,
>(
  f: (...args: A) => R,
  options: GradOptions<N, Aux> = {},
): ((...args: LiftableArgs<A>) => [ValueOf<R, Aux>, GradOf<A, N>]) => {
  optionsOf("valueAndGrad", options, gradOptions)
  requireFunction(f, "valueAndGrad")
  const run = differentiate("valueAndGrad", f as never, options)
  return namedAfter("valueAndGrad", f, (...args: readonly unknown[]) => {
    const { value, aux, grads } = run(args)
    return [options.hasAux ? [value, aux] : value, grads]
  }) as never
}

const differentiate = (
  transform: string,
  f: (...args: readonly unknown[]) => unknown,
  { argnums = 0, hasAux = false, holomorphic = false }: GradOptions,
) => {
  return (args: readonly unknown[]): Result => {
    const places = resolvePlaces(argnums, args.length, transform)
    const chosen = places.map((n) => args[n])
    const flat = flattenArguments(chosen, transform)
    requireFloats(chosen, flat.leaves, transform, holomorphic)
    const info: TraceInfo = { transform, name: nameOf(f), values: flat.leaves, withoutLines: isFamiliar(f) }
    const traced = traceTree(
      (diff) => splitAux(f(...withArguments(args, places, diff)), hasAux, info),
      flat.treedef,
      avalsOf(flat.leaves),
      info,
    )
    requireScalar(traced.jaxpr, info, holomorphic)
    const active = [...traced.consts.map(() => false), ...flat.leaves.map(() => true)]
    const [value, ...rest] = runGradient(constantsAsInputs(traced.jaxpr), active, [...traced.consts, ...flat.leaves]) as [
      NDArray,
      ...NDArray[],
    ]
    const auxCount = traced.jaxpr.outvars.length - 1
    const grads = unflatten<readonly unknown[]>(flat.treedef, rest.slice(auxCount))
    const [, aux] = unflatten<readonly unknown[]>(traced.outTree, [value, ...rest.slice(0, auxCount)])
    return { value, aux, grads: typeof argnums === "number" ? grads[0] : grads }
  }
}

/**
 * The value and the gradients: recorded where a trace is in progress. Otherwise the two passes are derived and compiled once for each program
 * that `f` traces to, so that a function that is differentiated again only pays for its trace.
 */
const runGradient = (jaxpr: Jaxpr, active: readonly boolean[], inputs: readonly NDArray[]): readonly NDArray[] =>
  isTracing()
    ? callJaxpr(gradProgram(jaxpr, active), inputs)
    : currentRuntime().remember(`grad ${active.map(Number).join("")} ${hashJaxpr(jaxpr)}`, () => gradProgram(jaxpr, active))(inputs)

/** `x ↦ (f(x), aux…, gradients of the active inputs…)`: the two passes as one program. */
export const gradProgram = (jaxpr: Jaxpr, active: readonly boolean[]): Jaxpr => {
  const n = jaxpr.outvars.length
  const { forward, backward, nonzero } = vjpJaxpr(
    jaxpr,
    active,
    recurse,
    jaxpr.outvars.map((_, i) => i === 0),
  )
  const traced = traceJaxpr(
    (inputs) => {
      const results = inlineJaxpr(forward, inputs)
      const seed = backward.wants[0] ? [fill(1, (jaxpr.outvars[0] as { aval: NDArray["aval"] }).aval)] : []
      const found = [...inlineJaxpr(backward.jaxpr, [...results.slice(n), ...seed])]
      const gradients = jaxpr.invars.flatMap((v, i) =>
        active[i] ? [asStrongAs(v.aval, nonzero[i] ? (found.shift() as NDArray) : zerosOf(v.aval))] : [],
      )
      return [...results.slice(0, n), ...gradients]
    },
    jaxpr.invars.map((v) => v.aval),
    { transform: "grad", name: "a program" },
  )
  return eliminateDeadCode(traced.jaxpr)
}

const withArguments = (args: readonly unknown[], places: readonly number[], values: readonly unknown[]): readonly unknown[] =>
  args.map((arg, i) => (places.includes(i) ? values[places.indexOf(i)] : arg))

const requireFloats = (chosen: readonly unknown[], leaves: readonly NDArray[], transform: string, holomorphic: boolean): void => {
  const bad = leaves.findIndex((x) => !(holomorphic ? isComplex : isInexact)(x.dtype))
  if (bad < 0) return
  const path = flattenWithPath(chosen).leaves[bad]?.[0] ?? []
  raise({
    code: "dtype/grad-input",
    op: transform,
    path: keystr(path, "args"),
    need: holomorphic ? "a holomorphic function takes complex arrays" : "only float arrays can be differentiated",
    avals: [(leaves[bad] as NDArray).aval],
    hint: `convert it with x.astype('${holomorphic ? "complex64" : "float32"}'), or choose other arguments with argnums`,
  })
}

const requireScalar = (jaxpr: Jaxpr, info: TraceInfo, holomorphic: boolean): void => {
  const [value] = jaxpr.outvars
  if (value === undefined || value.aval.shape.length > 0)
    raise({
      code: "shape/grad-scalar",
      op: info.transform,
      need: `${info.name} must return a scalar to have a gradient`,
      avals: value ? [value.aval] : [],
      hint: "reduce it with sum() or mean(); for derivatives of arrays use jacrev, jacfwd or vjp; to return more values use hasAux",
    })
  else if (isComplex(value.aval.dtype) !== holomorphic && isInexact(value.aval.dtype))
    raise({
      code: "dtype/grad-complex",
      op: info.transform,
      need: holomorphic ? `${info.name} must return a complex number to be holomorphic` : `${info.name} must return a real number`,
      avals: [value.aval],
      hint: holomorphic
        ? "leave out holomorphic: true"
        : "take np.real, np.imag or np.abs of it, or promise with holomorphic: true that it is complex differentiable",
    })
  else if (!isInexact(value.aval.dtype))
    raise({
      code: "dtype/grad-output",
      op: info.transform,
      need: `${info.name} must return a float to have a gradient`,
      avals: [value.aval],
      hint: "an integer or boolean result is constant wherever it is smooth",
    })
}
