// Several arrays become one, one becomes several, and elements are chosen from several.
import type { ArrayLike, NDArray } from "../core/array.js"
import { sameShape } from "../core/aval.js"
import { raise } from "../core/errors.js"
import { bind } from "../core/trace.js"
import { resolveAxis } from "../numpy/axes.js"
import { numbersOf } from "../numpy/host.js"
import { selectN as choose } from "../primitives/elementwise/select.js"
import * as prim from "../primitives/shape/concatenate.js"
import { expandDims, squeeze } from "../primitives/shape/reshape.js"
import { broadcastInDim } from "../primitives/sum.js"
import { arrayOf, arraysOf, beside, together } from "./operands.js"

/** Arrays of one dtype, one after another along an axis that they have. (`lax.concatenate`) */
export const concatenate = (operands: readonly ArrayLike[], dimension: number): NDArray =>
  prim.concatenate(arraysOf(operands, "concatenate"), dimension)

/** Consecutive parts along an axis; the sizes must add up. (`lax.split`) */
export const split = (x: ArrayLike, sizes: readonly number[], axis = 0): readonly NDArray[] => {
  const a = arrayOf(x, "split")
  return bind(prim.splitP, [a], { sizes: numbersOf(sizes, "split"), axis: resolveAxis("split", axis, a.ndim) })
}

/** Arrays of one shape and dtype along a new axis: `y[k, …] = x_k[…]`. (`lax.stack`) */
export const stack = (operands: readonly ArrayLike[], axis = 0): NDArray => {
  const arrays = arraysOf(operands, "stack")
  const [first] = arrays
  if (first === undefined) return raise({ code: "argument/arrays", op: "stack", need: "at least one array is needed", got: "none" })
  const misfit = arrays.find((x) => !sameShape(x.shape, first.shape))
  if (misfit) raise({ code: "shape/stack", op: "stack", need: "all shapes must be equal", avals: [misfit.aval, first.aval] })
  const at = resolveAxis("stack", axis, first.ndim + 1)
  return prim.concatenate(
    arrays.map((x) => expandDims(x, [at])),
    at,
  )
}

/** The parts of size 1 along an axis, without the axis: `y_k[…] = x[k, …]`. (`lax.unstack`) */
export const unstack = (x: ArrayLike, axis = 0): readonly NDArray[] => {
  const a = arrayOf(x, "unstack")
  const at = resolveAxis("unstack", axis, a.ndim)
  const ones = Array.from({ length: a.shape[at] as number }, () => 1)
  return ones.length === 0 ? [] : split(a, ones, at).map((part) => squeeze(part, [at]))
}

/** A scalar that chooses, chooses for every element. */
const spreadOver = (which: NDArray, cases: readonly NDArray[]): NDArray => {
  const shape = cases.find((c) => c.ndim > 0)?.shape
  return which.ndim === 0 && shape ? broadcastInDim(which, shape, []) : which
}

/**
 * `y[i] = cases[which[i]][i]`: `which` is int32, or boolean for two cases, false being the first; it may be a scalar. Only the case
 * that is chosen gets a gradient. (`lax.select_n`)
 */
export const selectN = (which: ArrayLike, ...cases: readonly ArrayLike[]): NDArray => {
  const arrays = together("selectN", cases)
  return choose(spreadOver(beside(which, "int32", "selectN"), arrays), ...arrays)
}

/** `onTrue` where the condition holds, else `onFalse`; arrays of one shape and dtype. (`lax.select`) */
export const select = (pred: ArrayLike, onTrue: ArrayLike, onFalse: ArrayLike): NDArray => {
  const condition = arrayOf(pred, "select")
  if (condition.dtype !== "bool")
    raise({
      code: "dtype/which",
      op: "select",
      need: "the condition must be bool",
      avals: [condition.aval],
      hint: "compare first: lax.ne(x, 0)",
    })
  return selectN(condition, onFalse, onTrue)
}
