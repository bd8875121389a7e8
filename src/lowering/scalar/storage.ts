// Between what elements are computed with and what their dtype can hold: small integers wrap, 16-bit floats round to nearest even.
import { type DType, dtypeInfo, kindOf } from "../../core/dtype.js"
import type { ScalarNode } from "../../core/scalar.js"
import { add, and, bitcast, constant, convert, eq, ge, gt, like, lt, mul, or, select, shl, shrS, shrU, sub } from "./build.js"

const u32 = (n: number): ScalarNode => constant("u32", n)

/** A bfloat16 pattern is the upper half of a float32. */
const decodeBfloat16 = (bits: ScalarNode): ScalarNode => bitcast(shl(bits, 16), "f32")

/** Half the last place is added, less one where the kept part is even, so that ties go to even; every NaN becomes 0x7fc0. */
const encodeBfloat16 = (x: ScalarNode): ScalarNode => {
  const bits = bitcast(x, "u32")
  const rounded = shrU(add(bits, add(u32(0x7fff), and(shrU(bits, 16), u32(1)))), 16)
  return select(gt(and(bits, u32(0x7fffffff)), u32(0x7f800000)), u32(0x7fc0), rounded)
}

/** The exponent and mantissa of a float16 in a float32's place stand for a number 2¹¹² times too small, subnormal or not. */
const decodeFloat16 = (bits: ScalarNode): ScalarNode => {
  const magnitude = and(bits, u32(0x7fff))
  const scaled = mul(bitcast(shl(magnitude, 13), "f32"), constant("f32", 2 ** 112))
  // exponent 31 means infinity or NaN: the float32 with the same mantissa and all exponent bits
  const special = or(shl(magnitude, 13), u32(0x7f800000))
  const unsigned = select(ge(magnitude, u32(0x7c00)), special, bitcast(scaled, "u32"))
  return bitcast(or(unsigned, shl(and(bits, u32(0x8000)), 16)), "f32")
}

/**
 * Normal results: the exponent is moved, half a last place is added, ties go to even, and a carry runs into the exponent, up to ∞.
 * Subnormal results: adding ½ aligns the last place of a float32 with that of the float16, so that the addition rounds.
 */
const encodeFloat16 = (x: ScalarNode): ScalarNode => {
  const bits = bitcast(x, "u32")
  const sign = and(shrU(bits, 16), u32(0x8000))
  const magnitude = and(bits, u32(0x7fffffff))
  const odd = and(shrU(magnitude, 13), u32(1))
  const normal = shrU(add(sub(magnitude, u32(112 << 23)), add(u32(0xfff), odd)), 13)
  const half = constant("f32", 0.5)
  const subnormal = sub(bitcast(add(bitcast(magnitude, "f32"), half), "u32"), bitcast(half, "u32"))
  const finite = select(lt(magnitude, u32(113 << 23)), subnormal, normal)
  const overflow = select(gt(magnitude, u32(0x7f800000)), u32(0x7e00), u32(0x7c00))
  // 65520, from which on everything rounds to ∞
  return or(sign, select(ge(magnitude, u32(0x477ff000)), overflow, finite))
}

/** The number that a stored 16-bit pattern stands for. */
export const decode = (bits: ScalarNode, dtype: DType): ScalarNode =>
  dtype === "float16" ? decodeFloat16(bits) : dtype === "bfloat16" ? decodeBfloat16(bits) : bits

/** The pattern to store for a number. */
export const encode = (x: ScalarNode, dtype: DType): ScalarNode =>
  dtype === "float16" ? encodeFloat16(x) : dtype === "bfloat16" ? encodeBfloat16(x) : x

const spareBits = (dtype: DType): number => 32 - 8 * dtypeInfo[dtype].bytes

/** A result brought back into its dtype: wrapped, or rounded to 16 bits. */
export const confine = (x: ScalarNode, dtype: DType): ScalarNode => {
  if (dtype === "float16" || dtype === "bfloat16") return decode(encode(x, dtype), dtype)
  const spare = spareBits(dtype)
  if (spare <= 0 || kindOf(dtype) === "float" || kindOf(dtype) === "bool") return x
  return kindOf(dtype) === "int" ? shrS(shl(x, spare), spare) : and(x, u32(2 ** (32 - spare) - 1))
}

/** A number of one dtype in another: float to integer truncates and saturates, NaN becomes 0, whatever is not zero is true. */
export const convertTo = (x: ScalarNode, from: DType, to: DType): ScalarNode => {
  if (from === to) return x
  if (to === "bool") return x.type === "bool" ? x : select(eq(x, like(x, 0)), constant("bool", 0), constant("bool", 1))
  if (kindOf(from) === "float" && (kindOf(to) === "int" || kindOf(to) === "uint")) return saturate(x, to)
  const type = kindOf(to) === "float" ? (to === "float64" ? "f64" : "f32") : kindOf(to) === "int" ? "i32" : "u32"
  // float64 to a 16-bit float by way of float32, as the reference rounds bfloat16; float16 is rounded straight from float64 there
  return confine(convert(x, type), to)
}

const saturate = (x: ScalarNode, to: DType): ScalarNode => {
  const { min: low, max: high, bytes } = dtypeInfo[to]
  const type = kindOf(to) === "int" ? "i32" : "u32"
  const whole = convert(x, type)
  if (bytes === 4) return whole
  const above = select(gt(whole, constant(type, high)), constant(type, high), whole)
  return kindOf(to) === "int" ? select(lt(above, constant(type, low)), constant(type, low), above) : above
}
