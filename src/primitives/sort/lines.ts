// Lines: the elements of an array along one axis, all other indices held.
import type { Shape } from "../../core/aval.js"
import type { Lowered, Lowering } from "../../core/lower.js"
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

/** `x` at int32 positions along an axis, every line by its own: `y[…, i, …] = x[…, p[…, i, …], …]`. */
export const pickAlong = (x: Lowered, positions: Lowered, axis: number, to: Lowering): Lowered => {
  const { shape } = positions
  const along = shape.map((_, a) => (a === axis ? -1 : a))
  const last = (x.shape[axis] as number) - 1
  return to.gather(x, [positions], { shape, along, numbering: shape.map((_, a) => a), moved: [axis], last: [last] })
}
