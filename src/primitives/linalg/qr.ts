// QR by Householder reflections: `A = Q·R`, Q with orthonormal columns, R upper triangular. Signs are LAPACK's: a column that has something
// below its diagonal gets a diagonal element of the sign opposite to its own there, any other keeps it.
//   Q̇ = Q·(Ω − F) + Ȧ·R⁻¹,  Ṙ = (F − Ω)·R,  F = Qᴴ·Ȧ·R⁻¹,  Ω = tril(F, −1) − tril(F, −1)ᴴ + i·Im diag F       (as in JAX)
// The diagonal of R is real.
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { isComplex } from "../../core/dtype.js"
import { raise } from "../../core/errors.js"
import { batchedAll, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind } from "../../core/trace.js"
import { sub } from "../elementwise/arithmetic.js"
import { complexOf, real } from "../elementwise/complex.js"
import { arityIs } from "../guards.js"
import { add } from "../vector.js"
import { type ComplexMatrix, eachComplexMatrix } from "./complexeach.js"
import { complexHouseholder } from "./complexreflections.js"
import { eachMatrix, type Matrix } from "./each.js"
import { isMatrix, wideNumbers } from "./guards.js"
import { asProgram } from "./loops.js"
import { adjoint, adjointProduct, columnsOf, diagonalPart, lowerPart, product, rowsOf } from "./matrix.js"
import { qr as factor } from "./qrblocks.js"
import { householder } from "./reflections.js"
import { byTangent } from "./tangent.js"
import { triangularSolve } from "./triangular.js"

export interface QrParams {
  /** Q is square, with columns that A has no part in; otherwise it has as many columns as A has, but no more than rows. */
  readonly fullMatrices: boolean
}

const requireTall = (x: NDArray, fullMatrices: boolean): void => {
  const [m, n] = [rowsOf(x), columnsOf(x)]
  if (m < n || (fullMatrices && m !== n))
    raise({
      code: "argument/qr-derivative",
      op: "qr",
      need: "QR can be differentiated where Q is determined: of as many columns as rows or fewer, without the full Q",
      avals: [x.aval],
    })
}

/** `Q […, m, k]` and `R […, k, n]`, k the smaller of m and n, or m with `fullMatrices`. (`jax.lax.linalg.qr`) */
export const qrP: Primitive<QrParams> = definePrimitive<QrParams>({
  name: "qr",
  shape: (avals, { fullMatrices }) => {
    const [x] = avals as readonly [Aval]
    const issue = arityIs(avals, 1) ?? wideNumbers(avals) ?? isMatrix(x)
    if (issue) return issue
    const [batch, m, n] = [x.shape.slice(0, -2), x.shape.at(-2) as number, x.shape.at(-1) as number]
    const k = fullMatrices ? m : Math.min(m, n)
    return [
      { shape: [...batch, m, k], dtype: x.dtype },
      { shape: [...batch, k, n], dtype: x.dtype },
    ]
  },
  derivative: byTangent<QrParams>({
    outputs: (x, params) => bind(qrP, [x], params),
    count: () => 2,
    tangents: (da, x, outputs, { fullMatrices }) => {
      requireTall(x, fullMatrices)
      const [q, r] = outputs as readonly [NDArray, NDArray]
      const right = triangularSolve(r, da, {}) // Ȧ·R⁻¹
      const f = adjointProduct(q, right)
      const below = lowerPart(f, -1)
      const skew = sub(below, adjoint(below))
      const omega = isComplex(f.dtype) ? add(skew, sub(diagonalPart(f), complexOf(real(diagonalPart(f))))) : skew
      return [add(product(q, sub(omega, f)), right), product(sub(f, omega), r)]
    },
  }),
  batch: ([x], params) => batchedAll(...bind(qrP, [(x as Lane).value], params)),
  evaluate: ([x], { fullMatrices }) => {
    const { shape, dtype } = x as Tensor
    const [m, n] = shape.slice(-2) as [number, number]
    const k = fullMatrices ? m : Math.min(m, n)
    const results = [
      { shape: [m, k], dtype },
      { shape: [k, n], dtype },
    ]
    return isComplex(dtype)
      ? eachComplexMatrix([x as Tensor], results, ([a]) => complexHouseholder(a as ComplexMatrix, k).map((y) => y.at))
      : eachMatrix([x as Tensor], results, ([a]) => householder(a as Matrix, k).map((y) => y.at))
  },
  lower: asProgram(([x], { fullMatrices }) => factor(x as NDArray, fullMatrices)),
})

export const qr = (x: NDArray, fullMatrices: boolean): readonly [NDArray, NDArray] =>
  bind(qrP, [x], { fullMatrices }) as readonly NDArray[] as readonly [NDArray, NDArray]
