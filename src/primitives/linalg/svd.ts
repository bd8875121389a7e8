// Singular values: `A = U·diag(s)·Vᵀ`, s descending and not negative, U and V with orthonormal columns.
// Every column of U has a positive element of greatest magnitude (the first of several), so that results can be compared.
//   ṡ = diag S,  S = Uᵀ·Ȧ·V,  Fᵢⱼ = 1/(sⱼ² − sᵢ²) off the diagonal
//   U̇ = U·(F ∘ (S·Σ + Σ·Sᵀ)) + (I − U·Uᵀ)·Ȧ·V·Σ⁻¹,  V̇ likewise         (as in JAX: inf or NaN where singular values are equal)
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import { raise } from "../../core/errors.js"
import { batchedAll, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind } from "../../core/trace.js"
import { div, mul, sub } from "../elementwise/arithmetic.js"
import { arityIs } from "../guards.js"
import { add } from "../vector.js"
import { eachMatrix, type Matrix } from "./each.js"
import { isMatrix, wideFloats } from "./guards.js"
import { asProgram } from "./loops.js"
import { asColumns, asRows, columnsOf, diagonalOf, flipped, identityLike, product, rowsOf } from "./matrix.js"
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

/** What a direction moves of U beyond the space that its columns span: `(I − U·Uᵀ)·Ȧ·V·Σ⁻¹`; none where U is square. */
const outside = (u: NDArray, moved: NDArray, s: NDArray): NDArray | undefined =>
  rowsOf(u) > columnsOf(u) ? div(sub(moved, product(u, product(u, moved, "xᵀ"))), asRows(s, rowsOf(u))) : undefined

const plus = (x: NDArray, y: NDArray | undefined): NDArray => (y ? add(x, y) : x)

/** Tangents of s, U and Vᵀ. */
const tangents = (da: NDArray, s: NDArray, u: NDArray, vt: NDArray): readonly NDArray[] => {
  const v = flipped(vt)
  const k = columnsOf(s)
  const along = product(da, v) // Ȧ·V
  const across = product(u, along, "xᵀ") // S
  const f = gaps(s)
  const [right, left] = [mul(across, asRows(s, k)), mul(asColumns(s, k), across)] // S·Σ, Σ·S
  const du = product(u, mul(f, add(right, flipped(right))))
  const dv = product(v, mul(f, add(left, flipped(left))))
  const wide = rowsOf(v) > k ? outside(v, product(da, u, "xᵀ"), s) : undefined
  return [diagonalOf(across), plus(du, outside(u, along, s)), flipped(plus(dv, wide))]
}

/** Singular values `[…, k]`; with `computeUv` then `U […, m, k]` and `Vᵀ […, k, n]`, or with `fullMatrices` both square. (`jax.lax.linalg.svd`) */
export const svdP: Primitive<SvdParams> = definePrimitive<SvdParams>({
  name: "svd",
  shape: (avals, { fullMatrices, computeUv }) => {
    const [x] = avals as readonly [Aval]
    const issue = arityIs(avals, 1) ?? wideFloats(avals) ?? isMatrix(x)
    if (issue) return issue
    const [batch, m, n] = [x.shape.slice(0, -2), x.shape.at(-2) as number, x.shape.at(-1) as number]
    return resultShapes(m, n, fullMatrices, computeUv).map((shape) => ({ shape: [...batch, ...shape], dtype: x.dtype }))
  },
  derivative: byTangent<SvdParams>({
    outputs: (x, params) => {
      requireThin(x, params)
      return bind(svdP, [x], { fullMatrices: false, computeUv: true })
    },
    count: ({ computeUv }) => (computeUv ? 3 : 1),
    tangents: (da, _, [s, u, vt]) => tangents(da, s as NDArray, u as NDArray, vt as NDArray),
  }),
  batch: ([x], params) => batchedAll(...bind(svdP, [(x as Lane).value], params)),
  evaluate: ([x], { fullMatrices, computeUv }) => {
    const { shape, dtype } = x as Tensor
    const [m, n] = shape.slice(-2) as [number, number]
    const results = resultShapes(m, n, fullMatrices, computeUv).map((each) => ({ shape: each, dtype }))
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

const resultShapes = (m: number, n: number, fullMatrices: boolean, computeUv: boolean): readonly (readonly number[])[] => {
  const k = Math.min(m, n)
  return [[k], ...(computeUv ? [[m, fullMatrices ? m : k] as const, [fullMatrices ? n : k, n] as const] : [])]
}

/** Singular values, U and Vᵀ. */
export const svd = (x: NDArray, fullMatrices: boolean): readonly [s: NDArray, u: NDArray, vt: NDArray] =>
  bind(svdP, [x], { fullMatrices, computeUv: true }) as readonly NDArray[] as readonly [NDArray, NDArray, NDArray]

export const singularValues = (x: NDArray): NDArray => bind(svdP, [x], { fullMatrices: false, computeUv: false })[0] as NDArray
