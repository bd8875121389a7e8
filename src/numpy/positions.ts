// Where the extremes are: positions along an axis, int32.
import type { ArrayLike, NDArray } from "../core/array.js"
import { isComplex } from "../core/dtype.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as prim from "../primitives/reductions.js"
import { resolveAxis } from "./axes.js"
import { equal, isnan, logicalAnd, where } from "./comparison.js"
import { imag, real } from "./complex.js"
import { toArray } from "./host.js"
import { keepAxes, requireElements } from "./reducing.js"
import { any, max, min } from "./reductions.js"
import { ravel } from "./reshape.js"

export interface PositionOptions {
  /** Keeps the axis with size 1. */
  readonly keepdims?: boolean
}

export const positionOptions: OptionNames<PositionOptions> = { keepdims: "boolean" }

type Find = (x: NDArray, axis: number) => NDArray

/** Complex numbers are ordered by their real parts, then by the imaginary ones; one with a NaN is a NaN. */
const orComplex =
  (find: Find, extreme: typeof max, neutral: number): Find =>
  (x, axis) => {
    if (!isComplex(x.dtype)) return find(x, axis)
    const keep = { keepdims: true }
    const isMissing = isnan(x)
    const [re, im] = [where(isMissing, neutral, real(x)), where(isMissing, neutral, imag(x))]
    const isFirst = equal(re, extreme(re, axis, keep))
    const among = where(isFirst, im, neutral)
    const isBest = logicalAnd(isFirst, equal(among, extreme(among, axis, keep)))
    return prim.argmax(where(any(isMissing, axis, keep), isMissing, isBest), axis)
  }

const position =
  (op: string, find: Find) =>
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

/** The position of the largest element, of the flattened array if no axis is given; the first NaN, and the first of equals. Complex numbers are ordered by their real parts first. (`jax.numpy.argmax`) */
export const argmax = position("argmax", orComplex(prim.argmax, max, Number.NEGATIVE_INFINITY))
/** The position of the smallest element, of the flattened array if no axis is given; the first NaN, and the first of equals. Complex numbers are ordered by their real parts first. (`jax.numpy.argmin`) */
export const argmin = position("argmin", orComplex(prim.argmin, min, Number.POSITIVE_INFINITY))
