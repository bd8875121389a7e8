// The gamma distribution, by Marsaglia & Tsang's rejection, and what is made of gamma numbers. All stands on their logarithms: where the
// parameter is small, the numbers themselves are too small to write down.
import { type ArrayLike, asArray, type NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import type { DType } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { optionsOf } from "../core/options.js"
import { logSampleSlope } from "../lax/incompletegamma.js"
import { softmax } from "../nn/softmax.js"
import { broadcastTo } from "../numpy/broadcast.js"
import { greaterEqual, lessEqual, logicalOr, where } from "../numpy/comparison.js"
import { log1p } from "../numpy/exponential.js"
import { shapeOf } from "../numpy/host.js"
import { requireArrayLike } from "../numpy/promote.js"
import { convertElementType } from "../primitives/elementwise/convert.js"
import { customJvp } from "../transforms/customJvp.js"
import { requireKey, splitInTwo } from "./keys.js"
import { normal } from "./normal.js"
import { type FloatOptions, floatDtype, floatOptions, parameter, type ShapeArgument, shapeFor } from "./parameters.js"
import { untilAccepted } from "./rejection.js"
import { between } from "./uniform.js"

/**
 * `log(d·v)` with `v = (1 + c·z)³`, d = a − ⅓, c = 1/√(9d), for normal z: v is accepted where `log u < z²/2 + d·(1 − v + log v)`. Below a = 1 it is
 * drawn for a + 1, and `log(u)/a` added. (Marsaglia & Tsang 2000)
 */
const logGammaOf: (key: NDArray, a: NDArray) => NDArray = customJvp((key: NDArray, a: NDArray): NDArray => {
  const [draws, boosts] = splitInTwo(key)
  const isSmall = a.less(1)
  const d = where(isSmall, a.add(1), a).sub(1 / 3)
  const c = d.mul(9).sqrt().reciprocal()
  const { shape, dtype } = a
  const logV = untilAccepted(draws, a, (round) => {
    const [k1, k2] = splitInTwo(round)
    const z = normal(k1, shape, { dtype })
    const v = z.mul(c).add(1).pow(3)
    const bound = z
      .mul(z)
      .div(2)
      .add(d.mul(v.neg().add(1).add(v.log())))
    const logU = between(k2, shape, dtype, 0, 1).log()
    return { value: v.log(), rejected: logicalOr(lessEqual(v, 0), greaterEqual(logU, bound)) }
  })
  const boost = log1p(between(boosts, shape, dtype, 0, 1).neg()).div(a)
  return where(
    a.equal(0),
    Number.NEGATIVE_INFINITY,
    d
      .log()
      .add(logV)
      .add(where(isSmall, boost, 0)),
  )
}).defjvp(([key, a], [, da]) => {
  // no rank of a sample changes with a: the implicit derivative, for rejection has none along its way
  const y = logGammaOf(key, a)
  return [y, logSampleSlope(a, y).mul(da)]
})

/** The parameters of a draw, spread over its shape, in the dtype to compute in: float32 for the 16-bit floats. */
const spread = (
  op: string,
  given: readonly ArrayLike[],
  shape: ShapeArgument | undefined,
  options: FloatOptions,
): { readonly dtype: DType; readonly sizes: Shape; readonly values: readonly NDArray[] } => {
  const dtype = floatDtype(options, op)
  const bad = given.find((x) => typeof x === "number" && !(x >= 0))
  if (bad !== undefined) raise({ code: "argument/range", op, need: "parameters must not be negative", got: String(bad) })
  const wide = dtype === "float64" ? dtype : "float32"
  const parameters = given.map((x) => parameter(x, wide, op))
  const sizes = shapeFor(shape, parameters, op)
  return { dtype, sizes, values: parameters.map((x) => broadcastTo(x, sizes)) }
}

/** The logarithms of gamma numbers, which do not underflow where `a` is small. (`jax.random.loggamma`) */
export const loggamma = (key: NDArray, a: ArrayLike, shape?: ShapeArgument, options?: FloatOptions): NDArray => {
  const { dtype, values } = spread("loggamma", [a], shape, optionsOf("loggamma", options, floatOptions))
  return convertElementType(logGammaOf(requireKey(key, "loggamma"), values[0] as NDArray), dtype)
}

/**
 * Numbers with density `x^(a−1)·e^(−x) / Γ(a)`, mean a and variance a; the sum of so many waiting times. Differentiable once with respect to `a`, by
 * the implicit derivative of a sample. (Marsaglia & Tsang 2000; `jax.random.gamma`) The shape is that of `a` unless given.
 * @throws ArgumentError if `a` is a negative number; of negative elements of arrays NaN is drawn
 * @example random.gamma(key, 2.5, [1000]).mean() // about 2.5
 */
export const gamma = (key: NDArray, a: ArrayLike, shape?: ShapeArgument, options?: FloatOptions): NDArray => {
  const { dtype, values } = spread("gamma", [a], shape, optionsOf("gamma", options, floatOptions))
  return convertElementType(logGammaOf(requireKey(key, "gamma"), values[0] as NDArray).exp(), dtype)
}

/**
 * Numbers in (0, 1) with density `∝ x^(a−1)·(1−x)^(b−1)`: one gamma number as a part of the sum of two. (`jax.random.beta`)
 * @throws as `gamma`
 */
export const beta = (key: NDArray, a: ArrayLike, b: ArrayLike, shape?: ShapeArgument, options?: FloatOptions): NDArray => {
  const { dtype, values } = spread("beta", [a, b], shape, optionsOf("beta", options, floatOptions))
  const keys = splitInTwo(requireKey(key, "beta"))
  const [ga, gb] = values.map((x, i) => logGammaOf(keys[i] as NDArray, x)) as [NDArray, NDArray]
  // 1 / (1 + e^(gb − ga)), of which neither end overflows
  return convertElementType(gb.sub(ga).exp().add(1).reciprocal(), dtype)
}

/**
 * Probabilities of categories, `[…, k]` with `α […, k]`: gamma numbers divided by their sum. `shape` is that of the batch. (`jax.random.dirichlet`)
 * @throws ShapeError if `α` has no axis, and as `gamma`
 */
export const dirichlet = (key: NDArray, alpha: NDArray, shape?: ShapeArgument, options?: FloatOptions): NDArray => {
  const given = optionsOf("dirichlet", options, floatOptions)
  const { ndim, shape: sizes, aval } = asArray(requireArrayLike(alpha, "dirichlet"))
  if (ndim === 0) raise({ code: "shape/rank", op: "dirichlet", need: "α needs an axis of categories", avals: [aval] })
  const k = sizes.at(-1) as number
  const batch = shape === undefined ? undefined : [...shapeOf(shape, "dirichlet"), k]
  const { dtype, values } = spread("dirichlet", [alpha], batch, given)
  return convertElementType(softmax(logGammaOf(requireKey(key, "dirichlet"), values[0] as NDArray), -1), dtype)
}

/**
 * Sums of squares of `df` normal numbers: twice a gamma number of df/2. (`jax.random.chisquare`)
 * @throws as `gamma`
 */
export const chisquare = (key: NDArray, df: ArrayLike, shape?: ShapeArgument, options?: FloatOptions): NDArray => {
  const { dtype, values } = spread("chisquare", [df], shape, optionsOf("chisquare", options, floatOptions))
  return convertElementType(
    logGammaOf(requireKey(key, "chisquare"), (values[0] as NDArray).div(2))
      .exp()
      .mul(2),
    dtype,
  )
}

/**
 * Student's t: a normal number over the root of a chi-square number divided by its `df`. (`jax.random.t`)
 * @throws as `gamma`
 */
export const t = (key: NDArray, df: ArrayLike, shape?: ShapeArgument, options?: FloatOptions): NDArray => {
  const { dtype, sizes, values } = spread("t", [df], shape, optionsOf("t", options, floatOptions))
  const [k1, k2] = splitInTwo(requireKey(key, "t"))
  const half = (values[0] as NDArray).div(2)
  // e^(−½·log(g / (df/2))), which does not divide by a gamma number of 0
  const scale = logGammaOf(k2, half).sub(half.log()).mul(-0.5).exp()
  return convertElementType(normal(k1, sizes, { dtype: half.dtype }).mul(scale), dtype)
}
