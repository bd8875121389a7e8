// Lines: the elements of an array along one axis, all other indices held.
import type { Shape } from "../../core/aval.js"
import { forEachIndex, stridesOf } from "../../core/tensor.js"

/** Calls `visit` with the offsets of every line's elements, and the line's number in row-major order of the other axes. */
export const forEachLine = (shape: Shape, axis: number, visit: (line: Int32Array, number: number) => void): void => {
  const size = shape[axis] as number
  const strides = stridesOf(shape)
  forEachIndex(shape.with(axis, 1), (index, number) => {
    let start = 0
    for (let k = 0; k < index.length; k++) start += index[k]! * strides[k]!
    visit(
      Int32Array.from({ length: size }, (_, i) => start + i * strides[axis]!),
      number,
    )
  })
}
