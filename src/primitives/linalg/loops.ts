// How the primitives of this room compile: each is a program of other primitives, written once for a shape and called.
import type { NDArray } from "../../core/array.js"
import { avalOf, sizeOf } from "../../core/aval.js"
import type { Lower } from "../../core/lower.js"
import { composed, programOf } from "../composed.js"
import { scan } from "../control/scan.js"
import { whileLoop } from "../control/while.js"
import { reshape } from "../vector.js"

/** Matrices with all their batch axes as one: the programs are written for `[B, m, n]`. */
export const oneBatch = (x: NDArray): NDArray => reshape(x, [sizeOf(x.shape.slice(0, -2)), ...x.shape.slice(-2)])

const name = "a factorisation"

/** Lowers to the program that `f` writes on matrices under one batch axis; results have it too, and get all the batch axes back. */
export const asProgram = <P>(f: (inputs: readonly NDArray[], params: P) => readonly NDArray[]): Lower<P> =>
  composed(name, (xs, params) =>
    f(xs.map(oneBatch), params).map((y) => reshape(y, [...(xs[0] as NDArray).shape.slice(0, -2), ...y.shape.slice(1)])),
  )

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
  const jaxpr = programOf(name, [...[...still, ...carry].map((x) => avalOf(x.shape, x.dtype)), ...slices], (all) => {
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

/** A loop while a condition on the carry holds. `still` is seen by the condition and by every step. */
export const loopWhile = (
  { still = [], carry }: Pick<Loop, "still" | "carry">,
  holds: (still: readonly NDArray[], carry: readonly NDArray[]) => NDArray,
  step: (still: readonly NDArray[], carry: readonly NDArray[]) => readonly NDArray[],
): readonly NDArray[] => {
  const n = still.length
  const avals = [...still, ...carry].map((x) => avalOf(x.shape, x.dtype))
  const condJaxpr = programOf(name, avals, (all) => [holds(all.slice(0, n), all.slice(n))])
  const bodyJaxpr = programOf(name, avals, (all) => step(all.slice(0, n), all.slice(n)))
  return whileLoop([...still, ...still, ...carry], { condJaxpr, bodyJaxpr, condConsts: n, bodyConsts: n })
}
