// Basic operations on one number at a time. Booleans are i32 0 and 1, unsigned integers are i32.
import type { ScalarNode, ScalarType } from "../../../core/scalar.js"
import type { Code } from "../encode/code.js"
import * as I from "../encode/instructions.js"
import type { ValueType } from "../encode/types.js"

/** What a scalar type is held in. */
export const heldAs = (type: ScalarType): ValueType => (type === "u32" || type === "bool" ? "i32" : type)

type Emit = (operands: readonly Code[], n: ScalarNode) => Code

const op1 =
  (f: (x: Code) => Code): Emit =>
  ([x]) =>
    f(x as Code)
const op2 =
  (f: (x: Code, y: Code) => Code): Emit =>
  ([x, y]) =>
    f(x as Code, y as Code)

type Family = { readonly [op: string]: Emit }

const floatFamily = (w: typeof I.f32): Family => ({
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
  copysign: op2(w.copysign),
  eq: op2(w.eq),
  ne: op2(w.ne),
  lt: op2(w.lt),
  le: op2(w.le),
  gt: op2(w.gt),
  ge: op2(w.ge),
})

const counted =
  (f: (x: Code, n: Code) => Code): Emit =>
  ([x], n) =>
    f(x as Code, I.i32Const(Number(n.data)))

const intFamily: Family = {
  add: op2(I.i32Add),
  sub: op2(I.i32Sub),
  mul: op2(I.i32Mul),
  neg: op1((x) => I.i32Sub(I.i32Const(0), x)),
  and: op2(I.i32And),
  or: op2(I.i32Or),
  xor: op2(I.i32Xor),
  not: op1((x) => I.i32Xor(x, I.i32Const(-1))),
  shl: counted(I.i32Shl),
  shrS: counted(I.i32ShrS),
  shrU: counted(I.i32ShrU),
  shlBy: op2(I.i32Shl),
  shrSBy: op2(I.i32ShrS),
  shrUBy: op2(I.i32ShrU),
  eq: op2(I.i32Eq),
  ne: op2(I.i32Ne),
  clz: op1(I.i32Clz),
  popcnt: op1(I.i32Popcnt),
}

const signedFamily: Family = { ...intFamily, lt: op2(I.i32LtS), le: op2(I.i32LeS), gt: op2(I.i32GtS), ge: op2(I.i32GeS) }
const unsignedFamily: Family = { ...intFamily, lt: op2(I.i32LtU), le: op2(I.i32LeU), gt: op2(I.i32GtU), ge: op2(I.i32GeU) }

const i64Counted =
  (f: (x: Code, n: Code) => Code): Emit =>
  ([x], n) =>
    f(x as Code, I.i64Const(BigInt(Number(n.data))))

const i64Family: Family = {
  add: op2(I.i64Add),
  sub: op2(I.i64Sub),
  mul: op2(I.i64Mul),
  neg: op1((x) => I.i64Sub(I.i64Const(0n), x)),
  and: op2(I.i64And),
  or: op2(I.i64Or),
  xor: op2(I.i64Xor),
  not: op1((x) => I.i64Xor(x, I.i64Const(-1n))),
  shl: i64Counted(I.i64Shl),
  shrS: i64Counted(I.i64ShrS),
  shrU: i64Counted(I.i64ShrU),
  eq: op2(I.i64Eq),
  ne: op2(I.i64Ne),
  lt: op2(I.i64LtS),
  le: op2(I.i64LeS),
  gt: op2(I.i64GtS),
  ge: op2(I.i64GeS),
}

const boolFamily: Family = {
  and: op2(I.i32And),
  or: op2(I.i32Or),
  xor: op2(I.i32Xor),
  not: op1(I.i32Eqz),
  eq: op2(I.i32Eq),
  ne: op2(I.i32Ne),
}

const families: { readonly [T in ScalarType]: Family } = {
  f32: floatFamily(I.f32),
  f64: floatFamily(I.f64),
  i32: signedFamily,
  u32: unsignedFamily,
  i64: i64Family,
  bool: boolFamily,
}

const same = (x: Code): Code => x

const conversions: { readonly [fromTo: string]: (x: Code) => Code } = {
  "i32 u32": same,
  "u32 i32": same,
  "bool i32": same,
  "bool u32": same,
  "i32 f32": I.f32ConvertI32S,
  "u32 f32": I.f32ConvertI32U,
  "bool f32": I.f32ConvertI32S,
  "i32 f64": I.f64ConvertI32S,
  "u32 f64": I.f64ConvertI32U,
  "bool f64": I.f64ConvertI32S,
  "f32 f64": I.f64PromoteF32,
  "f64 f32": I.f32DemoteF64,
  "f32 i32": I.i32TruncSatF32S,
  "f32 u32": I.i32TruncSatF32U,
  "f64 i32": I.i32TruncSatF64S,
  "f64 u32": I.i32TruncSatF64U,
  "i64 u32": I.i32WrapI64,
}

const bitcasts: { readonly [fromTo: string]: (x: Code) => Code } = {
  "f32 i32": I.i32ReinterpretF32,
  "f32 u32": I.i32ReinterpretF32,
  "i32 f32": I.f32ReinterpretI32,
  "u32 f32": I.f32ReinterpretI32,
  "i32 u32": same,
  "u32 i32": same,
  "f64 i64": I.i64ReinterpretF64,
  "i64 f64": I.f64ReinterpretI64,
}

export const scalarConst = (type: ScalarType, value: number | bigint): Code => {
  switch (type) {
    case "f32":
      return I.f32Const(Number(value))
    case "f64":
      return I.f64Const(Number(value))
    case "i64":
      return I.i64Const(BigInt(value))
    default:
      return I.i32Const(Number(value))
  }
}

/** The code of one operation on scalars; operands that are used twice must be cheap (locals). Undefined if there is no such instruction. */
export const scalarOp = (n: ScalarNode, operands: readonly Code[]): Code | undefined => {
  const operandType = n.args[0]?.type ?? n.type
  if (n.op === "const") return scalarConst(n.type, n.data as number | bigint)
  if (n.op === "select") return I.select(operands[1] as Code, operands[2] as Code, operands[0] as Code)
  if (n.op === "convert") return conversions[`${operandType} ${n.type}`]?.(operands[0] as Code)
  if (n.op === "bitcast") return bitcasts[`${operandType} ${n.type}`]?.(operands[0] as Code)
  return families[operandType][n.op]?.(operands, n)
}
