// Integers of 8, 16 and 32 bits, held in numbers: arithmetic modulo 2^width, and XLA's answers where C has none
// (division by zero, the one quotient that overflows, shifts by the width or more, casts from floats out of range).

/** How wide an integer is, and whether its patterns stand for −2^(w−1) … 2^(w−1) − 1 or for 0 … 2^w − 1. */
export interface IntType {
  readonly width: 8 | 16 | 32
  readonly signed: boolean
}

/** The member of the type that is congruent to the integer x modulo 2^width; |x| < 2⁵³. */
export const wrap = (x: number, { width, signed }: IntType): number => {
  const spare = 32 - width
  return signed ? (x << spare) >> spare : (x << spare) >>> spare
}

/** `a · b` as int32. */
export const mul32 = (a: number, b: number): number => Math.imul(a, b)

/** `a · b` as uint32. */
export const mulU32 = (a: number, b: number): number => Math.imul(a, b) >>> 0

/** The quotient rounded toward zero. `x / 0` is all ones (−1, or the largest unsigned); the smallest integer over −1 is itself. (`jax.lax.div`) */
export const divTrunc = (x: number, y: number, type: IntType): number => wrap(y === 0 ? -1 : Math.trunc(x / y), type)

/** The remainder of `divTrunc`, with the sign of x; `x % 0` is x. (`jax.lax.rem`) */
export const remInt = (x: number, y: number): number => (y === 0 ? x : (x % y) + 0) // −0 + 0 = 0

/** `xⁿ` modulo 2^width, by squaring; for n < 0 what truncating the rational `1/x⁻ⁿ` leaves: ±1 for x = ±1, else 0. */
export const powInt = (x: number, n: number, type: IntType): number => {
  if (n < 0) return x === 1 ? 1 : x !== -1 ? 0 : n % 2 === 0 ? 1 : -1
  let power = 1
  let square = x
  for (let rest = n; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = Math.imul(power, square)
    square = Math.imul(square, square)
  }
  return wrap(power, type)
}

/** The pattern of x, read without a sign. */
const pattern = (x: number, width: IntType["width"]): number => wrap(x, { width, signed: false })

/** Whether a shift leaves anything: XLA reads its amount without a sign, so that a negative one is large. */
const within = (amount: number, { width }: IntType): boolean => amount >= 0 && amount < width

/** `x · 2ⁿ` modulo 2^width; 0 for n beyond the width. (`jax.lax.shift_left`) */
export const shiftLeft = (x: number, n: number, type: IntType): number => (within(n, type) ? wrap(x << n, type) : 0)

/** The pattern shifted right, copies of its upper bit moving in; nothing else is left for n beyond the width. (`jax.lax.shift_right_arithmetic`) */
export const shiftRightArithmetic = (x: number, n: number, type: IntType): number =>
  wrap(wrap(x, { width: type.width, signed: true }) >> (within(n, type) ? n : 31), type)

/** The pattern shifted right, zeros moving in; 0 for n beyond the width. (`jax.lax.shift_right_logical`) */
export const shiftRightLogical = (x: number, n: number, type: IntType): number =>
  within(n, type) ? wrap(pattern(x, type.width) >>> n, type) : 0

/** The number of ones in the pattern. (`jax.lax.population_count`) */
export const popcount = (x: number, width: IntType["width"]): number => {
  let count = 0
  for (let rest = pattern(x, width); rest !== 0; rest &= rest - 1) count++ // clears the lowest one
  return count
}

/** The number of zeros before the first one of the pattern; the width for 0. (`jax.lax.clz`) */
export const clz = (x: number, width: IntType["width"]): number => Math.clz32(pattern(x, width)) - (32 - width)

/** A float as an integer of a type with that range: truncated toward zero, then clamped; NaN becomes 0. (`convert_element_type`) */
export const saturate = (x: number, { min, max }: { readonly min: number; readonly max: number }): number =>
  Number.isNaN(x) ? 0 : Math.min(Math.max(Math.trunc(x), min), max) + 0 // −0 + 0 = 0
