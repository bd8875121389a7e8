// Where the extremes are: positions along an axis, int32.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as prim from "../primitives/reductions.js"
import { resolveAxis } from "./axes.js"
import { toArray } from "./host.js"
import { keepAxes, requireElements } from "./reducing.js"
import { ravel } from "./reshape.js"

export interface PositionOptions {
  /** Keeps the axis with size 1. */
  readonly keepdims?: boolean
}

export const positionOptions: OptionNames<PositionOptions> = { keepdims: "boolean" }

const position =
  (op: string, find: (x: NDArray, axis: number) => NDArray) =>
  (x: ArrayLike, axis?: number | null, options?: PositionOptions): NDArray => {
    const { keepdims } = optionsOf(op, options, positionOptions)
    const whole = toArray(x, op)
    const flat = axis === undefined || axis === null
    const a = flat ? ravel(whole) : whole
    const along = flat ? 0 : resolveAxis(op, axis, a.ndim)
    requireElements(a, [along], op)
    const axes = flat ? whole.shape.map((_, k) => k) : [along]
    return keepAxes(find(a, along), whole.shape, axes, keepdims)
  }

/** The position of the largest element, of the flattened array if no axis is given; the first NaN, and the first of equals. (`jax.numpy.argmax`) */
export const argmax = position("argmax", prim.argmax)
/** The position of the smallest element, of the flattened array if no axis is given; the first NaN, and the first of equals. (`jax.numpy.argmin`) */
export const argmin = position("argmin", prim.argmin)
