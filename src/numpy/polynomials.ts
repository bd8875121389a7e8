// Polynomials as vectors of coefficients, the highest power first: [2, 0, 1] is 2x² + 1.
import { type ArrayLike, literalArray, type NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as prim from "../primitives/shape/pad.js"
import { add, divide, multiply, negative, power, subtract } from "./arithmetic.js"
import { astype } from "./astype.js"
import { convolve } from "./convolution.js"
import { constant } from "./creation.js"
import { tabulate, toArray } from "./host.js"
import { slice } from "./indexing/slice.js"
import { concatenate, stack } from "./joining.js"
import { promote, promoteToFloat } from "./promote.js"
import { atleast1d, ravel } from "./reshape.js"

const coefficients = (op: string, ...xs: readonly ArrayLike[]): readonly NDArray[] => {
  const arrays = promote(op, xs).map(atleast1d)
  const bad = arrays.findIndex((x) => x.ndim !== 1)
  return bad < 0
    ? arrays
    : raise({ code: "shape/rank", op, need: "coefficients are vectors", path: `[${bad}]`, avals: [(arrays[bad] as NDArray).aval] })
}

/** Zeros in front, up to a length. */
const lengthened = (p: NDArray, size: number): NDArray =>
  prim.pad(p, literalArray(0, p.dtype), [{ low: size - p.size, high: 0, interior: 0 }])

const together =
  (op: string, f: (p: NDArray, q: NDArray) => NDArray) =>
  (p: ArrayLike, q: ArrayLike): NDArray => {
    const [a, b] = coefficients(op, p, q) as [NDArray, NDArray]
    const size = Math.max(a.size, b.size)
    return f(lengthened(a, size), lengthened(b, size))
  }

/** The sum of two polynomials. (`jax.numpy.polyadd`) */
export const polyadd = together("polyadd", add)
/** The difference of two polynomials. (`jax.numpy.polysub`) */
export const polysub = together("polysub", subtract)

/** The product of two polynomials. (`jax.numpy.polymul`) */
export const polymul = (p: ArrayLike, q: ArrayLike): NDArray => {
  const [a, b] = coefficients("polymul", p, q) as [NDArray, NDArray]
  return convolve(a, b)
}

/** Quotient and remainder of two polynomials by long division; the remainder keeps the dividend's length. (`jax.numpy.polydiv`) */
export const polydiv = (u: ArrayLike, v: ArrayLike): readonly [quotient: NDArray, remainder: NDArray] => {
  const [a, b] = coefficients("polydiv", ...promoteToFloat("polydiv", [u, v])) as [NDArray, NDArray]
  const steps = a.size - b.size + 1
  if (steps < 1) return [constant(0, [1], a.dtype), a]
  const quotient: NDArray[] = []
  let rest = a
  for (let k = 0; k < steps; k++) {
    const factor = divide(slice(rest, k), slice(b, 0))
    quotient.push(factor)
    rest = subtract(rest, prim.pad(multiply(factor, b), literalArray(0, a.dtype), [{ low: k, high: steps - 1 - k, interior: 0 }]))
  }
  return [stack(quotient), rest]
}

/** The polynomial's value at points, by Horner's rule. (`jax.numpy.polyval`) */
export const polyval = (p: ArrayLike, x: ArrayLike): NDArray => {
  const [a, at] = promote("polyval", [p, x]) as [NDArray, NDArray]
  if (a.ndim === 0) raise({ code: "shape/rank", op: "polyval", need: "coefficients along a first axis are needed", avals: [a.aval] })
  let value = multiply(at, literalArray(0, a.dtype))
  for (let k = 0; k < (a.shape[0] as number); k++) value = add(multiply(value, at), slice(a, k))
  return value
}

const requireOrder = (m: number, op: string): number =>
  Number.isInteger(m) && m >= 0 ? m : raise({ code: "argument/order", op, need: "the order must be a natural number", got: String(m) })

/** The `m`-th derivative. (`jax.numpy.polyder`) */
export const polyder = (p: ArrayLike, m = 1): NDArray => {
  const [a] = coefficients("polyder", p) as [NDArray]
  let derived = a
  for (let k = 0; k < requireOrder(m, "polyder") && derived.size > 0; k++) {
    const degree = derived.size - 1
    derived = multiply(
      slice(derived, [0, degree]),
      astype(
        tabulate([degree], "int32", (i) => degree - i),
        a.dtype,
      ),
    )
  }
  return derived
}

/** The `m`-th integral, with constants of integration `k` (0), the first for the first. (`jax.numpy.polyint`) */
export const polyint = (p: ArrayLike, m = 1, k: ArrayLike = 0): NDArray => {
  const [a, c] = promoteToFloat("polyint", [p, k]) as [NDArray, NDArray]
  const constants = ravel(c)
  let integral = atleast1d(a)
  for (let i = 0; i < requireOrder(m, "polyint"); i++) {
    const size = integral.size
    const ending = slice(constants, constants.size === 1 ? [0, 1] : [i, i + 1])
    integral = concatenate(
      [
        divide(
          integral,
          tabulate([size], a.dtype, (j) => size - j),
        ),
        ending,
      ],
      0,
    )
  }
  return integral
}

/** The polynomial with the given roots and leading coefficient 1: `∏(x − rᵢ)`. (`jax.numpy.poly`) */
export const poly = (roots: ArrayLike): NDArray => {
  const [r] = promoteToFloat("poly", [roots]) as [NDArray]
  if (r.ndim > 1)
    raise({
      code: "shape/rank",
      op: "poly",
      need: "a vector of roots is needed",
      avals: [r.aval],
      hint: "of a matrix, give its eigenvalues",
    })
  const all = atleast1d(r)
  let p = constant(1, [1], r.dtype)
  for (let i = 0; i < all.size; i++) p = convolve(p, stack([constant(1, [], r.dtype), negative(slice(all, i))]))
  return p
}

export interface VanderOptions {
  /** From the power 0 upwards. Default false: the highest power first. */
  readonly increasing?: boolean
}

const vanderOptions: OptionNames<VanderOptions> = { increasing: "boolean" }

/** The powers of each element, as rows: `xᵢⁿ⁻¹, …, xᵢ, 1`. (`jax.numpy.vander`) */
export const vander = (x: ArrayLike, n?: number | null, options?: VanderOptions): NDArray => {
  const { increasing = false } = optionsOf("vander", options, vanderOptions)
  const a = toArray(x, "vander")
  if (a.ndim !== 1) raise({ code: "shape/rank", op: "vander", need: "a vector is needed", avals: [a.aval] })
  const columns = n ?? a.size
  const powers = Array.from({ length: columns }, (_, k) => power(a, increasing ? k : columns - 1 - k))
  return columns === 0 ? constant(0, [a.size, 0], a.dtype) : stack(powers, 1)
}
