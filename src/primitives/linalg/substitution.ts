// Substitution for compilers. Large systems are halved, so that most of the work is matrix products; small blocks take a row at a time.
import type { NDArray } from "../../core/array.js"
import { div, mul, sub } from "../elementwise/arithmetic.js"
import { literal } from "../elementwise/define.js"
import { dynamicSlice } from "../indexing/dynamicslice.js"
import { concatenate } from "../shape/concatenate.js"
import { iota } from "../shape/iota.js"
import { broadcastInDim } from "../sum.js"
import { transpose } from "../transpose.js"
import { reshape } from "../vector.js"
import { loop } from "./loops.js"
import { above, block, columnsOf, conjugated, entriesOf, flipped, product, rows, rowsOf } from "./matrix.js"
import type { TriangularSolveParams } from "./triangular.js"

/** Rows of a block that a loop works on, and rows of a system that is written out without a loop. */
const blockSize = 32
const written = 8

/** `T·X = B` of `[B, n, n]` and `[B, n, m]`, forwards for a lower triangle, backwards for an upper one. */
interface Way {
  readonly forward: boolean
  readonly unit: boolean
}

/** The solution, by the parameters of `triangular_solve`. */
export const substitute = (given: NDArray, b: NDArray, params: TriangularSolveParams): NDArray => {
  const { leftSide, lower, transposeA, unitDiagonal } = params
  const a = params.conjugateA ? conjugated(given) : given
  const x = solve(transposeA === leftSide ? flipped(a) : a, leftSide ? b : flipped(b), {
    forward: lower !== (transposeA === leftSide),
    unit: unitDiagonal,
  })
  return leftSide ? x : flipped(x)
}

/** `T⁻¹·B`. */
export const solve = (t: NDArray, b: NDArray, way: Way): NDArray => {
  const n = rowsOf(b)
  if (b.size === 0) return b
  if (n <= written && columnsOf(b) <= written) return writtenOut(t, b, way)
  if (n <= blockSize) return byRows(t, b, way)
  const half = Math.ceil(n / 2 / blockSize) * blockSize
  const [first, last] = way.forward ? [0, half] : [half, 0]
  const part = (from: number): readonly [number, number] => (from === 0 ? [0, half] : [half, n])
  const x = solve(block(t, ...part(first), ...part(first)), rows(b, ...part(first)), way)
  const rest = sub(rows(b, ...part(last)), product(block(t, ...part(last), ...part(first)), x))
  const y = solve(block(t, ...part(last), ...part(last)), rest, way)
  return way.forward ? above(x, y) : above(y, x)
}

/** Row by row, each an expression of the rows before: for many small systems at once. */
const writtenOut = (t: NDArray, b: NDArray, { forward, unit }: Way): NDArray => {
  const [count, n, m] = b.shape as [number, number, number]
  const [entryOfT, entryOfB] = [entriesOf(t), entriesOf(b)]
  const columns = Array.from({ length: m }, (_, c) => {
    const found: NDArray[] = []
    for (let step = 0; step < n; step++) {
      const i = forward ? step : n - 1 - step
      let x = entryOfB(i, c)
      for (let k = 0; k < step; k++) x = sub(x, mul(entryOfT(i, forward ? k : n - 1 - k), found[k] as NDArray))
      found.push(unit ? x : div(x, entryOfT(i, i)))
    }
    return forward ? found : found.reverse()
  })
  const whole = concatenate(
    columns.flatMap((xs) => xs.map((x) => reshape(x, [1, count]))),
    0,
  )
  return transpose(reshape(whole, [m, n, count]), [2, 1, 0])
}

/** A loop in which every row, once found, is taken out of all others: those that were found before are not read again. */
const byRows = (t: NDArray, b: NDArray, { forward, unit }: Way): NDArray => {
  const [count, n, m] = b.shape as [number, number, number]
  const byColumn = transpose(t, [2, 1, 0]) // column j of every T: what row j of X is taken out by
  const { out } = loop(
    n,
    { carry: [transpose(b, [1, 0, 2])], xs: [byColumn, iota([n], 0, "int32")], reverse: !forward },
    (_, carry, xs) => {
      const [left] = carry as readonly [NDArray]
      const [column, at] = xs as readonly [NDArray, NDArray]
      const origin = literal(0, "int32")
      const row = reshape(dynamicSlice(left, [at, origin, origin], [1, count, m]), [count, m])
      const pivot = (): NDArray => broadcastInDim(reshape(dynamicSlice(column, [at, origin], [1, count]), [count]), [count, m], [0])
      const x = unit ? row : div(row, pivot())
      const taken = mul(broadcastInDim(column, [n, count, m], [0, 1]), broadcastInDim(x, [n, count, m], [1, 2]))
      return { carry: [sub(left, taken)], out: [x] }
    },
  )
  return transpose(out[0] as NDArray, [1, 0, 2])
}
