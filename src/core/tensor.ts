// A tensor is what the reference interpreter computes with: numbers in row-major order, at their working width.
// float16 and bfloat16 are held as float32 numbers that are representable in 16 bits; `tensor` rounds to that. Complex numbers are held as
// they rest, real and imaginary parts in turn: `data` then has twice as many numbers as the tensor has elements.
import { type Shape, sizeOf } from "./aval.js"
import { type DType, dtypeInfo, type TypedArray, widthOf } from "./dtype.js"
import { decodeBfloat16, decodeFloat16, encodeBfloat16, encodeFloat16, roundToBfloat16, roundToFloat16 } from "./half.js"

export interface Tensor {
  readonly shape: Shape
  readonly dtype: DType
  readonly data: TypedArray
}

const roundInPlace = (data: TypedArray, round: (x: number) => number): TypedArray => {
  for (let i = 0; i < data.length; i++) data[i] = round(data[i] as number)
  return data
}

/** Rounds every element to what the dtype can hold, where the typed array's own rounding does not. */
const rounded = (dtype: DType, data: TypedArray): TypedArray =>
  dtype === "float16" ? roundInPlace(data, roundToFloat16) : dtype === "bfloat16" ? roundInPlace(data, roundToBfloat16) : data

/** Room for the numbers of an array while it is computed with, all zero. */
export const workingArray = (shape: Shape, dtype: DType): TypedArray => new dtypeInfo[dtype].Working(sizeOf(shape) * widthOf(dtype))

/** A tensor over `data`, which it takes over: numbers in row-major order, as many as `shape` and the dtype say. */
export const tensor = (shape: Shape, dtype: DType, data: TypedArray): Tensor => ({ shape, dtype, data: rounded(dtype, data) })

/** A tensor whose element `i`, counted in row-major order, is `f(i)`, rounded to the dtype; imaginary parts are zero. */
export const tensorFrom = (shape: Shape, dtype: DType, f: (i: number) => number): Tensor => {
  const data = workingArray(shape, dtype)
  const width = widthOf(dtype)
  for (let i = 0, at = 0; at < data.length; i++, at += width) data[at] = f(i)
  return tensor(shape, dtype, data)
}

/** One number as the dtype holds it: rounded for floats, wrapped for integers. */
export const roundTo = (dtype: DType, x: number): number =>
  dtype === "float64" ? x : dtype === "float32" ? Math.fround(x) : (tensorFrom([], dtype, () => x).data[0] as number)

/** The same numbers in another shape of the same size; nothing is copied. */
export const withShape = (t: Tensor, shape: Shape): Tensor => ({ ...t, shape })

/** From bytes at rest to numbers to compute with. Shares memory except for the 16-bit floats. */
export const fromStorage = (shape: Shape, dtype: DType, stored: TypedArray): Tensor => ({
  shape,
  dtype,
  data: dtype === "float16" ? decodeFloat16(stored as Uint16Array) : dtype === "bfloat16" ? decodeBfloat16(stored as Uint16Array) : stored,
})

/** From numbers computed with to bytes at rest. */
export const toStorage = ({ dtype, data }: Tensor): TypedArray =>
  dtype === "float16" ? encodeFloat16(data) : dtype === "bfloat16" ? encodeBfloat16(data) : data

/** Row-major strides: how far apart in memory neighbours along each axis lie. */
export const stridesOf = (shape: Shape): number[] => {
  const strides = new Array<number>(shape.length)
  for (let axis = shape.length - 1, step = 1; axis >= 0; axis--) {
    strides[axis] = step
    step *= shape[axis] as number
  }
  return strides
}

/** Calls `visit` with every index of `shape` in row-major order; the index array is reused between calls. */
export const forEachIndex = (shape: Shape, visit: (index: readonly number[], position: number) => void): void => {
  const index = new Array<number>(shape.length).fill(0)
  const total = sizeOf(shape)
  for (let position = 0; position < total; position++) {
    visit(index, position)
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] as number) + 1
      if (next < (shape[axis] as number)) {
        index[axis] = next
        break
      }
      index[axis] = 0
    }
  }
}
