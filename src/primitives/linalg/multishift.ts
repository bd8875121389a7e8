// One large Hessenberg matrix made triangular but for blocks of two rows, by QR steps with many shifts (Braman, Byers & Mathias 2002): a chain of small
// bulges, two shifts each, walks down the lowest block that is left, window by window. What happens in a window is gathered in a small orthogonal
// matrix, which the rest of the matrix is multiplied by. Blocks that fit into a window are finished in it.
import type { NDArray } from "../../core/array.js"
import { isComplex } from "../../core/dtype.js"
import { add, div, mul, neg, rem, sub } from "../elementwise/arithmetic.js"
import { and, not, or } from "../elementwise/bits.js"
import { eq, ge, gt, le, lt } from "../elementwise/comparison.js"
import { imag } from "../elementwise/complex.js"
import { square } from "../elementwise/exponential.js"
import { selectN } from "../elementwise/select.js"
import { dynamicSlice } from "../indexing/dynamicslice.js"
import { reduceMax, reduceOr } from "../reductions.js"
import { slice } from "../shape/pad.js"
import { sort } from "../sort/sort.js"
import { fill, reshape } from "../vector.js"
import { type Deflation, deflated, deflation, deflationRows } from "./earlydeflation.js"
import {
  beginning,
  chase,
  diagonalAt,
  enteringAt,
  francis,
  type LaneHessenberg,
  type LaneSchur,
  type Shifts,
  settled,
  type Three,
  unfinished,
} from "./francis.js"
import { loopWhile } from "./loops.js"
import { conjugated, inDtypeOf, product, realPart } from "./matrix.js"
import { greaterPart } from "./parts.js"
import { both, grown, isZero, over, place, when } from "./shorthand.js"
import { applied, identity, origin, placed, type State, windowAt } from "./window.js"

/** Bulges of a chain, rows between them, and rows of a window. */
const bulges = 6
const spacing = 3
const windowRows = 40
/** Rows that a chain walks down in one window. */
const stride = windowRows - spacing * (bulges - 1) - 4
/** Chains that one row may take; less than one is usual. */
const chainsPerRow = 10
const chainsOfAKind = 11
/** Eigenvalues that converge at once so that the next look for more comes before the next chain. */
const enough = 4

/** Rows from which on this is done. */
export const manyRows = 80

/** The lowest block of three rows or more, the end excluded. */
interface Block {
  readonly from: NDArray
  readonly to: NDArray
}

const lowestBlock = (h: NDArray): Block => {
  const left = unfinished(h)
  const where = place(left.shape, 0)
  const last = reduceMax(when(left, where, -3), [0, 1])
  const ends = and(isZero(diagonalAt(h, -1)), lt(where, over(last, where.shape, [])))
  return { from: add(reduceMax(when(ends, where, -1), [0, 1]), 1), to: add(last, 3) }
}

/** A block that fits into a window, finished. */
const finished = ([h, rows]: State, { from, to }: Block): State => {
  const at = placed(h, from, windowRows)
  const all = windowAt(h, at, windowRows)
  const inBlock = (axis: number): NDArray => {
    const where = add(place(all.shape, axis), over(at, all.shape, []))
    return and(ge(where, over(from, all.shape, [])), lt(where, over(to, all.shape, [])))
  }
  const isOwn = and(inBlock(0), inBlock(1))
  const done = francis({ h: when(isOwn, all, 0), rows: identity(all) })
  // what is beside the block in its window takes part in its turns, too
  return applied([h, rows], at, selectN(isOwn, besides(all, done.rows), done.h), done.rows)
}

const besides = (all: NDArray, turn: NDArray): NDArray => {
  const flat = (x: NDArray): NDArray => reshape(x, x.shape.slice(0, 2))
  return reshape(product(product(conjugated(flat(turn)), flat(all)), flat(turn), "yᵀ"), all.shape)
}

/** Shifts of all bulges, `[bulges, 1]`: eigenvalues of the block's last rows that have not converged; now and then numbers near its last element. */
const shiftsOf = (h: NDArray, to: NDArray, { values, left }: Deflation, isOdd: NDArray): Shifts => {
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
  return {
    a: selectN(odd, of(every(0)), far),
    w: selectN(odd, isRealMatrix ? neg(square(imag(every(0)))) : fill(0, far.aval), wide(inDtypeOf(mul(-0.4375, square(reach)), h))),
    d: selectN(odd, of(every(1)), far),
  }
}

/** One chain of bulges down a block. */
const chained = (state: State, { from, to }: Block, shifts: Shifts): State => {
  const last = add(sub(to, from), spacing * (bulges - 1) - 1)
  const [h, rows] = loopWhile(
    { still: [from, to, last, shifts.a, shifts.w, shifts.d], carry: [...state, origin()] },
    ([, , last], [, , begun]) => lt(begun as NDArray, last as NDArray),
    (still, [h, rows, begun]) => {
      const [from, to, , a, w, d] = still as readonly NDArray[] as readonly [NDArray, NDArray, NDArray, NDArray, NDArray, NDArray]
      const time = begun as NDArray
      const front = add(from, time)
      const at = placed(h as NDArray, sub(front, spacing * (bulges - 1) + 1), windowRows)
      const all = windowAt(h as NDArray, at, windowRows)
      const [inside, turn] = loopWhile(
        { still: [front, at, from, to, a, w, d], carry: [all, identity(all), origin()] },
        (_, [, , step]) => lt(step as NDArray, stride * bulges),
        (still, [all, turn, step]) => {
          const [front, at, from, to, a, w, d] = still as readonly NDArray[] as readonly [
            NDArray,
            NDArray,
            NDArray,
            NDArray,
            NDArray,
            NDArray,
            NDArray,
          ]
          const moved = div(step as NDArray, bulges)
          const bulge = sub(step as NDArray, mul(moved, bulges))
          const row = sub(add(front, moved), mul(bulge, spacing))
          const isInside = both(ge(row, from), le(row, sub(to, 2)))
          const begins = or(eq(row, from), not(isInside))
          const k = sub(row, at)
          const of = (x: NDArray): NDArray => reshape(dynamicSlice(x, [bulge, origin()], [1, 1]), [1])
          const corner = dynamicSlice(all as NDArray, [k, k, origin()], [3, 2, 1])
          const entry = (i: number, j: number): NDArray => reshape(slice(corner, [i, j, 0], [i + 1, j + 1, 1]), [1])
          const starts = beginning(
            { a: of(a), w: of(w), d: of(d) },
            { first: entry(0, 0), above: entry(0, 1), below: entry(1, 0), second: entry(1, 1), behind: entry(2, 1) },
          )
          const wide = (x: NDArray): NDArray => over(x, [1], [])
          const given = enteringAt(all as NDArray, k).map((x, i) =>
            when(wide(isInside), selectN(wide(begins), x, starts[i] as NDArray), 0),
          ) as unknown as Three
          return [...chase(all as NDArray, turn as NDArray, k, given, wide(begins)), add(step as NDArray, 1)]
        },
      )
      const next = applied([h as NDArray, rows as NDArray], at, inside as NDArray, turn as NDArray)
      return [...next, add(time, stride)]
    },
  )
  return [h as NDArray, rows as NDArray]
}

/** What is done to a state where a condition holds; it stays as it is where it does not. */
const onlyIf = (holds: NDArray, still: readonly NDArray[], state: State, f: (still: readonly NDArray[], state: State) => State): State => {
  const [h, rows] = loopWhile(
    { still, carry: [...state, holds] },
    (_, [, , holds]) => holds as NDArray,
    (still, [h, rows]) => [...f(still, [h as NDArray, rows as NDArray]), fill(0, { shape: [], dtype: "bool" })],
  )
  return [h as NDArray, rows as NDArray]
}

/** The same as `francis` of one matrix `[n, n, 1]`. */
export const multishift = (given: LaneHessenberg): LaneSchur => {
  const [n] = given.h.shape as [number, number, number]
  const width = given.rows.shape[1] as number
  const [h, rows] = loopWhile(
    { carry: [settled(grown(given.h, [1, 1, 0], 0)), grown(given.rows, [1, 0, 0], 0), origin()] },
    (_, [h, , chains]) => and(reduceOr(unfinished(h as NDArray), [0, 1]), lt(chains as NDArray, chainsPerRow * n)),
    (_, [h, rows, chains]) => {
      const { from, to } = lowestBlock(h as NDArray)
      const fits = le(sub(to, from), windowRows - 1)
      const isOdd = eq(rem(chains as NDArray, chainsOfAKind), chainsOfAKind - 1)
      const done = onlyIf(fits, [from, to], [h as NDArray, rows as NDArray], ([from, to], state) => finished(state, { from, to } as Block))
      const [h1, rows1] = onlyIf(not(fits), [from, to, isOdd], done, (still, state) => {
        const [from, to, isOdd] = still as readonly NDArray[] as readonly [NDArray, NDArray, NDArray]
        const found = deflation(state[0], to)
        const gone = sub(deflationRows, found.left)
        const some = onlyIf(gt(gone, 0), [to, found.inside, found.turn, found.left], state, (still, state) => {
          const [to, inside, turn, left] = still as readonly NDArray[] as readonly [NDArray, NDArray, NDArray, NDArray]
          return deflated(state, to, { inside, turn, left })
        })
        const { a, w, d } = shiftsOf(state[0], to, found, isOdd)
        return onlyIf(lt(gone, enough), [from, sub(to, gone), a, w, d], some, ([from, to, a, w, d], state) =>
          chained(state, { from, to } as Block, { a, w, d } as Shifts),
        )
      })
      return [settled(h1), rows1, add(chains as NDArray, 1)]
    },
  ) as readonly [NDArray, NDArray, NDArray]
  return {
    h: slice(h, [0, 0, 0], [n, n, 1]),
    rows: slice(rows, [0, 0, 0], [n, width, 1]),
    found: not(reduceOr(unfinished(h), [0])),
  }
}
