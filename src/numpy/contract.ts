// The general product, as the products of NumPy use it: pairs of axes that are summed over, pairs that are walked together.
import type { NDArray } from "../core/array.js"
import { dotGeneral } from "../primitives/contraction/dot.js"
import { astype } from "./astype.js"

/** Axes of the first operand and of the second, which belong together in order. */
export type AxisPairs = readonly [readonly number[], readonly number[]]

/** `Σ x·y` over the contracted axes. The result has the batch axes, then what is left of the first operand, then of the second. Booleans: or of ands. */
export const contract = (x: NDArray, y: NDArray, contracted: AxisPairs, batch: AxisPairs = [[], []]): NDArray =>
  x.dtype === "bool"
    ? astype(dotGeneral(astype(x, "int32"), astype(y, "int32"), [contracted, batch]), "bool")
    : dotGeneral(x, y, [contracted, batch])
