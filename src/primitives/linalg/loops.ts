// How the primitives of this room compile: each is a program of other primitives, written once for a shape and called.
import type { NDArray } from "../../core/array.js"
import { type Aval, avalOf, type Shape, sizeOf } from "../../core/aval.js"
import { eliminateDeadCode } from "../../core/dce.js"
import type { Jaxpr } from "../../core/jaxpr.js"
import type { Lower } from "../../core/lower.js"
import { lruCache } from "../../core/lru.js"
import { traceJaxpr } from "../../core/trace.js"
import { scan } from "../control/scan.js"
import { reshape } from "../vector.js"

/** Matrices with all their batch axes as one: the programs are written for `[B, m, n]`. */
export const oneBatch = (x: NDArray): NDArray => reshape(x, [sizeOf(x.shape.slice(0, -2)), ...x.shape.slice(-2)])

/** A program that takes all it uses as inputs. Nobody asks for the lines of its thousands of equations: the user's line is that of the call. */
const program = (avals: readonly Aval[], f: (inputs: readonly NDArray[]) => readonly NDArray[]): Jaxpr =>
  eliminateDeadCode(traceJaxpr(f, avals, { transform: "a rule", name: "a factorisation", withoutLines: true }).jaxpr)

/** Lowers to the program that `f` writes on matrices under one batch axis; results have it too, and get all the batch axes back. */
export const asProgram = <P>(f: (inputs: readonly NDArray[], params: P) => readonly NDArray[]): Lower<P> => {
  const programs = lruCache<Jaxpr>(64)
  const write = (inputs: readonly { readonly shape: Shape; readonly dtype: Parameters<typeof avalOf>[1] }[], params: P): Jaxpr =>
    program(
      inputs.map(({ shape, dtype }) => avalOf(shape, dtype)),
      (xs) => f(xs.map(oneBatch), params).map((y) => reshape(y, [...(xs[0] as NDArray).shape.slice(0, -2), ...y.shape.slice(1)])),
    )
  return (inputs, params, to) => {
    const key = JSON.stringify([inputs.map((x) => [x.shape, x.dtype]), params])
    const known = programs.get(key)
    const jaxpr = known ?? write(inputs, params)
    if (known === undefined) programs.set(key, jaxpr)
    return to.call(jaxpr, inputs)
  }
}

/** One step of a loop: the next carry, and what is stacked beside it. */
export interface Step {
  readonly carry: readonly NDArray[]
  readonly out: readonly NDArray[]
}

/** A loop of `length` steps over slices of `xs`. `still` is seen by every step. */
export const loop = (
  length: number,
  { still = [], carry, xs = [], reverse = false }: Loop,
  step: (still: readonly NDArray[], carry: readonly NDArray[], xs: readonly NDArray[]) => Step,
): Step => {
  const [s, c] = [still.length, carry.length]
  const slices = xs.map((x) => avalOf(x.shape.slice(1), x.dtype))
  const jaxpr = program([...[...still, ...carry].map((x) => avalOf(x.shape, x.dtype)), ...slices], (all) => {
    const next = step(all.slice(0, s), all.slice(s, s + c), all.slice(s + c))
    return [...next.carry, ...next.out]
  })
  const results = scan([...still, ...carry, ...xs], { jaxpr, length, reverse, numConsts: s, numCarry: c, unroll: 1 })
  return { carry: results.slice(0, c), out: results.slice(c) }
}

interface Loop {
  readonly still?: readonly NDArray[]
  readonly carry: readonly NDArray[]
  readonly xs?: readonly NDArray[]
  /** From the last slice to the first. */
  readonly reverse?: boolean
}
