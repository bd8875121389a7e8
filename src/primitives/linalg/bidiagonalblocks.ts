// Square matrices made bidiagonal for compilers, `B = UᴴAV`, which is real, a panel of rows and columns at a time (the scheme of LAPACK's labrd). Reflections of a
// panel leave the matrix alone: what it would be is known by two narrow factors, `A − LᵀR`, which it takes at the panel's end as one product.
//   left:   v from column j,  y = τ̄·Aᵀ·v̄,  A ← A − v·yᵀ;     right:  u from row j,  x = σ̄·A·ū,  A ← A − x·uᵀ;     L = (V; X), R = (Y; U)
// So U is the product of `I − τ·v·vᴴ`, and the conjugate of V that of `I − σ·u·uᴴ`.
import type { NDArray } from "../../core/array.js"
import { avalOf } from "../../core/aval.js"
import { add, mul, sub } from "../elementwise/arithmetic.js"
import { ge, gt } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { dynamicSlice, dynamicUpdateSlice } from "../indexing/dynamicslice.js"
import { iota } from "../shape/iota.js"
import { transpose } from "../transpose.js"
import { fill, reshape } from "../vector.js"
import { reflectorAt } from "./householder.js"
import { loop } from "./loops.js"
import { conjugated, product, rowsOf } from "./matrix.js"
import { over, place, when } from "./shorthand.js"
import { byStages, compactOf, inLine, joined, type Panels, panelWidth, vectorsTimes } from "./tridiagonal.js"

export interface Bidiagonal {
  /** `[B, n]` */
  readonly diagonal: NDArray
  /** Element i stands right of diagonal element i; the last is 0. `[B, n]` */
  readonly beside: NDArray
  /** The reflections from the left and from the right. */
  readonly left: readonly Panels[]
  readonly right: readonly Panels[]
}

/** What a panel has found: the rows of L and R, `[B, 2·width, n]`. */
interface Known {
  readonly l: NDArray
  readonly r: NDArray
}

/** One column and one row: the `local`-th of its panel. */
const step = (a: NDArray, known: Known, at: NDArray, local: NDArray) => {
  const [count, n] = [a.shape[0] as number, rowsOf(a)]
  const width = rowsOf(known.l) / 2
  const origin = literal(0, "int32")
  const where = place([count, n], 1)
  const here = over(at, where.shape, [])
  const columnOf = (x: NDArray): NDArray => reshape(dynamicSlice(x, [origin, origin, at], [count, rowsOf(x), 1]), [count, rowsOf(x)])
  const each = (x: NDArray): NDArray => over(x, where.shape, [0])
  const put = (x: NDArray, row: NDArray, place: NDArray): NDArray =>
    dynamicUpdateSlice(x, reshape(row, [count, 1, n]), [origin, place, origin])

  const column = sub(columnOf(a), vectorsTimes(columnOf(known.r), known.l))
  const left = reflectorAt(column, at)
  const v = when(ge(where, here), left.v, 0)
  const back = conjugated(v)
  const across = sub(vectorsTimes(back, a), vectorsTimes(vectorsTimes(back, known.l, "yᵀ"), known.r))
  const y = when(gt(where, here), mul(across, each(conjugated(left.tau))), 0)
  const [l, r] = [put(known.l, v, local), put(known.r, y, local)]

  const line = reshape(dynamicSlice(a, [origin, at, origin], [count, 1, n]), [count, n])
  const right = reflectorAt(sub(line, vectorsTimes(columnOf(l), r)), add(at, 1))
  // the last row has nothing beside its diagonal: the place would be outside
  const inside = gt(fill(n - 1, { shape: [count], dtype: "int32" }), over(at, [count], []))
  const u = when(gt(where, here), right.v, 0)
  const aside = conjugated(u)
  const down = sub(vectorsTimes(aside, a, "yᵀ"), vectorsTimes(vectorsTimes(aside, r, "yᵀ"), l))
  const x = when(gt(where, here), mul(down, each(conjugated(right.tau))), 0)
  const behind = add(local, width)
  return {
    known: [put(l, x, behind), put(r, u, behind)] as readonly NDArray[],
    out: [v, left.tau, u, right.tau, left.beta, when(inside, right.beta, 0)] as readonly NDArray[],
  }
}

const stage = (a: NDArray, cleared: number) => {
  const [count, n] = [a.shape[0] as number, rowsOf(a)]
  const width = Math.min(panelWidth, cleared)
  const panels = Math.ceil(cleared / width)
  const { carry, out } = loop(panels, { carry: [a], xs: [iota([panels], 0, "int32")] }, (_, [a], [panel]) => {
    const matrix = a as NDArray
    const first = mul(panel as NDArray, width)
    const blank = fill(0, avalOf([count, 2 * width, n], matrix.dtype))
    const inner = loop(width, { still: [matrix, first], carry: [blank, blank], xs: [iota([width], 0, "int32")] }, (still, [l, r], xs) => {
      const [a, first] = still as readonly [NDArray, NDArray]
      const local = xs[0] as NDArray
      const { known, out } = step(a, { l: l as NDArray, r: r as NDArray }, add(first, local), local)
      return { carry: known, out }
    })
    const [l, r] = inner.carry as readonly [NDArray, NDArray]
    return { carry: [sub(matrix, product(l, r, "xᵀ"))], out: inner.out }
  })
  const [v, tau, u, sigma, diagonal, beside] = out as readonly [NDArray, NDArray, NDArray, NDArray, NDArray, NDArray] // [panel, column, B, …]
  const panelsOf = (vectors: NDArray, factors: NDArray): Panels => {
    const rows = transpose(vectors, [0, 2, 1, 3])
    return { v: rows, t: compactOf(rows, transpose(factors, [0, 2, 1])) }
  }
  return {
    rest: carry[0] as NDArray,
    left: panelsOf(v, tau),
    right: panelsOf(u, sigma),
    diagonal: inLine(diagonal, cleared),
    beside: inLine(beside, cleared),
  }
}

/** Square matrices `[B, n, n]` as real bidiagonal ones. */
export const bidiagonal = (given: NDArray): Bidiagonal => {
  const found = byStages(given, stage)
  return {
    diagonal: joined(found.map((f) => f.diagonal)),
    beside: joined(found.map((f) => f.beside)),
    left: found.map((f) => f.left),
    right: found.map((f) => f.right),
  }
}
