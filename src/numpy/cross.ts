// The vector product of three dimensions, and what is left of it in two.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { multiply, subtract } from "./arithmetic.js"
import { resolveAxis } from "./axes.js"
import { broadcastShapes, broadcastTo } from "./broadcast.js"
import { constant } from "./creation.js"
import { stack } from "./joining.js"
import { promote } from "./promote.js"
import { unstack } from "./splitting.js"
import { moveaxis } from "./transposing.js"

export interface CrossOptions {
  /** The axis of the vectors in both operands and in the result, over the three others. */
  readonly axis?: number
  /** The axis of the vectors in the first operand. Default −1. */
  readonly axisa?: number
  readonly axisb?: number
  /** The axis of the vectors in the result. Default −1. */
  readonly axisc?: number
}

const crossOptions: OptionNames<CrossOptions> = { axis: "number", axisa: "number", axisb: "number", axisc: "number" }

/** The components of vectors along their axis; a missing third one is 0. */
const components = (x: NDArray, axis: number): readonly [NDArray, NDArray, NDArray, boolean] => {
  const along = resolveAxis("cross", axis, x.ndim)
  const parts = unstack(x, along)
  const [a, b, c] = parts
  if (a === undefined || b === undefined || parts.length > 3)
    return raise({ code: "shape/cross", op: "cross", need: `axis ${along} must hold vectors of 2 or 3 components`, avals: [x.aval] })
  return [a, b, c ?? constant(0, a.shape, a.dtype), c === undefined]
}

/**
 * `x × y = (x₂y₃ − x₃y₂, x₃y₁ − x₁y₃, x₁y₂ − x₂y₁)` for vectors along the last axis, the other axes broadcasting. Of two plane vectors, the third
 * component alone. (`jax.numpy.cross`)
 */
export const cross = (x: ArrayLike, y: ArrayLike, options: CrossOptions = {}): NDArray => {
  optionsOf("cross", options, crossOptions)
  const { axis, axisa = axis ?? -1, axisb = axis ?? -1, axisc = axis ?? -1 } = options
  const [a, b] = promote("cross", [x, y]) as [NDArray, NDArray]
  const [a1, a2, a3, isPlaneA] = components(a, axisa)
  const [b1, b2, b3, isPlaneB] = components(b, axisb)
  const minor = (p: NDArray, q: NDArray, r: NDArray, s: NDArray): NDArray => subtract(multiply(p, q), multiply(r, s))
  const third = minor(a1, b2, a2, b1)
  if (isPlaneA && isPlaneB) return third
  const shape = broadcastShapes("cross", a1.shape, b1.shape)
  const parts = [minor(a2, b3, a3, b2), minor(a3, b1, a1, b3), third].map((part) => broadcastTo(part, shape, "cross"))
  return moveaxis(stack(parts, -1), -1, axisc)
}
