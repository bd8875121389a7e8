// Counting along an axis.

import type { NDArray } from "../../core/array.js"
import type { Shape } from "../../core/aval.js"
import { type DType, kindOf } from "../../core/dtype.js"
import { definePrimitive, type Primitive, zero } from "../../core/primitive.js"
import { stridesOf, tensorFrom } from "../../core/tensor.js"
import { bind1 } from "../../core/trace.js"

export interface IotaParams {
  readonly dtype: DType
  readonly shape: readonly number[]
  readonly dimension: number
}

/** `y[i₀, …] = i_dimension`. (`lax.broadcasted_iota`) */
export const iotaP: Primitive<IotaParams> = definePrimitive<IotaParams>({
  name: "iota",
  shape: (_, { dtype, shape, dimension }) =>
    kindOf(dtype) === "bool" || !(dimension >= 0 && dimension < shape.length)
      ? {
          code: "shape/iota",
          need: "counting needs a dtype of numbers and an axis of the shape",
          got: `${dtype} along axis ${dimension} of [${shape.join(",")}]`,
        }
      : [{ shape, dtype, weakType: false }],
  derivative: zero("it has no inputs"),
  batch: (_, params) => [{ value: bind1(iotaP, [], params), batched: false }],
  lower: (_, { dtype, shape, dimension }, to) => [to.iota(shape, dimension, dtype)],
  evaluate: (_, { dtype, shape, dimension }) => {
    const stride = stridesOf(shape)[dimension]!
    const size = shape[dimension]!
    return [tensorFrom(shape, dtype, (i) => Math.floor(i / stride) % size)]
  },
})

/** 0, 1, 2, … along one axis of a shape, the same along the others. */
export const iota = (shape: Shape, dimension: number, dtype: DType): NDArray => bind1(iotaP, [], { dtype, shape, dimension })
