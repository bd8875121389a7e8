// Short transforms written out, element by element: `X_k = Σ_q x_q·ω^{qk}`, ω = e^{−2πi/r}. Lengths 2 and 4 need no products, odd primes pair
// x_q with x_{r−q}, and other lengths are made of two shorter ones (Cooley & Tukey 1965).
import type { NDArray } from "../../core/array.js"
import { add, mul, sub } from "../elementwise/arithmetic.js"
import { minus, minusI, type Parts, plus, plusI, timesMinusI } from "./parts.js"
import { smallestFactor } from "./radices.js"

/** `e^{−2πi·j/n}` to the last digit: angles are at most an eighth of a turn. */
export const rootOfUnity = (j: number, n: number): readonly [re: number, im: number] => {
  const quarter = Math.round((4 * j) / n)
  const angle = ((4 * j - quarter * n) * Math.PI) / (2 * n)
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  const turned = [
    [c, s],
    [-s, c],
    [-c, -s],
    [s, -c],
  ] as const
  const [re, im] = turned[((quarter % 4) + 4) % 4] as readonly [number, number]
  return [re, -im]
}

/** `x·e^{−2πi·j/n}` for constants j and n. */
const rotated = (x: Parts, j: number, n: number): Parts => {
  if (j === 0) return x
  if (4 * j === n) return timesMinusI(x)
  const [c, s] = rootOfUnity(j, n)
  if (8 * j === n) return { re: mul(add(x.re, x.im), c), im: mul(sub(x.im, x.re), c) }
  if (8 * j === 3 * n) return { re: mul(sub(x.im, x.re), -c), im: mul(add(x.re, x.im), c) }
  return { re: sub(mul(x.re, c), mul(x.im, s)), im: add(mul(x.re, s), mul(x.im, c)) }
}

const two = ([a, b]: readonly [Parts, Parts]): readonly Parts[] => [plus(a, b), minus(a, b)]

const four = ([a, b, c, d]: readonly [Parts, Parts, Parts, Parts]): readonly Parts[] => {
  const [even, odd, evenDiff, oddDiff] = [plus(a, c), plus(b, d), minus(a, c), minus(b, d)]
  return [plus(even, odd), minusI(evenDiff, oddDiff), minus(even, odd), plusI(evenDiff, oddDiff)]
}

const weighted = (xs: readonly NDArray[], weights: readonly number[], start?: NDArray): NDArray =>
  xs.reduce<NDArray | undefined>((sum, x, j) => {
    const term = mul(x, weights[j] as number)
    return sum === undefined ? term : add(sum, term)
  }, start) as NDArray

/** With `t_q = x_q + x_{r−q}` and `d_q = x_q − x_{r−q}`: `X_{±k} = x_0 + Σ cos(2πqk/r)·t_q ∓ i Σ sin(2πqk/r)·d_q`. */
const oddPrime = (xs: readonly Parts[]): readonly Parts[] => {
  const r = xs.length
  const half = (r - 1) / 2
  const first = xs[0] as Parts
  const pairs = Array.from({ length: half }, (_, q) => [xs[q + 1] as Parts, xs[r - 1 - q] as Parts] as const)
  const sums = pairs.map(([a, b]) => plus(a, b))
  const differences = pairs.map(([a, b]) => minus(a, b))
  const results: Parts[] = new Array<Parts>(r)
  results[0] = [...sums].reduce(plus, first)
  for (let k = 1; k <= half; k++) {
    const roots = pairs.map((_, q) => rootOfUnity(((q + 1) * k) % r, r))
    const [cos, sin] = [roots.map(([c]) => c), roots.map(([, s]) => -s)]
    const even: Parts = {
      re: weighted(
        sums.map((t) => t.re),
        cos,
        first.re,
      ),
      im: weighted(
        sums.map((t) => t.im),
        cos,
        first.im,
      ),
    }
    const odd: Parts = {
      re: weighted(
        differences.map((d) => d.re),
        sin,
      ),
      im: weighted(
        differences.map((d) => d.im),
        sin,
      ),
    }
    results[k] = minusI(even, odd)
    results[r - k] = plusI(even, odd)
  }
  return results
}

/** `q = b·q₁ + q₂`, `k = k₁ + a·k₂`: transforms over q₁, factors `ω^{q₂k₁}`, transforms over q₂. */
const composite = (xs: readonly Parts[], a: number): readonly Parts[] => {
  const n = xs.length
  const b = n / a
  const inner = Array.from({ length: b }, (_, q2) => butterfly(Array.from({ length: a }, (_, q1) => xs[b * q1 + q2] as Parts)))
  const outer = Array.from({ length: a }, (_, k1) => butterfly(inner.map((column, q2) => rotated(column[k1] as Parts, q2 * k1, n))))
  return Array.from({ length: n }, (_, k) => outer[k % a]?.[Math.floor(k / a)] as Parts)
}

/** The transform of r arrays, across them. */
export const butterfly = (xs: readonly Parts[]): readonly Parts[] => {
  const r = xs.length
  if (r === 1) return xs
  if (r === 2) return two(xs as readonly [Parts, Parts])
  if (r === 4) return four(xs as readonly [Parts, Parts, Parts, Parts])
  const p = smallestFactor(r)
  return p === r ? oddPrime(xs) : composite(xs, p)
}
