import fc from "fast-check"
import { expect, test } from "vitest"
import { bfloat16ToNumber, float16ToNumber } from "../../../src/core/half.js"
import { nextafter16, nextafter32, nextafter64, nextafterBfloat16 } from "../../../src/primitives/scalar/nextafter.js"

interface Format {
  readonly name: string
  readonly next: (x: number, y: number) => number
  readonly any: fc.Arbitrary<number>
  readonly smallest: number
  readonly largest: number
  readonly eps: number
}

const fromBits = (toNumber: (bits: number) => number): fc.Arbitrary<number> =>
  fc
    .nat({ max: 0xffff })
    .map(toNumber)
    .filter((x) => !Number.isNaN(x))

const formats: readonly Format[] = [
  { name: "float16", next: nextafter16, any: fromBits(float16ToNumber), smallest: 2 ** -24, largest: 65504, eps: 2 ** -10 },
  {
    name: "bfloat16",
    next: nextafterBfloat16,
    any: fromBits(bfloat16ToNumber),
    smallest: 2 ** -133,
    largest: (2 - 2 ** -7) * 2 ** 127,
    eps: 2 ** -7,
  },
  {
    name: "float32",
    next: nextafter32,
    any: fc.float({ noNaN: true }),
    smallest: 2 ** -149,
    largest: (2 - 2 ** -23) * 2 ** 127,
    eps: 2 ** -23,
  },
  { name: "float64", next: nextafter64, any: fc.double({ noNaN: true }), smallest: 5e-324, largest: Number.MAX_VALUE, eps: 2 ** -52 },
]
const named = formats.map((format) => [format.name, format] as const)

test.each(named)("%s: the ends, around zero and around one", (_, { next, smallest, largest, eps }) => {
  expect([next(0, 1), next(0, -1), next(-0, 1), next(smallest, 0), next(-smallest, 0)]).toEqual([smallest, -smallest, smallest, 0, -0])
  expect([next(0, -0), next(-0, 0)]).toEqual([-0, 0])
  expect([next(largest, Infinity), next(-largest, -Infinity)]).toEqual([Infinity, -Infinity])
  expect([next(Infinity, 0), next(-Infinity, 0), next(Infinity, Infinity)]).toEqual([largest, -largest, Infinity])
  expect([next(1, 2), next(1, 0), next(-1, -2), next(-1, 0)]).toEqual([1 + eps, 1 - eps / 2, -1 - eps, eps / 2 - 1])
  expect([next(NaN, 1), next(1, NaN)]).toEqual([NaN, NaN])
})

test.each(named)("%s: monotone, one step at a time, there and back, and odd", (_, { next, any }) => {
  fc.assert(
    fc.property(any, any, (x, y) => {
      fc.pre(x !== y)
      const z = next(x, y)
      expect(y > x ? z > x && z <= y : z < x && z >= y).toBe(true)
      expect(next(z, x) === x).toBe(true)
      expect(next(-x, -y)).toBe(-z)
    }),
  )
})

test("float32 neighbours have no float32 between them", () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (x) => {
      const above = nextafter32(x, Infinity)
      fc.pre(Number.isFinite(above))
      const middle = Math.fround((x + above) / 2)
      return middle === x || middle === above
    }),
  )
})
