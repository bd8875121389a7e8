// Picking along one axis, every line by its own positions: the gather that sorting needs, and its transpose.
//   y[…, i, …] = x[…, p[…, i, …], …]
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { expandDims } from "../shape/reshape.js"
import { zerosOf } from "../vector.js"
import { gather, scatterAdd } from "./gather.js"

/** Positions as rows of one entry. */
const rowsOf = (positions: NDArray): NDArray => expandDims(positions, [positions.ndim])

const others = (rank: number, axis: number): readonly number[] => Array.from({ length: rank }, (_, a) => a).filter((a) => a !== axis)

/** `x` at distinct positions within bounds along an axis; the other axes of both agree. (`jnp.take_along_axis`) */
export const gatherAlong = (x: NDArray, positions: NDArray, axis: number): NDArray =>
  gather(x, rowsOf(positions), {
    dimensionNumbers: {
      offsetDims: [],
      collapsedSliceDims: [axis],
      startIndexMap: [axis],
      operandBatchingDims: others(x.ndim, axis),
      startIndicesBatchingDims: others(x.ndim, axis),
    },
    sliceSizes: x.shape.map(() => 1),
    uniqueIndices: true,
    mode: "promise_in_bounds",
  })

/** The transpose of `gatherAlong` from an array like `x`: zeros, with `updates` at the positions. */
export const scatterAlong = (x: Pick<Aval, "shape" | "dtype">, positions: NDArray, updates: NDArray, axis: number): NDArray =>
  scatterAdd(zerosOf(x), rowsOf(positions), updates, {
    dimensionNumbers: {
      updateWindowDims: [],
      insertedWindowDims: [axis],
      scatterDimsToOperandDims: [axis],
      operandBatchingDims: others(x.shape.length, axis),
      scatterIndicesBatchingDims: others(x.shape.length, axis),
    },
    uniqueIndices: true,
    mode: "promise_in_bounds",
  })
