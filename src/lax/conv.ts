// Convolutions: cross-correlations in the sense of signal processing, with strides, dilations, groups and any layout.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { DType } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { requireDtype } from "../numpy/astype.js"
import { convGeneralDilated as convolve } from "../primitives/contraction/conv.js"
import { type ConvDimensionNumbers, dilated, spatial } from "../primitives/contraction/convshape.js"
import { convertElementType } from "../primitives/elementwise/convert.js"
import { rev } from "../primitives/shape/rev.js"
import { transpose } from "../primitives/transpose.js"
import { type ConvGeneralDilatedDimensionNumbers, convDimensionNumbers } from "./convspec.js"
import { type DotOptions, dotOptions } from "./dot.js"
import { arrayOf } from "./operands.js"
import { type Padding, padtypeToPads } from "./padding.js"

/** One number for every spatial axis, or one for each. */
export type PerAxis = number | readonly number[]

export interface ConvOptions extends DotOptions {
  /** Holes between the elements of the input, plus one. */
  readonly lhsDilation?: PerAxis | null
  /** Holes between the elements of the kernel, plus one. */
  readonly rhsDilation?: PerAxis | null
  /** Default: batch, feature, space for the input and the output; output feature, input feature, space for the kernel. */
  readonly dimensionNumbers?: ConvGeneralDilatedDimensionNumbers
  /** Splits the features into groups that do not see each other. Default 1. */
  readonly featureGroupCount?: number
  /** Splits the batch into groups that make groups of output features. Default 1. */
  readonly batchGroupCount?: number
}

const convOptions: OptionNames<ConvOptions> = {
  lhsDilation: "number|list",
  rhsDilation: "number|list",
  dimensionNumbers: "list|object",
  featureGroupCount: "number",
  batchGroupCount: "number",
  precision: "string|list",
  preferredElementType: "string",
}

/** A number for each of the spatial axes. */
const perAxis = (x: PerAxis | null | undefined, rank: number): readonly number[] =>
  Array.isArray(x) ? (x as readonly number[]) : Array.from({ length: Math.max(0, rank - 2) }, () => (x as number | null | undefined) ?? 1)

/** Products of narrow floats are added up in the preferred dtype. */
const widened = (x: NDArray, dtype: DType | null | undefined): NDArray =>
  dtype === null || dtype === undefined ? x : convertElementType(x, requireDtype(dtype, "convGeneralDilated"))

/** Padding by name goes by the size of the input, which is not that of the dilated one. */
const refuseName = (x: NDArray, padding: Padding, lhsDilation: readonly number[]): void => {
  if (typeof padding === "string" && padding !== "VALID" && lhsDilation.some((d) => d !== 1))
    raise({
      code: "argument/padding",
      op: "convGeneralDilated",
      need: "padding by name is not defined where the input is dilated",
      got: `"${padding}" for dilations (${lhsDilation.join(", ")})`,
      avals: [x.aval],
      hint: "give [low, high] for each axis, or use lax.convTranspose",
    })
}

const padsFor = (
  x: NDArray,
  y: NDArray,
  { lhsSpec, rhsSpec }: ConvDimensionNumbers,
  strides: readonly number[],
  rhsDilation: readonly number[],
  padding: Padding,
): readonly (readonly [number, number])[] =>
  padtypeToPads(
    spatial(x.shape, lhsSpec),
    spatial(y.shape, rhsSpec).map((d, i) => dilated(d, rhsDilation[i] ?? 1)),
    strides,
    padding,
    "convGeneralDilated",
  )

/**
 * `z[n, o, p…] = Σ_{c, k…} x[n, c, p·stride + k·rhsDilation − low …] · y[o, c, k…]` (`lax.conv_general_dilated`)
 * @example
 * lax.convGeneralDilated(images, kernel, [1, 1], "SAME", { dimensionNumbers: ["NHWC", "HWIO", "NHWC"] })
 */
export const convGeneralDilated = (
  lhs: ArrayLike,
  rhs: ArrayLike,
  windowStrides: PerAxis,
  padding: Padding,
  options: ConvOptions = {},
): NDArray => {
  optionsOf("convGeneralDilated", options, convOptions)
  const { featureGroupCount = 1, batchGroupCount = 1, preferredElementType } = options
  const x = widened(arrayOf(lhs, "convGeneralDilated"), preferredElementType)
  const y = widened(arrayOf(rhs, "convGeneralDilated"), preferredElementType)
  const dimensionNumbers = convDimensionNumbers(x.shape, y.shape, options.dimensionNumbers ?? null)
  const strides = perAxis(windowStrides, x.ndim)
  const lhsDilation = perAxis(options.lhsDilation, x.ndim)
  const rhsDilation = perAxis(options.rhsDilation, x.ndim)
  refuseName(x, padding, lhsDilation)
  return convolve(x, y, {
    windowStrides: strides,
    padding: padsFor(x, y, dimensionNumbers, strides, rhsDilation, padding),
    lhsDilation,
    rhsDilation,
    dimensionNumbers,
    featureGroupCount,
    batchGroupCount,
  })
}

/** `z[n, o, p…] = Σ_{c, k…} x[n, c, p·stride + k …] · y[o, c, k…]`, features before space. (`lax.conv`) */
export const conv = (lhs: ArrayLike, rhs: ArrayLike, windowStrides: PerAxis, padding: Padding, options: DotOptions = {}): NDArray => {
  optionsOf("conv", options, dotOptions)
  return convGeneralDilated(lhs, rhs, windowStrides, padding, options)
}

/** `conv` with dilations: holes in the input (`lhsDilation`) and in the kernel (`rhsDilation`). (`lax.conv_with_general_padding`) */
export const convWithGeneralPadding = (
  lhs: ArrayLike,
  rhs: ArrayLike,
  windowStrides: PerAxis,
  padding: Padding,
  lhsDilation: PerAxis | null,
  rhsDilation: PerAxis | null,
  options: DotOptions = {},
): NDArray => {
  optionsOf("convWithGeneralPadding", options, dotOptions)
  return convGeneralDilated(lhs, rhs, windowStrides, padding, { ...options, lhsDilation, rhsDilation })
}

export interface ConvTransposeOptions extends DotOptions {
  /** Holes between the elements of the kernel, plus one. */
  readonly rhsDilation?: PerAxis | null
  /** Default: features last, as in `["NHWC", "HWIO", "NHWC"]`. */
  readonly dimensionNumbers?: ConvGeneralDilatedDimensionNumbers
  /** Flips the kernel and exchanges its features, which makes it the transpose of the convolution with that kernel. Default false. */
  readonly transposeKernel?: boolean
}

const convTransposeOptions: OptionNames<ConvTransposeOptions> = {
  rhsDilation: "number|list",
  dimensionNumbers: "list|object",
  transposeKernel: "boolean",
  precision: "string|list",
  preferredElementType: "string",
}

const space = ["", "", "", "H", "HW", "HWD"]

const featuresLast = (rank: number): ConvGeneralDilatedDimensionNumbers => {
  const letters = rank === 2 ? "" : space[rank]
  return letters === undefined ? null : [`N${letters}C`, `${letters}IO`, `N${letters}C`]
}

/** The padding with which the input spread by the strides gives `size·stride` ("SAME") or everything that touches it ("VALID"). */
const transposePads = (kernel: number, stride: number, padding: string): readonly [number, number] => {
  const isSame = padding === "SAME"
  const total = kernel + stride - 2 + (isSame ? 0 : Math.max(kernel - stride, 0))
  const low = !isSame || stride > kernel - 1 ? kernel - 1 : Math.ceil(total / 2)
  return [low, total - low]
}

const swapped = (rank: number, a: number, b: number): readonly number[] =>
  Array.from({ length: rank }, (_, i) => (i === a ? b : i === b ? a : i))

/**
 * The convolution of the input with `stride − 1` zeros between its elements: `z[p] = Σ_k x̂[p + k − low] · y[k]`, which enlarges by the
 * strides. (`lax.conv_transpose`)
 */
export const convTranspose = (
  lhs: ArrayLike,
  rhs: ArrayLike,
  strides: PerAxis,
  padding: Padding,
  options: ConvTransposeOptions = {},
): NDArray => {
  optionsOf("convTranspose", options, convTransposeOptions)
  const { rhsDilation, dimensionNumbers, transposeKernel = false, ...rest } = options
  const [x, y] = [arrayOf(lhs, "convTranspose"), arrayOf(rhs, "convTranspose")]
  const dims = convDimensionNumbers(x.shape, y.shape, dimensionNumbers ?? featuresLast(x.ndim))
  const [o, i] = dims.rhsSpec as readonly [number, number]
  const holes = perAxis(rhsDilation, x.ndim)
  const spread = perAxis(strides, x.ndim)
  const sizes = spatial(y.shape, dims.rhsSpec).map((d, k) => dilated(d, holes[k] ?? 1))
  const pads = typeof padding === "string" ? sizes.map((d, k) => transposePads(d, spread[k] ?? 1, requireName(padding))) : padding
  const kernel = transposeKernel ? transpose(rev(y, dims.rhsSpec.slice(2)), swapped(y.ndim, o, i)) : y
  return convGeneralDilated(x, kernel, 1, pads, { ...rest, lhsDilation: spread, rhsDilation: holes, dimensionNumbers: dims })
}

const requireName = (padding: string): string =>
  padding === "SAME" || padding === "VALID"
    ? padding
    : raise({
        code: "argument/padding",
        op: "convTranspose",
        need: 'padding must be "SAME", "VALID" or [low, high] for each axis',
        got: `"${padding}"`,
      })
