// LU for compilers, by halves of the columns (Toledo 1997), so that most of the work is matrix products; narrow panels take a column at a time.
import type { NDArray } from "../../core/array.js"
import { add, div, mul, sub } from "../elementwise/arithmetic.js"
import { and } from "../elementwise/bits.js"
import { eq, ge, gt, ne } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { selectN } from "../elementwise/select.js"
import { gatherAlong } from "../indexing/along.js"
import { dynamicSlice } from "../indexing/dynamicslice.js"
import { argmax } from "../reductions.js"
import { concatenate } from "../shape/concatenate.js"
import { iota } from "../shape/iota.js"
import { slice } from "../shape/pad.js"
import { broadcastInDim } from "../sum.js"
import { transpose } from "../transpose.js"
import { fill, reshape } from "../vector.js"
import { loop } from "./loops.js"
import { areSmall, luOfSmall } from "./lusmall.js"
import { above, beside, block, columns, columnsOf, permuted, pivotSize, product, rows, rowsOf } from "./matrix.js"
import { solve } from "./substitution.js"

const panelWidth = 16

/** Factors, swapped rows, permutation. */
type Factors = readonly [NDArray, NDArray, NDArray]

/** The factors of `[B, m, n]`. */
export const lu = (a: NDArray): Factors => {
  const [count, m, n] = a.shape as [number, number, number]
  const k = Math.min(m, n)
  if (a.size === 0) return [a, fill(0, { shape: [count, k], dtype: "int32" }), iota([count, m], 1, "int32")]
  if (areSmall(a.shape)) return luOfSmall(a)
  const [left, pivots, permutation] = tall(columns(a, 0, k))
  if (n === k) return [left, pivots, permutation]
  const right = solve(left, permuted(columns(a, k, n), permutation), { forward: true, unit: true })
  return [beside(left, right), pivots, permutation]
}

const part = (x: NDArray, from: number, to: number): NDArray => slice(x, [0, from], [x.shape[0] as number, to])

/** As many rows as columns, or more. */
const tall = (a: NDArray): Factors => {
  const [m, n] = [rowsOf(a), columnsOf(a)]
  if (n <= panelWidth) return panel(a)
  const half = Math.ceil(n / 2 / panelWidth) * panelWidth
  const [left, pivots1, order1] = tall(columns(a, 0, half))
  const right = permuted(columns(a, half, n), order1)
  const u12 = solve(rows(left, 0, half), rows(right, 0, half), { forward: true, unit: true })
  const l21 = rows(left, half, m)
  const [corner, pivots2, order2] = tall(sub(rows(right, half, m), product(l21, u12)))
  const below = permuted(l21, order2)
  const order = concatenate([part(order1, 0, half), gatherAlong(part(order1, half, m), order2, 1)], 1)
  return [above(beside(block(left, 0, half, 0, half), u12), beside(below, corner)), concatenate([pivots1, add(pivots2, half)], 1), order]
}

/** A loop over columns: find the pivot, swap two rows, and take the column out of those to its right. */
const panel = (a: NDArray): Factors => {
  const [count, m, n] = a.shape as [number, number, number]
  const carry = [transpose(a, [2, 0, 1]), iota([count, m], 1, "int32")] // by columns: [column, batch, row]
  const { carry: done, out } = loop(n, { carry, xs: [iota([n], 0, "int32")] }, (_, state, xs) => {
    const [left, order] = state as readonly [NDArray, NDArray]
    return eliminate(left, order, xs[0] as NDArray)
  })
  return [transpose(done[0] as NDArray, [1, 2, 0]), transpose(out[0] as NDArray, [1, 0]), done[1] as NDArray]
}

const eliminate = (left: NDArray, order: NDArray, at: NDArray) => {
  const [n, count, m] = left.shape as [number, number, number]
  const origin = literal(0, "int32")
  const column = reshape(dynamicSlice(left, [at, origin, origin], [1, count, m]), [count, m])
  const place = iota([count, m], 1, "int32")
  const here = broadcastInDim(at, [count, m], [])
  const size = pivotSize(column)
  const pivot = argmax(selectN(ge(place, here), fill(-1, size.aval), size), 1, "int32") // [batch]
  const there = broadcastInDim(pivot, [count, m], [0])
  /** Rows `at` and `pivot` of an array whose last axes are batch and row. */
  const swapped = (x: NDArray): { readonly all: NDArray; readonly top: NDArray } => {
    const lead = x.shape.slice(0, -2)
    const axes = [lead.length, lead.length + 1]
    const over = (y: NDArray): NDArray => broadcastInDim(y, x.shape, axes)
    const one = [...lead, count, 1]
    const own = dynamicSlice(x, [...x.shape.slice(1).map(() => origin), at], one)
    const other = gatherAlong(x, broadcastInDim(pivot, one, [lead.length]), x.ndim - 1)
    const spread = (y: NDArray): NDArray => broadcastInDim(y, x.shape, [...x.shape.keys()])
    const all = selectN(over(eq(place, here)), selectN(over(eq(place, there)), x, spread(own)), spread(other))
    return { all, top: other }
  }
  const { all, top } = swapped(left)
  const below = gt(place, here)
  const own = swapped(column).all
  const value = broadcastInDim(reshape(gatherAlong(column, reshape(pivot, [count, 1]), 1), [count]), [count, m], [0])
  const divides = and(below, ne(value, fill(0, value.aval)))
  const l = selectN(divides, own, div(own, value))
  const wide = (y: NDArray): NDArray => broadcastInDim(y, [n, count, m], [1, 2])
  const which = iota([n, count, m], 0, "int32")
  const now = broadcastInDim(at, [n, count, m], [])
  const taken = sub(all, mul(wide(l), broadcastInDim(top, [n, count, m], [0, 1, 2])))
  const next = selectN(and(wide(below), gt(which, now)), all, taken)
  return { carry: [selectN(and(wide(below), eq(which, now)), next, wide(l)), swapped(order).all], out: [pivot] }
}
