// The bits of numbers as unsigned integers of 32 bits, or 64 for float64, and numbers of those bits. What has fewer bits lies in the lowest.
import { type DType, dtypeInfo, kindOf } from "../../core/dtype.js"
import { constant, type ScalarNode } from "../../core/scalar.js"
import { scalarTypeOf } from "../value.js"
import { add, and, bitcast, convert, like, or, shl, shrU } from "./build.js"
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
