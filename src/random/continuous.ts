// Continuous distributions that have a formula for their inverse: each is a function of one uniform number.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import { type DType, dtypeInfo } from "../core/dtype.js"
import { optionsOf } from "../core/options.js"
import { finfo } from "../numpy/constants.js"
import { abs, add, div, exp, log, log1p, lt, mul, neg, pow, selectN, sign, sqrt, sub, tan } from "../primitives/elementwise/index.js"
import { requireKey } from "./keys.js"
import { epsBelow, type FloatOptions, floatDtype, floatOptions, parameter, type ShapeArgument, shapeFor, spreadOver } from "./parameters.js"
import { between } from "./uniform.js"

type Draw = (key: NDArray, shape?: ShapeArgument, options?: FloatOptions) => NDArray

/** A distribution without parameters: the least uniform number it takes, and what it makes of one. */
const inverse =
  (op: string, least: (dtype: DType) => number, quantile: (u: NDArray) => NDArray): Draw =>
  (key, shape = [], options) => {
    const dtype = floatDtype(optionsOf(op, options, floatOptions), op)
    return quantile(between(requireKey(key, op), shapeFor(shape, [], op), dtype, least(dtype), 1))
  }

const smallest = (dtype: DType): number => finfo(dtype).tiny

/** Waiting times of mean 1, with density `e^(−x)`: `−log(1 − u)`. (`jax.random.exponential`) */
export const exponential: Draw = inverse(
  "exponential",
  () => 0,
  (u) => neg(log1p(neg(u))),
)

/** The largest of many: `−log(−log u)`. (`jax.random.gumbel`) */
export const gumbel: Draw = inverse("gumbel", smallest, (u) => neg(log(neg(log(u)))))

/** Density `e^(−|x|) / 2`: `sign(u) · log(1 − |u|)` for u in (−1, 1). (`jax.random.laplace`) */
export const laplace: Draw = inverse(
  "laplace",
  (dtype) => epsBelow(dtype) - 1,
  (u) => mul(sign(u), log1p(neg(abs(u)))),
)

/** The distribution whose cumulative function is the logistic one: `log(u / (1 − u))`. (`jax.random.logistic`) */
export const logistic: Draw = inverse("logistic", smallest, (u) => sub(log(u), log1p(neg(u))))

/** Density `1 / (π·(1 + x²))`, which has no mean: `tan(π·(u − ½))`. (`jax.random.cauchy`) */
export const cauchy: Draw = inverse(
  "cauchy",
  (dtype) => dtypeInfo[dtype].eps,
  (u) => tan(mul(Math.PI, sub(u, 0.5))),
)

/** A draw with parameters: checked, converted, and spread over the shape. */
const withParameters = (
  op: string,
  key: NDArray,
  given: readonly ArrayLike[],
  shape: ShapeArgument | undefined,
  options: FloatOptions,
): { readonly key: NDArray; readonly sizes: Shape; readonly dtype: DType; readonly spread: readonly NDArray[] } => {
  const dtype = floatDtype(options, op)
  const parameters = given.map((x) => parameter(x, dtype, op))
  const sizes = shapeFor(shape, parameters, op)
  return { key: requireKey(key, op), sizes, dtype, spread: parameters.map((x) => spreadOver(x, sizes)) }
}

/** Sizes above 1 with density `b / x^(b+1)`: `e^(t/b)` for exponential t. (`jax.random.pareto`) */
export const pareto = (key: NDArray, b: ArrayLike, shape?: ShapeArgument, options: FloatOptions = {}): NDArray => {
  optionsOf("pareto", options, floatOptions)
  const { sizes, dtype, spread, ...given } = withParameters("pareto", key, [b], shape, options)
  return exp(div(exponential(given.key, sizes, { dtype }), spread[0] as NDArray))
}

/** `scale · t^(1/concentration)` for exponential t. (`jax.random.weibull_min`) */
export const weibullMin = (
  key: NDArray,
  scale: ArrayLike,
  concentration: ArrayLike,
  shape?: ShapeArgument,
  options: FloatOptions = {},
): NDArray => {
  optionsOf("weibullMin", options, floatOptions)
  const { sizes, dtype, spread, ...given } = withParameters("weibullMin", key, [scale, concentration], shape, options)
  const [s, c] = spread as readonly [NDArray, NDArray]
  return mul(pow(exponential(given.key, sizes, { dtype }), div(1, c)), s)
}

/** The lengths of normal vectors in the plane: `scale · √(−2·log u)`. (`jax.random.rayleigh`) */
export const rayleigh = (key: NDArray, scale: ArrayLike, shape?: ShapeArgument, options: FloatOptions = {}): NDArray => {
  optionsOf("rayleigh", options, floatOptions)
  const { sizes, dtype, spread, ...given } = withParameters("rayleigh", key, [scale], shape, options)
  return mul(spread[0] as NDArray, sqrt(mul(log(between(given.key, sizes, dtype, 0, 1)), -2)))
}

/** Density that rises in a line from `left` to `mode`, and falls in a line to `right`. (`jax.random.triangular`) */
export const triangular = (
  key: NDArray,
  left: ArrayLike,
  mode: ArrayLike,
  right: ArrayLike,
  shape?: ShapeArgument,
  options: FloatOptions = {},
): NDArray => {
  optionsOf("triangular", options, floatOptions)
  const { sizes, dtype, spread, ...given } = withParameters("triangular", key, [left, mode, right], shape, options)
  const [l, m, r] = spread as readonly [NDArray, NDArray, NDArray]
  const width = sub(r, l)
  const u = between(given.key, sizes, dtype, 0, 1)
  const rising = add(l, sqrt(mul(mul(u, width), sub(m, l))))
  const falling = sub(r, sqrt(mul(mul(sub(1, u), width), sub(r, m))))
  return selectN(lt(u, spreadOver(div(sub(m, l), width), sizes)), falling, rising)
}
