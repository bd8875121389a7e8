// Reversal along axes: its own inverse and its own transpose.

import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { byParts } from "../../core/complex.js"
import type { Lowered } from "../../core/lower.js"
import { batchedAll, definePrimitive, linear, type Primitive } from "../../core/primitive.js"
import { forEachIndex, stridesOf, type Tensor, tensorFrom } from "../../core/tensor.js"
import { bind1 } from "../../core/trace.js"
import { axesWithin, shiftAxes } from "../guards.js"

export interface RevParams {
  readonly dimensions: readonly number[]
}

/** The elements in the opposite order along some axes. (`lax.rev`) */
export const revP: Primitive<RevParams> = definePrimitive<RevParams>({
  name: "rev",
  shape: ([x], { dimensions }) => axesWithin(x as Aval, dimensions) ?? [{ shape: (x as Aval).shape, dtype: (x as Aval).dtype }],
  derivative: linear((ct, _, { dimensions }) => [rev(ct, dimensions)]),
  batch: ([x], { dimensions }) => batchedAll(rev((x as { value: NDArray }).value, shiftAxes(dimensions))),
  lower: ([x], { dimensions }, to) => [to.reverse(x as Lowered, dimensions)],
  evaluate: byParts(([x], { dimensions }) => {
    const { shape, data, dtype } = x as Tensor
    const strides = stridesOf(shape)
    const places = new Int32Array(data.length)
    forEachIndex(shape, (index, position) => {
      let at = 0
      for (let a = 0; a < index.length; a++) at += (dimensions.includes(a) ? shape[a]! - 1 - index[a]! : index[a]!) * strides[a]!
      places[position] = at
    })
    return [tensorFrom(shape, dtype, (i) => data[places[i]!]!)]
  }),
})

export const rev = (x: NDArray, dimensions: readonly number[]): NDArray => (dimensions.length === 0 ? x : bind1(revP, [x], { dimensions }))
