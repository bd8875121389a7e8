// Eigenvalues and eigenvectors of symmetric matrices: `A·V = V·diag(w)`, w ascending, `VᵀV = I`. Reads one triangle of A.
// Every eigenvector has a positive element of greatest magnitude (the first of several), so that results can be compared.
//   ẇ = diag S,  V̇ = V·(F ∘ S),  S = Vᵀ·Ȧ·V,  Fᵢⱼ = 1/(wⱼ − wᵢ) off the diagonal      (as in JAX: inf or NaN where eigenvalues are equal)
import type { NDArray } from "../../core/array.js"
import { batchedAll, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind } from "../../core/trace.js"
import { mul } from "../vector.js"
import { matrix } from "./each.js"
import { eachEigenpairs, eigenShape, gaps } from "./eigenpairs.js"
import { eigh as factor } from "./eighblocks.js"
import { asProgram } from "./loops.js"
import { diagonalOf, mirrored, product } from "./matrix.js"
import { eigenOf } from "./symmetric.js"
import { byTangent } from "./tangent.js"

export interface EighParams {
  /** Which triangle of A is read. */
  readonly lower: boolean
}

/** Eigenvectors as columns `[…, n, n]`, and eigenvalues `[…, n]` in ascending order. (`jax.lax.linalg.eigh`) */
export const eighP: Primitive<EighParams> = definePrimitive<EighParams>({
  name: "eigh",
  shape: eigenShape,
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
  evaluate: ([x], { lower }) =>
    eachEigenpairs(x as Tensor, ({ n, at }) => eigenOf(matrix(n, n, (i, j) => at[i >= j === lower ? i * n + j : j * n + i]!))),
  lower: asProgram(([x], { lower }) => factor(x as NDArray, lower)),
})

export const eigh = (x: NDArray, lower: boolean): readonly [vectors: NDArray, values: NDArray] =>
  bind(eighP, [x], { lower }) as readonly NDArray[] as readonly [NDArray, NDArray]
