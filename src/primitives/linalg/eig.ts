// Eigenvalues and eigenvectors of matrices that need not be symmetric, `A·V = V·diag(w)`: complex numbers always, also of real matrices, as in JAX.
// w is ascending by real parts, then by imaginary ones; columns of V have length one, and an element of greatest magnitude that is real and positive.
//   ẇ = diag S,  S = V⁻¹·Ȧ·V,  X = V·(F ∘ S),  Fᵢⱼ = 1/(wⱼ − wᵢ) off the diagonal,
//   v̇ = x − v·(Re vᴴx + i·Im xₖ / vₖ) for each column, k being the place of its greatest element: its length stays 1, and vₖ real
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { complexOf as complexDtype, isComplex } from "../../core/dtype.js"
import { batchedAll, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind } from "../../core/trace.js"
import { div, mul, sign, sub } from "../elementwise/arithmetic.js"
import { eq } from "../elementwise/comparison.js"
import { complex, complexOf, conj, imag, real } from "../elementwise/complex.js"
import { sqrt } from "../elementwise/exponential.js"
import { abs } from "../elementwise/magnitude.js"
import { selectN } from "../elementwise/select.js"
import { arityIs } from "../guards.js"
import { argmax } from "../reductions.js"
import { iota } from "../shape/iota.js"
import { reduceSum } from "../sum.js"
import { fill, zerosOf } from "../vector.js"
import { type ComplexMatrix, eachComplexMatrix } from "./complexeach.js"
import type { ComplexEigen } from "./complexschur.js"
import { eig as factor } from "./eigblocks.js"
import { gaps } from "./eigenpairs.js"
import { isSquare, wideNumbers } from "./guards.js"
import { asProgram } from "./loops.js"
import { lu } from "./lu.js"
import { adjoint, asRows, diagonalOf, identityLike, permuted, product, rowsOf } from "./matrix.js"
import { overReal, squaredSize } from "./parts.js"
import { spectrumOfComplex, spectrumOfReal } from "./spectrum.js"
import { byTangent } from "./tangent.js"
import { triangularSolve } from "./triangular.js"

type NoParams = Record<string, never>

/** `V⁻¹·B` */
const solved = (v: NDArray, b: NDArray): NDArray => {
  const { lu: factors, permutation } = lu(v)
  const y = triangularSolve(factors, permuted(b, permutation), { leftSide: true, lower: true, unitDiagonal: true })
  return triangularSolve(factors, y, { leftSide: true })
}

/** What keeps the columns of V as they are written: `Re vᴴx + i·Im xₖ / vₖ` of each. */
const corrections = (v: NDArray, x: NDArray): NDArray => {
  const rows = v.ndim - 2
  const along = reduceSum(real(mul(conj(v), x)), [rows])
  const sizes = abs(v)
  const isReal = eq(imag(v), zerosOf(sizes.aval)) // that of the greatest element, and of all where the eigenvector is real
  const place = argmax(selectN(isReal, fill(-1, sizes.aval), sizes), rows, "int32")
  const greatest = eq(iota(v.shape, rows, "int32"), asRows(place, rowsOf(v)))
  const at = (y: NDArray): NDArray => reduceSum(selectN(greatest, zerosOf(y.aval), y), [rows])
  return complex(along, div(at(imag(x)), at(real(v))))
}

/** Columns of length one, each with an element of greatest magnitude that is real and positive. */
const upright = (y: NDArray): NDArray => {
  const rows = y.ndim - 2
  const sizes = abs(y)
  const greatest = eq(iota(y.shape, rows, "int32"), asRows(argmax(sizes, rows, "int32"), rowsOf(y)))
  const phase = conj(sign(reduceSum(selectN(greatest, zerosOf(y.aval), y), [rows])))
  const length = sqrt(reduceSum(squaredSize(y), [rows]))
  return overReal(mul(y, asRows(phase, rowsOf(y))), asRows(length, rowsOf(y)))
}

/** Left eigenvectors, `vᴴ·A = w·vᴴ`, as columns in the order of the right ones: those of `V⁻ᴴ`. There is none where V is singular. */
export const leftEigenvectors = (right: NDArray): NDArray =>
  right.size === 0 ? right : upright(adjoint(solved(right, identityLike(right))))

const shapes = ({ shape, dtype }: Aval | Tensor) => [
  { shape, dtype: complexDtype(dtype) },
  { shape: shape.slice(0, -1), dtype: complexDtype(dtype) },
]

/** Eigenvectors as columns `[…, n, n]`, and eigenvalues `[…, n]`, complex. (`jax.lax.linalg.eig`) */
export const eigP: Primitive<NoParams> = definePrimitive<NoParams>({
  name: "eig",
  shape: (avals) => arityIs(avals, 1) ?? wideNumbers(avals) ?? isSquare(avals[0] as Aval) ?? shapes(avals[0] as Aval),
  derivative: byTangent<NoParams>({
    outputs: (x) => bind(eigP, [x], {}),
    count: () => 2,
    tangents: (da, _, outputs) => {
      const [v, w] = outputs as readonly [NDArray, NDArray]
      const s = solved(v, product(complexOf(da), v))
      const x = product(v, mul(gaps(w), s))
      return [sub(x, mul(v, asRows(corrections(v, x), rowsOf(x)))), diagonalOf(s)]
    },
  }),
  batch: ([x], params) => batchedAll(...bind(eigP, [(x as Lane).value], params)),
  evaluate: ([x]) => {
    const one = shapes({ ...(x as Tensor), shape: (x as Tensor).shape.slice(-2) })
    const parts = ({ vectors, values }: ComplexEigen) => [vectors.at, values]
    const of = isComplex((x as Tensor).dtype) ? spectrumOfComplex : spectrumOfReal
    return eachComplexMatrix([x as Tensor], one, ([a]) => parts(of(a as ComplexMatrix)))
  },
  lower: asProgram(([x]) => factor(x as NDArray)),
})

export const eig = (x: NDArray): readonly [vectors: NDArray, values: NDArray] =>
  bind(eigP, [x], {}) as readonly NDArray[] as readonly [NDArray, NDArray]
