// Convolution in any number of spatial dimensions, with strides, dilations of both sides, and groups.
//   out[n, o, p…] = Σ_{c, k…} lhs[n, c, (p·stride + k·rhsDilation − low) / lhsDilation …] · rhs[o, c, k…]

import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { complexProduct } from "../../core/complex.js"
import { isComplex } from "../../core/dtype.js"
import type { Lowered } from "../../core/lower.js"
import { bilinear, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind1 } from "../../core/trace.js"
import { reshape } from "../shape/reshape.js"
import { rev } from "../shape/rev.js"
import { broadcastInDim } from "../sum.js"
import { moveAxis } from "../transpose.js"
import { lowerConv } from "./convlower.js"
import { convolve } from "./convolve.js"
import { type ConvParams, convFits, convShape, lhsPadding, rhsPadding } from "./convshape.js"

/** (`lax.conv_general_dilated`) */
export const convGeneralDilatedP: Primitive<ConvParams> = definePrimitive<ConvParams>({
  name: "conv_general_dilated",
  shape: ([x, y], params) =>
    convFits(x as Aval, y as Aval, params) ?? [
      { shape: convShape((x as Aval).shape, (y as Aval).shape, params), dtype: (x as Aval).dtype },
    ],
  derivative: bilinear<ConvParams>(
    (ct, [x, y], params) => transposeLhs(ct, x as NDArray, y as NDArray, params),
    (ct, [x, y], params) => transposeRhs(ct, x as NDArray, y as NDArray, params),
  ),
  batch: ([x, y], params, { size }) => [{ value: batchConv(x as Lane, y as Lane, params, size), batched: true }],
  evaluate: ([x, y], params) => [
    isComplex((x as Tensor).dtype)
      ? complexProduct(x as Tensor, y as Tensor, (x as Tensor).dtype, (a, b) => convolve(a, b, params))
      : convolve(x as Tensor, y as Tensor, params),
  ],
  lower: ([x, y], params, to) => [lowerConv(x as Lowered, y as Lowered, params, to)],
})

export const convGeneralDilated = (lhs: NDArray, rhs: NDArray, params: ConvParams): NDArray =>
  bind1(convGeneralDilatedP, [lhs, rhs], params)

const swapped = (spec: readonly number[]): readonly number[] => [spec[1] as number, spec[0] as number, ...spec.slice(2)]

/** Splits an axis into `count` blocks, which become an axis in front of it. */
const splitAxis = (x: NDArray, axis: number, count: number): NDArray =>
  reshape(x, [...x.shape.slice(0, axis), count, (x.shape[axis] as number) / count, ...x.shape.slice(axis + 1)])

/** Moves axis `from` directly before axis `into` (counted without it) and merges the two. */
const mergeAxis = (x: NDArray, from: number, into: number): NDArray => {
  const moved = moveAxis(x, from, into)
  const shape = moved.shape
  return reshape(moved, [...shape.slice(0, into), (shape[into] as number) * (shape[into + 1] as number), ...shape.slice(into + 2)])
}

/** The blocks of one axis, moved into another. */
const moveBlocks = (x: NDArray, from: number, into: number, count: number): NDArray =>
  count === 1 ? x : mergeAxis(splitAxis(x, from, count), from, into)

/** The input's cotangent: the output's, spread by the strides, convolved with the flipped kernel. */
const transposeLhs = (ct: NDArray, x: NDArray, y: NDArray, params: ConvParams): NDArray => {
  const { dimensionNumbers, featureGroupCount, batchGroupCount } = params
  const { lhsSpec, rhsSpec, outSpec } = dimensionNumbers
  const groups = Math.max(featureGroupCount, batchGroupCount)
  const [o, i] = rhsSpec as readonly [number, number]
  const kernel = rev(moveBlocks(y, o, i, groups), rhsSpec.slice(2))
  const result = convGeneralDilated(ct, kernel, {
    windowStrides: params.lhsDilation,
    padding: lhsPadding(x.shape, y.shape, params),
    lhsDilation: params.windowStrides,
    rhsDilation: params.rhsDilation,
    dimensionNumbers: { lhsSpec: outSpec, rhsSpec: swapped(rhsSpec), outSpec: lhsSpec },
    featureGroupCount: groups,
    batchGroupCount: 1,
  })
  return moveBlocks(result, lhsSpec[1] as number, lhsSpec[0] as number, batchGroupCount)
}

/** The kernel's cotangent: the input convolved with the output's, batch and features in each other's place. */
const transposeRhs = (ct: NDArray, x: NDArray, y: NDArray, params: ConvParams): NDArray => {
  const { lhsSpec, rhsSpec, outSpec } = params.dimensionNumbers
  return convGeneralDilated(x, ct, {
    windowStrides: params.rhsDilation,
    padding: rhsPadding(x.shape, y.shape, params),
    lhsDilation: params.lhsDilation,
    rhsDilation: params.windowStrides,
    dimensionNumbers: { lhsSpec: swapped(lhsSpec), rhsSpec: swapped(outSpec), outSpec: swapped(rhsSpec) },
    featureGroupCount: params.batchGroupCount,
    batchGroupCount: params.featureGroupCount,
  })
}

/** A batch of inputs goes into the batch axis; a batch of kernels makes groups. */
const batchConv = (x: Lane, y: Lane, params: ConvParams, size: number): NDArray => {
  const { lhsSpec, rhsSpec, outSpec } = params.dimensionNumbers
  const [batchAxis, featureAxis] = lhsSpec as readonly [number, number]
  if (!y.batched && params.batchGroupCount === 1) {
    const out = convGeneralDilated(mergeAxis(x.value, 0, batchAxis), y.value, params)
    return moveAxis(splitAxis(out, outSpec[0] as number, size), outSpec[0] as number, 0)
  }
  const full = (lane: Lane): NDArray =>
    lane.batched
      ? lane.value
      : broadcastInDim(
          lane.value,
          [size, ...lane.value.shape],
          lane.value.shape.map((_, axis) => axis + 1),
        )
  const byBatch = params.batchGroupCount > 1
  const lhs = mergeAxis(full(x), 0, byBatch ? batchAxis : featureAxis)
  const rhs = mergeAxis(full(y), 0, rhsSpec[0] as number)
  const groups = byBatch ? { batchGroupCount: params.batchGroupCount * size } : { featureGroupCount: params.featureGroupCount * size }
  const out = convGeneralDilated(lhs, rhs, { ...params, ...groups })
  return moveAxis(splitAxis(out, outSpec[1] as number, size), outSpec[1] as number, 0)
}
