import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { bools, codeOf, floats, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("floats become integers towards 0", () => gives(np.astype(floats([1.9, -1.9]), "int32"), "int32[2]", [1, -1]))
  it("whatever is not 0 is true, NaN too", () => gives(np.astype(floats([0, 0.1, Number.NaN]), "bool"), "bool[3]", [false, true, true]))
  it("integers wrap around", () => gives(np.astype(ints([300, -1]), "uint8"), "uint8[2]", [44, 255]))
  it("booleans become numbers", () => gives(np.astype(bools([1, 0]), "float32"), "float32[2]", [1, 0]))
  it("to float16 rounds to the nearest", () =>
    gives(np.astype(floats([2049, 65520]), "float16"), "float16[2]", [2048, Number.POSITIVE_INFINITY]))
})

describe("what JAX gives where NumPy leaves it open", () => {
  it("floats outside of the range are clamped, and NaN is 0", () => {
    gives(np.astype(floats([1e10, -1e10, Number.NaN]), "int32"), "int32[3]", [2147483647, -2147483648, 0])
  })
  it("to bfloat16 keeps 8 digits of the mantissa", () => gives(np.astype(floats([257]), "bfloat16"), "bfloat16[1]", [256]))
  it("an unknown dtype is an error", () => expect(codeOf(() => np.astype(floats([1]), "int64" as never))).toBe("dtype/unknown"))
})
