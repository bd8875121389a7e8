// The encoder against the engine: modules that it writes are valid, and every instruction does what its name says.
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { type Code, compacted, type FunctionRef, flatten, newWriter, signed, unsigned } from "../../../../src/backends/wasm/encode/code.js"
import * as I from "../../../../src/backends/wasm/encode/instructions.js"
import { newModule } from "../../../../src/backends/wasm/encode/module.js"
import * as S from "../../../../src/backends/wasm/encode/simd.js"
import type { ValueType } from "../../../../src/backends/wasm/encode/types.js"

const bytesOf = (code: Code): readonly number[] => [...flatten(code, () => 0)]

type Numeric = number | bigint
type Run = (...xs: readonly Numeric[]) => Numeric

/** A function of one instruction, run by the engine. */
const running = (params: readonly ValueType[], result: ValueType, code: (...operands: readonly Code[]) => Code): Run => {
  const module = newModule()
  const body = code(...params.map((_, i) => I.localGet(i)))
  module.define("f", { type: { params, results: [result] }, locals: [], code: body, exported: "f" })
  const memory = new WebAssembly.Memory({ initial: 1 })
  return new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env: { memory } }).exports.f as unknown as Run
}

test("compacting a code changes none of its bytes, wherever its references are", () => {
  const functions = [0, 1, 300].map((i): FunctionRef => ({ kind: "defined", label: `${i}` }))
  const indexOf = (f: FunctionRef): number => Number(f.label)
  const bytes = fc.nat({ max: 255 })
  const { code } = fc.letrec<{ code: Code }>((tie) => ({
    code: fc.oneof({ maxDepth: 6 }, bytes, fc.constantFrom(...functions), fc.uint8Array({ maxLength: 5 }), fc.array(tie("code"))),
  }))
  const out = newWriter()
  fc.assert(
    fc.property(code, (c) => {
      expect(flatten(compacted(c, out), indexOf)).toEqual(flatten(c, indexOf))
    }),
  )
})

test("LEB128 numbers decode to themselves, in as few bytes as they need", () => {
  const decode = (bytes: readonly number[]): bigint => bytes.reduce((n, b, i) => n | (BigInt(b & 127) << BigInt(7 * i)), 0n)
  fc.assert(
    fc.property(fc.nat({ max: 2 ** 32 - 1 }), (n) => {
      const bytes = bytesOf(unsigned(n))
      expect(decode(bytes)).toBe(BigInt(n))
      expect(bytes).toHaveLength(Math.max(1, Math.ceil(n.toString(2).length / 7)))
    }),
    { seed: 6 },
  )
  fc.assert(
    fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (n) => {
      const bytes = bytesOf(signed(n))
      expect(BigInt.asIntN(7 * bytes.length, decode(bytes))).toBe(n)
    }),
    { seed: 7 },
  )
  expect([0, 127, 128, 624485].map((n) => bytesOf(unsigned(n)))).toEqual([[0], [127], [128, 1], [0xe5, 0x8e, 0x26]])
  expect([-1, 63, 64, -64, -65].map((n) => bytesOf(signed(n)))).toEqual([[127], [63], [192, 0], [64], [191, 127]])
})

test("constants are what they were", () => {
  for (const n of [0, -1, 63, 64, 127, 128, 2 ** 31 - 1, -(2 ** 31)]) expect(running([], "i32", () => I.i32Const(n))()).toBe(n)
  for (const n of [0n, -1n, 2n ** 63n - 1n, -(2n ** 63n)]) expect(running([], "i64", () => I.i64Const(n))()).toBe(n)
  for (const x of [0, -0, 1.5, 2 ** -149, Infinity, NaN]) expect(running([], "f32", () => I.f32Const(x))()).toBe(x)
  for (const x of [0, -0, Math.PI, 5e-324, -Infinity, NaN]) expect(running([], "f64", () => I.f64Const(x))()).toBe(x)
})

const whole = [0, 1, -1, 2, 7, -8, 31, 33, 65535, 2 ** 31 - 1, -(2 ** 31), 0x12345678]
const bit = (b: boolean): number => Number(b)
const u = (x: number): number => x >>> 0

const integerOps: { readonly [name: string]: readonly [(x: Code, y: Code) => Code, (x: number, y: number) => number] } = {
  i32Eq: [I.i32Eq, (x, y) => bit(x === y)],
  i32Ne: [I.i32Ne, (x, y) => bit(x !== y)],
  i32LtS: [I.i32LtS, (x, y) => bit(x < y)],
  i32LtU: [I.i32LtU, (x, y) => bit(u(x) < u(y))],
  i32GtS: [I.i32GtS, (x, y) => bit(x > y)],
  i32GtU: [I.i32GtU, (x, y) => bit(u(x) > u(y))],
  i32LeS: [I.i32LeS, (x, y) => bit(x <= y)],
  i32LeU: [I.i32LeU, (x, y) => bit(u(x) <= u(y))],
  i32GeS: [I.i32GeS, (x, y) => bit(x >= y)],
  i32GeU: [I.i32GeU, (x, y) => bit(u(x) >= u(y))],
  i32Add: [I.i32Add, (x, y) => (x + y) | 0],
  i32Sub: [I.i32Sub, (x, y) => (x - y) | 0],
  i32Mul: [I.i32Mul, Math.imul],
  i32And: [I.i32And, (x, y) => x & y],
  i32Or: [I.i32Or, (x, y) => x | y],
  i32Xor: [I.i32Xor, (x, y) => x ^ y],
  i32Shl: [I.i32Shl, (x, y) => x << y],
  i32ShrS: [I.i32ShrS, (x, y) => x >> y],
  i32ShrU: [I.i32ShrU, (x, y) => (x >>> y) | 0],
}

test.each(Object.entries(integerOps))("%s", (_, [op, meaning]) => {
  const f = running(["i32", "i32"], "i32", (x, y) => op(x as Code, y as Code))
  for (const x of whole) for (const y of whole) expect(f(x, y), `${x}, ${y}`).toBe(meaning(x, y))
})

const reals = [0, -0, 1, -1.5, 2.5, 3.5, -0.5, 1e30, -1e-30, Infinity, -Infinity, NaN]
const even = (x: number): number => {
  const low = Math.floor(x)
  const nearest = x - low === 0.5 ? low + (low % 2 === 0 ? 0 : 1) : Math.round(x)
  return nearest === 0 ? (Object.is(x, -0) || x < 0 ? -0 : 0) : nearest
}
const unary: { readonly [K in "abs" | "neg" | "ceil" | "floor" | "trunc" | "nearest" | "sqrt"]: (x: number) => number } = {
  abs: Math.abs,
  neg: (x) => -x,
  ceil: Math.ceil,
  floor: Math.floor,
  trunc: Math.trunc,
  nearest: even,
  sqrt: Math.sqrt,
}
const binary: { readonly [K in "add" | "sub" | "mul" | "div" | "min" | "max"]: (x: number, y: number) => number } = {
  add: (x, y) => x + y,
  sub: (x, y) => x - y,
  mul: (x, y) => x * y,
  div: (x, y) => x / y,
  min: Math.min,
  max: Math.max,
}
const comparing: { readonly [K in "eq" | "ne" | "lt" | "gt" | "le" | "ge"]: (x: number, y: number) => boolean } = {
  eq: (x, y) => x === y,
  ne: (x, y) => x !== y,
  lt: (x, y) => x < y,
  gt: (x, y) => x > y,
  le: (x, y) => x <= y,
  ge: (x, y) => x >= y,
}
const keys = <T extends object>(x: T): readonly (keyof T)[] => Object.keys(x) as (keyof T)[]

const formats = [
  { type: "f32", ops: I.f32, lanes: S.f32x4, splat: S.f32x4Splat, extract: S.f32x4ExtractLane, round: Math.fround, count: 4 },
  { type: "f64", ops: I.f64, lanes: S.f64x2, splat: S.f64x2Splat, extract: S.f64x2ExtractLane, round: (x: number) => x, count: 2 },
] as const

describe.each(formats)("$type, as numbers and in lanes,", ({ type, ops, lanes, splat, extract, round, count }) => {
  const xs = reals.map(round)
  const inLanes =
    (op: (...v: readonly Code[]) => Code) =>
    (...operands: readonly Code[]): Code =>
      extract(op(...operands.map((o) => splat(o))), count - 1)
  test.each(keys(unary))("%s", (name) => {
    const alone = running([type], type, (x) => ops[name](x as Code))
    const together = running(
      [type],
      type,
      inLanes((x) => lanes[name](x as Code)),
    )
    for (const x of xs) expect([alone(x), together(x)], `${x}`).toEqual([round(unary[name](x)), round(unary[name](x))])
  })
  test.each(keys(binary))("%s", (name) => {
    const alone = running([type, type], type, (x, y) => ops[name](x as Code, y as Code))
    const together = running(
      [type, type],
      type,
      inLanes((x, y) => lanes[name](x as Code, y as Code)),
    )
    for (const x of xs)
      for (const y of xs) expect([alone(x, y), together(x, y)], `${x}, ${y}`).toEqual(Array(2).fill(round(binary[name](x, y))))
  })
  test.each(keys(comparing))("%s", (name) => {
    const alone = running([type, type], "i32", (x, y) => ops[name](x as Code, y as Code))
    const together = running([type, type], "i32", (x, y) => S.v128AnyTrue(lanes[name](splat(x as Code), splat(y as Code))))
    for (const x of xs)
      for (const y of xs) expect([alone(x, y), together(x, y)], `${x}, ${y}`).toEqual(Array(2).fill(bit(comparing[name](x, y))))
  })
  test("pmin and pmax keep the first of what cannot be ordered", () => {
    const least = running(
      [type, type],
      type,
      inLanes((x, y) => lanes.pmin(x as Code, y as Code)),
    )
    const most = running(
      [type, type],
      type,
      inLanes((x, y) => lanes.pmax(x as Code, y as Code)),
    )
    for (const x of xs) for (const y of xs) expect([least(x, y), most(x, y)], `${x}, ${y}`).toEqual([y < x ? y : x, x < y ? y : x])
  })
})

const laneOps: { readonly [name: string]: readonly [(x: Code, y: Code) => Code, (x: number, y: number) => number] } = {
  add: [S.i32x4.add, (x, y) => (x + y) | 0],
  sub: [S.i32x4.sub, (x, y) => (x - y) | 0],
  mul: [S.i32x4.mul, Math.imul],
  minS: [S.i32x4.minS, Math.min],
  maxS: [S.i32x4.maxS, Math.max],
  minU: [S.i32x4.minU, (x, y) => Math.min(u(x), u(y)) | 0],
  maxU: [S.i32x4.maxU, (x, y) => Math.max(u(x), u(y)) | 0],
  eq: [S.i32x4.eq, (x, y) => -bit(x === y)],
  ne: [S.i32x4.ne, (x, y) => -bit(x !== y)],
  ltS: [S.i32x4.ltS, (x, y) => -bit(x < y)],
  ltU: [S.i32x4.ltU, (x, y) => -bit(u(x) < u(y))],
  gtS: [S.i32x4.gtS, (x, y) => -bit(x > y)],
  gtU: [S.i32x4.gtU, (x, y) => -bit(u(x) > u(y))],
  leS: [S.i32x4.leS, (x, y) => -bit(x <= y)],
  leU: [S.i32x4.leU, (x, y) => -bit(u(x) <= u(y))],
  geS: [S.i32x4.geS, (x, y) => -bit(x >= y)],
  geU: [S.i32x4.geU, (x, y) => -bit(u(x) >= u(y))],
  and: [S.v128And, (x, y) => x & y],
  or: [S.v128Or, (x, y) => x | y],
  xor: [S.v128Xor, (x, y) => x ^ y],
  andNot: [S.v128AndNot, (x, y) => x & ~y],
}

test.each(Object.entries(laneOps))("i32x4 %s", (_, [op, meaning]) => {
  const code = (x: Code, y: Code): Code => S.i32x4ExtractLane(op(S.i32x4Splat(x), S.i32x4Splat(y)), 2)
  const f = running(["i32", "i32"], "i32", (x, y) => code(x as Code, y as Code))
  for (const x of whole) for (const y of whole) expect(f(x, y), `${x}, ${y}`).toBe(meaning(x, y) === 0 ? 0 : meaning(x, y))
})

test("functions call each other, and the host, whichever was defined first", () => {
  const module = newModule()
  const unaryType = { params: ["i32"], results: ["i32"] } as const
  const twice = module.once("twice", () =>
    module.define("twice", { type: unaryType, locals: [], code: I.i32Add(I.localGet(0), I.localGet(0)) }),
  )
  expect(module.once("twice", () => twice)).toBe(twice)
  const host = module.imported("host", unaryType)
  expect(module.imported("host", unaryType)).toBe(host)
  module.define("f", { type: unaryType, locals: ["i32", "i32", "f64"], code: I.call(host, I.call(twice, I.localGet(0))), exported: "f" })
  const env = { memory: new WebAssembly.Memory({ initial: 1 }), host: (x: number) => x + 1 }
  const { f } = new WebAssembly.Instance(new WebAssembly.Module(module.encode()), { env }).exports as unknown as { f: Run }
  expect(f(20)).toBe(41)
})
