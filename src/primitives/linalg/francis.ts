// Eigenvalues of Hessenberg matrices that lie side by side, `[n, n, lane]`, by implicit QR steps with two shifts (Francis 1961; Golub & Van Loan,
// "Matrix Computations", 7.5): real matrices stay real. A sweep walks down all of them in step, and chases a bulge through every block of three rows
// or more, each by its own shifts; elsewhere nothing is reflected. Blocks of two rows are left: "splitting.ts" takes them apart.
//   (H − μ₁)·(H − μ₂)·e₁ begins a block, with μ₁ + μ₂ and μ₁·μ₂ of its last two rows
import type { NDArray } from "../../core/array.js"
import { dtypeInfo } from "../../core/dtype.js"
import { add, div, max, mul, neg, rem, sub } from "../elementwise/arithmetic.js"
import { and, not, or } from "../elementwise/bits.js"
import { eq, ge, le, lt } from "../elementwise/comparison.js"
import { literal } from "../elementwise/define.js"
import { sqrt } from "../elementwise/exponential.js"
import { selectN } from "../elementwise/select.js"
import { dynamicSlice, dynamicUpdateSlice } from "../indexing/dynamicslice.js"
import { reduceMax, reduceMin, reduceOr } from "../reductions.js"
import { concatenate } from "../shape/concatenate.js"
import { slice } from "../shape/pad.js"
import { fill, reshape } from "../vector.js"
import { loop, loopWhile } from "./loops.js"
import { conjugated, inDtypeOf, pivotSize, realPart } from "./matrix.js"
import { greaterPart, overReal, squaredSize } from "./parts.js"
import { asOne, epsOf, first, grown, isZero, over, part, place, when } from "./shorthand.js"

/** Sweeps for each row of a matrix; one or two are usual. */
const sweepsPerRow = 30
/** Every so many sweeps the shifts are others, for matrices that good ones leave as they are. */
const sweepsOfAKind = 11

const three = [0, 1, 2] as const

export interface LaneHessenberg {
  /** `[n, n, lane]`, of size about one. */
  readonly h: NDArray
  /** Rows that take part in every reflection, `[n, k, lane]`: those of Qᵀ. */
  readonly rows: NDArray
}

export interface LaneSchur extends LaneHessenberg {
  /** Whether no block of more than two rows is left, `[lane]`. */
  readonly found: NDArray
}

/** Diagonal `k` of `[N, N, lane]`, as many elements as the main one has but for the last row and column. */
export const diagonalAt = (h: NDArray, k: -1 | 0 | 1): NDArray => {
  const [size, , lanes] = h.shape as [number, number, number]
  const from = k === -1 ? size : k
  const flat = reshape(h, [size * size, lanes])
  return slice(flat, [from, 0], [from + (size - 2) * (size + 1) + 1, lanes], [size + 1, 1])
}

/** What stood `by` places before (or behind, of negative ones) along the first axis; zero where nothing did. */
export const shifted = (x: NDArray, by: number): NDArray => {
  const n = x.shape[0] as number
  const none = fill(0, { shape: [Math.min(n, Math.abs(by)), ...x.shape.slice(1)], dtype: x.dtype })
  if (Math.abs(by) >= n) return none
  return concatenate(by > 0 ? [none, part(x, 0, 0, n - by)] : [part(x, 0, -by, n), none], 0)
}

/** What is nothing, of matrices of size about one. */
export const leastOf = (x: NDArray): number => (dtypeInfo[x.dtype].eps === 2 ** -23 ? 2 ** -126 : 2 ** -1022) / epsOf(x)

/** Elements below the diagonal that their neighbours do not notice become zero. */
export const settled = (h: NDArray): NDArray => {
  const below = greaterPart(diagonalAt(h, -1))
  const size = pivotSize(diagonalAt(h, 0))
  const around = add(size, shifted(size, -1))
  const known = when(isZero(around), add(shifted(below, 1), shifted(below, -1)), around)
  const goes = le(below, max(mul(epsOf(h), known), leastOf(h)))
  const column = place(h.shape, 1)
  const isBelow = eq(place(h.shape, 0), add(column, 1))
  const wide = over(concatenate([goes, part(goes, 0, 0, 1)], 0), h.shape, [1, 2])
  return when(and(isBelow, wide), 0, h)
}

/** What a sweep begins its blocks with. */
interface Plan {
  /** Whether a row begins a block, `[n, lane]`. */
  readonly begins: NDArray
  /** The first column of the block's shifted square, up to a factor; zero where there is nothing to chase. */
  readonly x: NDArray
  readonly y: NDArray
  readonly z: NDArray
  /** Rows between which something is reflected, the end excluded. */
  readonly from: NDArray
  readonly to: NDArray
}

const planOf = (h: NDArray, isOdd: NDArray): Plan => {
  const [diagonal, below, above] = [diagonalAt(h, 0), diagonalAt(h, -1), diagonalAt(h, 1)]
  const n = diagonal.shape[0] as number
  const ends = isZero(below)
  const before = shifted(below, 1)
  const begins = isZero(before)
  const reach = add(greaterPart(before), greaterPart(shifted(below, 2)))
  const odd = over(isOdd, reach.shape, [])
  // the last two rows of the block that ends here; now and then numbers near its last element
  const far = add(diagonal, inDtypeOf(mul(0.75, reach), h))
  const own = [
    selectN(odd, shifted(diagonal, 1), far),
    selectN(odd, shifted(above, 1), inDtypeOf(mul(-0.4375, reach), h)),
    selectN(odd, before, inDtypeOf(reach, h)),
    selectN(odd, diagonal, far),
  ]
  const { out } = loop(n, { carry: own.map(first), xs: [ends, ...own], reverse: true }, (_, held, [end, ...own]) => {
    const next = own.map((x, i) => selectN(end as NDArray, held[i] as NDArray, x))
    return { carry: next, out: next }
  })
  const [a, b, c, d] = out as readonly [NDArray, NDArray, NDArray, NDArray]
  const behind = shifted(below, -1)
  const lives = and(not(ends), not(and(begins, isZero(behind))))
  const starts = and(begins, lives)
  const where = place(lives.shape, 0)
  const [x, y, z] = beginning({ a, b, c, d }, { first: diagonal, above, below, second: shifted(diagonal, -1), behind }).map((x) =>
    when(starts, x, 0),
  ) as unknown as Three
  return {
    begins,
    x,
    y,
    z,
    from: reduceMin(when(lives, where, n), [0, 1]),
    to: add(reduceMax(when(lives, where, -1), [0, 1]), 1),
  }
}

/** Two shifts: the eigenvalues of `[a b; c d]`. */
export interface Shifts {
  readonly a: NDArray
  readonly b: NDArray
  readonly c: NDArray
  readonly d: NDArray
}

/** What a block begins with: `[first above; below second; 0 behind]`. */
interface Corner {
  readonly first: NDArray
  readonly above: NDArray
  readonly below: NDArray
  readonly second: NDArray
  readonly behind: NDArray
}

/** The first column of the shifted square, up to a factor. */
export const beginning = ({ a, b, c, d }: Shifts, { first, above, below, second, behind }: Corner): Three => {
  const [high, low] = [sub(a, first), sub(d, first)]
  const size = add(add(greaterPart(below), greaterPart(b)), add(greaterPart(high), greaterPart(low)))
  const scale = when(isZero(size), 1, size)
  const ratio = overReal(below, scale)
  return [
    add(mul(ratio, above), sub(mul(overReal(high, scale), low), mul(overReal(b, scale), c))),
    mul(ratio, sub(second, sub(add(a, d), first))),
    mul(ratio, behind),
  ]
}

/** A reflection of three numbers in every lane, `I − τ·v·vᴴ`, v = (1, p, q). */
interface Reflection {
  readonly tau: NDArray
  readonly p: NDArray
  readonly q: NDArray
  /** What Hᴴ makes of the first. */
  readonly beta: NDArray
}

/** The one that leaves nothing of the second and third; none where they are zero. `[lane]` */
const reflectionOf = (x: NDArray, y: NDArray, z: NDArray): Reflection => {
  const most = max(greaterPart(y), greaterPart(z))
  const flat = isZero(most)
  const size = max(greaterPart(x), most)
  const scale = when(isZero(size), 1, size)
  const [f, g, e] = [overReal(x, scale), overReal(y, scale), overReal(z, scale)]
  const norm = sqrt(add(squaredSize(f), add(squaredSize(g), squaredSize(e))))
  const end = when(flat, 1, when(lt(realPart(f), fill(0, norm.aval)), norm, neg(norm)))
  const reach = when(flat, 1, sub(f, inDtypeOf(end, f)))
  // in memory, so that they are computed once and not for every element of a row
  const all = concatenate(
    [
      when(flat, 0, overReal(sub(inDtypeOf(end, f), f), end)),
      div(g, reach),
      div(e, reach),
      selectN(flat, inDtypeOf(mul(end, scale), x), x),
    ].map(asOne),
    0,
  )
  const [tau, p, q, beta] = [0, 1, 2, 3].map((i) => reshape(part(all, 0, i, i + 1), x.shape)) as [NDArray, NDArray, NDArray, NDArray]
  return { tau, p, q, beta }
}

/** Numbers of every lane beside vectors `[k, lane]`; of one lane, vectors are `[k]`, whose loops are plain. */
const flatShape = (size: number, lanes: number): readonly number[] => (lanes === 1 ? [size] : [size, lanes])
const everywhere = (x: NDArray, shape: readonly number[]): NDArray =>
  shape.length === 1 ? over(reshape(x, []), shape, []) : over(x, shape, [1])

/** `Hᴴ·C` of three rows, or with the conjugate of the reflection rows of Cᵀ, of which `C·H` is asked. Rows are `[k, lane]`, or `[k]`. */
const reflected = ({ tau, p, q }: Omit<Reflection, "beta">, rows: readonly NDArray[]): readonly NDArray[] => {
  const [r0, r1, r2] = rows as readonly [NDArray, NDArray, NDArray]
  const wide = (x: NDArray): NDArray => everywhere(x, r0.shape)
  const dots = mul(wide(conjugated(tau)), add(r0, add(mul(wide(conjugated(p)), r1), mul(wide(conjugated(q)), r2))))
  return [sub(r0, dots), sub(r1, mul(wide(p), dots)), sub(r2, mul(wide(q), dots))]
}

/** Three numbers, `[lane]`. */
export type Three = readonly [NDArray, NDArray, NDArray]

/** What a bulge has left of row k of column k − 1, and of the two below. */
export const enteringAt = (h: NDArray, k: NDArray): Three => {
  const lanes = h.shape[2] as number
  const column = dynamicSlice(h, [k, sub(k, 1), literal(0, "int32")], [3, 1, lanes])
  return three.map((i) => reshape(part(column, 0, i, i + 1), [lanes])) as unknown as Three
}

/**
 * Rows and columns from k on are reflected by what leaves nothing of the second and third of three numbers: a bulge goes one row down. Where no
 * bulge begins, these were in column k − 1.
 */
export const chase = (h: NDArray, rows: NDArray, k: NDArray, [x, y, z]: Three, begins: NDArray): readonly [NDArray, NDArray] => {
  const [size, , lanes] = h.shape as [number, number, number]
  const origin = literal(0, "int32")
  const { beta, ...reflection } = reflectionOf(x, y, z)
  const back = { tau: conjugated(reflection.tau), p: conjugated(reflection.p), q: conjugated(reflection.q) }
  const lines = dynamicSlice(h, [k, origin, origin], [3, size, lanes])
  const line = (x: NDArray, axis: 0 | 1): readonly NDArray[] =>
    three.map((i) => reshape(part(x, axis, i, i + 1), flatShape(x.shape[1 - axis] as number, lanes)))
  const shape = flatShape(size, lanes)
  const cleared = and(everywhere(not(begins), shape), eq(place(shape, 0), over(sub(k, 1), shape, [])))
  const ends = [everywhere(beta, shape), 0, 0] as const
  const turned = reflected(reflection, line(lines, 0)).map((row, i) => when(cleared, ends[i] as NDArray | number, row))
  const put = (xs: readonly NDArray[], axis: 0 | 1, length: number): NDArray =>
    concatenate(
      xs.map((x) => reshape(x, axis === 0 ? [1, length, lanes] : [length, 1, lanes])),
      axis,
    )
  const half = dynamicUpdateSlice(h, put(turned, 0, size), [k, origin, origin])
  const columns = dynamicSlice(half, [origin, k, origin], [size, 3, lanes])
  const width = rows.shape[1] as number
  const own = dynamicSlice(rows, [k, origin, origin], [3, width, lanes])
  return [
    dynamicUpdateSlice(half, put(reflected(back, line(columns, 1)), 1, size), [origin, k, origin]),
    dynamicUpdateSlice(rows, put(reflected(back, line(own, 0)), 0, width), [k, origin, origin]),
  ]
}

/** One sweep over all rows. */
const sweep = (h: NDArray, rows: NDArray, { from, to, begins, x, y, z }: Plan): readonly [NDArray, NDArray] => {
  const [h1, rows1] = loopWhile(
    { still: [to, begins, x, y, z], carry: [h, rows, from] },
    ([to], [, , k]) => lt(k as NDArray, to as NDArray),
    (still, [h, rows, k]) => {
      const at = k as NDArray
      const lanes = (h as NDArray).shape[2] as number
      const of = (x: NDArray): NDArray => reshape(dynamicSlice(x, [at, literal(0, "int32")], [1, lanes]), [lanes])
      const [begins, ...starts] = still.slice(1).map(of) as [NDArray, ...NDArray[]]
      const bulge = enteringAt(h as NDArray, at).map((x, i) => selectN(begins, x, starts[i] as NDArray)) as unknown as Three
      return [...chase(h as NDArray, rows as NDArray, at, bulge, begins), add(at, 1)]
    },
  )
  return [h1 as NDArray, rows1 as NDArray]
}

/** Blocks of three rows or more, `[n, lane]`. */
export const unfinished = (h: NDArray): NDArray => {
  const below = diagonalAt(h, -1)
  return not(or(isZero(below), isZero(shifted(below, -1))))
}

/** Makes finite Hessenberg matrices triangular but for blocks of two rows on the diagonal. */
export const francis = (given: LaneHessenberg): LaneSchur => {
  const [n, , lanes] = given.h.shape as [number, number, number]
  if (n < 3) return { ...given, found: fill(1, { shape: [lanes], dtype: "bool" }) }
  const width = given.rows.shape[1] as number
  const [h, rows] = loopWhile(
    { carry: [settled(grown(given.h, [1, 1, 0], 0)), grown(given.rows, [1, 0, 0], 0), literal(0, "int32")] },
    (_, [h, , sweeps]) => and(reduceOr(unfinished(h as NDArray), [0, 1]), lt(sweeps as NDArray, sweepsPerRow * n)),
    (_, [h, rows, sweeps]) => {
      const isOdd = ge(rem(sweeps as NDArray, sweepsOfAKind), sweepsOfAKind - 1)
      const [h1, rows1] = sweep(h as NDArray, rows as NDArray, planOf(h as NDArray, isOdd))
      return [settled(h1), rows1, add(sweeps as NDArray, 1)]
    },
  ) as readonly [NDArray, NDArray, NDArray]
  return {
    h: slice(h, [0, 0, 0], [n, n, lanes]),
    rows: slice(rows, [0, 0, 0], [n, width, lanes]),
    found: not(reduceOr(unfinished(h), [0])),
  }
}
