// Reductions other than the sum: product, extremes and where they are, and logic.
import type { NDArray } from "../core/array.js"
import { type Aval, sizeOf } from "../core/aval.js"
import { joinParts } from "../core/complex.js"
import { type DType, isComplex, type Kind } from "../core/dtype.js"
import type { FoldOp, Lowered } from "../core/lower.js"
import { batchedAll, custom, type Derivative, definePrimitive, type Primitive, zero } from "../core/primitive.js"
import { type Tensor, tensorFrom } from "../core/tensor.js"
import { bind1 } from "../core/trace.js"
import { derivedFrom } from "./derived.js"
import { div, mul } from "./elementwise/arithmetic.js"
import { eq } from "./elementwise/comparison.js"
import { convertElementType } from "./elementwise/convert.js"
import { literal } from "./elementwise/define.js"
import { axesWithin, dropAxes, dtypeKinds, realKinds, shiftAxes } from "./guards.js"
import { reduceAxes } from "./reduce.js"
import type { C } from "./scalar/complex.js"
import * as complex from "./scalar/complex.js"
import { pad, slice } from "./shape/pad.js"
import { reshape } from "./shape/reshape.js"
import { type AxesParams, broadcastInDim, reduceSum, restoreAxes } from "./sum.js"
import { transpose } from "./transpose.js"

type Fold = (get: (i: number) => number, n: number) => number

const bits: readonly Kind[] = ["bool", "int", "uint"]

const reduction = (
  name: string,
  op: FoldOp,
  kinds: readonly Kind[],
  fold: (dtype: DType) => Fold,
  derivative: Derivative<AxesParams>,
  ofComplex?: ComplexFold,
): Primitive<AxesParams> => {
  const primitive: Primitive<AxesParams> = definePrimitive<AxesParams>({
    name,
    shape: ([x], { axes }) =>
      axesWithin(x as Aval, axes) ??
      dtypeKinds([x as Aval], ofComplex ? [...kinds, "complex"] : kinds) ?? [
        { shape: dropAxes((x as Aval).shape, axes), dtype: (x as Aval).dtype },
      ],
    derivative,
    batch: ([x], { axes }) => batchedAll(bind1(primitive, [(x as { value: NDArray }).value], { axes: shiftAxes(axes) })),
    evaluate: ([x], { axes }) => {
      const { dtype } = x as Tensor
      return [isComplex(dtype) && ofComplex ? foldComplex(x as Tensor, axes, ofComplex) : reduceAxes(x as Tensor, axes, fold(dtype))]
    },
    lower: ([x], { axes }, to) => [to.reduce(op, x as Lowered, axes)],
  })
  return primitive
}

const folding =
  (f: (a: number, b: number) => number, start: (dtype: DType) => number) =>
  (dtype: DType): Fold =>
  (get, n) => {
    let total = start(dtype)
    for (let i = 0; i < n; i++) total = f(total, get(i))
    return total
  }

/** How complex numbers are folded, and what from. */
interface ComplexFold {
  readonly start: C
  readonly combine: (total: C, next: C) => C
}

/** A fold of complex numbers: the positions of the elements are folded, once for each part of the result. */
const foldComplex = (x: Tensor, axes: readonly number[], { start, combine }: ComplexFold): Tensor => {
  const places = tensorFrom(x.shape, "float64", (i) => i)
  const part = (k: 0 | 1): Tensor =>
    reduceAxes(places, axes, (get, n) => {
      let total = start
      for (let i = 0; i < n; i++) total = combine(total, [x.data[2 * get(i)]!, x.data[2 * get(i) + 1]!])
      return total[k]
    })
  return joinParts(part(0), part(1), x.dtype)
}

// typed arrays wrap at the end, so integer products must wrap on the way
const times = (dtype: DType): ((a: number, b: number) => number) =>
  dtype === "uint32" ? (a, b) => Math.imul(a, b) >>> 0 : dtype.includes("int") ? Math.imul : (a, b) => a * b

/** The reduced axes flattened into one, last: `[kept…, n]`. */
const asRows = (x: NDArray, axes: readonly number[]): NDArray => {
  const kept = x.shape.map((_, a) => a).filter((a) => !axes.includes(a))
  const sizes = kept.map((a) => x.shape[a] as number)
  return reshape(transpose(x, [...kept, ...axes]), [...sizes, sizeOf(x.shape) / Math.max(1, sizeOf(sizes))])
}

/** Halves the last axis by multiplying its two ends until one element is left: a product made of products, right with any zeros. */
const productOfRows = (x: NDArray): NDArray => {
  const n = x.shape.at(-1) as number
  const lead = x.shape.slice(0, -1)
  if (n === 1) return reshape(x, lead)
  const zeros = x.shape.map(() => 0)
  const even =
    n % 2 === 0 ? x : pad(x, literal(1, x.dtype), [...lead.map(() => ({ low: 0, high: 0, interior: 0 })), { low: 0, high: 1, interior: 0 }])
  const half = Math.ceil(n / 2)
  const first = slice(even, zeros, [...lead, half])
  const second = slice(even, [...lead.map(() => 0), half], [...lead, 2 * half])
  return productOfRows(mul(first, second))
}

/** `Π x` over axes; its derivative is right also where factors are zero. (`lax.reduce_prod`) */
export const reduceProdP = reduction(
  "reduce_prod",
  "mul",
  realKinds,
  (dtype) => folding(times(dtype), () => 1)(dtype),
  derivedFrom(([x], { axes }) => {
    const rows = asRows(x as NDArray, axes)
    // the product of nothing is 1
    return rows.shape.at(-1) === 0 ? broadcastInDim(literal(1, rows.dtype), rows.shape.slice(0, -1), []) : productOfRows(rows)
  }),
  { start: [1, 0], combine: complex.mul },
)

/** Extremes share their gradient among all that attain them. */
const extremeDerivative = (self: () => Primitive<AxesParams>): Derivative<AxesParams> => {
  const weights = (x: NDArray, y: NDArray, axes: readonly number[]): NDArray => {
    const hits = convertElementType(eq(x, restoreAxes(y, x.shape, axes)), x.dtype)
    return div(hits, restoreAxes(reduceSum(hits, axes), x.shape, axes))
  }
  return custom<AxesParams>({
    jvp: ([x], [t], { axes }) => {
      const y = bind1(self(), [x as NDArray], { axes })
      return { outputs: [y], tangents: [t && reduceSum(mul(t, weights(x as NDArray, y, axes)), axes)] }
    },
    vjp: ([x], _, { axes }) => {
      const y = bind1(self(), [x as NDArray], { axes })
      const share = weights(x as NDArray, y, axes)
      return { outputs: [y], pullback: ([ct]) => [ct && mul(restoreAxes(ct, (x as NDArray).shape, axes), share)] }
    },
  })
}

/** What every number of the dtype is at least: the maximum of nothing. */
export const leastOf = (dtype: DType): number =>
  dtype === "bool" ? 0 : dtype.includes("float") ? Number.NEGATIVE_INFINITY : integerEnds(dtype)[0]
/** What every number of the dtype is at most: the minimum of nothing. */
export const greatestOf = (dtype: DType): number =>
  dtype === "bool" ? 1 : dtype.includes("float") ? Number.POSITIVE_INFINITY : integerEnds(dtype)[1]
const integerEnds = (dtype: DType): readonly [number, number] => {
  const width = Number(/\d+/.exec(dtype)?.[0])
  return dtype.startsWith("u") ? [0, 2 ** width - 1] : [-(2 ** (width - 1)), 2 ** (width - 1) - 1]
}

/** The largest element, by the real part first; NaN if there is one. (`lax.reduce_max`) */
export const reduceMaxP: Primitive<AxesParams> = reduction(
  "reduce_max",
  "max",
  [...realKinds, "bool"],
  folding(Math.max, leastOf),
  extremeDerivative(() => reduceMaxP),
  { start: [Number.NEGATIVE_INFINITY, 0], combine: complex.max },
)
/** The smallest element, by the real part first; NaN if there is one. (`lax.reduce_min`) */
export const reduceMinP: Primitive<AxesParams> = reduction(
  "reduce_min",
  "min",
  [...realKinds, "bool"],
  folding(Math.min, greatestOf),
  extremeDerivative(() => reduceMinP),
  { start: [Number.POSITIVE_INFINITY, 0], combine: complex.min },
)

const because = "bits are not continuous"
/** Whether all are true; of integers, the bits that all have. (`lax.reduce_and`) */
export const reduceAndP = reduction(
  "reduce_and",
  "and",
  bits,
  folding(
    (a, b) => a & b,
    (dtype) => (dtype === "bool" ? 1 : -1),
  ),
  zero(because),
)
/** Whether any is true; of integers, the bits that any has. (`lax.reduce_or`) */
export const reduceOrP = reduction(
  "reduce_or",
  "or",
  bits,
  folding(
    (a, b) => a | b,
    () => 0,
  ),
  zero(because),
)
/** Whether an odd number is true. (`lax.reduce_xor`) */
export const reduceXorP = reduction(
  "reduce_xor",
  "xor",
  bits,
  folding(
    (a, b) => a ^ b,
    () => 0,
  ),
  zero(because),
)

export interface ArgParams {
  readonly axes: readonly number[]
  readonly indexDtype: DType
}

/** The first place where a wins over all before it; the first NaN wins over everything. */
const firstPlace =
  (wins: (a: number, b: number) => boolean): Fold =>
  (get, n) => {
    let best = 0
    for (let i = 0; i < n; i++) {
      if (Number.isNaN(get(i))) return i
      if (wins(get(i), get(best))) best = i
    }
    return best
  }

const placeOf = (name: string, op: "max" | "min", wins: (a: number, b: number) => boolean): Primitive<ArgParams> => {
  const primitive: Primitive<ArgParams> = definePrimitive<ArgParams>({
    name,
    shape: ([x], { axes, indexDtype }) =>
      axesWithin(x as Aval, axes) ??
      dtypeKinds([x as Aval], [...realKinds, "bool"]) ??
      (axes.length === 1 && (x as Aval).shape[axes[0] as number] !== 0
        ? [{ shape: dropAxes((x as Aval).shape, axes), dtype: indexDtype, weakType: false }]
        : {
            code: "shape/arg-extreme",
            need: "one axis that is not empty is needed",
            got: `axes (${axes.join(", ")})`,
            avals: [x as Aval],
          }),
    derivative: zero("a position is a whole number"),
    batch: ([x], { axes, indexDtype }) =>
      batchedAll(bind1(primitive, [(x as { value: NDArray }).value], { axes: shiftAxes(axes), indexDtype })),
    evaluate: ([x], { axes, indexDtype }) => [reduceAxes(x as Tensor, axes, firstPlace(wins), indexDtype)],
    lower: (inputs, { axes, indexDtype }, to) => {
      const found = to.extreme?.(op, inputs[0] as Lowered, axes[0] as number, indexDtype)
      return found ? [found] : to.interpret(inputs)
    },
  })
  return primitive
}

/** Where the largest element is; the first of several. (`lax.argmax`) */
export const argmaxP = placeOf("argmax", "max", (a, b) => a > b)
/** Where the smallest element is; the first of several. (`lax.argmin`) */
export const argminP = placeOf("argmin", "min", (a, b) => a < b)

const over =
  (primitive: Primitive<AxesParams>) =>
  (x: NDArray, axes: readonly number[]): NDArray =>
    axes.length === 0 ? x : bind1(primitive, [x], { axes: [...axes].sort((a, b) => a - b) })

export const reduceProd = over(reduceProdP)
export const reduceMax = over(reduceMaxP)
export const reduceMin = over(reduceMinP)
export const reduceAnd = over(reduceAndP)
export const reduceOr = over(reduceOrP)
export const reduceXor = over(reduceXorP)

const at =
  (primitive: Primitive<ArgParams>) =>
  (x: NDArray, axis: number, indexDtype: DType = "int32"): NDArray =>
    bind1(primitive, [x], { axes: [axis], indexDtype })

export const argmax = at(argmaxP)
export const argmin = at(argminP)

export const reductionPrimitives = {
  reduce_prod: reduceProdP,
  reduce_max: reduceMaxP,
  reduce_min: reduceMinP,
  reduce_and: reduceAndP,
  reduce_or: reduceOrP,
  reduce_xor: reduceXorP,
  argmax: argmaxP,
  argmin: argminP,
} as const
