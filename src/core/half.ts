// The two 16-bit floats, between numbers and bit patterns: float16 is IEEE binary16 (5 exponent bits, 10 of mantissa);
// bfloat16 is the upper half of a float32 (8 and 7). Both round to nearest, ties to even.

const float64 = new Float64Array(1)
const wordsOf64 = new Uint32Array(float64.buffer)
const highWord = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0
const float32 = new Float32Array(1)
const bitsOf32 = new Uint32Array(float32.buffer)

const SIGN = 0x8000
const FLOAT16_INFINITY = 0x7c00
const FLOAT16_NAN = 0x7e00
const BFLOAT16_NAN = 0x7fc0

/** Sign and biased exponent of a float64: its upper 12 bits. */
const signAndExponent = (x: number): number => {
  float64[0] = x
  return (wordsOf64[highWord] as number) >>> 20
}

/** Nearest integer of 0 ≤ x < 2⁵¹, ties to even: beyond 2⁵² a float64 has no room for a fraction, so the addition rounds. */
const nearestInteger = (x: number): number => x + 2 ** 52 - 2 ** 52

/** The number that a float16 pattern stands for: `(−1)ˢ · 2^(e−15) · (1 + m/1024)`, and `m · 2⁻²⁴` where e = 0. */
export const float16ToNumber = (bits: number): number => {
  const magnitude = bits & 0x7fff
  // the same exponent and mantissa as a float32 mean a number 2¹¹² times too small, subnormal or not
  bitsOf32[0] = magnitude << 13
  const value = magnitude < FLOAT16_INFINITY ? (float32[0] as number) * 2 ** 112 : magnitude === FLOAT16_INFINITY ? Infinity : NaN
  return bits & SIGN ? -value : value
}

/** The float16 pattern nearest to a number, straight from float64. From 65520 on that is ∞; every NaN becomes 0x7e00. */
export const numberToFloat16 = (x: number): number => {
  if (Number.isNaN(x)) return FLOAT16_NAN
  const upper = signAndExponent(x)
  const sign = (upper << 4) & SIGN
  const exponent = Math.max((upper & 0x7ff) - 1023, -14)
  if (exponent > 15) return sign | FLOAT16_INFINITY
  // |x| in units of its last place: below 1024 if subnormal, else 1024 to 2048; 2048 carries into the exponent, up to ∞
  const units = nearestInteger(Math.abs(x) * 2 ** (10 - exponent))
  return sign | ((exponent + 14) * 1024 + units)
}

/** The number that a bfloat16 pattern stands for: the float32 whose upper half it is. */
export const bfloat16ToNumber = (bits: number): number => {
  bitsOf32[0] = bits << 16
  return float32[0] as number
}

/**
 * The bfloat16 pattern nearest to a number that was rounded to float32 first, as XLA converts: on its way from float64 a number
 * may round twice. Every NaN becomes 0x7fc0.
 */
export const numberToBfloat16 = (x: number): number => {
  if (Number.isNaN(x)) return BFLOAT16_NAN
  float32[0] = x
  const bits = bitsOf32[0] as number
  // half of the last place, less one where the pattern is even: a tie then carries only into an even pattern
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16
}

/** The nearest number that a float16 can hold. */
export const roundToFloat16 = (x: number): number => float16ToNumber(numberToFloat16(x))

/** The nearest number that a bfloat16 can hold, by way of float32. */
export const roundToBfloat16 = (x: number): number => bfloat16ToNumber(numberToBfloat16(x))

const decode =
  (toNumber: (bits: number) => number) =>
  (patterns: Uint16Array): Float32Array => {
    const numbers = new Float32Array(patterns.length)
    for (let i = 0; i < patterns.length; i++) numbers[i] = toNumber(patterns[i] as number)
    return numbers
  }

const encode =
  (toBits: (x: number) => number) =>
  (numbers: ArrayLike<number>): Uint16Array => {
    const patterns = new Uint16Array(numbers.length)
    for (let i = 0; i < numbers.length; i++) patterns[i] = toBits(numbers[i] as number)
    return patterns
  }

/** float16 patterns to numbers; exact. */
export const decodeFloat16: (patterns: Uint16Array) => Float32Array = decode(float16ToNumber)
/** Numbers to float16 patterns; see `numberToFloat16`. */
export const encodeFloat16: (numbers: ArrayLike<number>) => Uint16Array = encode(numberToFloat16)
/** bfloat16 patterns to numbers; exact. */
export const decodeBfloat16: (patterns: Uint16Array) => Float32Array = decode(bfloat16ToNumber)
/** Numbers to bfloat16 patterns; see `numberToBfloat16`. */
export const encodeBfloat16: (numbers: ArrayLike<number>) => Uint16Array = encode(numberToBfloat16)
