// The lattice of dtypes, written out: JAX's, in its 32-bit mode, with float64 on top.
import { describe, expect, test } from "vitest"
import { type DType, dtypeOfShort, dtypes } from "../../src/core/dtype.js"
import { JoinSemilattice, join, type TypeOf } from "../../src/core/promote.js"

const nodes = ["bool", "i*", "i8", "u8", "i16", "u16", "i32", "u32", "f*", "bf16", "f16", "f32", "f64", "c*", "c64", "c128"]

/** Row ∨ column. */
const expected = `
  bool i*   i8   u8   i16  u16  i32  u32  f*   bf16 f16  f32  f64  c*   c64  c128
  i*   i*   i8   u8   i16  u16  i32  u32  f*   bf16 f16  f32  f64  c*   c64  c128
  i8   i8   i8   i16  i16  i32  i32  i32  f*   bf16 f16  f32  f64  c*   c64  c128
  u8   u8   i16  u8   i16  u16  i32  u32  f*   bf16 f16  f32  f64  c*   c64  c128
  i16  i16  i16  i16  i16  i32  i32  i32  f*   bf16 f16  f32  f64  c*   c64  c128
  u16  u16  i32  u16  i32  u16  i32  u32  f*   bf16 f16  f32  f64  c*   c64  c128
  i32  i32  i32  i32  i32  i32  i32  i32  f*   bf16 f16  f32  f64  c*   c64  c128
  u32  u32  i32  u32  i32  u32  i32  u32  f*   bf16 f16  f32  f64  c*   c64  c128
  f*   f*   f*   f*   f*   f*   f*   f*   f*   bf16 f16  f32  f64  c*   c64  c128
  bf16 bf16 bf16 bf16 bf16 bf16 bf16 bf16 bf16 bf16 f32  f32  f64  c64  c64  c128
  f16  f16  f16  f16  f16  f16  f16  f16  f16  f32  f16  f32  f64  c64  c64  c128
  f32  f32  f32  f32  f32  f32  f32  f32  f32  f32  f32  f32  f64  c64  c64  c128
  f64  f64  f64  f64  f64  f64  f64  f64  f64  f64  f64  f64  f64  c128 c128 c128
  c*   c*   c*   c*   c*   c*   c*   c*   c*   c64  c64  c64  c128 c*   c64  c128
  c64  c64  c64  c64  c64  c64  c64  c64  c64  c64  c64  c64  c128 c64  c64  c128
  c128 c128 c128 c128 c128 c128 c128 c128 c128 c128 c128 c128 c128 c128 c128 c128`
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/))

const typeOf = (node: string): TypeOf =>
  node === "i*"
    ? { dtype: "int32", weakType: true }
    : node === "f*"
      ? { dtype: "float32", weakType: true }
      : node === "c*"
        ? { dtype: "complex64", weakType: true }
        : { dtype: dtypeOfShort(node) as DType, weakType: false }

/** Every type that a value can have: bool is never weak. */
const types: readonly TypeOf[] = dtypes.flatMap((dtype) =>
  [false, true].filter((weakType) => !weakType || dtype !== "bool").map((weakType) => ({ dtype, weakType })),
)

describe("two types meet at their least upper bound:", () => {
  for (const [i, a] of nodes.entries())
    test(`${a} with each of the others`, () => {
      expect(nodes.map((b) => join(typeOf(a), typeOf(b)))).toEqual((expected[i] as string[]).map(typeOf))
    })
})

describe("the join is a semilattice:", () => {
  test("a ∨ b = b ∨ a", () => {
    for (const a of types) for (const b of types) expect(join(a, b)).toEqual(join(b, a))
  })
  test("(a ∨ b) ∨ c = a ∨ (b ∨ c)", () => {
    for (const a of types) for (const b of types) for (const c of types) expect(join(join(a, b), c)).toEqual(join(a, join(b, c)))
  })
  test("a ∨ a = a", () => {
    for (const a of types) expect(JoinSemilattice.join(a, a)).toEqual(a)
  })
})

describe("weak types", () => {
  test("give way to every strong type of their kind", () => {
    for (const dtype of ["int8", "uint8", "int16", "uint16", "int32", "uint32"] as const)
      expect(join({ dtype, weakType: false }, typeOf("i*"))).toEqual({ dtype, weakType: false })
    for (const dtype of ["bfloat16", "float16", "float32", "float64"] as const)
      expect(join({ dtype, weakType: false }, typeOf("f*"))).toEqual({ dtype, weakType: false })
    for (const dtype of ["complex64", "complex128"] as const)
      expect(join({ dtype, weakType: false }, typeOf("c*"))).toEqual({ dtype, weakType: false })
  })
  test("do not give way to a lower kind: int32 and 1.5 make a weak float32", () => {
    expect(join(typeOf("i32"), typeOf("f*"))).toEqual({ dtype: "float32", weakType: true })
  })
  test("keep the join of their own dtypes among themselves", () => {
    const weak = (dtype: DType): TypeOf => ({ dtype, weakType: true })
    expect(join(weak("float64"), weak("float32"))).toEqual(weak("float64"))
    expect(join(weak("int8"), weak("int32"))).toEqual(weak("int32"))
    expect(join(weak("float16"), weak("bfloat16"))).toEqual(weak("float32"))
    expect(join(weak("int32"), weak("float16"))).toEqual(weak("float16"))
  })
  test("of bool are bool", () => {
    expect(join({ dtype: "bool", weakType: true }, typeOf("i*"))).toEqual(typeOf("i*"))
    expect(join({ dtype: "bool", weakType: true }, typeOf("u8"))).toEqual(typeOf("u8"))
  })
})
