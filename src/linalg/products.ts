// Products of matrices and vectors with the array API's axes, and products of many matrices.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as np from "../numpy/cross.js"
import { diagonal as diagonalAlong, type TraceOptions, trace as traceAlong } from "../numpy/diagonals.js"
import { toArray } from "../numpy/host.js"
import { dot, matmul, outer as outerOf } from "../numpy/products.js"
import { promote, requireArrays } from "../numpy/promote.js"
import { squeeze } from "../numpy/reshape.js"
import { identityLike } from "../primitives/linalg/matrix.js"
import { requireSquare } from "./operands.js"
import { inv } from "./solving.js"

export { matmul, tensordot, vecdot } from "../numpy/products.js"
export { matrixTranspose } from "../numpy/transposing.js"

const crossOptions: OptionNames<Pick<np.CrossOptions, "axis">> = { axis: "number" }

/** The vector product of vectors of three components along `axis`, the last by default. (`jax.numpy.linalg.cross`) */
export const cross = (x: ArrayLike, y: ArrayLike, options?: Pick<np.CrossOptions, "axis">): NDArray => {
  const { axis = -1 } = optionsOf("cross", options, crossOptions)
  return np.cross(x, y, { axis })
}

export interface OffsetOption {
  /** Which diagonal, counted upwards from the main one. */
  readonly offset?: number
}

const offsetOption: OptionNames<OffsetOption> = { offset: "number" }

/** The diagonals of `[…, m, n]`, along a new last axis. (`jax.numpy.linalg.diagonal`) */
export const diagonal = (x: ArrayLike, options?: OffsetOption): NDArray => {
  const { offset = 0 } = optionsOf("diagonal", options, offsetOption)
  return diagonalAlong(x, offset, -2, -1)
}

const traceOptions: OptionNames<OffsetOption & Pick<TraceOptions, "dtype">> = { offset: "number", dtype: "string" }

/** The sums of the diagonals of `[…, m, n]`. (`jax.numpy.linalg.trace`) */
export const trace = (x: ArrayLike, options: OffsetOption & Pick<TraceOptions, "dtype"> = {}): NDArray => {
  optionsOf("trace", options, traceOptions)
  return traceAlong(x, { ...options, axis1: -2, axis2: -1 })
}

/**
 * All products `xᵢ·yⱼ` of two vectors. (`jax.numpy.linalg.outer`)
 * @throws ShapeError if one is no vector
 */
export const outer = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = promote("outer", [x, y]) as readonly [NDArray, NDArray]
  if (a.ndim !== 1 || b.ndim !== 1) raise({ code: "shape/rank", op: "outer", need: "two vectors are needed", avals: [a.aval, b.aval] })
  return outerOf(a, b)
}

/** The cheapest split of every run of matrices, found from the short runs up: `cost(i, j) = min cost(i, k) + cost(k+1, j) + dᵢ·dₖ₊₁·dⱼ₊₁`. */
const cheapestSplits = (sizes: readonly number[]): readonly (readonly number[])[] => {
  const n = sizes.length - 1
  const cost = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  const split = Array.from({ length: n }, () => new Array<number>(n).fill(0))
  for (let length = 1; length < n; length++)
    for (let i = 0; i + length < n; i++) {
      const j = i + length
      ;(cost[i] as number[])[j] = Number.POSITIVE_INFINITY
      for (let k = i; k < j; k++) {
        const here =
          (cost[i]?.[k] as number) +
          (cost[k + 1]?.[j] as number) +
          (sizes[i] as number) * (sizes[k + 1] as number) * (sizes[j + 1] as number)
        if (here >= (cost[i]?.[j] as number)) continue
        ;(cost[i] as number[])[j] = here
        ;(split[i] as number[])[j] = k
      }
    }
  return split
}

/**
 * The product of two or more matrices in the order that needs the fewest multiplications. The first may be a row vector, the last a column vector.
 * (`jax.numpy.linalg.multi_dot`)
 * @throws ShapeError if one is no matrix, ArgumentError of fewer than two
 */
export const multiDot = (arrays: readonly ArrayLike[]): NDArray => {
  if (requireArrays(arrays, "multiDot").length < 2)
    raise({ code: "argument/arrays", op: "multiDot", need: "at least two arrays are needed", got: `${arrays.length}` })
  const given = promote("multiDot", arrays)
  const last = given.length - 1
  given.forEach((x, i) => {
    if (x.ndim !== 2 && !(x.ndim === 1 && (i === 0 || i === last)))
      raise({
        code: "shape/rank",
        op: "multiDot",
        need: "matrices are needed, of which the first and the last may be vectors",
        avals: [x.aval],
      })
  })
  if (given.length === 2) return dot(given[0] as NDArray, given[1] as NDArray)
  const [row, column] = [given[0]?.ndim === 1, given[last]?.ndim === 1]
  const matrices = given.map((x, i) => (x.ndim === 2 ? x : x.reshape(i === 0 ? [1, x.size] : [x.size, 1])))
  const split = cheapestSplits([...matrices.map((x) => x.shape[0] as number), matrices[last]?.shape[1] as number])
  const between = (i: number, j: number): NDArray => {
    if (i === j) return matrices[i] as NDArray
    const k = split[i]?.[j] as number
    return matmul(between(i, k), between(k + 1, j))
  }
  const product = between(0, last)
  const dropped = [...(row ? [0] : []), ...(column ? [1] : [])]
  return dropped.length === 0 ? product : squeeze(product, dropped)
}

/** `xⁿ` for a positive n, by squaring. */
const power = (x: NDArray, n: number): NDArray => {
  if (n === 1) return x
  const half = power(x, Math.floor(n / 2))
  const squared = matmul(half, half)
  return n % 2 === 0 ? squared : matmul(squared, x)
}

/**
 * `Aⁿ` of `[…, k, k]` for a whole number n, by squaring; for a negative one the power of the inverse. (`jax.numpy.linalg.matrix_power`)
 * @throws ShapeError if A is not square, ArgumentError if n is not whole
 */
export const matrixPower = (a: ArrayLike, n: number): NDArray => {
  const x = requireSquare("matrixPower", toArray(a, "matrixPower"))
  if (!Number.isSafeInteger(n))
    raise({ code: "argument/power", op: "matrixPower", need: "the exponent must be a whole number", got: String(n) })
  if (n === 0) return identityLike(x)
  return n < 0 ? power(inv(x), -n) : power(x, n)
}
