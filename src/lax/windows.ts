// Reductions over windows, which pooling is made of.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { forEachIndex } from "../core/tensor.js"
import { bind1 } from "../core/trace.js"
import { dilated } from "../primitives/contraction/convshape.js"
import { padP, sliceP } from "../primitives/shape/pad.js"
import { reduceWindowMax, reduceWindowMin, reduceWindowSum, type WindowParams } from "../primitives/windows.js"
import { type Computation, everywhere, type Folding, foldingOf, overElements } from "./fold.js"
import { isKnown, type Monoid, type MonoidName, monoidOf } from "./monoid.js"
import { type Padding, padtypeToPads } from "./padding.js"

export interface ReduceWindowOptions {
  /** Holes between the elements of the operand, plus one, for each axis. */
  readonly baseDilation?: readonly number[] | null
  /** Holes between the elements of a window, plus one, for each axis. */
  readonly windowDilation?: readonly number[] | null
}

const reduceWindowOptions: OptionNames<ReduceWindowOptions> = { baseDilation: "list", windowDilation: "list" }

const named: { readonly [N in MonoidName]?: (x: NDArray, params: WindowParams) => NDArray } = {
  add: reduceWindowSum,
  max: reduceWindowMax,
  min: reduceWindowMin,
}

const paramsFor = (
  x: NDArray,
  windowDimensions: readonly number[],
  windowStrides: readonly number[] | null,
  padding: Padding,
  { baseDilation, windowDilation }: ReduceWindowOptions,
): WindowParams => {
  const ones = x.shape.map(() => 1)
  const strides = windowStrides ?? ones
  const dilation = windowDilation ?? ones
  const given = {
    windowDimensions,
    windowStrides: strides,
    padding: padtypeToPads(
      x.shape,
      windowDimensions.map((d, a) => dilated(d, dilation[a] ?? 1)),
      strides,
      padding,
      "reduceWindow",
    ),
    baseDilation: baseDilation ?? ones,
    windowDilation: dilation,
  }
  const fits = Object.values(given).every((l) => l.length === x.ndim)
  if (!fits)
    raise({
      code: "shape/window",
      op: "reduceWindow",
      need: `window, strides, dilations and padding are needed for each of ${x.ndim} axes`,
      got: `window (${windowDimensions.join(", ")}), strides (${strides.join(", ")})`,
      avals: [x.aval],
    })
  return given
}

/** How many windows there are along every axis. */
const windowCount = (padded: Shape, { windowDimensions, windowStrides, windowDilation }: WindowParams): Shape =>
  padded.map((size, a) => {
    const room = size - dilated(windowDimensions[a] as number, windowDilation[a] as number)
    return room < 0 ? 0 : Math.floor(room / (windowStrides[a] as number)) + 1
  })

/** The definition: for each place in the window one strided slice of the padded operands, folded in row-major order. */
const foldWindows = ({ operands, starts, fold }: Folding, params: WindowParams): readonly NDArray[] => {
  const { windowStrides, padding, baseDilation, windowDilation } = params
  const paddingConfig = padding.map(([low, high], a) => [low, high, (baseDilation[a] as number) - 1])
  const padded = operands.map((x, i) => bind1(padP, [x, starts[i] as NDArray], { paddingConfig }))
  const shape = windowCount((padded[0] as NDArray).shape, params)
  const combine = overElements(fold)
  let total: readonly NDArray[] = starts.map((s) => everywhere(s, shape))
  if (shape.includes(0)) return total
  forEachIndex(params.windowDimensions, (place) => {
    const startIndices = place.map((k, a) => k * (windowDilation[a] as number))
    const limitIndices = startIndices.map((f, a) => f + ((shape[a] as number) - 1) * (windowStrides[a] as number) + 1)
    const parts = padded.map((x) => bind1(sliceP, [x], { startIndices, limitIndices, strides: windowStrides }))
    total = combine(total, parts)
  })
  return total
}

/** Sums, maxima and minima of one array of numbers have primitives. A sum's start must be 0, for it counts in the padding too. */
const byPrimitive = ({ operands, starts }: Folding, monoid: Monoid, params: WindowParams): NDArray | undefined => {
  const [x, start] = [operands[0], starts[0]] as [NDArray, NDArray]
  const isIdentity = isKnown(start, monoid.identity(x.dtype))
  if (x.dtype === "bool" || (monoid.name === "add" && !isIdentity)) return undefined
  const result = named[monoid.name]?.(x, params)
  return result === undefined || isIdentity ? result : monoid.combine(everywhere(start, result.shape), result)
}

/**
 * `y[i] = start ∘ x[i·stride + 0] ∘ x[i·stride + 1] ∘ …` over windows of an array padded with the start value. (`lax.reduce_window`)
 * @example
 * lax.reduceWindow(images, -Infinity, lax.max, [1, 2, 2, 1], [1, 2, 2, 1], "VALID") // max pooling
 */
export function reduceWindow(
  operand: ArrayLike,
  initValue: ArrayLike,
  computation: (x: NDArray, y: NDArray) => ArrayLike,
  windowDimensions: readonly number[],
  windowStrides: readonly number[] | null,
  padding: Padding,
  options?: ReduceWindowOptions,
): NDArray
/** Several arrays reduced together: the computation combines a list of scalars with another. (`lax.reduce_window`) */
export function reduceWindow(
  operands: readonly ArrayLike[],
  initValues: readonly ArrayLike[],
  computation: (xs: readonly NDArray[], ys: readonly NDArray[]) => readonly ArrayLike[],
  windowDimensions: readonly number[],
  windowStrides: readonly number[] | null,
  padding: Padding,
  options?: ReduceWindowOptions,
): readonly NDArray[]
export function reduceWindow(
  operands: ArrayLike | readonly ArrayLike[],
  initValues: ArrayLike | readonly ArrayLike[],
  computation: Computation,
  windowDimensions: readonly number[],
  windowStrides: readonly number[] | null,
  padding: Padding,
  options: ReduceWindowOptions = {},
): NDArray | readonly NDArray[] {
  optionsOf("reduceWindow", options, reduceWindowOptions)
  const folding = foldingOf("reduceWindow", operands, initValues, computation)
  const [x] = folding.operands as readonly [NDArray]
  const params = paramsFor(x, windowDimensions, windowStrides, padding, options)
  if (Array.isArray(operands)) return foldWindows(folding, params)
  const monoid = monoidOf((a, b) => folding.fold([a], [b])[0] as NDArray, x.dtype)
  return (monoid && byPrimitive(folding, monoid, params)) ?? (foldWindows(folding, params)[0] as NDArray)
}
