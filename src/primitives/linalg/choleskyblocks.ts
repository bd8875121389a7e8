// Cholesky for compilers. Large matrices are halved, so that most of the work is matrix products; small blocks take a column at a time.
//   [A₁₁    ·  ]       L₁₁ = chol A₁₁,  L₂₁ = A₂₁·L₁₁⁻ᴴ,  L₂₂ = chol(A₂₂ − L₂₁·L₂₁ᴴ)
//   [A₂₁   A₂₂ ]
import type { NDArray } from "../../core/array.js"
import { avalOf } from "../../core/aval.js"
import { mul, sub } from "../elementwise/arithmetic.js"
import { and } from "../elementwise/bits.js"
import { gt, lt } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { rsqrt } from "../elementwise/exponential.js"
import { selectN } from "../elementwise/select.js"
import { dynamicSlice } from "../indexing/dynamicslice.js"
import { reduceAnd } from "../reductions.js"
import { concatenate } from "../shape/concatenate.js"
import { iota } from "../shape/iota.js"
import { broadcastInDim } from "../sum.js"
import { transpose } from "../transpose.js"
import { fill, reshape, zerosOf } from "../vector.js"
import { loop } from "./loops.js"
import {
  above,
  adjoint,
  adjointProduct,
  beside,
  block,
  conjugated,
  diagonalOf,
  entriesOf,
  inDtypeOf,
  realDiagonal,
  realPart,
  rowsOf,
} from "./matrix.js"
import { solve } from "./substitution.js"

const blockSize = 32
const written = 8

/** The factors of `[B, n, n]`. */
export const cholesky = (a: NDArray): NDArray => {
  if (a.size === 0) return a
  if (rowsOf(a) <= written) return writtenOut(a)
  const l = factor(a)
  const pivots = realPart(diagonalOf(l))
  return whereFine(reduceAnd(gt(pivots, zerosOf(pivots.aval)), [1]), l, 0)
}

/** NaN in factors of what is not positive definite. `axis` is that of the batch. */
const whereFine = (fine: NDArray, l: NDArray, axis: number): NDArray =>
  selectN(broadcastInDim(fine, l.shape, [axis]), fill(Number.NaN, l.aval), l)

const factor = (a: NDArray): NDArray => {
  const n = rowsOf(a)
  if (n <= blockSize) return byColumns(a)
  const half = Math.ceil(n / 2 / blockSize) * blockSize
  const l11 = factor(block(a, 0, half, 0, half))
  const l21h = solve(l11, adjoint(block(a, half, n, 0, half)), { forward: true, unit: false })
  const l22 = factor(sub(block(a, half, n, half, n), adjointProduct(l21h, l21h)))
  const corner = fill(0, avalOf([a.shape[0] as number, half, n - half], a.dtype))
  return above(beside(l11, corner), beside(adjoint(l21h), l22))
}

/** Element by element, each an expression over the batch: for many small matrices at once. */
const writtenOut = (a: NDArray): NDArray => {
  const [count, n] = a.shape as [number, number]
  const entry = entriesOf(a)
  const l: NDArray[][] = []
  const inverted: NDArray[] = [] // 1/lⱼⱼ: one root and no division for a column
  for (let i = 0; i < n; i++) {
    const row: NDArray[] = []
    for (let j = 0; j <= i; j++) {
      let rest = entry(i, j)
      for (let k = 0; k < j; k++) rest = sub(rest, mul(row[k] as NDArray, conjugated((j === i ? row : (l[j] as NDArray[]))[k] as NDArray)))
      if (j === i) inverted.push(inDtypeOf(rsqrt(realPart(rest)), a))
      row.push(mul(j === i ? inDtypeOf(realPart(rest), a) : rest, inverted[j] as NDArray))
    }
    l.push(row)
  }
  const zero = fill(0, avalOf([count], a.dtype))
  const fine = l.map((row, i) => gt(realPart(row[i] as NDArray), realPart(zero))).reduce(and)
  const entries = l.flatMap((row) => Array.from({ length: n }, (_, j) => row[j] ?? zero))
  const whole = concatenate(
    entries.map((x) => reshape(whereFine(fine, x, 0), [1, count])),
    0,
  )
  return reshape(transpose(whole, [1, 0]), [count, n, n])
}

/** A loop in which every column, once found, is taken out of what is left: `A ← A − l·lᴴ`. */
const byColumns = (a: NDArray): NDArray => {
  const [count, n] = a.shape as [number, number]
  const { out } = loop(n, { carry: [transpose(realDiagonal(a), [2, 0, 1])], xs: [iota([n], 0, "int32")] }, (_, carry, xs) => {
    const [left] = carry as readonly [NDArray] // by columns: [column, batch, row]
    const [at] = xs as readonly [NDArray]
    const origin = literal(0, "int32")
    const column = reshape(dynamicSlice(left, [at, origin, origin], [1, count, n]), [count, n])
    const pivot = reshape(dynamicSlice(column, [origin, at], [count, 1]), [count])
    const scaled = mul(column, broadcastInDim(inDtypeOf(rsqrt(realPart(pivot)), a), [count, n], [0]))
    const done = lt(iota([count, n], 1, "int32"), broadcastInDim(at, [count, n], []))
    const l = selectN(done, scaled, zerosOf(scaled.aval))
    const byColumn = broadcastInDim(transpose(conjugated(l), [1, 0]), [n, count, n], [0, 1])
    return { carry: [sub(left, mul(byColumn, broadcastInDim(l, [n, count, n], [1, 2])))], out: [l] }
  })
  return transpose(out[0] as NDArray, [1, 2, 0])
}
