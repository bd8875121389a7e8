// Sum over axes, and broadcasting, which puts axes back: each is the other's transpose.

import type { NDArray } from "../core/array.js"
import { type Aval, type Shape, sizeOf } from "../core/aval.js"
import { byParts } from "../core/complex.js"
import type { Issue } from "../core/issue.js"
import type { Lowered } from "../core/lower.js"
import { batchedAll, definePrimitive, linear } from "../core/primitive.js"
import { forEachIndex, stridesOf, type Tensor, tensorFrom } from "../core/tensor.js"
import { bind1 } from "../core/trace.js"
import { axesWithin, dropAxes, dtypeKinds, numberKinds, shiftAxes } from "./guards.js"
import { reduceAxes } from "./reduce.js"

export interface BroadcastParams {
  readonly shape: readonly number[]
  /** Where each axis of the operand goes; strictly increasing. */
  readonly broadcastDimensions: readonly number[]
}

const broadcastFits = (x: Aval, { shape, broadcastDimensions: dims }: BroadcastParams): Issue | undefined => {
  const fits =
    dims.length === x.shape.length &&
    dims.every((d, i) => Number.isInteger(d) && d >= 0 && d < shape.length && (i === 0 || d > (dims[i - 1] as number))) &&
    dims.every((d, i) => x.shape[i] === 1 || x.shape[i] === shape[d])
  return fits
    ? undefined
    : {
        code: "shape/broadcast",
        need: `every axis must map to an equal one of [${shape.join(",")}], or have size 1`,
        got: `[${x.shape.join(",")}] placed at axes (${dims.join(", ")})`,
        hint: "sizes are compared from the last axis backwards; insert axes with np.expandDims",
      }
}

/** Copies along new axes and along axes of size 1. Linear: its transpose sums over them. (`lax.broadcast_in_dim`) */
export const broadcastInDimP = definePrimitive<BroadcastParams>({
  name: "broadcast_in_dim",
  shape: ([x], params) => broadcastFits(x as Aval, params) ?? [{ shape: params.shape, dtype: (x as Aval).dtype, weakType: false }],
  derivative: linear((ct, [x], params) => [unbroadcast(ct, (x as NDArray).shape, params)]),
  batch: ([x], { shape, broadcastDimensions }, { size }) =>
    batchedAll(broadcastInDim((x as { value: NDArray }).value, [size, ...shape], [0, ...broadcastDimensions.map((d) => d + 1)])),
  evaluate: byParts(([x], { shape, broadcastDimensions }) => [spread(x as Tensor, shape, broadcastDimensions)]),
  lower: ([x], { shape, broadcastDimensions }, to) => [to.broadcast(x as Lowered, shape, broadcastDimensions)],
})

const spread = (x: Tensor, shape: Shape, dims: readonly number[]): Tensor => {
  const own = stridesOf(x.shape)
  const stride = shape.map(() => 0)
  dims.forEach((d, i) => {
    stride[d] = x.shape[i] === 1 ? 0 : (own[i] as number)
  })
  const from = new Int32Array(sizeOf(shape))
  forEachIndex(shape, (index, position) => {
    let at = 0
    for (let axis = 0; axis < index.length; axis++) at += (index[axis] as number) * (stride[axis] as number)
    from[position] = at
  })
  return tensorFrom(shape, x.dtype, (i) => x.data[from[i] as number] as number)
}

/** Sums a broadcast array back to the shape it came from. */
const unbroadcast = (ct: NDArray, shape: Shape, { shape: wide, broadcastDimensions: dims }: BroadcastParams): NDArray => {
  const stretched = dims.filter((d, i) => shape[i] === 1 && wide[d] !== 1)
  const summed = wide.map((_, axis) => axis).filter((axis) => !dims.includes(axis) || stretched.includes(axis))
  const sum = reduceSum(ct, summed)
  const kept = shape.map((_, i) => i).filter((i) => !stretched.includes(dims[i] as number))
  return stretched.length === 0 ? sum : broadcastInDim(sum, shape, kept)
}

/** `x` with its axes placed at `dims` of `shape`, copied along the others. */
export const broadcastInDim = (x: NDArray, shape: Shape, dims: readonly number[]): NDArray =>
  bind1(broadcastInDimP, [x], { shape, broadcastDimensions: dims })

export interface AxesParams {
  readonly axes: readonly number[]
}

/** Sum over `axes`, which disappear. Linear: its transpose is the broadcast that puts the axes back. (`lax.reduce_sum`) */
export const reduceSumP = definePrimitive<AxesParams>({
  name: "reduce_sum",
  shape: ([x], { axes }) =>
    axesWithin(x as Aval, axes) ??
    dtypeKinds([x as Aval], numberKinds) ?? [{ shape: dropAxes((x as Aval).shape, axes), dtype: (x as Aval).dtype }],
  derivative: linear((ct, [x], { axes }) => [restoreAxes(ct, (x as NDArray).shape, axes)]),
  batch: ([x], { axes }) => batchedAll(reduceSum((x as { value: NDArray }).value, shiftAxes(axes))),
  evaluate: byParts(([x], { axes }) => [reduceAxes(x as Tensor, axes, sum)]),
  lower: ([x], { axes }, to) => [to.reduce("add", x as Lowered, axes)],
})

/** Plain summation in float64: more exact than any order of float32 additions. */
const sum = (get: (i: number) => number, n: number): number => {
  let total = 0
  for (let i = 0; i < n; i++) total += get(i)
  return total
}

export const reduceSum = (x: NDArray, axes: readonly number[]): NDArray =>
  axes.length === 0 ? x : bind1(reduceSumP, [x], { axes: [...axes].sort((a, b) => a - b) })

/** A reduced array copied back along the axes that disappeared. */
export const restoreAxes = (x: NDArray, shape: Shape, axes: readonly number[]): NDArray =>
  broadcastInDim(
    x,
    shape,
    shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis)),
  )
