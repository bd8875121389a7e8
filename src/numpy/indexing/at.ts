// Updated copies: `x.at(i).set(v)` is what `x[i] = v` would be if arrays could change.
import type { ArrayLike, NDArray } from "../../core/array.js"
import { isInexact } from "../../core/dtype.js"
import { raise } from "../../core/errors.js"
import { optionsOf } from "../../core/options.js"
import { scatterMax, scatterMin } from "../../primitives/indexing/extremum.js"
import { scatterAdd } from "../../primitives/indexing/gather.js"
import { scatterMul } from "../../primitives/indexing/product.js"
import { scatter } from "../../primitives/indexing/scatter.js"
import type { ScatterOptions } from "../../primitives/indexing/scattering.js"
import { reshape } from "../../primitives/shape/reshape.js"
import { add, divide, maximum, minimum, multiply, negative, power, subtract } from "../arithmetic.js"
import { astype } from "../astype.js"
import { broadcastTo } from "../broadcast.js"
import { where } from "../comparison.js"
import { onesLike } from "../creation.js"
import { toArray } from "../host.js"
import { updateOf } from "../promote.js"
import { type Index, type Item, parseIndex } from "./items.js"
import { maskOf } from "./mask.js"
import { cut, paste, regionOf } from "./region.js"
import { readItems, shapeWithNew, withoutPicks } from "./slice.js"
import { addressingOf, type OutsideOptions, outsideOptions, rowsOf, scatterOptions } from "./windows.js"

/** Updates of one part of an array. Every method returns a new array; what meets at one place combines, except for `set`, where the last stays. */
export interface IndexUpdate {
  /** The part itself; places outside read the nearest element, or as the mode says. */
  get(options?: OutsideOptions): NDArray
  /** With the part replaced. Places outside are ignored. */
  set(values: ArrayLike, options?: OutsideOptions): NDArray
  add(values: ArrayLike, options?: OutsideOptions): NDArray
  subtract(values: ArrayLike, options?: OutsideOptions): NDArray
  sub(values: ArrayLike, options?: OutsideOptions): NDArray
  multiply(values: ArrayLike, options?: OutsideOptions): NDArray
  mul(values: ArrayLike, options?: OutsideOptions): NDArray
  divide(values: ArrayLike, options?: OutsideOptions): NDArray
  div(values: ArrayLike, options?: OutsideOptions): NDArray
  power(values: ArrayLike, options?: OutsideOptions): NDArray
  pow(values: ArrayLike, options?: OutsideOptions): NDArray
  min(values: ArrayLike, options?: OutsideOptions): NDArray
  max(values: ArrayLike, options?: OutsideOptions): NDArray
  /** With `f` of the part in its place. */
  apply(f: (part: NDArray) => ArrayLike, options?: OutsideOptions): NDArray
}

/** How one kind of update meets the old elements: elementwise, and by a scatter. */
interface Update {
  readonly meet: (old: NDArray, values: NDArray) => NDArray
  readonly scatter: (x: NDArray, rows: NDArray, values: NDArray, options: ScatterOptions) => NDArray
}

/** Products of what meets at each place, 1 elsewhere. */
const factors = (x: NDArray, rows: NDArray, values: NDArray, options: ScatterOptions): NDArray =>
  scatterMul(onesLike(x), rows, values, options)

const updates = {
  set: { meet: (_, v) => v, scatter },
  add: { meet: add, scatter: scatterAdd },
  subtract: { meet: subtract, scatter: (x, rows, v, options) => scatterAdd(x, rows, negative(v), options) },
  multiply: { meet: multiply, scatter: scatterMul },
  divide: { meet: divide, scatter: (x, rows, v, options) => divide(x, factors(x, rows, v, options)) },
  power: { meet: power, scatter: (x, rows, v, options) => power(x, factors(x, rows, v, options)) },
  min: { meet: minimum, scatter: scatterMin },
  max: { meet: maximum, scatter: scatterMax },
} as const satisfies { readonly [name: string]: Update }

const updateItems = (
  x: NDArray,
  items: readonly Item[],
  values: NDArray,
  { meet, scatter: write }: Update,
  options: OutsideOptions,
): NDArray => {
  const region = regionOf(items, x)
  const part = cut(x, region)
  const box = withoutPicks(part, items)
  const at = addressingOf(items, box)
  if (at?.axes.some((axis) => box.shape[axis] === 0)) return x // every place lies outside of nothing
  const found = at ? box.shape.filter((_, axis) => !at.axes.includes(axis)).toSpliced(at.position, 0, ...at.places) : box.shape
  const spread = reshape(broadcastTo(values, shapeWithNew(found, items, at), "at"), found)
  const updated = at ? write(box, rowsOf(at), spread, scatterOptions(box, at, options)) : meet(box, spread)
  return paste(x, reshape(astype(updated, x.dtype), part.shape), region)
}

/** Quotients are floats, and would not fit back into integers. */
const requireFloats = (x: NDArray): void => {
  if (!isInexact(x.dtype))
    raise({
      code: "dtype/update",
      op: "at",
      need: "division makes floats, which do not fit into the array",
      avals: [x.aval],
      hint: "convert the array with astype('float32')",
    })
}

const updateWith =
  (x: NDArray, index: readonly Index[], update: Update) =>
  (values: ArrayLike, options?: OutsideOptions): NDArray => {
    const outside = optionsOf("at", options, outsideOptions)
    const v = updateOf(x, values, "at")
    const mask = v.ndim === 0 ? maskOf(index, x.shape) : undefined
    if (mask) return astype(where(mask, update.meet(x, v), x), x.dtype) // the mask need not be known
    return updateItems(x, parseIndex(index, x.shape), v, update, outside)
  }

/**
 * A part of an array, to make an updated copy: `at(x, 0, [1, 3]).set(5)`. Ranges and integers are checked against the shape; places in integer
 * arrays outside of the array are ignored. A mask may be traced if the update is a scalar. (`jax.Array.at`)
 * @example x.at([1, 3]).add(1) // x[1:3] += 1
 */
export const at = (x: ArrayLike, ...index: readonly Index[]): IndexUpdate => {
  const a = toArray(x, "at")
  const by = (name: keyof typeof updates) => updateWith(a, index, updates[name])
  const get = (options?: OutsideOptions): NDArray => readItems(a, parseIndex(index, a.shape), optionsOf("at", options, outsideOptions))
  const quotient = by("divide")
  const divided: IndexUpdate["divide"] = (values, options) => {
    requireFloats(a)
    return quotient(values, options)
  }
  return {
    get,
    set: by("set"),
    add: by("add"),
    subtract: by("subtract"),
    sub: by("subtract"),
    multiply: by("multiply"),
    mul: by("multiply"),
    divide: divided,
    div: divided,
    power: by("power"),
    pow: by("power"),
    min: by("min"),
    max: by("max"),
    apply: (f, options) => by("set")(f(get(options)), options),
  }
}
