// LU factors with partial pivoting: `P·A = L·U`, L unit lower triangular and U upper triangular, both in one array.
//   L̇ = L·tril(F, −1),  U̇ = triu(F)·U,  F = L⁻¹·P·Ȧ·U⁻¹       (as in JAX, for full rank)
import type { NDArray } from "../../core/array.js"
import { type Aval, avalOf } from "../../core/aval.js"
import { isComplex } from "../../core/dtype.js"
import { batchedAll, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import type { Tensor } from "../../core/tensor.js"
import { bind } from "../../core/trace.js"
import { arityIs } from "../guards.js"
import type { C } from "../scalar/complex.js"
import * as c from "../scalar/complex.js"
import { add, fill } from "../vector.js"
import { type ComplexMatrix, eachComplexMatrix } from "./complexeach.js"
import { eachMatrix, type Matrix } from "./each.js"
import { isMatrix, wideNumbers } from "./guards.js"
import { asProgram } from "./loops.js"
import { lu as factor } from "./lublocks.js"
import { above, beside, block, columns, columnsOf, identityLike, lowerPart, permuted, product, rows, rowsOf, upperPart } from "./matrix.js"
import { byTangent } from "./tangent.js"
import { triangularSolve } from "./triangular.js"

type NoParams = Record<string, never>

const zeros = (x: NDArray, m: number, n: number): NDArray => fill(0, avalOf([...x.shape.slice(0, -2), m, n], x.dtype))

/** L of `[…, m, k]` as a square matrix: the columns that are missing are those of the identity. */
const squareLower = (lu: NDArray, k: number): NDArray => {
  const m = rowsOf(lu)
  const l = lowerPart(columns(lu, 0, k), -1)
  const whole = m === k ? l : beside(l, zeros(lu, m, m - k))
  return add(whole, identityLike(whole))
}

/** U of `[…, k, n]` as a square matrix, likewise. */
const squareUpper = (lu: NDArray, k: number): NDArray => {
  const n = columnsOf(lu)
  const u = upperPart(rows(lu, 0, k))
  if (n === k) return u
  const corner = identityLike(zeros(lu, n - k, n - k))
  return above(u, beside(zeros(lu, n - k, k), corner))
}

/** `P·Ȧ` to the tangent of both factors in one array. */
const tangent = (da: NDArray, lu: NDArray): NDArray => {
  const k = Math.min(rowsOf(lu), columnsOf(lu))
  const [l, u] = [squareLower(lu, k), squareUpper(lu, k)]
  const left = triangularSolve(l, da, { leftSide: true, lower: true, unitDiagonal: true })
  const f = triangularSolve(u, left, {})
  return add(product(l, lowerPart(f, -1)), product(upperPart(f), u))
}

/** Both factors of `[…, m, n]` in one array, the int32 row that each step swapped with, and the int32 permutation of rows that they make. (`jax.lax.linalg.lu`) */
export const luP: Primitive<NoParams> = definePrimitive<NoParams>({
  name: "lu",
  shape: (avals) => {
    const [x] = avals as readonly [Aval]
    const issue = arityIs(avals, 1) ?? wideNumbers(avals) ?? isMatrix(x)
    if (issue) return issue
    const [batch, m, n] = [x.shape.slice(0, -2), x.shape.at(-2) as number, x.shape.at(-1) as number]
    return [
      { shape: x.shape, dtype: x.dtype },
      { shape: [...batch, Math.min(m, n)], dtype: "int32", weakType: false },
      { shape: [...batch, m], dtype: "int32", weakType: false },
    ]
  },
  derivative: byTangent<NoParams>({
    outputs: (x) => bind(luP, [x], {}),
    count: () => 3,
    tangents: (da, _, [factors, , permutation]) => [
      tangent(permuted(da, permutation as NDArray), factors as NDArray),
      undefined,
      undefined,
    ],
  }),
  batch: ([x], params) => batchedAll(...bind(luP, [(x as Lane).value], params)),
  evaluate: ([x]) => {
    const { shape, dtype } = x as Tensor
    const [m, n] = shape.slice(-2) as [number, number]
    const results = [
      { shape: [m, n], dtype },
      { shape: [Math.min(m, n)], dtype: "int32" },
      { shape: [m], dtype: "int32" },
    ] as const
    return isComplex(dtype)
      ? eachComplexMatrix([x as Tensor], results, ([a]) => factorComplex(a as ComplexMatrix))
      : eachMatrix([x as Tensor], results, ([a]) => factorOne(a as Matrix))
  },
  lower: asProgram(([x]) => factor(x as NDArray)),
})

const swap = <T>(xs: { [place: number]: T }, i: number, j: number): void => {
  const x = xs[i] as T
  xs[i] = xs[j] as T
  xs[j] = x
}

const factorOne = ({ m, n, at: a }: Matrix): readonly ArrayLike<number>[] => {
  const k = Math.min(m, n)
  const pivots = new Int32Array(k)
  const permutation = Int32Array.from({ length: m }, (_, i) => i)
  for (let j = 0; j < k; j++) {
    let p = j
    for (let i = j + 1; i < m; i++) if (Math.abs(a[i * n + j]!) > Math.abs(a[p * n + j]!)) p = i
    pivots[j] = p
    swap(permutation, j, p)
    for (let c = 0; c < n; c++) swap(a, j * n + c, p * n + c)
    const pivot = a[j * n + j]!
    for (let i = j + 1; i < m && pivot !== 0; i++) {
      a[i * n + j]! /= pivot
      for (let c = j + 1; c < n; c++) a[i * n + c]! -= a[i * n + j]! * a[j * n + c]!
    }
  }
  return [a, pivots, permutation]
}

/** The size by which pivots are chosen: as LAPACK does, the sum of the parts' sizes. */
const sizeOne = ([re, im]: C): number => Math.abs(re) + Math.abs(im)

const factorComplex = ({ m, n, at: a }: ComplexMatrix): readonly (readonly C[] | Int32Array)[] => {
  const k = Math.min(m, n)
  const pivots = new Int32Array(k)
  const permutation = Int32Array.from({ length: m }, (_, i) => i)
  for (let j = 0; j < k; j++) {
    let p = j
    for (let i = j + 1; i < m; i++) if (sizeOne(a[i * n + j]!) > sizeOne(a[p * n + j]!)) p = i
    pivots[j] = p
    swap(permutation, j, p)
    for (let col = 0; col < n; col++) swap(a, j * n + col, p * n + col)
    const pivot = a[j * n + j]!
    for (let i = j + 1; i < m && sizeOne(pivot) !== 0; i++) {
      const factor = c.div(a[i * n + j]!, pivot)
      a[i * n + j] = factor
      for (let col = j + 1; col < n; col++) a[i * n + col] = c.sub(a[i * n + col]!, c.mul(factor, a[j * n + col]!))
    }
  }
  return [a, pivots, permutation]
}

export interface Lu {
  readonly lu: NDArray
  readonly pivots: NDArray
  readonly permutation: NDArray
}

export const lu = (x: NDArray): Lu => {
  const [factors, pivots, permutation] = bind(luP, [x], {}) as readonly NDArray[] as readonly [NDArray, NDArray, NDArray]
  return { lu: factors, pivots, permutation }
}

/** The factors apart: unit lower `[…, m, k]` and upper `[…, k, n]`. */
export const apart = (factors: NDArray): readonly [NDArray, NDArray] => {
  const [m, n] = [rowsOf(factors), columnsOf(factors)]
  const k = Math.min(m, n)
  const l = lowerPart(columns(factors, 0, k), -1)
  return [add(l, identityLike(l)), upperPart(block(factors, 0, k, 0, n))]
}
