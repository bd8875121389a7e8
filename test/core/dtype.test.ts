import { describe, expect, test } from "vitest"
import {
  complexOf,
  type DType,
  dtypeInfo,
  dtypeOfShort,
  dtypes,
  isComplex,
  isDType,
  isFloat,
  isInexact,
  isInteger,
  kindOf,
  realOf,
  widthOf,
} from "../../src/core/dtype.js"
import { roundTo } from "../../src/core/tensor.js"

describe("every dtype", () => {
  test("is known by its name and by JAX's short one", () => {
    expect(dtypes.map((d) => dtypeInfo[d].short)).toEqual([
      "bool",
      "i8",
      "u8",
      "i16",
      "u16",
      "i32",
      "u32",
      "f16",
      "bf16",
      "f32",
      "f64",
      "c64",
      "c128",
    ])
    for (const d of dtypes) {
      expect(isDType(d)).toBe(true)
      expect(dtypeOfShort(dtypeInfo[d].short)).toBe(d)
    }
  })
  test("rests in a typed array of its width", () => {
    for (const d of dtypes) expect(new dtypeInfo[d].Storage(3 * widthOf(d)).byteLength, d).toBe(3 * dtypeInfo[d].bytes)
    const bytes = {
      bool: 1,
      int8: 1,
      uint8: 1,
      int16: 2,
      uint16: 2,
      int32: 4,
      uint32: 4,
      float16: 2,
      bfloat16: 2,
      float32: 4,
      float64: 8,
      complex64: 8,
      complex128: 16,
    }
    expect(Object.fromEntries(dtypes.map((d) => [d, dtypeInfo[d].bytes]))).toEqual(bytes)
  })
  test("holds its least and its greatest number", () => {
    for (const d of dtypes) {
      expect(roundTo(d, dtypeInfo[d].min), d).toBe(dtypeInfo[d].min)
      expect(roundTo(d, dtypeInfo[d].max), d).toBe(dtypeInfo[d].max)
    }
  })
  test("is of one kind", () => {
    const kinds = ["bool", "int", "uint", "int", "uint", "int", "uint", "float", "float", "float", "float", "complex", "complex"]
    expect(dtypes.map(kindOf)).toEqual(kinds)
    expect(dtypes.filter(isFloat)).toEqual(["float16", "bfloat16", "float32", "float64"])
    expect(dtypes.filter(isComplex)).toEqual(["complex64", "complex128"])
    expect(dtypes.filter(isInexact)).toEqual(dtypes.filter((d) => isFloat(d) || isComplex(d)))
    expect(dtypes.filter(isInteger)).toEqual(["int8", "uint8", "int16", "uint16", "int32", "uint32"])
  })
})

describe("the numbers of a dtype", () => {
  test("that is complex are pairs of those of its real dtype", () => {
    expect((["complex64", "complex128"] as const).map(realOf)).toEqual(["float32", "float64"])
    for (const d of dtypes.filter(isComplex)) expect([complexOf(realOf(d)), dtypeInfo[d].eps]).toEqual([d, dtypeInfo[realOf(d)].eps])
    for (const d of dtypes.filter((t) => !isComplex(t))) expect([realOf(d), widthOf(d)]).toEqual([d, 1])
  })
  const floats: readonly DType[] = dtypes.filter(isFloat)
  test("after 1 come at a distance of eps, and nothing lies between", () => {
    for (const d of floats) {
      const { eps } = dtypeInfo[d]
      expect(roundTo(d, 1 + eps), d).toBe(1 + eps)
      if (d !== "float64") expect([1, 1 + eps], d).toContain(roundTo(d, 1 + eps / 2))
    }
  })
  test("end where IEEE says", () => {
    expect(dtypeInfo.float16.max).toBe(65504)
    expect(dtypeInfo.bfloat16.max).toBe(3.3895313892515355e38)
    expect(dtypeInfo.float32.max).toBe(3.4028234663852886e38)
    expect(dtypeInfo.float64.max).toBe(1.7976931348623157e308)
    expect([dtypeInfo.int32.min, dtypeInfo.int32.max]).toEqual([-2147483648, 2147483647])
    expect([dtypeInfo.uint32.min, dtypeInfo.uint32.max]).toEqual([0, 4294967295])
  })
})

test("what names no dtype is none", () => {
  for (const x of ["float", "int64", "f32", "toString", "__proto__", "", 3, null, undefined, {}]) expect(isDType(x)).toBe(false)
  for (const x of ["float32", "i64", "", "constructor"]) expect(dtypeOfShort(x)).toBeUndefined()
})
