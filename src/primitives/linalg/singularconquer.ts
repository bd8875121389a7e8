// Singular values of bidiagonal matrices by divide and conquer (Gu & Eisenstat 1995). Parts have one column more than rows, so that a row between two of
// them touches the last column of one and the first of the other; implicit QR steps solve the smallest side by side. Joining two is again a
// secular equation, of the squares of the singular values.
//   B = [B₁ 0; α·eᵀ β·eᵀ; 0 B₂],  Bᵢ = Uᵢ·[Dᵢ 0]·[Vᵢ nᵢ]ᵀ;   B = U·[zᵀ; D]·Vᵀ,   1 + Σ zᵢ²/(dᵢ² − σ²) = 0
import type { NDArray } from "../../core/array.js"
import { add, div, max, mul, neg, sub } from "../elementwise/arithmetic.js"
import { eq, le } from "../elementwise/comparison.js"
import { sqrt, square } from "../elementwise/exponential.js"
import { abs } from "../elementwise/magnitude.js"
import { reduceMax } from "../reductions.js"
import { concatenate } from "../shape/concatenate.js"
import { sort } from "../sort/sort.js"
import { reduceSum } from "../sum.js"
import { transpose } from "../transpose.js"
import { fill, reshape } from "../vector.js"
import { cutsOf } from "./conquer.js"
import { deflate } from "./deflation.js"
import { product } from "./matrix.js"
import { farAway, ratios, roots, trueWeights } from "./secular.js"
import { as, epsOf, grown, isZero, over, part, place, rowsAt, when, wide } from "./shorthand.js"
import { singularQr } from "./singularqr.js"
import { turnOf } from "./turns.js"

/** The singular value of rows that are put in to make parts equal: greater than all others. */
const beyond = 4

/** Parts of k rows and k + 1 columns. */
interface Triples {
  /** Not negative, `[g, k]`. */
  readonly values: NDArray
  /** Rows of Uᵀ, `[g, k, k]`, and of Vᵀ, `[g, k, k + 1]`. */
  readonly left: NDArray
  readonly right: NDArray
  /** What is orthogonal to the rows of Vᵀ, `[g, k + 1]`. */
  readonly null: NDArray
}

/** Singular values `[B, n]` in descending order, and the rows of Uᵀ and Vᵀ, `[B, n, n]`, of finite matrices. */
export const conquerSingular = (diagonal: NDArray, beside: NDArray): readonly [NDArray, NDArray, NDArray] => {
  const [count, n] = diagonal.shape as [number, number]
  const { levels, leaf } = cutsOf(n + 1)
  const size = leaf * 2 ** levels
  const most = add(reduceMax(abs(diagonal), [1]), reduceMax(abs(beside), [1]))
  const scale = when(isZero(most), 1, most)
  const each = (x: NDArray): NDArray => over(x, [count, n], [0])
  const d = grown(div(diagonal, each(scale)), [0, size - n], beyond)
  const e = grown(div(beside, each(scale)), [0, size - n], 0)
  let triples = solved(reshape(d, [count * 2 ** levels, leaf]), reshape(e, [count * 2 ** levels, leaf]))
  for (let level = 1; level <= levels; level++) {
    const c = leaf * 2 ** level
    const g = count * 2 ** (levels - level)
    const middle = (x: NDArray): NDArray => reshape(part(reshape(x, [g, c]), 1, c / 2 - 1, c / 2), [g])
    triples = joined(triples, middle(d), middle(e))
  }
  const [sorted, order] = sort([neg(triples.values), place(triples.values.shape, 1)], 1) as readonly [NDArray, NDArray]
  const extra = size - 1 - n
  const own = (x: NDArray): NDArray => part(part(rowsAt(x, order), 1, extra, size - 1), 2, 0, n)
  return [mul(neg(part(sorted, 1, extra, size - 1)), each(scale)), own(triples.left), own(triples.right)]
}

/** The smallest parts, `[g, k + 1]`, as square matrices with a last row of zeros, which stays one. */
const solved = (diagonal: NDArray, beside: NDArray): Triples => {
  const [g, c] = diagonal.shape as [number, number]
  const k = c - 1
  const shape = [c, c, g]
  const identity = when(eq(place(shape, 0), place(shape, 1)), fill(1, { shape, dtype: diagonal.dtype }), 0)
  const lanes = (x: NDArray): NDArray => grown(part(transpose(x, [1, 0]), 0, 0, k), [1, 0], 0)
  const found = singularQr({ diagonal: lanes(diagonal), beside: lanes(beside), left: identity, right: identity })
  const values = part(transpose(found.values, [1, 0]), 1, 0, k)
  const right = transpose(found.right, [2, 0, 1])
  const signs = when(le(values, fill(0, values.aval)), -1, fill(1, values.aval))
  return {
    values: abs(values),
    left: part(part(transpose(found.left, [2, 0, 1]), 1, 0, k), 2, 0, k),
    right: mul(part(right, 1, 0, k), over(signs, [g, k, c], [0, 1])),
    null: reshape(part(right, 1, k, c), [g, c]),
  }
}

/** λ-distance of singular values: that of their squares. */
const apart = (x: NDArray, y: NDArray): NDArray => mul(sub(x, y), add(x, y))

/** Every two parts as one, with a row between them that has `alpha` in the last column of the first and `beta` in the first of the second. */
const joined = ({ values, left, right, null: nulls }: Triples, alpha: NDArray, beta: NDArray): Triples => {
  const g = alpha.shape[0] as number
  const k = values.shape[1] as number
  const c = k + 1
  const rows = 2 * k + 1
  const zeros = (...shape: readonly number[]): NDArray => fill(0, { shape, dtype: values.dtype })
  const half = (x: NDArray, which: number): NDArray => {
    const shape = x.shape.slice(1)
    return reshape(part(reshape(x, [g, 2, ...shape]), 1, which, which + 1), [g, ...shape])
  }
  const [v1, v2, n1, n2] = [half(right, 0), half(right, 1), half(nulls, 0), half(nulls, 1)]
  const edge = (x: NDArray, at: number): NDArray => part(x, x.ndim - 1, at, at + 1)
  // the two columns without a singular value become one that the row between touches, and one that it does not
  const [p, q] = [mul(alpha, reshape(edge(n1, k), [g])), mul(beta, reshape(edge(n2, 0), [g]))]
  const { c: cos, s: sin, r } = turnOf(p, q)
  const each = (x: NDArray, size: number): NDArray => over(x, [g, size], [0])
  const first = concatenate([mul(each(cos, c), n1), mul(each(sin, c), n2)], 1)
  const orthogonal = concatenate([mul(each(neg(sin), c), n1), mul(each(cos, c), n2)], 1)
  const weight = concatenate([mul(each(alpha, k), reshape(edge(v1, k), [g, k])), mul(each(beta, k), reshape(edge(v2, 0), [g, k]))], 1)
  const blocksOfV = concatenate([concatenate([v1, zeros(g, k, c)], 2), concatenate([zeros(g, k, c), v2], 2)], 1)
  const blocksOfU = concatenate([concatenate([half(left, 0), zeros(g, k, c)], 2), concatenate([zeros(g, k, c), half(left, 1)], 2)], 1)
  const [d, z, order] = sort([reshape(values, [g, 2 * k]), weight, place([g, 2 * k], 1)], 1) as readonly [NDArray, NDArray, NDArray]
  const limit = 4 * epsOf(values)
  const small = (x: NDArray): NDArray => le(abs(x), fill(limit, x.aval))
  const kept = deflate({ d, weight: z, rows: [rowsAt(blocksOfU, order), rowsAt(blocksOfV, order)] }, small, small)
  const gone = isZero(kept.weight)
  // the row between has the pole zero: no other is as near to it, and its weight does not vanish
  const poles = wide(concatenate([zeros(g, 1), when(gone, farAway, max(kept.d, fill(limit / 2, kept.d.aval)))], 1))
  const z1 = when(small(r), limit, r)
  const weights = wide(concatenate([reshape(z1, [g, 1]), kept.weight], 1))
  const found = roots(poles, weights, apart)
  const across = ratios(poles, trueWeights(poles, weights, found, apart), found, apart)
  const dead = concatenate([fill(0, { shape: [g, 1], dtype: "bool" }), gone], 1)
  const whole = [g, rows, rows]
  const byRoot = (x: NDArray): NDArray => over(x, whole, [0, 1])
  const same = when(eq(place(whole, 1), place(whole, 2)), fill(1, { shape: whole, dtype: poles.dtype }), 0)
  const unit = (x: NDArray): NDArray => {
    const norm = sqrt(reduceSum(square(x), [2]))
    return as(when(byRoot(dead), same, div(x, byRoot(when(dead, 1, norm)))), values)
  }
  const beneath = when(isZero(place(whole, 2)), -1, mul(over(poles, whole, [0, 2]), across))
  const middle = when(
    eq(place([g, 1, rows], 2), fill(k, { shape: [g, 1, rows], dtype: "int32" })),
    fill(1, { shape: [g, 1, rows], dtype: values.dtype }),
    0,
  )
  const [us, vs] = kept.rows as readonly [NDArray, NDArray]
  const moved = as(sqrt(add(square(found.origin), found.mu)), values)
  return {
    values: when(dead, concatenate([zeros(g, 1), kept.d], 1), moved),
    left: product(unit(beneath), concatenate([middle, us], 1)),
    right: product(unit(across), concatenate([reshape(first, [g, 1, 2 * c]), vs], 1)),
    null: orthogonal,
  }
}
