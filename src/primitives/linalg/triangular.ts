// Solving with triangular matrices, by substitution. What its derivative needs is to solve again.
//   op(A)·X = B:   Ẋ = op(A)⁻¹·(Ḃ − op(Ȧ)·X)        B̄ = op(A)⁻ᵀ·X̄,  op(Ā) = −B̄·Xᵀ, the triangle of it
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { isComplex } from "../../core/dtype.js"
import { batchedAll, custom, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind1 } from "../../core/trace.js"
import { arityIs, sameDtypes } from "../guards.js"
import type { C } from "../scalar/complex.js"
import * as c from "../scalar/complex.js"
import { addMaybe, neg, repeat } from "../vector.js"
import { type ComplexMatrix, complexMatrix, complexTransposed, conjugatedMatrix, eachComplexMatrix } from "./complexeach.js"
import { eachMatrix, type Matrix, matrix, transposed } from "./each.js"
import { isMatrix, isSquare, sameBatch, wideNumbers } from "./guards.js"
import { asProgram } from "./loops.js"
import { conjugated, lowerPart, product, upperPart } from "./matrix.js"
import { substitute } from "./substitution.js"

export interface TriangularSolveParams {
  /** `op(A)·X = B`, otherwise `X·op(A) = B`. */
  readonly leftSide: boolean
  /** Which triangle of A is read; the other one may hold anything. */
  readonly lower: boolean
  /** `op(A)` is `Aᵀ`. */
  readonly transposeA: boolean
  /** `op(A)` is conjugated: Aᴴ, or Ā. Of real matrices it changes nothing. */
  readonly conjugateA: boolean
  /** The diagonal is taken to be of ones, and not read. */
  readonly unitDiagonal: boolean
}

/** `op(A)⁻¹·B` or `B·op(A)⁻¹`, of a triangular matrix. (`jax.lax.linalg.triangular_solve`) */
export const triangularSolveP: Primitive<TriangularSolveParams> = definePrimitive<TriangularSolveParams>({
  name: "triangular_solve",
  shape: (avals, { leftSide }) => {
    const [a, b] = avals as readonly [Aval, Aval]
    return (
      arityIs(avals, 2) ??
      sameDtypes(avals) ??
      wideNumbers(avals) ??
      isSquare(a) ??
      isMatrix(b) ??
      sameBatch(a, b) ??
      (a.shape.at(-1) === b.shape.at(leftSide ? -2 : -1)
        ? [{ shape: b.shape, dtype: b.dtype }]
        : { code: "shape/inner", need: `the matrix must be as large as the ${leftSide ? "columns" : "rows"} of the right side`, avals })
    )
  },
  derivative: custom({
    jvp: ([a, b], [da, db], params) => {
      const x = triangularSolve(a as NDArray, b as NDArray, params)
      const given = params.conjugateA ? conjugated : (y: NDArray): NDArray => y
      if (da === undefined) return { outputs: [x], tangents: [triangularSolve(a as NDArray, db as NDArray, params)] }
      const moved = params.leftSide
        ? product(given(triangleOf(da, params)), x, params.transposeA ? "xᵀ" : "")
        : product(x, given(triangleOf(da, params)), params.transposeA ? "yᵀ" : "")
      return { outputs: [x], tangents: [triangularSolve(a as NDArray, addMaybe(db, neg(moved)) as NDArray, params)] }
    },
    vjp: ([a, b], active, params) => {
      const x = triangularSolve(a as NDArray, b as NDArray, params)
      const { leftSide, transposeA } = params
      const back = (ct: NDArray) => {
        const cb = triangularSolve(a as NDArray, ct, { ...params, transposeA: !transposeA })
        if (!active[0]) return [undefined, cb]
        // B̄·Xᵀ is the cotangent of op(A) from the left, Xᵀ·B̄ from the right; each transposed where op transposes
        const outer = leftSide === transposeA ? product(x, cb, leftSide ? "yᵀ" : "xᵀ") : product(cb, x, leftSide ? "yᵀ" : "xᵀ")
        const own = params.conjugateA ? conjugated(outer) : outer
        return [neg(triangleOf(own, params)), active[1] ? cb : undefined]
      }
      return { outputs: [x], pullback: ([ct]) => (ct ? back(ct) : [undefined, undefined]) }
    },
  }),
  batch: (lanes, params, { size }) => {
    const [a, b] = lanes.map((l: Lane) => (l.batched ? l.value : repeat(l.value, size))) as [NDArray, NDArray]
    return batchedAll(triangularSolve(a, b, params))
  },
  evaluate: ([a, b], params) => {
    const { shape, dtype } = b as Tensor
    const [inputs, results] = [[a as Tensor, b as Tensor], [{ shape: shape.slice(-2), dtype }]]
    return isComplex(dtype)
      ? eachComplexMatrix(inputs, results, ([t, r]) => {
          const own = t as ComplexMatrix
          return [solveComplex(params.conjugateA ? conjugatedMatrix(own) : own, r as ComplexMatrix, params).at]
        })
      : eachMatrix(inputs, results, ([t, r]) => [solveOne(t as Matrix, r as Matrix, params).at])
  },
  lower: asProgram(([a, b], params) => [substitute(a as NDArray, b as NDArray, params)]),
})

/** What of a matrix is read. */
const triangleOf = (a: NDArray, { lower, unitDiagonal }: TriangularSolveParams): NDArray =>
  lower ? lowerPart(a, unitDiagonal ? -1 : 0) : upperPart(a, unitDiagonal ? 1 : 0)

const solveOne = (a: Matrix, b: Matrix, { leftSide, lower, transposeA, unitDiagonal }: TriangularSolveParams): Matrix => {
  if (!leftSide)
    return transposed(solveOne(a, transposed(b), { leftSide: true, lower, transposeA: !transposeA, unitDiagonal, conjugateA: false }))
  const [n, m] = [b.m, b.n]
  const entry = (i: number, j: number): number => (transposeA ? a.at[j * n + i]! : a.at[i * n + j]!)
  const forward = lower !== transposeA
  const x = matrix(n, m, (i, j) => b.at[i * m + j]!)
  for (let step = 0; step < n; step++) {
    const i = forward ? step : n - 1 - step
    for (let k = forward ? 0 : i + 1; k < (forward ? i : n); k++)
      for (let c = 0; c < m; c++) x.at[i * m + c]! -= entry(i, k) * x.at[k * m + c]!
    if (!unitDiagonal) for (let c = 0; c < m; c++) x.at[i * m + c]! /= entry(i, i)
  }
  return x
}

const solveComplex = (a: ComplexMatrix, b: ComplexMatrix, params: TriangularSolveParams): ComplexMatrix => {
  const { leftSide, lower, transposeA, unitDiagonal } = params
  if (!leftSide) return complexTransposed(solveComplex(a, complexTransposed(b), { ...params, leftSide: true, transposeA: !transposeA }))
  const [n, m] = [b.m, b.n]
  const entry = (i: number, j: number): C => (transposeA ? a.at[j * n + i]! : a.at[i * n + j]!)
  const forward = lower !== transposeA
  const x = complexMatrix(n, m, (i, j) => b.at[i * m + j]!)
  for (let step = 0; step < n; step++) {
    const i = forward ? step : n - 1 - step
    for (let col = 0; col < m; col++) {
      let rest = x.at[i * m + col]!
      for (let k = forward ? 0 : i + 1; k < (forward ? i : n); k++) rest = c.sub(rest, c.mul(entry(i, k), x.at[k * m + col]!))
      x.at[i * m + col] = unitDiagonal ? rest : c.div(rest, entry(i, i))
    }
  }
  return x
}

const defaults: TriangularSolveParams = { leftSide: false, lower: false, transposeA: false, conjugateA: false, unitDiagonal: false }

export const triangularSolve = (a: NDArray, b: NDArray, params: Partial<TriangularSolveParams>): NDArray =>
  bind1(triangularSolveP, [a, b], { ...defaults, ...params })
