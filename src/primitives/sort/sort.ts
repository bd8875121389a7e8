// Sorting lines of arrays by one or more keys. A sort is a permutation that the keys choose, so tangents take the same places.

import type { NDArray } from "../../core/array.js"
import { type Aval, sameShape } from "../../core/aval.js"
import { joinParts, partOf } from "../../core/complex.js"
import type { TypedArray } from "../../core/dtype.js"
import { isComplex } from "../../core/dtype.js"
import type { Issue } from "../../core/issue.js"
import { batchedAll, custom, definePrimitive, type Primitive } from "../../core/primitive.js"
import { type Tensor, tensor } from "../../core/tensor.js"
import { bind } from "../../core/trace.js"
import { axesWithin } from "../guards.js"
import { gatherAlong, scatterAlong } from "../indexing/along.js"
import { iota } from "../shape/iota.js"
import { repeat } from "../vector.js"
import { forEachLine, pickAlong } from "./lines.js"
import { ascending } from "./order.js"

export interface SortParams {
  readonly dimension: number
  /** Sorting is always stable; false only says that nobody relies on it. */
  readonly isStable: boolean
  /** How many of the operands are keys, the first being the most significant. */
  readonly numKeys: number
}

const keysFit = (avals: readonly Aval[], { dimension, numKeys }: SortParams): Issue | undefined => {
  const [x] = avals
  if (!x) return { code: "argument/arity", need: "at least one operand is needed", got: "none" }
  if (!avals.every((a) => sameShape(a.shape, x.shape))) return { code: "shape/mismatch", need: "operands must have equal shapes", avals }
  return Number.isInteger(numKeys) && numKeys >= 1 && numKeys <= avals.length
    ? axesWithin(x, [dimension])
    : { code: "argument/keys", need: `numKeys must lie in 1…${avals.length}, the number of operands`, got: `${numKeys}` }
}

/** Orders positions by the keys, one after the other; ties stay as they came. */
const byKeys =
  (keys: readonly TypedArray[]) =>
  (a: number, b: number): number => {
    for (const key of keys) {
      const order = ascending(key[a]!, key[b]!)
      if (order !== 0) return order
    }
    return a - b
  }

/** Complex numbers as two operands, of which the imaginary part decides where real parts tie. */
const sortLines = (inputs: readonly Tensor[], params: SortParams): readonly Tensor[] => {
  const parts = (xs: readonly Tensor[]): readonly Tensor[] => xs.flatMap((x) => (isComplex(x.dtype) ? [partOf(x, 0), partOf(x, 1)] : [x]))
  const sorted = [...sortReal(parts(inputs), { ...params, numKeys: parts(inputs.slice(0, params.numKeys)).length })]
  return inputs.map(({ dtype }) => {
    const re = sorted.shift() as Tensor
    return isComplex(dtype) ? joinParts(re, sorted.shift() as Tensor, dtype) : re
  })
}

const sortReal = (inputs: readonly Tensor[], { dimension, numKeys }: SortParams): readonly Tensor[] => {
  const { shape } = inputs[0] as Tensor
  const compare = byKeys(inputs.slice(0, numKeys).map((t) => t.data))
  const outputs = inputs.map((t) => t.data.slice())
  forEachLine(shape, dimension, (line) => {
    const order = line.slice().sort(compare)
    inputs.forEach(({ data }, k) => {
      for (let i = 0; i < line.length; i++) outputs[k]![line[i]!] = data[order[i]!]!
    })
  })
  return inputs.map((t, k) => tensor(shape, t.dtype, outputs[k] as TypedArray))
}

/** Sorts, and says where every element came from. */
const sortWithPlaces = (
  inputs: readonly NDArray[],
  params: SortParams,
): { readonly outputs: readonly NDArray[]; readonly places: NDArray } => {
  const results = bind(sortP, [...inputs, iota((inputs[0] as NDArray).shape, params.dimension, "int32")], params)
  return { outputs: results.slice(0, -1), places: results.at(-1) as NDArray }
}

/**
 * Sorts the lines along `dimension` by the first `numKeys` operands, ascending, and moves the others with them. NaN comes last, −0 and 0
 * are equal, and ties stay in order. Complex numbers are ordered by their real parts, then by their imaginary parts. Where keys are distinct the permutation is locally constant: tangents are permuted alike. (`lax.sort`)
 */
export const sortP: Primitive<SortParams> = definePrimitive({
  name: "sort",
  shape: (avals, params) => keysFit(avals, params) ?? avals,
  derivative: custom({
    jvp: (inputs, tangents, params) => {
      const { outputs, places } = sortWithPlaces(inputs, params)
      return { outputs, tangents: tangents.map((t) => t && gatherAlong(t, places, params.dimension)) }
    },
    vjp: (inputs, _, params) => {
      const { outputs, places } = sortWithPlaces(inputs, params)
      return {
        outputs,
        pullback: (cts) => cts.map((ct, i) => ct && scatterAlong((inputs[i] as NDArray).aval, places, ct, params.dimension)),
      }
    },
  }),
  batch: (lanes, params, { size }) =>
    batchedAll(
      ...bind(
        sortP,
        lanes.map(({ value, batched }) => (batched ? value : repeat(value, size))),
        { ...params, dimension: params.dimension + 1 },
      ),
    ),
  evaluate: sortLines,
  lower: (inputs, { dimension, numKeys }, to) => {
    const places = to.order?.(inputs.slice(0, numKeys), dimension, "ascending")
    return places ? inputs.map((x) => pickAlong(x, places, dimension, to)) : to.interpret(inputs)
  },
})

/** Arrays of one shape, their lines along `dimension` put in the ascending order of the first `numKeys` of them. */
export const sort = (operands: readonly NDArray[], dimension: number, numKeys = 1): readonly NDArray[] =>
  bind(sortP, operands, { dimension, isStable: true, numKeys })
