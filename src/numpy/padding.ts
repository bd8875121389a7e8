// A margin around an array: of a constant, or of what stands at the edge, mirrored, repeated or averaged.
import { type ArrayLike, literalArray, type NDArray } from "../core/array.js"
import { isInexact } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import * as prim from "../primitives/shape/pad.js"
import { describeLeaf } from "../tree/describe.js"
import { astype } from "./astype.js"
import { broadcastTo } from "./broadcast.js"
import { tabulate, toArray } from "./host.js"
import { take } from "./indexing/take.js"
import { concatenate } from "./joining.js"
import { updateOf } from "./promote.js"
import { linspace } from "./ranges.js"
import { max, min } from "./reductions.js"
import { squeeze } from "./reshape.js"
import { round } from "./rounding.js"
import { sliceAxis } from "./slicing.js"
import { mean } from "./statistics.js"

/** What the margin holds. "reflect" mirrors without repeating the edge, "symmetric" with it. */
export type PadMode = "constant" | "edge" | "reflect" | "symmetric" | "wrap" | "linear_ramp" | "maximum" | "minimum" | "mean" | "empty"

/** How many places to add: the same everywhere, `[before, after]` for all axes, or a pair for each axis. */
export type PadWidth = number | readonly [number, number] | readonly (readonly [number, number])[]

export interface PadOptions {
  /** Default "constant". */
  readonly mode?: PadMode
  /** For "constant". Default 0. */
  readonly constantValues?: ArrayLike
  /** For "linear_ramp": what the outermost place holds. Default 0. */
  readonly endValues?: number
}

const padOptions: OptionNames<PadOptions> = { mode: "string", constantValues: "number|array", endValues: "number" }

type Pair = readonly [before: number, after: number]

const pairsOf = (width: PadWidth, rank: number): readonly Pair[] => {
  const given: readonly (number | Pair)[] = typeof width === "number" ? [[width, width]] : Array.isArray(width) ? width : []
  const rows = given.every((w) => typeof w === "number") ? [given as unknown as Pair] : (given as readonly Pair[])
  const pairs = rows.length === 1 ? Array.from({ length: rank }, () => rows[0] as Pair) : rows
  const fits =
    pairs.length === rank && pairs.every((p) => Array.isArray(p) && p.length === 2 && p.every((n) => Number.isInteger(n) && n >= 0))
  return fits
    ? pairs
    : raise({
        code: "argument/pad",
        op: "pad",
        need: `a width is a natural number, a pair of them, or one pair for each of ${rank} axes`,
        got: Array.isArray(width) ? JSON.stringify(width) : describeLeaf(width),
      })
}

/** Where each place of a padded axis comes from, for the modes that only move elements. */
const sources: { readonly [M in PadMode]?: (i: number, size: number) => number } = {
  edge: (i, size) => Math.min(Math.max(i, 0), size - 1),
  wrap: (i, size) => ((i % size) + size) % size,
  symmetric: (i, size) => {
    const k = ((i % (2 * size)) + 2 * size) % (2 * size)
    return k < size ? k : 2 * size - 1 - k
  },
  reflect: (i, size) => {
    const period = Math.max(1, 2 * size - 2)
    const k = ((i % period) + period) % period
    return k < size ? k : period - k
  },
}

const moved = (x: NDArray, axis: number, [before, after]: Pair, source: (i: number, size: number) => number): NDArray => {
  const size = x.shape[axis] as number
  return take(
    x,
    tabulate([size + before + after], "int32", (i) => source(i - before, size)),
    axis,
    { mode: "clip" },
  )
}

const repeated = (x: NDArray, axis: number, [before, after]: Pair, edge: NDArray): NDArray => {
  const margin = (n: number): readonly NDArray[] => (n === 0 ? [] : [broadcastTo(edge, x.shape.with(axis, n), "pad")])
  return concatenate([...margin(before), x, ...margin(after)], axis)
}

const averaged = (x: NDArray, axis: number): NDArray => {
  const m = mean(x, axis, { keepdims: true })
  return astype(isInexact(x.dtype) ? m : round(m), x.dtype)
}

const ramp = (x: NDArray, axis: number, [before, after]: Pair, end: number): NDArray => {
  const side = (at: number, n: number): NDArray => {
    const edge = squeeze(sliceAxis(x, axis, at, at + 1), axis)
    const line = linspace(end, edge, n, { endpoint: false, axis })
    return astype(isInexact(x.dtype) ? line : round(line), x.dtype)
  }
  const size = x.shape[axis] as number
  const head = before === 0 ? [] : [side(0, before)]
  const tail =
    after === 0
      ? []
      : [
          take(
            side(size - 1, after),
            tabulate([after], "int32", (i) => after - 1 - i),
            axis,
            { mode: "clip" },
          ),
        ]
  return concatenate([...head, x, ...tail], axis)
}

const padAxis = (x: NDArray, axis: number, pair: Pair, mode: PadMode, end: number): NDArray => {
  if (pair[0] === 0 && pair[1] === 0) return x
  if (x.shape[axis] === 0)
    return raise({ code: "shape/empty", op: "pad", need: `axis ${axis} is empty: there is nothing to fill a margin with`, avals: [x.aval] })
  const source = sources[mode]
  if (source) return moved(x, axis, pair, source)
  if (mode === "linear_ramp") return ramp(x, axis, pair, end)
  const edge =
    mode === "maximum" ? max(x, axis, { keepdims: true }) : mode === "minimum" ? min(x, axis, { keepdims: true }) : averaged(x, axis)
  return repeated(x, axis, pair, edge)
}

const modes: readonly PadMode[] = ["constant", "edge", "reflect", "symmetric", "wrap", "linear_ramp", "maximum", "minimum", "mean", "empty"]

/**
 * The array with a margin around it, constant unless a mode says otherwise. (`jax.numpy.pad`)
 * @example np.pad(x, [[1, 1], [0, 2]]) // zeros: a row above and below, two columns on the right
 * @example np.pad(x, 1, { mode: "edge" })
 */
export const pad = (x: ArrayLike, width: PadWidth, given: PadMode | PadOptions = {}, options: PadOptions = {}): NDArray => {
  const mixed = {
    ...optionsOf("pad", options, padOptions),
    ...(typeof given === "string" ? { mode: given } : optionsOf("pad", given, padOptions)),
  }
  const { mode = "constant", constantValues = 0, endValues = 0 } = mixed
  const a = toArray(x, "pad")
  const pairs = pairsOf(width, a.ndim)
  if (!modes.includes(mode)) raise({ code: "argument/pad", op: "pad", need: `a mode is one of ${modes.join(", ")}`, got: String(mode) })
  if (mode !== "constant" && mode !== "empty") return pairs.reduce((y, pair, axis) => padAxis(y, axis, pair, mode, endValues), a)
  const value = updateOf(a, mode === "empty" ? literalArray(0, a.dtype) : constantValues, "pad")
  if (value.ndim !== 0) raise({ code: "shape/rank", op: "pad", need: "the constant must be a scalar", avals: [value.aval] })
  return prim.pad(
    a,
    value,
    pairs.map(([low, high]) => ({ low, high, interior: 0 })),
  )
}
