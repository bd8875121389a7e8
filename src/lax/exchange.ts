// Collectives that move values between the examples of a named axis.
import type { NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { resolveAxis } from "../numpy/axes.js"
import * as prim from "../primitives/collective.js"
import { reshape } from "../primitives/shape/reshape.js"
import { moveAxis } from "../primitives/transpose.js"
import type { Arrays } from "../transforms/types.js"
import { sizeOfAxis } from "./axisnames.js"
import { onLeaves } from "./collectives.js"
import { dynamicIndexInDim } from "./slicing.js"

/** `[source, destination]` pairs. */
export type Permutation = readonly (readonly [source: number, destination: number])[]

const requirePairs = (op: string, perm: Permutation, size: number): void => {
  const fits = [0, 1].every((side) => {
    const ends = perm.map((pair) => pair[side] as number)
    return new Set(ends).size === ends.length && ends.every((i) => Number.isInteger(i) && i >= 0 && i < size)
  })
  if (!fits)
    raise({
      code: "argument/permutation",
      op,
      need: `pairs must name distinct sources and distinct destinations in 0…${size - 1}`,
      got: perm.map((pair) => `[${pair.join(", ")}]`).join(", "),
    })
}

/** `y_destination = x_source` for each `[source, destination]`; examples that nobody sends to get zeros. (`lax.ppermute`) */
export const ppermute = <T>(x: T, axisName: string, perm: Permutation): Arrays<T> => {
  const size = sizeOfAxis("ppermute", axisName)
  requirePairs("ppermute", perm, size)
  return onLeaves("ppermute", x, (leaf) => prim.ppermute(leaf, { axisName, axisSize: size, perm }))
}

/** `yᵢ = x_perm[i]`, for a permutation of all examples. (`lax.pshuffle`) */
export const pshuffle = <T>(x: T, axisName: string, perm: readonly number[]): Arrays<T> => {
  const size = sizeOfAxis("pshuffle", axisName)
  if (perm.length !== size)
    raise({
      code: "argument/permutation",
      op: "pshuffle",
      need: `the permutation must name each of ${size} examples once`,
      got: `(${perm.join(", ")})`,
    })
  return ppermute(
    x,
    axisName,
    perm.map((source, i) => [source, i] as const),
  )
}

export interface TiledOption {
  /** Whether the examples' parts are joined along the axis instead of stacked on an axis of their own. Default false. */
  readonly tiled?: boolean
}

const tiledOption: OptionNames<TiledOption> = { tiled: "boolean" }

export interface AllGatherOptions extends TiledOption {
  /** Where the examples go. Default 0. */
  readonly axis?: number
}

const allGatherOptions: OptionNames<AllGatherOptions> = { axis: "number", tiled: "boolean" }

/** Merges an axis with the one behind it. */
const merged = (x: NDArray, axis: number): NDArray =>
  reshape(x, [...x.shape.slice(0, axis), (x.shape[axis] as number) * (x.shape[axis + 1] as number), ...x.shape.slice(axis + 2)])

/** Splits an axis into `count` parts, whose number becomes an axis in front of it. */
const parted = (op: string, x: NDArray, axis: number, count: number): NDArray => {
  const size = x.shape[axis] as number
  return size % count === 0
    ? reshape(x, [...x.shape.slice(0, axis), count, size / count, ...x.shape.slice(axis + 1)])
    : raise({ code: "shape/scatter-axis", op, need: `axis ${axis} must be a multiple of the mapped axis, ${count}`, avals: [x.aval] })
}

/** `y = [x₀, x₁, …]`, the same for every example: all stacked along a new axis, or joined along one. (`lax.all_gather`) */
export const allGather = <T>(x: T, axisName: string, options?: AllGatherOptions): Arrays<T> => {
  const { axis = 0, tiled = false } = optionsOf("allGather", options, allGatherOptions)
  const size = sizeOfAxis("allGather", axisName)
  return onLeaves("allGather", x, (leaf) => {
    const at = resolveAxis("allGather", axis, tiled ? leaf.ndim : leaf.ndim + 1)
    const all = prim.allGather(leaf, { axisName, axisSize: size, allGatherDimension: at })
    return tiled ? merged(all, at) : all
  })
}

export interface PsumScatterOptions extends TiledOption {
  /** Which axis is dealt out. Default 0. */
  readonly scatterDimension?: number
}

const psumScatterOptions: OptionNames<PsumScatterOptions> = { scatterDimension: "number", tiled: "boolean" }

/** `yᵢ = Σ_k x_k[i]`: every example gets its part of the sum. (`lax.psum_scatter`) */
export const psumScatter = <T>(x: T, axisName: string, options?: PsumScatterOptions): Arrays<T> => {
  const { scatterDimension = 0, tiled = false } = optionsOf("psumScatter", options, psumScatterOptions)
  const size = sizeOfAxis("psumScatter", axisName)
  return onLeaves("psumScatter", x, (leaf) => {
    const at = resolveAxis("psumScatter", scatterDimension, leaf.ndim)
    const whole = tiled ? parted("psumScatter", leaf, at, size) : leaf
    return prim.psumScatter(whole, { axisName, axisSize: size, allGatherDimension: at })
  })
}

/** Example j takes part j of every example's `splitAxis`, which disappears, and stacks them along `concatAxis`. */
const exchanged = (x: NDArray, axis: prim.AxisParams, splitAxis: number, concatAxis: number): NDArray => {
  if (x.shape[splitAxis] !== axis.axisSize)
    raise({
      code: "shape/scatter-axis",
      op: "allToAll",
      need: `axis ${splitAxis} must have the size of the mapped axis, ${axis.axisSize}`,
      avals: [x.aval],
    })
  const all = prim.allGather(x, { ...axis, allGatherDimension: 0 })
  const own = dynamicIndexInDim(all, prim.axisIndex(axis), splitAxis + 1, { keepdims: false })
  return moveAxis(own, 0, concatAxis)
}

/**
 * `y_j[…, i, …] = x_i[…, j, …]`: the mapped axis and `splitAxis` change places, and the examples come back along `concatAxis`. (`lax.all_to_all`)
 */
export const allToAll = <T>(x: T, axisName: string, splitAxis: number, concatAxis: number, options?: TiledOption): Arrays<T> => {
  const { tiled = false } = optionsOf("allToAll", options, tiledOption)
  const axis = { axisName, axisSize: sizeOfAxis("allToAll", axisName) }
  return onLeaves("allToAll", x, (leaf) => {
    const [split, concat] = [resolveAxis("allToAll", splitAxis, leaf.ndim), resolveAxis("allToAll", concatAxis, leaf.ndim)]
    return tiled
      ? merged(exchanged(parted("allToAll", leaf, split, axis.axisSize), axis, split, concat), concat)
      : exchanged(leaf, axis, split, concat)
  })
}

/** `y_j[…, i, …] = x_i[…, j, …]`: the mapped axis and an axis of the same size change places. (`lax.pswapaxes`) */
export const pswapaxes = <T>(x: T, axisName: string, axis: number): Arrays<T> => allToAll(x, axisName, axis, axis)
