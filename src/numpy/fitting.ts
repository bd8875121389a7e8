// Polynomials found: from their values by least squares, and their roots, which are the eigenvalues of the companion matrix.
import type { ArrayLike, NDArray } from "../core/array.js"
import { dtypeInfo, isComplex } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { eigvals } from "../linalg/decompositions.js"
import { lstsq } from "../linalg/leastsquares.js"
import { inv } from "../linalg/solving.js"
import { complexOf } from "../primitives/elementwise/complex.js"
import { abs, divide, multiply, negative, sqrt, square } from "./arithmetic.js"
import { astype } from "./astype.js"
import { constant } from "./creation.js"
import { diag } from "./diagonals.js"
import { slice } from "./indexing/slice.js"
import { concatenate } from "./joining.js"
import { vander } from "./polynomials.js"
import { matmul, outer } from "./products.js"
import { promoteToFloat } from "./promote.js"
import { sum } from "./reductions.js"
import { atleast1d, expandDims } from "./reshape.js"
import { swapaxes } from "./transposing.js"

export interface RootsOptions {
  /** Takes zeros off both ends first, for which the coefficients must be known. Default true; without it the first must not be 0. */
  readonly stripZeros?: boolean
}

const rootsOptions: OptionNames<RootsOptions> = { stripZeros: "boolean" }

/** The matrix whose characteristic polynomial is `p` divided by its first coefficient. */
const companion = (p: NDArray): NDArray => {
  const n = p.size - 1
  const first = expandDims(divide(negative(slice(p, [1, n + 1])), slice(p, 0)), 0)
  if (n === 1) return first
  const below = slice(diag(constant(1, [n - 1], p.dtype), -1), [1, n])
  return concatenate([first, below], 0)
}

const withoutZeros = (p: NDArray): readonly [p: NDArray, zeros: number] => {
  const sizes = [...abs(p).dataSync()]
  const first = sizes.findIndex((x) => x !== 0)
  const last = sizes.findLastIndex((x) => x !== 0)
  return first < 0 ? [slice(p, [0, 0]), 0] : [slice(p, [first, last + 1]), sizes.length - 1 - last]
}

/**
 * The roots of a polynomial, complex, in no particular order: the eigenvalues of its companion matrix. (`jax.numpy.roots`)
 * @throws ShapeError if `p` is no vector, TracerError under `jit` without `{ stripZeros: false }`
 * @example np.roots(np.array([1, 0, 1])).js() // ±i
 */
export const roots = (p: ArrayLike, options?: RootsOptions): NDArray => {
  const { stripZeros = true } = optionsOf("roots", options, rootsOptions)
  const a = atleast1d(promoteToFloat("roots", [p])[0] as NDArray)
  if (a.ndim !== 1) raise({ code: "shape/rank", op: "roots", need: "a vector of coefficients is needed", avals: [a.aval] })
  const wide = a.dtype === "float16" || a.dtype === "bfloat16" ? astype(a, "float32") : a
  const [inner, zeros] = stripZeros ? withoutZeros(wide) : ([wide, 0] as const)
  const { dtype } = complexOf(wide)
  const found = inner.size < 2 ? constant(0, [0], dtype) : complexOf(eigvals(companion(inner)))
  return zeros === 0 ? found : concatenate([found, constant(0, [zeros], dtype)], 0)
}

export interface PolyfitOptions {
  /** Singular values up to `rcond` times the greatest count as zero. Default `n·eps`. */
  readonly rcond?: number | null
  /** Weights of the residuals, not squared. */
  readonly w?: NDArray | null
}

const polyfitOptions: OptionNames<PolyfitOptions> = { rcond: "number", w: "array" }
type Full = PolyfitOptions & { readonly full?: boolean }
const fullOptions: OptionNames<Full & { readonly cov?: boolean | "unscaled" }> = {
  ...polyfitOptions,
  full: "boolean",
  cov: "boolean|string",
}

/** What `polyfit` gives with `{ full: true }`: the coefficients, and what `lstsq` says about them. */
export type FullFit = readonly [p: NDArray, residuals: NDArray, rank: NDArray, singularValues: NDArray, rcond: number]

const requirePoints = (x: NDArray, y: NDArray, degree: number): void => {
  if (!(Number.isInteger(degree) && degree >= 0))
    raise({ code: "argument/degree", op: "polyfit", need: "the degree must be a natural number", got: String(degree) })
  if (x.ndim !== 1 || x.size === 0 || y.ndim < 1 || y.ndim > 2 || y.shape[0] !== x.shape[0])
    raise({
      code: "shape/polyfit",
      op: "polyfit",
      need: "x must be a vector, and y have as many elements or rows",
      avals: [x.aval, y.aval],
    })
}

/**
 * The polynomial of a degree that passes closest to points, by its coefficients, the highest power first: `min ‖w·(p(x) − y)‖`. For `y [n, k]` one in each
 * column. With `{ full: true }` also `[residuals, rank, singular values, rcond]`, with `{ cov: true }` also the coefficients' covariance, not scaled
 * by the residuals for `"unscaled"`. (`jax.numpy.polyfit`)
 * @throws ShapeError if x is no vector or y does not fit; ArgumentError if the degree is not a natural number
 * @example np.polyfit(np.array([0, 1, 2]), np.array([1, 3, 5]), 1) // [2, 1]
 */
export function polyfit(
  x: ArrayLike,
  y: ArrayLike,
  degree: number,
  options?: PolyfitOptions & { readonly full?: false; readonly cov?: false },
): NDArray
export function polyfit(x: ArrayLike, y: ArrayLike, degree: number, options: PolyfitOptions & { readonly full: true }): FullFit
export function polyfit(
  x: ArrayLike,
  y: ArrayLike,
  degree: number,
  options: PolyfitOptions & { readonly cov: true | "unscaled" },
): readonly [p: NDArray, covariance: NDArray]
export function polyfit(
  x: ArrayLike,
  y: ArrayLike,
  degree: number,
  options?: Full & { readonly cov?: boolean | "unscaled" },
): NDArray | FullFit | readonly [NDArray, NDArray] {
  const { rcond = null, w = null, full = false, cov = false } = optionsOf("polyfit", options, fullOptions)
  const [points, values, weights] = promoteToFloat("polyfit", [x, y, w ?? 1]) as readonly [NDArray, NDArray, NDArray]
  requirePoints(points, values, degree)
  if (w !== null && (weights.ndim !== 1 || weights.size !== points.size))
    raise({ code: "shape/polyfit", op: "polyfit", need: "there must be a weight for every point", avals: [points.aval, weights.aval] })
  const powers = vander(points, degree + 1)
  const byRow = w === null ? weights : expandDims(weights, 1)
  const weighted = multiply(powers, byRow)
  // columns of length 1: powers of large numbers would hide the others
  const lengths = sqrt(sum(isComplex(weighted.dtype) ? square(abs(weighted)) : square(weighted), 0))
  const scaled = divide(weighted, lengths)
  const limit = rcond ?? points.size * dtypeInfo[points.dtype].eps
  const [c, residuals, rank, s] = lstsq(scaled, multiply(values, w === null || values.ndim === 1 ? weights : byRow), { rcond: limit })
  const p = divide(c, values.ndim === 1 ? lengths : expandDims(lengths, 1))
  if (full) return [p, residuals, rank, s, limit]
  if (cov === false) return p
  const base = divide(inv(matmul(swapaxes(scaled, 0, 1), scaled)), outer(lengths, lengths))
  if (cov === "unscaled") return [p, base]
  const freedom = points.size - (degree + 1)
  if (freedom <= 0)
    raise({
      code: "argument/degree",
      op: "polyfit",
      need: "the covariance needs more points than coefficients",
      got: `${points.size} and ${degree + 1}`,
      hint: 'give { cov: "unscaled" }',
    })
  const factor = divide(residuals, freedom)
  return [p, values.ndim === 1 ? multiply(base, factor) : multiply(expandDims(base, -1), factor)]
}
