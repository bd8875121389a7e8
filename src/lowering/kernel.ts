// The kernel IR: a program is a list of steps over buffers. Most steps are nests: loops with stores and reductions in them; the rest are
// named routines (contractions) and calls of the reference evaluation. Target-neutral: nothing here knows of registers or instructions.
import type { Aval, Shape } from "../core/aval.js"
import type { Params } from "../core/jaxpr.js"
import type { FoldOp } from "../core/lower.js"
import type { Primitive } from "../core/primitive.js"
import type { ScalarNode } from "../core/scalar.js"
import type { Buffer } from "./value.js"
import type { View } from "./view.js"

/** A reduction over the inner loops of a stage. Later stages read its result through a fold leaf with the same `id`. */
export interface Fold {
  readonly id: object
  readonly op: FoldOp
  readonly value: ScalarNode
}

/** Writes one element for each turn of the loops; with `combine`, into what stands there. */
export interface Store {
  readonly buffer: Buffer
  /** Over the outer and inner loops. */
  readonly view: View
  readonly value: ScalarNode
  readonly combine?: FoldOp
}

/** Inner loops with what they do. A stage without inner loops runs once for each turn of the outer ones. */
export interface Stage {
  readonly inner: Shape
  readonly folds: readonly Fold[]
  readonly stores: readonly Store[]
}

/** Stages, one after another, for each turn of the outer loops. */
export interface Nest {
  readonly kind: "nest"
  readonly outer: Shape
  readonly stages: readonly Stage[]
}

/** A matrix operand: element (i, j) of product b is at `offset + Σ batch + i·row + j·column`. */
export interface MatrixView {
  readonly buffer: Buffer
  readonly offset: number
  readonly row: number
  readonly column: number
  /** Strides of the batch loops. */
  readonly batch: readonly number[]
}

/** `c[b, i, j] = Σ_p a[b, i, p] · b[b, p, j]` */
export interface Product {
  readonly kind: "product"
  readonly batch: Shape
  readonly m: number
  readonly n: number
  readonly k: number
  readonly a: MatrixView
  readonly b: MatrixView
  readonly c: MatrixView
}

/** An operand or result of an equation that the reference evaluation computes. */
export interface Place {
  readonly aval: Aval
  readonly at: { readonly buffer: Buffer } | { readonly literal: number }
}

/** One equation, by its primitive's reference evaluation. */
export interface Interpreted {
  readonly kind: "interpreted"
  readonly primitive: Primitive
  readonly params: Params
  readonly inputs: readonly Place[]
  readonly outputs: readonly Place[]
}

export type Step = Nest | Product | Interpreted

/** A program ready to be planned and emitted. */
export interface Kernels {
  readonly inputs: readonly Buffer[]
  readonly outputs: readonly Buffer[]
  readonly steps: readonly Step[]
}

/** All stores of a nest, in order. */
export const storesOf = (nest: Nest): readonly Store[] => nest.stages.flatMap((s) => s.stores)

/** The expressions that a stage evaluates. */
export const rootsOf = (stage: Stage): readonly ScalarNode[] => [...stage.folds.map((f) => f.value), ...stage.stores.map((s) => s.value)]
