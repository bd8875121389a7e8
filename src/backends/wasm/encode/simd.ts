// The vector instructions: 128 bits as four 32-bit or two 64-bit lanes. (WebAssembly SIMD, phase 5)
import type { Code } from "./code.js"
import { memoryLoad, memoryStore, op1, op2, simd } from "./instructions.js"

const unary = (n: number) => op1(...simd(n))
const binary = (n: number) => op2(...simd(n))
const lane = (n: number): ((x: Code, at: number) => Code) => {
  const code = simd(n)
  return (x, at) => [x, code, at]
}
const replace = (n: number): ((x: Code, at: number, value: Code) => Code) => {
  const code = simd(n)
  return (x, at, value) => [x, value, code, at]
}
const laneLoad =
  (n: number, align: number) =>
  (address: Code, x: Code, at: number, offset = 0): Code =>
    memoryWithLane(memoryStore(align, ...simd(n))(address, x, offset), at)
const memoryWithLane = (access: Code, at: number): Code => [access, at]

// alignment 2 (four bytes) is a hint only: rows of odd length start anywhere
export const v128Load = memoryLoad(2, ...simd(0))
export const v128Store = memoryStore(2, ...simd(11))
export const v128Load8x8S = memoryLoad(0, ...simd(1))
export const v128Load8x8U = memoryLoad(0, ...simd(2))
export const v128Load16x4S = memoryLoad(1, ...simd(3))
export const v128Load16x4U = memoryLoad(1, ...simd(4))
export const v128Load32x2S = memoryLoad(2, ...simd(5))
export const v128Load32x2U = memoryLoad(2, ...simd(6))
export const v128Load32Splat = memoryLoad(2, ...simd(9))
export const v128Load64Splat = memoryLoad(3, ...simd(10))
/** One element into lane 0, zeros elsewhere. */
export const v128Load32Zero = memoryLoad(2, ...simd(92))
export const v128Load64Zero = memoryLoad(2, ...simd(93))
export const v128Load32Lane = laneLoad(86, 2)
export const v128Load64Lane = laneLoad(87, 2)
export const v128Store8Lane = laneLoad(88, 0)
export const v128Store16Lane = laneLoad(89, 1)
export const v128Store32Lane = laneLoad(90, 2)
export const v128Store64Lane = laneLoad(91, 2)

/** Byte i of the result is byte `bytes[i]` of x (0 to 15) and y (16 to 31). */
export const i8x16Shuffle = (x: Code, y: Code, bytes: readonly number[]): Code => [x, y, simd(13), bytes]
/** Lane i of the result is 32-bit lane `lanes[i]` of x (0 to 3) and y (4 to 7). */
export const i32x4Shuffle = (x: Code, y: Code, lanes: readonly number[]): Code =>
  i8x16Shuffle(
    x,
    y,
    lanes.flatMap((l) => [4 * l, 4 * l + 1, 4 * l + 2, 4 * l + 3]),
  )

export const i32x4Splat = unary(17)
export const i64x2Splat = unary(18)
export const f32x4Splat = unary(19)
export const f64x2Splat = unary(20)
export const i32x4ExtractLane = lane(27)
export const i32x4ReplaceLane = replace(28)
export const i64x2ExtractLane = lane(29)
export const i64x2ReplaceLane = replace(30)
export const f32x4ExtractLane = lane(31)
export const f32x4ReplaceLane = replace(32)
export const f64x2ExtractLane = lane(33)
export const f64x2ReplaceLane = replace(34)

export const v128Not = unary(77)
export const v128And = binary(78)
export const v128AndNot = binary(79)
export const v128Or = binary(80)
export const v128Xor = binary(81)
/** Bits of x where the mask is 1, of y where it is 0. */
export const v128Bitselect = (x: Code, y: Code, mask: Code): Code => [x, y, mask, simd(82)]
export const v128AnyTrue = unary(83)

export const i8x16NarrowI16x8S = binary(101)
export const i8x16NarrowI16x8U = binary(102)
export const i16x8NarrowI32x4S = binary(133)
export const i16x8NarrowI32x4U = binary(134)
export const i16x8ExtendLowI8x16S = unary(135)
export const i16x8ExtendLowI8x16U = unary(137)
export const i32x4ExtendLowI16x8S = unary(167)
export const i32x4ExtendLowI16x8U = unary(169)
export const i64x2ExtendLowI32x4S = unary(199)
export const i64x2ExtendLowI32x4U = unary(201)

export const i32x4 = {
  eq: binary(55),
  ne: binary(56),
  ltS: binary(57),
  ltU: binary(58),
  gtS: binary(59),
  gtU: binary(60),
  leS: binary(61),
  leU: binary(62),
  geS: binary(63),
  geU: binary(64),
  abs: unary(160),
  neg: unary(161),
  allTrue: unary(163),
  bitmask: unary(164),
  shl: binary(171),
  shrS: binary(172),
  shrU: binary(173),
  add: binary(174),
  sub: binary(177),
  mul: binary(181),
  minS: binary(182),
  minU: binary(183),
  maxS: binary(184),
  maxU: binary(185),
} as const

export const i64x2 = {
  abs: unary(192),
  neg: unary(193),
  allTrue: unary(195),
  bitmask: unary(196),
  shl: binary(203),
  shrS: binary(204),
  shrU: binary(205),
  add: binary(206),
  sub: binary(209),
  mul: binary(213),
  eq: binary(214),
  ne: binary(215),
  ltS: binary(216),
  gtS: binary(217),
  leS: binary(218),
  geS: binary(219),
} as const

export const f32x4 = {
  eq: binary(65),
  ne: binary(66),
  lt: binary(67),
  gt: binary(68),
  le: binary(69),
  ge: binary(70),
  ceil: unary(103),
  floor: unary(104),
  trunc: unary(105),
  nearest: unary(106),
  abs: unary(224),
  neg: unary(225),
  sqrt: unary(227),
  add: binary(228),
  sub: binary(229),
  mul: binary(230),
  div: binary(231),
  min: binary(232),
  max: binary(233),
  pmin: binary(234),
  pmax: binary(235),
} as const

export const f64x2 = {
  eq: binary(71),
  ne: binary(72),
  lt: binary(73),
  gt: binary(74),
  le: binary(75),
  ge: binary(76),
  ceil: unary(116),
  floor: unary(117),
  trunc: unary(122),
  nearest: unary(148),
  abs: unary(236),
  neg: unary(237),
  sqrt: unary(239),
  add: binary(240),
  sub: binary(241),
  mul: binary(242),
  div: binary(243),
  min: binary(244),
  max: binary(245),
  pmin: binary(246),
  pmax: binary(247),
} as const

export const i32x4TruncSatF32x4S = unary(248)
export const i32x4TruncSatF32x4U = unary(249)
export const f32x4ConvertI32x4S = unary(250)
export const f32x4ConvertI32x4U = unary(251)
/** Of the two lanes; the upper two become zero. */
export const i32x4TruncSatF64x2SZero = unary(252)
export const i32x4TruncSatF64x2UZero = unary(253)
export const f64x2ConvertLowI32x4S = unary(254)
export const f64x2ConvertLowI32x4U = unary(255)
export const f32x4DemoteF64x2Zero = unary(94)
export const f64x2PromoteLowF32x4 = unary(95)
