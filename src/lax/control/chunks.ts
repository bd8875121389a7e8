// A scan that forgets: chunks of steps, each a checkpoint. Reverse mode then holds the carries between chunks, and one chunk's residuals.
import type { NDArray } from "../../core/array.js"
import { raise } from "../../core/errors.js"
import { inAvals, type Jaxpr } from "../../core/jaxpr.js"
import { checkpointed } from "../../primitives/control/checkpoint.js"
import { cut, program } from "../../primitives/control/lists.js"
import { scan } from "../../primitives/control/scan.js"
import { type ScanParams, threeParts } from "../../primitives/control/scanparams.js"
import { concatenate } from "../../primitives/shape/concatenate.js"
import { slice } from "../../primitives/shape/pad.js"
import { reshape } from "../../primitives/vector.js"

/** The length of a chunk, or √T. */
export type Chunks = number | "sqrt"

/** Steps in a chunk; undefined for no chunks at all. */
export const chunkLength = (chunks: Chunks | undefined, length: number): number | undefined => {
  if (chunks === undefined || length === 0) return undefined
  if (chunks === "sqrt") return Math.ceil(Math.sqrt(length))
  return Number.isInteger(chunks) && chunks > 0
    ? Math.min(chunks, length)
    : raise({ code: "argument/scan-checkpoint", op: "scan", need: 'checkpoint must be "sqrt" or a number of steps', got: `${chunks}` })
}

const part = (x: NDArray, from: number, to: number): NDArray =>
  slice(
    x,
    [from, ...x.shape.slice(1).map(() => 0)],
    [to, ...x.shape.slice(1)],
    x.shape.map(() => 1),
  )

/** One chunk of `length` steps as a program of its own: `(consts, carry, slices) ↦ (carry, slices)`. */
const chunkOf = (params: ScanParams, length: number): Jaxpr => {
  const [consts, carry, xs] = threeParts(inAvals(params.jaxpr), params)
  const stacked = xs.map((a) => ({ ...a, shape: [length, ...a.shape] }))
  const steps = program([...consts, ...carry, ...stacked], (ins) => scan(ins, { ...params, length }))
  return program(inAvals(steps), (ins) => checkpointed(ins, { name: "chunk", jaxpr: steps, policy: { save: "nothing" }, preventCse: true }))
}

/** The same loop as `scan(inputs, params)`, in chunks of `k` steps; what is left over makes a shorter one. */
export const scanInChunks = (inputs: readonly NDArray[], params: ScanParams, k: number): readonly NDArray[] => {
  const { length, reverse, numCarry } = params
  const whole = Math.floor(length / k)
  const [consts, init, xs] = threeParts(inputs, params)
  const chunked = (carry: readonly NDArray[]): readonly NDArray[] => {
    const rows = xs.map((x) => reshape(part(x, 0, whole * k), [whole, k, ...x.shape.slice(1)]))
    const [next, ys] = cut(
      scan([...consts, ...carry, ...rows], { ...params, jaxpr: chunkOf(params, k), length: whole, unroll: 1 }),
      numCarry,
    )
    return [...next, ...ys.map((y) => reshape(y, [whole * k, ...y.shape.slice(2)]))]
  }
  const left = length - whole * k
  if (left === 0) return chunked(init)
  const rest = (carry: readonly NDArray[]): readonly NDArray[] => {
    const body = chunkOf(params, left)
    return checkpointedChunk(body, [...consts, ...carry, ...xs.map((x) => part(x, whole * k, length))])
  }
  const [first, second] = reverse ? [rest, chunked] : [chunked, rest]
  const [between, early] = cut(first(init), numCarry)
  const [last, late] = cut(second(between), numCarry)
  const [low, high] = reverse ? [late, early] : [early, late]
  return [...last, ...low.map((y, i) => concatenate([y, high[i] as NDArray], 0))]
}

const checkpointedChunk = (jaxpr: Jaxpr, inputs: readonly NDArray[]): readonly NDArray[] =>
  checkpointed(inputs, { name: "chunk", jaxpr, policy: { save: "nothing" }, preventCse: true })
