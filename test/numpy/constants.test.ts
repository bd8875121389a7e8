import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { codeOf } from "./gives.js"

describe("limits", () => {
  it("of floats, as NumPy and ml_dtypes know them", () => {
    expect(np.finfo("float32")).toMatchObject({
      bits: 32,
      eps: 2 ** -23,
      max: 3.4028234663852886e38,
      tiny: 2 ** -126,
      smallestSubnormal: 2 ** -149,
    })
    expect(np.finfo("float16")).toMatchObject({ bits: 16, eps: 2 ** -10, max: 65504, tiny: 2 ** -14, smallestSubnormal: 2 ** -24 })
    expect(np.finfo("bfloat16")).toMatchObject({ bits: 16, eps: 2 ** -7, tiny: 2 ** -126, smallestSubnormal: 2 ** -133 })
    expect(np.finfo("float64")).toMatchObject({ bits: 64, eps: 2 ** -52, max: Number.MAX_VALUE, smallestSubnormal: Number.MIN_VALUE })
  })
  it("of integers", () => {
    expect(np.iinfo("int8")).toEqual({ dtype: "int8", bits: 8, min: -128, max: 127 })
    expect(np.iinfo("uint32")).toEqual({ dtype: "uint32", bits: 32, min: 0, max: 4294967295 })
  })
  it("ask for the right kind", () => {
    expect(codeOf(() => np.finfo("int8"))).toBe("dtype/kind")
    expect(codeOf(() => np.iinfo("float32"))).toBe("dtype/kind")
  })
})
