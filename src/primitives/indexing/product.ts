// Scatter-mul: an element of the operand is multiplied by every update that meets it.
//   y = x · Π u_k    ∂y/∂x = Π u_k    ∂y/∂u_j = x · Π_{k≠j} u_k, which needs no division and so holds at zeros too
import type { NDArray } from "../../core/array.js"
import { sizeOf } from "../../core/aval.js"
import { type DType, isFloat } from "../../core/dtype.js"
import { custom } from "../../core/primitive.js"
import { bind, bind1 } from "../../core/trace.js"
import { numberKinds } from "../guards.js"
import { mul as complexMul } from "../scalar/complex.js"
import { iota } from "../shape/iota.js"
import { reshape } from "../shape/reshape.js"
import { addMaybe, fill, mul } from "../vector.js"
import { gatherWritten, scatterAdd } from "./gather.js"
import { productOfOthers } from "./others.js"
import { scatterP } from "./scatter.js"
import { applyScatter, defineScatter, type Meet, type ScatterOptions, type ScatterParams } from "./scattering.js"

type Inputs = readonly [NDArray, NDArray, NDArray]

/** What an update is multiplied by: the element that it meets, and the other updates that meet it there. */
const slopes = (inputs: Inputs, params: ScatterParams): NDArray => {
  const [x, indices, updates] = inputs
  const met = gatherWritten(x, indices, updates.shape, params)
  if (params.uniqueIndices || updates.size <= 1) return met
  return mul(met, others(inputs, params))
}

/** Products of 32-bit integers wrap around exactly, floats are rounded once at the end. */
const times = (dtype: DType): Meet => (isFloat(dtype) ? (old, update) => old * update : Math.imul)

/** The other updates that each one meets, multiplied: by what has been said of places. */
const others = ([x, indices, updates]: Inputs, params: ScatterParams): NDArray => {
  const numbers = reshape(iota([sizeOf(x.shape)], 0, "int32"), x.shape)
  const places = gatherWritten(numbers, indices, updates.shape, params, -1)
  const flat = [updates.size]
  return reshape(productOfOthers(reshape(updates, flat), reshape(places, flat)), updates.shape)
}

/**
 * The definition for compilers of complex numbers, whose products mix the parts: every update writes what all that meet where it does make
 * together, so that it does not matter which of them is the last.
 */
const written = (inputs: Inputs, given: ScatterParams): NDArray => {
  const [x, indices, updates] = inputs
  // where a promise is broken the update is dropped, and must not count among those that meet
  const params: ScatterParams = { ...given, mode: given.mode === "clip" ? "clip" : "fill_or_drop" }
  const all = updates.size > 1 && !params.uniqueIndices ? mul(updates, others(inputs, params)) : updates
  return applyScatter(scatterP, [x, indices, mul(gatherWritten(x, indices, updates.shape, params), all)], params)
}

/** `x` with elements multiplied by the updates that meet them, at any order of derivative. (`lax.scatter_mul`) */
export const scatterMulP = defineScatter(
  "scatter-mul",
  "mul",
  numberKinds,
  times,
  custom({
    jvp: (inputs, [dx, , du], params) => {
      const [x, indices, updates] = inputs as Inputs
      const own = dx && bind1(scatterMulP, [dx, indices, updates], params)
      const brought = du && scatterAdd(fill(0, x.aval), indices, mul(du, slopes(inputs as Inputs, params)), params)
      return { outputs: bind(scatterMulP, inputs, params), tangents: [addMaybe(own, brought)] }
    },
    vjp: (inputs, active, params) => {
      const [, indices, updates] = inputs as Inputs
      const slope = active[2] ? slopes(inputs as Inputs, params) : undefined
      return {
        outputs: bind(scatterMulP, inputs, params),
        pullback: ([ct]) =>
          ct
            ? [
                bind1(scatterMulP, [ct, indices, updates], params),
                undefined,
                slope && mul(gatherWritten(ct, indices, updates.shape, params), slope),
              ]
            : [],
      }
    },
  }),
  { meet: complexMul, definition: written },
)

/** `x` multiplied by windows of updates at the places that index rows name. (`lax.scatter_mul`) */
export const scatterMul = (x: NDArray, indices: NDArray, updates: NDArray, options: ScatterOptions): NDArray =>
  applyScatter(scatterMulP, [x, indices, updates], options)
