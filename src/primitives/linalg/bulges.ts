// Chains of small bulges that walk down a block of one large Hessenberg matrix, window by window: the first begins, then another every few rows.
import type { NDArray } from "../../core/array.js"
import { isComplex } from "../../core/dtype.js"
import { add, div, mul, neg, sub } from "../elementwise/arithmetic.js"
import { not, or } from "../elementwise/bits.js"
import { eq, ge, le, lt } from "../elementwise/comparison.js"
import { imag } from "../elementwise/complex.js"
import { selectN } from "../elementwise/select.js"
import { dynamicSlice } from "../indexing/dynamicslice.js"
import { concatenate } from "../shape/concatenate.js"
import { slice } from "../shape/pad.js"
import { sort } from "../sort/sort.js"
import { fill, reshape } from "../vector.js"
import type { Deflation } from "./earlydeflation.js"
import { beginning, chase, enteringAt, type Three } from "./francis.js"
import { loopWhile } from "./loops.js"
import { inDtypeOf, realPart } from "./matrix.js"
import { greaterPart } from "./parts.js"
import { both, isZero, over, part, place, when } from "./shorthand.js"
import { applied, type Block, identity, origin, placed, type State, windowAt } from "./window.js"

/** Bulges of a chain, and rows between them. */
const bulges = 6
const spacing = 3
/** Rows that the last bulge is behind the first. */
const length = spacing * (bulges - 1)
/** Rows of a window. */
export const windowRows = 40
/** Rows that a chain walks down in one window. */
const stride = windowRows - length - 4

/** Shifts of all bulges, the numbers of `Shifts` side by side, `[bulges, 4]`: eigenvalues of the block's last rows that have not converged; now and then numbers near its last element. */
export const shiftsOf = (h: NDArray, to: NDArray, { values, left }: Deflation, isOdd: NDArray): NDArray => {
  const isRealMatrix = !isComplex(h.dtype)
  const where = place(values.shape, 0)
  const isLeft = lt(where, over(left, where.shape, []))
  const isPair = isRealMatrix ? not(isZero(imag(values))) : isLeft
  // pairs first, then real ones, each from the last on
  const kind = when(isLeft, when(isPair, 0, fill(1, where.aval)), 2)
  const near = sort([kind, neg(where), values], 0, 2)[2] as NDArray
  const every = (from: number): NDArray => slice(near, [from, 0], [2 * bulges, 1], [2, 1])
  const of = (x: NDArray): NDArray => (isRealMatrix ? realPart(x) : x)
  const wide = (x: NDArray): NDArray => over(reshape(x, []), [bulges, 1], [])
  const below = (by: number): NDArray => greaterPart(dynamicSlice(h, [sub(to, by), sub(to, by + 1), origin()], [1, 1, 1]))
  const reach = add(below(1), below(2))
  const last = dynamicSlice(h, [sub(to, 1), sub(to, 1), origin()], [1, 1, 1])
  const far = wide(add(last, inDtypeOf(mul(0.75, reach), h)))
  const odd = over(isOdd, [bulges, 1], [])
  const height = isRealMatrix ? imag(every(0)) : fill(0, far.aval)
  const pick = (usual: NDArray, other: NDArray): NDArray => selectN(odd, usual, other)
  return concatenate(
    [
      pick(of(every(0)), far),
      pick(neg(height), wide(inDtypeOf(mul(-0.4375, reach), h))),
      pick(height, wide(inDtypeOf(reach, h))),
      pick(of(every(1)), far),
    ],
    1,
  )
}

/** The first column of a bulge in row k, of its shifts `[1, 4]`. */
const begun = (h: NDArray, k: NDArray, shifts: NDArray): Three => {
  const corner = dynamicSlice(h, [k, k, origin()], [3, 2, 1])
  const entry = (i: number, j: number): NDArray => reshape(slice(corner, [i, j, 0], [i + 1, j + 1, 1]), [1])
  const [a, b, c, d] = [0, 1, 2, 3].map((i) => reshape(part(shifts, 1, i, i + 1), [1])) as [NDArray, NDArray, NDArray, NDArray]
  const rows = { first: entry(0, 0), above: entry(0, 1), below: entry(1, 0), second: entry(1, 1), behind: entry(2, 1) }
  return beginning({ a, b, c, d }, rows)
}

/** One bulge one row down, in a window that begins at a row; nothing where its row is outside the block. */
const moved = ([h, rows]: State, { from, to }: Block, at: NDArray, row: NDArray, shifts: NDArray): State => {
  const wide = (x: NDArray): NDArray => over(x, [1], [])
  const isInside = both(ge(row, from), le(row, sub(to, 2)))
  const begins = wide(or(eq(row, from), not(isInside)))
  const k = sub(row, at)
  const starts = begun(h, k, shifts)
  const bulge = enteringAt(h, k).map((x, i) => when(wide(isInside), selectN(begins, x, starts[i] as NDArray), 0))
  return chase(h, rows, k, bulge as unknown as Three, begins)
}

/** All bulges `stride` rows down, each after the one before it. */
const walked = (state: State, block: Block, front: NDArray, shifts: NDArray): State => {
  const [h, rows] = state
  const at = placed(h, sub(front, length + 1), windowRows)
  const all = windowAt(h, at, windowRows)
  const [inside, turn] = loopWhile(
    { still: [front, at, block.from, block.to, shifts], carry: [all, identity(all), origin()] },
    (_, [, , step]) => lt(step as NDArray, stride * bulges),
    (still, [inside, turn, step]) => {
      const [front, at, from, to, shifts] = still as readonly [NDArray, NDArray, NDArray, NDArray, NDArray]
      const time = div(step as NDArray, bulges)
      const bulge = sub(step as NDArray, mul(time, bulges))
      const row = sub(add(front, time), mul(bulge, spacing))
      const own = dynamicSlice(shifts, [bulge, origin()], [1, 4])
      return [...moved([inside as NDArray, turn as NDArray], { from, to }, at, row, own), add(step as NDArray, 1)]
    },
  )
  return applied([h, rows], at, inside as NDArray, turn as NDArray)
}

/** One chain of bulges down a block. */
export const chained = (state: State, { from, to }: Block, shifts: NDArray): State => {
  const [h, rows] = loopWhile(
    { still: [from, to, add(to, length - 1), shifts], carry: [...state, from] },
    ([, , last], [, , front]) => lt(front as NDArray, last as NDArray),
    (still, [h, rows, front]) => {
      const [from, to, , shifts] = still as readonly [NDArray, NDArray, NDArray, NDArray]
      return [...walked([h as NDArray, rows as NDArray], { from, to }, front as NDArray, shifts), add(front as NDArray, stride)]
    },
  )
  return [h as NDArray, rows as NDArray]
}
