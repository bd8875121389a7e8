// Splitting a data set into disjoint parts: train, validation, test.
import type { ArrayLike, NDArray } from "../core/array.js"
import { raise } from "../core/errors.js"
import { numbersOf, toArray } from "../numpy/host.js"
import * as np from "../numpy/index.js"
import * as random from "../random/index.js"
import { flatten } from "../tree/flatten.js"
import { map } from "../tree/map.js"

/** The number of examples: the first axis, which every leaf must share. */
export const countExamples = (data: unknown, op: string): number => {
  const arrays = flatten(data).leaves.map((x) => toArray(x as ArrayLike, op))
  const n = arrays[0]?.shape[0]
  if (n === undefined)
    return raise({ code: "argument/examples", op, need: "data must be a tree of arrays with examples along the first axis" })
  if (arrays.some((x) => x.shape[0] !== n))
    raise({
      code: "shape/examples",
      op,
      need: "every array must have the same number of examples along its first axis",
      avals: arrays.map((x) => x.aval),
      hint: "examples lie along axis 0: transpose what has them elsewhere",
    })
  return n
}

/** The examples at some positions, of every leaf. */
export const takeExamples = <T>(data: T, positions: NDArray): T => map((x: NDArray) => np.take(x, positions, 0), data as never) as T

/** Whole sizes for fractions of n: rounded down, and what is left over goes to the first. */
const sizesFor = (fractions: readonly number[], n: number): readonly number[] => {
  const total = numbersOf(fractions, "split").reduce((a, b) => a + b, 0)
  const valid = fractions.length > 0 && fractions.every((f) => f >= 0) && total > 0 && total <= 1 + 1e-9
  if (!valid)
    raise({
      code: "argument/fractions",
      op: "split",
      need: "fractions must not be negative and must add up to at most 1",
      got: `(${fractions.join(", ")})`,
      hint: "for example [0.6, 0.2, 0.2]",
    })
  const sizes = fractions.map((f) => Math.floor(f * n + 1e-9))
  const leftOver = total > 1 - 1e-9 ? n - sizes.reduce((a, b) => a + b, 0) : 0
  return sizes.map((size, i) => (i === 0 ? size + leftOver : size))
}

/**
 * Disjoint random parts of a data set, one for each fraction. (Lecture, slide 56: 60/20/20)
 * The same key gives the same split.
 * @example
 * const [train, validation, test] = split(random.key(0), { x, y }, [0.6, 0.2, 0.2])
 */
export const split = <T, const F extends readonly number[]>(key: NDArray, data: T, fractions: F): { [I in keyof F]: T } => {
  const n = countExamples(data, "split")
  const order = random.permutation(key, n)
  let start = 0
  const parts = sizesFor(fractions, n).map((size) => {
    const part = takeExamples(data, np.slice(order, [start, start + size]))
    start += size
    return part
  })
  return parts as { [I in keyof F]: T }
}
