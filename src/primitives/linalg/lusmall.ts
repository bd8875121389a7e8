// LU of many small matrices at once: element by element, each an expression over the batch. Which row is the pivot differs from matrix to matrix,
// so that every row below is asked whether it is.
import type { NDArray } from "../../core/array.js"
import type { Shape } from "../../core/aval.js"
import { div, mul, sub } from "../elementwise/arithmetic.js"
import { eq, gt, ne } from "../elementwise/comparison.js"
import { concatenate } from "../shape/concatenate.js"
import { transpose } from "../transpose.js"
import { fill, reshape, zerosOf } from "../vector.js"
import { entriesOf, pivotSize } from "./matrix.js"
import { when } from "./shorthand.js"

/** Rows and columns up to which this is done. */
const smallSize = 8
/** Matrices from which on it is worth its long program, of 8 × 8 some thousand operations. */
const many = 128

export const areSmall = ([count, m, n]: Shape): boolean =>
  (count as number) >= many && (m as number) <= smallSize && (n as number) <= smallSize

/** One number of every matrix, `[B]`. */
type Entry = NDArray

/** A row below the pivot's, and for each matrix whether it is the one to take its place. */
interface Below {
  readonly row: number
  readonly rises: NDArray
}

/** The first row of the greatest size in a column, from `top` on. */
const pivotOf = (column: readonly Entry[], top: number): NDArray => {
  const index = (i: number): NDArray => fill(i, { shape: (column[0] as Entry).shape, dtype: "int32" })
  let [best, place] = [pivotSize(column[top] as Entry), index(top)]
  for (let i = top + 1; i < column.length; i++) {
    const size = pivotSize(column[i] as Entry)
    const isGreater = gt(size, best)
    ;[best, place] = [when(isGreater, size, best), when(isGreater, index(i), place)]
  }
  return place
}

/** Exchanges an element of the top row with that of the row that rises. */
const exchange = (column: Entry[], top: number, below: readonly Below[]): void => {
  const old = column[top] as Entry
  let risen = old
  for (const { row, rises } of below) {
    const own = column[row] as Entry
    risen = when(rises, own, risen)
    column[row] = when(rises, old, own)
  }
  column[top] = risen
}

const stacked = (xs: readonly Entry[], shape: readonly number[]): NDArray => {
  const whole = concatenate(
    xs.map((x) => reshape(x, [1, x.size])),
    0,
  )
  return reshape(transpose(whole, [1, 0]), shape)
}

/** The factors of `[B, m, n]`, swapped rows, and the permutation. */
export const luOfSmall = (a: NDArray): readonly [NDArray, NDArray, NDArray] => {
  const [count, m, n] = a.shape as [number, number, number]
  const entry = entriesOf(a)
  const columns = Array.from({ length: n }, (_, j) => Array.from({ length: m }, (_, i) => entry(i, j)))
  const order = Array.from({ length: m }, (_, i) => fill(i, { shape: [count], dtype: "int32" }))
  const pivots: NDArray[] = []
  for (let top = 0; top < Math.min(m, n); top++) {
    const own = columns[top] as Entry[]
    const pivot = pivotOf(own, top)
    const below = Array.from({ length: m - top - 1 }, (_, i): Below => {
      const row = top + 1 + i
      return { row, rises: eq(pivot, fill(row, pivot.aval)) }
    })
    for (const column of [...columns, order]) exchange(column, top, below)
    const value = own[top] as Entry
    const divides = ne(value, zerosOf(value.aval))
    for (const { row } of below) own[row] = when(divides, div(own[row] as Entry, value), own[row] as Entry)
    for (const column of columns.slice(top + 1))
      for (const { row } of below) column[row] = sub(column[row] as Entry, mul(own[row] as Entry, column[top] as Entry))
    pivots.push(pivot)
  }
  const byRows = Array.from({ length: m }, (_, i) => columns.map((column) => column[i] as Entry)).flat()
  return [stacked(byRows, [count, m, n]), stacked(pivots, [count, pivots.length]), stacked(order, [count, m])]
}
