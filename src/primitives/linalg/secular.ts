// The secular equation, all its roots at once: how joining two halves moves the poles. Between two neighbouring poles lies one root:
//   f(λ) = 1 + Σᵢ wᵢ²/(dᵢ − λ) = 0
// A root is known by its distance μ from the nearer pole, to full relative precision, so that no difference of a pole and a root cancels.
// Of float32 it is computed in float64: fourth powers of rounding errors occur.
// Steps fit one pole on each side (the "middle way", Li 1993); a bracket catches those that miss.
import type { NDArray } from "../../core/array.js"
import { cummin } from "../cumulative.js"
import { add, div, mul, neg, sub } from "../elementwise/arithmetic.js"
import { and, not, or } from "../elementwise/bits.js"
import { ge, gt, le, lt } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { sqrt, square } from "../elementwise/exponential.js"
import { abs } from "../elementwise/magnitude.js"
import { reduceOr, reduceProd } from "../reductions.js"
import { concatenate } from "../shape/concatenate.js"
import { reduceSum } from "../sum.js"
import { fill } from "../vector.js"
import { loopWhile } from "./loops.js"
import { both, epsOf, over, part, place, when } from "./shorthand.js"

/** Steps that the slowest root may take; five or six are usual. */
const mostSteps = 80
/** Where poles that have no weight are put: far from all others. */
export const farAway = 1e4

/** The distance of two poles in terms of λ: their difference, or that of what they are roots of. */
export type Apart = (x: NDArray, y: NDArray) => NDArray

export interface Roots {
  /** Pole near each root, `[g, c]`. */
  readonly origin: NDArray
  /** The root is `origin + mu` in terms of λ. */
  readonly mu: NDArray
}

/** `[root, pole]` arrays of vectors over roots and of vectors over poles. */
const grid = (shape: readonly number[]) => {
  const [g, c] = shape as [number, number]
  const whole = [g, c, c]
  return { whole, byRoot: (x: NDArray): NDArray => over(x, whole, [0, 1]), byPole: (x: NDArray): NDArray => over(x, whole, [0, 2]) }
}

interface Sums {
  readonly f: NDArray
  /** Σ |wᵢ²/(dᵢ − λ)| */
  readonly size: NDArray
  /** f′, and the part of it that poles up to the root's own make. */
  readonly slope: NDArray
  readonly left: NDArray
}

/** The roots that belong to poles `d` with weights; those without lie far away. `[g, c]`, ascending among those with weight. */
export const roots = (d: NDArray, weight: NDArray, apart: Apart): Roots => {
  const [g, c] = d.shape as [number, number]
  const far = fill(farAway, d.aval)
  const nextOf = cummin(d, 1, true)
  const next = concatenate([part(nextOf, 1, 1, c), part(far, 1, 0, 1)], 1)
  const dead = ge(d, far)
  const last = ge(next, far)
  const squares = square(weight)
  const total = over(reduceSum(squares, [1]), [g, c], [0])
  const gap = when(dead, 1, when(last, total, apart(next, d)))
  const { whole, byRoot, byPole } = grid(d.shape)
  const half = mul(0.5, gap)
  const middle = add(1, reduceSum(div(byPole(squares), sub(apart(byPole(d), byRoot(d)), byRoot(half))), [2]))
  const right = and(not(last), lt(middle, fill(0, middle.aval)))
  const origin = when(right, next, d)
  const upper = and(last, lt(middle, fill(0, middle.aval)))
  const low = when(right, neg(half), when(upper, half, 0))
  const high = when(right, 0, when(upper, gap, half))
  /** The poles on both sides of a root, as seen from its origin. */
  const before = when(right, neg(gap), 0)
  const after = when(right, 0, gap)

  const sums = (mu: NDArray, origin: NDArray, d: NDArray, squares: NDArray): Sums => {
    const inverse = div(1, sub(apart(byPole(d), byRoot(origin)), byRoot(mu)))
    const term = mul(byPole(squares), inverse)
    const steep = mul(term, inverse)
    const own = le(place(whole, 2), place(whole, 1))
    return {
      f: add(1, reduceSum(term, [2])),
      size: reduceSum(abs(term), [2]),
      slope: reduceSum(steep, [2]),
      left: reduceSum(when(own, steep, 0), [2]),
    }
  }
  const still = [origin, d, squares, before, after, last]
  const start = [when(right, neg(half), half), low, high, dead, literal(0, "int32")]
  const [mu] = loopWhile(
    { still, carry: start },
    (_, [, , , done, steps]) => and(reduceOr(not(done as NDArray), [0, 1]), lt(steps as NDArray, mostSteps)),
    (still, carry) => {
      const [origin, d, squares, before, after, last] = still as readonly [NDArray, NDArray, NDArray, NDArray, NDArray, NDArray]
      const [mu, low, high, done, steps] = carry as readonly [NDArray, NDArray, NDArray, NDArray, NDArray]
      const { f, size, slope, left } = sums(mu, origin, d, squares)
      const below = lt(f, fill(0, f.aval))
      const [lower, upper] = [when(below, mu, low), when(below, high, mu)]
      const better = add(mu, correction(f, slope, left, sub(before, mu), sub(after, mu), last))
      const inside = both(gt(better, lower), lt(better, upper))
      const moved = when(inside, better, between(lower, upper))
      const exact = le(abs(f), mul(epsOf(f), add(add(1, mul(8, size)), mul(abs(mu), slope))))
      const settled = le(abs(sub(moved, mu)), mul(epsOf(f), abs(mu)))
      const stays = or(done, exact)
      return [when(stays, mu, moved), lower, upper, or(stays, settled), add(steps, 1)]
    },
  ) as readonly [NDArray, ...NDArray[]]
  return { origin, mu: when(dead, 1, mu) }
}

/** A step to the root of `c + s/(Δ₁ − η) + S/(Δ₂ − η)`, which agrees with f in value and slope on each side; right of all poles, of `c + s/(Δ₁ − η)`. */
const correction = (f: NDArray, slope: NDArray, left: NDArray, d1: NDArray, d2: NDArray, last: NDArray): NDArray => {
  const product = mul(d1, d2)
  const c = sub(f, add(mul(d1, left), mul(d2, sub(slope, left))))
  const a = sub(mul(add(d1, d2), f), mul(product, slope))
  const b = mul(product, f)
  const root = sqrt(abs(sub(square(a), mul(mul(4, b), c))))
  const between = when(le(a, fill(0, a.aval)), div(sub(a, root), mul(2, c)), div(mul(2, b), add(a, root)))
  const beyond = add(d1, div(mul(left, square(d1)), sub(f, mul(d1, left))))
  return when(last, beyond, between)
}

/** A number between two: the geometric mean of numbers of one sign that are far apart. */
const between = (x: NDArray, y: NDArray): NDArray => {
  const zero = fill(0, x.aval)
  const product = mul(x, y)
  const size = sqrt(product)
  return when(gt(product, zero), when(gt(x, zero), size, neg(size)), mul(0.5, add(x, y)))
}

/**
 * Weights of which the roots found are the exact ones, so that vectors made with them are orthogonal (Gu & Eisenstat 1994):
 * `ŵᵢ² = −∏ⱼ (dᵢ − λⱼ) / ∏_{j≠i} (dᵢ − dⱼ)`. With the sign of the weights given.
 */
export const trueWeights = (d: NDArray, weight: NDArray, { origin, mu }: Roots, apart: Apart): NDArray => {
  const { whole } = grid(d.shape)
  const [own, other] = [(x: NDArray): NDArray => over(x, whole, [0, 1]), (x: NDArray): NDArray => over(x, whole, [0, 2])]
  const distance = sub(apart(own(d), other(origin)), other(mu)) // dᵢ − λⱼ, as [i, j]
  const same = le(abs(sub(place(whole, 1), place(whole, 2))), fill(0, { shape: whole, dtype: "int32" }))
  const dead = ge(other(d), fill(farAway, { shape: whole, dtype: d.dtype }))
  const factor = when(dead, 1, when(same, neg(distance), div(distance, when(same, 1, apart(own(d), other(d))))))
  const size = sqrt(abs(reduceProd(factor, [2])))
  const zero = fill(0, d.aval)
  return when(gt(weight, zero), size, when(lt(weight, zero), neg(size), 0))
}

/** `ŵᵢ/(dᵢ − λⱼ)` as `[root j, pole i]`. */
export const ratios = (d: NDArray, weight: NDArray, { origin, mu }: Roots, apart: Apart): NDArray => {
  const { byRoot, byPole } = grid(d.shape)
  return div(byPole(weight), sub(apart(byPole(d), byRoot(origin)), byRoot(mu)))
}
