// Eigenvalues of many small symmetric tridiagonal matrices at once, by implicit QR steps with Wilkinson's shift (Golub & Van Loan, "Matrix
// Computations", 8.3). Matrices lie side by side, `[…, lane]`. A sweep walks down all of them in step and turns every block that is not done,
// each by its own shift; where nothing is to be done the turn is by nothing. It is one scan: a row comes, is mixed with the row held, and one goes.
import type { NDArray } from "../../core/array.js"
import { avalOf } from "../../core/aval.js"
import { add, div, mul, sub } from "../elementwise/arithmetic.js"
import { and, not } from "../elementwise/bits.js"
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

export interface LaneTridiagonal {
  /** `[n, lane]`, of size about one. */
  readonly diagonal: NDArray
  /** Element i couples i and i + 1; the last is 0. `[n, lane]` */
  readonly beside: NDArray
  /** Rows that take part in every turn, `[n, k, lane]`: those of Qᵀ become eigenvectors. */
  readonly rows: NDArray
}

export interface LaneEigen {
  /** In no order, `[n, lane]`. NaN where they were not found. */
  readonly values: NDArray
  readonly rows: NDArray
}

/** Couplings that their neighbours do not notice become zero; none is so small that its square vanishes. */
const settle = (d: NDArray, e: NDArray): NDArray => {
  const n = d.shape[0] as number
  const size = add(abs(part(d, 0, 0, n - 1)), abs(rest(d)))
  const own = part(e, 0, 0, n - 1)
  const eps = epsOf(d)
  const kept = when(le(abs(own), add(mul(eps, size), eps * eps)), 0, own)
  return concatenate([kept, part(e, 0, n - 1, n)], 0)
}

/** For every row, the shift of the block that it belongs to: the eigenvalue of its last two rows that is nearer to the last element. */
const shifts = (d: NDArray, e: NDArray): NDArray => {
  const n = d.shape[0] as number
  const [above, last, between] = [part(d, 0, 0, n - 1), rest(d), part(e, 0, 0, n - 1)]
  const half = mul(0.5, sub(above, last))
  const root = sqrt(add(square(half), square(between)))
  const reach = add(half, when(lt(half, fill(0, half.aval)), mul(-1, root), root))
  const own = sub(last, div(square(between), when(isZero(reach), 1, reach)))
  const { out } = loop(n - 1, { carry: [first(last)], xs: [own, rest(e)], reverse: true }, (_, [held], [own, e]) => {
    const shift = when(isZero(e as NDArray), own as NDArray, held as NDArray)
    return { carry: [shift], out: [shift] }
  })
  return out[0] as NDArray
}

/** One sweep over all rows. */
const sweep = (d: NDArray, e: NDArray, rows: NDArray): readonly [NDArray, NDArray, NDArray] => {
  const n = d.shape[0] as number
  const lanes = d.shape[1] as number
  const none = fill(0, avalOf([lanes], d.dtype))
  const carry = [first(d), first(e), none, none, fill(1, { shape: [lanes], dtype: "bool" }), isZero(first(e)), first(rows)]
  const xs = [rest(d), rest(e), rest(rows), shifts(d, e)]
  const { carry: done, out } = loop(n - 1, { carry, xs }, (_, held, came) => {
    const [p, t, x0, z0, begins, ends, row] = held as readonly [NDArray, NDArray, NDArray, NDArray, NDArray, NDArray, NDArray]
    const [q, e1, below, shift] = came as readonly [NDArray, NDArray, NDArray, NDArray]
    const x = when(begins, sub(p, shift), x0)
    const z = when(ends, 0, when(begins, t, z0))
    const turn = turnOf(x, z)
    const { c, s, r } = turn
    const [w, u] = [add(mul(c, p), mul(s, t)), add(mul(c, t), mul(s, q))]
    const next = sub(mul(c, sub(mul(c, q), mul(s, t))), mul(s, sub(mul(c, t), mul(s, p))))
    const coupling = sub(mul(c, u), mul(s, w))
    const [gone, kept] = turned(turn, row, below)
    return {
      carry: [next, mul(c, e1), coupling, mul(s, e1), ends, isZero(e1), kept],
      out: [add(mul(c, w), mul(s, u)), when(begins, 0, r), gone],
    }
  })
  const [d1, , last, , , , row1] = done as readonly [NDArray, NDArray, NDArray, NDArray, NDArray, NDArray, NDArray]
  const [ds, es, rs] = out as readonly [NDArray, NDArray, NDArray]
  // what was beside row k is known at row k + 1
  const couplings = concatenate([...(n > 2 ? [rest(es)] : []), asOne(last), asOne(none)], 0)
  return [concatenate([ds, asOne(d1)], 0), couplings, concatenate([rs, asOne(row1)], 0)]
}

/** Makes finite tridiagonal matrices diagonal. */
export const implicitQr = ({ diagonal, beside, rows }: LaneTridiagonal): LaneEigen => {
  const n = diagonal.shape[0] as number
  if (n === 1) return { values: diagonal, rows }
  const goesOn = (e: NDArray): NDArray => reduceOr(ne(e, fill(0, e.aval)), [0, 1])
  const [d, e, found] = loopWhile(
    { carry: [diagonal, settle(diagonal, beside), rows, literal(0, "int32")] },
    (_, [, e, , sweeps]) => and(goesOn(e as NDArray), lt(sweeps as NDArray, sweepsPerRow * n)),
    (_, [d, e, rows, sweeps]) => {
      const [d1, e1, rows1] = sweep(d as NDArray, e as NDArray, rows as NDArray)
      return [d1, settle(d1, e1), rows1, add(sweeps as NDArray, 1)]
    },
  ) as readonly [NDArray, NDArray, NDArray, NDArray]
  const all = not(reduceOr(ne(e, fill(0, e.aval)), [0]))
  return { values: when(over(all, d.shape, [1]), d, Number.NaN), rows: found }
}
