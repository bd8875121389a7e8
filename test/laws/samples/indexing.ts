// Samples of reading and writing at computed places: every mode, windows over several axes, batching axes, updates that meet.
import type { NDArray } from "../../../src/core/array.js"
import { mul } from "../../../src/primitives/elementwise/arithmetic.js"
import { dynamicSlice, dynamicUpdateSlice } from "../../../src/primitives/indexing/dynamicslice.js"
import { scatterMax, scatterMin } from "../../../src/primitives/indexing/extremum.js"
import { type GatherOptions, gather, scatterAdd } from "../../../src/primitives/indexing/gather.js"
import type { indexingPrimitives } from "../../../src/primitives/indexing/index.js"
import { scatterMul } from "../../../src/primitives/indexing/product.js"
import { scatter } from "../../../src/primitives/indexing/scatter.js"
import type { ScatterOptions } from "../../../src/primitives/indexing/scattering.js"
import { iota } from "../../../src/primitives/shape/iota.js"
import type { Domain, Sample } from "../sample.js"

const cube: Domain = { shape: [2, 3, 5], low: -1, high: 1 }

const indices = (shape: readonly number[], low: number, high: number): Domain => ({ shape, dtype: "int32", low, high })

/** The places 0, 2, 4: distinct, in order, within an axis of 5. */
const everySecond = (): NDArray => mul(iota([3, 1], 0, "int32"), 2)

/** Windows of 1×3 along axes 0 and 2, started along 2 and 0, numbered between their own axes. */
const windowed: GatherOptions = {
  dimensionNumbers: { offsetDims: [0, 2], collapsedSliceDims: [1], startIndexMap: [2, 0] },
  sliceSizes: [1, 1, 3],
}

/** Windows of 2 along the last axis; the others are walked together with the indices' axes, crosswise. */
const walked: GatherOptions = {
  dimensionNumbers: {
    offsetDims: [1],
    collapsedSliceDims: [],
    startIndexMap: [2],
    operandBatchingDims: [0, 1],
    startIndicesBatchingDims: [1, 0],
  },
  sliceSizes: [1, 1, 2],
}

/** Whole slices at positions of the last axis. */
const picked: GatherOptions = {
  dimensionNumbers: { offsetDims: [0, 1], collapsedSliceDims: [2], startIndexMap: [2] },
  sliceSizes: [2, 3, 1],
}

const promised = { indicesAreSorted: true, uniqueIndices: true, mode: "promise_in_bounds" } as const

const gathers: readonly Sample[] = [
  {
    note: "clip",
    apply: (x, i) => gather(x as NDArray, i as NDArray, { ...windowed, mode: "clip" }),
    inputs: [cube, indices([2, 2, 2], -1, 4)],
  },
  {
    note: "fill",
    apply: (x, i) => gather(x as NDArray, i as NDArray, { ...windowed, fillValue: 0.5 }),
    inputs: [cube, indices([2, 2, 2], -1, 4)],
  },
  {
    note: "batching axes, clip",
    apply: (x, i) => gather(x as NDArray, i as NDArray, { ...walked, mode: "clip" }),
    inputs: [cube, indices([3, 2, 1], -1, 4)],
  },
  {
    note: "batching axes, fill",
    apply: (x, i) => gather(x as NDArray, i as NDArray, { ...walked, fillValue: 0 }),
    inputs: [cube, indices([3, 2, 1], -1, 4)],
  },
  { note: "promises", apply: (x) => gather(x as NDArray, everySecond(), { ...picked, ...promised }), inputs: [cube] },
]

type Scatter = (x: NDArray, indices: NDArray, updates: NDArray, options: ScatterOptions) => NDArray

/** Extrema have kinks at ties: their operands must be distinct. */
const scattersOf = (apply: Scatter, distinct = false): readonly Sample[] => {
  const operand: Domain = { ...cube, distinct }
  const at =
    (options: ScatterOptions): Sample["apply"] =>
    (x, i, u) =>
      apply(x as NDArray, i as NDArray, u as NDArray, options)
  const windows: ScatterOptions["dimensionNumbers"] = {
    updateWindowDims: [0, 2],
    insertedWindowDims: [1],
    scatterDimsToOperandDims: [2, 0],
  }
  const crosswise: ScatterOptions["dimensionNumbers"] = {
    updateWindowDims: [1],
    insertedWindowDims: [],
    scatterDimsToOperandDims: [2],
    operandBatchingDims: [0, 1],
    scatterIndicesBatchingDims: [1, 0],
  }
  const slices: ScatterOptions["dimensionNumbers"] = { updateWindowDims: [0, 1], insertedWindowDims: [2], scatterDimsToOperandDims: [2] }
  const updates = (shape: readonly number[]): Domain => ({ shape, low: -1, high: 1, distinct })
  const windowInputs = [operand, indices([2, 2, 2], -1, 4), updates([1, 2, 3, 2])]
  const walkedInputs = [operand, indices([3, 2, 1], -1, 4), updates([3, 2, 2])]
  return [
    { note: "windows that meet, clip", apply: at({ dimensionNumbers: windows, mode: "clip" }), inputs: windowInputs },
    { note: "windows that meet, dropped where they do not fit", apply: at({ dimensionNumbers: windows }), inputs: windowInputs },
    { note: "batching axes, clip", apply: at({ dimensionNumbers: crosswise, mode: "clip" }), inputs: walkedInputs },
    { note: "batching axes, dropped where they do not fit", apply: at({ dimensionNumbers: crosswise }), inputs: walkedInputs },
    {
      note: "promises",
      apply: (x, u) => apply(x as NDArray, everySecond(), u as NDArray, { dimensionNumbers: slices, ...promised }),
      inputs: [operand, updates([2, 3, 3])],
    },
  ]
}

const start = (high: number): Domain => indices([], -1, high)
const starts = [start(2), start(3), start(5)]

export const indexingSamples: { readonly [N in keyof typeof indexingPrimitives]: readonly Sample[] } = {
  dynamic_slice: [
    { apply: (x, ...i) => dynamicSlice(x as NDArray, i, [1, 2, 3]), inputs: [cube, ...starts] },
    { note: "whole", apply: (x, ...i) => dynamicSlice(x as NDArray, i, [2, 3, 5]), inputs: [cube, ...starts] },
  ],
  dynamic_update_slice: [
    {
      apply: (x, u, ...i) => dynamicUpdateSlice(x as NDArray, u as NDArray, i),
      inputs: [cube, { shape: [1, 2, 3], low: -1, high: 1 }, ...starts],
    },
  ],
  gather: gathers,
  scatter: scattersOf(scatter),
  "scatter-add": scattersOf(scatterAdd),
  "scatter-mul": scattersOf(scatterMul),
  "scatter-min": scattersOf(scatterMin, true),
  "scatter-max": scattersOf(scatterMax, true),
}
