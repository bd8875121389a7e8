// Cumulative reductions: every element combined with all before it along an axis, or with all after it.
import type { NDArray } from "../core/array.js"
import { type Aval, type Shape, sizeOf } from "../core/aval.js"
import { type DType, isComplex, type Kind } from "../core/dtype.js"
import type { CumulativeOp, Lowered } from "../core/lower.js"
import { batchedAll, type Derivative, definePrimitive, linear, type Primitive } from "../core/primitive.js"
import { stridesOf, type Tensor, tensor, workingArray } from "../core/tensor.js"
import { bind1 } from "../core/trace.js"
import { derivedFrom } from "./derived.js"
import { max, min, mul } from "./elementwise/arithmetic.js"
import { axesWithin, dtypeKinds, numberKinds, realKinds } from "./guards.js"
import { logAddExp } from "./logaddexp.js"
import { type C, add as complexAdd, logAddExp as complexLogAddExp, mul as complexMul } from "./scalar/complex.js"
import { concatenate } from "./shape/concatenate.js"
import { slice } from "./shape/pad.js"

export interface CumulativeParams {
  readonly axis: number
  /** From the last element to the first. */
  readonly reverse: boolean
}

type Combine = (total: number, next: number) => number

/** What an operation is made of: the loop for a dtype. */
type Accumulate = (x: Tensor, params: CumulativeParams) => Tensor

const cumulative = (
  name: string,
  op: CumulativeOp,
  kinds: readonly Kind[],
  accumulate: (dtype: DType) => Accumulate,
  derivative: Derivative<CumulativeParams>,
): Primitive<CumulativeParams> => {
  const primitive: Primitive<CumulativeParams> = definePrimitive<CumulativeParams>({
    name,
    shape: ([x], { axis }) => axesWithin(x as Aval, [axis]) ?? dtypeKinds([x as Aval], kinds) ?? [x as Aval],
    derivative,
    batch: ([x], { axis, reverse }) => batchedAll(bind1(primitive, [(x as { value: NDArray }).value], { axis: axis + 1, reverse })),
    evaluate: ([x], params) => [accumulate((x as Tensor).dtype)(x as Tensor, params)],
    lower: (inputs, { axis, reverse }, to) => {
      const totals = to.cumulate?.(op, inputs[0] as Lowered, axis, reverse)
      return totals ? [totals] : to.interpret(inputs)
    },
  })
  return primitive
}

/** Walks every line along the axis: from its first element, `next` says which positions follow which. */
const alongLines = (shape: Shape, { axis, reverse }: CumulativeParams, next: (at: number, before: number | undefined) => void): void => {
  const n = shape[axis]!
  const stride = stridesOf(shape)[axis]!
  for (let first = 0; first < sizeOf(shape); first++) {
    if (Math.floor(first / stride) % n !== 0) continue // not the start of a line along the axis
    let before: number | undefined
    for (let i = 0; i < n; i++) {
      const at = first + (reverse ? n - 1 - i : i) * stride
      next(at, before)
      before = at
    }
  }
}

/** Totals are kept in float64, and rounded as they are written. */
const realLoop =
  (combine: Combine): Accumulate =>
  ({ shape, dtype, data }, params) => {
    const out = workingArray(shape, dtype)
    let total = 0
    alongLines(shape, params, (at, before) => {
      total = before === undefined ? data[at]! : combine(total, data[at]!)
      out[at] = total
    })
    return tensor(shape, dtype, out)
  }

const complexLoop =
  (combine: (total: C, next: C) => C): Accumulate =>
  ({ shape, dtype, data }, params) => {
    const out = workingArray(shape, dtype)
    let total: C = [0, 0]
    alongLines(shape, params, (at, before) => {
      const z: C = [data[2 * at]!, data[2 * at + 1]!]
      total = before === undefined ? z : combine(total, z)
      out.set(total, 2 * at)
    })
    return tensor(shape, dtype, out)
  }

/**
 * The definition by doubling: after step d every element holds the combination of the 2d elements up to it. As many steps as the
 * logarithm of the length, each an ordinary operation, so that derivatives of every order follow.
 */
const doubling =
  (combine: (x: NDArray, y: NDArray) => NDArray) =>
  ([x]: readonly NDArray[], { axis, reverse }: CumulativeParams): NDArray => {
    let total = x as NDArray
    const n = total.shape[axis] as number
    const part = (y: NDArray, from: number, to: number): NDArray =>
      slice(
        y,
        y.shape.map((_, a) => (a === axis ? from : 0)),
        y.shape.map((d, a) => (a === axis ? to : d)),
      )
    for (let d = 1; d < n; d *= 2) {
      const joined = combine(part(total, 0, n - d), part(total, d, n))
      total = reverse ? concatenate([joined, part(total, n - d, n)], axis) : concatenate([part(total, 0, d), joined], axis)
    }
    return total
  }

const logAddExpOf: Combine = (a, b) => {
  const top = Math.max(a, b)
  return Number.isFinite(top) ? top + Math.log1p(Math.exp(Math.min(a, b) - top)) : top
}

/** `yᵢ = Σ x_j, j ≤ i`. Its transpose runs the other way. (`lax.cumsum`) */
export const cumsumP: Primitive<CumulativeParams> = cumulative(
  "cumsum",
  "add",
  numberKinds,
  (dtype) => (isComplex(dtype) ? complexLoop(complexAdd) : realLoop((a, b) => a + b)),
  linear((ct, _, { axis, reverse }) => [cumsum(ct, axis, !reverse)]),
)
const times = (dtype: DType): Combine =>
  dtype.includes("int") ? (a, b) => (dtype === "uint32" ? Math.imul(a, b) >>> 0 : Math.imul(a, b)) : (a, b) => a * b

/** `yᵢ = Π x_j, j ≤ i`; its derivative is right also where factors are zero. (`lax.cumprod`) */
export const cumprodP = cumulative(
  "cumprod",
  "mul",
  numberKinds,
  (dtype) => (isComplex(dtype) ? complexLoop(complexMul) : realLoop(times(dtype))),
  derivedFrom(doubling(mul)),
)
/** `yᵢ = max x_j, j ≤ i` (`lax.cummax`) */
export const cummaxP = cumulative("cummax", "max", realKinds, () => realLoop(Math.max), derivedFrom(doubling(max)))
/** `yᵢ = min x_j, j ≤ i` (`lax.cummin`) */
export const cumminP = cumulative("cummin", "min", realKinds, () => realLoop(Math.min), derivedFrom(doubling(min)))
/** `yᵢ = log Σ e^(x_j), j ≤ i` (`lax.cumlogsumexp`) */
export const cumlogsumexpP = cumulative(
  "cumlogsumexp",
  "logaddexp",
  ["float", "complex"],
  (dtype) => (isComplex(dtype) ? complexLoop(complexLogAddExp) : realLoop(logAddExpOf)),
  derivedFrom(doubling(logAddExp)),
)

const along =
  (primitive: Primitive<CumulativeParams>) =>
  (x: NDArray, axis: number, reverse = false): NDArray =>
    bind1(primitive, [x], { axis, reverse })

export const cumsum = along(cumsumP)
export const cumprod = along(cumprodP)
export const cummax = along(cummaxP)
export const cummin = along(cumminP)
export const cumlogsumexp = along(cumlogsumexpP)

export const cumulativePrimitives = {
  cumsum: cumsumP,
  cumprod: cumprodP,
  cummax: cummaxP,
  cummin: cumminP,
  cumlogsumexp: cumlogsumexpP,
} as const
