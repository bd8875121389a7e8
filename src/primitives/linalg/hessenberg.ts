// Matrices made Hessenberg for compilers, `H = QᴴAQ`, zero below the first diagonal under the main one: columns of a panel take a reflection each and
// see what those before them did through two narrow factors; then the matrix takes all of a panel's reflections at once, as matrix products
// (Quintana-Ortí & van de Geijn 2006; LAPACK's zgehrd).
//   A ← (I − V·Tᴴ·Vᴴ)·(A − Y·Vᴴ),   Y = A·V·T,  y = τ·(A·v − Y·Vᴴ·v),   T ← [T −τ·T·Vᴴ·v; 0 τ]
import type { NDArray } from "../../core/array.js"
import { avalOf } from "../../core/aval.js"
import { add, mul, neg, sub } from "../elementwise/arithmetic.js"
import { lt } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { dynamicSlice, dynamicUpdateSlice } from "../indexing/dynamicslice.js"
import { iota } from "../shape/iota.js"
import { fill, reshape } from "../vector.js"
import { reflectorAt } from "./householder.js"
import { loop } from "./loops.js"
import { conjugated, flipped, product, rowsOf, upperPart } from "./matrix.js"
import { over, place, when } from "./shorthand.js"
import { type Panels, panelWidth, vectorsTimes } from "./tridiagonal.js"

export interface Hessenberg {
  readonly h: NDArray
  readonly reflections: Panels
}

/** What a panel has found, as rows: V and Y `[B, width, n]`, and the columns of T `[B, width, width]`. */
type Known = readonly [v: NDArray, y: NDArray, t: NDArray]

/** One column, the `local`-th of its panel. */
const step = (a: NDArray, [v, y, t]: Known, column: NDArray, local: NDArray): Known => {
  const [count, n] = [a.shape[0] as number, rowsOf(a)]
  const width = rowsOf(v)
  const origin = literal(0, "int32")
  const columnOf = (x: NDArray): NDArray => reshape(dynamicSlice(x, [origin, origin, column], [count, rowsOf(x), 1]), [count, rowsOf(x)])
  const put = (x: NDArray, row: NDArray): NDArray =>
    dynamicUpdateSlice(x, reshape(row, [count, 1, row.shape[1] as number]), [origin, local, origin])
  // the column as the reflections before left it
  const moved = sub(columnOf(a), vectorsTimes(conjugated(columnOf(v)), y))
  const along = vectorsTimes(vectorsTimes(moved, conjugated(v), "yᵀ"), conjugated(t), "yᵀ")
  const found = reflectorAt(sub(moved, vectorsTimes(along, v)), add(column, 1))
  // the last two columns have nothing to clear, and those of a last panel may be outside
  const inside = lt(column, n - 2)
  const u = when(over(inside, [count, n], []), found.v, 0)
  const tau = when(over(inside, [count], []), found.tau, 0)
  const across = vectorsTimes(u, conjugated(v), "yᵀ")
  const each = (x: NDArray): NDArray => over(tau, x.shape, [0])
  const image = sub(vectorsTimes(u, a, "yᵀ"), vectorsTimes(across, y))
  const own = neg(vectorsTimes(across, t))
  const here = over(local, [count, width], [])
  const last = when(lt(place([count, width], 1), here), own, when(lt(here, place([count, width], 1)), 0, fill(1, own.aval)))
  return [put(v, u), put(y, mul(each(image), image)), put(t, mul(each(last), last))]
}

/** Matrices `[B, n, n]`, n at least 3. */
export const hessenberg = (given: NDArray): Hessenberg => {
  const [count, n] = [given.shape[0] as number, rowsOf(given)]
  const width = Math.min(panelWidth, n - 2)
  const panels = Math.ceil((n - 2) / width)
  const { carry, out } = loop(panels, { carry: [given], xs: [iota([panels], 0, "int32")] }, (_, [matrix], [panel]) => {
    const start = mul(panel as NDArray, width)
    const blank = fill(0, avalOf([count, width, n], given.dtype))
    const square = fill(0, avalOf([count, width, width], given.dtype))
    const inner = loop(
      width,
      { still: [matrix as NDArray, start], carry: [blank, blank, square], xs: [iota([width], 0, "int32")] },
      ([a, start], known, [local]) => ({
        carry: step(a as NDArray, known as unknown as Known, add(start as NDArray, local as NDArray), local as NDArray),
        out: [],
      }),
    )
    const [v, y, t] = inner.carry as unknown as Known
    const right = sub(matrix as NDArray, product(y, conjugated(v), "xᵀ"))
    const left = product(conjugated(t), product(conjugated(v), right))
    return { carry: [sub(right, product(v, left, "xᵀ"))], out: [v, flipped(t)] }
  })
  return { h: upperPart(carry[0] as NDArray, -1), reflections: { v: out[0] as NDArray, t: out[1] as NDArray } }
}
