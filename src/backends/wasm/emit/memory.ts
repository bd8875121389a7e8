// Elements between memory and registers, by dtype: one at a time or as lanes. 16-bit floats are read and written as patterns.
import { type DType, dtypeInfo } from "../../../core/dtype.js"
import { raise } from "../../../core/errors.js"
import type { ScalarType } from "../../../core/scalar.js"
import { storedType } from "../../../lowering/value.js"
import type { Code } from "../encode/code.js"
import * as I from "../encode/instructions.js"
import { i32Const } from "../encode/instructions.js"
import * as S from "../encode/simd.js"
import { constantLanes, extractLane, type LaneCount, replaceLane } from "./lanes.js"

export const elementBytes = (dtype: DType): number => dtypeInfo[dtype].bytes

export const loadScalar = (dtype: DType, address: Code, offset: number): Code => {
  switch (dtype) {
    case "bool":
    case "uint8":
      return I.i32Load8U(address, offset)
    case "int8":
      return I.i32Load8S(address, offset)
    case "int16":
      return I.i32Load16S(address, offset)
    case "uint16":
    case "float16":
    case "bfloat16":
      return I.i32Load16U(address, offset)
    case "int32":
    case "uint32":
      return I.i32Load(address, offset)
    case "float32":
      return I.f32Load(address, offset)
    case "float64":
      return I.f64Load(address, offset)
    case "complex64":
    case "complex128":
      return raise({ code: "jaxpr/complex", need: "elements in memory are real numbers; complex ones are two", got: dtype })
  }
}

export const storeScalar = (dtype: DType, address: Code, value: Code, offset: number): Code => {
  switch (elementBytes(dtype)) {
    case 1:
      return I.i32Store8(address, value, offset)
    case 2:
      return I.i32Store16(address, value, offset)
    case 8:
      return I.f64Store(address, value, offset)
    default:
      return dtype === "float32" ? I.f32Store(address, value, offset) : I.i32Store(address, value, offset)
  }
}

/** Bytes widened to 32-bit lanes; of booleans, masks. */
const loadBytes = (dtype: DType, address: Code, offset: number, lanes: LaneCount): Code => {
  if (lanes === 2) return laneByLane(dtype, (lane) => loadScalar(dtype, address, offset + lane), lanes)
  const raw = S.v128Load32Zero(address, offset)
  if (dtype === "int8") return S.i32x4ExtendLowI16x8S(S.i16x8ExtendLowI8x16S(raw))
  const wide = S.i32x4ExtendLowI16x8U(S.i16x8ExtendLowI8x16U(raw))
  return dtype === "bool" ? S.i32x4.neg(wide) : wide
}

const laneByLane = (dtype: DType, load: (lane: number) => Code, lanes: LaneCount): Code => {
  const type = storedType(dtype)
  return Array.from({ length: lanes }, (_, lane) => lane).reduce<Code>(
    (x, lane) => replaceLane(x, type, lane, load(lane), lanes),
    constantLanes(type, 0),
  )
}

/** Neighbouring elements as lanes. */
export const loadLanes = (dtype: DType, address: Code, offset: number, lanes: LaneCount): Code => {
  switch (elementBytes(dtype)) {
    case 1:
      return loadBytes(dtype, address, offset, lanes)
    case 2: {
      if (lanes === 2) return laneByLane(dtype, (lane) => loadScalar(dtype, address, offset + 2 * lane), lanes)
      return dtype === "int16" ? S.v128Load16x4S(address, offset) : S.v128Load16x4U(address, offset)
    }
    case 8:
      return S.v128Load(address, offset)
    default:
      return lanes === 4 ? S.v128Load(address, offset) : S.v128Load64Zero(address, offset)
  }
}

/** Elements `stride` bytes apart as lanes; the address is used for each and must be cheap. */
export const loadStrided = (dtype: DType, address: Code, offset: number, stride: number, lanes: LaneCount): Code =>
  laneByLane(
    dtype,
    (lane) =>
      loadScalar(dtype, stride >= 0 ? address : I.i32Add(address, i32Const(lane * stride)), stride >= 0 ? offset + lane * stride : offset),
    lanes,
  )

const storeEach = (dtype: DType, type: ScalarType, address: Code, value: Code, offset: number, stride: number, lanes: LaneCount): Code =>
  Array.from({ length: lanes }, (_, lane) =>
    storeScalar(
      dtype,
      stride >= 0 ? address : I.i32Add(address, i32Const(lane * stride)),
      extractLane(value, type, lane, lanes),
      stride >= 0 ? offset + lane * stride : offset,
    ),
  )

/** Lanes to neighbouring elements; the value is used for each lane in some cases and must be cheap, a local. */
export const storeLanes = (dtype: DType, address: Code, value: Code, offset: number, lanes: LaneCount): Code => {
  const type = storedType(dtype)
  const bytes = elementBytes(dtype)
  if (bytes === 8) return S.v128Store(address, value, offset)
  if (bytes === 4) return lanes === 4 ? S.v128Store(address, value, offset) : S.v128Store64Lane(address, value, 0, offset)
  if (lanes === 2) return storeEach(dtype, type, address, value, offset, bytes, lanes)
  // only the low bytes count; masks are −1 for true
  const words = bytes === 2 ? pairs(value) : quads(dtype === "bool" ? S.i32x4.neg(value) : value)
  return bytes === 2 ? S.v128Store64Lane(address, words, 0, offset) : S.v128Store32Lane(address, words, 0, offset)
}

/** The low halves of four lanes, next to each other. */
const pairs = (x: Code): Code => S.i8x16Shuffle(x, x, [0, 1, 4, 5, 8, 9, 12, 13, 0, 1, 4, 5, 8, 9, 12, 13])
/** The low bytes of four lanes, next to each other. */
const quads = (x: Code): Code => S.i8x16Shuffle(x, x, [0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12, 0, 4, 8, 12])

/** Lanes to elements `stride` bytes apart; address and value must be cheap. */
export const storeStrided = (dtype: DType, address: Code, value: Code, offset: number, stride: number, lanes: LaneCount): Code =>
  storeEach(dtype, storedType(dtype), address, value, offset, stride, lanes)
