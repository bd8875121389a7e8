// Where elements are not zero. How many they are depends on the values: either these are known, or the caller says how many to expect.
import { type ArrayLike, isArrayLike, type NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { stridesOf } from "../core/tensor.js"
import { floorDivide, mod, subtract } from "./arithmetic.js"
import { resolveAxis } from "./axes.js"
import { where as choose, less } from "./comparison.js"
import { constant } from "./creation.js"
import { cumsum } from "./cumulative.js"
import { fromTensor, toArray, valuesOf } from "./host.js"
import { at } from "./indexing/at.js"
import { placesOf } from "./indexing/places.js"
import { slice } from "./indexing/slice.js"
import { take } from "./indexing/take.js"
import { stack } from "./joining.js"
import { arange } from "./ranges.js"
import { countNonzero } from "./reductions.js"
import { atleast1d, ravel } from "./reshape.js"
import { truth } from "./ufunc.js"

export interface SizeOptions {
  /** How many results to return, whatever the values: with it, the function can be traced. */
  readonly size?: number
  /** What stands for results that are missing. Default 0. */
  readonly fillValue?: number
}

export const sizeOptions: OptionNames<SizeOptions> = { size: "number", fillValue: "number" }

/** The first `size` places, row-major, of elements that are not zero, without knowing the values: each place is written where its rank says. */
const firstPlaces = (x: NDArray, size: number, fillValue: number): NDArray[] => {
  if (size === 0) return x.shape.map(() => constant(0, [0], "int32"))
  const hits = truth(ravel(x))
  const ranks = choose(hits, subtract(cumsum(hits), 1), size) // places that are not wanted are written nowhere
  const flat = at(constant(0, [size], "int32"), ranks).set(arange(hits.size))
  const isFound = less(arange(size), countNonzero(hits))
  const strides = stridesOf(x.shape)
  return x.shape.map((d, axis) => choose(isFound, mod(floorDivide(flat, Math.max(1, strides[axis] as number)), Math.max(1, d)), fillValue))
}

/**
 * For each axis, the indices of the elements that are not zero, in row-major order. (`jax.numpy.nonzero`)
 * @throws TracerError where the values are not known and no `size` is given
 */
export const nonzero = (x: ArrayLike, options?: SizeOptions): NDArray[] => {
  const { size, fillValue = 0 } = optionsOf("nonzero", options, sizeOptions)
  const a = atleast1d(toArray(x, "nonzero"))
  return size === undefined ? placesOf(valuesOf(a, "nonzero")).map(fromTensor) : firstPlaces(a, size, fillValue)
}

/** The flat indices of the elements that are not zero. (`jax.numpy.flatnonzero`) */
export const flatnonzero = (x: ArrayLike, options: SizeOptions = {}): NDArray => {
  optionsOf("flatnonzero", options, sizeOptions)
  return nonzero(ravel(x), options)[0] as NDArray
}

/** One row of indices for each element that is not zero: `[n, rank]`. (`jax.numpy.argwhere`) */
export const argwhere = (x: ArrayLike, options: SizeOptions = {}): NDArray => {
  optionsOf("argwhere", options, sizeOptions)
  const a = toArray(x, "argwhere")
  const places = nonzero(a, options)
  return a.ndim === 0 ? constant(0, [(places[0] as NDArray).size, 0], "int32") : stack(places, 1)
}

/** The elements of the flattened array where the flattened condition is true. (`jax.numpy.extract`) */
export const extract = (condition: ArrayLike, x: ArrayLike, options?: SizeOptions): NDArray => {
  const { size, fillValue = 0 } = optionsOf("extract", options, sizeOptions)
  const places = flatnonzero(condition, size === undefined ? {} : { size })
  const found = slice(ravel(x), places)
  return size === undefined ? found : choose(less(arange(size), countNonzero(condition)), found, fillValue)
}

/** The slices along an axis, of the flattened array if none is given, where the condition is true. (`jax.numpy.compress`) */
export const compress = (condition: ArrayLike, x: ArrayLike, axis?: number | null, options?: SizeOptions): NDArray => {
  const { size, fillValue = 0 } = optionsOf("compress", options, sizeOptions)
  const flat = axis === undefined || axis === null
  const a = flat ? ravel(x) : toArray(x, "compress")
  const along = flat ? 0 : resolveAxis("compress", axis, a.ndim)
  const mask = toArray(condition, "compress")
  const length = a.shape[along] as number
  if (mask.ndim !== 1 || mask.size > length)
    raise({ code: "shape/mask", op: "compress", need: `a vector of at most ${length} conditions is needed`, avals: [mask.aval, a.aval] })
  // places that are missing lie outside, where the fill value is read
  const places = size === undefined ? flatnonzero(mask) : flatnonzero(mask, { size, fillValue: length })
  return take(a, places, along, { mode: "fill", fillValue })
}

/**
 * `y` where the condition holds, `z` elsewhere; with the condition alone, `nonzero(condition)`. Only the chosen one gets a gradient; for a function
 * that is NaN where it is not chosen, choose its argument too: `where(x > 0, log(where(x > 0, x, 1)), 0)`. (`jax.numpy.where`)
 */
export function where(condition: ArrayLike, y: ArrayLike, z: ArrayLike): NDArray
export function where(condition: ArrayLike, options?: SizeOptions): NDArray[]
export function where(condition: ArrayLike, y?: ArrayLike | SizeOptions, z?: ArrayLike): NDArray | NDArray[] {
  if (z !== undefined) return choose(condition, y as ArrayLike, z)
  if (isArrayLike(y))
    return raise({
      code: "argument/arity",
      op: "where",
      need: "two choices are needed, or none",
      got: "one",
      hint: "np.where(condition, x, y), or np.where(condition) for the places",
    })
  return nonzero(condition, optionsOf("where", y, sizeOptions))
}
