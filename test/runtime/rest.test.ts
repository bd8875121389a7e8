// Small results keep their bits, whether they rest as numbers or as bytes, when they are read and when they go into the next program.
import { expect, test } from "vitest"
import { type DType, dtypeInfo, dtypes, isComplex } from "../../src/core/dtype.js"
import { jit, lax, type NDArray, numpy as np } from "../../src/index.js"
import { isNumber } from "../../src/runtime/rest.js"

const real = dtypes.filter((dtype) => !isComplex(dtype))
const same = jit((x: NDArray) => np.where(np.array(true), x, x))

const scalar = (dtype: DType, value: number): NDArray => np.array(value, { dtype })

test("numbers are the scalars of dtypes that are computed with as they are stored", () => {
  const asNumbers = dtypes.filter((dtype) => isNumber({ shape: [1, 1], dtype, weakType: false }))
  expect(asNumbers).toEqual(real.filter((dtype) => dtype !== "float16" && dtype !== "bfloat16"))
  expect(isNumber({ shape: [2], dtype: "float32", weakType: false })).toBe(false)
  expect(isNumber({ shape: [0], dtype: "float32", weakType: false })).toBe(false)
})

test.each(real)("a scalar of %s comes out of one program and goes through the next unchanged", (dtype) => {
  const { kind, max, min } = dtypeInfo[dtype]
  const values = [0, 1, max, min, ...(kind === "float" ? [-0, 0.1, Infinity, -Infinity, NaN] : [])]
  for (const value of values) {
    const x = scalar(dtype, value)
    const y = same(same(x))
    expect(y.item(), `${value}`).toBe(x.item())
    expect(y.js(), `${value}`).toBe(x.js())
    expect(y.dataSync(), `${value}`).toEqual(x.dataSync())
    expect(same(y.reshape([1])).dataSync(), `${value}`).toEqual(x.dataSync())
  }
})

test("the bits of NaN are kept", () => {
  const bits = (x: NDArray): number => lax.bitcastConvertType(x, "uint32").item()
  const quiet = lax.bitcastConvertType(np.array(0x7fc12345, { dtype: "uint32" }), "float32")
  expect(bits(same(same(quiet))).toString(16)).toBe("7fc12345")
})

test("what is read of a number cannot change it", () => {
  const y = same(scalar("float32", 2))
  y.dataSync()[0] = 3
  expect(y.item()).toBe(2)
  expect(y.dataSync()[0]).toBe(2)
})
