// Eigenvalues of symmetric tridiagonal matrices by divide and conquer (Cuppen 1981; Gu & Eisenstat 1995). A matrix is torn into small ones, all at
// once, which implicit QR steps solve side by side; then halves are joined, level by level, each by a secular equation and a matrix product.
//   T = diag(T₁, T₂) + |β|·u·uᵀ,  u = (…, 1, ±1, …);   diag(Q₁, Q₂)ᵀ·T·diag(Q₁, Q₂) = D + w·wᵀ
import type { NDArray } from "../../core/array.js"
import { add, div, mul, rem, sub } from "../elementwise/arithmetic.js"
import { eq, le, lt } from "../elementwise/comparison.js"
import { sqrt, square } from "../elementwise/exponential.js"
import { abs } from "../elementwise/magnitude.js"
import { reduceMax } from "../reductions.js"
import { concatenate } from "../shape/concatenate.js"
import { sort } from "../sort/sort.js"
import { reduceSum } from "../sum.js"
import { transpose } from "../transpose.js"
import { fill, reshape } from "../vector.js"
import { deflate } from "./deflation.js"
import { implicitQr } from "./implicitqr.js"
import { product } from "./matrix.js"
import { farAway, ratios, roots, trueWeights } from "./secular.js"
import { as, epsOf, grown, over, part, place, rowsAt, when, wide } from "./shorthand.js"

/** Rows up to which implicit QR steps do it. */
export const leafSize = 32
/** The eigenvalue of rows that are put in to make halves equal: greater than all others. */
const beyond = 4

interface Pairs {
  /** `[g, c]` */
  readonly values: NDArray
  /** As rows, `[g, c, c]`. */
  readonly rows: NDArray
}

/** Halvings, and rows of the smallest parts. */
export const cutsOf = (n: number): { readonly levels: number; readonly leaf: number } => {
  const levels = Math.max(0, Math.ceil(Math.log2(n / leafSize)))
  return { levels, leaf: Math.ceil(n / 2 ** levels) }
}

/** Eigenvalues `[B, n]` in ascending order, and eigenvectors as rows `[B, n, n]`, of finite matrices. */
export const conquer = (diagonal: NDArray, beside: NDArray): Pairs => {
  const [count, n] = diagonal.shape as [number, number]
  const { levels, leaf } = cutsOf(n)
  const size = leaf * 2 ** levels
  const most = add(reduceMax(abs(diagonal), [1]), mul(2, reduceMax(abs(beside), [1])))
  const scale = when(eq(most, fill(0, most.aval)), 1, most)
  const each = (x: NDArray): NDArray => over(x, [count, n], [0])
  const whole = grown(div(diagonal, each(scale)), [0, size - n], beyond)
  const coupling = grown(div(beside, each(scale)), [0, size - n], 0)
  // element i of a part's end couples it to the next part
  const ends = eq(rem(place([count, size], 1), leaf), leaf - 1)
  const torn = when(ends, coupling, 0)
  const strength = abs(torn)
  const shifted = concatenate([part(strength, 1, size - 1, size), part(strength, 1, 0, size - 1)], 1)
  const parts = (x: NDArray): NDArray => reshape(x, [count * 2 ** levels, leaf])
  let pairs = solved(parts(sub(sub(whole, strength), shifted)), parts(when(ends, 0, coupling)))
  for (let level = 1; level <= levels; level++) {
    const c = leaf * 2 ** level
    const middle = part(reshape(torn, [count * 2 ** (levels - level), c]), 1, c / 2 - 1, c / 2)
    pairs = joined(pairs, reshape(middle, [count * 2 ** (levels - level)]))
  }
  const { values, rows } = ordered(pairs)
  return {
    values: mul(part(values, 1, 0, n), each(scale)),
    rows: part(part(rows, 1, 0, n), 2, 0, n),
  }
}

/** The smallest parts, from their diagonals and what is beside them. */
const solved = (diagonal: NDArray, beside: NDArray): Pairs => {
  const [g, n] = diagonal.shape as [number, number]
  const shape = [n, n, g]
  const turned = (x: NDArray): NDArray => transpose(x, [1, 0])
  const identity = when(eq(place(shape, 0), place(shape, 1)), fill(1, { shape, dtype: diagonal.dtype }), 0)
  const { values, rows } = implicitQr({ diagonal: turned(diagonal), beside: turned(beside), rows: identity })
  return { values: turned(values), rows: transpose(rows, [2, 0, 1]) }
}

const ordered = ({ values, rows }: Pairs): Pairs => {
  const [sorted, order] = sort([values, place(values.shape, 1)], 1) as readonly [NDArray, NDArray]
  return { values: sorted, rows: rowsAt(rows, order) }
}

/** Every two parts as one, coupled by `beta`. */
const joined = ({ values, rows }: Pairs, beta: NDArray): Pairs => {
  const g = beta.shape[0] as number
  const h = values.shape[1] as number
  const c = 2 * h
  const paired = reshape(rows, [g, 2, h, h])
  const half = (k: number): NDArray => reshape(part(paired, 1, k, k + 1), [g, h, h])
  const edge = (x: NDArray, at: number): NDArray => reshape(part(x, 2, at, at + 1), [g, h])
  const side = when(lt(beta, fill(0, beta.aval)), -1, fill(1, beta.aval))
  const below = mul(edge(half(1), 0), over(side, [g, h], [0]))
  const weight = mul(concatenate([edge(half(0), h - 1), below], 1), over(sqrt(abs(beta)), [g, c], [0]))
  const none = fill(0, { shape: [g, h, h], dtype: rows.dtype })
  const blocks = concatenate([concatenate([half(0), none], 2), concatenate([none, half(1)], 2)], 1)
  const [d, w, order] = sort([reshape(values, [g, c]), weight, place([g, c], 1)], 1) as readonly [NDArray, NDArray, NDArray]
  const limit = 4 * epsOf(values)
  const small = (x: NDArray): NDArray => le(x, fill(limit, x.aval))
  const left = deflate(
    { d, weight: w, rows: [rowsAt(blocks, order)] },
    (weight, total) => small(mul(abs(weight), total)),
    (gap, c, s) => small(abs(mul(mul(gap, c), s))),
  )
  const gone = eq(left.weight, fill(0, left.weight.aval))
  const poles = wide(when(gone, farAway, left.d))
  const weights = wide(left.weight)
  const found = roots(poles, weights, sub)
  const vectors = ratios(poles, trueWeights(poles, weights, found, sub), found, sub)
  const norm = sqrt(reduceSum(square(vectors), [2]))
  const unit = div(vectors, over(when(gone, 1, norm), [g, c, c], [0, 1]))
  const same = when(eq(place([g, c, c], 1), place([g, c, c], 2)), fill(1, unit.aval), 0)
  const turn = when(over(gone, [g, c, c], [0, 1]), same, unit)
  return { values: when(gone, left.d, as(add(found.origin, found.mu), values)), rows: product(as(turn, rows), left.rows[0] as NDArray) }
}
