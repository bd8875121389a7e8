// Random vectors that depend on each other, and random rotations: what is drawn by factorising a matrix.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { cholesky } from "../linalg/cholesky.js"
import { eigh, qr, svd } from "../linalg/decompositions.js"
import { broadcastShapes, broadcastTo } from "../numpy/broadcast.js"
import { where } from "../numpy/comparison.js"
import { diagonal } from "../numpy/diagonals.js"
import { shapeOf } from "../numpy/host.js"
import { matvec } from "../numpy/products.js"
import { expandDims } from "../numpy/reshape.js"
import { matrixTranspose } from "../numpy/transposing.js"
import { requireKey } from "./keys.js"
import { normal } from "./normal.js"
import { type FloatOptions, floatDtype, parameter, type ShapeArgument } from "./parameters.js"

export interface MultivariateNormalOptions extends FloatOptions {
  /** How the covariance is factorised; Cholesky needs it to be positive definite, the others do not. Default `cholesky`. */
  readonly method?: "cholesky" | "eigh" | "svd"
}

const multivariateNormalOptions: OptionNames<MultivariateNormalOptions> = { method: "string", dtype: "string" }

/** `F` with `F·Fᵀ = C`. */
const factorOf = (cov: NDArray, method: "cholesky" | "eigh" | "svd"): NDArray => {
  if (method === "cholesky") return cholesky(cov)
  if (method === "eigh") {
    const [w, v] = eigh(cov)
    return v.mul(expandDims(w.sqrt(), -2))
  }
  const [u, s] = svd(cov)
  return u.mul(expandDims(s.sqrt(), -2))
}

/**
 * Normal vectors of mean `[…, n]` and covariance `[…, n, n]`: `μ + F·z`, `F·Fᵀ = C`. `shape` is that of the batch, to which both broadcast; the result is
 * `[…shape, n]`. (`jax.random.multivariate_normal`)
 * @throws ShapeError if the mean is no vector or the covariance not as large a matrix, ArgumentError of another method
 * @example random.multivariateNormal(key, np.array([0, 1]), np.array([[2, 1], [1, 2]]), [1000])
 */
export const multivariateNormal = (
  key: NDArray,
  mean: ArrayLike,
  cov: ArrayLike,
  shape?: ShapeArgument,
  options: MultivariateNormalOptions = {},
): NDArray => {
  optionsOf("multivariateNormal", options, multivariateNormalOptions)
  const op = "multivariateNormal"
  const { method = "cholesky" } = options
  const dtype = floatDtype(options, op)
  const [m, c] = [parameter(mean, dtype, op), parameter(cov, dtype, op)]
  const n = m.shape.at(-1)
  if (n === undefined || c.ndim < 2 || c.shape.at(-1) !== n || c.shape.at(-2) !== n)
    raise({ code: "shape/covariance", op, need: "a vector and a square matrix of its size are needed", avals: [m.aval, c.aval] })
  if (method !== "cholesky" && method !== "eigh" && method !== "svd")
    raise({ code: "argument/method", op, need: "method must be 'cholesky', 'eigh' or 'svd'", got: String(method) })
  const common = broadcastShapes(op, m.shape.slice(0, -1), c.shape.slice(0, -2))
  const batch = shape === undefined ? common : shapeOf(shape, op)
  const z = normal(requireKey(key, op), [...batch, n as number], { dtype })
  return broadcastTo(m, z.shape, op).add(matvec(factorOf(c, method), z))
}

export interface OrthogonalOptions extends FloatOptions {
  /** How many columns, if not as many as rows. */
  readonly m?: number | null
}

const orthogonalOptions: OptionNames<OrthogonalOptions> = { m: "number", dtype: "string" }

/**
 * Matrices `[…shape, n, m]` with orthonormal columns, or rows if there are more columns, uniformly distributed: the Q of normal matrices, with the signs
 * that make R's diagonal positive (Mezzadri 2007). (`jax.random.orthogonal`)
 */
export const orthogonal = (key: NDArray, n: number, shape: ShapeArgument = [], given?: OrthogonalOptions): NDArray => {
  const { m = null, ...options } = optionsOf("orthogonal", given, orthogonalOptions)
  const columns = m ?? n
  const batch = shapeOf(shape, "orthogonal")
  const z = normal(requireKey(key, "orthogonal"), [...batch, Math.max(n, columns), Math.min(n, columns)], options)
  const [q, r] = qr(z)
  const signs = where(diagonal(r, 0, -2, -1).less(0), -1, 1)
  const x = q.mul(expandDims(signs.astype(q.dtype), -2))
  return n < columns ? matrixTranspose(x) : x
}
