// The k greatest elements of every line, and where they stood.
import type { NDArray } from "../../core/array.js"
import type { Aval } from "../../core/aval.js"
import type { Issue } from "../../core/issue.js"
import type { Lowered } from "../../core/lower.js"
import { batchedAll, custom, definePrimitive, type Lane, type Primitive } from "../../core/primitive.js"
import { type Tensor, tensorFrom } from "../../core/tensor.js"
import { bind } from "../../core/trace.js"
import { dtypeKinds } from "../guards.js"
import { gatherAlong, scatterAlong } from "../indexing/along.js"
import { forEachLine, pickAlong } from "./lines.js"
import { descendingTotal } from "./order.js"

export interface TopKParams {
  readonly k: number
}

const countFits = (x: Aval, k: number): Issue | undefined => {
  const size = x.shape.at(-1)
  return size !== undefined && Number.isInteger(k) && k >= 0 && k <= size
    ? undefined
    : {
        code: "shape/top-k",
        need: size === undefined ? "a scalar has no last axis to choose from" : `k must lie in 0…${size}, the size of the last axis`,
        got: `k = ${k}`,
        avals: [x],
      }
}

const greatest = (x: Tensor, k: number): readonly Tensor[] => {
  const shape = [...x.shape.slice(0, -1), k]
  const chosen = new Int32Array(shape.reduce((n, d) => n * d, 1))
  forEachLine(x.shape, x.shape.length - 1, (line, number) => {
    chosen.set(line.sort((a, b) => descendingTotal(x.data[a]!, x.data[b]!) || a - b).subarray(0, k), number * k)
  })
  const size = x.shape.at(-1) as number
  return [tensorFrom(shape, x.dtype, (i) => x.data[chosen[i]!]!), tensorFrom(shape, "int32", (i) => chosen[i]! % size)]
}

/**
 * The `k` greatest elements along the last axis, in descending order, and their int32 positions; of equal ones the first come first.
 * As XLA orders them, NaN is greater than every number, and 0 greater than −0. Tangents are picked at the same positions. (`lax.top_k`)
 */
export const topKP: Primitive<TopKParams> = definePrimitive({
  name: "top_k",
  shape: ([operand], { k }) => {
    const x = operand as Aval
    const shape = [...x.shape.slice(0, -1), k]
    return (
      dtypeKinds([x], ["int", "uint", "float"]) ??
      countFits(x, k) ?? [
        { shape, dtype: x.dtype, weakType: x.weakType },
        { shape, dtype: "int32", weakType: false },
      ]
    )
  },
  derivative: custom({
    jvp: ([x], [dx], params) => {
      const [values, positions] = bind(topKP, [x as NDArray], params) as readonly [NDArray, NDArray]
      return { outputs: [values, positions], tangents: [dx && gatherAlong(dx, positions, dx.ndim - 1), undefined] }
    },
    vjp: ([operand], _, params) => {
      const x = operand as NDArray
      const [values, positions] = bind(topKP, [x], params) as readonly [NDArray, NDArray]
      return { outputs: [values, positions], pullback: ([ct]) => [ct && scatterAlong(x.aval, positions, ct, x.ndim - 1)] }
    },
  }),
  batch: ([x], params) => batchedAll(...bind(topKP, [(x as Lane).value], params)),
  evaluate: ([x], { k }) => greatest(x as Tensor, k),
  lower: ([operand], { k }, to) => {
    const x = operand as Lowered
    const all = to.order?.([x], x.shape.length - 1, "descending")
    if (!all) return to.interpret([x])
    const zeros = x.shape.map(() => 0)
    const places = to.slice(
      all,
      zeros,
      x.shape.with(-1, k),
      zeros.map(() => 1),
    )
    return [pickAlong(x, places, x.shape.length - 1, to), places]
  },
})

/** The `k` greatest elements along the last axis, and their positions. (`lax.top_k`) */
export const topK = (x: NDArray, k: number): readonly [values: NDArray, positions: NDArray] =>
  bind(topKP, [x], { k }) as readonly NDArray[] as readonly [NDArray, NDArray]
