// Greatest and least numbers are found among bits where lanes hold float32: signs of zeros, NaN of either sign, infinities and subnormals.
import fc from "fast-check"
import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import "../../src/install.js"
import * as np from "../../src/numpy/index.js"
import { jit } from "../../src/transforms/jit.js"

/** Bits of numbers at which orders of integers and of floats differ. */
const marks = [
  0x00000000, 0x80000000, 0x7f800000, 0xff800000, 0x7fc00000, 0xffc00000, 0x7f800001, 0xffffffff, 1, 0x80000001, 0x3f800000, 0xbf800000,
]
const someBits = fc.oneof(
  fc.constantFrom(...marks),
  fc.constantFrom(...marks.filter((b) => b >= 0x80000000 && b < 0xff800001)), // rows without positive numbers too
  fc.integer({ min: 0, max: 0xffffffff }),
)
const rows = fc.oneof(
  fc.array(someBits, { minLength: 1, maxLength: 70 }),
  fc.array(fc.constantFrom(0x80000000, 0xbf800000, 0xff7fffff), { minLength: 1, maxLength: 40 }),
  fc.array(fc.constantFrom(0, 0x80000000), { minLength: 1, maxLength: 40 }),
)

const compiled = jit((x: NDArray) => [np.max(x, -1), np.min(x, -1)] as const)

const bounds = [0, -0, 1, -1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 2 ** -149, Number.NaN]
const bounded = jit((x: NDArray) => bounds.flatMap((c) => [np.maximum(x, c), np.minimum(c, x)]))

test.each(["float32", "float64"] as const)("numbers of %s beside a constant, whatever their bits", (dtype) => {
  fc.assert(
    fc.property(rows, (bits) => {
      const x = new Float32Array(Uint32Array.from(bits).buffer)
      const found = bounded(np.array(x, { dtype })).map((y) => [...y.dataSync()])
      const expected = bounds.flatMap((c) => [[...x].map((v) => Math.max(v, c)), [...x].map((v) => Math.min(v, c))])
      expect(found).toEqual(expected) // zeros by sign
    }),
  )
})

test("the greatest and the least of a row are IEEE's maximum and minimum, whatever its bits", () => {
  fc.assert(
    fc.property(rows, (bits) => {
      const x = new Float32Array(Uint32Array.from(bits).buffer)
      const [most, least] = compiled(np.array(x))
      expect(most.item()).toBe(Math.max(...x))
      expect(least.item()).toBe(Math.min(...x))
    }),
    { numRuns: 400 },
  )
})
