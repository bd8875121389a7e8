// Rounding to whole numbers.
import type { NDArray } from "../../core/array.js"
import { roundHalfAwayFromZero, roundHalfEven } from "../scalar/elementary.js"
import { lt } from "./comparison.js"
import { apply, applyWith, type Operand, onFloats, step } from "./define.js"
import { selectN } from "./select.js"

const because = "it is constant between whole numbers"

export const floorP = step(
  "floor",
  onFloats((x) => Math.floor(x)),
  because,
)
export const ceilP = step(
  "ceil",
  onFloats((x) => Math.ceil(x)),
  because,
)

/** What becomes of halves: away from zero, or to the nearest even number. */
export type RoundingMethod = "AWAY_FROM_ZERO" | "TO_NEAREST_EVEN"

/** (`lax.round`; parameter `roundingMethod`) */
export const roundP = step(
  "round",
  {
    ...onFloats((x) => x),
    scalar: (_, { roundingMethod }) => (roundingMethod === "TO_NEAREST_EVEN" ? roundHalfEven : roundHalfAwayFromZero),
  },
  because,
)

export const floor = (x: Operand): NDArray => apply(floorP, x)
export const ceil = (x: Operand): NDArray => apply(ceilP, x)
export const round = (x: Operand, roundingMethod: RoundingMethod = "AWAY_FROM_ZERO"): NDArray => applyWith(roundP, { roundingMethod }, x)
export const roundToEven = (x: Operand): NDArray => round(x, "TO_NEAREST_EVEN")
/** The nearest whole number on the side of zero. */
export const trunc = (x: NDArray): NDArray => selectN(lt(x, 0), floor(x), ceil(x))
