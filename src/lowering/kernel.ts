// The kernel IR: a program is a list of steps over buffers. Most steps are nests: loops with stores and reductions in them; the rest are
// named routines (contractions) and calls of the reference evaluation. Target-neutral: nothing here knows of registers or instructions.
import type { Aval, Shape } from "../core/aval.js"
import type { Params } from "../core/jaxpr.js"
import type { FoldOp } from "../core/lower.js"
import type { Primitive } from "../core/primitive.js"
import { remembered } from "../core/remember.js"
import { inOrder, type ScalarNode } from "../core/scalar.js"
import type { Buffer } from "./value.js"
import type { View } from "./view.js"

/** A reduction over the inner loops of a stage. Later stages read its result through a fold leaf with the same `id`. */
export interface Fold {
  readonly id: object
  /** `argmax` and `argmin` result in the place of the first extreme value, an int32; the first NaN is more extreme than all numbers. */
  readonly op: FoldOp | "argmax" | "argmin"
  readonly value: ScalarNode
  /** The place of the value, for those that result in one. It counts along an axis. */
  readonly place?: ScalarNode
}

/** Writes one element for each turn of the loops, in their order; with `combine`, into what stands there. */
export interface Store {
  readonly buffer: Buffer
  /** Over the outer and inner loops. */
  readonly view: View
  readonly value: ScalarNode
  readonly combine?: FoldOp
  /** An int32 that is added, in elements, to the view's place. Nests with such stores are not fused. */
  readonly index?: ScalarNode
  /** Whether to write at all. */
  readonly guard?: ScalarNode
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

/** One of several loops that together number rows or columns. */
export interface Loop {
  readonly size: number
  readonly stride: number
}

/** A matrix operand: element (i, j) of product b is at `offset + Σ batch + i·row + j·column`. */
export interface MatrixView {
  readonly buffer: Buffer
  readonly offset: number
  readonly row: number
  readonly column: number
  /** Rows that no one stride describes, and columns: `row` or `column` then says nothing. Not for results. */
  readonly rows?: readonly Loop[]
  readonly columns?: readonly Loop[]
  /** Strides of the batch loops. */
  readonly batch: readonly number[]
}

/** `c[b, i, j] = Σ_p a[b, i, p] · b[b, p, j]`, or with `accumulate` added to what stands there. */
export interface Product {
  readonly kind: "product"
  readonly batch: Shape
  readonly m: number
  readonly n: number
  readonly k: number
  readonly a: MatrixView
  readonly b: MatrixView
  readonly c: MatrixView
  readonly accumulate?: boolean
}

/**
 * A total carried along a line: for each turn of the outer loops it begins at `start`; in each of `length` turns along the line it becomes
 * `next`, which reads it through a fold leaf with the same `id`, and then what the stores say is written.
 */
export interface Running {
  readonly kind: "running"
  readonly outer: Shape
  readonly length: number
  readonly id: object
  readonly start: number
  readonly next: ScalarNode
  /** Over the outer loops and the line. */
  readonly stores: readonly Store[]
}

/** For each line of `length` uint32 keys, the positions in ascending order of the keys; equal keys stay in order. */
export interface Sort {
  readonly kind: "sort"
  readonly lines: number
  readonly length: number
  /** uint32. */
  readonly keys: Buffer
  /** int32. */
  readonly order: Buffer
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

/** A slice of an array along its first axis, which moves on with each turn of a loop. To the steps inside it is a buffer of its own. */
export interface Window {
  readonly buffer: Buffer
  /** The whole array. */
  readonly of: Buffer
}

/** Steps over and over: a known number of times, or while a boolean that they write holds. */
export interface Repeat {
  readonly kind: "repeat"
  readonly turns: { readonly count: number } | { readonly holds: Buffer }
  readonly windows: readonly Window[]
  /** Windows move from the last slice to the first. */
  readonly reverse: boolean
  readonly body: readonly Step[]
}

/** The steps at an index, an int32 scalar; out of range, the nearest ones. */
export interface Branch {
  readonly kind: "branch"
  readonly which: Buffer
  readonly branches: readonly (readonly Step[])[]
}

export type Step = Nest | Product | Running | Sort | Interpreted | Repeat | Branch

/** A program ready to be planned and emitted. */
export interface Kernels {
  readonly inputs: readonly Buffer[]
  readonly outputs: readonly Buffer[]
  readonly steps: readonly Step[]
}

/** All stores of a nest, in order. */
export const storesOf = (nest: Nest): readonly Store[] => nest.stages.flatMap((s) => s.stores)

/** The expressions that a stage evaluates: the folds' values, the stores' values, and then where those belong. */
export const rootsOf = (stage: Stage): readonly ScalarNode[] => [
  ...stage.folds.map((f) => f.value),
  ...stage.stores.map((s) => s.value),
  ...stage.folds.flatMap(({ place }) => (place ? [place] : [])),
  ...stage.stores.flatMap(({ index, guard }) => [...(index ? [index] : []), ...(guard ? [guard] : [])]),
]

/** Every node of a stage's expressions, operands first. */
export const nodesOf = remembered((stage: Stage): readonly ScalarNode[] => inOrder(rootsOf(stage)))

/** The same stage with other expressions, in the order of `rootsOf`. */
export const withRoots = (stage: Stage, roots: readonly ScalarNode[]): Stage => {
  let at = 0
  const next = (): ScalarNode => roots[at++] as ScalarNode
  const values = [...stage.folds, ...stage.stores].map(next)
  const folds = stage.folds.map((f, i) => ({ ...f, value: values[i] as ScalarNode, ...(f.place && { place: next() }) }))
  const stores = stage.stores.map((s, i) => ({
    ...s,
    value: values[stage.folds.length + i] as ScalarNode,
    ...(s.index && { index: next() }),
    ...(s.guard && { guard: next() }),
  }))
  return { ...stage, folds, stores }
}

/** Whether a nest writes at computed places. */
export const isScattering = (nest: Nest): boolean =>
  nest.stages.some(({ stores }) => stores.some((s) => s.index !== undefined || s.guard !== undefined))
