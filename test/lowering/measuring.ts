// The measuring of every float32 as a program of the library: a block of bit patterns, the function of them in float32 and in float64, how far the
// first is from the second, and the worst of it. What JavaScript does element by element in hours, this does in seconds.

import type { NDArray } from "../../src/core/array.js"
import { jit, lax, numpy as np } from "../../src/index.js"

/** Patterns that one pass looks at. */
export const BLOCK = 2 ** 13

/** The worst error in units of the last place, and the pattern of its argument. */
export interface Found {
  readonly ulps: number
  readonly bits: number
}

const uint = (n: number): NDArray => np.array(n, { dtype: "uint32" })
const double = (x: NDArray): NDArray => lax.convertElementType(x, "float64")
const wordsOf = (x: NDArray): NDArray => lax.bitcastConvertType(x, "uint32")
const floatsOf = (x: NDArray): NDArray => lax.bitcastConvertType(x, "float32")

const EXPONENT = 0x7f800000
/** The least normal number's. */
const LEAST = 0x00800000

/** `2^(128−e)` of a number in the binade e − 127, which is 2⁻²² of what a unit of the last place divides by; 0 for an infinity. */
const inverseBinade = (r: NDArray): NDArray => {
  // one 2²⁵th less, so that what is below a power of two is not rounded up to it, and the power itself is
  const rounded = lax.convertElementType(r.mul(1 - 2 ** -25), "float32")
  const binade = np.maximum(lax.bitwiseAnd(wordsOf(rounded), uint(EXPONENT)), uint(LEAST))
  return double(floatsOf(uint(EXPONENT).sub(binade)))
}

/**
 * How far `got` in float32 is from `exact` in float64, in 2²² units of the last place of float32 at `exact`: 0 where it is what `exact` rounds to.
 * NaN is right where NaN is expected, an infinity and a zero where the exact value rounds to one, with its sign; any other of them is
 * infinitely wrong.
 */
export const errorOf = (got: NDArray, exact: NDArray): NDArray => {
  const rounded = lax.convertElementType(exact, "float32")
  const apart = np.abs(double(got).sub(exact)).mul(inverseBinade(exact))
  const bothNaN = np.logicalAnd(np.isnan(got), np.isnan(rounded))
  const right = np.logicalOr(bothNaN, wordsOf(got).equal(wordsOf(rounded)))
  const size = np.maximum(np.abs(got), np.abs(rounded))
  const measurable = np.logicalAnd(size.greater(0), size.less(Infinity))
  return np.where(right, 0, np.where(measurable, apart, Infinity))
}
/** What errors are counted in. */
export const UNITS = 2 ** 22

/** The `index`-th pattern: one of each stretch of `every`, not always the one at the same place, so that low bits vary too. */
const patternsFrom = (first: NDArray, every: number): NDArray => {
  const index = np.arange(BLOCK, { dtype: "uint32" }).add(first)
  return every === 1 ? index : index.mul(uint(every)).add(lax.rem(index.mul(uint(0x9e3779b1)), uint(every)))
}

/** `blocks` blocks of patterns from the `first`-th on: the worst of them. */
export const measuring = (f: (x: NDArray) => NDArray, every: number): ((first: number, blocks: number) => Found) => {
  const errorsFrom = (first: NDArray): readonly [NDArray, NDArray] => {
    const bits = patternsFrom(first, every)
    const x = floatsOf(bits)
    return [bits, errorOf(f(x), f(double(x)))]
  }
  const worstOf = jit(
    (first: NDArray, blocks: NDArray): readonly NDArray[] =>
      lax.foriLoop(
        np.array(0, { dtype: "int32" }),
        blocks,
        (i: NDArray, [worst, where]: readonly NDArray[]) => {
          const start = first.add(lax.convertElementType(i, "uint32").mul(uint(BLOCK)))
          const here = np.max(errorsFrom(start)[1])
          const isWorse = here.greater(worst as NDArray)
          return [np.where(isWorse, here, worst as NDArray), np.where(isWorse, start, where as NDArray)]
        },
        [np.array(0, { dtype: "float64" }), uint(0)],
      ) as readonly NDArray[],
  )
  // only the block of the worst is searched for its place
  const find = jit((start: NDArray): NDArray => {
    const [bits, errors] = errorsFrom(start)
    return bits.at(np.argmax(errors)).get()
  })
  return (first, blocks) => {
    const [ulps, start] = worstOf(uint(first), np.array(blocks, { dtype: "int32" })) as [NDArray, NDArray]
    return { ulps: Number(ulps.item()) * UNITS, bits: Number(find(start).item()) }
  }
}
