// What eigenvectors move by, of Hermitian matrices and of others.
import type { NDArray } from "../../core/array.js"
import { div, sub } from "../elementwise/arithmetic.js"
import { add } from "../vector.js"
import { asColumns, asRows, columnsOf, identityLike } from "./matrix.js"

/** `1/(wⱼ − wᵢ)` off the diagonal, 0 on it. */
export const gaps = (w: NDArray): NDArray => {
  const n = columnsOf(w)
  const eye = identityLike(asRows(w, n))
  return sub(div(1, add(sub(asRows(w, n), asColumns(w, n)), eye)), eye)
}
