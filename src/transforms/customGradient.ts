// Derivatives by decree in one function: the value, and a function from its cotangent to those of the arguments.
import type { NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { callJaxpr } from "../core/trace.js"
import { unflatten } from "../tree/unflatten.js"
import { flattenArguments, flattenResult, requireFunction, type TracedTree, traceTree } from "./arguments.js"
import { type CustomVjp, customVjp } from "./customVjp.js"
import type { Arrays, LiftableArgs } from "./types.js"

type Pair<R> = readonly [R, (cotangent: Arrays<R>) => unknown]
type Untyped = (...args: readonly unknown[]) => unknown

/**
 * A function that returns its value together with its pullback: `f(x) = [y, ȳ ↦ x̄]`, with a list of cotangents for several arguments.
 * (`jax.custom_gradient`) What the pullback closes over is what the forward pass keeps.
 * @example
 * const clipped = customGradient((x: NDArray) => [x.square(), (ct) => ct.mul(np.clip(x.mul(2), -1, 1))])
 */
export const customGradient = <A extends unknown[], R>(f: (...args: A) => Pair<R>): ((...args: LiftableArgs<A>) => Arrays<R>) => {
  requireFunction(f, "customGradient")
  const pairOf = (args: readonly unknown[]): Pair<R> => {
    const pair = (f as unknown as Untyped)(...args)
    return Array.isArray(pair) && pair.length === 2 && typeof pair[1] === "function"
      ? (pair as unknown as Pair<R>)
      : raise({ code: "argument/custom-rule", op: "customGradient", need: `${f.name || "the function"} must return [value, pullback]` })
  }
  // the rules are traced one after the other, so the program of the pullback can wait here in between
  let pullback: TracedTree | undefined
  const value = Object.defineProperty((...args: readonly unknown[]) => pairOf(args)[0], "name", { value: f.name })
  const forward: Untyped = (...args) => {
    const [y, back] = pairOf(args)
    const flat = flattenResult(y, { transform: "customGradient", name: f.name })
    const example = flattenArguments([unflatten(flat.treedef, flat.leaves)], "customGradient")
    pullback = traceTree(
      ([ct]) => listed(back(ct as Arrays<R>), args.length),
      example.treedef,
      example.leaves.map((x) => ({ ...x.aval, weakType: false })),
      { transform: "customGradient", name: f.name },
    )
    return [y, [...pullback.consts]]
  }
  const backward: Untyped = (residuals, ct) => {
    const { jaxpr, outTree } = pullback as TracedTree
    const cts = flattenArguments([ct], "customGradient").leaves
    return unflatten(outTree, callJaxpr(jaxpr, [...(residuals as readonly NDArray[]), ...cts]))
  }
  return (customVjp(value) as unknown as CustomVjp<A, R>).defvjp(forward as never, backward as never)
}

/** One argument's cotangent may come alone. */
const listed = (cts: unknown, args: number): unknown => (args === 1 && !(Array.isArray(cts) && cts.length === 1) ? [cts] : cts)
