// Eigenvalues and eigenvectors of symmetric matrices: `A·V = V·diag(w)`, w ascending, `VᵀV = I`. Reads one triangle of A.
// Every eigenvector has a positive element of greatest magnitude (the first of several), so that results can be compared.
//   ẇ = diag S,  V̇ = V·(F ∘ S),  S = Vᵀ·Ȧ·V,  Fᵢⱼ = 1/(wⱼ − wᵢ) off the diagonal      (as in JAX: inf or NaN where eigenvalues are equal)
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { batchedAll, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind } from "../../core/trace.js"
import { div, sub } from "../elementwise/arithmetic.js"
import { arityIs } from "../guards.js"
import { add, mul } from "../vector.js"
import { eachMatrix, type Matrix, matrix } from "./each.js"
import { isSquare, wideFloats } from "./guards.js"
import { asColumns, asRows, columnsOf, diagonalOf, identityLike, mirrored, product } from "./matrix.js"
import { eigenOf } from "./symmetric.js"
import { byTangent } from "./tangent.js"

export interface EighParams {
  /** Which triangle of A is read. */
  readonly lower: boolean
}

/** `1/(wⱼ − wᵢ)` off the diagonal, 0 on it. */
export const gaps = (w: NDArray): NDArray => {
  const n = columnsOf(w)
  const eye = identityLike(asRows(w, n))
  return sub(div(1, add(sub(asRows(w, n), asColumns(w, n)), eye)), eye)
}

/** Eigenvectors as columns `[…, n, n]`, and eigenvalues `[…, n]` in ascending order. (`jax.lax.linalg.eigh`) */
export const eighP: Primitive<EighParams> = definePrimitive<EighParams>({
  name: "eigh",
  shape: (avals) => {
    const [x] = avals as readonly [Aval]
    return (
      arityIs(avals, 1) ??
      wideFloats(avals) ??
      isSquare(x) ?? [
        { shape: x.shape, dtype: x.dtype },
        { shape: x.shape.slice(0, -1), dtype: x.dtype },
      ]
    )
  },
  derivative: byTangent<EighParams>({
    outputs: (x, params) => bind(eighP, [x], params),
    count: () => 2,
    tangents: (da, _, outputs, { lower }) => {
      const [v, w] = outputs as readonly [NDArray, NDArray]
      const s = product(v, product(mirrored(da, lower), v), "xᵀ")
      return [product(v, mul(gaps(w), s)), diagonalOf(s)]
    },
  }),
  batch: ([x], params) => batchedAll(...bind(eighP, [(x as Lane).value], params)),
  evaluate: ([x], { lower }) => {
    const { shape, dtype } = x as Tensor
    const [n] = shape.slice(-1) as [number]
    return eachMatrix(
      [x as Tensor],
      [
        { shape: [n, n], dtype },
        { shape: [n], dtype },
      ],
      ([given]) => {
        const a = given as Matrix
        const { values, vectors } = eigenOf(matrix(n, n, (i, j) => a.at[i >= j === lower ? i * n + j : j * n + i]!))
        return [vectors.at, values]
      },
    )
  },
})

export const eigh = (x: NDArray, lower: boolean): readonly [vectors: NDArray, values: NDArray] =>
  bind(eighP, [x], { lower }) as readonly NDArray[] as readonly [NDArray, NDArray]
