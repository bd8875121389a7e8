// Sorting as ordering: keys become uint32 numbers that compare as the keys do, one routine puts the positions of a line in order, and
// operands are gathered. Several keys, or wide ones, are sorted one after the other from the least significant: sorting is stable.
import { type Shape, sizeOf } from "../core/aval.js"
import { type DType, kindOf } from "../core/dtype.js"
import type { SortOrder } from "../core/lower.js"
import type { ScalarNode } from "../core/scalar.js"
import type { Builder } from "./builder.js"
import * as b from "./scalar/build.js"
import { type Buffer, load, throughViews, type Value, wholeBuffer } from "./value.js"
import { contiguous, transposed } from "./view.js"

const allOnes = b.constant("u32", 2 ** 32 - 1)
const topBit = b.constant("u32", 2 ** 31)

/** Flips the sign of positive numbers and all bits of negative ones: patterns of floats then compare as the floats do. */
const flipped = (bits: ScalarNode, sign: ScalarNode, positive: ScalarNode): ScalarNode => b.xor(bits, b.or(sign, positive))

/** All ones where the uppermost bit is set. */
const signOf = (bits: ScalarNode): ScalarNode => b.bitcast(b.shrS(b.bitcast(bits, "i32"), 31), "u32")

/** Where keys compare as equal, 0 is added: −0 becomes 0. */
const zeroed = (x: ScalarNode, order: SortOrder): ScalarNode => (order === "ascending" ? b.add(x, b.like(x, 0)) : x)

const floatKeys = (x: ScalarNode, order: SortOrder): readonly ScalarNode[] => {
  const nan = b.ne(x, x)
  const key = (bits: ScalarNode): ScalarNode => b.select(nan, allOnes, bits)
  if (x.type === "f32") {
    const bits = b.bitcast(zeroed(x, order), "u32")
    return [key(flipped(bits, signOf(bits), topBit))]
  }
  const bits = b.bitcast(zeroed(x, order), "i64")
  const [high, low] = [b.convert(b.shrU(bits, 32), "u32"), b.convert(bits, "u32")]
  return [key(flipped(high, signOf(high), topBit)), key(b.xor(low, signOf(high)))]
}

/** uint32 keys, the most significant first, that compare as numbers of a dtype do. */
const ascendingKeys = (x: ScalarNode, dtype: DType, order: SortOrder): readonly ScalarNode[] => {
  switch (kindOf(dtype)) {
    case "float":
      return floatKeys(x, order)
    case "int":
      return [b.xor(b.bitcast(x, "u32"), topBit)]
    default:
      return [b.convert(x, "u32")]
  }
}

const keysOf = (x: Value, order: SortOrder): readonly ScalarNode[] => {
  const keys = ascendingKeys(x.node, x.dtype, order)
  return order === "ascending" ? keys : keys.map(b.not)
}

/** Sorts the positions of each line by keys in a buffer. */
const sortOnce = (builder: Builder, keys: Buffer, [lines, length]: readonly [number, number]): Buffer => {
  const order = builder.newBuffer("int32", keys.size)
  builder.push({ kind: "sort", lines, length, keys, order })
  return order
}

/** Along an axis, the positions in the order of the keys. */
export const order = (builder: Builder, keys: readonly Value[], axis: number, kind: SortOrder): Value => {
  const { shape } = keys[0] as Value
  const axes = [...shape.map((_, a) => a).filter((a) => a !== axis), axis]
  const inverse = shape.map((_, a) => axes.indexOf(a))
  const moved: Shape = axes.map((a) => shape[a] as number)
  const length = shape[axis] as number
  const whole = contiguous(moved)
  const asLines = keys.map((k) => throughViews(k, moved, (v) => transposed(v, axes)) as Value)
  const back = (buffer: Buffer): Value => throughViews(wholeBuffer(buffer, moved), shape, (v) => transposed(v, inverse)) as Value
  if (sizeOf(shape) === 0) return back(builder.newBuffer("int32", 0))
  const sizes = [sizeOf(shape) / length, length] as const
  const stored = (node: ScalarNode): Buffer => builder.bufferOf({ shape: moved, dtype: "uint32", node })
  const lineStart = { offset: 0, strides: whole.strides.map((s, a) => (a === axes.length - 1 ? 0 : s)) }
  /** What a buffer holds, seen in an order found before. */
  const reordered = (buffer: Buffer, by: Buffer): ScalarNode => load(buffer, lineStart, load(by, whole))
  const [least, ...others] = asLines.flatMap((k) => keysOf(k, kind)).reverse() as [ScalarNode, ...ScalarNode[]]
  let found = sortOnce(builder, stored(least), sizes)
  for (const key of others) {
    const among = sortOnce(builder, stored(reordered(stored(key), found)), sizes)
    found = builder.bufferOf({ shape: moved, dtype: "int32", node: reordered(found, among) })
  }
  return back(found)
}
