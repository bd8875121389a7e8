// Functions of whole numbers: divisors, bits, and the numbering of an array's elements.
import { type ArrayLike, literalArray, type NDArray } from "../core/array.js"
import type { Shape } from "../core/aval.js"
import { dtypeInfo, isInteger } from "../core/dtype.js"
import { raise } from "../core/errors.js"
import { type OptionNames, optionsOf } from "../core/options.js"
import { stridesOf } from "../core/tensor.js"
import * as prim from "../primitives/elementwise/index.js"
import { abs, add, clip, floorDivide, mod, multiply } from "./arithmetic.js"
import { astype } from "./astype.js"
import { resolveAxis } from "./axes.js"
import { broadcastTogether } from "./broadcast.js"
import { bitwiseAnd, equal, rightShift, where } from "./comparison.js"
import { constant } from "./creation.js"
import { shapeOf, tabulate, toArray } from "./host.js"
import { concatenate } from "./joining.js"
import { promoteIntegers } from "./promote.js"
import { sum } from "./reductions.js"
import { expandDims, ravel, reshape } from "./reshape.js"
import { sliceAxis } from "./slicing.js"
import { moveaxis } from "./transposing.js"

const integers = (op: string, ...xs: readonly ArrayLike[]): readonly NDArray[] => {
  const arrays = broadcastTogether(op, promoteIntegers(op, xs))
  return isInteger((arrays[0] as NDArray).dtype)
    ? arrays
    : raise({ code: "dtype/kind", op, need: "integers are needed", avals: arrays.map((a) => a.aval), hint: "convert with astype('int32')" })
}

/** The greatest common divisor, by Euclid: as many steps as the widest dtype can need. (`jax.numpy.gcd`) */
export const gcd = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [p, q] = integers("gcd", x, y) as [NDArray, NDArray]
  let [a, b] = [abs(p), abs(q)]
  // consecutive Fibonacci numbers are the worst case: log_φ of the largest number
  const steps = Math.ceil(Math.log(dtypeInfo[a.dtype].max) / Math.log((1 + Math.sqrt(5)) / 2)) + 1
  for (let i = 0; i < steps; i++) {
    const isDone = equal(b, 0)
    const rest = prim.rem(a, where(isDone, 1, b))
    ;[a, b] = [where(isDone, a, b), where(isDone, 0, rest)]
  }
  return a
}

/** The least common multiple. (`jax.numpy.lcm`) */
export const lcm = (x: ArrayLike, y: ArrayLike): NDArray => {
  const [a, b] = integers("lcm", x, y) as [NDArray, NDArray]
  const divisor = gcd(a, b)
  return where(equal(divisor, 0), 0, multiply(floorDivide(abs(a), where(equal(divisor, 0), 1, divisor)), abs(b)))
}

/** How many bits of the absolute value are 1, uint8. (`jax.numpy.bitwise_count`) */
export const bitwiseCount = (x: ArrayLike): NDArray => {
  const [a] = integers("bitwiseCount", x) as [NDArray]
  return astype(prim.populationCount(abs(a)), "uint8")
}

/** A bare number is known now, so it is checked now; arrays follow the mode when they come. */
const requireIndex = (index: number, low: number, high: number, op: string): void => {
  if (!(Number.isInteger(index) && index >= low && index < high))
    raise({ code: "shape/index", op, need: `an index must be a whole number in ${low}…${high - 1}`, got: String(index) })
}

/** The indices, one array for each axis, of elements numbered in row-major order; arrays of numbers are clamped to the array, negative ones count from its end. (`jax.numpy.unravel_index`) */
export const unravelIndex = (index: ArrayLike, shape: Shape): NDArray[] => {
  const sizes = shapeOf(shape, "unravelIndex")
  const total = sizes.reduce((n, d) => n * d, 1)
  if (typeof index === "number") requireIndex(index, -total, total, "unravelIndex")
  const [given] = integers("unravelIndex", index)
  const within = clip(where(prim.lt(given as NDArray, 0), add(given as NDArray, total), given as NDArray), 0, Math.max(0, total - 1))
  const strides = stridesOf(sizes)
  return sizes.map((d, axis) => mod(floorDivide(within, Math.max(1, strides[axis] as number)), Math.max(1, d)))
}

const ravelMultiIndexOptions: OptionNames<{ readonly mode?: "clip" | "wrap" }> = { mode: "string" }

/** The row-major number of the element at given indices, arrays of which are clamped to the array, or counted around with mode "wrap". (`jax.numpy.ravel_multi_index`) */
export const ravelMultiIndex = (indices: readonly ArrayLike[], shape: Shape, options?: { readonly mode?: "clip" | "wrap" }): NDArray => {
  const { mode } = optionsOf("ravelMultiIndex", options, ravelMultiIndexOptions)
  const sizes = shapeOf(shape, "ravelMultiIndex")
  if (indices.length !== sizes.length)
    raise({
      code: "shape/index",
      op: "ravelMultiIndex",
      need: `there must be one array of indices for each of ${sizes.length} axes`,
      got: String(indices.length),
    })
  const strides = stridesOf(sizes)
  const terms = indices.map((i, axis) => {
    const size = sizes[axis] as number
    if (typeof i === "number" && mode === undefined) requireIndex(i, 0, size, "ravelMultiIndex")
    const [index] = integers("ravelMultiIndex", i) as [NDArray]
    return multiply(mode === "wrap" ? mod(index, size) : clip(index, 0, size - 1), strides[axis] as number)
  })
  return terms.reduce((total, term) => add(total, term), literalArray(0, "int32"))
}

export interface BitsOptions {
  readonly axis?: number | null
  /** "big": the first bit counts most. Default "big". */
  readonly bitorder?: "big" | "little"
}

const bitsOptions: OptionNames<BitsOptions> = { axis: "number", bitorder: "string" }

const weights = (bitorder: "big" | "little"): NDArray => tabulate([8], "uint8", (i) => 2 ** (bitorder === "big" ? 7 - i : i))

const line = (x: NDArray, axis: number | null): readonly [NDArray, number] =>
  axis === null ? [ravel(x), 0] : [x, resolveAxis("bits", axis, x.ndim)]

/** Truth values, eight to a uint8, along an axis; the flattened array for null. (`jax.numpy.packbits`) */
export const packbits = (x: ArrayLike, options?: BitsOptions): NDArray => {
  const { axis = null, bitorder = "big" } = optionsOf("packbits", options, bitsOptions)
  const [a, along] = line(toArray(x, "packbits"), axis)
  const last = moveaxis(astype(astype(a, "bool"), "uint8"), along, -1)
  const size = last.shape.at(-1) as number
  const missing = (8 - (size % 8)) % 8
  const full = missing === 0 ? last : concatenate([last, constant(0, last.shape.with(-1, missing), "uint8")], -1)
  const bytes = reshape(full, [...last.shape.slice(0, -1), (size + missing) / 8, 8])
  return moveaxis(astype(sum(multiply(bytes, weights(bitorder)), -1), "uint8"), -1, along)
}

const unpackbitsOptions: OptionNames<BitsOptions & { readonly count?: number }> = { axis: "number", bitorder: "string", count: "number" }

/** The bits of uint8s as 0 and 1 along an axis; the flattened array for null. (`jax.numpy.unpackbits`) */
export const unpackbits = (x: ArrayLike, options?: BitsOptions & { readonly count?: number }): NDArray => {
  const { axis = null, bitorder = "big", count } = optionsOf("unpackbits", options, unpackbitsOptions)
  const [a, along] = line(toArray(x, "unpackbits"), axis)
  if (a.dtype !== "uint8") raise({ code: "dtype/kind", op: "unpackbits", need: "uint8 is needed", avals: [a.aval] })
  const shifts = tabulate([8], "uint8", (i) => (bitorder === "big" ? 7 - i : i))
  const last = moveaxis(a, along, -1)
  const bits = bitwiseAnd(rightShift(expandDims(last, -1), shifts), 1)
  const size = (last.shape.at(-1) as number) * 8
  const flat = reshape(bits, [...last.shape.slice(0, -1), size])
  const kept = count === undefined ? size : count < 0 ? size + count : Math.min(count, size)
  return moveaxis(sliceAxis(flat, flat.ndim - 1, 0, kept), -1, along)
}
