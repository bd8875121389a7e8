// Reductions over axes, which disappear, by one of the operations that have a primitive of their own.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type DType, isInteger } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { requireDtype } from "../numpy/astype.js"
import { type AxisOption, resolveAxes, resolveAxis } from "../numpy/axes.js"
import * as prim from "../primitives/reductions.js"
import { reduceSum as sum } from "../primitives/sum.js"
import { arrayOf } from "./operands.js"

type Reduction = (x: ArrayLike, axes?: AxisOption) => NDArray

const over =
  (op: string, f: (x: NDArray, axes: readonly number[]) => NDArray): Reduction =>
  (x, axes) => {
    const a = arrayOf(x, op)
    return f(a, resolveAxes(op, axes, a))
  }

/** `Σ x` over the axes, all of them if none are given; the dtype stays. (`lax.reduce_sum`) */
export const reduceSum: Reduction = over("reduceSum", sum)
/** `Π x` over the axes; its gradient is right also where factors are 0. (`lax.reduce_prod`) */
export const reduceProd: Reduction = over("reduceProd", prim.reduceProd)
/** `max x` over the axes, NaN if there is one; those that tie share the gradient. (`lax.reduce_max`) */
export const reduceMax: Reduction = over("reduceMax", prim.reduceMax)
/** `min x` over the axes, NaN if there is one; those that tie share the gradient. (`lax.reduce_min`) */
export const reduceMin: Reduction = over("reduceMin", prim.reduceMin)
/** `⋀ x` over the axes: whether all are true; of integers, the bits that all have. (`lax.reduce_and`) */
export const reduceAnd: Reduction = over("reduceAnd", prim.reduceAnd)
/** `⋁ x` over the axes: whether any is true; of integers, the bits that any has. (`lax.reduce_or`) */
export const reduceOr: Reduction = over("reduceOr", prim.reduceOr)
/** `⨁ x` over the axes: whether an odd number is true, bit by bit. (`lax.reduce_xor`) */
export const reduceXor: Reduction = over("reduceXor", prim.reduceXor)

type ArgExtreme = (x: ArrayLike, axis: number, indexDtype?: DType) => NDArray

const place =
  (op: string, f: (x: NDArray, axis: number, indexDtype: DType) => NDArray): ArgExtreme =>
  (x, axis, indexDtype = "int32") => {
    const a = arrayOf(x, op)
    if (!isInteger(requireDtype(indexDtype, op)))
      raise({ code: "dtype/kind", op, need: "indexDtype must be an integer dtype", got: indexDtype })
    return f(a, resolveAxis(op, axis, a.ndim), indexDtype)
  }

/** `min { i : xᵢ = max x }` along an axis; the first NaN wins. (`lax.argmax`) */
export const argmax: ArgExtreme = place("argmax", prim.argmax)
/** `min { i : xᵢ = min x }` along an axis; the first NaN wins. (`lax.argmin`) */
export const argmin: ArgExtreme = place("argmin", prim.argmin)
