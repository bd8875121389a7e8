// The bits of numbers as unsigned integers of 32 bits, or 64 for float64, and numbers of those bits. What has fewer bits lies in the lowest.
import { type DType, dtypeInfo, kindOf } from "../../core/dtype.js"
import { constant, type ScalarNode } from "../../core/scalar.js"
import { scalarTypeOf } from "../value.js"
import { add, and, bitcast, convert, eq, gt, like, lt, or, select, shl, shrU } from "./build.js"
import { confine, decode, encode } from "./storage.js"

const widthOf = (dtype: DType): number => 8 * dtypeInfo[dtype].bytes

const isHalf = (dtype: DType): boolean => dtype === "float16" || dtype === "bfloat16"

const lowest = (bits: ScalarNode, width: number): ScalarNode => (width === 32 ? bits : and(bits, constant("u32", 2 ** width - 1)))

const bitsOf = (x: ScalarNode, dtype: DType): ScalarNode => {
  if (dtype === "float64") return bitcast(x, "i64")
  return isHalf(dtype) ? encode(x, dtype) : lowest(bitcast(x, "u32"), widthOf(dtype))
}

const numberOf = (bits: ScalarNode, dtype: DType): ScalarNode => {
  if (dtype === "float64") return bitcast(bits, "f64")
  if (isHalf(dtype)) return decode(bits, dtype)
  const x = bitcast(bits, scalarTypeOf(dtype))
  return kindOf(dtype) === "float" ? x : confine(x, dtype)
}

/** A uint32 as an int64: the fraction of 2⁵² + x. */
const widened = (x: ScalarNode): ScalarNode =>
  and(bitcast(add(convert(x, "f64"), constant("f64", 2 ** 52)), "i64"), constant("i64", 0xffff_ffffn))

/** The bits from `first` on, as many as uint32 has, or fewer. */
const from = (bits: ScalarNode, first: number, width: number): ScalarNode => {
  const shifted = first === 0 ? bits : shrU(bits, first)
  return lowest(shifted.type === "i64" ? convert(shifted, "u32") : shifted, width)
}

/** Integers of the same width side by side in one uint32, the first lowest. */
const joined = (parts: readonly ScalarNode[], width: number): ScalarNode =>
  parts.reduce((sum, p, i) => (i === 0 ? p : or(sum, shl(p, i * width))), like(parts[0] as ScalarNode, 0))

/** The number whose bits are those of `xs`, the first lowest, from the `part`-th piece of the new dtype's width on. */
export const reinterpret = (xs: readonly ScalarNode[], dtype: DType, part: number, newDtype: DType): ScalarNode => {
  if (dtype === newDtype) return xs[0] as ScalarNode
  const bits = xs.map((x) => bitsOf(x, dtype))
  const [own, other] = [widthOf(dtype), widthOf(newDtype)]
  if (other < 64) return numberOf(from(bits.length === 1 ? (bits[0] as ScalarNode) : joined(bits, own), part * other, other), newDtype)
  const half = bits.length / 2
  const [low, high] = [bits.slice(0, half), bits.slice(half)].map((b) => widened(joined(b, own))) as [ScalarNode, ScalarNode]
  return numberOf(or(low, shl(high, 32)), newDtype)
}

/** The next float after x on the way to y: patterns of one sign are ordered as magnitudes are, so a step is ±1 on the pattern. */
export const nextafter = (x: ScalarNode, y: ScalarNode, dtype: DType): ScalarNode => {
  const bits = bitsOf(x, dtype)
  const integer = (n: bigint): ScalarNode =>
    bits.type === "i64" ? constant("i64", BigInt.asIntN(64, n)) : constant("u32", Number(BigInt.asUintN(32, n)))
  const zero = like(x, 0)
  const smallest = select(gt(y, zero), integer(1n), integer((1n << BigInt(widthOf(dtype) - 1)) + 1n))
  const isPositive = gt(x, zero)
  const isOutwards = or(and(isPositive, gt(y, x)), and(lt(x, zero), lt(y, x)))
  const step = select(isOutwards, integer(1n), integer(-1n))
  const next = numberOf(select(eq(x, zero), smallest, add(bits, step)), dtype)
  const isNumber = and(eq(x, x), eq(y, y))
  return select(eq(x, y), y, select(isNumber, next, like(x, Number.NaN)))
}
