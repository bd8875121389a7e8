// The product of all others that share a key, without dividing: sorted by key, it is the running product from the left
// times the running product from the right. Log-many steps, each made of products only, so that it may be differentiated.
import type { NDArray } from "../../core/array.js"
import { eq } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { selectN } from "../elementwise/select.js"
import { iota } from "../shape/iota.js"
import { pad } from "../shape/pad.js"
import { sort } from "../sort/sort.js"
import { mul } from "../vector.js"

/** Not a key: keys are −1 or more. */
const NO_KEY = -2

const shift = (x: NDArray, by: number, missing: number): NDArray => pad(x, literal(missing, x.dtype), [{ low: by, high: -by, interior: 0 }])

/** The value `by` places to the left where that has the same key, else 1. */
const neighbour = (values: NDArray, keys: NDArray, by: number): NDArray =>
  selectN(eq(shift(keys, by, NO_KEY), keys), literal(1, values.dtype), shift(values, by, 1))

/** Products of all that come before, in one direction, within each run of equal keys. */
const running = (values: NDArray, keys: NDArray, direction: 1 | -1): NDArray => {
  let product = values
  // after each step a product spans twice as many values
  for (let span = 1; span < values.size; span *= 2) product = mul(product, neighbour(product, keys, span * direction))
  return neighbour(product, keys, direction)
}

/** `Π_{k≠j, key k = key j} v_k` for every `j` of a vector of values with int32 keys from −1 up. */
export const productOfOthers = (values: NDArray, keys: NDArray): NDArray => {
  const places = iota(keys.shape, 0, "int32")
  const [sortedKeys, order, sorted] = sort([keys, places, values], 0) as [NDArray, NDArray, NDArray]
  const others = mul(running(sorted, sortedKeys, 1), running(sorted, sortedKeys, -1))
  return sort([order, others], 0)[1] as NDArray
}
