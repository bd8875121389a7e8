import fc from "fast-check"
import { expect, test } from "vitest"
import {
  bfloat16ToNumber,
  decodeBfloat16,
  decodeFloat16,
  encodeBfloat16,
  encodeFloat16,
  float16ToNumber,
  numberToBfloat16,
  numberToFloat16,
  roundToBfloat16,
  roundToFloat16,
} from "../../src/core/half.js"

const patterns = Array.from({ length: 0x10000 }, (_, bits) => bits)

/** What a pattern means, straight from the definition. */
const meaning = (bits: number, mantissaBits: number, bias: number): number => {
  const mantissa = (bits % 2 ** mantissaBits) / 2 ** mantissaBits
  const exponent = Math.floor((bits % 0x8000) / 2 ** mantissaBits)
  const isTop = exponent === 2 ** (15 - mantissaBits) - 1
  const magnitude = isTop
    ? mantissa === 0
      ? Infinity
      : NaN
    : exponent === 0
      ? mantissa * 2 ** (1 - bias)
      : (1 + mantissa) * 2 ** (exponent - bias)
  return bits >= 0x8000 ? -magnitude : magnitude
}

const formats = [
  {
    name: "float16",
    mantissaBits: 10,
    bias: 15,
    toNumber: float16ToNumber,
    toBits: numberToFloat16,
    decode: decodeFloat16,
    encode: encodeFloat16,
  },
  {
    name: "bfloat16",
    mantissaBits: 7,
    bias: 127,
    toNumber: bfloat16ToNumber,
    toBits: numberToBfloat16,
    decode: decodeBfloat16,
    encode: encodeBfloat16,
  },
] as const
const named = formats.map((format) => [format.name, format] as const)

test.each(named)("%s: every pattern means what the definition says, and comes back", (_, { mantissaBits, bias, toNumber, toBits }) => {
  for (const bits of patterns) {
    const x = toNumber(bits)
    if (!Object.is(x, meaning(bits, mantissaBits, bias))) expect(x, `pattern ${bits}`).toBe(meaning(bits, mantissaBits, bias))
    if (!Number.isNaN(x) && toBits(x) !== bits) expect(toBits(x), `pattern ${bits}`).toBe(bits)
  }
})

test.each(named)(
  "%s: a tie between neighbours goes to the even pattern, anything else to the nearer",
  (_, { mantissaBits, bias, toNumber, toBits }) => {
    const infinity = toBits(Infinity)
    for (let bits = 0; bits < infinity; bits++) {
      const low = toNumber(bits)
      // beyond the largest the next would be there, had it an exponent
      const high = bits + 1 < infinity ? toNumber(bits + 1) : 2 ** (2 ** (15 - mantissaBits) - 1 - bias)
      const tie = (low + high) / 2
      const nudge = (high - low) / 64
      const got = [toBits(tie), toBits(tie - nudge), toBits(tie + nudge), toBits(-tie)]
      const even = bits % 2 === 0 ? bits : bits + 1
      if (String(got) !== String([even, bits, bits + 1, even + 0x8000])) expect(got).toEqual([even, bits, bits + 1, even + 0x8000])
    }
  },
)

test("the ends of float16", () => {
  expect([65519.99, 65520, 1e308, -65520, -1e308].map(roundToFloat16)).toEqual([65504, Infinity, Infinity, -Infinity, -Infinity])
  expect([2 ** -24, 2 ** -25, 2 ** -25 * 1.0000001, -(2 ** -26), 5e-324, -0].map(roundToFloat16)).toEqual([
    2 ** -24,
    0,
    2 ** -24,
    -0,
    0,
    -0,
  ])
  expect([Infinity, -Infinity].map(numberToFloat16)).toEqual([0x7c00, 0xfc00])
  expect([numberToFloat16(NaN), roundToFloat16(NaN)]).toEqual([0x7e00, NaN])
})

test("the ends of bfloat16", () => {
  const largest = (2 - 2 ** -7) * 2 ** 127
  expect([largest, 3.3961775e38, 1e39, -1e308, -0].map(roundToBfloat16)).toEqual([largest, Infinity, Infinity, -Infinity, -0])
  expect([2 ** -133, 2 ** -134, 2 ** -149, 1e-50].map(roundToBfloat16)).toEqual([2 ** -133, 0, 0, 0])
  expect([numberToBfloat16(NaN), numberToBfloat16(-Infinity), roundToBfloat16(NaN)]).toEqual([0x7fc0, 0xff80, NaN])
})

test("float16 rounds once, bfloat16 by way of float32", () => {
  // just above a tie in float64, a tie in float32: only the double rounding falls back to the even pattern
  const aboveTie = (eps: number): number => 1 + eps / 2 + 2 ** -40
  expect(roundToFloat16(aboveTie(2 ** -10))).toBe(1 + 2 ** -10)
  expect(roundToBfloat16(aboveTie(2 ** -7))).toBe(1)
  expect(roundToBfloat16(1 + 2 ** -8 + 2 ** -23)).toBe(1 + 2 ** -7)
})

test.each(named)("%s: rounding is monotone, odd and idempotent", (_, { toNumber, toBits }) => {
  const round = (x: number): number => toNumber(toBits(x))
  const any = fc.oneof(fc.double({ noNaN: true }), fc.float({ noNaN: true }), fc.double({ min: -1e5, max: 1e5, noNaN: true }))
  fc.assert(
    fc.property(any, any, (x, y) => {
      expect(x <= y ? round(x) <= round(y) : round(x) >= round(y)).toBe(true)
      expect(round(-x)).toBe(-round(x))
      expect(round(round(x))).toBe(round(x))
    }),
  )
})

test.each(named)("%s: arrays go element by element", (_, { toNumber, toBits, decode, encode }) => {
  const all = Uint16Array.from(patterns)
  const numbers = decode(all)
  expect(numbers).toBeInstanceOf(Float32Array)
  expect([...numbers.subarray(0, 300)]).toEqual(patterns.slice(0, 300).map(toNumber))
  expect(encode([1, -2.5, 1e-9, NaN])).toEqual(Uint16Array.from([1, -2.5, 1e-9, NaN].map(toBits)))
  const back = encode(numbers)
  expect(patterns.every((bits) => back[bits] === bits || Number.isNaN(toNumber(bits)))).toBe(true)
})
