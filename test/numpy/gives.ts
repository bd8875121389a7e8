// What the tests of this room share: short names for arrays, and exact comparison of dtype, shape and every number.
// The values under "what NumPy gives" are those of NumPy 2.4, computed in float64; dtypes are those of the 32-bit lattice.
import { expect } from "vitest"
import "../../src/install.js"
import type { NDArray, NestedArray } from "../../src/core/array.js"
import { type DType, isInexact } from "../../src/core/dtype.js"
import * as np from "../../src/numpy/index.js"

/** float32 from numbers. */
export const floats = (data: np.ArrayData): NDArray => np.array(data)
/** int32 from whole numbers. */
export const ints = (data: np.ArrayData): NDArray => np.array(data, { dtype: "int32" })
/** bool from 0 and 1. */
export const bools = (data: np.ArrayData): NDArray => np.array(data, { dtype: "bool" })
export const as = (dtype: DType, data: np.ArrayData): NDArray => np.array(data, { dtype })

const flat = (x: NestedArray): readonly number[] => (typeof x !== "object" ? [Number(x)] : "re" in x ? [x.re, x.im] : x.flatMap(flat))

/** A number of an array against the number it should be: floats within 1e-6, everything else, NaN, infinities and −0 exactly. */
const fits = (got: number, want: number, dtype: DType): boolean =>
  Object.is(got, want) ||
  (Object.is(want, -0) ? false : got === want) ||
  (isInexact(dtype) && !Object.is(want, -0) && Math.abs(got - want) <= 1e-6 * (1 + Math.abs(want)))

/** Requires a dtype and shape, written `float32[2,3]`, and the elements, nested as `js()` gives them. */
export const gives = (actual: NDArray, type: string, expected: NestedArray): void => {
  expect(`${actual.dtype}[${actual.shape}]`).toBe(type)
  const [got, want] = [Array.from(actual.dataSync()), flat(expected)]
  expect(got.length).toBe(want.length)
  got.forEach((g, i) => {
    const w = want[i] as number
    if (!fits(g, w, actual.dtype)) expect.fail(`element ${i}: got ${g}, expected ${w}`)
  })
}

/** `gives` for several arrays. */
export const giveAll = (actual: readonly NDArray[], ...expected: readonly (readonly [type: string, elements: NestedArray])[]): void => {
  expect(actual.length).toBe(expected.length)
  actual.forEach((x, k) => {
    const [type, elements] = expected[k] as readonly [string, NestedArray]
    gives(x, type, elements)
  })
}

/** The code of the error that a call throws. */
export const codeOf = (call: () => unknown): string => {
  try {
    call()
  } catch (error) {
    return (error as { readonly code?: string }).code ?? String(error)
  }
  return "nothing thrown"
}
