// Eigenvalues of many small symmetric matrices at once, by Jacobi's rotations in the order of a tournament (Brent & Luk 1985): rows are two
// halves that face each other, every pair is turned at once, and everybody moves one seat on. Matrices lie side by side, `[n, n, lane]`, so
// that each step is the same arithmetic on many of them; how often it is done depends on the one that takes longest.
//   tan 2θ = 2a_pq/(a_pp − a_qq),  A ← Jᵀ·A·J,  Vᵀ ← Jᵀ·Vᵀ
import type { NDArray } from "../../core/array.js"
import { abs, add, div, mul, sub } from "../elementwise/arithmetic.js"
import { eq, gt, lt, ne } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { rsqrt, sqrt, square } from "../elementwise/exponential.js"
import { reduceMax, reduceOr } from "../reductions.js"
import { concatenate } from "../shape/concatenate.js"
import { slice } from "../shape/pad.js"
import { fill, reshape } from "../vector.js"
import { loop, loopWhile } from "./loops.js"
import { both, epsOf, grown, over, part, place, when } from "./shorthand.js"

/** Sweeps over all pairs; six or seven are usual. */
const mostSweeps = 30

/** Cosines and sines of the turns of the pairs, `[pair, lane]`. */
export interface Turns {
  readonly c: NDArray
  readonly s: NDArray
}

/** The turn that makes `[[p, r], [r, q]]` diagonal, by the smaller of two angles; none where `still`. */
export const turnOf = (p: NDArray, q: NDArray, r: NDArray, still: NDArray): Turns => {
  const tau = div(sub(q, p), mul(2, when(still, 1, r)))
  const away = add(abs(tau), sqrt(add(square(tau), 1)))
  const t = when(still, 0, div(when(lt(tau, fill(0, tau.aval)), -1, fill(1, tau.aval)), away))
  const c = rsqrt(add(square(t), 1))
  return { c, s: mul(t, c) }
}

/** Pairs along an axis turned, `x ← c·x − s·y, y ← s·x + c·y`, and seated for the next round: the first stays where it is. */
export const turnedOn = (x: NDArray, axis: number, { c, s }: Turns): NDArray => {
  const m = c.shape[0] as number
  const lanes = x.ndim - 1
  /** Pairs `from … to` of one side. */
  const side = (which: "first" | "second", from: number, to: number): NDArray => {
    const [a, b] = [part(x, axis, from, to), part(x, axis, m + from, m + to)]
    const wide = (y: NDArray): NDArray => over(part(y, 0, from, to), a.shape, [axis, lanes])
    return which === "first" ? sub(mul(wide(c), a), mul(wide(s), b)) : add(mul(wide(s), a), mul(wide(c), b))
  }
  if (m === 1) return concatenate([side("first", 0, 1), side("second", 0, 1)], axis)
  const rest = m > 2 ? [side("first", 1, m - 1)] : []
  return concatenate([side("first", 0, 1), side("second", 0, 1), ...rest, side("second", 1, m), side("first", m - 1, m)], axis)
}

/** `count` elements of every matrix along a diagonal, from an element in the first row on. */
const diagonal = (x: NDArray, from: number, count: number): NDArray => {
  const [n, , lanes] = x.shape as [number, number, number]
  return slice(reshape(x, [n * n, lanes]), [from, 0], [from + (count - 1) * (n + 1) + 1, lanes], [n + 1, 1])
}

export interface LaneEigen {
  /** In no order, `[n, lane]`. */
  readonly values: NDArray
  /** Eigenvectors as rows, `[n, n, lane]`. */
  readonly rows: NDArray
}

const identity = (shape: readonly number[], like: NDArray): NDArray =>
  when(eq(place(shape, 0), place(shape, 1)), fill(1, { shape, dtype: like.dtype }), 0)

/** Eigenvalues and eigenvectors of finite symmetric matrices `[n, n, lane]`. */
export const jacobi = (given: NDArray): LaneEigen => {
  const [n, , lanes] = given.shape as [number, number, number]
  if (n === 1) return { values: reshape(given, [1, lanes]), rows: fill(1, given.aval) }
  // one more row and column of zeros is never turned, and is back at its place after every sweep
  const a = grown(given, [n % 2, n % 2, 0], 0)
  const even = a.shape[0] as number
  const m = even / 2
  const size = reduceMax(abs(a), [0, 1])
  const enough = mul(size, epsOf(a) / 4)
  const sweep = (state: readonly NDArray[]): readonly NDArray[] =>
    loop(even - 1, { carry: state }, (_, carry) => {
      const [a, v] = carry as readonly [NDArray, NDArray]
      const [p, q, r] = [diagonal(a, 0, m), diagonal(a, m * (even + 1), m), diagonal(a, m, m)]
      const turns = turnOf(p, q, r, eq(r, fill(0, r.aval)))
      return { carry: [turnedOn(turnedOn(a, 0, turns), 1, turns), turnedOn(v, 0, turns)], out: [] }
    }).carry
  const left = (a: NDArray, enough: NDArray): NDArray => {
    const beside = when(ne(place(a.shape, 0), place(a.shape, 1)), abs(a), 0)
    return reduceOr(gt(reduceMax(beside, [0, 1]), enough), [0])
  }
  const [found, rows] = loopWhile(
    { still: [enough], carry: [a, identity(a.shape, a), literal(0, "int32")] },
    ([enough], [a, , sweeps]) => both(left(a as NDArray, enough as NDArray), lt(sweeps as NDArray, mostSweeps)),
    (_, [a, v, sweeps]) => [...sweep([a as NDArray, v as NDArray]), add(sweeps as NDArray, 1)],
  ) as readonly [NDArray, NDArray, NDArray]
  return { values: diagonal(found, 0, n), rows: part(part(rows, 0, 0, n), 1, 0, n) }
}
