// Gather reads windows out of an array at computed places; scatter-add adds windows into it. Each is the other's transpose.
//   y[i, j] = x[start(i) + j]        x[start(i) + j] += u[i, j]

import type { NDArray } from "../../core/array.js"
import type { Aval, Shape } from "../../core/aval.js"
import { byParts } from "../../core/complex.js"
import { type DType, dtypeInfo } from "../../core/dtype.js"
import type { Lowered } from "../../core/lower.js"
import { batchedAll, custom, definePrimitive, type Lane, linear, type Primitive } from "../../core/primitive.js"
import { type Tensor, tensorFrom } from "../../core/tensor.js"
import { bind, bind1 } from "../../core/trace.js"
import { numberKinds, shiftAxes } from "../guards.js"
import { zerosOf } from "../vector.js"
import { windowsFit } from "./fits.js"
import { applyScatter, defineScatter, modeIs, type ScatterOptions, type ScatterParams, windowsOf } from "./scattering.js"
import { type GatherDimensionNumbers, locate, placesOf, startsOf, type Windows, windowedShape } from "./windows.js"

/**
 * What a window that does not fit in the operand gathers: the nearest one that fits, or the fill value everywhere.
 * To promise that all fit saves a backend the question; where the promise is broken the interpreter clips.
 */
export type GatherMode = "clip" | "fill" | "promise_in_bounds"

const gatherModes: readonly GatherMode[] = ["clip", "fill", "promise_in_bounds"]

export interface GatherParams extends Windows {
  /** Promises that index rows come in lexicographic order. */
  readonly indicesAreSorted: boolean
  /** Promises that no two windows overlap. */
  readonly uniqueIndices: boolean
  readonly mode: GatherMode
  /** For mode "fill"; null is NaN, the least signed integer, the greatest unsigned one, or true. */
  readonly fillValue: number | null
}

/** What stands for a missing number when nobody says. */
const defaultFill = (dtype: DType): number => {
  const { kind, min, max } = dtypeInfo[dtype]
  return kind === "float" || kind === "complex" ? Number.NaN : kind === "int" ? min : max
}

const gatherLoop = (x: Tensor, indices: Tensor, params: GatherParams): Tensor => {
  const at = locate(x.shape, indices, params, params.mode === "fill" ? "drop" : "clip")
  const fill = params.fillValue ?? defaultFill(x.dtype)
  return tensorFrom(windowedShape(indices.shape, params), x.dtype, (i) => (at[i]! < 0 ? fill : x.data[at[i]!]!))
}

/** The dimension numbers under vmap, by which of operand and indices are batched. */
const batchedDims = (dims: GatherDimensionNumbers, x: boolean, indices: boolean): GatherDimensionNumbers => {
  const offsetDims = shiftAxes(dims.offsetDims)
  const walked = indices ? shiftAxes(dims.startIndicesBatchingDims) : dims.startIndicesBatchingDims
  if (!x) return { ...dims, offsetDims, startIndicesBatchingDims: walked }
  const operandBatchingDims = shiftAxes(dims.operandBatchingDims)
  const shifted = { collapsedSliceDims: shiftAxes(dims.collapsedSliceDims), startIndexMap: shiftAxes(dims.startIndexMap) }
  return indices
    ? { ...shifted, offsetDims, operandBatchingDims: [0, ...operandBatchingDims], startIndicesBatchingDims: [0, ...walked] }
    : { ...shifted, offsetDims: [0, ...offsetDims], operandBatchingDims, startIndicesBatchingDims: walked }
}

const batchedParams = (params: GatherParams, x: Lane, indices: Lane, size: number): GatherParams => ({
  ...params,
  dimensionNumbers: batchedDims(params.dimensionNumbers, x.batched, indices.batched),
  sliceSizes: x.batched ? [indices.batched ? 1 : size, ...params.sliceSizes] : params.sliceSizes,
  // rows begin anew in every lane, and lanes that share an operand may name the same places
  indicesAreSorted: params.indicesAreSorted && !indices.batched,
  uniqueIndices: params.uniqueIndices && x.batched,
})

/**
 * Windows of `x` at computed places: `y[i, j] = x[start(i) + j]`. Affine in `x`: its tangent is gathered with zeros for what is
 * missing, its transpose adds every cotangent where it was read. (`lax.gather`)
 */
export const gatherP: Primitive<GatherParams> = definePrimitive({
  name: "gather",
  shape: (avals, params) => {
    const [x, indices] = avals as readonly [Aval, Aval]
    return (
      modeIs(params.mode, gatherModes) ??
      windowsFit(x, indices, params) ?? [{ shape: windowedShape(indices.shape, params), dtype: x.dtype, weakType: x.weakType }]
    )
  },
  derivative: custom({
    jvp: ([x, indices], [dx], params) => ({
      outputs: bind(gatherP, [x as NDArray, indices as NDArray], params),
      tangents: [dx && bind1(gatherP, [dx, indices as NDArray], { ...params, fillValue: 0 })],
    }),
    vjp: ([x, indices], _, params) => ({
      outputs: bind(gatherP, [x as NDArray, indices as NDArray], params),
      pullback: ([ct]) => [ct && bind1(scatterAddP, [zerosOf((x as NDArray).aval), indices as NDArray, ct], scatterParamsOf(params))],
    }),
  }),
  batch: (lanes, params, { size }) => {
    const [x, indices] = lanes as readonly [Lane, Lane]
    return batchedAll(bind1(gatherP, [x.value, indices.value], batchedParams(params, x, indices, size)))
  },
  evaluate: byParts(([x, indices], params) => [gatherLoop(x as Tensor, indices as Tensor, params)]),
  lower: (inputs, params, to) => {
    const [x, indices] = inputs as readonly [Lowered, Lowered]
    const fill = params.mode === "fill" ? (params.fillValue ?? defaultFill(x.dtype)) : undefined
    return [to.gather(x, startsOf(indices, to), placesOf(x.shape, indices.shape, params), fill)]
  },
})

/** The scatter that writes where a gather reads. */
const scatterParamsOf = ({ dimensionNumbers: dims, mode, indicesAreSorted, uniqueIndices }: GatherParams): ScatterParams => ({
  dimensionNumbers: {
    updateWindowDims: dims.offsetDims,
    insertedWindowDims: dims.collapsedSliceDims,
    scatterDimsToOperandDims: dims.startIndexMap,
    operandBatchingDims: dims.operandBatchingDims,
    scatterIndicesBatchingDims: dims.startIndicesBatchingDims,
  },
  indicesAreSorted,
  uniqueIndices,
  mode: mode === "fill" ? "fill_or_drop" : mode,
})

/** Reads `x` where a scatter of updates of the given shape writes; `fillValue` where it drops. */
export const gatherWritten = (x: NDArray, indices: NDArray, updates: Shape, params: ScatterParams, fillValue = 0): NDArray => {
  const { dimensionNumbers, mode, indicesAreSorted, uniqueIndices } = params
  const windows = windowsOf(x.ndim, updates, dimensionNumbers)
  return bind1(gatherP, [x, indices], {
    ...windows,
    indicesAreSorted,
    uniqueIndices,
    mode: mode === "fill_or_drop" ? "fill" : mode,
    fillValue,
  })
}

/**
 * Adds windows of updates at computed places; what meets at one place adds up. Linear in operand and updates together: its
 * transpose gathers. Float sums are rounded once. (`lax.scatter_add`)
 */
export const scatterAddP = defineScatter(
  "scatter-add",
  "add",
  numberKinds,
  () => (old, update) => old + update,
  linear((ct, [, indices, updates], params) => [ct, undefined, gatherWritten(ct, indices as NDArray, (updates as NDArray).shape, params)]),
)

/** What a caller may leave out: no batching axes, no promises, a missing number for windows that do not fit. */
export interface GatherOptions extends Partial<Omit<GatherParams, "dimensionNumbers" | "sliceSizes">> {
  readonly dimensionNumbers: Omit<GatherDimensionNumbers, "operandBatchingDims" | "startIndicesBatchingDims"> &
    Partial<GatherDimensionNumbers>
  readonly sliceSizes: readonly number[]
}

/** Windows of `x` at the places that index rows name. (`lax.gather`) */
export const gather = (x: NDArray, indices: NDArray, { dimensionNumbers, ...rest }: GatherOptions): NDArray =>
  bind1<GatherParams>(gatherP, [x, indices], {
    dimensionNumbers: { operandBatchingDims: [], startIndicesBatchingDims: [], ...dimensionNumbers },
    indicesAreSorted: false,
    uniqueIndices: false,
    mode: "fill",
    fillValue: null,
    ...rest,
  })

/** `x` with windows of updates added at the places that index rows name. (`lax.scatter_add`) */
export const scatterAdd = (x: NDArray, indices: NDArray, updates: NDArray, options: ScatterOptions): NDArray =>
  applyScatter(scatterAddP, [x, indices, updates], options)
