// Eigenvalues and eigenvectors of matrices that need not be symmetric, where all of them are real: `A·V = V·diag(w)`, w ascending, columns of V
// of length one with a positive element of greatest magnitude. There are no complex numbers here: other matrices are an error.
//   ẇ = diag S,  S = V⁻¹·Ȧ·V,  V̇ = X − V·diag(Vᵀ·X),  X = V·(F ∘ S),  Fᵢⱼ = 1/(wⱼ − wᵢ) off the diagonal      (as in JAX)
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { raise } from "../../core/errors.js"
import { batchedAll, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind } from "../../core/trace.js"
import { mul, sub } from "../elementwise/arithmetic.js"
import { arityIs } from "../guards.js"
import { reduceSum } from "../sum.js"
import { eachMatrix, type Matrix } from "./each.js"
import { gaps } from "./eigh.js"
import { isSquare, wideFloats } from "./guards.js"
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
  evaluate: ([x]) => {
    const { shape, dtype } = x as Tensor
    const [n] = shape.slice(-1) as [number]
    const results = [
      { shape: [n, n], dtype },
      { shape: [n], dtype },
    ]
    return eachMatrix([x as Tensor], results, ([a]) => {
      const found =
        realEigenOf(a as Matrix) ??
        raise({
          code: "argument/complex-eigenvalues",
          op: "eig",
          need: "all eigenvalues must be real: there are no complex numbers here",
          got: `a matrix of ${n} rows that has complex ones`,
          hint: "symmetric matrices have real ones (np.linalg.eigh); every matrix has singular values (np.linalg.svd)",
        })
      return [found.vectors.at, found.values]
    })
  },
})

export const eig = (x: NDArray): readonly [vectors: NDArray, values: NDArray] =>
  bind(eigP, [x], {}) as readonly NDArray[] as readonly [NDArray, NDArray]
