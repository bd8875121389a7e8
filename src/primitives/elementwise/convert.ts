// Conversion between dtypes: of values, and of bit patterns.
import type { NDArray } from "../../core/array.js"
import type { Aval, Shape } from "../../core/aval.js"
import { joinParts, partOf } from "../../core/complex.js"
import { type DType, dtypeInfo, isComplex, isFloat, isInexact, isInteger, realOf } from "../../core/dtype.js"
import type { Issue } from "../../core/issue.js"
import type { Lowered, Lowering } from "../../core/lower.js"
import { batchedAll, custom, definePrimitive, type Primitive, zero } from "../../core/primitive.js"
import { fromStorage, type Tensor, tensorFrom, toStorage } from "../../core/tensor.js"
import { bind1 } from "../../core/trace.js"
import { saturate } from "../scalar/integer.js"

export interface ConvertParams {
  readonly newDtype: DType
  readonly weakType: boolean
}

/** One number in another dtype: floats to integers truncate and saturate, NaN becomes 0; anything not zero is true. */
const converter = (from: DType, to: DType): ((x: number) => number) => {
  if (to === "bool") return (x) => (x === 0 ? 0 : 1)
  return isFloat(from) && isInteger(to) ? (x) => saturate(x, dtypeInfo[to]) : (x) => x
}

/** Into complex numbers, imaginary parts are kept, or zero; out of them they are dropped, but a number is true unless both parts are zero. */
const convert = (x: Tensor, to: DType): Tensor => {
  const re = isComplex(x.dtype) ? partOf(x, 0) : x
  const f = converter(re.dtype, realOf(to))
  if (!isComplex(x.dtype)) return tensorFrom(x.shape, to, (i) => f(x.data[i]!))
  const im = partOf(x, 1)
  if (isComplex(to)) return joinParts(re, im, to)
  return tensorFrom(x.shape, to, (i) => (to === "bool" && im.data[i] !== 0 ? 1 : f(re.data[i]!)))
}

/** Changes the dtype. Linear from float to float, and between floats and complex numbers, of which a float is the real part; to or from integers there is nothing to differentiate. (`lax.convert_element_type`) */
export const convertElementTypeP: Primitive<ConvertParams> = definePrimitive<ConvertParams>({
  name: "convert_element_type",
  shape: ([x], { newDtype, weakType }) => [{ shape: (x as Aval).shape, dtype: newDtype, weakType: weakType && newDtype !== "bool" }],
  derivative: custom({
    jvp: ([x], [t], params) => ({
      outputs: [bind1(convertElementTypeP, [x as NDArray], params)],
      tangents: [t && isInexact(params.newDtype) ? bind1(convertElementTypeP, [t], params) : undefined],
    }),
    vjp: ([x], _, params) => ({
      outputs: [bind1(convertElementTypeP, [x as NDArray], params)],
      pullback: ([ct]) => [ct && convertElementType(ct, (x as NDArray).dtype)],
    }),
  }),
  batch: ([x], params) => batchedAll(bind1(convertElementTypeP, [(x as { value: NDArray }).value], params)),
  lower: ([x], { newDtype }, to) => [to.convert(x as Lowered, newDtype)],
  evaluate: ([x], { newDtype }) => [convert(x as Tensor, newDtype)],
})

/** `x` in another dtype. */
export const convertElementType = (x: NDArray, newDtype: DType, weakType = false): NDArray =>
  x.dtype === newDtype && x.weakType === weakType ? x : bind1(convertElementTypeP, [x], { newDtype, weakType })

export interface BitcastParams {
  readonly newDtype: DType
}

const widths = (from: DType, to: DType): readonly [number, number] => [dtypeInfo[from].bytes, dtypeInfo[to].bytes]

/** Equal widths keep the shape; to narrower elements adds a last axis, to wider ones takes it away. */
const bitcastShape = (shape: Shape, from: DType, to: DType): Shape => {
  const [own, other] = widths(from, to)
  return own === other ? shape : own > other ? [...shape, own / other] : shape.slice(0, -1)
}

const bitcastFits = ({ shape, dtype }: Aval, newDtype: DType): Issue | undefined => {
  const [own, other] = widths(dtype, newDtype)
  if (isComplex(dtype) || isComplex(newDtype))
    return {
      code: "dtype/bitcast",
      need: "complex numbers are two patterns, not one",
      got: `${dtype} to ${newDtype}`,
      hint: "take np.real and np.imag",
    }
  if (dtype === "bool" || newDtype === "bool")
    return dtype === newDtype
      ? undefined
      : { code: "dtype/bitcast", need: "booleans have no bit pattern to reuse", got: `${dtype} to ${newDtype}` }
  return own >= other || shape.at(-1) === other / own
    ? undefined
    : {
        code: "shape/bitcast",
        need: `to make ${newDtype} of ${dtype}, the last axis must have size ${other / own}`,
        got: `[${shape.join(",")}]`,
      }
}

/** A piece for each narrower number, interleaved along a new last axis; or what lies along the last axis put together. */
const lowerBitcast = (x: Lowered, newDtype: DType, to: Lowering): Lowered => {
  const [own, other] = widths(x.dtype, newDtype)
  const shape = bitcastShape(x.shape, x.dtype, newDtype)
  const count = Math.max(own, other) / Math.min(own, other)
  const starts = Array.from({ length: count }, (_, i) => [...(own > other ? x.shape : shape).map(() => 0), i])
  if (own === other) return to.bits([x], 0, newDtype)
  if (own > other) {
    const pieces = starts.map((_, i) => to.reshape(to.bits([x], i, newDtype), [...x.shape, 1]))
    return to.interleave(pieces, starts, [...x.shape.map(() => 1), count], shape)
  }
  const ones = x.shape.map(() => 1)
  const pieces = starts.map((start) => to.reshape(to.slice(x, start, [...shape, 1], ones), shape))
  return to.bits(pieces, 0, newDtype)
}

/** The same bits read as another dtype. (`lax.bitcast_convert_type`) */
export const bitcastConvertTypeP: Primitive<BitcastParams> = definePrimitive<BitcastParams>({
  name: "bitcast_convert_type",
  shape: ([x], { newDtype }) =>
    bitcastFits(x as Aval, newDtype) ?? [
      { shape: bitcastShape((x as Aval).shape, (x as Aval).dtype, newDtype), dtype: newDtype, weakType: false },
    ],
  derivative: zero("bit patterns are not continuous"),
  batch: ([x], params) => batchedAll(bind1(bitcastConvertTypeP, [(x as { value: NDArray }).value], params)),
  lower: ([x], { newDtype }, to) => [lowerBitcast(x as Lowered, newDtype, to)],
  evaluate: ([x], { newDtype }) => {
    const { shape, dtype } = x as Tensor
    const stored = toStorage(x as Tensor)
    const bytes = stored.buffer.slice(stored.byteOffset, stored.byteOffset + stored.byteLength) as ArrayBuffer
    const Storage = dtypeInfo[newDtype].Storage as unknown as new (buffer: ArrayBuffer) => ReturnType<typeof toStorage>
    return [fromStorage(bitcastShape(shape, dtype, newDtype), newDtype, new Storage(bytes))]
  },
})

export const bitcastConvertType = (x: NDArray, newDtype: DType): NDArray => bind1(bitcastConvertTypeP, [x], { newDtype })
