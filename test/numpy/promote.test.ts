import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { as, bools, ints } from "./gives.js"

const type = (x: { readonly dtype: string; readonly weakType: boolean }): string => `${x.dtype}${x.weakType ? " weak" : ""}`

describe("what JAX's lattice gives in 32 bits", () => {
  it.each([
    ["int32", "float16", "float16"],
    ["float16", "bfloat16", "float32"],
    ["uint8", "int8", "int16"],
    ["uint16", "int16", "int32"],
    ["uint32", "int32", "int32"],
    ["bool", "int8", "int8"],
    ["float32", "float64", "float64"],
  ] as const)("%s and %s meet in %s", (a, b, met) => {
    expect(np.promoteTypes(a, b)).toBe(met)
    expect(np.add(np.ones([1], { dtype: a }), np.ones([1], { dtype: b })).dtype).toBe(met)
  })
})

describe("bare numbers give way", () => {
  it("to every float", () => expect(type(np.multiply(as("float16", [1]), 2.5))).toBe("float16"))
  it("to every integer, if they are whole", () => expect(type(np.add(as("int8", [1]), 1))).toBe("int8"))
  it("a fraction makes integers float32", () => expect(type(np.add(ints([1]), 1.5))).toBe("float32 weak"))
  it("a whole number beside booleans makes integers", () => expect(type(np.add(bools([1]), 1))).toBe("int32 weak"))
  it("among themselves they are weak float32", () => expect(type(np.add(1, 2))).toBe("float32 weak"))
  it("a bare boolean is a bool", () => expect(type(np.add(ints([1]), true))).toBe("int32"))
})

describe("laws", () => {
  const dtype = fc.constantFrom(
    "bool",
    "int8",
    "uint8",
    "int16",
    "uint16",
    "int32",
    "uint32",
    "float16",
    "bfloat16",
    "float32",
    "float64",
  ) as fc.Arbitrary<"bool">
  it("meeting is commutative, associative and idempotent", () => {
    fc.assert(
      fc.property(dtype, dtype, dtype, (a, b, c) => {
        expect(np.promoteTypes(a, b)).toBe(np.promoteTypes(b, a))
        expect(np.promoteTypes(np.promoteTypes(a, b), c)).toBe(np.promoteTypes(a, np.promoteTypes(b, c)))
        expect(np.promoteTypes(a, a)).toBe(a)
      }),
    )
  })
})
