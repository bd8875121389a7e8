// The Cholesky factor: the lower triangular L, with a positive diagonal, of `A = L·Lᴴ`. Reads the lower triangle of A only, and of
// its diagonal the real parts.
//   L̇ = L·Φ(L⁻¹·Ȧ·L⁻ᴴ), where Φ takes the lower triangle, its diagonal halved (Murray 2016, "Differentiation of the Cholesky decomposition")
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { isComplex } from "../../core/dtype.js"
import { batchedAll, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind, bind1 } from "../../core/trace.js"
import { mul, sub } from "../elementwise/arithmetic.js"
import { arityIs } from "../guards.js"
import type { C } from "../scalar/complex.js"
import * as c from "../scalar/complex.js"
import { cholesky as factor } from "./choleskyblocks.js"
import { type ComplexMatrix, complexMatrix, eachComplexMatrix } from "./complexeach.js"
import { eachMatrix, type Matrix, matrix } from "./each.js"
import { isSquare, wideNumbers } from "./guards.js"
import { asProgram } from "./loops.js"
import { diagonalPart, lowerPart, mirrored, product } from "./matrix.js"
import { byTangent } from "./tangent.js"
import { triangularSolve } from "./triangular.js"

type NoParams = Record<string, never>

/** Lower Cholesky factors; all NaN where a matrix is not positive definite or not finite, as in JAX. (`jax.lax.linalg.cholesky_p`) */
export const choleskyP: Primitive<NoParams> = definePrimitive<NoParams>({
  name: "cholesky",
  shape: (avals) => {
    const [x] = avals as readonly [Aval]
    return arityIs(avals, 1) ?? wideNumbers(avals) ?? isSquare(x) ?? [{ shape: x.shape, dtype: x.dtype }]
  },
  derivative: byTangent<NoParams>({
    outputs: (x) => bind(choleskyP, [x], {}),
    count: () => 1,
    tangents: (da, _, [factor]) => {
      const l = factor as NDArray
      const right = triangularSolve(l, mirrored(da), { lower: true, transposeA: true, conjugateA: true }) // Ȧ·L⁻ᴴ
      const s = triangularSolve(l, right, { leftSide: true, lower: true })
      return [product(l, sub(lowerPart(s), mul(diagonalPart(s), 0.5)))]
    },
  }),
  batch: ([x], params) => batchedAll(bind1(choleskyP, [(x as Lane).value], params)),
  evaluate: ([x]) => {
    const { shape, dtype } = x as Tensor
    const results = [{ shape: shape.slice(-2), dtype }]
    return isComplex(dtype)
      ? eachComplexMatrix([x as Tensor], results, ([a]) => [factorComplex(a as ComplexMatrix).at])
      : eachMatrix([x as Tensor], results, ([a]) => [factorOne(a as Matrix).at])
  },
  lower: asProgram(([x]) => [factor(x as NDArray)]),
})

const factorOne = ({ n, at }: Matrix): Matrix => {
  const l = matrix(n, n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let rest = at[i * n + j]!
      for (let k = 0; k < j; k++) rest -= l.at[i * n + k]! * l.at[j * n + k]!
      if (i === j && !(rest > 0 && rest < Number.POSITIVE_INFINITY)) return matrix(n, n, () => Number.NaN)
      l.at[i * n + j] = i === j ? Math.sqrt(rest) : rest / l.at[j * n + j]!
    }
  return l
}

const factorComplex = ({ n, at }: ComplexMatrix): ComplexMatrix => {
  const l = complexMatrix(n, n)
  for (let i = 0; i < n; i++)
    for (let j = 0; j <= i; j++) {
      let rest: C = i === j ? [at[i * n + i]![0], 0] : at[i * n + j]!
      for (let k = 0; k < j; k++) rest = c.sub(rest, c.mul(l.at[i * n + k]!, c.conj(l.at[j * n + k]!)))
      if (i === j && !(rest[0] > 0 && rest[0] < Number.POSITIVE_INFINITY)) return complexMatrix(n, n, () => [Number.NaN, 0])
      l.at[i * n + j] = i === j ? [Math.sqrt(rest[0]), 0] : c.div(rest, l.at[j * n + j]!)
    }
  return l
}

export const cholesky = (x: NDArray): NDArray => bind1(choleskyP, [x], {})
