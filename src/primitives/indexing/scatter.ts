// Scatter overwrites windows at computed places. Where several updates meet, the last in row-major order stays:
// one rule for every backend, so that values and derivatives speak of the same winner.
import type { NDArray } from "../../core/array.js"
import { sizeOf } from "../../core/aval.js"
import { linear } from "../../core/primitive.js"
import { eq } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { selectN } from "../elementwise/select.js"
import { numberKinds } from "../guards.js"
import { iota } from "../shape/iota.js"
import { reshape } from "../shape/reshape.js"
import { fill, zerosOf } from "../vector.js"
import { gatherWritten } from "./gather.js"
import { applyScatter, defineScatter, type ScatterOptions, type ScatterParams } from "./scattering.js"

/**
 * `x` with windows of updates written at computed places. Linear in operand and updates together: the cotangent of the operand is
 * zero where something was written, that of an update is read where it was written, if it stayed. (`lax.scatter`)
 */
export const scatterP = defineScatter(
  "scatter",
  undefined,
  ["bool", ...numberKinds],
  () => (_, update) => update,
  linear((ct, [, indices, updates], params) => {
    const { aval } = updates as NDArray
    const rows = indices as NDArray
    const read = gatherWritten(ct, rows, aval.shape, params)
    const won = params.uniqueIndices ? read : selectN(winners(ct, rows, aval.shape, params), literal(0, aval.dtype), read)
    return [applyScatter(scatterP, [ct, rows, zerosOf(aval)], params), undefined, won]
  }),
)

/** Which updates stay: every update writes its number, and reads what stands there in the end. */
const winners = (x: NDArray, indices: NDArray, shape: readonly number[], params: ScatterParams): NDArray => {
  const numbers = reshape(iota([sizeOf(shape)], 0, "int32"), shape)
  const written = applyScatter(scatterP, [fill(-1, { shape: x.shape, dtype: "int32" }), indices, numbers], params)
  return eq(gatherWritten(written, indices, shape, params, -1), numbers)
}

/** `x` with windows of updates written at the places that index rows name. (`lax.scatter`) */
export const scatter = (x: NDArray, indices: NDArray, updates: NDArray, options: ScatterOptions): NDArray =>
  applyScatter(scatterP, [x, indices, updates], options)
