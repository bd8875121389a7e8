// Folds of complex arrays by operations that mix the parts, such as products: in steps that combine halves, as many as the logarithm of the
// length. Every step is written to memory, so that the next one does not compute it again.
import type { Shape } from "../core/aval.js"
import type { Lowered, Lowering } from "../core/lower.js"
import { type Pair, pairOf } from "./pair.js"
import type { Value } from "./value.js"

type Combine = (x: Pair, y: Pair) => Pair

/** What is from `from` to `to` along an axis. */
const between = (real: Lowering, x: Pair, axis: number, from: number, to: number): Pair => {
  const starts = x.shape.map((_, a) => (a === axis ? from : 0))
  const shape = x.shape.map((d, a) => (a === axis ? to - from : d))
  const steps = x.shape.map(() => 1)
  const cut = (part: Lowered): Value => real.slice(part, starts, shape, steps) as Value
  return pairOf(cut(x.parts[0]), cut(x.parts[1]), x.dtype)
}

/** Parts side by side along an axis; empty ones are left out. */
const beside = (real: Lowering, xs: readonly Pair[], axis: number): Pair => {
  const some = xs.filter((x) => x.shape[axis] !== 0)
  const first = some[0] as Pair
  const shape: Shape = first.shape.map((d, a) => (a === axis ? some.reduce((n, x) => n + (x.shape[a] as number), 0) : d))
  const join = (which: 0 | 1): Value =>
    real.concatenate(
      some.map((x) => x.parts[which]),
      axis,
      shape,
    ) as Value
  return pairOf(join(0), join(1), first.dtype)
}

const foldAxis = (real: Lowering, given: Pair, axis: number, combine: Combine): Pair => {
  let x = given
  for (let n = x.shape[axis] as number; n > 1; n = Math.ceil(n / 2)) {
    const half = Math.floor(n / 2)
    const joined = combine(between(real, x, axis, 0, half), between(real, x, axis, half, 2 * half))
    x = beside(real, [joined, between(real, x, axis, 2 * half, n)], axis)
  }
  return x
}

const part = (x: Pair, f: (part: Lowered) => Lowered): Pair => pairOf(f(x.parts[0]) as Value, f(x.parts[1]) as Value, x.dtype)

/** `combine` over axes, which disappear; `start` where there is nothing to combine. */
export const foldPair = (real: Lowering, x: Pair, axes: readonly number[], combine: Combine, start: Pair): Pair => {
  const kept = x.shape.filter((_, a) => !axes.includes(a))
  if (axes.some((a) => x.shape[a] === 0)) return part(start, (p) => real.broadcast(p, kept, []))
  const folded = axes.reduce((y, axis) => foldAxis(real, y, axis, combine), x)
  return part(folded, (p) => real.reshape(p, kept))
}

/** Every element combined with all before it along an axis; after step d, with the 2d − 1 before it. */
export const cumulatePair = (real: Lowering, given: Pair, axis: number, reverse: boolean, combine: Combine): Pair => {
  const n = given.shape[axis] as number
  const turned = (x: Pair): Pair => (reverse ? part(x, (p) => real.reverse(p, [axis])) : x)
  let x = turned(given)
  for (let d = 1; d < n; d *= 2) {
    const joined = combine(between(real, x, axis, 0, n - d), between(real, x, axis, d, n))
    x = beside(real, [between(real, x, axis, 0, d), joined], axis)
  }
  return turned(x)
}
