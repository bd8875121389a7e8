// Where the elements of a concrete array are not zero.
import { widthOf } from "../../core/dtype.js"
import { forEachIndex, type Tensor, tensor } from "../../core/tensor.js"

/** Whether an element is not zero; a complex number is not if one of its parts is not. */
const isNonzero = ({ data, dtype }: Tensor, position: number): boolean =>
  widthOf(dtype) === 1 ? data[position] !== 0 : data[2 * position] !== 0 || data[2 * position + 1] !== 0

/** For each axis, the indices of the elements that are not zero, in row-major order. */
export const placesOf = (t: Tensor): readonly Tensor[] => {
  const columns: number[][] = t.shape.map(() => [])
  forEachIndex(t.shape, (index, position) => {
    if (isNonzero(t, position)) for (let k = 0; k < index.length; k++) columns[k]?.push(index[k] as number)
  })
  return columns.map((column) => tensor([column.length], "int32", Int32Array.from(column)))
}
