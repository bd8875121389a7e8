// A primitive is ONE record with every rule about it. Transforms and backends know this interface and no operation.
import type { NDArray } from "./array.js"
import type { Aval, ShapeDtype } from "./aval.js"
import type { Issue } from "./issue.js"
import type { Jaxpr, Params } from "./jaxpr.js"
import type { Lowered, Lowering } from "./lower.js"
import type { Tensor } from "./tensor.js"

/** An array that may be known to be zero: absent, not an array of zeros. */
export type Maybe = NDArray | undefined

/**
 * One partial derivative of an elementwise function, from its inputs and its output. A number stands for a constant;
 * ±1 and 0 cost nothing. Inputs all have the output's shape, or are rank-0 literals.
 */
export type Partial<P = Params> = (inputs: readonly NDArray[], output: NDArray, params: P) => NDArray | number

/** Cotangents of the inputs from those of the outputs. Only the avals of differentiable inputs may be used, not their values. */
export type Transpose<P = Params> = (ct: NDArray, inputs: readonly NDArray[], params: P) => readonly Maybe[]
export type TransposeMany<P = Params> = (cts: readonly NDArray[], inputs: readonly NDArray[], params: P) => readonly Maybe[]

/** The cotangent of one operand of a bilinear function, from that of the output and the inputs. */
export type BilinearTranspose<P = Params> = (ct: NDArray, inputs: readonly NDArray[], params: P) => NDArray

/** Reverse mode of a program in two programs, with the residuals between them explicit. */
export interface SplitVjp {
  /** `x… ↦ (y…, residuals…)` */
  readonly forward: Jaxpr
  /** `(residuals…, ȳ of the outputs it wants…) ↦ x̄ of the inputs where not known zero…` */
  readonly backward: { readonly jaxpr: Jaxpr; readonly wants: readonly boolean[] }
  /** Which inputs have a cotangent. */
  readonly nonzero: readonly boolean[]
}

/** A program split in time: what can be computed from the inputs known now, and what waits for the others. */
export interface Split {
  /** `known inputs… ↦ (outputs that need nothing else…, residuals…)` */
  readonly known: Jaxpr
  /** `(residuals…, unknown inputs…) ↦ the other outputs…` */
  readonly unknown: Jaxpr
  readonly residuals: number
  /** Which outputs wait. */
  readonly outUnknown: readonly boolean[]
}

/** Transforms as higher-order primitives receive them, to rewrite the sub-programs in their params. */
export interface Recurse {
  /** `(x…, ẋ of the active…) ↦ (y…, ẏ where not known zero…)`; `nonzero` says which outputs have a tangent. */
  readonly jvp: (jaxpr: Jaxpr, active: readonly boolean[]) => { readonly jaxpr: Jaxpr; readonly nonzero: readonly boolean[] }
  readonly vjp: (jaxpr: Jaxpr, active: readonly boolean[]) => SplitVjp
  /** The program over a batch; `batched` says which inputs carry the batch at axis 0, `outBatched` which outputs do. */
  readonly batch: (
    jaxpr: Jaxpr,
    batched: readonly boolean[],
    context: BatchContext,
  ) => { readonly jaxpr: Jaxpr; readonly batched: readonly boolean[] }
  /** The program split by which inputs are unknown yet; outputs may be made to wait that need not. */
  readonly split: (jaxpr: Jaxpr, unknown: readonly boolean[], waits?: readonly boolean[]) => Split
}

export interface Differentiated {
  readonly outputs: readonly NDArray[]
  readonly tangents: readonly Maybe[]
}

export interface Pulled {
  readonly outputs: readonly NDArray[]
  readonly pullback: (cts: readonly Maybe[]) => readonly Maybe[]
}

export interface CustomRules<P = Params> {
  readonly jvp: (inputs: readonly NDArray[], tangents: readonly Maybe[], params: P, recurse: Recurse) => Differentiated
  /** Runs the forward and returns the pullback; `active` says which inputs are differentiated. */
  readonly vjp: (inputs: readonly NDArray[], active: readonly boolean[], params: P, recurse: Recurse) => Pulled
}

/** How a primitive differentiates. A union, so that a missing rule cannot be said. */
export type Derivative<P = Params> =
  | { readonly kind: "partials"; readonly partials: readonly Partial<P>[] }
  | { readonly kind: "linear"; readonly transpose: TransposeMany<P> }
  | { readonly kind: "bilinear"; readonly transposes: readonly [BilinearTranspose<P>, BilinearTranspose<P>] }
  | ({ readonly kind: "custom" } & CustomRules<P>)
  | { readonly kind: "zero"; readonly because: string }

/** Elementwise: one partial derivative for each input. */
export const partials = <P>(...each: readonly Partial<P>[]): Derivative<P> => ({ kind: "partials", partials: each })
/** Linear in all its float inputs together, one output. */
export const linear = <P>(transpose: Transpose<P>): Derivative<P> => ({
  kind: "linear",
  transpose: (cts, inputs, params) => transpose(cts[0] as NDArray, inputs, params),
})
/** Linear in all its float inputs together, several outputs. */
export const linearMany = <P>(transpose: TransposeMany<P>): Derivative<P> => ({ kind: "linear", transpose })
/** Linear in each of two inputs while the other is held. */
export const bilinear = <P>(left: BilinearTranspose<P>, right: BilinearTranspose<P>): Derivative<P> => ({
  kind: "bilinear",
  transposes: [left, right],
})
/** Both modes written out. */
export const custom = <P>(rules: CustomRules<P>): Derivative<P> => ({ kind: "custom", ...rules })
/** Constant wherever it is smooth; `because` is what the user reads. */
export const zero = <P>(because: string): Derivative<P> => ({ kind: "zero", because })

/** A value under vmap: batched values carry the batch at axis 0. */
export interface Lane {
  readonly value: NDArray
  readonly batched: boolean
}

export interface BatchContext {
  readonly size: number
  readonly axisName: string | undefined
  readonly recurse: Recurse
}

/** Runs a sub-program on tensors, for `evaluate` of higher-order primitives. */
export type RunJaxpr = (jaxpr: Jaxpr, inputs: readonly Tensor[]) => readonly Tensor[]

/** An equation that computes only some outputs: its params, and which inputs and outputs are left. All live outputs are among them. */
export interface Pruned<P = Params> {
  readonly params: P
  readonly inputs: readonly boolean[]
  readonly outputs: readonly boolean[]
}

/** An output's aval; `weakType` is derived (weak iff all inputs are) unless said. */
export type OutAval = ShapeDtype & { readonly weakType?: boolean }

export interface Primitive<P = Params> {
  readonly name: string
  /** Output avals, or what is wrong with the inputs. */
  shape(avals: readonly Aval[], params: P): readonly OutAval[] | Issue
  readonly derivative: Derivative<P>
  /** Called when at least one input is batched (or the primitive names this axis): inputs arrive with the batch at axis 0. */
  batch(inputs: readonly Lane[], params: P, context: BatchContext): readonly Lane[]
  /** Reference semantics: obviously right, on typed arrays. Must not write to its inputs; may return them. */
  evaluate(inputs: readonly Tensor[], params: P, run: RunJaxpr): readonly Tensor[]
  /** How a compiler computes it. Left out, compiled programs call `evaluate`. */
  lower?(inputs: readonly Lowered[], params: P, to: Lowering): readonly Lowered[]
  /** Fewer outputs from fewer inputs, where a sub-program can be thinned out: what dead code removal asks. Left out, all is needed. */
  prune?(params: P, live: readonly boolean[]): Pruned<P>
  /** The equation split in time by which of its inputs are unknown yet. Left out, or undefined: all of it waits. */
  split?(inputs: readonly Aval[], params: P, unknown: readonly boolean[], recurse: Recurse): Split | undefined
  /** Whether it does something besides computing its outputs, so that it must run even if nobody uses them. */
  readonly effectful?: boolean
  /** Elementwise: rank-0 literals may stand beside any shape, and an equation of literals only is a literal. */
  readonly elementwise?: boolean
  /** The same elements under another shape: `evaluate` moves nothing, so there is nothing that a compiler could make faster. */
  readonly relabels?: boolean
  /** How many additions evaluating one element is worth, where that is far from one: what comes dear is compiled sooner. */
  readonly effort?: number | undefined
}

/** Defines a primitive. Users may call it too: the record is all that the transforms and the interpreter ask for. */
export const definePrimitive = <P extends { readonly [K in keyof P]: unknown } = Record<string, never>>(
  rules: Primitive<P>,
): Primitive<P> => rules

/** All outputs batched at axis 0: what most batch rules return. */
export const batchedAll = (...values: readonly NDArray[]): readonly Lane[] => values.map((value) => ({ value, batched: true }))
