// The reduction loop that every reducing primitive's reference evaluation shares.
import type { DType } from "../core/dtype.js"
import { forEachIndex, stridesOf, type Tensor, tensorFrom } from "../core/tensor.js"
import { dropAxes } from "./guards.js"

/** Folds the elements along `axes`: `fold(get, n)` sees them in row-major order as `get(0) … get(n-1)`. */
export const reduceAxes = (
  x: Tensor,
  axes: readonly number[],
  fold: (get: (i: number) => number, n: number) => number,
  dtype: DType = x.dtype,
): Tensor => {
  const strides = stridesOf(x.shape)
  const kept = x.shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis))
  const within = offsets(x, axes, strides)
  const starts = offsets(x, kept, strides)
  let start = 0
  const get = (i: number): number => x.data[start + within[i]!]!
  return tensorFrom(dropAxes(x.shape, axes), dtype, (i) => {
    start = starts[i]!
    return fold(get, within.length)
  })
}

/** Memory offsets of every index over some axes, in row-major order. */
const offsets = (x: Tensor, axes: readonly number[], strides: readonly number[]): Int32Array => {
  const shape = axes.map((a) => x.shape[a]!)
  const out = new Int32Array(shape.reduce((n, d) => n * d, 1))
  forEachIndex(shape, (index, position) => {
    let at = 0
    for (let k = 0; k < axes.length; k++) at += index[k]! * strides[axes[k]!]!
    out[position] = at
  })
  return out
}
