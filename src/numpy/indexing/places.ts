// Where the elements of a concrete array are not zero.
import { forEachIndex, type Tensor, tensor } from "../../core/tensor.js"

/** For each axis, the indices of the elements that are not zero, in row-major order. */
export const placesOf = (t: Tensor): readonly Tensor[] => {
  const columns: number[][] = t.shape.map(() => [])
  forEachIndex(t.shape, (index, position) => {
    if (t.data[position] !== 0) for (let k = 0; k < index.length; k++) columns[k]?.push(index[k] as number)
  })
  return columns.map((column) => tensor([column.length], "int32", Int32Array.from(column)))
}
