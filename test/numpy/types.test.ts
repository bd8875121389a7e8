import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { as, codeOf, ints } from "./gives.js"

describe("questions", () => {
  it("shape, ndim and size", () => {
    expect([np.shape(np.ones([2, 3])), np.ndim(np.ones([2, 3])), np.size(np.ones([2, 3])), np.size(np.ones([2, 3]), -1)]).toEqual([
      [2, 3],
      2,
      6,
      3,
    ])
    expect([np.shape(1), np.ndim(1), np.size(1)]).toEqual([[], 0, 1])
  })
  it("isscalar", () =>
    expect([np.isscalar(1), np.isscalar(np.array(1)), np.isscalar(np.ones([1])), np.isscalar("a")]).toEqual([true, true, false, false]))
  it("resultType of arrays, numbers and dtypes", () => {
    expect(np.resultType(ints([1]), 1.5)).toBe("float32")
    expect(np.resultType("int8", 1)).toBe("int8")
    expect(np.resultType("int8", as("uint8", [1]), "float16")).toBe("float16")
    expect(codeOf(() => np.resultType())).toBe("argument/arity")
  })
})

describe("canCast says what NumPy says: whether every value survives", () => {
  it.each([
    ["int8", "int16", true],
    ["int16", "int8", false],
    ["uint8", "int16", true],
    ["uint8", "int8", false],
    ["int32", "float32", false],
    ["int16", "float32", true],
    ["int32", "float64", true],
    ["uint32", "int32", false],
    ["float32", "float64", true],
    ["float64", "float32", false],
    ["float16", "bfloat16", false],
    ["bool", "float16", true],
    ["float32", "int32", false],
    ["int8", "bool", false],
  ] as const)("%s → %s: %s", (from, to, can) => expect(np.canCast(from, to)).toBe(can))
})

describe("kinds", () => {
  it("isdtype", () => {
    expect(np.isdtype("int8", "integral")).toBe(true)
    expect(np.isdtype("uint8", "signed integer")).toBe(false)
    expect(np.isdtype("float16", ["bool", "real floating"])).toBe(true)
    expect(np.isdtype("int8", "int8")).toBe(true)
  })
  it("issubdtype", () => {
    expect([np.issubdtype("bfloat16", "floating"), np.issubdtype("bool", "number"), np.issubdtype("uint8", "integer")]).toEqual([
      true,
      false,
      true,
    ])
  })
})
