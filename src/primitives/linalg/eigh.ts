// Eigenvalues and eigenvectors of symmetric and Hermitian matrices: `A·V = V·diag(w)`, w real and ascending, `VᴴV = I`. Reads one triangle of A, and
// the real parts of its diagonal. Every eigenvector has an element of greatest magnitude (the first of several) that is positive, or of complex ones
// real and positive, so that results can be compared.
//   ẇ = diag S,  V̇ = V·(F ∘ S),  S = Vᴴ·Ȧ·V,  Fᵢⱼ = 1/(wⱼ − wᵢ) off the diagonal      (as in JAX: inf or NaN where eigenvalues are equal)
// Of complex eigenvectors V̇ leaves out how their phases turn, as in JAX: `vᴴv̇ = 0`. Derivatives hold for what does not depend on the phases.
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { isComplex, realOf } from "../../core/dtype.js"
import { batchedAll, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind } from "../../core/trace.js"
import { arityIs } from "../guards.js"
import * as c from "../scalar/complex.js"
import { mul } from "../vector.js"
import { type ComplexMatrix, complexMatrix, eachComplexMatrix } from "./complexeach.js"
import { eachMatrix, type Matrix, matrix } from "./each.js"
import { gaps } from "./eigenpairs.js"
import { eigh as factor } from "./eighblocks.js"
import { isSquare, wideNumbers } from "./guards.js"
import { hermitianEigenOf } from "./hermitian.js"
import { asProgram } from "./loops.js"
import { adjointProduct, diagonalOf, inDtypeOf, mirrored, product, realPart } from "./matrix.js"
import { eigenOf } from "./symmetric.js"
import { byTangent } from "./tangent.js"

export interface EighParams {
  /** Which triangle of A is read. */
  readonly lower: boolean
}

const results = (x: Aval | Tensor) => [
  { shape: x.shape, dtype: x.dtype },
  { shape: x.shape.slice(0, -1), dtype: realOf(x.dtype) },
]

/** The matrices whose triangle this is. */
const symmetric = ({ n, at }: Matrix, lower: boolean): Matrix => matrix(n, n, (i, j) => at[i >= j === lower ? i * n + j : j * n + i]!)
const hermitian = ({ n, at }: ComplexMatrix, lower: boolean): ComplexMatrix =>
  complexMatrix(n, n, (i, j) => (i === j ? [at[i * n + i]![0], 0] : i > j === lower ? at[i * n + j]! : c.conj(at[j * n + i]!)))

/** Eigenvectors as columns `[…, n, n]`, and eigenvalues `[…, n]`, which are real, in ascending order. (`jax.lax.linalg.eigh`) */
export const eighP: Primitive<EighParams> = definePrimitive<EighParams>({
  name: "eigh",
  shape: (avals) => arityIs(avals, 1) ?? wideNumbers(avals) ?? isSquare(avals[0] as Aval) ?? results(avals[0] as Aval),
  derivative: byTangent<EighParams>({
    outputs: (x, params) => bind(eighP, [x], params),
    count: () => 2,
    tangents: (da, _, outputs, { lower }) => {
      const [v, w] = outputs as readonly [NDArray, NDArray]
      const s = adjointProduct(v, product(mirrored(da, lower), v))
      return [product(v, mul(inDtypeOf(gaps(w), v), s)), realPart(diagonalOf(s))]
    },
  }),
  batch: ([x], params) => batchedAll(...bind(eighP, [(x as Lane).value], params)),
  evaluate: ([x], { lower }) => {
    const given = x as Tensor
    const one = results({ ...given, shape: given.shape.slice(-2) })
    if (!isComplex(given.dtype))
      return eachMatrix([given], one, ([a]) => {
        const { vectors, values } = eigenOf(symmetric(a as Matrix, lower))
        return [vectors.at, values]
      })
    return eachComplexMatrix([given], one, ([a]) => {
      const { vectors, values } = hermitianEigenOf(hermitian(a as ComplexMatrix, lower))
      return [vectors.at, values]
    })
  },
  lower: asProgram(([x], { lower }) => factor(x as NDArray, lower)),
})

export const eigh = (x: NDArray, lower: boolean): readonly [vectors: NDArray, values: NDArray] =>
  bind(eighP, [x], { lower }) as readonly NDArray[] as readonly [NDArray, NDArray]
