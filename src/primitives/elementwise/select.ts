// Choosing: between cases by a condition, and between bounds.

import type { NDArray } from "../../core/array.js"
import { type Aval, type Shape, sizeOf } from "../../core/aval.js"
import { byParts } from "../../core/complex.js"
import { dtypeInfo } from "../../core/dtype.js"
import type { Issue } from "../../core/issue.js"
import type { Lowered } from "../../core/lower.js"
import { definePrimitive, linear, type Primitive } from "../../core/primitive.js"
import { type Tensor, tensor } from "../../core/tensor.js"
import { bind1 } from "../../core/trace.js"
import { sameDtypes } from "../guards.js"
import { broadcastInDim } from "../sum.js"
import { and } from "./bits.js"
import { gt, lt } from "./comparison.js"
import { alignLanes, apply, commonShape, elementwise, equalShapes, literal, type Operand, onNumbers } from "./define.js"

const whichChooses = (which: Aval, cases: readonly Aval[]): Issue | undefined => {
  const fits = which.dtype === "int32" || (which.dtype === "bool" && cases.length <= 2)
  return fits && cases.length > 0
    ? undefined
    : {
        code: "dtype/which",
        need: "the first operand must be bool, to choose between two cases, or int32",
        avals: [which],
        got: `${which.dtype} to choose between ${cases.length} cases`,
      }
}

const at = (t: Tensor, i: number): number => (t.shape.length === 0 ? t.data[0]! : t.data[i]!)

/** `cases[which]`, element by element; `false` is case 0. Only the case that is chosen gets a gradient. (`lax.select_n`) */
export const selectNP: Primitive = definePrimitive({
  name: "select_n",
  elementwise: true,
  shape: (avals) => {
    const [which, ...cases] = avals as [Aval, ...Aval[]]
    return (
      whichChooses(which, cases) ??
      sameDtypes(cases) ??
      equalShapes(avals) ?? [{ shape: commonShape(avals), dtype: (cases[0] as Aval).dtype, weakType: cases.every((c) => c.weakType) }]
    )
  },
  derivative: linear((ct, [which, ...cases]) => [
    undefined,
    ...cases.map((c, i) =>
      c.ndim === ct.ndim && c.state.kind !== "literal"
        ? selectN(which as NDArray, ...cases.map((_, k) => (k === i ? ct : literal(0, ct.dtype))))
        : undefined,
    ),
  ]),
  batch: (lanes, params, { size }) => [{ value: bind1(selectNP, alignLanes(lanes, size), params), batched: true }],
  lower: ([which, ...cases], _, to) => [to.select(which as Lowered, cases)],
  evaluate: byParts(([which, ...cases]) => {
    const shape: Shape = commonShape([which as Tensor, ...cases])
    const dtype = (cases[0] as Tensor).dtype
    const out = new dtypeInfo[dtype].Working(sizeOf(shape))
    const last = cases.length - 1
    for (let i = 0; i < out.length; i++) out[i] = at(cases[Math.min(last, Math.max(0, at(which as Tensor, i)))]!, i)
    return [tensor(shape, dtype, out)]
  }),
})

/** `min(max(x, low), high)`. The gradient passes strictly between the bounds, and to a bound where it cuts. (`lax.clamp`) */
export const clampP = elementwise(
  "clamp",
  onNumbers((low, x, high) => Math.min(Math.max(x, low), high), 3),
  ([low, x, high]) => choose(and(gt(low, x), lt(low, high)), x),
  ([low, x, high]) => choose(and(gt(x, low), lt(x, high)), x),
  ([, x, high]) => choose(gt(x, high), x),
)

/** 1 where the condition holds, else 0, as numbers of `like`'s dtype. */
const choose = (condition: NDArray, like: NDArray): NDArray => selectN(condition, literal(0, like.dtype), literal(1, like.dtype))

/** `cases[which]`: for a boolean condition, `selectN(condition, otherwise, then)`. */
export const selectN = (which: NDArray, ...cases: readonly NDArray[]): NDArray => bind1(selectNP, [which, ...cases], {})

/** Rank-0 bounds are spread over x. */
export const clamp = (low: Operand, x: NDArray, high: Operand): NDArray => apply(clampP, spread(low, x), x, spread(high, x))

const spread = (bound: Operand, x: NDArray): Operand =>
  typeof bound === "number" || bound.ndim === x.ndim || bound.state.kind === "literal" ? bound : broadcastInDim(bound, x.shape, [])
