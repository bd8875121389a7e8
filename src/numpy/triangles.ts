// Where row and column numbers decide: the identity, triangles, and the masks they are made of.
import { type ArrayLike, literalArray, type NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { add, eq, ge } from "../primitives/elementwise/index.js"
import { iota } from "../primitives/shape/iota.js"
import { astype } from "./astype.js"
import { where } from "./comparison.js"
import { type DtypeOption, dtypeOption } from "./creation.js"
import { shapeOf, toArray } from "./host.js"

/** Row numbers raised by `k`, and column numbers. */
const places = (rows: number, columns: number, k: number): readonly [NDArray, NDArray] => {
  const shape = shapeOf([rows, columns], "eye")
  const row = iota(shape, 0, "int32")
  return [k === 0 ? row : add(row, literalArray(k, "int32")), iota(shape, 1, "int32")]
}

/** True on the `k`-th diagonal. */
export const diagonalMask = (rows: number, columns: number, k: number): NDArray => eq(...places(rows, columns, k))

/** True on and below the `k`-th diagonal. */
export const lowerMask = (rows: number, columns: number, k: number): NDArray => ge(...places(rows, columns, k))

export interface EyeOptions extends DtypeOption {
  /** Which diagonal, counted upwards from the main one. */
  readonly k?: number
}

const eyeOptions: OptionNames<EyeOptions> = { k: "number", dtype: "string" }

/** Ones on a diagonal, zeros elsewhere. (`jax.numpy.eye`) */
export const eye = (n: number, m?: number | null, options?: EyeOptions): NDArray => {
  const { k = 0, dtype = "float32" } = optionsOf("eye", options, eyeOptions)
  return astype(diagonalMask(n, m ?? n, k), dtype)
}

/** The identity matrix. (`jax.numpy.identity`) */
export const identity = (n: number, options: DtypeOption = {}): NDArray => {
  optionsOf("identity", options, dtypeOption)
  return eye(n, n, options)
}

/** Ones on and below the `k`-th diagonal. (`jax.numpy.tri`) */
export const tri = (n: number, m?: number | null, k = 0, options?: DtypeOption): NDArray => {
  const { dtype = "float32" } = optionsOf("tri", options, dtypeOption)
  return astype(lowerMask(n, m ?? n, k), dtype)
}

const lastTwo = (x: NDArray, op: string): readonly [number, number] =>
  x.ndim >= 2
    ? (x.shape.slice(-2) as [number, number])
    : raise({ code: "shape/rank", op, need: "a triangle is cut from matrices: at least two axes are needed", avals: [x.aval] })

/** The last two axes with zeros above the `k`-th diagonal. (`jax.numpy.tril`) */
export const tril = (x: ArrayLike, k = 0): NDArray => {
  const a = toArray(x, "tril")
  return where(lowerMask(...lastTwo(a, "tril"), k), a, literalArray(0, a.dtype))
}

/** The last two axes with zeros below the `k`-th diagonal. (`jax.numpy.triu`) */
export const triu = (x: ArrayLike, k = 0): NDArray => {
  const a = toArray(x, "triu")
  return where(lowerMask(...lastTwo(a, "triu"), k - 1), literalArray(0, a.dtype), a)
}
