// Points of the unit ball of a p-norm, by way of the generalized normal distribution. (Barthe et al. 2005)
import type { NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { optionsOf } from "../core/options.js"
import { shapeOf } from "../numpy/host.js"
import { sum } from "../numpy/reductions.js"
import { expandDims } from "../numpy/reshape.js"
import { exponential } from "./continuous.js"
import { rademacher } from "./discrete.js"
import { gamma } from "./gamma.js"
import { requireKey, splitInTwo } from "./keys.js"
import { type FloatOptions, floatDtype, floatOptions, type ShapeArgument } from "./parameters.js"

const requirePower = (p: number, op: string): void => {
  if (!(p > 0 && p < Number.POSITIVE_INFINITY))
    raise({ code: "argument/range", op, need: "the power p must be a positive number", got: String(p) })
}

/** Numbers with density `∝ e^(−|x|^p)`: gamma numbers of 1/p to the power 1/p, with a fair sign. (`jax.random.generalized_normal`) */
export const generalizedNormal = (key: NDArray, p: number, shape: ShapeArgument = [], options?: FloatOptions): NDArray => {
  const dtype = floatDtype(optionsOf("generalizedNormal", options, floatOptions), "generalizedNormal")
  requirePower(p, "generalizedNormal")
  const [k1, k2] = splitInTwo(requireKey(key, "generalizedNormal"))
  return gamma(k1, 1 / p, shape, { dtype })
    .pow(1 / p)
    .mul(rademacher(k2, shape, { dtype }))
}

/**
 * Points evenly spread over the ball `Σ|xᵢ|^p ≤ 1` of `d` dimensions: `[…, d]`. (`jax.random.ball`)
 * @throws ArgumentError if `p` is not positive, ShapeError if `d` is no size
 * @example random.ball(key, 3) // a point within one of the origin
 */
export const ball = (key: NDArray, d: number, p = 2, shape: ShapeArgument = [], options?: FloatOptions): NDArray => {
  const dtype = floatDtype(optionsOf("ball", options, floatOptions), "ball")
  requirePower(p, "ball")
  const batch = shapeOf(shape, "ball")
  const [k1, k2] = splitInTwo(requireKey(key, "ball"))
  const g = generalizedNormal(k1, p, [...batch, ...shapeOf(d, "ball")], { dtype })
  const e = exponential(k2, batch, { dtype })
  return g.div(
    expandDims(
      sum(g.abs().pow(p), -1)
        .add(e)
        .pow(1 / p),
      -1,
    ),
  )
}
