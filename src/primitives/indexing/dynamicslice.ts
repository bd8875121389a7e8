// Slices at computed places: one window, always moved to where it fits. Reading and overwriting are each other's transpose.
//   y[j] = x[s + j]        x[s + j] = u[j]        s clamped to 0 … size − window

import type { NDArray } from "../../core/array.js"
import type { Aval, Shape } from "../../core/aval.js"
import { byParts } from "../../core/complex.js"
import type { Issue } from "../../core/issue.js"
import type { Lowered } from "../../core/lower.js"
import { batchedAll, definePrimitive, type Lane, linear, type Primitive } from "../../core/primitive.js"
import { type Tensor, tensor, tensorFrom } from "../../core/tensor.js"
import { bind1 } from "../../core/trace.js"
import { literal } from "../elementwise/define.js"
import { arityIs, dtypeKinds, sameDtypes } from "../guards.js"
import { concatenate } from "../shape/concatenate.js"
import { broadcastInDim } from "../sum.js"
import { repeat, zerosOf } from "../vector.js"
import { type GatherParams, gatherP } from "./gather.js"
import { scatterP } from "./scatter.js"
import type { ScatterParams } from "./scattering.js"
import { locate, placesOf, type Windows } from "./windows.js"

export interface DynamicSliceParams {
  readonly sliceSizes: readonly number[]
}

type NoParams = Record<string, never>

const axesOf = (rank: number): readonly number[] => Array.from({ length: rank }, (_, axis) => axis)

/** A dynamic slice as a gather: a single window that keeps every axis. */
const oneWindow = (sliceSizes: readonly number[]): Windows => ({
  sliceSizes,
  dimensionNumbers: {
    offsetDims: axesOf(sliceSizes.length),
    collapsedSliceDims: [],
    startIndexMap: axesOf(sliceSizes.length),
    operandBatchingDims: [],
    startIndicesBatchingDims: [],
  },
})

const gatherOne = (sliceSizes: readonly number[]): GatherParams => ({
  ...oneWindow(sliceSizes),
  indicesAreSorted: true,
  uniqueIndices: true,
  mode: "clip",
  fillValue: null,
})

const scatterOne = (rank: number): ScatterParams => ({
  dimensionNumbers: {
    updateWindowDims: axesOf(rank),
    insertedWindowDims: [],
    scatterDimsToOperandDims: axesOf(rank),
    operandBatchingDims: [],
    scatterIndicesBatchingDims: [],
  },
  indicesAreSorted: true,
  uniqueIndices: true,
  mode: "clip",
})

const indicesFit = (x: Aval, indices: readonly Aval[]): Issue | undefined =>
  arityIs(indices, x.shape.length) ??
  dtypeKinds(indices, ["int", "uint"]) ??
  sameDtypes(indices) ??
  (indices.every((i) => i.shape.length === 0)
    ? undefined
    : { code: "shape/index", need: "start indices must be scalars, one for each axis", avals: indices })

const sizesFit = (x: Aval, sizes: Shape): Issue | undefined =>
  sizes.length === x.shape.length && sizes.every((n, axis) => Number.isInteger(n) && n >= 0 && n <= (x.shape[axis] as number))
    ? undefined
    : { code: "shape/slice", need: `slice sizes must fit into [${x.shape.join(",")}]`, got: `[${sizes.join(",")}]` }

/** Start indices, one tensor each, as the one row of a gather. */
const rowOf = (indices: readonly Tensor[]): Tensor =>
  tensor(
    [indices.length],
    "float64",
    Float64Array.from(indices, (i) => i.data[0] as number),
  )

/** Start indices under vmap, as one row for each lane. */
const rowsOf = (indices: readonly Lane[], size: number): Lane => {
  const column = ({ value, batched }: Lane): NDArray => broadcastInDim(value, [size, 1], batched ? [0] : [])
  return { value: concatenate(indices.map(column), 1), batched: true }
}

/** Start indices that are the same for the whole batch; along the batch the window starts at 0. */
const shared = (indices: readonly Lane[]): readonly NDArray[] => {
  const values = indices.map((i) => i.value)
  return [literal(0, values[0]?.dtype ?? "int32"), ...values]
}

const full = ({ value, batched }: Lane, size: number): NDArray => (batched ? value : repeat(value, size))

/**
 * The window of given sizes at computed start indices, clamped so that it fits. Linear: its transpose writes into zeros.
 * (`lax.dynamic_slice`)
 */
export const dynamicSliceP: Primitive<DynamicSliceParams> = definePrimitive({
  name: "dynamic_slice",
  shape: (avals, { sliceSizes }) => {
    const [x, ...indices] = avals as readonly [Aval, ...Aval[]]
    return indicesFit(x, indices) ?? sizesFit(x, sliceSizes) ?? [{ shape: sliceSizes, dtype: x.dtype, weakType: x.weakType }]
  },
  derivative: linear((ct, [x, ...indices]) => [dynamicUpdateSlice(zerosOf((x as NDArray).aval), ct, indices)]),
  batch: (lanes, { sliceSizes }, context) => {
    const [x, ...indices] = lanes as readonly [Lane, ...Lane[]]
    if (indices.some((i) => i.batched)) return gatherP.batch([x, rowsOf(indices, context.size)], gatherOne(sliceSizes), context)
    return batchedAll(dynamicSlice(x.value, shared(indices), [context.size, ...sliceSizes]))
  },
  evaluate: byParts(([x, ...indices], { sliceSizes }) => {
    const { shape, dtype, data } = x as Tensor
    const at = locate(shape, rowOf(indices), oneWindow(sliceSizes), "clip")
    return [tensorFrom(sliceSizes, dtype, (i) => data[at[i]!]!)]
  }),
  lower: (inputs, { sliceSizes }, to) => {
    const [x, ...starts] = inputs as readonly [Lowered, ...Lowered[]]
    return [to.gather(x, starts, placesOf(x.shape, [starts.length], oneWindow(sliceSizes)))]
  },
})

/**
 * An array with the window at computed start indices overwritten, clamped so that it fits. Linear in operand and update together:
 * the cotangent of the operand is zero in the window, that of the update is the window's. (`lax.dynamic_update_slice`)
 */
export const dynamicUpdateSliceP: Primitive<NoParams> = definePrimitive({
  name: "dynamic_update_slice",
  shape: (avals) => {
    const [x, update, ...indices] = avals as readonly [Aval, Aval, ...Aval[]]
    return (
      sameDtypes([x, update]) ??
      indicesFit(x, indices) ??
      sizesFit(x, update.shape) ?? [{ shape: x.shape, dtype: x.dtype, weakType: x.weakType && update.weakType }]
    )
  },
  derivative: linear((ct, [, update, ...indices]) => {
    const { aval } = update as NDArray
    return [dynamicUpdateSlice(ct, zerosOf(aval), indices), dynamicSlice(ct, indices, aval.shape)]
  }),
  batch: (lanes, _, context) => {
    const [x, update, ...indices] = lanes as readonly [Lane, Lane, ...Lane[]]
    if (indices.some((i) => i.batched))
      return scatterP.batch([x, rowsOf(indices, context.size), update], scatterOne(indices.length), context)
    return batchedAll(dynamicUpdateSlice(full(x, context.size), full(update, context.size), shared(indices)))
  },
  evaluate: byParts(([x, update, ...indices]) => {
    const { shape, dtype, data } = x as Tensor
    const { shape: sizes, data: written } = update as Tensor
    const at = locate(shape, rowOf(indices), oneWindow(sizes), "clip")
    const out = data.slice()
    at.forEach((place, k) => {
      out[place] = written[k]!
    })
    return [tensor(shape, dtype, out)]
  }),
  lower: (inputs, _, to) => {
    const [x, update, ...starts] = inputs as readonly [Lowered, Lowered, ...Lowered[]]
    return [to.scatter(undefined, x, starts, update, placesOf(x.shape, [starts.length], oneWindow(update.shape)), "clip")]
  },
})

/** The window of `sliceSizes` that starts at `indices`, one integer scalar for each axis, or as near as it fits. */
export const dynamicSlice = (x: NDArray, indices: readonly NDArray[], sliceSizes: Shape): NDArray =>
  bind1(dynamicSliceP, [x, ...indices], { sliceSizes })

/** `x` with `update` written at `indices`, one integer scalar for each axis, or as near as it fits. */
export const dynamicUpdateSlice = (x: NDArray, update: NDArray, indices: readonly NDArray[]): NDArray =>
  bind1(dynamicUpdateSliceP, [x, update, ...indices], {})
