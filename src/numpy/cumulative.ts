// Running sums and products, and the differences that undo them.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { DType } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as prim from "../primitives/cumulative.js"
import { resolveAxis } from "./axes.js"
import { constant } from "./creation.js"
import { toArray } from "./host.js"
import { concatenate } from "./joining.js"
import { operandOf, sumDtype, widened } from "./reducing.js"
import { ravel } from "./reshape.js"

export interface CumulativeOptions {
  /** The dtype to convert to before adding up. */
  readonly dtype?: DType
}

export const cumulativeOptions: OptionNames<CumulativeOptions> = { dtype: "string" }

const running =
  (op: string, scan: (x: NDArray, axis: number) => NDArray) =>
  (x: ArrayLike, axis?: number | null, options?: CumulativeOptions): NDArray => {
    const whole = operandOf(x, op, sumDtype, optionsOf(op, options, cumulativeOptions))
    const flat = axis === undefined || axis === null
    const along = flat ? 0 : resolveAxis(op, axis, whole.ndim)
    return widened(flat ? ravel(whole) : whole, (a) => scan(a, along))
  }

/** Running sums along an axis, of the flattened array if none is given: `yᵢ = x₀ + … + xᵢ`. (`jax.numpy.cumsum`) */
export const cumsum = running("cumsum", prim.cumsum)
/** Running products along an axis, of the flattened array if none is given. (`jax.numpy.cumprod`) */
export const cumprod = running("cumprod", prim.cumprod)

export interface CumulativeApiOptions extends CumulativeOptions {
  /** May be left out for vectors. */
  readonly axis?: number
  /** Puts the value for nothing, 0 or 1, in front. */
  readonly includeInitial?: boolean
}

const cumulativeApiOptions: OptionNames<CumulativeApiOptions> = { ...cumulativeOptions, axis: "number", includeInitial: "boolean" }

const withInitial =
  (op: string, scan: typeof cumsum, initial: number) =>
  (x: ArrayLike, given?: CumulativeApiOptions): NDArray => {
    const { axis, includeInitial = false, ...options } = optionsOf(op, given, cumulativeApiOptions)
    const a = toArray(x, op)
    if (a.ndim === 0 || (axis === undefined && a.ndim > 1))
      raise({ code: "shape/axis", op, need: "an axis must be given for arrays that are not vectors", avals: [a.aval] })
    const y = scan(a, axis ?? 0, options)
    const along = resolveAxis(op, axis ?? 0, a.ndim)
    return includeInitial ? concatenate([constant(initial, a.shape.with(along, 1), y.dtype), y], along) : y
  }

/** Running sums, by the array API's name. (`jax.numpy.cumulative_sum`) */
export const cumulativeSum = withInitial("cumulativeSum", cumsum, 0)
/** Running products, by the array API's name. (`jax.numpy.cumulative_prod`) */
export const cumulativeProd = withInitial("cumulativeProd", cumprod, 1)
