// Ways to go on with a program: from values in scope to new ones. All keep floats within about ±1 and integers small,
// so that programs of any length stay clear of overflow; what leaves that range on its way is brought back by a sine or a mask.
import type { NDArray } from "../../src/core/array.js"
import { type Shape, sameShape, sizeOf } from "../../src/core/aval.js"
import { type DType, isComplex, isFloat, isInexact, isInteger } from "../../src/core/dtype.js"
import { dotGeneral } from "../../src/primitives/contraction/dot.js"
import { literal } from "../../src/primitives/elementwise/define.js"
import * as e from "../../src/primitives/elementwise/index.js"
import { dynamicSlice, dynamicUpdateSlice } from "../../src/primitives/indexing/dynamicslice.js"
import { argmax, argmin, reduceMax, reduceMin, reduceProd } from "../../src/primitives/reductions.js"
import { concatenate, split } from "../../src/primitives/shape/concatenate.js"
import { iota } from "../../src/primitives/shape/iota.js"
import { pad, slice } from "../../src/primitives/shape/pad.js"
import { reshape } from "../../src/primitives/shape/reshape.js"
import { rev } from "../../src/primitives/shape/rev.js"
import { sort } from "../../src/primitives/sort/sort.js"
import { broadcastInDim, reduceSum } from "../../src/primitives/sum.js"
import { transpose } from "../../src/primitives/transpose.js"
import { fill } from "../../src/primitives/vector.js"

/** What a production sees: the values so far, the latest last, and a source of choices. */
export interface Scope {
  readonly values: readonly NDArray[]
  /** A number below `n`, chosen by the program; 0 where its choices have run out. */
  readonly choose: (n: number) => number
}

/** New values, or undefined if there is nothing in scope to make them of. */
export type Production = (scope: Scope) => readonly NDArray[] | undefined

const axesOf = (x: NDArray): readonly number[] => x.shape.map((_, axis) => axis)

/** One of the latest values that fit. */
const pick = ({ values, choose }: Scope, fits: (x: NDArray) => boolean): NDArray | undefined => {
  const fitting = values.filter(fits).reverse().slice(0, 4)
  return fitting[choose(fitting.length)]
}

const oneOf = <T>({ choose }: Scope, xs: readonly T[]): T => xs[choose(xs.length)] as T

/** A production from one value. */
const from =
  (fits: (x: NDArray) => boolean, make: (x: NDArray, scope: Scope) => NDArray | readonly NDArray[] | undefined): Production =>
  (scope) => {
    const x = pick(scope, fits)
    const made = x && make(x, scope)
    return made && (Array.isArray(made) ? (made as readonly NDArray[]) : [made as NDArray])
  }

const isReal = (x: NDArray): boolean => isFloat(x.dtype)
const isWhole = (x: NDArray): boolean => isInteger(x.dtype)
const isBool = (x: NDArray): boolean => x.dtype === "bool"
/** What complex numbers are made of. */
const isPart = (x: NDArray): boolean => x.dtype === "float32" || x.dtype === "float64"
const isImaginary = (x: NDArray): boolean => isComplex(x.dtype)
const isNumber = (x: NDArray): boolean => !isBool(x)
/** Numbers that have an order without corners of its own: not complex ones. */
const isOrdered = (x: NDArray): boolean => isNumber(x) && !isImaginary(x)
const hasAxes = (x: NDArray): boolean => x.ndim > 0 && x.size > 0
const anything = (): boolean => true

/** Another value of the same type, or a constant. */
const partner = (x: NDArray, scope: Scope): NDArray => {
  const constant = literal((scope.choose(9) - 4) * (isInexact(x.dtype) ? 0.25 : 1), x.dtype)
  const others = scope.values.filter((y) => y.dtype === x.dtype && sameShape(y.shape, x.shape))
  return [...others.reverse(), ...(x.ndim > 0 && isNumber(x) ? [constant] : [])][scope.choose(others.length + 1)] ?? x
}

const small = (n: NDArray): NDArray => e.and(n, 7)

const unaries: readonly ((x: NDArray) => NDArray)[] = [
  e.sin,
  e.cos,
  e.tanh,
  e.logistic,
  e.neg,
  e.abs,
  e.square,
  e.erf,
  (x) => e.mul(e.exp(x), 0.3),
  (x) => e.mul(e.log(e.add(x, 2.5)), 0.5),
  (x) => e.mul(e.sqrt(e.add(x, 2.5)), 0.5),
  (x) => e.integerPow(x, 3),
  (x) => e.div(x, e.add(e.square(x), 1)),
  (x) => e.mul(x, e.stopGradient(x)),
  (x) => e.mul(e.sign(x), 0.5),
  (x) => e.mul(e.floor(e.mul(x, 2)), 0.25),
]

const binaries: readonly ((x: NDArray, y: NDArray) => NDArray)[] = [
  (x, y) => e.mul(e.add(x, y), 0.5),
  (x, y) => e.mul(e.sub(x, y), 0.5),
  e.mul,
  e.max,
  e.min,
  (x, y) => e.div(x, e.add(e.square(y), 1)),
  (x, y) => e.atan2(e.mul(x, 0.5), e.add(e.square(y), 1)),
  (x, y) => e.pow(e.add(e.mul(e.square(x), 0.2), 0.5), y),
]

/** Of complex numbers whose parts lie within ±1, and again such. */
const turns: readonly ((z: NDArray, w: NDArray) => NDArray)[] = [
  (z, w) => e.mul(e.mul(z, w), 0.5),
  (z, w) => e.mul(e.add(z, w), 0.5),
  (z, w) => e.mul(e.sub(z, w), 0.5),
  (z) => e.conj(z),
  (z) => e.neg(z),
  (z) => e.mul(e.exp(z), 0.3),
  (z) => e.mul(e.sin(z), 0.6),
  (z) => e.mul(e.square(z), 0.5),
  (z) => e.div(z, e.add(z, 2.5)),
  (z) => e.complex(e.imag(z), e.real(z)),
]

/** A real or an imaginary part, or both side by side in one array. */
const parts: readonly ((z: NDArray) => NDArray)[] = [
  e.real,
  e.imag,
  (z) => concatenate([reshape(e.imag(z), [z.size]), reshape(e.real(z), [z.size])], 0),
  (z) => e.sqrt(e.add(e.add(e.square(e.real(z)), e.square(e.imag(z))), 0.1)),
]

const wholes: readonly ((n: NDArray, m: NDArray) => NDArray)[] = [e.add, e.sub, e.mul, e.max, e.min, e.and, e.or, e.xor]

const comparisons: readonly ((x: NDArray, y: NDArray) => NDArray)[] = [e.lt, e.le, e.gt, e.ge, e.eq, e.ne]

const dtypes: readonly DType[] = ["float64", "float32", "int32", "bool", "float64", "uint8", "float16", "int16"]

/** A subset of the axes, never none. */
const someAxes = (x: NDArray, { choose }: Scope): readonly number[] => {
  const bits = choose(2 ** x.ndim - 1) + 1
  return axesOf(x).filter((axis) => (bits >> axis) & 1)
}

const shuffled = (n: number, { choose }: Scope): readonly number[] => {
  const rest = Array.from({ length: n }, (_, i) => i)
  return Array.from({ length: n }, () => rest.splice(choose(rest.length), 1)[0] as number)
}

const reduced = (x: NDArray, scope: Scope): NDArray => {
  const axes = someAxes(x, scope)
  const count = axes.reduce((n, axis) => n * (x.shape[axis] as number), 1)
  const sum = reduceSum(x, axes)
  if (isImaginary(x)) return e.mul(sum, 1 / count)
  return oneOf(scope, [
    () => (isReal(x) ? e.mul(sum, 1 / count) : small(sum)),
    () => reduceMax(x, axes),
    () => reduceMin(x, axes),
    () => (isReal(x) ? reduceProd(x, axes) : small(reduceProd(x, axes))),
  ])()
}

/** Shapes of as many elements, for reshaping. */
const sameSizes = (n: number): readonly Shape[] =>
  [[n], [1, n], [n, 1], [2, n / 2], [n / 3, 3], [n / 6, 2, 3], []].filter((s) => s.every(Number.isInteger) && sizeOf(s) === n)

const sliced = (x: NDArray, { choose }: Scope): NDArray => {
  const start = x.shape.map((d) => choose(d))
  const limit = x.shape.map((d, axis) => (start[axis] as number) + 1 + choose(d - (start[axis] as number)))
  return slice(
    x,
    start,
    limit,
    x.shape.map(() => 1 + choose(2)),
  )
}

const padded = (x: NDArray, { choose }: Scope): NDArray =>
  pad(
    x,
    literal(choose(2), x.dtype),
    x.shape.map((d) => ({ low: choose(3) - (d > 1 ? 1 : 0), high: choose(2), interior: choose(2) })),
  )

const joined = (x: NDArray, scope: Scope): NDArray | undefined => {
  const axis = scope.choose(x.ndim)
  const beside = pick(scope, (y) => y.dtype === x.dtype && y.ndim === x.ndim && y.shape.every((d, i) => i === axis || d === x.shape[i]))
  return beside && concatenate([x, beside], axis)
}

/** Contracts the first pair of axes of equal size that is met, with or without a batch. */
const contracted = (x: NDArray, scope: Scope): NDArray | undefined => {
  const y = pick(scope, (z) => z.dtype === x.dtype && z.shape.some((d) => x.shape.includes(d)))
  if (!y) return undefined
  const pairs = axesOf(x).flatMap((i) => axesOf(y).flatMap((j) => (x.shape[i] === y.shape[j] ? [[i, j] as const] : [])))
  const [i, j] = oneOf(scope, pairs)
  const [bi, bj] = pairs.find(([p, q]) => p !== i && q !== j && scope.choose(2) === 1) ?? []
  const batch = [bi === undefined ? [] : [bi], bj === undefined ? [] : [bj]] as const
  const product = dotGeneral(x, y, [
    [[i], [j]],
    [batch[0], batch[1]],
  ])
  return isInexact(x.dtype) ? e.mul(product, (isImaginary(x) ? 0.5 : 1) / (x.shape[i] as number)) : small(product)
}

const widened = (x: NDArray, { choose }: Scope): NDArray => {
  const place = choose(x.ndim + 1)
  const shape = [...x.shape.slice(0, place), 2 + choose(2), ...x.shape.slice(place)]
  return broadcastInDim(
    x,
    shape,
    axesOf(x).map((axis) => (axis < place ? axis : axis + 1)),
  )
}

const chosen = (condition: NDArray, scope: Scope): NDArray | undefined => {
  const x = pick(scope, (y) => isNumber(y) && sameShape(y.shape, condition.shape))
  return x && e.selectN(condition, x, partner(x, scope))
}

const converted = (x: NDArray, scope: Scope): NDArray => {
  if (isImaginary(x)) return e.convertElementType(x, oneOf(scope, ["complex128", "complex64", "float64"]))
  const dtype = oneOf(scope, dtypes)
  if (isWhole(x) && isFloat(dtype)) return e.mul(e.convertElementType(x, dtype), 0.125)
  return e.convertElementType(isReal(x) && !isFloat(dtype) ? e.abs(e.mul(x, 4)) : x, dtype)
}

const sorted = (x: NDArray, scope: Scope): readonly NDArray[] => {
  const beside = scope.values.filter((y) => sameShape(y.shape, x.shape)).slice(-1)
  return sort([x, ...beside], scope.choose(x.ndim))
}

const picked = (x: NDArray, scope: Scope): NDArray | undefined => {
  const n = pick(scope, (m) => m.dtype === "int32" && m.ndim === 0)
  const at = n ?? literal(scope.choose(3), "int32")
  return dynamicSlice(
    x,
    x.shape.map(() => at),
    x.shape.map((d) => 1 + scope.choose(d)),
  )
}

/** A piece of one array over another: whole rows, side by side or over each other, or a block somewhere, clamped where it would stand out. */
const written = (x: NDArray, scope: Scope): NDArray | undefined => {
  const piece = pick(scope, (y) => y.dtype === x.dtype && y.ndim === x.ndim && y.shape.every((d, i) => d <= (x.shape[i] as number)))
  if (!piece) return undefined
  const at = (n: number): NDArray => literal(n, "int32")
  const once = dynamicUpdateSlice(
    x,
    piece,
    x.shape.map((d) => at(scope.choose(d + 1))),
  )
  return scope.choose(2) === 0
    ? once
    : dynamicUpdateSlice(
        once,
        e.neg(piece),
        x.shape.map(() => at(0)),
      )
}

/** Three pieces made of the same operands, side by side. */
const threefold = (x: NDArray, scope: Scope): NDArray => {
  const softened = (y: NDArray): NDArray => e.mul(e.sin(y), 0.6)
  return concatenate([softened(x), rev(x, [scope.choose(x.ndim)]), e.neg(softened(x))], scope.choose(x.ndim))
}

/** Every production by what it does; a program names them by position. */
export const productions: { readonly [name: string]: Production } = {
  unary: from(isReal, (x, s) => oneOf(s, unaries)(x)),
  binary: from(isReal, (x, s) => oneOf(s, binaries)(x, partner(x, s))),
  whole: from(isWhole, (n, s) => small(oneOf(s, wholes)(n, partner(n, s)))),
  complex: from(isPart, (x, s) => {
    const y = partner(x, s)
    return e.complex(x, y.ndim === x.ndim ? y : e.neg(x))
  }),
  turn: from(isImaginary, (z, s) => oneOf(s, turns)(z, partner(z, s))),
  part: from(isImaginary, (z, s) => oneOf(s, parts)(z)),
  write: from((x) => isInexact(x.dtype) && hasAxes(x), written),
  threefold: from((x) => isInexact(x.dtype) && hasAxes(x), threefold),
  compare: from(isOrdered, (x, s) => oneOf(s, comparisons)(x, partner(x, s))),
  logic: from(isBool, (p, s) => oneOf(s, [e.and, e.or, e.xor])(e.not(p), partner(p, s))),
  select: from(isBool, chosen),
  clamp: from(isReal, (x, s) => e.clamp(-0.25 * s.choose(4), x, 0.25 * s.choose(4))),
  convert: from(anything, converted),
  reduce: from((x) => isNumber(x) && hasAxes(x), reduced),
  position: from(
    (x) => isOrdered(x) && hasAxes(x),
    (x, s) => oneOf(s, [argmax, argmin])(x, s.choose(x.ndim), "int32"),
  ),
  transpose: from(hasAxes, (x, s) => transpose(x, shuffled(x.ndim, s))),
  reshape: from(anything, (x, s) => reshape(x, oneOf(s, sameSizes(x.size)))),
  broadcast: from(anything, widened),
  slice: from(hasAxes, sliced),
  pad: from(hasAxes, padded),
  reverse: from(hasAxes, (x, s) => rev(x, someAxes(x, s))),
  concatenate: from(hasAxes, joined),
  split: from(
    (x) => hasAxes(x) && (x.shape[0] as number) > 1,
    (x) => split(x, [1, (x.shape[0] as number) - 1], 0),
  ),
  contract: from((x) => isNumber(x) && hasAxes(x), contracted),
  sort: from(hasAxes, sorted),
  pick: from(hasAxes, picked),
  count: from(hasAxes, (x, s) => iota(x.shape, s.choose(x.ndim), oneOf(s, ["int32", "uint8"]))),
  constant: ({ choose }) => [fill((choose(9) - 4) / 4, { shape: [[], [3], [2, 3]][choose(3)] as Shape, dtype: "float64" })],
}
