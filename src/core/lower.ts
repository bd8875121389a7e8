// What a primitive's `lower` rule speaks: arrays as a compiler sees them, and the few shapes of work that every operation is made of.
import type { Shape, ShapeDtype } from "./aval.js"
import type { DType } from "./dtype.js"
import type { Jaxpr, Params } from "./jaxpr.js"
import type { ScalarNode } from "./scalar.js"

/** An array while a program is compiled: known by shape and dtype; whether it will lie in memory is the compiler's business. */
export interface Lowered extends ShapeDtype {}

/** How reductions combine. */
export type FoldOp = "add" | "mul" | "max" | "min" | "and" | "or" | "xor"

/** How cumulative reductions combine; `logaddexp` is `log(eˣ + eʸ)`. */
export type CumulativeOp = "add" | "mul" | "max" | "min" | "logaddexp"

/** Ascending with NaN last and −0 equal to 0; or descending by IEEE's total order with NaN first, 0 before −0. */
export type SortOrder = "ascending" | "descending"

/** One element's function as the reference evaluation computes it, in float64. */
export type Reference = (...xs: readonly number[]) => number

/** What numbers near 0 spare: `near` says where, and there `value` has the bits of the expansion. Lanes, which would seldom all be near, do without. */
export interface Shortcut {
  readonly near: (x: ScalarNode) => ScalarNode
  readonly value: (x: ScalarNode) => ScalarNode
}

/** What a scalar function is on every backend: a graph of basic operations over its arguments, one for each float type. */
export interface Expansion {
  readonly f32: (...x: ScalarNode[]) => ScalarNode
  readonly f64: (...x: ScalarNode[]) => ScalarNode
  readonly shortcut?: Shortcut
}

/** `[[lhs contracting, rhs contracting], [lhs batch, rhs batch]]` */
export type DotAxes = readonly [readonly [readonly number[], readonly number[]], readonly [readonly number[], readonly number[]]]

/** Where windows lie in an array: what a gather reads and a scatter writes. Every number is known but the starts. */
export interface WindowPlaces {
  /** The shape of the windowed array. */
  readonly shape: Shape
  /** For each axis of the windowed array, the axis of the operand along which it walks; −1 if it only numbers windows. */
  readonly along: readonly number[]
  /** The axes of the windowed array that number the windows, in the order of the axes of the starts. */
  readonly numbering: readonly number[]
  /** For each start, the axis of the operand that it moves along. */
  readonly moved: readonly number[]
  /** For each start, the greatest at which a window fits. */
  readonly last: readonly number[]
}

export interface Lowering {
  /**
   * An elementwise function by its scalar name. Operands have one shape, or are scalars. A function that is no basic operation is computed by
   * its `expansion`, and without one by its `reference`, on the host.
   */
  readonly map: (
    name: string,
    inputs: readonly Lowered[],
    params: Params,
    dtype: DType,
    reference: Reference,
    expansion?: Expansion,
  ) => Lowered
  /** An elementwise function of several results. */
  readonly mapMany: (name: string, inputs: readonly Lowered[], params: Params, dtypes: readonly DType[]) => readonly Lowered[]
  readonly convert: (x: Lowered, dtype: DType) => Lowered
  /** Numbers whose bits are those of `xs` side by side, the first lowest, from the `part`-th piece of the new dtype's width on. */
  readonly bits: (xs: readonly Lowered[], part: number, dtype: DType) => Lowered
  /** The real (0) or the imaginary (1) part of complex numbers. */
  readonly part: (x: Lowered, which: 0 | 1) => Lowered
  /** Complex numbers of two parts. */
  readonly complex: (re: Lowered, im: Lowered) => Lowered
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
  /** Element `i` of each array at `starts + steps·i`. Together they fill the shape. */
  readonly interleave: (xs: readonly Lowered[], starts: readonly (readonly number[])[], steps: readonly number[], shape: Shape) => Lowered
  readonly iota: (shape: Shape, axis: number, dtype: DType) => Lowered
  readonly reduce: (op: FoldOp, x: Lowered, axes: readonly number[]) => Lowered
  readonly contract: (x: Lowered, y: Lowered, axes: DotAxes, dtype: DType) => Lowered
  /** One number. */
  readonly constant: (value: number, dtype: DType) => Lowered
  /** Windows of `x` that begin at starts, one array of starts for each axis moved along. Windows that do not fit are moved, or are `fill`. */
  readonly gather: (x: Lowered, starts: readonly Lowered[], places: WindowPlaces, fill?: number) => Lowered
  /** `x` with updates combined into windows, one after the other, or written over them. Windows that do not fit are moved, or left out. */
  readonly scatter: (
    op: FoldOp | undefined,
    x: Lowered,
    starts: readonly Lowered[],
    updates: Lowered,
    places: WindowPlaces,
    outside: "clip" | "drop",
  ) => Lowered
  /** Where along an axis the first greatest or least element is; the first NaN wins. The axis is not empty. Lean compilers do without, as below. */
  readonly extreme?: (op: "max" | "min", x: Lowered, axis: number, dtype: DType) => Lowered
  /** Every element combined with all before it along an axis, or with all after it. */
  readonly cumulate?: (op: CumulativeOp, x: Lowered, axis: number, reverse: boolean) => Lowered
  /** All windows of `x`, as axes after those that number them: `y[i…, j…] = x[strides·i + dilation·j]`. */
  readonly windows: (x: Lowered, counts: Shape, sizes: Shape, strides: readonly number[], dilation: readonly number[]) => Lowered
  /** Along an axis, the int32 positions in the order of the keys, the first being the most significant. Stable. */
  readonly order?: (keys: readonly Lowered[], axis: number, kind: SortOrder) => Lowered
  /** A loop of known length: the carry when it is done, then what each step makes beside it, stacked. `body` is `(still…, carry…, slices…) ↦ (carry…, slices…)`; `unroll` steps are one turn. */
  readonly scan: (
    loop: { readonly body: Jaxpr; readonly length: number; readonly reverse: boolean; readonly unroll: number },
    still: readonly Lowered[],
    carry: readonly Lowered[],
    xs: readonly Lowered[],
  ) => readonly Lowered[]
  /** A loop while `test` of its own constants and the carry holds: the carry when it does not. */
  readonly repeat: (
    test: { readonly jaxpr: Jaxpr; readonly still: readonly Lowered[] },
    body: { readonly jaxpr: Jaxpr; readonly still: readonly Lowered[] },
    carry: readonly Lowered[],
  ) => readonly Lowered[]
  /** The results of the program at an int32 index; out of range, of the nearest one. */
  readonly branch: (index: Lowered, branches: readonly Jaxpr[], inputs: readonly Lowered[]) => readonly Lowered[]
  /** The results of a sub-program. */
  readonly call: (jaxpr: Jaxpr, inputs: readonly Lowered[]) => readonly Lowered[]
  /** The reference evaluation of this very equation, between compiled parts: for what has no kernel of its own. */
  readonly interpret: (inputs: readonly Lowered[]) => readonly Lowered[]
}

/** From operands to results, as a compiler sees them. */
export type Lower<P> = (inputs: readonly Lowered[], params: P, to: Lowering) => readonly Lowered[]
