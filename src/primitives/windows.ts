// Window reductions, which pooling is made of. Their derivatives are those of the definition: a window is a set of strided slices.
import type { NDArray } from "../core/array.js"
import { type Aval, type Shape, sizeOf } from "../core/aval.js"
import { byParts } from "../core/complex.js"
import type { DType, Kind } from "../core/dtype.js"
import type { Issue } from "../core/issue.js"
import type { FoldOp, Lowered, Lowering } from "../core/lower.js"
import { batchedAll, definePrimitive, type Primitive } from "../core/primitive.js"
import { forEachIndex, stridesOf, type Tensor, tensorFrom } from "../core/tensor.js"
import { bind1 } from "../core/trace.js"
import { dilated } from "./contraction/convshape.js"
import { derivedFrom } from "./derived.js"
import { add } from "./elementwise/arithmetic.js"
import { or } from "./elementwise/bits.js"
import { gt, lt, ne } from "./elementwise/comparison.js"
import { literal } from "./elementwise/define.js"
import { selectN } from "./elementwise/select.js"
import { dtypeKinds, numberKinds, realKinds } from "./guards.js"
import { greatestOf, leastOf } from "./reductions.js"
import { pad, slice } from "./shape/pad.js"

export interface WindowParams {
  readonly windowDimensions: readonly number[]
  readonly windowStrides: readonly number[]
  /** `[low, high]` for every axis. */
  readonly padding: readonly (readonly [number, number])[]
  /** Holes between the elements of the operand, plus one. */
  readonly baseDilation: readonly number[]
  /** Holes between the elements of a window, plus one. */
  readonly windowDilation: readonly number[]
}

const outShape = (shape: Shape, { windowDimensions, windowStrides, padding, baseDilation, windowDilation }: WindowParams): Shape =>
  shape.map((d, a) => {
    const room =
      dilated(d, baseDilation[a] as number) +
      (padding[a]?.[0] as number) +
      (padding[a]?.[1] as number) -
      dilated(windowDimensions[a] as number, windowDilation[a] as number)
    return room < 0 ? 0 : Math.floor(room / (windowStrides[a] as number)) + 1
  })

const windowFits = (x: Aval, params: WindowParams): Issue | undefined => {
  const { windowDimensions, windowStrides, baseDilation, windowDilation, padding } = params
  const rank = x.shape.length
  const fits =
    [windowDimensions, windowStrides, baseDilation, windowDilation].every(
      (l) => l.length === rank && l.every((d) => Number.isInteger(d) && d > 0),
    ) && padding.length === rank
  return fits
    ? undefined
    : {
        code: "shape/window",
        need: `window, strides and dilations (positive) and padding are needed for each of ${rank} axes`,
        got: `window (${windowDimensions}), strides (${windowStrides})`,
        avals: [x],
      }
}

type Start = (dtype: DType) => number

const windowReduction = (
  name: string,
  op: FoldOp,
  fold: (a: number, b: number) => number,
  start: Start,
  combine: (x: NDArray, y: NDArray) => NDArray,
  kinds: readonly Kind[] = realKinds,
): Primitive<WindowParams> => {
  const primitive: Primitive<WindowParams> = definePrimitive<WindowParams>({
    name,
    shape: ([x], params) =>
      windowFits(x as Aval, params) ??
      dtypeKinds([x as Aval], kinds) ?? [{ shape: outShape((x as Aval).shape, params), dtype: (x as Aval).dtype }],
    derivative: derivedFrom(([x], params) => asSlices(x as NDArray, params, start, combine)),
    batch: ([x], p) =>
      batchedAll(
        bind1(primitive, [(x as { value: NDArray }).value], {
          windowDimensions: [1, ...p.windowDimensions],
          windowStrides: [1, ...p.windowStrides],
          padding: [[0, 0], ...p.padding],
          baseDilation: [1, ...p.baseDilation],
          windowDilation: [1, ...p.windowDilation],
        }),
      ),
    evaluate: byParts(([x], params) => [reduceWindows(x as Tensor, params, fold, start)]),
    lower: ([x], params, to) => [lowerWindows(x as Lowered, params, op, fold, start, to)],
  })
  return primitive
}

/** The definition: one strided slice of the padded operand for each place in the window, combined in row-major order. */
const asSlices = (x: NDArray, params: WindowParams, start: Start, combine: (x: NDArray, y: NDArray) => NDArray): NDArray => {
  const { windowDimensions, windowStrides, padding, baseDilation, windowDilation } = params
  const shape = outShape(x.shape, params)
  const padded = pad(
    x,
    literal(start(x.dtype), x.dtype),
    padding.map(([low, high], a) => ({ low, high, interior: (baseDilation[a] as number) - 1 })),
  )
  const slices: NDArray[] = []
  forEachIndex(windowDimensions, (place) => {
    const from = place.map((k, a) => k * (windowDilation[a] as number))
    const to = from.map((f, a) => (shape[a] === 0 ? f : f + ((shape[a] as number) - 1) * (windowStrides[a] as number) + 1))
    slices.push(slice(padded, from, to, windowStrides))
  })
  return slices.reduce(combine)
}

/** Places in a window up to which slices are combined in one expression; larger windows are reduced. */
const smallWindow = 32

/** The definition for compilers: slices of the padded operand combined, or all windows as a view and reduced. */
const lowerWindows = (
  x: Lowered,
  params: WindowParams,
  op: FoldOp,
  fold: (a: number, b: number) => number,
  start: Start,
  to: Lowering,
): Lowered => {
  const { windowDimensions, windowStrides, padding, baseDilation, windowDilation } = params
  const shape = outShape(x.shape, params)
  const config = padding.map(([low, high], a) => [low, high, (baseDilation[a] as number) - 1])
  const missing = to.constant(start(x.dtype), x.dtype)
  const isPadded = config.some((axis) => axis.some((n) => n !== 0))
  const sizes = x.shape.map((d, a) =>
    Math.max(0, dilated(d, baseDilation[a] as number) + (config[a]?.[0] as number) + (config[a]?.[1] as number)),
  )
  const padded = isPadded ? to.pad(x, missing, config, sizes) : x
  if (sizeOf(shape) === 0) return to.broadcast(missing, shape, [])
  if (sizeOf(windowDimensions) > smallWindow) {
    const all = to.windows(padded, shape, windowDimensions, windowStrides, windowDilation)
    return to.reduce(
      op,
      all,
      shape.map((_, a) => shape.length + a),
    )
  }
  const slices: Lowered[] = []
  forEachIndex(windowDimensions, (place) => {
    const from = place.map((k, a) => k * (windowDilation[a] as number))
    slices.push(to.slice(padded, from, shape, windowStrides))
  })
  return slices.reduce((a, b) => to.map(op, [a, b], {}, x.dtype, (p, q) => fold(p as number, q as number)))
}

const reduceWindows = (x: Tensor, params: WindowParams, fold: (a: number, b: number) => number, start: Start): Tensor => {
  const { windowDimensions, windowStrides, padding, baseDilation, windowDilation } = params
  const shape = outShape(x.shape, params)
  const strides = stridesOf(x.shape)
  const window: (readonly number[])[] = []
  forEachIndex(windowDimensions, (place) => window.push(place.map((k, a) => k * windowDilation[a]!)))
  const out = new Float64Array(sizeOf(shape))
  forEachIndex(shape, (index, position) => {
    let total = start(x.dtype)
    for (const offset of window) {
      const at = placeIn(index, offset, windowStrides, padding, baseDilation, x.shape, strides)
      if (at >= 0) total = fold(total, x.data[at]!)
    }
    out[position] = total
  })
  return tensorFrom(shape, x.dtype, (i) => out[i]!)
}

const placeIn = (
  index: readonly number[],
  offset: readonly number[],
  windowStrides: readonly number[],
  padding: WindowParams["padding"],
  baseDilation: readonly number[],
  shape: Shape,
  strides: readonly number[],
): number => {
  let at = 0
  for (let a = 0; a < index.length; a++) {
    const place = index[a]! * windowStrides[a]! + offset[a]! - padding[a]![0]
    const own = place / baseDilation[a]!
    if (place < 0 || own >= shape[a]! || !Number.isInteger(own)) return -1
    at += own * strides[a]!
  }
  return at
}

/** The second where it wins or is NaN; so of equals the first keeps the gradient, as in JAX. */
const firstBy =
  (wins: (x: NDArray, y: NDArray) => NDArray) =>
  (x: NDArray, y: NDArray): NDArray =>
    selectN(or(wins(y, x), ne(y, y)), x, y)

/** Sums over windows. (`lax.reduce_window` with add) */
export const reduceWindowSumP = windowReduction(
  "reduce_window_sum",
  "add",
  (a, b) => a + b,
  () => 0,
  add,
  numberKinds,
)
/** Maxima over windows; the first of equals gets the gradient. (`lax.reduce_window` with max) */
export const reduceWindowMaxP = windowReduction("reduce_window_max", "max", Math.max, leastOf, firstBy(gt))
/** Minima over windows; the first of equals gets the gradient. (`lax.reduce_window` with min) */
export const reduceWindowMinP = windowReduction("reduce_window_min", "min", Math.min, greatestOf, firstBy(lt))

export const reduceWindowSum = (x: NDArray, params: WindowParams): NDArray => bind1(reduceWindowSumP, [x], params)
export const reduceWindowMax = (x: NDArray, params: WindowParams): NDArray => bind1(reduceWindowMaxP, [x], params)
export const reduceWindowMin = (x: NDArray, params: WindowParams): NDArray => bind1(reduceWindowMinP, [x], params)

export const windowPrimitives = {
  reduce_window_sum: reduceWindowSumP,
  reduce_window_max: reduceWindowMaxP,
  reduce_window_min: reduceWindowMinP,
} as const
