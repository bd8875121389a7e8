// Reshaping: the same elements in row-major order, under another shape. Squeezing is the special case that drops axes of size 1.

import type { NDArray } from "../../core/array.js"
import { type Aval, type Shape, sameShape, sizeOf } from "../../core/aval.js"
import { byParts } from "../../core/complex.js"
import type { Issue } from "../../core/issue.js"
import type { Lowered } from "../../core/lower.js"
import { batchedAll, definePrimitive, linear, type Primitive } from "../../core/primitive.js"
import { type Tensor, withShape } from "../../core/tensor.js"
import { bind1 } from "../../core/trace.js"
import { axesWithin, dropAxes, shiftAxes } from "../guards.js"

export interface ReshapeParams {
  readonly newSizes: readonly number[]
}

const sizesAgree = (x: Aval, newSizes: Shape): Issue | undefined =>
  newSizes.every((d) => Number.isInteger(d) && d >= 0) && sizeOf(newSizes) === sizeOf(x.shape)
    ? undefined
    : {
        code: "shape/reshape",
        need: "the new shape must have as many elements",
        got: `${sizeOf(x.shape)} of [${x.shape.join(",")}] for [${newSizes.join(",")}]`,
      }

/** Another shape for the same elements. Its transpose is the reshape back. (`lax.reshape`) */
export const reshapeP: Primitive<ReshapeParams> = definePrimitive<ReshapeParams>({
  name: "reshape",
  shape: ([x], { newSizes }) => sizesAgree(x as Aval, newSizes) ?? [{ shape: newSizes, dtype: (x as Aval).dtype }],
  derivative: linear((ct, [x]) => [reshape(ct, (x as NDArray).shape)]),
  batch: ([x], { newSizes }, { size }) => batchedAll(reshape((x as { value: NDArray }).value, [size, ...newSizes])),
  evaluate: byParts(([x], { newSizes }) => [withShape(x as Tensor, newSizes)]),
  lower: ([x], { newSizes }, to) => [to.reshape(x as Lowered, newSizes)],
  relabels: true,
})

export const reshape = (x: NDArray, newSizes: Shape): NDArray => (sameShape(x.shape, newSizes) ? x : bind1(reshapeP, [x], { newSizes }))

export interface SqueezeParams {
  readonly dimensions: readonly number[]
}

const haveSizeOne = (x: Aval, dimensions: readonly number[]): Issue | undefined =>
  dimensions.every((d) => x.shape[d] === 1)
    ? undefined
    : { code: "shape/squeeze", need: "only axes of size 1 can be dropped", got: `axes (${dimensions.join(", ")})`, avals: [x] }

/** Drops axes of size 1. (`lax.squeeze`) */
export const squeezeP: Primitive<SqueezeParams> = definePrimitive<SqueezeParams>({
  name: "squeeze",
  shape: ([x], { dimensions }) =>
    axesWithin(x as Aval, dimensions) ??
    haveSizeOne(x as Aval, dimensions) ?? [{ shape: dropAxes((x as Aval).shape, dimensions), dtype: (x as Aval).dtype }],
  derivative: linear((ct, [x]) => [reshape(ct, (x as NDArray).shape)]),
  batch: ([x], { dimensions }) => batchedAll(squeeze((x as { value: NDArray }).value, shiftAxes(dimensions))),
  evaluate: byParts(([x], { dimensions }) => [withShape(x as Tensor, dropAxes((x as Tensor).shape, dimensions))]),
  lower: ([x], { dimensions }, to) => [to.reshape(x as Lowered, dropAxes((x as Lowered).shape, dimensions))],
  relabels: true,
})

export const squeeze = (x: NDArray, dimensions: readonly number[]): NDArray =>
  dimensions.length === 0 ? x : bind1(squeezeP, [x], { dimensions })

/** New axes of size 1, at these places of the result. */
export const expandDims = (x: NDArray, dimensions: readonly number[]): NDArray => {
  const shape = [...x.shape]
  for (const d of [...dimensions].sort((a, b) => a - b)) shape.splice(d, 0, 1)
  return reshape(x, shape)
}
