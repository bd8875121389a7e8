// The places of diagonals and triangles, as arrays of indices for `slice` and `at`. Shapes are static, so these are constants.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { optionsOf } from "../core/options.js"
import { fromTensor, shapeOf, tabulate, toArray, valuesOf } from "./host.js"
import { placesOf } from "./indexing/places.js"
import { flatnonzero, nonzero, type SizeOptions, sizeOptions } from "./nonzero.js"
import { reshape } from "./reshape.js"

/** The places of a matrix that pass, as row and column indices. */
const placesWhere = (rows: number, columns: number, passes: (i: number, j: number) => boolean): readonly [NDArray, NDArray] => {
  const mask = tabulate(shapeOf([rows, columns], "indices"), "bool", (k) => Number(passes(Math.floor(k / columns), k % columns)))
  return placesOf(valuesOf(mask, "indices")).map(fromTensor) as unknown as readonly [NDArray, NDArray]
}

/** Rows and columns of the lower triangle, up to the `k`-th diagonal. (`jax.numpy.tril_indices`) */
export const trilIndices = (n: number, k = 0, m: number = n): readonly [rows: NDArray, columns: NDArray] =>
  placesWhere(n, m, (i, j) => j <= i + k)
/** Rows and columns of the upper triangle, from the `k`-th diagonal. (`jax.numpy.triu_indices`) */
export const triuIndices = (n: number, k = 0, m: number = n): readonly [rows: NDArray, columns: NDArray] =>
  placesWhere(n, m, (i, j) => j >= i + k)

const matrixSizes = (x: ArrayLike, op: string): readonly [number, number] => {
  const a = toArray(x, op)
  return a.ndim >= 2
    ? (a.shape.slice(-2) as [number, number])
    : raise({ code: "shape/rank", op, need: "a matrix is needed", avals: [a.aval] })
}

/** `trilIndices` for the last two axes of an array. (`jax.numpy.tril_indices_from`) */
export const trilIndicesFrom = (x: ArrayLike, k = 0): readonly [rows: NDArray, columns: NDArray] => {
  const [n, m] = matrixSizes(x, "trilIndicesFrom")
  return trilIndices(n, k, m)
}
/** `triuIndices` for the last two axes of an array. (`jax.numpy.triu_indices_from`) */
export const triuIndicesFrom = (x: ArrayLike, k = 0): readonly [rows: NDArray, columns: NDArray] => {
  const [n, m] = matrixSizes(x, "triuIndicesFrom")
  return triuIndices(n, k, m)
}

/** The places on the main diagonal of a cube: 0 … n − 1 for each of `rank` axes. (`jax.numpy.diag_indices`) */
export const diagIndices = (n: number, rank = 2): readonly NDArray[] =>
  Array.from({ length: rank }, () => tabulate(shapeOf(n, "diagIndices"), "int32", (i) => i))
/** `diagIndices` for an array whose sizes are all equal. (`jax.numpy.diag_indices_from`) */
export const diagIndicesFrom = (x: ArrayLike): readonly NDArray[] => {
  const a = toArray(x, "diagIndicesFrom")
  const [size = 0] = a.shape
  return a.ndim >= 2 && a.shape.every((d) => d === size)
    ? diagIndices(size, a.ndim)
    : raise({ code: "shape/square", op: "diagIndicesFrom", need: "at least two axes, all of one size, are needed", avals: [a.aval] })
}

/** The places of an n × n matrix where `mask(ones, k)`, for instance `np.triu`, is not zero. (`jax.numpy.mask_indices`) */
export const maskIndices = (
  n: number,
  mask: (ones: NDArray, k: number) => NDArray,
  k = 0,
  options: SizeOptions = {},
): readonly [rows: NDArray, columns: NDArray] => {
  optionsOf("maskIndices", options, sizeOptions)
  return nonzero(
    mask(
      tabulate(shapeOf([n, n], "maskIndices"), "int32", () => 1),
      k,
    ),
    options,
  ) as unknown as readonly [NDArray, NDArray]
}

/** Vectors of places shaped to broadcast, so that together they pick a block: `x.slice(...ix_(rows, columns))`. Masks stand for their places. (`jax.numpy.ix_`) */
export const ix_ = (...vectors: readonly ArrayLike[]): NDArray[] =>
  vectors.map((v, axis) => {
    const a = toArray(v, "ix_")
    if (a.ndim !== 1) raise({ code: "shape/rank", op: "ix_", need: "vectors are needed", path: `[${axis}]`, avals: [a.aval] })
    return reshape(
      a.dtype === "bool" ? flatnonzero(a) : a,
      vectors.map((_, k) => (k === axis ? -1 : 1)),
    )
  })
