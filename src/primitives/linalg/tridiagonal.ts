// Hermitian matrices made tridiagonal for compilers, `T = QᴴAQ`, which is real: columns of a panel take a reflection each and see what those before them did through
// two narrow factors; the rest of the matrix takes all of a panel's reflections at once, as a matrix product (Dongarra, Sorensen & Hammarling 1989).
//   A ← A − V·Wᴴ − W·Vᴴ,   w = y − ½τ̄(vᴴy)·v,  y = τ·A·v       (LAPACK's zhetrd)
// What is worked on is Ā, whose rows are the columns of A.
// Loops cannot shrink, so a matrix is worked on in a few stages, each of what is left by the one before.
import type { NDArray } from "../../core/array.js"
import { avalOf } from "../../core/aval.js"
import { add, mul, sub } from "../elementwise/arithmetic.js"
import { eq, gt } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { dynamicSlice, dynamicUpdateSlice } from "../indexing/dynamicslice.js"
import { concatenate } from "../shape/concatenate.js"
import { iota } from "../shape/iota.js"
import { reduceSum } from "../sum.js"
import { transpose } from "../transpose.js"
import { fill, reshape } from "../vector.js"
import { elementAt, reflectorAt } from "./householder.js"
import { loop } from "./loops.js"
import { adjointProduct, block, columns, conjugated, diagonalPart, product, realPart, rowsOf } from "./matrix.js"
import { over, part, place, when } from "./shorthand.js"
import { solve } from "./substitution.js"

export const panelWidth = 32
/** Stages that a matrix of many panels is worked on in. */
const mostStages = 4

/** Reflections of one stage by panels: their vectors as rows `[panel, B, width, size]`, and `T` of `I − V·T·Vᴴ` for each, `[panel, B, width, width]`. */
export interface Panels {
  readonly v: NDArray
  readonly t: NDArray
}

export interface Tridiagonal {
  /** `[B, n]` */
  readonly diagonal: NDArray
  /** Element i couples i and i + 1; the last is 0. `[B, n]` */
  readonly beside: NDArray
  readonly stages: readonly Panels[]
}

/** How many columns each stage clears: whole panels but for the last. */
const stagesOf = (n: number): readonly number[] => {
  const panels = Math.ceil(n / panelWidth)
  const each = Math.max(1, Math.ceil(panels / mostStages)) * panelWidth
  const sizes: number[] = []
  for (let left = n; left > 0; left -= each) sizes.push(Math.min(each, left))
  return sizes
}

/** `T` of reflections in panels: `T⁻¹ = diag(1/τ) + striu(VᴴV)`. A reflection that is none leaves a row and column of zeros. */
export const compactOf = (v: NDArray, tau: NDArray): NDArray => {
  const [panels, count, width, n] = v.shape as [number, number, number, number]
  const flat = reshape(v, [panels * count, width, n])
  const d = over(reshape(tau, [panels * count, width]), [panels * count, width, width], [0, 1])
  // (I + D·striu(VᴴV))⁻¹·D
  const t = solve(mul(d, product(conjugated(flat), flat, "yᵀ")), diagonalPart(d), { forward: false, unit: true })
  return reshape(t, [panels, count, width, width])
}

/** `x·M` for each row x of `[B, m]`, of matrices `[B, m, n]`; or `x·Mᵀ`. */
export const vectorsTimes = (x: NDArray, matrices: NDArray, flips: "" | "yᵀ" = ""): NDArray => {
  const [count, n] = x.shape as [number, number]
  const y = product(reshape(x, [count, 1, n]), matrices, flips)
  return reshape(y, [count, y.shape[2] as number])
}

/** One column: `known` are the rows of V and then of W that the panel has found, `[B, 2·width, n]`. */
const step = (a: NDArray, known: NDArray, column: NDArray, local: NDArray) => {
  const [count, n] = [a.shape[0] as number, rowsOf(a)]
  const width = rowsOf(known) / 2
  const origin = literal(0, "int32")
  const swapped = (x: NDArray): NDArray => concatenate([part(x, 1, width, 2 * width), part(x, 1, 0, width)], 1)
  // the column as the reflections before left it
  const own = reshape(dynamicSlice(known, [origin, origin, column], [count, 2 * width, 1]), [count, 2 * width])
  const line = reshape(dynamicSlice(a, [origin, column, origin], [count, 1, n]), [count, n])
  const x = sub(line, vectorsTimes(conjugated(swapped(own)), known))
  const next = add(column, 1)
  const found = reflectorAt(x, next)
  const behind = gt(place([count, n], 1), over(column, [count, n], []))
  // the last column has nothing behind it: its place would be outside
  const last = eq(column, n - 1)
  const v = when(behind, found.v, 0)
  const tau = when(over(last, [count], []), 0, found.tau)
  const y = sub(vectorsTimes(v, a), vectorsTimes(swapped(vectorsTimes(v, conjugated(known), "yᵀ")), known))
  const scaled = mul(when(behind, y, 0), over(tau, [count, n], [0]))
  const half = mul(0.5, mul(conjugated(tau), reduceSum(mul(scaled, conjugated(v)), [1])))
  const w = sub(scaled, mul(over(half, [count, n], [0]), v))
  const put = (x: NDArray, row: NDArray, at: NDArray): NDArray => dynamicUpdateSlice(x, reshape(row, [count, 1, n]), [origin, at, origin])
  return {
    known: put(put(known, v, local), w, add(local, width)),
    out: [v, tau, realPart(elementAt(x, column)), when(over(last, [count], []), 0, found.beta)] as readonly NDArray[],
  }
}

/** Numbers of every panel and column `[panel, column, B]`, as many as have been cleared. */
export const inLine = (x: NDArray, cleared: number): NDArray => {
  const [panels, width, count] = x.shape as [number, number, number]
  return part(reshape(transpose(x, [2, 0, 1]), [count, panels * width]), 1, 0, cleared)
}

/** What the stages found, each in the corner that the one before left. */
export const byStages = <S extends { readonly rest: NDArray }>(given: NDArray, stage: (a: NDArray, cleared: number) => S): readonly S[] => {
  const found: S[] = []
  let a = given
  for (const cleared of stagesOf(rowsOf(given))) {
    const done = stage(a, cleared)
    found.push(done)
    a = block(done.rest, cleared, rowsOf(a), cleared, rowsOf(a))
  }
  return found
}

/** Numbers of all stages, side by side. */
export const joined = (xs: readonly NDArray[]): NDArray => (xs.length === 1 ? (xs[0] as NDArray) : concatenate(xs, 1))

/** Panels of one stage: the matrix as they leave it, the reflections, the diagonal and what is beside it. */
const stage = (a: NDArray, cleared: number) => {
  const [count, n] = [a.shape[0] as number, rowsOf(a)]
  const width = Math.min(panelWidth, cleared)
  const panels = Math.ceil(cleared / width)
  const { carry, out } = loop(panels, { carry: [a], xs: [iota([panels], 0, "int32")] }, (_, [a], [panel]) => {
    const matrix = a as NDArray
    const first = mul(panel as NDArray, width)
    const blank = fill(0, avalOf([count, 2 * width, n], matrix.dtype))
    const { carry, out } = loop(width, { still: [matrix, first], carry: [blank], xs: [iota([width], 0, "int32")] }, (still, carry, xs) => {
      const [a, first] = still as readonly [NDArray, NDArray]
      const local = xs[0] as NDArray
      const { known, out } = step(a, carry[0] as NDArray, add(first, local), local)
      return { carry: [known], out }
    })
    const found = carry[0] as NDArray
    const turned = concatenate([part(found, 1, width, 2 * width), part(found, 1, 0, width)], 1)
    return { carry: [sub(matrix, adjointProduct(found, turned))], out }
  })
  const [v, tau, diagonal, beside] = out as readonly [NDArray, NDArray, NDArray, NDArray] // [panel, column, B, …]
  const vectors = transpose(v, [0, 2, 1, 3])
  return {
    rest: carry[0] as NDArray,
    panels: { v: vectors, t: compactOf(vectors, transpose(tau, [0, 2, 1])) },
    diagonal: inLine(diagonal, cleared),
    beside: inLine(beside, cleared),
  }
}

/** Hermitian matrices `[B, n, n]` as real tridiagonal ones. */
export const tridiagonal = (given: NDArray): Tridiagonal => {
  const found = byStages(conjugated(given), stage)
  return { diagonal: joined(found.map((f) => f.diagonal)), beside: joined(found.map((f) => f.beside)), stages: found.map((f) => f.panels) }
}

/** Rows `[B, k, n]`, in the dtype of the reflections, as those of all stages leave them: `Z ← Z·Qᵀ`, from the last panel of the last stage to the first. */
export const reflectedBack = (z: NDArray, stages: readonly Panels[]): NDArray => {
  const n = z.shape[2] as number
  return stages.reduceRight((z, { v, t }) => {
    const size = v.shape[3] as number
    const own = columns(z, n - size, n)
    const { carry } = loop(v.shape[0] as number, { carry: [own], xs: [v, t], reverse: true }, (_, [z], [v, t]) => {
      const across = product(product(z as NDArray, conjugated(v as NDArray), "yᵀ"), t as NDArray, "yᵀ")
      return { carry: [sub(z as NDArray, product(across, v as NDArray))], out: [] }
    })
    return size === n ? (carry[0] as NDArray) : concatenate([columns(z, 0, n - size), carry[0] as NDArray], 2)
  }, z)
}
