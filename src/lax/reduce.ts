// Reduction by any associative computation. Those with a primitive of their own are recognised; the others fold neighbours pairwise,
// in as many steps as the logarithm of the length.
import type { ArrayLike, NDArray } from "../core/array.js"
import { sizeOf } from "../core/aval.js"
import { resolveAxes } from "../numpy/axes.js"
import * as prim from "../primitives/reductions.js"
import { concatenate } from "../primitives/shape/concatenate.js"
import { slice } from "../primitives/shape/pad.js"
import { reshape } from "../primitives/shape/reshape.js"
import { reduceSum } from "../primitives/sum.js"
import { transpose } from "../primitives/transpose.js"
import { type Computation, everywhere, type Fold, type Folding, foldingOf, overElements } from "./fold.js"
import { isKnown, type Monoid, type MonoidName, monoidOf } from "./monoid.js"

type Reduction = (x: NDArray, axes: readonly number[]) => NDArray

const reductions: { readonly [N in MonoidName]: Reduction } = {
  add: reduceSum,
  mul: prim.reduceProd,
  max: prim.reduceMax,
  min: prim.reduceMin,
  and: prim.reduceAnd,
  or: prim.reduceOr,
  xor: prim.reduceXor,
}

/** The monoid of a reduction of one array. */
const known = ({ operands, fold }: Folding): Monoid | undefined => {
  const [x] = operands as readonly [NDArray]
  return operands.length === 1 ? monoidOf((a, b) => fold([a], [b])[0] as NDArray, x.dtype) : undefined
}

/** The reduced axes flattened into one, last: `[kept…, n]`. */
const asRows = (x: NDArray, axes: readonly number[]): NDArray => {
  const kept = x.shape.flatMap((_, a) => (axes.includes(a) ? [] : [a]))
  const sizes = (of: readonly number[]): number[] => of.map((a) => x.shape[a] as number)
  return reshape(transpose(x, [...kept, ...axes]), [...sizes(kept), sizeOf(sizes(axes))])
}

/** Every second element of the last axis, from the first or the second on. */
const alternate = (x: NDArray, from: 0 | 1, to: number): NDArray => {
  const last = x.ndim - 1
  return slice(
    x,
    x.shape.map((_, a) => (a === last ? from : 0)),
    x.shape.map((d, a) => (a === last ? to : d)),
    x.shape.map((_, a) => (a === last ? 2 : 1)),
  )
}

/** Neighbours are combined until one element of every row is left; an odd one out waits at the end, so that the order stays. */
const foldRows = (rows: readonly NDArray[], fold: Fold): readonly NDArray[] => {
  const [first] = rows as readonly [NDArray]
  const n = first.shape.at(-1) as number
  if (n === 1) return rows.map((x) => reshape(x, x.shape.slice(0, -1)))
  const even = n - (n % 2)
  const pairs = fold(
    rows.map((x) => alternate(x, 0, even)),
    rows.map((x) => alternate(x, 1, even)),
  )
  if (even === n) return foldRows(pairs, fold)
  const odd = rows.map((x) =>
    slice(
      x,
      x.shape.map((_, a) => (a === x.ndim - 1 ? even : 0)),
      x.shape,
    ),
  )
  return foldRows(
    pairs.map((p, i) => concatenate([p, odd[i] as NDArray], p.ndim - 1)),
    fold,
  )
}

const reduceAll = (folding: Folding, dimensions: readonly number[]): readonly NDArray[] => {
  const { operands, starts } = folding
  const [x] = operands as readonly [NDArray]
  const [start] = starts as readonly [NDArray]
  const axes = resolveAxes("reduce", dimensions, x)
  const monoid = known(folding)
  if (monoid) {
    const result = reductions[monoid.name](x, axes)
    return [isKnown(start, monoid.identity(x.dtype)) ? result : monoid.combine(everywhere(start, result.shape), result)]
  }
  const rows = operands.map((a) => asRows(a, axes))
  const shape = (rows[0] as NDArray).shape.slice(0, -1)
  const begin = starts.map((s) => everywhere(s, shape))
  const fold = overElements(folding.fold)
  return rows[0]?.shape.at(-1) === 0 ? begin : fold(begin, foldRows(rows, fold))
}

/**
 * `start ∘ x₀ ∘ x₁ ∘ …` over the axes `dimensions`, for an associative `∘` on scalars, of which the start value should be the identity.
 * (`lax.reduce`)
 * @example
 * lax.reduce(np.array([1, 2, 3, 4]), 0, lax.add, [0]).item() // 10
 */
export function reduce(
  operand: ArrayLike,
  initValue: ArrayLike,
  computation: (x: NDArray, y: NDArray) => ArrayLike,
  dimensions: readonly number[],
): NDArray
/** Several arrays reduced together: the computation combines a list of scalars with another. (`lax.reduce`) */
export function reduce(
  operands: readonly ArrayLike[],
  initValues: readonly ArrayLike[],
  computation: (xs: readonly NDArray[], ys: readonly NDArray[]) => readonly ArrayLike[],
  dimensions: readonly number[],
): readonly NDArray[]
export function reduce(
  operands: ArrayLike | readonly ArrayLike[],
  initValues: ArrayLike | readonly ArrayLike[],
  computation: Computation,
  dimensions: readonly number[],
): NDArray | readonly NDArray[] {
  const results = reduceAll(foldingOf("reduce", operands, initValues, computation), dimensions)
  return Array.isArray(operands) ? results : (results[0] as NDArray)
}
