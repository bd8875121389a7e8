// Joining along an axis, and splitting: each is the other's transpose.

import type { NDArray } from "../../core/array.js"
import type { Aval, Shape } from "../../core/aval.js"
import { byParts } from "../../core/complex.js"
import { dtypeInfo } from "../../core/dtype.js"
import type { Issue } from "../../core/issue.js"
import type { Lowered } from "../../core/lower.js"
import { batchedAll, definePrimitive, linearMany, type Primitive } from "../../core/primitive.js"
import { type Tensor, tensor } from "../../core/tensor.js"
import { bind, bind1 } from "../../core/trace.js"
import { alignLanes } from "../elementwise/define.js"
import { axesWithin, sameDtypes } from "../guards.js"

export interface ConcatenateParams {
  readonly dimension: number
}

const joinable = (avals: readonly Aval[], dimension: number): Issue | undefined => {
  const [first] = avals
  if (!first) return { code: "argument/concatenate", need: "there must be at least one array to join" }
  const fits = avals.every(
    (a) => a.shape.length === first.shape.length && a.shape.every((d, axis) => axis === dimension || d === first.shape[axis]),
  )
  return fits
    ? undefined
    : { code: "shape/concatenate", need: `arrays to join must have equal sizes on every axis but ${dimension}`, avals }
}

const sum = (sizes: readonly number[]): number => sizes.reduce((a, b) => a + b, 0)
const withSize = (shape: Shape, axis: number, size: number): Shape => shape.map((d, a) => (a === axis ? size : d))

/** Arrays one after another along an axis. (`lax.concatenate`) */
export const concatenateP: Primitive<ConcatenateParams> = definePrimitive<ConcatenateParams>({
  name: "concatenate",
  shape: (avals, { dimension }) =>
    joinable(avals, dimension) ??
    axesWithin(avals[0] as Aval, [dimension]) ??
    sameDtypes(avals) ?? [
      {
        shape: withSize((avals[0] as Aval).shape, dimension, sum(avals.map((a) => a.shape[dimension] as number))),
        dtype: (avals[0] as Aval).dtype,
      },
    ],
  derivative: linearMany(([ct], inputs, { dimension }) =>
    split(
      ct as NDArray,
      inputs.map((x) => x.shape[dimension] as number),
      dimension,
    ),
  ),
  batch: (lanes, { dimension }, { size }) => batchedAll(concatenate(alignLanes(lanes, size), dimension + 1)),
  lower: (inputs, { dimension }, to) => {
    const { shape } = inputs[0] as Lowered
    return [to.concatenate(inputs, dimension, withSize(shape, dimension, sum(inputs.map((x) => x.shape[dimension]!))))]
  },
  evaluate: byParts((inputs, { dimension }) => {
    const first = inputs[0] as Tensor
    const shape = withSize(first.shape, dimension, sum(inputs.map((x) => x.shape[dimension]!)))
    const out = new dtypeInfo[first.dtype].Working(sum(inputs.map((x) => x.data.length)))
    const rows = first.shape.slice(0, dimension).reduce((n, d) => n * d, 1)
    let at = 0
    for (let row = 0; row < rows; row++)
      for (const { data } of inputs) {
        const run = data.length / rows
        out.set(data.subarray(row * run, (row + 1) * run), at)
        at += run
      }
    return [tensor(shape, first.dtype, out)]
  }),
})

export const concatenate = (xs: readonly NDArray[], dimension: number): NDArray =>
  xs.length === 1 ? (xs[0] as NDArray) : bind1(concatenateP, xs, { dimension })

export interface SplitParams {
  readonly sizes: readonly number[]
  readonly axis: number
}

/** Consecutive parts along an axis. (`lax.split`) */
export const splitP: Primitive<SplitParams> = definePrimitive<SplitParams>({
  name: "split",
  shape: ([x], { sizes, axis }) =>
    axesWithin(x as Aval, [axis]) ??
    (sum(sizes) === (x as Aval).shape[axis] && sizes.every((d) => Number.isInteger(d) && d >= 0)
      ? sizes.map((d) => ({ shape: withSize((x as Aval).shape, axis, d), dtype: (x as Aval).dtype }))
      : { code: "shape/split", need: `sizes must add up to the size of axis ${axis}`, got: `(${sizes.join(", ")})`, avals: [x as Aval] }),
  derivative: linearMany((cts, _, { axis }) => [concatenate(cts, axis)]),
  batch: ([x], { sizes, axis }) => batchedAll(...split((x as { value: NDArray }).value, sizes, axis + 1)),
  lower: ([x], { sizes, axis }, to) => {
    const { shape } = x as Lowered
    const starts = sizes.map((_, i) => sum(sizes.slice(0, i)))
    return sizes.map((size, i) =>
      to.slice(
        x as Lowered,
        shape.map((_, a) => (a === axis ? starts[i]! : 0)),
        withSize(shape, axis, size),
        shape.map(() => 1),
      ),
    )
  },
  evaluate: byParts(([x], { sizes, axis }) => {
    const { shape, data, dtype } = x as Tensor
    const inner = shape.slice(axis + 1).reduce((n, d) => n * d, 1)
    const rows = shape.slice(0, axis).reduce((n, d) => n * d, 1)
    const width = shape[axis]! * inner
    let start = 0
    return sizes.map((size) => {
      const run = size * inner
      const out = new dtypeInfo[dtype].Working(rows * run)
      for (let row = 0; row < rows; row++) out.set(data.subarray(row * width + start, row * width + start + run), row * run)
      start += run
      return tensor(withSize(shape, axis, size), dtype, out)
    })
  }),
})

export const split = (x: NDArray, sizes: readonly number[], axis: number): readonly NDArray[] =>
  sizes.length === 1 ? [x] : bind(splitP, [x], { sizes, axis })
