// Aggressive early deflation (Braman, Byers & Mathias 2002): the last rows of a block are made triangular by themselves, which leaves a spike of what
// couples them to the rows before. Where the end of the spike is negligible, eigenvalues have converged long before their couplings tell.
//   [a · ; s·e₁ D] = [a ·; s·Uᴴe₁ T] turned by U,  D = U·T·Uᴴ
import type { NDArray } from "../../core/array.js"
import { add, max, mul, sub } from "../elementwise/arithmetic.js"
import { and, not, or } from "../elementwise/bits.js"
import { eq, gt } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { sqrt } from "../elementwise/exponential.js"
import { selectN } from "../elementwise/select.js"
import { reduceMax } from "../reductions.js"
import { pad, slice } from "../shape/pad.js"
import { fill, reshape } from "../vector.js"
import { diagonalAt, francis, leastOf, shifted } from "./francis.js"
import { hessenbergLanes } from "./hessenberglanes.js"
import { conjugated, product } from "./matrix.js"
import { greaterPart } from "./parts.js"
import { epsOf, grown, isZero, over, place, when } from "./shorthand.js"
import { split } from "./splitting.js"
import { applied, type State, windowAt } from "./window.js"

/** Rows that are looked at. */
export const deflationRows = 24

export interface Deflation {
  /** A window of one row and column more, whose last rows are triangular but for blocks of two and whose first column is the spike. */
  readonly inside: NDArray
  /** What turns the window's rows. */
  readonly turn: NDArray
  /** Eigenvalues, `[rows, 1]`, of which so many first ones have not converged. */
  readonly values: NDArray
  readonly left: NDArray
}

const sameRow = ({ shape }: NDArray): NDArray => eq(place(shape, 0), place(shape, 1))
const flat = (x: NDArray): NDArray => reshape(x, x.shape.slice(0, 2))

/** A matrix under and beside a new first row and column of zeros. */
const cornered = (x: NDArray): NDArray => {
  const behind = { low: 1, high: 0, interior: 0 }
  return pad(x, literal(0, x.dtype), [behind, behind, { low: 0, high: 0, interior: 0 }])
}

/** The last rows of a block that ends at `to`, and is larger. */
export const deflation = (h: NDArray, to: NDArray): Deflation => {
  const size = deflationRows + 1
  const all = windowAt(h, sub(to, size), size)
  const own = slice(all, [1, 1, 0], [size, size, 1])
  const { h: t, rows, found } = francis({ h: own, rows: when(sameRow(own), fill(1, own.aval), 0) })
  const whole = cornered(rows)
  const first = eq(add(place(all.shape, 0), place(all.shape, 1)), 0)
  const turn = when(first, 1, whole)
  const turned = reshape(product(product(conjugated(flat(turn)), flat(all)), flat(turn), "yᵀ"), all.shape)
  const isInside = and(gt(place(all.shape, 0), 0), gt(place(all.shape, 1), 0))
  const spike = reshape(slice(turned, [1, 0, 0], [size, 1, 1]), [deflationRows, 1])
  return {
    inside: selectN(isInside, turned, cornered(t)),
    turn,
    values: split(t, fill(0, { shape: [1], dtype: "bool" })).values,
    left: when(reshape(found, []), leftOf(spike, t), deflationRows),
  }
}

/** How many first rows are left when those behind, whose elements of the spike are nothing beside their eigenvalues, are taken away. */
const leftOf = (spike: NDArray, t: NDArray): NDArray => {
  const wide = grown(t, [1, 1, 0], 0)
  const [diagonal, below, above] = [diagonalAt(wide, 0), diagonalAt(wide, -1), diagonalAt(wide, 1)].map(greaterPart) as [
    NDArray,
    NDArray,
    NDArray,
  ]
  const isFirst = not(isZero(below))
  const isSecond = shifted(isFirst, 1)
  const reach = when(isFirst, mul(sqrt(below), sqrt(above)), 0)
  const size = add(diagonal, add(reach, shifted(reach, 1)))
  const stays = gt(greaterPart(spike), max(mul(epsOf(t), size), leastOf(t)))
  const each = or(stays, or(and(isFirst, shifted(stays, -1)), and(isSecond, shifted(stays, 1))))
  return add(reduceMax(when(each, place(each.shape, 0), -1), [0, 1]), 1)
}

/** The matrix without what has converged: the spike of what is left is reflected away, and its rows are Hessenberg again. */
export const deflated = (state: State, to: NDArray, { inside, turn, left }: Omit<Deflation, "values">): State => {
  const isSpike = eq(place(inside.shape, 1), 0)
  const isGone = gt(place(inside.shape, 0), over(left, inside.shape, []))
  const { h, rows } = hessenbergLanes(when(and(isSpike, isGone), 0, inside))
  const both = reshape(product(flat(rows), flat(turn)), turn.shape)
  return applied(state, sub(to, deflationRows + 1), h, both)
}
