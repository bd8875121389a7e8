// What eigh and eig share: their results are the eigenvectors of square matrices as columns, `[…, n, n]`, and the eigenvalues, `[…, n]`.
import type { NDArray } from "../../core/array.js"
import type { Aval, ShapeDtype } from "../../core/aval.js"
import type { Issue } from "../../core/issue.js"
import type { Tensor } from "../../core/tensor.js"
import { div, sub } from "../elementwise/arithmetic.js"
import { arityIs } from "../guards.js"
import { add } from "../vector.js"
import { eachMatrix, type Matrix } from "./each.js"
import { isSquare, wideFloats } from "./guards.js"
import { asColumns, asRows, columnsOf, identityLike } from "./matrix.js"

export const eigenShape = (avals: readonly Aval[]): readonly ShapeDtype[] | Issue => {
  const [x] = avals as readonly [Aval]
  return (
    arityIs(avals, 1) ??
    wideFloats(avals) ??
    isSquare(x) ?? [
      { shape: x.shape, dtype: x.dtype },
      { shape: x.shape.slice(0, -1), dtype: x.dtype },
    ]
  )
}

export interface Eigenpairs {
  readonly vectors: Matrix
  readonly values: ArrayLike<number>
}

/** The eigenpairs of every matrix of a batch. */
export const eachEigenpairs = (x: Tensor, of: (a: Matrix) => Eigenpairs): readonly Tensor[] => {
  const [shape, dtype] = [x.shape.slice(-2), x.dtype]
  const results = [
    { shape, dtype },
    { shape: shape.slice(1), dtype },
  ]
  return eachMatrix([x], results, ([a]) => {
    const { vectors, values } = of(a as Matrix)
    return [vectors.at, values]
  })
}

/** `1/(wⱼ − wᵢ)` off the diagonal, 0 on it. */
export const gaps = (w: NDArray): NDArray => {
  const n = columnsOf(w)
  const eye = identityLike(asRows(w, n))
  return sub(div(1, add(sub(asRows(w, n), asColumns(w, n)), eye)), eye)
}
