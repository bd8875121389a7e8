// Eigenvalues of Hermitian matrices for compilers: small ones many at once; larger ones are made tridiagonal first.
import type { NDArray } from "../../core/array.js"
import { realOf } from "../../core/dtype.js"
import { mul } from "../elementwise/arithmetic.js"
import { eq } from "../elementwise/comparison.js"
import { reduceMax } from "../reductions.js"
import { sort } from "../sort/sort.js"
import { transpose } from "../transpose.js"
import { fill, reshape } from "../vector.js"
import { conquer, leafSize } from "./conquer.js"
import { implicitQr } from "./implicitqr.js"
import { loop } from "./loops.js"
import { flipped, inDtypeOf, mirrored } from "./matrix.js"
import { fromParts, greaterPart, overReal, whereFine } from "./parts.js"
import { allFinite, grown, over, part, place, rowsAt, signOfGreatest, when } from "./shorthand.js"
import { reflectedBack, tridiagonal } from "./tridiagonal.js"
import { tridiagonalLanes } from "./tridiagonallanes.js"

/** Numbers of one matrix side by side, so that a group of matrices stays in the first cache. */
const groupNumbers = 4096

/** Eigenvectors as columns `[B, n, n]` and eigenvalues `[B, n]`, ascending; NaN where an element is not finite. */
export const eigh = (given: NDArray, lower: boolean): readonly [vectors: NDArray, values: NDArray] => {
  const [count, n] = given.shape as [number, number]
  if (given.size === 0) return [given, fill(0, { shape: [count, n], dtype: realOf(given.dtype) })]
  const hermitian = mirrored(given, lower)
  const fine = allFinite(hermitian)
  const a = when(over(fine, given.shape, [0]), hermitian, 0)
  const { values, rows } = n <= leafSize ? small(a) : large(a)
  const signed = mul(rows, over(signOfGreatest(rows), rows.shape, [0, 1]))
  return [whereFine(fine, flipped(signed)), whereFine(fine, values)]
}

interface Pairs {
  readonly values: NDArray
  /** Eigenvectors. */
  readonly rows: NDArray
}

const large = (a: NDArray): Pairs => {
  const { diagonal, beside, stages } = tridiagonal(a)
  const { values, rows } = conquer(diagonal, beside)
  return { values, rows: reflectedBack(inDtypeOf(rows, a), stages) }
}

const small = (a: NDArray): Pairs => {
  const [count, n] = a.shape as [number, number]
  const { values, rows } = inGroups(a)
  const [sorted, order] = sort([values, place([count, n], 1)], 1) as readonly [NDArray, NDArray]
  return { values: sorted, rows: rowsAt(rows, order) }
}

/** Matrices a group at a time: each group turns for as long as its slowest one. */
const inGroups = (a: NDArray): Pairs => {
  const [count, n] = a.shape as [number, number]
  const lanes = Math.min(count, Math.max(8, Math.min(256, Math.floor(groupNumbers / (n * n)))))
  const groups = Math.ceil(count / lanes)
  const one = (x: NDArray): readonly [NDArray, NDArray] => {
    const lanes = transpose(x, [1, 2, 0])
    const most = reduceMax(greaterPart(lanes), [0, 1])
    const scale = when(eq(most, fill(0, most.aval)), 1, most)
    const { values, rows } = implicitQr(tridiagonalLanes(overReal(lanes, over(scale, lanes.shape, [2]))))
    return [transpose(mul(values, over(scale, values.shape, [1])), [1, 0]), transpose(fromParts(rows, 1, a), [2, 0, 1])]
  }
  if (groups === 1) {
    const [values, rows] = one(a)
    return { values, rows }
  }
  const xs = [reshape(grown(a, [groups * lanes - count, 0, 0], 0), [groups, lanes, n, n])]
  const { out } = loop(groups, { carry: [], xs }, (_, __, [x]) => ({ carry: [], out: one(x as NDArray) }))
  const whole = (x: NDArray): NDArray => part(reshape(x, [groups * lanes, ...x.shape.slice(2)]), 0, 0, count)
  return { values: whole(out[0] as NDArray), rows: whole(out[1] as NDArray) }
}
