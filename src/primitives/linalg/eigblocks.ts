// Eigenvalues of matrices that need not be symmetric, for compilers: small ones many at once, larger ones one after another.
import type { NDArray } from "../../core/array.js"
import { complexOf as complexDtype, isComplex } from "../../core/dtype.js"
import { add, mul, sign } from "../elementwise/arithmetic.js"
import { and, not } from "../elementwise/bits.js"
import { eq } from "../elementwise/comparison.js"
import { complex, conj, imag, real } from "../elementwise/complex.js"
import { sqrt } from "../elementwise/exponential.js"
import { abs } from "../elementwise/magnitude.js"
import { argmax, reduceAnd, reduceMax } from "../reductions.js"
import { sort } from "../sort/sort.js"
import { reduceSum } from "../sum.js"
import { transpose } from "../transpose.js"
import { fill, reshape } from "../vector.js"
import { backSubstituted } from "./backsubstitution.js"
import { francis, type LaneHessenberg, shifted } from "./francis.js"
import { hessenberg } from "./hessenberg.js"
import { hessenbergLanes } from "./hessenberglanes.js"
import { loop } from "./loops.js"
import { adjoint, flipped, identityLike, product } from "./matrix.js"
import { manyRows, multishift } from "./multishift.js"
import { fromParts, greaterPart, overReal, partsAlong, squaredSize, timesReal, whereFine } from "./parts.js"
import { allFinite, grown, over, part, place, rowsAt, when } from "./shorthand.js"
import { split } from "./splitting.js"
import { reflectedBack } from "./tridiagonal.js"

/** Rows up to which matrices are worked on side by side, and numbers of one group of them: a group turns for as long as its slowest one. */
const smallRows = 12
const groupNumbers = 512

/** Eigenvectors as columns `[B, n, n]` and eigenvalues `[B, n]`, complex, ascending by real parts and then by imaginary ones; NaN where an element is not finite. */
export const eig = (given: NDArray): readonly [vectors: NDArray, values: NDArray] => {
  const [count, n] = given.shape as [number, number]
  const dtype = complexDtype(given.dtype)
  if (given.size === 0) return [fill(0, { shape: given.shape, dtype }), fill(0, { shape: [count, n], dtype })]
  const fine = allFinite(given)
  const clean = when(over(fine, given.shape, [0]), given, 0)
  const most = reduceMax(greaterPart(clean), [1, 2])
  const scale = when(eq(most, fill(0, most.aval)), 1, most)
  const a = overReal(clean, over(scale, given.shape, [0]))
  const { values, rows, found } = n <= smallRows ? inGroups(a) : inTurn(a)
  // in their order as they are rounded
  const whole = timesReal(values, over(scale, [count, n], [0]))
  const [re, im, order] = sort([real(whole), imag(whole), place([count, n], 1)], 1, 2) as readonly [NDArray, NDArray, NDArray]
  const known = and(fine, found)
  return [whereFine(known, flipped(rowsAt(rows, order))), whereFine(known, complex(re, im))]
}

interface Pairs {
  /** In no order, `[B, n]`. */
  readonly values: NDArray
  /** Eigenvectors, `[B, n, n]`. */
  readonly rows: NDArray
  /** `[B]` */
  readonly found: NDArray
}

/** What is found of batches of one length, one after another. */
const oneByOne = (a: NDArray, length: number, one: (a: NDArray) => Pairs): Pairs => {
  const [count, n] = a.shape as [number, number]
  const groups = Math.ceil(count / length)
  if (groups === 1) return one(a)
  const xs = [reshape(grown(a, [groups * length - count, 0, 0], 0), [groups, length, n, n])]
  const { out } = loop(groups, { carry: [], xs }, (_, __, [x]) => {
    const { values, rows, found } = one(x as NDArray)
    return { carry: [], out: [values, rows, found] }
  })
  const [values, rows, found] = out.map((x) => part(reshape(x, [groups * length, ...x.shape.slice(2)]), 0, 0, count))
  return { values, rows, found } as Pairs
}

/** Matrices a group at a time: each group turns for as long as its slowest one. */
const inGroups = (a: NDArray): Pairs => {
  const [count, n] = a.shape as [number, number]
  const lanes = Math.min(count, Math.max(8, Math.min(256, Math.floor(groupNumbers / (n * n)))))
  return oneByOne(a, lanes, (x) => pairsOf(x, hessenbergLanes(transpose(x, [1, 2, 0])), sideBySide))
}

const inTurn = (a: NDArray): Pairs =>
  oneByOne(a, 1, (x) => {
    const { h, reflections } = hessenberg(x)
    const rows = reflectedBack(identityLike(x), [reflections])
    return pairsOf(x, { h: transpose(h, [1, 2, 0]), rows: transpose(rows, [1, 2, 0]) }, asProduct)
  })

/** `Q·X` of the rows of Qᵀ, `[n, n, lane]`. */
type Times = (rows: NDArray, x: NDArray) => NDArray

const sideBySide: Times = (rows, x) => {
  const columns = rows.shape[1] as number
  const shape = [columns, ...x.shape.slice(1)]
  const { carry } = loop(x.shape[0] as number, { carry: [fill(0, { shape, dtype: x.dtype })], xs: [rows, x] }, (_, [sum], [q, x]) => {
    const [wide, own] = [over(q as NDArray, shape, [0, 2]), over(x as NDArray, shape, [1, 2])]
    const term = isComplex(wide.dtype) ? mul(wide, own) : timesReal(own, wide)
    return { carry: [add(sum as NDArray, term)], out: [] }
  })
  return carry[0] as NDArray
}

const asProduct: Times = (rows, x) => {
  const [q, y] = [transpose(rows, [2, 0, 1]), transpose(x, [2, 0, 1])]
  const found = isComplex(q.dtype) ? product(q, y, "xᵀ") : fromParts(product(q, partsAlong(y, 2), "xᵀ"), 2, y)
  return transpose(found, [1, 2, 0])
}

const pairsOf = (a: NDArray, given: LaneHessenberg, times: Times): Pairs => {
  const { h, rows, found } = (given.h.shape[0] as number) < manyRows ? francis(given) : multishift(given)
  const { t, values, isSecond, turned } = split(h, reduceAnd(eq(a, adjoint(a)), [1, 2]))
  const x = times(rows, turned(backSubstituted(t, values)))
  const w = transpose(values, [1, 0])
  const vectors = transpose(x, [2, 1, 0])
  const own = isComplex(a.dtype) ? upright(vectors) : paired(vectors, w, transpose(isSecond, [1, 0]))
  return { values: w, rows: own, found }
}

/** Eigenvectors of real matrices: of real eigenvalues they are real, and the second of a pair is the conjugate of the first. */
const paired = (x: NDArray, w: NDArray, isSecond: NDArray): NDArray => {
  const isReal = eq(imag(w), fill(0, imag(w).aval))
  const wide = (y: NDArray): NDArray => over(y, x.shape, [0, 1])
  const unit = upright(complex(real(x), when(wide(isReal), 0, imag(x))))
  const before = transpose(shifted(transpose(unit, [1, 0, 2]), 1), [1, 0, 2])
  return when(wide(and(isSecond, not(isReal))), conj(before), unit)
}

/** Rows of length one, each with an element of greatest magnitude that is real and positive. */
const upright = (x: NDArray): NDArray => {
  const sizes = abs(x)
  const isGreatest = eq(place(x.shape, 2), over(argmax(sizes, 2, "int32"), x.shape, [0, 1]))
  const phase = conj(sign(reduceSum(when(isGreatest, x, 0), [2])))
  const straight = mul(x, over(phase, x.shape, [0, 1]))
  const length = sqrt(reduceSum(squaredSize(x), [2]))
  return overReal(complex(real(straight), when(isGreatest, 0, imag(straight))), over(length, x.shape, [0, 1]))
}
