// Which of the operations with a primitive of their own a named computation is. It is traced on two scalars: a program of one equation
// that combines its arguments is that operation, however it was written.
import { type ArrayLike, asArray, type NDArray } from "../core/array.js"
import type { DType } from "../core/dtype.js"
import { traceJaxpr } from "../core/trace.js"
import { add, and, max, min, mul, or, xor } from "../primitives/elementwise/index.js"
import { greatestOf, leastOf } from "../primitives/reductions.js"

export type MonoidName = "add" | "mul" | "max" | "min" | "and" | "or" | "xor"

export interface Monoid {
  readonly name: MonoidName
  readonly combine: (x: NDArray, y: NDArray) => NDArray
  /** What changes nothing: `e ∘ x = x`. */
  readonly identity: (dtype: DType) => number
}

const monoids: Readonly<Record<string, Monoid>> = {
  add: { name: "add", combine: add, identity: () => 0 },
  mul: { name: "mul", combine: mul, identity: () => 1 },
  max: { name: "max", combine: max, identity: leastOf },
  min: { name: "min", combine: min, identity: greatestOf },
  // all bits set: of unsigned dtypes the greatest number
  and: { name: "and", combine: and, identity: (dtype) => (dtype === "bool" ? 1 : dtype.startsWith("u") ? greatestOf(dtype) : -1) },
  or: { name: "or", combine: or, identity: () => 0 },
  xor: { name: "xor", combine: xor, identity: () => 0 },
}

/** The monoid that a computation on scalars of a dtype is, or undefined. */
export const monoidOf = (computation: (x: NDArray, y: NDArray) => ArrayLike, dtype: DType): Monoid | undefined => {
  const scalar = { shape: [], dtype, weakType: false }
  const { jaxpr } = traceJaxpr(([x, y]) => [asArray(computation(x as NDArray, y as NDArray))], [scalar, scalar], {
    transform: "a reduction",
    name: computation.name || "its computation",
  })
  const { eqns, invars, outvars } = jaxpr
  const [eqn] = eqns
  if (eqn === undefined || eqns.length !== 1 || outvars[0] !== eqn.outputs[0]) return undefined
  // every one of them commutes
  return new Set(eqn.inputs).size === 2 && invars.every((v) => eqn.inputs.includes(v)) ? monoids[eqn.primitive.name] : undefined
}

/** Whether a scalar is known to be a number. */
export const isKnown = (x: NDArray, value: number): boolean => {
  if (x.state.kind === "traced") return false
  const [re, im = 0] = x.dataSync()
  return Object.is((re as number) + 0, value + 0) && im === 0
}
