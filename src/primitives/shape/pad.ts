// Padding and slicing: each is the other's transpose. Negative padding cuts, interior padding spreads.

import type { NDArray } from "../../core/array.js"
import type { Aval, Shape } from "../../core/aval.js"
import { byParts } from "../../core/complex.js"
import type { Issue } from "../../core/issue.js"
import type { Lowered } from "../../core/lower.js"
import { batchedAll, definePrimitive, type Lane, linear, type Primitive } from "../../core/primitive.js"
import { forEachIndex, stridesOf, type Tensor, tensorFrom } from "../../core/tensor.js"
import { bind1 } from "../../core/trace.js"
import { eq } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { selectN } from "../elementwise/select.js"
import { sameDtypes } from "../guards.js"
import { broadcastInDim, reduceSum } from "../sum.js"

/** What is put before, after and between the elements of one axis. */
export interface Padding {
  readonly low: number
  readonly high: number
  readonly interior: number
}

export interface PadParams {
  /** `[low, high, interior]` for every axis. */
  readonly paddingConfig: readonly (readonly number[])[]
}

const paddedSize = (size: number, [low = 0, high = 0, interior = 0]: readonly number[]): number =>
  low + high + size + Math.max(0, size - 1) * interior

const paddingFits = (x: Aval, value: Aval, config: PadParams["paddingConfig"]): Issue | undefined => {
  if (value.shape.length > 0) return { code: "shape/pad-value", need: "the padding value must be a scalar", avals: [value] }
  const whole =
    config.length === x.shape.length && config.every((c) => c.length === 3 && c.every(Number.isInteger) && (c[2] as number) >= 0)
  if (!whole)
    return {
      code: "shape/pad",
      need: `padding must be [low, high, interior ≥ 0] for each of ${x.shape.length} axes`,
      got: `(${config.map((c) => `[${c.join(", ")}]`).join(", ")})`,
    }
  const bad = config.findIndex((c, axis) => paddedSize(x.shape[axis] as number, c) < 0)
  return bad < 0
    ? undefined
    : { code: "shape/pad", need: "padding may not cut more than there is", got: `[${config[bad]?.join(", ")}] on axis ${bad}`, avals: [x] }
}

/** Puts a value around and between elements. Linear in the array and the value. (`lax.pad`) */
export const padP: Primitive<PadParams> = definePrimitive<PadParams>({
  name: "pad",
  shape: ([x, value], { paddingConfig }) =>
    paddingFits(x as Aval, value as Aval, paddingConfig) ??
    sameDtypes([x as Aval, value as Aval]) ?? [
      { shape: (x as Aval).shape.map((d, axis) => paddedSize(d, paddingConfig[axis] ?? [])), dtype: (x as Aval).dtype },
    ],
  derivative: linear((ct, [x], { paddingConfig }) => {
    const own = unpad(ct, (x as NDArray).shape, paddingConfig)
    const all = ct.shape.map((_, axis) => axis)
    // what landed on the padding: everything but what came from x; counted with a mask, so that infinities do not cancel to NaN
    const mask = bind1(padP, [broadcastInDim(literal(1, ct.dtype), (x as NDArray).shape, []), literal(0, ct.dtype)], { paddingConfig })
    return [own, reduceSum(selectN(eq(mask, 0), literal(0, ct.dtype), ct), all)]
  }),
  batch: ([x, value], { paddingConfig }, { size }) => batchPad(x as Lane, value as Lane, paddingConfig, size),
  lower: ([x, value], { paddingConfig }, to) => [
    to.pad(
      x as Lowered,
      value as Lowered,
      paddingConfig,
      (x as Lowered).shape.map((d, axis) => paddedSize(d, paddingConfig[axis]!)),
    ),
  ],
  evaluate: byParts(([x, value], { paddingConfig }) => [spread(x as Tensor, (value as Tensor).data[0]!, paddingConfig)]),
})

const batchPad = (x: Lane, value: Lane, config: PadParams["paddingConfig"], size: number): readonly Lane[] => {
  const own = x.value.shape.slice(x.batched ? 1 : 0)
  const full = x.batched
    ? x.value
    : broadcastInDim(
        x.value,
        [size, ...own],
        own.map((_, axis) => axis + 1),
      )
  const paddingConfig = [[0, 0, 0], ...config]
  if (!value.batched) return batchedAll(bind1(padP, [full, value.value], { paddingConfig }))
  // a value for each example: pad with zeros, and fill the holes
  const padded = bind1(padP, [full, literal(0, full.dtype)], { paddingConfig })
  const mask = bind1(padP, [broadcastInDim(literal(1, full.dtype), full.shape, []), literal(0, full.dtype)], { paddingConfig })
  return batchedAll(selectN(eq(mask, 0), padded, broadcastInDim(value.value, padded.shape, [0])))
}

const spread = (x: Tensor, value: number, config: PadParams["paddingConfig"]): Tensor => {
  const shape = x.shape.map((d, axis) => paddedSize(d, config[axis]!))
  const strides = stridesOf(shape)
  const out = new Float64Array(shape.reduce((n, d) => n * d, 1)).fill(value)
  forEachIndex(x.shape, (index, position) => {
    let at = 0
    for (let axis = 0; axis < index.length; axis++) {
      const [low, , interior] = config[axis]!
      const k = low! + index[axis]! * (interior! + 1)
      if (k < 0 || k >= shape[axis]!) return // cut away by negative padding
      at += k * strides[axis]!
    }
    out[at] = x.data[position]!
  })
  return tensorFrom(shape, x.dtype, (i) => out[i]!)
}

/** Takes a padded array back to what it was made from; what negative padding cut off gets zeros. */
const unpad = (ct: NDArray, shape: Shape, config: PadParams["paddingConfig"]): NDArray => {
  const back = config.map(([low = 0, high = 0]) => [-low, -high, 0])
  const widened = pad(
    ct,
    literal(0, ct.dtype),
    back.map(([low = 0, high = 0]) => ({ low, high, interior: 0 })),
  )
  const limits = shape.map((d, axis) => Math.max(0, (d - 1) * ((config[axis]?.[2] ?? 0) + 1) + (d > 0 ? 1 : 0)))
  return slice(
    widened,
    shape.map(() => 0),
    limits,
    config.map(([, , interior = 0]) => interior + 1),
  )
}

export const pad = (x: NDArray, value: NDArray, config: readonly Padding[]): NDArray =>
  config.every((c) => c.low === 0 && c.high === 0 && c.interior === 0)
    ? x
    : bind1(padP, [x, value], { paddingConfig: config.map((c) => [c.low, c.high, c.interior]) })

export interface SliceParams {
  readonly startIndices: readonly number[]
  readonly limitIndices: readonly number[]
  readonly strides: readonly number[]
}

const sliceSize = (start: number, limit: number, stride: number): number => Math.max(0, Math.ceil((limit - start) / stride))

const sliceFits = (x: Aval, { startIndices, limitIndices, strides }: SliceParams): Issue | undefined => {
  const rank = x.shape.length
  const fits =
    startIndices.length === rank &&
    limitIndices.length === rank &&
    strides.length === rank &&
    x.shape.every((d, a) => {
      const [start, limit, stride] = [startIndices[a] as number, limitIndices[a] as number, strides[a] as number]
      return [start, limit, stride].every(Number.isInteger) && start >= 0 && start <= limit && limit <= d && stride >= 1
    })
  return fits
    ? undefined
    : {
        code: "shape/slice",
        need: "on every axis a slice needs 0 ≤ start ≤ limit ≤ size and stride ≥ 1",
        got: `start (${startIndices.join(", ")}), limit (${limitIndices.join(", ")}), strides (${strides.join(", ")})`,
        avals: [x],
      }
}

/** A regular part of an array. Its transpose pads with zeros. (`lax.slice`) */
export const sliceP: Primitive<SliceParams> = definePrimitive<SliceParams>({
  name: "slice",
  shape: ([x], params) =>
    sliceFits(x as Aval, params) ?? [
      {
        shape: params.startIndices.map((start, a) => sliceSize(start, params.limitIndices[a] as number, params.strides[a] as number)),
        dtype: (x as Aval).dtype,
      },
    ],
  derivative: linear((ct, [x], { startIndices, strides }) => [
    pad(
      ct,
      literal(0, ct.dtype),
      (x as NDArray).shape.map((d, a) => {
        const [low, interior] = [startIndices[a] as number, (strides[a] as number) - 1]
        return { low, interior, high: d - low - paddedSize(ct.shape[a] as number, [0, 0, interior]) }
      }),
    ),
  ]),
  batch: ([x], { startIndices, limitIndices, strides }, { size }) =>
    batchedAll(slice((x as Lane).value, [0, ...startIndices], [size, ...limitIndices], [1, ...strides])),
  lower: ([x], { startIndices, limitIndices, strides }, to) => [
    to.slice(
      x as Lowered,
      startIndices,
      startIndices.map((start, a) => sliceSize(start, limitIndices[a]!, strides[a]!)),
      strides,
    ),
  ],
  evaluate: byParts(([x], { startIndices, limitIndices, strides }) => {
    const { shape: from, data, dtype } = x as Tensor
    const own = stridesOf(from)
    const shape = startIndices.map((start, a) => sliceSize(start, limitIndices[a]!, strides[a]!))
    const places = new Int32Array(shape.reduce((n, d) => n * d, 1))
    forEachIndex(shape, (index, position) => {
      let at = 0
      for (let a = 0; a < index.length; a++) at += (startIndices[a]! + index[a]! * strides[a]!) * own[a]!
      places[position] = at
    })
    return [tensorFrom(shape, dtype, (i) => data[places[i]!]!)]
  }),
})

export const slice = (
  x: NDArray,
  startIndices: readonly number[],
  limitIndices: readonly number[],
  strides: readonly number[] = startIndices.map(() => 1),
): NDArray =>
  x.shape.every((d, a) => startIndices[a] === 0 && limitIndices[a] === d && strides[a] === 1)
    ? x
    : bind1(sliceP, [x], { startIndices, limitIndices, strides })
