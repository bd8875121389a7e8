// Singular values: `A = U·diag(s)·Vᴴ`, s real, descending and not negative, U and V with orthonormal columns.
// Every column of U has an element of greatest magnitude (the first of several) that is positive, or of complex ones real and positive, so that
// results can be compared.
//   ṡ = Re diag S,  S = Uᴴ·Ȧ·V,  Fᵢⱼ = 1/(sⱼ² − sᵢ²) off the diagonal
//   U̇ = U·(F ∘ (S·Σ + Σ·Sᴴ) + i·Im diag S·Σ⁻¹) + (I − U·Uᴴ)·Ȧ·V·Σ⁻¹,  V̇ = V·(F ∘ (Σ·S + Sᴴ·Σ)) + (I − V·Vᴴ)·Ȧᴴ·U·Σ⁻¹
// (as in JAX: inf or NaN where singular values are equal). Complex columns turn in pairs; derivatives hold for what does not depend on how.
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { type DType, isComplex, realOf } from "../../core/dtype.js"
import { raise } from "../../core/errors.js"
import { batchedAll, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind } from "../../core/trace.js"
import { div, mul, sub } from "../elementwise/arithmetic.js"
import { eq } from "../elementwise/comparison.js"
import { selectN } from "../elementwise/select.js"
import { arityIs } from "../guards.js"
import { add, fill, zerosOf } from "../vector.js"
import { type ComplexMatrix, eachComplexMatrix } from "./complexeach.js"
import { eachMatrix, type Matrix, type Result } from "./each.js"
import { isMatrix, wideNumbers } from "./guards.js"
import { complexSingularOf } from "./hermitian.js"
import { asProgram } from "./loops.js"
import {
  adjoint,
  adjointProduct,
  asColumns,
  asRows,
  columnsOf,
  diagonalOf,
  diagonalPart,
  identityLike,
  inDtypeOf,
  product,
  realPart,
  rowsOf,
} from "./matrix.js"
import { overReal, timesReal } from "./parts.js"
import { singularOf } from "./singular.js"
import { svd as factor } from "./svdblocks.js"
import { byTangent } from "./tangent.js"

export interface SvdParams {
  /** U and V are square, with columns that A has no part in. */
  readonly fullMatrices: boolean
  /** Otherwise the singular values are all there is. */
  readonly computeUv: boolean
}

const requireThin = (x: NDArray, { fullMatrices, computeUv }: SvdParams): void => {
  if (computeUv && fullMatrices && rowsOf(x) !== columnsOf(x))
    raise({
      code: "argument/svd-derivative",
      op: "svd",
      need: "the singular value decomposition can be differentiated where its matrices are determined",
      avals: [x.aval],
      hint: "ask for it with fullMatrices: false",
    })
}

/** `1/((sⱼ + sᵢ)(sⱼ − sᵢ))` off the diagonal, 0 on it. */
const gaps = (s: NDArray): NDArray => {
  const k = columnsOf(s)
  const [row, column] = [asRows(s, k), asColumns(s, k)]
  const eye = identityLike(row)
  return sub(div(1, add(mul(add(row, column), sub(row, column)), eye)), eye)
}

/** What a direction moves of U beyond the space that its columns span: `(I − U·Uᴴ)·Ȧ·V·Σ⁻¹`; none where U is square. */
const outside = (u: NDArray, moved: NDArray, s: NDArray): NDArray | undefined =>
  rowsOf(u) > columnsOf(u) ? overReal(sub(moved, product(u, adjointProduct(u, moved))), asRows(s, rowsOf(u))) : undefined

/** `i·Im diag S·Σ⁻¹`, as a diagonal matrix, 0 where a singular value is; none of real matrices. */
const phases = (across: NDArray, s: NDArray): NDArray | undefined => {
  if (!isComplex(across.dtype)) return undefined
  const turning = sub(across, adjoint(across)) // twice what is wanted, on the diagonal
  const none = eq(s, zerosOf(s.aval))
  const inverse = selectN(none, div(0.5, selectN(none, s, fill(1, s.aval))), zerosOf(s.aval))
  return timesReal(diagonalPart(turning), asRows(inverse, columnsOf(s)))
}

const plus = (x: NDArray, y: NDArray | undefined): NDArray => (y ? add(x, y) : x)

/** Tangents of s, U and Vᴴ. */
const tangents = (da: NDArray, s: NDArray, u: NDArray, vh: NDArray): readonly NDArray[] => {
  const v = adjoint(vh)
  const k = columnsOf(s)
  const along = product(da, v) // Ȧ·V
  const across = adjointProduct(u, along) // S
  const f = inDtypeOf(gaps(s), u)
  const [right, left] = [timesReal(across, asRows(s, k)), timesReal(across, asColumns(s, k))] // S·Σ, Σ·S
  const du = product(u, plus(mul(f, add(right, adjoint(right))), phases(across, s)))
  const dv = product(v, mul(f, add(left, adjoint(left))))
  const wide = rowsOf(v) > k ? outside(v, adjointProduct(da, u), s) : undefined
  return [realPart(diagonalOf(across)), plus(du, outside(u, along, s)), adjoint(plus(dv, wide))]
}

/** Singular values `[…, k]`; with `computeUv` then `U […, m, k]` and `Vᴴ […, k, n]`, or with `fullMatrices` both square. (`jax.lax.linalg.svd`) */
export const svdP: Primitive<SvdParams> = definePrimitive<SvdParams>({
  name: "svd",
  shape: (avals, { fullMatrices, computeUv }) => {
    const [x] = avals as readonly [Aval]
    const issue = arityIs(avals, 1) ?? wideNumbers(avals) ?? isMatrix(x)
    if (issue) return issue
    const [batch, m, n] = [x.shape.slice(0, -2), x.shape.at(-2) as number, x.shape.at(-1) as number]
    return resultsOf(x.dtype, m, n, fullMatrices, computeUv).map(({ shape, dtype }) => ({ shape: [...batch, ...shape], dtype }))
  },
  derivative: byTangent<SvdParams>({
    outputs: (x, params) => {
      requireThin(x, params)
      return bind(svdP, [x], { fullMatrices: false, computeUv: true })
    },
    count: ({ computeUv }) => (computeUv ? 3 : 1),
    tangents: (da, _, [s, u, vh]) => tangents(da, s as NDArray, u as NDArray, vh as NDArray),
  }),
  batch: ([x], params) => batchedAll(...bind(svdP, [(x as Lane).value], params)),
  evaluate: ([x], { fullMatrices, computeUv }) => {
    const { shape, dtype } = x as Tensor
    const [m, n] = shape.slice(-2) as [number, number]
    const results = resultsOf(dtype, m, n, fullMatrices, computeUv)
    if (isComplex(dtype))
      return eachComplexMatrix([x as Tensor], results, ([a]) => {
        const { s, u, vh } = complexSingularOf(a as ComplexMatrix, fullMatrices)
        return [s, u.at, vh.at]
      })
    return eachMatrix([x as Tensor], results, ([a]) => {
      const { s, u, vt } = singularOf(a as Matrix, fullMatrices)
      return [s, u.at, vt.at]
    })
  },
  lower: asProgram(([x], { fullMatrices, computeUv }) => {
    const all = factor(x as NDArray, fullMatrices)
    return computeUv ? all : all.slice(0, 1)
  }),
})

const resultsOf = (dtype: DType, m: number, n: number, fullMatrices: boolean, computeUv: boolean): readonly Result[] => {
  const k = Math.min(m, n)
  const vectors = [
    { shape: [m, fullMatrices ? m : k], dtype },
    { shape: [fullMatrices ? n : k, n], dtype },
  ]
  return [{ shape: [k], dtype: realOf(dtype) }, ...(computeUv ? vectors : [])]
}

/** Singular values, U and Vᴴ. */
export const svd = (x: NDArray, fullMatrices: boolean): readonly [s: NDArray, u: NDArray, vh: NDArray] =>
  bind(svdP, [x], { fullMatrices, computeUv: true }) as readonly NDArray[] as readonly [NDArray, NDArray, NDArray]

export const singularValues = (x: NDArray): NDArray => bind(svdP, [x], { fullMatrices: false, computeUv: false })[0] as NDArray
