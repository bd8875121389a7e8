// The uniform distribution, from which the others are made.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import type { DType } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { add, literal, max, mul, type Operand, sub } from "../primitives/elementwise/index.js"
import { fractions } from "./bits.js"
import { requireKey } from "./keys.js"
import { type FloatOptions, floatDtype, parameter, type ShapeArgument, shapeFor, spreadOver } from "./parameters.js"

/** Numbers from `low` up to `high`: `max(low, u·(high − low) + low)`. The bounds are numbers, or arrays of the dtype and shape. */
export const between = (key: NDArray, shape: Shape, dtype: DType, low: Operand, high: Operand): NDArray => {
  const u = fractions(key, shape, dtype)
  if (low === 0 && high === 1) return u
  const bound = (x: Operand): NDArray => (typeof x === "number" ? literal(x, dtype) : x)
  return max(bound(low), add(mul(u, sub(bound(high), bound(low))), bound(low)))
}

export interface UniformOptions extends FloatOptions {
  /** The least number, included. Default 0. */
  readonly minval?: ArrayLike
  /** The bound above, excluded (but for rounding). Default 1. */
  readonly maxval?: ArrayLike
}

const uniformOptions: OptionNames<UniformOptions> = { minval: "number|array", maxval: "number|array", dtype: "string" }

/**
 * Numbers evenly spread over [minval, maxval). Bounds may be arrays, and have derivatives. (`jax.random.uniform`)
 * @throws ArgumentError if both bounds are numbers, and the upper one is below the lower one
 * @example random.uniform(key, [2, 3], { minval: -1, maxval: 1 })
 */
export const uniform = (key: NDArray, shape: ShapeArgument = [], given?: UniformOptions): NDArray => {
  const { minval = 0, maxval = 1, ...options } = optionsOf("uniform", given, uniformOptions)
  const dtype = floatDtype(options, "uniform")
  const source = requireKey(key, "uniform")
  if (typeof minval === "number" && typeof maxval === "number") {
    if (!(minval <= maxval))
      raise({ code: "argument/range", op: "uniform", need: "minval must not be above maxval", got: `${minval} and ${maxval}` })
    return between(source, shapeFor(shape, [], "uniform"), dtype, minval, maxval)
  }
  const bounds = [minval, maxval].map((x) => parameter(x, dtype, "uniform"))
  const sizes = shapeFor(shape, bounds, "uniform")
  const [low, high] = bounds.map((x) => spreadOver(x, sizes)) as [NDArray, NDArray]
  return between(source, sizes, dtype, low, high)
}
