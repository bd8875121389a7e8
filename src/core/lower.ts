// What a primitive's `lower` rule speaks: arrays as a compiler sees them, and the few shapes of work that every operation is made of.
import type { Shape, ShapeDtype } from "./aval.js"
import type { DType } from "./dtype.js"
import type { Jaxpr, Params } from "./jaxpr.js"

/** An array while a program is compiled: known by shape and dtype; whether it will lie in memory is the compiler's business. */
export interface Lowered extends ShapeDtype {}

/** How reductions combine. */
export type FoldOp = "add" | "mul" | "max" | "min" | "and" | "or" | "xor"

/** One element's function as the reference evaluation computes it, in float64. */
export type Reference = (...xs: readonly number[]) => number

/** `[[lhs contracting, rhs contracting], [lhs batch, rhs batch]]` */
export type DotAxes = readonly [readonly [readonly number[], readonly number[]], readonly [readonly number[], readonly number[]]]

export interface Lowering {
  /** An elementwise function by its scalar name. Operands have one shape, or are scalars. Functions that the compiler does not know run `reference`. */
  readonly map: (name: string, inputs: readonly Lowered[], params: Params, dtype: DType, reference: Reference) => Lowered
  /** An elementwise function of several results. */
  readonly mapMany: (name: string, inputs: readonly Lowered[], params: Params, dtypes: readonly DType[]) => readonly Lowered[]
  readonly convert: (x: Lowered, dtype: DType) => Lowered
  readonly select: (which: Lowered, cases: readonly Lowered[]) => Lowered
  /** The axes of `x` at places `dims` of `shape`, copied along the others. */
  readonly broadcast: (x: Lowered, shape: Shape, dims: readonly number[]) => Lowered
  readonly transpose: (x: Lowered, permutation: readonly number[]) => Lowered
  readonly reshape: (x: Lowered, shape: Shape) => Lowered
  readonly slice: (x: Lowered, starts: readonly number[], shape: Shape, strides: readonly number[]) => Lowered
  readonly reverse: (x: Lowered, axes: readonly number[]) => Lowered
  /** `x` placed in an array of `value` at `low`, with `interior` places between its elements; what falls outside is cut off. */
  readonly pad: (x: Lowered, value: Lowered, config: readonly (readonly number[])[], shape: Shape) => Lowered
  readonly concatenate: (xs: readonly Lowered[], axis: number, shape: Shape) => Lowered
  readonly iota: (shape: Shape, axis: number, dtype: DType) => Lowered
  readonly reduce: (op: FoldOp, x: Lowered, axes: readonly number[]) => Lowered
  readonly contract: (x: Lowered, y: Lowered, axes: DotAxes, dtype: DType) => Lowered
  /** The results of a sub-program. */
  readonly call: (jaxpr: Jaxpr, inputs: readonly Lowered[]) => readonly Lowered[]
  /** The reference evaluation of this very equation, between compiled parts: for what has no kernel of its own. */
  readonly interpret: (inputs: readonly Lowered[]) => readonly Lowered[]
}

/** From operands to results, as a compiler sees them. */
export type Lower<P> = (inputs: readonly Lowered[], params: P, to: Lowering) => readonly Lowered[]
