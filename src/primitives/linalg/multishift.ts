// One large Hessenberg matrix made triangular but for blocks of two rows, by QR steps with many shifts (Braman, Byers & Mathias 2002): a chain of small
// bulges, two shifts each, walks down the lowest block that is left, window by window. What happens in a window is gathered in a small orthogonal
// matrix, which the rest of the matrix is multiplied by. Blocks that fit into a window are finished in it.
import type { NDArray } from "../../core/array.js"
import { add, rem, sub } from "../elementwise/arithmetic.js"
import { and, not } from "../elementwise/bits.js"
import { eq, ge, gt, le, lt } from "../elementwise/comparison.js"
import { selectN } from "../elementwise/select.js"
import { reduceMax, reduceOr } from "../reductions.js"
import { slice } from "../shape/pad.js"
import { fill, reshape } from "../vector.js"
import { chained, shiftsOf, windowRows } from "./bulges.js"
import { deflated, deflation, deflationRows } from "./earlydeflation.js"
import { diagonalAt, francis, type LaneHessenberg, type LaneSchur, settled, unfinished } from "./francis.js"
import { loopWhile } from "./loops.js"
import { conjugated, product } from "./matrix.js"
import { grown, isZero, over, place, when } from "./shorthand.js"
import { applied, type Block, identity, origin, placed, type State, windowAt } from "./window.js"

/** Chains that one row may take; less than one is usual. */
const chainsPerRow = 10
const chainsOfAKind = 11
/** Eigenvalues that converge at once so that the next look for more comes before the next chain. */
const enough = 4

/** Rows from which on this is done. */
export const manyRows = 80

/** The lowest block of three rows or more. */
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
        const shifts = shiftsOf(state[0], to, found, isOdd)
        return onlyIf(lt(gone, enough), [from, sub(to, gone), shifts], some, ([from, to, shifts], state) =>
          chained(state, { from, to } as Block, shifts as NDArray),
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
