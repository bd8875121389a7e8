// Running reductions along an axis: every element combined with all before it, or with all after it.
import type { ArrayLike, NDArray } from "../core/array.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { resolveAxis } from "../numpy/axes.js"
import * as prim from "../primitives/cumulative.js"
import { arrayOf } from "./operands.js"

export interface CumulativeOptions {
  /** From the last element to the first. */
  readonly reverse?: boolean
}

const cumulativeOptions: OptionNames<CumulativeOptions> = { reverse: "boolean" }

type Cumulative = (x: ArrayLike, axis?: number, options?: CumulativeOptions) => NDArray

const along =
  (op: string, f: (x: NDArray, axis: number, reverse: boolean) => NDArray): Cumulative =>
  (x, axis = 0, options) => {
    const { reverse = false } = optionsOf(op, options, cumulativeOptions)
    const a = arrayOf(x, op)
    return f(a, resolveAxis(op, axis, a.ndim), reverse)
  }

/** `yᵢ = Σ x_j, j ≤ i` (`lax.cumsum`) */
export const cumsum: Cumulative = along("cumsum", prim.cumsum)
/** `yᵢ = Π x_j, j ≤ i`; its gradient is right also where factors are 0. (`lax.cumprod`) */
export const cumprod: Cumulative = along("cumprod", prim.cumprod)
/** `yᵢ = max x_j, j ≤ i` (`lax.cummax`) */
export const cummax: Cumulative = along("cummax", prim.cummax)
/** `yᵢ = min x_j, j ≤ i` (`lax.cummin`) */
export const cummin: Cumulative = along("cummin", prim.cummin)
/** `yᵢ = log Σ e^(x_j), j ≤ i` (`lax.cumlogsumexp`) */
export const cumlogsumexp: Cumulative = along("cumlogsumexp", prim.cumlogsumexp)
