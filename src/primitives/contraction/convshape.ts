// The geometry of convolutions: sizes, dilations and paddings, and the paddings of their transposes.
import type { Aval, Shape } from "../../core/aval.js"
import type { Issue } from "../../core/issue.js"
import { sameDtypes } from "../guards.js"

export interface ConvDimensionNumbers {
  /** Axes of the input: batch, feature, then space. */
  readonly lhsSpec: readonly number[]
  /** Axes of the kernel: output feature, input feature, then space. */
  readonly rhsSpec: readonly number[]
  /** Axes of the output: batch, feature, then space. */
  readonly outSpec: readonly number[]
}

export interface ConvParams {
  readonly windowStrides: readonly number[]
  /** `[low, high]` for every spatial axis; may be negative. */
  readonly padding: readonly (readonly [number, number])[]
  readonly lhsDilation: readonly number[]
  readonly rhsDilation: readonly number[]
  readonly dimensionNumbers: ConvDimensionNumbers
  readonly featureGroupCount: number
  readonly batchGroupCount: number
}

/** A size with d − 1 holes between neighbours. */
export const dilated = (size: number, dilation: number): number => (size === 0 ? 0 : 1 + dilation * (size - 1))

const pick = (shape: Shape, axes: readonly number[]): readonly number[] => axes.map((a) => shape[a] as number)

/** Sizes of the spatial axes, in the order of a spec. */
export const spatial = (shape: Shape, spec: readonly number[]): readonly number[] => pick(shape, spec.slice(2))

const outSize = (size: number, window: number, i: number, { windowStrides, padding, lhsDilation, rhsDilation }: ConvParams): number => {
  const [low, high] = padding[i] as readonly [number, number]
  const room = dilated(size, lhsDilation[i] as number) + low + high - dilated(window, rhsDilation[i] as number)
  return room < 0 ? 0 : Math.floor(room / (windowStrides[i] as number)) + 1
}

/** The shape of the output, its axes in their places. */
export const convShape = (lhs: Shape, rhs: Shape, params: ConvParams): Shape => {
  const { lhsSpec, rhsSpec, outSpec } = params.dimensionNumbers
  const windows = spatial(rhs, rhsSpec)
  const sizes = [
    (lhs[lhsSpec[0] as number] as number) / params.batchGroupCount,
    rhs[rhsSpec[0] as number] as number,
    ...spatial(lhs, lhsSpec).map((size, i) => outSize(size, windows[i] as number, i, params)),
  ]
  const shape: number[] = []
  outSpec.forEach((axis, i) => {
    shape[axis] = sizes[i] as number
  })
  return shape
}

const isSpec = (spec: readonly number[], rank: number): boolean =>
  spec.length === rank && [...spec].sort((a, b) => a - b).every((a, i) => a === i)

/** Whether the operands and parameters make a convolution. */
export const convFits = (x: Aval, y: Aval, params: ConvParams): Issue | undefined => {
  const { windowStrides, padding, lhsDilation, rhsDilation, dimensionNumbers, featureGroupCount, batchGroupCount } = params
  const { lhsSpec, rhsSpec, outSpec } = dimensionNumbers
  const rank = x.shape.length
  if (y.shape.length !== rank || rank < 2 || ![lhsSpec, rhsSpec, outSpec].every((s) => isSpec(s, rank)))
    return { code: "shape/conv-rank", need: "input, kernel and dimension numbers must have one rank, of two or more", avals: [x, y] }
  const lists = [windowStrides, lhsDilation, rhsDilation]
  if (!lists.every((l) => l.length === rank - 2 && l.every((d) => Number.isInteger(d) && d > 0)) || padding.length !== rank - 2)
    return {
      code: "shape/conv-window",
      need: `strides, dilations (positive) and padding are needed for each of ${rank - 2} spatial axes`,
      got: `strides (${windowStrides}), dilations (${lhsDilation}) and (${rhsDilation}), ${padding.length} paddings`,
    }
  const [features, kernelIn, kernelOut, batch] = [
    x.shape[lhsSpec[1] as number],
    y.shape[rhsSpec[1] as number],
    y.shape[rhsSpec[0] as number],
    x.shape[lhsSpec[0] as number],
  ] as [number, number, number, number]
  if (features !== kernelIn * featureGroupCount)
    return {
      code: "shape/conv-features",
      need: `the input's features (${features}) must be the kernel's (${kernelIn}) times featureGroupCount (${featureGroupCount})`,
      avals: [x, y],
      hint: "check the layout: by default input is NCHW and kernel OIHW",
    }
  if (kernelOut % featureGroupCount !== 0 || kernelOut % batchGroupCount !== 0 || batch % batchGroupCount !== 0)
    return {
      code: "shape/conv-groups",
      need: "group counts must divide the output features and the batch",
      got: `featureGroupCount ${featureGroupCount}, batchGroupCount ${batchGroupCount}`,
      avals: [x, y],
    }
  if (featureGroupCount > 1 && batchGroupCount > 1)
    return {
      code: "shape/conv-groups",
      need: "groups are of features or of batches, not of both: one of the counts must be 1",
      got: `featureGroupCount ${featureGroupCount}, batchGroupCount ${batchGroupCount}`,
    }
  return sameDtypes([x, y])
}

/** The sizes that both transposes start from, per spatial axis. */
const geometry = (lhs: Shape, rhs: Shape, params: ConvParams) => {
  const { lhsSpec, rhsSpec, outSpec } = params.dimensionNumbers
  const [ins, windows, outs] = [spatial(lhs, lhsSpec), spatial(rhs, rhsSpec), spatial(convShape(lhs, rhs, params), outSpec)]
  return ins.map((size, i) => ({
    low: params.padding[i]?.[0] as number,
    lhs: dilated(size, params.lhsDilation[i] as number),
    window: dilated(windows[i] as number, params.rhsDilation[i] as number),
    out: dilated(outs[i] as number, params.windowStrides[i] as number),
  }))
}

/** The padding with which output and flipped kernel convolve to the input. */
export const lhsPadding = (lhs: Shape, rhs: Shape, params: ConvParams): ConvParams["padding"] =>
  geometry(lhs, rhs, params).map((g) => {
    const before = g.window - g.low - 1
    return [before, g.lhs + g.window - 1 - g.out - before]
  })

/** The padding with which input and output convolve to the kernel. */
export const rhsPadding = (lhs: Shape, rhs: Shape, params: ConvParams): ConvParams["padding"] =>
  geometry(lhs, rhs, params).map((g) => [g.low, g.out - g.lhs + g.window - g.low - 1])
