// Before two halves are joined, poles are taken out that the joining does not move: those of no weight, and of two that are too near to tell apart
// one, by a rotation that gives its weight to the other (Dongarra & Sorensen 1987). It is one walk over the poles in ascending order, which holds
// on to the last pole that has weight and lets it go when the next one is not merged with it.
import type { NDArray } from "../../core/array.js"
import { add, mul, neg, sub } from "../elementwise/arithmetic.js"
import { or } from "../elementwise/bits.js"
import { sqrt, square } from "../elementwise/exponential.js"
import { concatenate } from "../shape/concatenate.js"
import { reduceSum } from "../sum.js"
import { transpose } from "../transpose.js"
import { fill, reshape } from "../vector.js"
import { loop } from "./loops.js"
import { isZero, over, part, when } from "./shorthand.js"
import { turnOf } from "./turns.js"

/** Poles of `[g]` problems side by side, `[g, c]`, and vectors that belong to them, each `[g, c, …]`. */
export interface Poles {
  /** Ascending. */
  readonly d: NDArray
  /** Zero, exactly, of those that are taken out. */
  readonly weight: NDArray
  readonly rows: readonly NDArray[]
}

/** Whether two neighbours, `gap` apart, may be merged by a rotation with this cosine and sine. */
export type Merges = (gap: NDArray, c: NDArray, s: NDArray) => NDArray

/** The poles in another order: those that keep a weight still ascend. */
export const deflate = ({ d, weight, rows }: Poles, negligible: (weight: NDArray, total: NDArray) => NDArray, merges: Merges): Poles => {
  const [g, count] = d.shape as [number, number]
  const total = reduceNorm(weight)
  const light = negligible(weight, over(total, weight.shape, [0]))
  const w = when(light, 0, weight)
  const scanned = [d, w, ...rows].map((x) => transpose(x, [1, 0, ...[...x.shape.keys()].slice(2)]))
  const first = scanned.map((x) => reshape(part(x, 0, 0, 1), x.shape.slice(1)))
  const { carry, out } = loop(count - 1, { carry: first, xs: scanned.map((x) => part(x, 0, 1, count)) }, (_, held, came) =>
    walk(held, came, merges),
  )
  const back = scanned.map((x, i) => {
    const all = concatenate([...(count > 1 ? [out[i] as NDArray] : []), reshape(carry[i] as NDArray, [1, ...x.shape.slice(1)])], 0)
    return transpose(all, [1, 0, ...[...x.shape.keys()].slice(2)])
  })
  const [values, weights, ...others] = back as [NDArray, NDArray, ...NDArray[]]
  return { d: reshape(values, [g, count]), weight: reshape(weights, [g, count]), rows: others }
}

const asArray = (x: NDArray | number, like: NDArray): NDArray => (typeof x === "number" ? fill(x, like.aval) : x)

const reduceNorm = (x: NDArray): NDArray => sqrt(reduceSum(square(x), [1]))

/** A pole comes to the one that is held: one of them is let go. */
const walk = (held: readonly NDArray[], came: readonly NDArray[], merges: Merges) => {
  const [d0, w0, ...rows0] = held as readonly [NDArray, NDArray, ...NDArray[]]
  const [d1, w1, ...rows1] = came as readonly [NDArray, NDArray, ...NDArray[]]
  const passes = isZero(w1)
  // c·w₀ + s·w₁ = 0, −s·w₀ + c·w₁ = r
  const { c, s: opposite, r } = turnOf(w1, w0)
  const s = neg(opposite)
  // what is held without weight is let go as it is: with a sine of zero
  const merged = or(isZero(w0), merges(sub(d1, d0), c, s))
  /** What becomes of one of the two: as the new one passes, as they merge, or as the old one is let go. */
  const choose = (x: NDArray | number, y: NDArray | number, z: NDArray | number): NDArray =>
    when(passes, asArray(x, d0), when(merged, asArray(y, d0), asArray(z, d0)))
  const [cc, ss] = [square(c), square(s)]
  const mix = (x: NDArray, y: NDArray, a: NDArray, b: NDArray): NDArray => {
    const wide = (v: NDArray): NDArray => over(v, x.shape, [0])
    return add(mul(wide(a), x), mul(wide(b), y))
  }
  const [a, b] = [choose(0, c, 1), choose(1, s, 0)]
  const [e, f] = [choose(1, neg(s), 0), choose(0, c, 1)]
  return {
    out: [choose(d1, add(mul(d0, cc), mul(d1, ss)), d0), choose(0, 0, w0), ...rows0.map((row, i) => mix(row, rows1[i] as NDArray, a, b))],
    carry: [
      choose(d0, add(mul(d0, ss), mul(d1, cc)), d1),
      choose(w0, r, w1),
      ...rows0.map((row, i) => mix(row, rows1[i] as NDArray, e, f)),
    ],
  }
}
