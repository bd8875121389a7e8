// The reference convolution: for every output element, the sum over the kernel, as the definition says.
import { sizeOf } from "../../core/aval.js"
import { isInteger } from "../../core/dtype.js"
import { forEachIndex, stridesOf, type Tensor, tensorFrom } from "../../core/tensor.js"
import { type ConvParams, convShape } from "./convshape.js"

/** One use of the kernel: where in the kernel, and how far from the window's start on each spatial axis. */
interface Tap {
  readonly kernel: number
  readonly channel: number
  readonly offset: readonly number[]
}

export const convolve = (x: Tensor, y: Tensor, params: ConvParams): Tensor => {
  const { windowStrides, padding, lhsDilation, dimensionNumbers, featureGroupCount, batchGroupCount } = params
  const { lhsSpec, rhsSpec, outSpec } = dimensionNumbers
  const shape = convShape(x.shape, y.shape, params)
  const [xs, ys] = [stridesOf(x.shape), stridesOf(y.shape)]
  const channels = y.shape[rhsSpec[1]!]!
  const taps = tapsOf(y, ys, params)
  const outPerFeatureGroup = y.shape[rhsSpec[0]!]! / featureGroupCount
  const outPerBatchGroup = y.shape[rhsSpec[0]!]! / batchGroupCount
  const batchPerGroup = x.shape[lhsSpec[0]!]! / batchGroupCount
  const spatialAxes = lhsSpec.slice(2)
  const add = isInteger(x.dtype)
    ? (a: number, b: number, c: number) => (a + Math.imul(b, c)) | 0
    : (a: number, b: number, c: number) => a + b * c
  const out = new Float64Array(sizeOf(shape))
  const start = spatialAxes.map(() => 0)

  forEachIndex(shape, (index, position) => {
    const feature = index[outSpec[1]!]!
    const example = index[outSpec[0]!]! + Math.floor(feature / outPerBatchGroup) * batchPerGroup
    const firstChannel = Math.floor(feature / outPerFeatureGroup) * channels
    for (let s = 0; s < start.length; s++) start[s] = index[outSpec[s + 2]!]! * windowStrides[s]! - padding[s]![0]
    const base = example * xs[lhsSpec[0]!]! + firstChannel * xs[lhsSpec[1]!]!
    const kernelBase = feature * ys[rhsSpec[0]!]!
    let total = 0
    for (const { kernel, channel, offset } of taps) {
      const at = placeOf(start, offset, lhsDilation, spatialAxes, x.shape, xs)
      if (at >= 0) total = add(total, x.data[base + channel * xs[lhsSpec[1]!]! + at]!, y.data[kernelBase + kernel]!)
    }
    out[position] = total
  })
  return tensorFrom(shape, x.dtype, x.dtype === "bool" ? (i) => Number(out[i] !== 0) : (i) => out[i]!)
}

const tapsOf = (y: Tensor, ys: readonly number[], { rhsDilation, dimensionNumbers: { rhsSpec } }: ConvParams): readonly Tap[] => {
  const taps: Tap[] = []
  const axes = rhsSpec.slice(1)
  forEachIndex(
    axes.map((a) => y.shape[a]!),
    ([channel = 0, ...place]) => {
      const kernel = channel * ys[axes[0]!]! + place.reduce((sum, k, s) => sum + k * ys[axes[s + 1]!]!, 0)
      taps.push({ kernel, channel, offset: place.map((k, s) => k * rhsDilation[s]!) })
    },
  )
  return taps
}

/** The offset in memory of one spatial place, or −1 in the padding and in the holes of a dilated input. */
const placeOf = (
  start: readonly number[],
  offset: readonly number[],
  dilation: readonly number[],
  axes: readonly number[],
  shape: readonly number[],
  strides: readonly number[],
): number => {
  let at = 0
  for (let s = 0; s < start.length; s++) {
    const place = start[s]! + offset[s]!
    const index = place / dilation[s]!
    if (place < 0 || index >= shape[axes[s]!]! || !Number.isInteger(index)) return -1
    at += index * strides[axes[s]!]!
  }
  return at
}
