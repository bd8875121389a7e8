// The normal distribution by its inverse, `x = √2 · erf⁻¹(u)` for u uniform in (−1, 1), and what is made of normal numbers.
import type { ArrayLike, NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import { type DType, isComplex, isDType, realOf } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { optionsOf } from "../core/options.js"
import {
  add,
  complex,
  div,
  erf,
  erfInv,
  exp,
  le,
  max,
  min,
  mul,
  nextafter,
  selectN,
  sqrt,
  square,
  stopGradient,
  sub,
} from "../primitives/elementwise/index.js"
import { reduceSum } from "../primitives/sum.js"
import { rademacher } from "./discrete.js"
import { requireKey, splitInTwo } from "./keys.js"
import { epsBelow, type FloatOptions, floatDtype, floatOptions, parameter, type ShapeArgument, shapeFor, spreadOver } from "./parameters.js"
import { between } from "./uniform.js"

// −1 itself would be drawn as −∞
const standard = (key: NDArray, shape: Shape, dtype: DType): NDArray =>
  mul(Math.SQRT2, erfInv(between(key, shape, dtype, epsBelow(dtype) - 1, 1)))

/** Both parts are normal, and share the variance. */
const complexStandard = (key: NDArray, shape: Shape, dtype: DType): NDArray => {
  const [re, im] = splitInTwo(key).map((k) => div(standard(k, shape, realOf(dtype)), Math.SQRT2)) as [NDArray, NDArray]
  return complex(re, im)
}

/**
 * Numbers of mean 0 and variance 1, with density `e^(−x²/2) / √2π`; of a complex dtype, each part of variance ½. (`jax.random.normal`)
 * @example random.normal(key, [784, 10]).mul(0.1)
 */
export const normal = (key: NDArray, shape: ShapeArgument = [], options: FloatOptions = {}): NDArray => {
  optionsOf("normal", options, floatOptions)
  const [k, sizes] = [requireKey(key, "normal"), shapeFor(shape, [], "normal")]
  const { dtype } = options
  return dtype !== undefined && isDType(dtype) && isComplex(dtype)
    ? complexStandard(k, sizes, dtype)
    : standard(k, sizes, floatDtype(options, "normal"))
}

/**
 * Normal numbers that fall strictly between bounds. (`jax.random.truncated_normal`)
 * @throws ArgumentError for bounds that are numbers and leave nothing between them
 */
export const truncatedNormal = (
  key: NDArray,
  lower: ArrayLike,
  upper: ArrayLike,
  shape?: ShapeArgument,
  options: FloatOptions = {},
): NDArray => {
  optionsOf("truncatedNormal", options, floatOptions)
  const dtype = floatDtype(options, "truncatedNormal")
  if (typeof lower === "number" && typeof upper === "number" && !(lower < upper))
    raise({ code: "argument/range", op: "truncatedNormal", need: "lower must be below upper", got: `${lower} and ${upper}` })
  const bounds = [lower, upper].map((x) => parameter(x, dtype, "truncatedNormal"))
  const sizes = shapeFor(shape, bounds, "truncatedNormal")
  const [low, high] = bounds.map((x) => spreadOver(x, sizes)) as [NDArray, NDArray]
  const mass = (x: NDArray): NDArray => erf(div(x, Math.SQRT2))
  const x = mul(Math.SQRT2, erfInv(between(requireKey(key, "truncatedNormal"), sizes, dtype, mass(low), mass(high))))
  // rounding must not reach the bounds
  return min(max(x, nextafter(stopGradient(low), Infinity)), nextafter(stopGradient(high), -Infinity))
}

/** `e^(σ·z)` for normal z. (`jax.random.lognormal`) */
export const lognormal = (key: NDArray, sigma: ArrayLike = 1, shape?: ShapeArgument, options: FloatOptions = {}): NDArray => {
  optionsOf("lognormal", options, floatOptions)
  const dtype = floatDtype(options, "lognormal")
  const s = parameter(sigma, dtype, "lognormal")
  const sizes = shapeFor(shape, [s], "lognormal")
  return exp(mul(standard(requireKey(key, "lognormal"), sizes, dtype), spreadOver(s, sizes)))
}

const lengths = (key: NDArray, shape: Shape, dtype: DType): NDArray =>
  sqrt(reduceSum(square(standard(key, [...shape, 3], dtype)), [shape.length]))

/** The lengths of normal vectors in space, `√(x² + y² + z²)`. (`jax.random.maxwell`) */
export const maxwell = (key: NDArray, shape: ShapeArgument = [], options: FloatOptions = {}): NDArray => {
  optionsOf("maxwell", options, floatOptions)
  return lengths(requireKey(key, "maxwell"), shapeFor(shape, [], "maxwell"), floatDtype(options, "maxwell"))
}

/** `± scale · m + loc` with m of `maxwell`, and a fair sign; the axes of the parameters come last. (`jax.random.double_sided_maxwell`) */
export const doubleSidedMaxwell = (
  key: NDArray,
  loc: ArrayLike,
  scale: ArrayLike,
  shape: ShapeArgument = [],
  options: FloatOptions = {},
): NDArray => {
  optionsOf("doubleSidedMaxwell", options, floatOptions)
  const dtype = floatDtype(options, "doubleSidedMaxwell")
  const parameters = [loc, scale].map((x) => parameter(x, dtype, "doubleSidedMaxwell"))
  const own = shapeFor(undefined, parameters, "doubleSidedMaxwell")
  const asked = shapeFor(shape, [], "doubleSidedMaxwell")
  const sizes = [...(asked.length === 0 ? own : asked), ...own]
  const [k1, k2] = splitInTwo(requireKey(key, "doubleSidedMaxwell"))
  const [center, width] = parameters.map((x) => spreadOver(x, sizes)) as [NDArray, NDArray]
  return add(mul(mul(rademacher(k2, sizes, { dtype }), lengths(k1, sizes, dtype)), width), center)
}

/** The inverse Gaussian distribution with scale 1. (Michael, Schucany & Haas 1976; `jax.random.wald`) */
export const wald = (key: NDArray, mean: ArrayLike, shape?: ShapeArgument, options: FloatOptions = {}): NDArray => {
  optionsOf("wald", options, floatOptions)
  const dtype = floatDtype(options, "wald")
  const given = parameter(mean, dtype, "wald")
  const sizes = shapeFor(shape, [given], "wald")
  const m = spreadOver(given, sizes)
  const [k1, k2] = splitInTwo(requireKey(key, "wald"))
  const y = square(standard(k1, sizes, dtype))
  const z = between(k2, sizes, dtype, 0, 1)
  const m2 = square(m)
  const root = sqrt(add(mul(mul(4, m), y), mul(m2, square(y))))
  const x = sub(add(m, div(mul(m2, y), 2)), mul(div(m, 2), root))
  return selectN(le(z, div(m, add(m, x))), div(m2, x), x)
}
