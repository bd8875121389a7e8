// Eigenvalues and eigenvectors of matrices that need not be symmetric, where all of them are real: `A·V = V·diag(w)`, w ascending, columns of V
// of length one with a positive element of greatest magnitude. There are no complex numbers here: other matrices are an error.
//   ẇ = diag S,  S = V⁻¹·Ȧ·V,  V̇ = X − V·diag(Vᵀ·X),  X = V·(F ∘ S),  Fᵢⱼ = 1/(wⱼ − wᵢ) off the diagonal      (as in JAX)
import type { NDArray } from "../../core/array.js"
import { raise } from "../../core/errors.js"
import { batchedAll, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind } from "../../core/trace.js"
import { mul, sub } from "../elementwise/arithmetic.js"
import { reduceSum } from "../sum.js"
import { eachEigenpairs, eigenShape, gaps } from "./eigenpairs.js"
import { lu } from "./lu.js"
import { asRows, diagonalOf, permuted, product, rowsOf } from "./matrix.js"
import { realEigenOf } from "./schur.js"
import { byTangent } from "./tangent.js"
import { triangularSolve } from "./triangular.js"

type NoParams = Record<string, never>

/** `V⁻¹·B` */
const solved = (v: NDArray, b: NDArray): NDArray => {
  const { lu: factors, permutation } = lu(v)
  const y = triangularSolve(factors, permuted(b, permutation), { leftSide: true, lower: true, unitDiagonal: true })
  return triangularSolve(factors, y, { leftSide: true })
}

/** Eigenvectors as columns `[…, n, n]`, and eigenvalues `[…, n]` in ascending order. (`jax.lax.linalg.eig`, where the spectrum is real) */
export const eigP: Primitive<NoParams> = definePrimitive<NoParams>({
  name: "eig",
  shape: eigenShape,
  derivative: byTangent<NoParams>({
    outputs: (x) => bind(eigP, [x], {}),
    count: () => 2,
    tangents: (da, _, outputs) => {
      const [v, w] = outputs as readonly [NDArray, NDArray]
      const s = solved(v, product(da, v))
      const x = product(v, mul(gaps(w), s))
      return [sub(x, mul(v, asRows(reduceSum(mul(v, x), [x.ndim - 2]), rowsOf(x)))), diagonalOf(s)]
    },
  }),
  batch: ([x], params) => batchedAll(...bind(eigP, [(x as Lane).value], params)),
  evaluate: ([x]) =>
    eachEigenpairs(
      x as Tensor,
      (a) =>
        realEigenOf(a) ??
        raise({
          code: "argument/complex-eigenvalues",
          op: "eig",
          need: "all eigenvalues must be real: there are no complex numbers here",
          got: `a matrix of ${a.n} rows that has complex ones`,
          hint: "symmetric matrices have real ones (np.linalg.eigh); every matrix has singular values (np.linalg.svd)",
        }),
    ),
})

export const eig = (x: NDArray): readonly [vectors: NDArray, values: NDArray] =>
  bind(eigP, [x], {}) as readonly NDArray[] as readonly [NDArray, NDArray]
