// Singular values of many small bidiagonal matrices at once, by implicit QR steps (Golub & Reinsch 1970). Matrices lie side by side, `[…, lane]`. As
// in "implicitqr.ts", a sweep walks down all of them in step and turns every block that is not done by its own shift, from the right and from the
// left. In a block with a zero on its diagonal the shift is zero, which makes that a zero in its last column (Demmel & Kahan 1990).
import type { NDArray } from "../../core/array.js"
import { avalOf } from "../../core/aval.js"
import { dtypeInfo } from "../../core/dtype.js"
import { add, div, max, mul, neg, sub } from "../elementwise/arithmetic.js"
import { and, not, or } from "../elementwise/bits.js"
import { le, lt, ne } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { sqrt, square } from "../elementwise/exponential.js"
import { abs } from "../elementwise/magnitude.js"
import { reduceOr } from "../reductions.js"
import { concatenate } from "../shape/concatenate.js"
import { fill } from "../vector.js"
import { loop, loopWhile } from "./loops.js"
import { asOne, epsOf, first, isZero, over, part, rest, when } from "./shorthand.js"
import { turned, turnOf } from "./turns.js"

/** Sweeps for each row of a matrix; two are usual. */
const sweepsPerRow = 30

export interface LaneBidiagonal {
  /** `[n, lane]`, of size about one. */
  readonly diagonal: NDArray
  /** Element i stands right of diagonal element i; the last is 0. `[n, lane]` */
  readonly beside: NDArray
  /** Rows that take part in every turn from the left, those of Uᵀ, and from the right, those of Vᵀ: `[n, k, lane]`. */
  readonly left: NDArray
  readonly right: NDArray
}

export interface LaneSingular {
  /** In no order, and of any sign, `[n, lane]`. NaN where they were not found. */
  readonly values: NDArray
  readonly left: NDArray
  readonly right: NDArray
}

/** Elements beside the diagonal up to this are nothing: squares of squares of greater ones do not vanish. */
const leastOf = (x: NDArray): number => Math.max(epsOf(x) ** 2, (dtypeInfo[x.dtype].eps === 2 ** -23 ? 2 ** -126 : 2 ** -1022) ** 0.25)

/** Elements that their neighbours do not notice become zero, beside the diagonal and on it. */
const settle = (d: NDArray, e: NDArray): readonly [NDArray, NDArray] => {
  const n = d.shape[0] as number
  const eps = epsOf(d)
  const own = part(e, 0, 0, n - 1)
  const size = add(abs(part(d, 0, 0, n - 1)), abs(rest(d)))
  const kept = when(le(abs(own), add(mul(eps, size), leastOf(d))), 0, own)
  const none = part(e, 0, n - 1, n)
  const around = add(abs(concatenate([kept, none], 0)), abs(concatenate([none, kept], 0)))
  return [when(le(abs(d), mul(eps, around)), 0, d), concatenate([kept, none], 0)]
}

/** For every row, the shift of the block that it belongs to: the eigenvalue of the last two rows of `BᵀB` that is nearer to the last element. */
const shifts = (d: NDArray, e: NDArray): NDArray => {
  const n = d.shape[0] as number
  const [before, last, between] = [part(d, 0, 0, n - 1), rest(d), part(e, 0, 0, n - 1)]
  const ahead = concatenate([part(e, 0, n - 1, n), part(e, 0, 0, n - 2)], 0)
  const corner = add(square(last), square(between))
  const half = mul(0.5, sub(add(square(before), square(ahead)), corner))
  const across = mul(before, between)
  const root = sqrt(add(square(half), square(across)))
  const reach = add(half, when(lt(half, fill(0, half.aval)), neg(root), root))
  const own = sub(corner, div(square(across), when(isZero(reach), 1, reach)))
  const lost = isZero(d)
  const carry = [first(own), first(part(lost, 0, n - 1, n))]
  const { out } = loop(n - 1, { carry, xs: [own, rest(e), part(lost, 0, 0, n - 1), rest(lost)], reverse: true }, (_, held, came) => {
    const [shift, zeros] = held as readonly [NDArray, NDArray]
    const [own, e, zero, next] = came as readonly [NDArray, NDArray, NDArray, NDArray]
    const ends = isZero(e)
    const found = when(ends, own, shift)
    const some = or(zero, when(ends, next, zeros))
    return { carry: [found, some], out: [when(some, 0, found)] }
  })
  return out[0] as NDArray
}

/** One sweep over all rows. */
const sweep = (d: NDArray, e: NDArray, left: NDArray, right: NDArray): readonly NDArray[] => {
  const [n, lanes] = d.shape as [number, number]
  const none = fill(0, avalOf([lanes], d.dtype))
  const flag = fill(1, { shape: [lanes], dtype: "bool" })
  const carry = [first(d), first(e), none, none, flag, isZero(first(e)), first(left), first(right)]
  const { carry: done, out } = loop(n - 1, { carry, xs: [rest(d), rest(e), rest(left), rest(right), shifts(d, e)] }, (_, held, came) => {
    const [d0, e0, f0, g0, begins, ends, u0, v0] = held as unknown as Eight
    const [d1, e1, u1, v1, shift] = came as readonly [NDArray, NDArray, NDArray, NDArray, NDArray]
    // the first column of BᵀB less the shift, up to a factor
    const start = sub(d0, div(shift, when(isZero(d0), 1, d0)))
    const size = max(abs(start), abs(e0))
    const scale = when(isZero(size), 1, size)
    const f = when(begins, when(ends, 0, div(start, scale)), f0)
    const g = when(ends, 0, when(begins, div(e0, scale), g0))
    const a = turnOf(f, g)
    const [beside, below] = [sub(mul(a.c, e0), mul(a.s, d0)), mul(a.c, d1)]
    const b = turnOf(add(mul(a.c, d0), mul(a.s, e0)), mul(a.s, d1))
    const [vGone, vHeld] = turned(a, v0, v1)
    const [uGone, uHeld] = turned(b, u0, u1)
    const next = [sub(mul(b.c, below), mul(b.s, beside)), mul(b.c, e1), add(mul(b.c, beside), mul(b.s, below)), mul(b.s, e1)]
    return { carry: [...next, ends, isZero(e1), uHeld, vHeld], out: [b.r, when(begins, 0, a.r), uGone, vGone] }
  })
  const [dLast, , eLast, , , , uLast, vLast] = done as unknown as Eight
  const [ds, es, us, vs] = out as readonly [NDArray, NDArray, NDArray, NDArray]
  const all = (xs: NDArray, x: NDArray): NDArray => concatenate([xs, asOne(x)], 0)
  // what was beside row k is known at row k + 1
  const couplings = concatenate([...(n > 2 ? [rest(es)] : []), asOne(eLast), asOne(none)], 0)
  return [all(ds, dLast), couplings, all(us, uLast), all(vs, vLast)]
}

type Eight = readonly [NDArray, NDArray, NDArray, NDArray, NDArray, NDArray, NDArray, NDArray]

/** Makes finite bidiagonal matrices diagonal. */
export const singularQr = ({ diagonal, beside, left, right }: LaneBidiagonal): LaneSingular => {
  const n = diagonal.shape[0] as number
  if (n === 1) return { values: diagonal, left, right }
  const [d, e, u, v] = loopWhile(
    { carry: [...settle(diagonal, beside), left, right, literal(0, "int32")] },
    (_, [, e, , , sweeps]) =>
      and(reduceOr(ne(e as NDArray, fill(0, (e as NDArray).aval)), [0, 1]), lt(sweeps as NDArray, sweepsPerRow * n)),
    (_, carry) => {
      const [d, e, u, v, sweeps] = carry as readonly [NDArray, NDArray, NDArray, NDArray, NDArray]
      const [d1, e1, ...rows] = sweep(d, e, u, v) as readonly [NDArray, NDArray, ...NDArray[]]
      return [...settle(d1, e1), ...rows, add(sweeps, 1)]
    },
  ) as readonly [NDArray, NDArray, NDArray, NDArray, NDArray]
  const all = not(reduceOr(ne(e, fill(0, e.aval)), [0]))
  return { values: when(over(all, d.shape, [1]), d, Number.NaN), left: u, right: v }
}
