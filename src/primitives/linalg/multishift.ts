// One large Hessenberg matrix made triangular but for blocks of two rows, by QR steps with many shifts (Braman, Byers & Mathias 2002): a chain of small
// bulges, two shifts each, walks down the lowest block that is left, window by window. What happens in a window is gathered in a small orthogonal
// matrix, which the rest of the matrix is multiplied by. Blocks that fit into a window are finished in it.
import type { NDArray } from "../../core/array.js"
import { isComplex } from "../../core/dtype.js"
import { add, div, max, min, mul, neg, sub } from "../elementwise/arithmetic.js"
import { and, not, or } from "../elementwise/bits.js"
import { eq, ge, le, lt } from "../elementwise/comparison.js"
import { imag, real } from "../elementwise/complex.js"
import { literal } from "../elementwise/define.js"
import { square } from "../elementwise/exponential.js"
import { abs } from "../elementwise/magnitude.js"
import { selectN } from "../elementwise/select.js"
import { dynamicSlice, dynamicUpdateSlice } from "../indexing/dynamicslice.js"
import { reduceMax, reduceOr } from "../reductions.js"
import { slice } from "../shape/pad.js"
import { sort } from "../sort/sort.js"
import { fill, reshape } from "../vector.js"
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
import { conjugated, inDtypeOf, product } from "./matrix.js"
import { greaterPart } from "./parts.js"
import { both, grown, isZero, over, place, when } from "./shorthand.js"
import { split } from "./splitting.js"

/** Bulges of a chain, rows between them, and rows of a window. */
const bulges = 6
const spacing = 3
const windowRows = 40
/** Rows that a chain walks down in one window. */
const stride = windowRows - spacing * (bulges - 1) - 4
/** Chains that one row may take; less than one is usual. */
const chainsPerRow = 10
const chainsOfAKind = 11

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

/** The matrix, Qᵀ and their window from a row on, `[n + 1, n + 1, 1]` and `[n + 1, n, 1]`. */
type State = readonly [h: NDArray, rows: NDArray]

const origin = (): NDArray => literal(0, "int32")

/** Where a window begins that holds as much as it can from a row on. */
const placed = (h: NDArray, from: NDArray): NDArray => max(0, min(from, (h.shape[0] as number) - windowRows))

const windowAt = (h: NDArray, at: NDArray, size = windowRows): NDArray => dynamicSlice(h, [at, at, origin()], [size, size, 1])

/** `UᴴHU` and `Qᵀ ← UᵀQᵀ`, of the rows of Uᵀ that act in a window, which is known already. */
const applied = ([h, rows]: State, at: NDArray, inside: NDArray, turn: NDArray): State => {
  const [size, width] = [h.shape[0] as number, rows.shape[1] as number]
  const flat = (x: NDArray): NDArray => reshape(x, x.shape.slice(0, 2))
  const deep = (x: NDArray): NDArray => reshape(x, [...x.shape, 1])
  const u = flat(turn)
  const band = deep(product(conjugated(u), flat(dynamicSlice(h, [at, origin(), origin()], [windowRows, size, 1]))))
  const half = dynamicUpdateSlice(h, band, [at, origin(), origin()])
  const column = deep(product(flat(dynamicSlice(half, [origin(), at, origin()], [size, windowRows, 1])), u, "yᵀ"))
  const whole = dynamicUpdateSlice(half, column, [origin(), at, origin()])
  const own = deep(product(u, flat(dynamicSlice(rows, [at, origin(), origin()], [windowRows, width, 1]))))
  return [dynamicUpdateSlice(whole, inside, [at, at, origin()]), dynamicUpdateSlice(rows, own, [at, origin(), origin()])]
}

const identity = (like: NDArray): NDArray => when(eq(place(like.shape, 0), place(like.shape, 1)), fill(1, like.aval), 0)

/** A block that fits into a window, finished. */
const finished = ([h, rows]: State, { from, to }: Block): State => {
  const at = placed(h, from)
  const all = windowAt(h, at)
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

/** Shifts of all bulges, `[bulges, 1]`: the eigenvalues of the block's last rows; now and then numbers near its last element. */
const shiftsOf = (h: NDArray, { to }: Block, isOdd: NDArray): Shifts => {
  const count = 2 * bulges
  const corner = windowAt(h, sub(to, count), count)
  const { values } = split(
    francis({ h: corner, rows: slice(identity(corner), [0, 0, 0], [count, 1, 1]) }).h,
    fill(0, { shape: [1], dtype: "bool" }),
  )
  const near = isComplex(h.dtype) ? values : pairedUp(values)
  const every = (x: NDArray, from: number): NDArray => slice(x, [from, 0], [count, 1], [2, 1])
  const of = (x: NDArray): NDArray => (isComplex(h.dtype) ? x : real(x))
  const last = reshape(dynamicSlice(corner, [literal(count - 1, "int32"), literal(count - 1, "int32"), origin()], [1, 1, 1]), [1, 1])
  const reach = add(
    ...([
      [count - 1, count - 2],
      [count - 2, count - 3],
    ].map(([i, j]) => reshape(greaterPart(slice(corner, [i, j, 0] as number[], [(i as number) + 1, (j as number) + 1, 1])), [1, 1])) as [
      NDArray,
      NDArray,
    ]),
  )
  const wide = (x: NDArray): NDArray => over(x, [bulges, 1], [0, 1])
  const far = wide(add(last, inDtypeOf(mul(0.75, reach), h)))
  const odd = over(isOdd, [bulges, 1], [])
  const apart = isComplex(h.dtype) ? fill(0, far.aval) : neg(square(imag(every(near, 0))))
  return {
    a: selectN(odd, of(every(near, 0)), far),
    w: selectN(odd, apart, wide(inDtypeOf(mul(-0.4375, square(reach)), h))),
    d: selectN(odd, of(every(near, 1)), far),
  }
}

/** Eigenvalues of a real matrix of even size in an order in which conjugate ones follow each other at even places: first those that are real. */
const pairedUp = (values: NDArray): NDArray => {
  const im = imag(values)
  const kind = when(isZero(im), 0, fill(1, { shape: im.shape, dtype: "int32" }))
  return sort([kind, real(values), abs(im), values], 0, 3)[3] as NDArray
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
      const at = placed(h as NDArray, sub(front, spacing * (bulges - 1) + 1))
      const all = windowAt(h as NDArray, at)
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
      const block = ([from, to]: readonly NDArray[]): Block => ({ from, to }) as Block
      const done = onlyIf(fits, [from, to], [h as NDArray, rows as NDArray], (still, state) => finished(state, block(still)))
      const isOdd = eq(sub(chains as NDArray, mul(div(chains as NDArray, chainsOfAKind), chainsOfAKind)), chainsOfAKind - 1)
      const [h1, rows1] = onlyIf(not(fits), [from, to, isOdd], done, (still, state) =>
        chained(state, block(still), shiftsOf(state[0], block(still), still[2] as NDArray)),
      )
      return [settled(h1), rows1, add(chains as NDArray, 1)]
    },
  ) as readonly [NDArray, NDArray, NDArray]
  return {
    h: slice(h, [0, 0, 0], [n, n, 1]),
    rows: slice(rows, [0, 0, 0], [n, width, 1]),
    found: not(reduceOr(unfinished(h), [0])),
  }
}
