// Arrays written down in one call, from numbers, ranges and arrays: NumPy's `r_[…]` and `c_[…]` as functions, since brackets cannot be taught here.
import { type ArrayLike, isArrayLike, type NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { describeLeaf } from "../tree/describe.js"
import type { GridRange } from "./grids.js"
import { concatenate } from "./joining.js"
import { promote } from "./promote.js"
import { arange } from "./ranges.js"
import { expandDims, reshape } from "./reshape.js"
import { transpose } from "./transposing.js"

/** A number, an array, or a range `[start, stop, step?]`, which is NumPy's `start:stop:step`. */
export type RowItem = ArrayLike | GridRange

/**
 * How items are joined, said first: `"axis"`, `"axis,ndim"` or `"axis,ndim,place"` are along which axis, the fewest axes that items are given, and at which
 * place those are that an item with fewer has; `"r"` and `"c"` make a row or a column of a result that is a vector.
 */
export type RowDirective = string

/** Along which axis, the fewest axes, where an item's own are put among them (−1: last), and the axis that a vector is given (−1: none). */
type Plan = readonly [axis: number, ndim: number, place: number, extra: number]

const planOf = (op: string, directive: string, [axis, ndim, place]: Plan): Plan => {
  if (directive === "r" || directive === "c") return [axis, ndim, place, directive === "r" ? 0 : 1]
  const words = directive.split(",").map((word) => (/^\s*-?\d+\s*$/.test(word) ? Number(word) : Number.NaN))
  if (words.some(Number.isNaN) || words.length > 3 || (words[1] ?? 0) < 0)
    raise({
      code: "argument/directive",
      op,
      need: 'what is said first must be "r", "c" or up to three whole numbers, "axis,ndim,place", ndim not negative',
      got: describeLeaf(directive),
    })
  return [words[0] ?? axis, words[1] ?? ndim, words[2] ?? place, -1]
}

const isRange = (item: unknown): item is GridRange =>
  Array.isArray(item) && (item.length === 2 || item.length === 3) && item.every((x) => typeof x === "number")

const itemOf = (op: string, item: RowItem, i: number): ArrayLike => {
  if (isRange(item)) return arange(...item)
  if (isArrayLike(item)) return item
  return raise({
    code: "argument/item",
    op,
    need: "items must be numbers, arrays or ranges [start, stop, step?]",
    path: `[${i}]`,
    got: describeLeaf(item),
    hint: "make an array of it with np.array; what is said about axes comes first",
  })
}

/** An item with axes of size 1 before its own, or its own moved in front of them. */
const placed = (own: NDArray, axesOfItem: number, [, ndim, place]: Plan): NDArray => {
  const x = own.ndim < ndim ? reshape(own, [...Array.from({ length: ndim - own.ndim }, () => 1), ...own.shape]) : own
  if (place === -1 || axesOfItem >= ndim) return x
  const shift = ndim - (Math.abs(ndim + place + 1) % ndim)
  const axes = Array.from({ length: ndim }, (_, k) => k)
  return transpose(x, [...axes.slice(shift), ...axes.slice(0, shift)])
}

type Joins = (...items: readonly [RowItem | RowDirective, ...RowItem[]]) => NDArray

const joins =
  (op: string, usual: Plan): Joins =>
  (first, ...rest) => {
    const plan = typeof first === "string" ? planOf(op, first, usual) : usual
    const items = typeof first === "string" ? rest : [first, ...rest]
    const [axis, , , extra] = plan
    const arrays = promote(
      op,
      items.map((item, i) => itemOf(op, item, i)),
    )
    const joined = concatenate(
      arrays.map((x, i) => placed(x, isRange(items[i]) ? 0 : x.ndim, plan)),
      axis,
    )
    return extra >= 0 && joined.ndim === 1 ? expandDims(joined, extra) : joined
  }

/**
 * Numbers, ranges and arrays joined along the first axis: `r_([0, 3], 7, x)` is NumPy's `r_[0:3, 7, x]`. Dtypes are promoted,
 * and numbers take that of what stands beside them. (`jax.numpy.r_`)
 * @throws ArgumentError of other items and directives, ShapeError where shapes do not agree except along the axis
 * @example np.r_([-1, 5], 0, np.array([1, 2])) // [-1, 0, 1, 2, 3, 4, 0, 1, 2]
 */
export const r_: Joins = joins("r_", [0, 1, -1, -1])

/**
 * The same along the last axis, vectors as columns: `c_(x, y)` of two vectors is a matrix of two columns. (`jax.numpy.c_`)
 * @throws as `r_`
 * @example np.c_(np.array([1, 2]), np.array([3, 4])) // [[1, 3], [2, 4]]
 */
export const c_: Joins = joins("c_", [-1, 2, 0, -1])
