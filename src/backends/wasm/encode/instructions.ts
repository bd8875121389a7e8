// The instructions that the compiler emits, as functions from operand codes to codes: `i32Add(x, y)` is the code of x, then of y, then the
// opcode. (WebAssembly core specification 2.0, chapter 5.4)
import { type Code, type FunctionRef, float32Bytes, float64Bytes, signed, unsigned } from "./code.js"
import { typeByte, type ValueType } from "./types.js"

type Op1 = (x: Code) => Code
type Op2 = (x: Code, y: Code) => Code

/** An opcode of one byte needs no list of its own. */
const packed = (opcode: readonly Code[]): Code => (opcode.length === 1 ? (opcode[0] as Code) : opcode)

const op1 = (...opcode: Code[]): Op1 => {
  const code = packed(opcode)
  return (x) => [x, code]
}
const op2 = (...opcode: Code[]): Op2 => {
  const code = packed(opcode)
  return (x, y) => [x, y, code]
}

/** The prefix byte of SIMD instructions, and the number after it. */
const simd = (n: number): readonly Code[] => (n < 128 ? [0xfd, n] : [0xfd, (n & 127) + 128, n >> 7])

// ── control ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const END = 0x0b
const blockType = (result: ValueType | undefined): number => (result === undefined ? 0x40 : typeByte[result])

export const block = (body: Code, result?: ValueType): Code => [0x02, blockType(result), body, END]
export const loop = (body: Code, result?: ValueType): Code => [0x03, blockType(result), body, END]
export const ifElse = (condition: Code, then: Code, otherwise?: Code, result?: ValueType): Code => [
  condition,
  0x04,
  blockType(result),
  then,
  otherwise === undefined ? [] : [0x05, otherwise],
  END,
]
/** Leaves `depth` blocks (counted from 0, the innermost), or repeats if that one is a loop. */
export const br = (depth: number): Code => [0x0c, unsigned(depth)]
export const brIf = (depth: number, condition: Code): Code => [condition, 0x0d, unsigned(depth)]
export const call = (f: FunctionRef, ...args: readonly Code[]): Code => [args, 0x10, f]
export const unreachable: Code = 0x00
export const drop = op1(0x1a)
/** `condition ? x : y` of numbers that are not vectors, or of vectors. */
export const select = (x: Code, y: Code, condition: Code): Code => [x, y, condition, 0x1b]
export const selectTyped = (type: ValueType, x: Code, y: Code, condition: Code): Code => [x, y, condition, 0x1c, 1, typeByte[type]]

// ── locals and memory ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Reading a local is the commonest code of all: that of the first ones is written once. */
const firstGets = Array.from({ length: 128 }, (_, i): Code => [0x20, i])

export const localGet = (i: number): Code => firstGets[i] ?? [0x20, unsigned(i)]
export const localSet = (i: number, x: Code): Code => [x, 0x21, unsigned(i)]
export const localTee = (i: number, x: Code): Code => [x, 0x22, unsigned(i)]

type Load = (address: Code, offset?: number) => Code
type Store = (address: Code, value: Code, offset?: number) => Code

const load = (align: number, ...opcode: Code[]): Load => {
  const code = packed(opcode)
  return (address, offset = 0) => [address, code, align, unsigned(offset)]
}
const store = (align: number, ...opcode: Code[]): Store => {
  const code = packed(opcode)
  return (address, value, offset = 0) => [address, value, code, align, unsigned(offset)]
}

export const i32Load = load(2, 0x28)
export const i64Load = load(3, 0x29)
export const f32Load = load(2, 0x2a)
export const f64Load = load(3, 0x2b)
export const i32Load8S = load(0, 0x2c)
export const i32Load8U = load(0, 0x2d)
export const i32Load16S = load(1, 0x2e)
export const i32Load16U = load(1, 0x2f)
export const i32Store = store(2, 0x36)
export const i64Store = store(3, 0x37)
export const f32Store = store(2, 0x38)
export const f64Store = store(3, 0x39)
export const i32Store8 = store(0, 0x3a)
export const i32Store16 = store(1, 0x3b)
/** Bulk memory: copies `length` bytes, also between overlapping places. */
export const memoryCopy = (to: Code, from: Code, length: Code): Code => [to, from, length, 0xfc, 10, 0, 0]
/** Bulk memory: sets `length` bytes. */
export const memoryFill = (to: Code, byte: Code, length: Code): Code => [to, byte, length, 0xfc, 11, 0]

// ── constants ───────────────────────────────────────────────────────────────────────────────────────────────────────────

export const i32Const = (n: number): Code => [0x41, signed(n | 0)]
export const i64Const = (n: bigint): Code => [0x42, signed(BigInt.asIntN(64, n))]
export const f32Const = (x: number): Code => [0x43, float32Bytes(x)]
export const f64Const = (x: number): Code => [0x44, float64Bytes(x)]
/** Sixteen bytes, the first lane first. */
export const v128Const = (bytes: readonly number[]): Code => [simd(12), bytes]

// ── i32 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const i32Eqz = op1(0x45)
export const i32Eq = op2(0x46)
export const i32Ne = op2(0x47)
export const i32LtS = op2(0x48)
export const i32LtU = op2(0x49)
export const i32GtS = op2(0x4a)
export const i32GtU = op2(0x4b)
export const i32LeS = op2(0x4c)
export const i32LeU = op2(0x4d)
export const i32GeS = op2(0x4e)
export const i32GeU = op2(0x4f)
export const i32Clz = op1(0x67)
export const i32Ctz = op1(0x68)
export const i32Popcnt = op1(0x69)
export const i32Add = op2(0x6a)
export const i32Sub = op2(0x6b)
export const i32Mul = op2(0x6c)
export const i32DivS = op2(0x6d)
export const i32DivU = op2(0x6e)
export const i32RemS = op2(0x6f)
export const i32RemU = op2(0x70)
export const i32And = op2(0x71)
export const i32Or = op2(0x72)
export const i32Xor = op2(0x73)
export const i32Shl = op2(0x74)
export const i32ShrS = op2(0x75)
export const i32ShrU = op2(0x76)

// ── i64 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────

export const i64Eq = op2(0x51)
export const i64Ne = op2(0x52)
export const i64LtS = op2(0x53)
export const i64GtS = op2(0x55)
export const i64LeS = op2(0x57)
export const i64LeU = op2(0x58)
export const i64GeS = op2(0x59)
export const i64Add = op2(0x7c)
export const i64Sub = op2(0x7d)
export const i64Mul = op2(0x7e)
export const i64And = op2(0x83)
export const i64Or = op2(0x84)
export const i64Xor = op2(0x85)
export const i64Shl = op2(0x86)
export const i64ShrS = op2(0x87)
export const i64ShrU = op2(0x88)

// ── floats ──────────────────────────────────────────────────────────────────────────────────────────────────────────────

/** The opcodes of one float width, which follow one another. */
const floats = (compare: number, arithmetic: number) => ({
  eq: op2(compare),
  ne: op2(compare + 1),
  lt: op2(compare + 2),
  gt: op2(compare + 3),
  le: op2(compare + 4),
  ge: op2(compare + 5),
  abs: op1(arithmetic),
  neg: op1(arithmetic + 1),
  ceil: op1(arithmetic + 2),
  floor: op1(arithmetic + 3),
  trunc: op1(arithmetic + 4),
  nearest: op1(arithmetic + 5),
  sqrt: op1(arithmetic + 6),
  add: op2(arithmetic + 7),
  sub: op2(arithmetic + 8),
  mul: op2(arithmetic + 9),
  div: op2(arithmetic + 10),
  min: op2(arithmetic + 11),
  max: op2(arithmetic + 12),
  copysign: op2(arithmetic + 13),
})

export const f32 = floats(0x5b, 0x8b)
export const f64 = floats(0x61, 0x99)

// ── conversions ─────────────────────────────────────────────────────────────────────────────────────────────────────────

export const i32WrapI64 = op1(0xa7)
export const i64ExtendI32S = op1(0xac)
export const i64ExtendI32U = op1(0xad)
export const f32ConvertI32S = op1(0xb2)
export const f32ConvertI32U = op1(0xb3)
export const f32DemoteF64 = op1(0xb6)
export const f64ConvertI32S = op1(0xb7)
export const f64ConvertI32U = op1(0xb8)
export const f64ConvertI64S = op1(0xb9)
export const f64PromoteF32 = op1(0xbb)
export const i32ReinterpretF32 = op1(0xbc)
export const i64ReinterpretF64 = op1(0xbd)
export const f32ReinterpretI32 = op1(0xbe)
export const f64ReinterpretI64 = op1(0xbf)
export const i32Extend8S = op1(0xc0)
export const i32Extend16S = op1(0xc1)
/** Truncation that saturates and takes NaN to 0: never a trap. */
export const i32TruncSatF32S = op1(0xfc, 0)
export const i32TruncSatF32U = op1(0xfc, 1)
export const i32TruncSatF64S = op1(0xfc, 2)
export const i32TruncSatF64U = op1(0xfc, 3)

export { load as memoryLoad, op1, op2, simd, store as memoryStore }
