// The vector space of trees: sums, multiples and products, leaf by leaf. (`optax.tree`)
import type { ArrayLike, NDArray } from "../core/array.js"
import type { DType } from "../core/dtype.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { where } from "../numpy/comparison.js"
import * as np from "../numpy/index.js"
import { leaves } from "../tree/flatten.js"
import { map } from "../tree/map.js"
import { globalNorm } from "./clipping.js"
import type { ArrayTree } from "./transform.js"

const arraysOf = (tree: unknown): readonly NDArray[] => leaves(tree) as readonly NDArray[]

const total = (tree: unknown, f: (x: NDArray) => NDArray): NDArray =>
  arraysOf(tree).reduce<NDArray>((sum, x) => np.add(sum, f(x)), np.zeros([]))

/** `x + y` */
export const treeAdd = <T>(x: T, y: T): T => map((a: NDArray, b: NDArray) => a.add(b), x, y)
/** `x − y` */
export const treeSub = <T>(x: T, y: T): T => map((a: NDArray, b: NDArray) => a.sub(b), x, y)
/** `x · y`, element by element */
export const treeMul = <T>(x: T, y: T): T => map((a: NDArray, b: NDArray) => a.mul(b), x, y)
/** `x / y`, element by element */
export const treeDiv = <T>(x: T, y: T): T => map((a: NDArray, b: NDArray) => a.div(b), x, y)
/** `s · x` */
export const treeScale = <T>(scalar: ArrayLike, x: T): T => map((a: NDArray) => a.mul(scalar), x)
/** `x + s · y` */
export const treeAddScale = <T>(x: T, scalar: ArrayLike, y: T): T => map((a: NDArray, b: NDArray) => a.add(b.mul(scalar)), x, y)
/** `Σ x · y` over all leaves. */
export const treeVdot = <T>(x: T, y: T): NDArray => total(treeMul(x, y), (a) => np.sum(a))
/** The dtype that all leaves meet in: that of sums over them. (`optax.tree.dtype`) */
export const treeDtype = (x: ArrayTree): DType => np.resultType("float32", ...arraysOf(x))
/** The sum of all elements. */
export const treeSum = (x: unknown): NDArray => total(x, (a) => np.sum(a))
/** The largest element. */
export const treeMax = (x: unknown): NDArray =>
  arraysOf(x)
    .map((a) => np.max(a))
    .reduce((a, b) => np.maximum(a, b))
/** The smallest element. */
export const treeMin = (x: unknown): NDArray =>
  arraysOf(x)
    .map((a) => np.min(a))
    .reduce((a, b) => np.minimum(a, b))
/** How many elements there are. */
export const treeSize = (x: unknown): number => arraysOf(x).reduce((n, a) => n + a.size, 0)

export interface TreeNormOptions {
  /** 2 for the root of squares, 1 for absolute values, Infinity for the largest of them. Default 2. */
  readonly ord?: 1 | 2 | typeof Number.POSITIVE_INFINITY
  /** The square of it. Default false. */
  readonly squared?: boolean
}

const treeNormOptions: OptionNames<TreeNormOptions> = { ord: "number", squared: "boolean" }

/** `‖x‖` of a whole tree. (`optax.tree.norm`) */
export const treeNorm = (x: unknown, options?: TreeNormOptions): NDArray => {
  const { ord = 2, squared = false } = optionsOf("treeNorm", options, treeNormOptions)
  const norm = ord === 2 ? globalNorm(x) : ord === 1 ? total(x, (a) => np.sum(np.abs(a))) : treeMax(map((a: NDArray) => np.abs(a), x))
  return squared ? np.square(norm) : norm
}

/** Every element into `[low, high]`; null leaves a side open. */
export const treeClip = <T>(x: T, low: ArrayLike | null, high: ArrayLike | null): T => map((a: NDArray) => a.clip(low, high), x)
/** One tree or the other, leaf by leaf. */
export const treeWhere = <T>(condition: ArrayLike, x: T, y: T): T => map((a: NDArray, b: NDArray) => where(condition, a, b), x, y)
/** Every leaf in another dtype. */
export const treeCast = <T>(x: T, dtype: DType): T => map((a: NDArray) => a.astype(dtype), x)
export const treeZerosLike = <T>(x: T): T => map((a: NDArray) => np.zerosLike(a), x)
export const treeOnesLike = <T>(x: T): T => map((a: NDArray) => np.onesLike(a), x)
export const treeFullLike = <T>(x: T, value: ArrayLike): T => map((a: NDArray) => np.fullLike(a, value), x)
