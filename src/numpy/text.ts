// Arrays as text, by function: what `String(x)` and `console.log(x)` print.
import type { ArrayLike } from "../core/array.js"
import { describeArray, formatArray } from "../core/format.js"
import { toArray, valuesOf } from "./host.js"

/**
 * The elements as NumPy's `str` writes them, of any shape and dtype: `[1. 2.]`. (`jax.numpy.array_str`, without its options)
 * @throws TracerError where there are no values yet, under `jit` and `vmap`
 */
export const arrayStr = (x: ArrayLike): string => formatArray(valuesOf(toArray(x, "arrayStr"), "arrayStr"))

/**
 * The array as JAX's `repr` writes it, of any shape and dtype: `Array([1., 2.], dtype=float32)`. (`jax.numpy.array_repr`, without its options)
 * @throws as `arrayStr`
 */
export const arrayRepr = (x: ArrayLike): string => {
  const array = toArray(x, "arrayRepr")
  return describeArray(valuesOf(array, "arrayRepr"), array.weakType)
}
