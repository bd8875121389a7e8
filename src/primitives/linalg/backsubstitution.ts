// Eigenvectors of upper triangular matrices that lie side by side, `(T − wₖ)·xₖ = 0` with element k of xₖ one: all columns at once, from the last row
// to the first. Where eigenvalues meet they are moved apart by rounding, and what grows too far is made smaller with all of its column.
//   xᵢₖ = −Σⱼ tᵢⱼ·xⱼₖ / (wᵢ − wₖ),  i < j ≤ k
// Of one large matrix most of the work is matrix products: blocks of rows take away what is known below them.
import type { NDArray } from "../../core/array.js"
import { div, max, mul, neg, sub } from "../elementwise/arithmetic.js"
import { eq, gt, lt } from "../elementwise/comparison.js"
import { complexOf } from "../elementwise/complex.js"
import { literal } from "../elementwise/define.js"
import { dynamicSlice } from "../indexing/dynamicslice.js"
import { concatenate } from "../shape/concatenate.js"
import { iota } from "../shape/iota.js"
import { slice } from "../shape/pad.js"
import { transpose } from "../transpose.js"
import { fill, reshape } from "../vector.js"
import { loop } from "./loops.js"
import { product, realPart } from "./matrix.js"
import { greaterPart, timesReal } from "./parts.js"
import { epsOf, over, part, place, when } from "./shorthand.js"

/** Rows that a loop works on. */
const blockSize = 32
/** Numbers of one column up to this are left as they are. */
const greatest = 1024

/** Columns `[n, n, lane]` of complex triangular matrices of size about one, and their diagonals `[n, lane]`. */
export const backSubstituted = (t: NDArray, values: NDArray): NDArray => {
  const [n, , lanes] = t.shape as [number, number, number]
  let found: NDArray | undefined
  for (let to = n; to > 0; ) {
    const from = Math.max(0, Math.floor((to - 1) / blockSize) * blockSize)
    const corner = (r0: number, r1: number, c0: number): NDArray => slice(t, [r0, c0, 0], [r1, n, lanes])
    const own = slice(t, [from, from, 0], [to, to, lanes])
    const none = (columns: number): NDArray => fill(0, { shape: [to - from, columns, lanes], dtype: t.dtype })
    const known = found && neg(times(corner(from, to, to), found))
    const { x, factor } = byRows(own, known ? concatenate([none(to - from), known], 1) : none(to - from), part(values, 0, from, n))
    found = found ? joined(x, found, factor) : x
    to = from
  }
  return found as NDArray
}

/** Rows above others, whose columns, the last of all, are multiplied by factors first. */
const joined = (x: NDArray, below: NDArray, factor: NDArray): NDArray => {
  const [size, columns, lanes] = below.shape as [number, number, number]
  const front = (x.shape[1] as number) - columns
  const scaled = timesReal(below, over(part(factor, 0, front, front + columns), below.shape, [1, 2]))
  return concatenate([x, concatenate([fill(0, { shape: [size, front, lanes], dtype: x.dtype }), scaled], 1)], 0)
}

/** `T·X` of matrices that lie side by side: there are few of more than one block of rows. */
const times = (t: NDArray, x: NDArray): NDArray => transpose(product(transpose(t, [2, 0, 1]), transpose(x, [2, 0, 1])), [1, 2, 0])

/** A block of rows and all columns from its first on: `rest` is what the rows below left, and becomes the rows, and a factor of every column. */
const byRows = (t: NDArray, rest: NDArray, values: NDArray): { readonly x: NDArray; readonly factor: NDArray } => {
  const [size, columns, lanes] = rest.shape as [number, number, number]
  const one = fill(1, { shape: [columns, lanes], dtype: realPart(rest).dtype })
  const byColumn = transpose(t, [1, 0, 2])
  const { carry } = loop(
    size,
    { still: [values], carry: [rest, one], xs: [byColumn, part(values, 0, 0, size), iota([size], 0, "int32")], reverse: true },
    ([values], [held, factor], [column, value, at]) => {
      const all = held as NDArray
      const where = place([columns, lanes], 0)
      const here = over(at as NDArray, where.shape, [])
      const own = sub(over(value as NDArray, where.shape, [1]), values as NDArray)
      const least = max(mul(epsOf(all), greaterPart(values as NDArray)), epsOf(all) ** 2)
      const gap = when(lt(greaterPart(own), least), complexOf(least), own)
      const origin = literal(0, "int32")
      const row = reshape(dynamicSlice(all, [at as NDArray, origin, origin], [1, columns, lanes]), where.shape)
      const x = when(eq(where, here), 1, when(gt(where, here), div(row, gap), 0))
      const most = greaterPart(x)
      const scale = when(gt(most, fill(greatest, most.aval)), div(1, most), 1)
      const rows = place(all.shape, 0)
      const now = over(at as NDArray, all.shape, [])
      const taken = mul(over(column as NDArray, all.shape, [0, 2]), over(x, all.shape, [1, 2]))
      const next = when(lt(rows, now), sub(all, taken), when(eq(rows, now), over(x, all.shape, [1, 2]), all))
      return { carry: [timesReal(next, over(scale, all.shape, [1, 2])), mul(factor as NDArray, scale)], out: [] }
    },
  )
  return { x: carry[0] as NDArray, factor: carry[1] as NDArray }
}
