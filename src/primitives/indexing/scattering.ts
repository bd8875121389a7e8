// What all scatters share: updates meet the operand where their windows lie, in row-major order of the updates.

import type { NDArray } from "../../core/array.js"
import { type Aval, avalOf, type Shape } from "../../core/aval.js"
import { byParts } from "../../core/complex.js"
import { type DType, isComplex, isFloat, type Kind } from "../../core/dtype.js"
import type { Issue } from "../../core/issue.js"
import type { FoldOp, Lowered } from "../../core/lower.js"
import { batchedAll, type Derivative, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import { type Tensor, tensor, tensorFrom, workingArray } from "../../core/tensor.js"
import { bind1, traceJaxpr } from "../../core/trace.js"
import { dtypeKinds, shiftAxes } from "../guards.js"
import type { C } from "../scalar/complex.js"
import { repeat } from "../vector.js"
import { updatesFit } from "./fits.js"
import { locate, placesOf, startsOf, type Windows } from "./windows.js"

/** Which axes of updates, operand and indices belong together: a gather's dimension numbers, read backwards. (`lax.ScatterDimensionNumbers`) */
export interface ScatterDimensionNumbers {
  /** Axes of the updates that run inside a window; increasing. */
  readonly updateWindowDims: readonly number[]
  /** Axes of the operand along which a window has size 1, and which the updates lack; increasing. */
  readonly insertedWindowDims: readonly number[]
  /** Entry `k` of an index row is where the window starts along axis `scatterDimsToOperandDims[k]` of the operand. */
  readonly scatterDimsToOperandDims: readonly number[]
  /** Axes of the operand that are walked together with `scatterIndicesBatchingDims` of the indices. */
  readonly operandBatchingDims: readonly number[]
  readonly scatterIndicesBatchingDims: readonly number[]
}

/**
 * What becomes of an update whose window does not fit in the operand: moved to the nearest place that fits, or dropped whole.
 * To promise that all fit saves a backend the question; where the promise is broken the interpreter drops.
 */
export type ScatterMode = "clip" | "fill_or_drop" | "promise_in_bounds"

const scatterModes: readonly ScatterMode[] = ["clip", "fill_or_drop", "promise_in_bounds"]

export interface ScatterParams {
  readonly dimensionNumbers: ScatterDimensionNumbers
  /** Promises that index rows come in lexicographic order. */
  readonly indicesAreSorted: boolean
  /** Promises that no two updates meet the same element of the operand. */
  readonly uniqueIndices: boolean
  readonly mode: ScatterMode
}

/** The windows that updates of a shape fill in an operand of a rank. */
export const windowsOf = (rank: number, updates: Shape, dims: ScatterDimensionNumbers): Windows => {
  const sizes = dims.updateWindowDims.map((axis) => updates[axis] ?? 0)
  const dropped = [...dims.insertedWindowDims, ...dims.operandBatchingDims]
  let next = 0
  return {
    dimensionNumbers: {
      offsetDims: dims.updateWindowDims,
      collapsedSliceDims: dims.insertedWindowDims,
      startIndexMap: dims.scatterDimsToOperandDims,
      operandBatchingDims: dims.operandBatchingDims,
      startIndicesBatchingDims: dims.scatterIndicesBatchingDims,
    },
    sliceSizes: Array.from({ length: rank }, (_, axis) => (dropped.includes(axis) ? 1 : (sizes[next++] ?? 0))),
  }
}

export const modeIs = (mode: string, modes: readonly string[]): Issue | undefined =>
  modes.includes(mode) ? undefined : { code: "argument/mode", need: `the mode must be one of ${modes.join(", ")}`, got: `"${mode}"` }

/** The dimension numbers under vmap: indices that are the same for the whole batch move windows that span it. */
const batchedDims = (dims: ScatterDimensionNumbers, indicesBatched: boolean): ScatterDimensionNumbers => {
  const shifted: ScatterDimensionNumbers = {
    updateWindowDims: shiftAxes(dims.updateWindowDims),
    insertedWindowDims: shiftAxes(dims.insertedWindowDims),
    scatterDimsToOperandDims: shiftAxes(dims.scatterDimsToOperandDims),
    operandBatchingDims: shiftAxes(dims.operandBatchingDims),
    scatterIndicesBatchingDims: dims.scatterIndicesBatchingDims,
  }
  return indicesBatched
    ? {
        ...shifted,
        operandBatchingDims: [0, ...shifted.operandBatchingDims],
        scatterIndicesBatchingDims: [0, ...shiftAxes(dims.scatterIndicesBatchingDims)],
      }
    : { ...shifted, updateWindowDims: [0, ...shifted.updateWindowDims] }
}

const full = ({ value, batched }: Lane, size: number): NDArray => (batched ? value : repeat(value, size))

/** What becomes of an element of the operand when an update meets it. */
export type Meet = (old: number, update: number) => number

const scatterLoop = (x: Tensor, indices: Tensor, updates: Tensor, { dimensionNumbers, mode }: ScatterParams, meet: Meet): Tensor => {
  const windows = windowsOf(x.shape.length, updates.shape, dimensionNumbers)
  const at = locate(x.shape, indices, windows, mode === "clip" ? "clip" : "drop")
  // floats are rounded once, at the end; integers wrap around as they are stored
  const data = isFloat(x.dtype) ? Float64Array.from(x.data) : x.data.slice()
  at.forEach((place, k) => {
    if (place >= 0) data[place] = meet(data[place]!, updates.data[k]!)
  })
  return tensorFrom(x.shape, x.dtype, (i) => data[i]!)
}

/** The same for complex elements whose parts are mixed: what becomes of one, and a definition in other primitives, for compilers. */
export interface OfComplex {
  readonly meet: (old: C, update: C) => C
  readonly definition: (inputs: readonly [NDArray, NDArray, NDArray], params: ScatterParams) => NDArray
}

const complexScatterLoop = (
  x: Tensor,
  indices: Tensor,
  updates: Tensor,
  { dimensionNumbers, mode }: ScatterParams,
  meet: OfComplex["meet"],
): Tensor => {
  const windows = windowsOf(x.shape.length, updates.shape, dimensionNumbers)
  const data = Float64Array.from(x.data)
  locate(x.shape, indices, windows, mode === "clip" ? "clip" : "drop").forEach((place, k) => {
    if (place >= 0) data.set(meet([data[2 * place]!, data[2 * place + 1]!], [updates.data[2 * k]!, updates.data[2 * k + 1]!]), 2 * place)
  })
  const out = workingArray(x.shape, x.dtype)
  out.set(data)
  return tensor(x.shape, x.dtype, out)
}

/** Defines a scatter: what a compiler combines with, what updates do to the elements they meet, for which kinds of dtype, and how that differentiates. */
export const defineScatter = (
  name: string,
  op: FoldOp | undefined,
  kinds: readonly Kind[],
  meet: (dtype: DType) => Meet,
  derivative: Derivative<ScatterParams>,
  ofComplex?: OfComplex,
): Primitive<ScatterParams> => {
  const primitive: Primitive<ScatterParams> = definePrimitive({
    name,
    shape: (avals, { dimensionNumbers, mode }) => {
      const [x, indices, updates] = avals as readonly [Aval, Aval, Aval]
      const windows = windowsOf(x.shape.length, updates.shape, dimensionNumbers)
      return (
        modeIs(mode, scatterModes) ??
        dtypeKinds([x], kinds) ??
        updatesFit(x, indices, updates, windows) ?? [{ shape: x.shape, dtype: x.dtype, weakType: x.weakType && updates.weakType }]
      )
    },
    derivative,
    batch: (lanes, params, { size }) => {
      const [x, indices, updates] = lanes as readonly [Lane, Lane, Lane]
      const dimensionNumbers = batchedDims(params.dimensionNumbers, indices.batched)
      const indicesAreSorted = params.indicesAreSorted && !indices.batched // rows begin anew in every lane
      return batchedAll(
        bind1(primitive, [full(x, size), indices.value, full(updates, size)], { ...params, dimensionNumbers, indicesAreSorted }),
      )
    },
    evaluate: (inputs, params, run) => {
      const [x, indices, updates] = inputs as readonly [Tensor, Tensor, Tensor]
      return ofComplex && isComplex(x.dtype)
        ? [complexScatterLoop(x, indices, updates, params, ofComplex.meet)]
        : byParts<ScatterParams>(([a, at, u], p) => [scatterLoop(a as Tensor, at as Tensor, u as Tensor, p, meet((a as Tensor).dtype))])(
            inputs,
            params,
            run,
          )
    },
    lower: (inputs, params, to) => {
      const { dimensionNumbers, mode } = params
      const [x, indices, updates] = inputs as readonly [Lowered, Lowered, Lowered]
      if (ofComplex && isComplex(x.dtype)) {
        const avals = inputs.map((a) => avalOf(a.shape, a.dtype))
        const define = (xs: readonly NDArray[]): readonly NDArray[] => [
          ofComplex.definition(xs as readonly [NDArray, NDArray, NDArray], params),
        ]
        return to.call(traceJaxpr(define, avals, { transform: "a rule", name, withoutLines: true }).jaxpr, inputs)
      }
      const places = placesOf(x.shape, indices.shape, windowsOf(x.shape.length, updates.shape, dimensionNumbers))
      return [to.scatter(op, x, startsOf(indices, to), updates, places, mode === "clip" ? "clip" : "drop")]
    },
  })
  return primitive
}

/** What a caller may leave out: no batching axes, no promises, updates that do not fit dropped. */
export interface ScatterOptions extends Partial<Omit<ScatterParams, "dimensionNumbers">> {
  readonly dimensionNumbers: Omit<ScatterDimensionNumbers, "operandBatchingDims" | "scatterIndicesBatchingDims"> &
    Partial<ScatterDimensionNumbers>
}

/** `bind` of a scatter, with what its options leave out filled in. */
export const applyScatter = (
  primitive: Primitive<ScatterParams>,
  [x, indices, updates]: readonly [NDArray, NDArray, NDArray],
  { dimensionNumbers, ...rest }: ScatterOptions,
): NDArray =>
  bind1<ScatterParams>(primitive, [x, indices, updates], {
    dimensionNumbers: { operandBatchingDims: [], scatterIndicesBatchingDims: [], ...dimensionNumbers },
    indicesAreSorted: false,
    uniqueIndices: false,
    mode: "fill_or_drop",
    ...rest,
  })
