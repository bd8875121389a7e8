// Permuting axes. Its transpose is the inverse permutation.

import type { NDArray } from "../core/array.js"
import type { Aval } from "../core/aval.js"
import { byParts } from "../core/complex.js"
import type { Issue } from "../core/issue.js"
import type { Lowered } from "../core/lower.js"
import { batchedAll, definePrimitive, linear } from "../core/primitive.js"
import { forEachIndex, stridesOf, type Tensor, tensorFrom } from "../core/tensor.js"
import { bind1 } from "../core/trace.js"
import { shiftAxes } from "./guards.js"

export interface TransposeParams {
  /** Axis `i` of the result is axis `permutation[i]` of the operand. */
  readonly permutation: readonly number[]
}

const isPermutation = (x: Aval, permutation: readonly number[]): Issue | undefined =>
  permutation.length === x.shape.length && [...permutation].sort((a, b) => a - b).every((a, i) => a === i)
    ? undefined
    : {
        code: "shape/permutation",
        need: `the permutation must name each of ${x.shape.length} axes once`,
        got: `(${permutation.join(", ")})`,
        avals: [x],
      }

/** Reorders axes: `y[i_p0, i_p1, …] = x[i_0, i_1, …]`. (`lax.transpose`) */
export const transposeP = definePrimitive<TransposeParams>({
  name: "transpose",
  shape: ([x], { permutation }) =>
    isPermutation(x as Aval, permutation) ?? [{ shape: permutation.map((a) => (x as Aval).shape[a] as number), dtype: (x as Aval).dtype }],
  derivative: linear((ct, _, { permutation }) => [transpose(ct, inverse(permutation))]),
  batch: ([x], { permutation }) => batchedAll(transpose((x as { value: NDArray }).value, [0, ...shiftAxes(permutation)])),
  evaluate: byParts(([x], { permutation }) => [permute(x as Tensor, permutation)]),
  lower: ([x], { permutation }, to) => [to.transpose(x as Lowered, permutation)],
})

const permute = (x: Tensor, permutation: readonly number[]): Tensor => {
  const strides = stridesOf(x.shape)
  const shape = permutation.map((a) => x.shape[a]!)
  const step = permutation.map((a) => strides[a]!)
  const from = new Int32Array(x.data.length)
  forEachIndex(shape, (index, position) => {
    let at = 0
    for (let k = 0; k < index.length; k++) at += index[k]! * step[k]!
    from[position] = at
  })
  return tensorFrom(shape, x.dtype, (i) => x.data[from[i]!]!)
}

/** The permutation that undoes one. */
export const inverse = (permutation: readonly number[]): readonly number[] => permutation.map((_, i) => permutation.indexOf(i))

export const transpose = (x: NDArray, permutation: readonly number[]): NDArray =>
  permutation.every((a, i) => a === i) ? x : bind1(transposeP, [x], { permutation })

/** Moves one axis to another place; the others keep their order. */
export const moveAxis = (x: NDArray, from: number, to: number): NDArray => {
  const rest = x.shape.map((_, axis) => axis).filter((axis) => axis !== from)
  return transpose(x, [...rest.slice(0, to), from, ...rest.slice(to)])
}
