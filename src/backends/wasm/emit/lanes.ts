// Basic operations on lanes. With four lanes all values are 32 bits wide; with two, float64 and int64 fill the vector, and 32-bit values sit in
// its lower half. Booleans are masks as wide as a lane: 32 bits with four lanes, 64 with two.
import type { ScalarNode, ScalarType } from "../../../core/scalar.js"
import type { Code } from "../encode/code.js"
import { float32Bytes, float64Bytes, int32Bytes } from "../encode/code.js"
import { i32Const, v128Const } from "../encode/instructions.js"
import * as S from "../encode/simd.js"
import { scalarConst } from "./scalars.js"

export type LaneCount = 2 | 4

type Emit = (operands: readonly Code[], n: ScalarNode) => Code

const op1 =
  (f: (x: Code) => Code): Emit =>
  ([x]) =>
    f(x as Code)
const op2 =
  (f: (x: Code, y: Code) => Code): Emit =>
  ([x, y]) =>
    f(x as Code, y as Code)
const counted =
  (f: (x: Code, n: Code) => Code): Emit =>
  ([x], n) =>
    f(x as Code, i32Const(Number(n.data)))

type Family = { readonly [op: string]: Emit }

/** Bytes, 1 or more of a power of 2, over and over through a vector. */
const repeated = (bytes: readonly number[]): Code => {
  let all = bytes
  while (all.length < 16) all = all.concat(all)
  return v128Const(all)
}
const signBit32 = repeated([0, 0, 0, 0x80])
const signBit64 = repeated([0, 0, 0, 0, 0, 0, 0, 0x80])

const floatFamily = (w: typeof S.f32x4, sign: Code): Family => ({
  add: op2(w.add),
  sub: op2(w.sub),
  mul: op2(w.mul),
  div: op2(w.div),
  neg: op1(w.neg),
  abs: op1(w.abs),
  sqrt: op1(w.sqrt),
  floor: op1(w.floor),
  ceil: op1(w.ceil),
  trunc: op1(w.trunc),
  nearest: op1(w.nearest),
  min: op2(w.min),
  max: op2(w.max),
  copysign: op2((x, y) => S.v128Bitselect(y, x, sign)),
})
const floatComparisons = (w: typeof S.f32x4): Family => ({
  eq: op2(w.eq),
  ne: op2(w.ne),
  lt: op2(w.lt),
  le: op2(w.le),
  gt: op2(w.gt),
  ge: op2(w.ge),
})

const bitFamily: Family = { and: op2(S.v128And), or: op2(S.v128Or), xor: op2(S.v128Xor), not: op1(S.v128Not) }

const intFamily: Family = {
  ...bitFamily,
  add: op2(S.i32x4.add),
  sub: op2(S.i32x4.sub),
  mul: op2(S.i32x4.mul),
  neg: op1(S.i32x4.neg),
  abs: op1(S.i32x4.abs),
  shl: counted(S.i32x4.shl),
  shrS: counted(S.i32x4.shrS),
  shrU: counted(S.i32x4.shrU),
}
const signedFamily: Family = { ...intFamily, min: op2(S.i32x4.minS), max: op2(S.i32x4.maxS) }
const unsignedFamily: Family = { ...intFamily, min: op2(S.i32x4.minU), max: op2(S.i32x4.maxU) }
const i64Family: Family = {
  ...bitFamily,
  add: op2(S.i64x2.add),
  sub: op2(S.i64x2.sub),
  mul: op2(S.i64x2.mul),
  neg: op1(S.i64x2.neg),
  shl: counted(S.i64x2.shl),
  shrS: counted(S.i64x2.shrS),
  shrU: counted(S.i64x2.shrU),
}

const boolFamily: Family = { ...bitFamily, eq: op2((x, y) => S.v128Not(S.v128Xor(x, y))), ne: op2(S.v128Xor) }

const families: { readonly [T in ScalarType]: Family } = {
  f32: floatFamily(S.f32x4, signBit32),
  f64: floatFamily(S.f64x2, signBit64),
  i32: signedFamily,
  u32: unsignedFamily,
  i64: i64Family,
  bool: boolFamily,
}

const comparisons: { readonly [T in Exclude<ScalarType, "bool">]: Family } = {
  f32: floatComparisons(S.f32x4),
  f64: floatComparisons(S.f64x2),
  i32: { eq: op2(S.i32x4.eq), ne: op2(S.i32x4.ne), lt: op2(S.i32x4.ltS), le: op2(S.i32x4.leS), gt: op2(S.i32x4.gtS), ge: op2(S.i32x4.geS) },
  u32: { eq: op2(S.i32x4.eq), ne: op2(S.i32x4.ne), lt: op2(S.i32x4.ltU), le: op2(S.i32x4.leU), gt: op2(S.i32x4.gtU), ge: op2(S.i32x4.geU) },
  i64: { eq: op2(S.i64x2.eq), ne: op2(S.i64x2.ne), lt: op2(S.i64x2.ltS), le: op2(S.i64x2.leS), gt: op2(S.i64x2.gtS), ge: op2(S.i64x2.geS) },
}

const isWide = (type: ScalarType): boolean => type === "f64" || type === "i64"

/** A mask of 32-bit lanes as the masks of this lane count. */
const maskOf32 = (mask: Code, lanes: LaneCount): Code => (lanes === 4 ? mask : S.i64x2ExtendLowI32x4S(mask))

/** A mask as wide as values of a type are. */
const maskFor = (mask: Code, type: ScalarType, lanes: LaneCount): Code =>
  lanes === 4 || isWide(type) || type === "bool" ? mask : S.i32x4Shuffle(mask, constantLanes("i32", 0), [0, 2, 0, 2])

const ones: { readonly [T in "f32" | "f64" | "i32"]: Code } = {
  f32: repeated(float32Bytes(1)),
  f64: repeated(float64Bytes(1)),
  i32: repeated([1, 0, 0, 0]),
}

const convert = (x: Code, from: ScalarType, to: ScalarType, lanes: LaneCount): Code | undefined => {
  if (from === "bool") {
    const type = to === "u32" ? "i32" : to
    return type === "f32" || type === "f64" || type === "i32" ? S.v128And(maskFor(x, type, lanes), ones[type]) : undefined
  }
  switch (`${from} ${to}`) {
    case "i32 u32":
    case "u32 i32":
      return x
    case "i32 f32":
      return S.f32x4ConvertI32x4S(x)
    case "u32 f32":
      return S.f32x4ConvertI32x4U(x)
    case "f32 i32":
      return S.i32x4TruncSatF32x4S(x)
    case "f32 u32":
      return S.i32x4TruncSatF32x4U(x)
    case "i32 f64":
      return S.f64x2ConvertLowI32x4S(x)
    case "u32 f64":
      return S.f64x2ConvertLowI32x4U(x)
    case "f64 i32":
      return S.i32x4TruncSatF64x2SZero(x)
    case "f64 u32":
      return S.i32x4TruncSatF64x2UZero(x)
    case "f32 f64":
      return S.f64x2PromoteLowF32x4(x)
    case "f64 f32":
      return S.f32x4DemoteF64x2Zero(x)
    default:
      return undefined
  }
}

/** The same number in every lane. */
export const splat = (x: Code, type: ScalarType, lanes: LaneCount): Code => {
  switch (type) {
    case "f32":
      return S.f32x4Splat(x)
    case "f64":
      return S.f64x2Splat(x)
    case "i64":
      return S.i64x2Splat(x)
    case "bool":
      // 0 or 1 to all zeros or all ones
      return lanes === 4 ? S.i32x4.neg(S.i32x4Splat(x)) : S.i64x2ExtendLowI32x4S(S.i32x4.neg(S.i32x4Splat(x)))
    default:
      return S.i32x4Splat(x)
  }
}

export const constantLanes = (type: ScalarType, value: number | bigint): Code => {
  switch (type) {
    case "f32":
      return repeated(float32Bytes(Number(value)))
    case "f64":
      return repeated(float64Bytes(Number(value)))
    case "i64":
      return S.i64x2Splat(scalarConst("i64", value))
    case "bool":
      return repeated([Number(value) === 0 ? 0 : 255])
    default:
      return repeated(int32Bytes(Number(value) | 0))
  }
}

/** One lane as a scalar. */
export const extractLane = (x: Code, type: ScalarType, lane: number, lanes: LaneCount): Code => {
  switch (type) {
    case "f32":
      return S.f32x4ExtractLane(x, lane)
    case "f64":
      return S.f64x2ExtractLane(x, lane)
    case "i64":
      return S.i64x2ExtractLane(x, lane)
    case "bool":
      return [S.i32x4ExtractLane(x, lanes === 4 ? lane : 2 * lane), i32Const(1), 0x71]
    default:
      return S.i32x4ExtractLane(x, lane)
  }
}

/** `x` with one lane replaced by a scalar. */
export const replaceLane = (x: Code, type: ScalarType, lane: number, value: Code, lanes: LaneCount): Code => {
  switch (type) {
    case "f32":
      return S.f32x4ReplaceLane(x, lane, value)
    case "f64":
      return S.f64x2ReplaceLane(x, lane, value)
    case "i64":
      return S.i64x2ReplaceLane(x, lane, value)
    case "bool": {
      const mask: Code = [i32Const(0), value, 0x6b] // 0 − value
      return lanes === 4 ? S.i32x4ReplaceLane(x, lane, mask) : S.i64x2ReplaceLane(x, lane, [mask, 0xac])
    }
    default:
      return S.i32x4ReplaceLane(x, lane, value)
  }
}

const sameNode = (a: ScalarNode | undefined, b: ScalarNode | undefined): boolean =>
  a === b || (a?.op === "const" && b?.op === "const" && a.type === b.type && Object.is(a.data, b.data))

/** `p < q ? p : q` and `p < q ? q : p` are one instruction each, NaN and zeros included. */
const pickLanes = ({ type, args: [condition, then, otherwise] }: ScalarNode, y: Code, z: Code): Code | undefined => {
  if (condition?.op !== "lt" || (type !== "f32" && type !== "f64")) return undefined
  const [p, q] = condition.args
  const width = type === "f32" ? S.f32x4 : S.f64x2
  if (sameNode(p, then) && sameNode(q, otherwise)) return width.pmin(z, y)
  return sameNode(p, otherwise) && sameNode(q, then) ? width.pmax(z, y) : undefined
}

/**
 * The greater or the less of a number and a constant, which costs one instruction where IEEE's costs nine: `x < c ? c : x` keeps NaN and is
 * wrong for zeros of two signs only. Adding 0 mends that of `max(−0, 0)`.
 */
const boundedLanes = ({ op, type, args }: ScalarNode, operands: readonly Code[]): Code | undefined => {
  if ((op !== "max" && op !== "min") || (type !== "f32" && type !== "f64")) return undefined
  const at = args.findIndex((a) => a.op === "const")
  const bound = args[at]?.data
  if (typeof bound !== "number" || Number.isNaN(bound) || (op === "min" && Object.is(bound, -0))) return undefined
  const [x, c] = [operands[1 - at], operands[at]] as [Code, Code]
  const width = type === "f32" ? S.f32x4 : S.f64x2
  if (op === "min") return width.pmin(x, c)
  return Object.is(bound, 0) ? width.add(width.pmax(x, c), c) : width.pmax(x, c)
}

/** The code of one operation on lanes, or undefined if it has to be done lane by lane. */
export const laneOp = (n: ScalarNode, operands: readonly Code[], lanes: LaneCount): Code | undefined => {
  const operandType = n.args[0]?.type ?? n.type
  const [x, y, z] = operands as readonly [Code, Code, Code]
  if (n.op === "const") return constantLanes(n.type, n.data as number | bigint)
  if (n.op === "select") return pickLanes(n, y, z) ?? S.v128Bitselect(y, z, maskFor(x, n.type, lanes))
  if (n.op === "convert") return convert(x, operandType, n.type, lanes)
  if (n.op === "bitcast") return x
  if (n.type === "bool" && operandType !== "bool") {
    const mask = comparisons[operandType][n.op]?.(operands, n)
    return mask === undefined || isWide(operandType) ? mask : maskOf32(mask, lanes)
  }
  return boundedLanes(n, operands) ?? families[operandType][n.op]?.(operands, n)
}

/** Whether any lane of a mask is set. */
export const anyLane = S.v128AnyTrue
