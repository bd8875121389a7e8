// Conversions, and identities that say something to a transform.
import { expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import { array } from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { codeOf } from "./thrown.js"

it("floats become integers by rounding toward 0, saturating, NaN as 0", () => {
  const x = array([1.9, -1.9, 300, Number.NaN])
  expect(lax.convertElementType(x, "int8").js()).toEqual([1, -1, 127, 0])
})
it("a converted number is strong", () => expect(lax.convertElementType(1, "float32").weakType).toBe(false))
it("dtypes have names", () => expect(codeOf(() => lax.convertElementType(1, "float" as never))).toBe("dtype/unknown"))
it("bits are read as another dtype", () => {
  expect(lax.bitcastConvertType(array([1]), "int32").js()).toEqual([0x3f800000])
  expect(lax.bitcastConvertType(array([1]), "uint8").js()).toEqual([[0, 0, 128, 63]])
})
it("precision is reduced to that of bfloat16", () => expect(lax.reducePrecision(array([1.001]), 8, 7).js()).toEqual([1]))
it("dtype of an array and of bare values", () => {
  expect([lax.dtype(array([1], { dtype: "int8" })), lax.dtype(1), lax.dtype(true)]).toEqual(["int8", "float32", "bool"])
})
it("stopGradient makes a constant of an array", () => {
  expect(grad((x: NDArray) => lax.mul(x, lax.stopGradient(x)))(3).item()).toBe(3)
})
it("stopGradient takes trees, and leaves integers alone", () => {
  const f = (p: { w: NDArray; n: NDArray }): NDArray => {
    const q = lax.stopGradient(p)
    expect(q.n).toBe(p.n)
    return lax.mul(q.w, p.w)
  }
  const n = array(1, { dtype: "int32" })
  expect(grad((w: NDArray) => f({ w, n }))(5).item()).toBe(5)
})
it("optimizationBarrier keeps trees, values and gradients", () => {
  const tree = { a: array([1, 2]), b: [array(3)] }
  const out = lax.optimizationBarrier(tree)
  expect([out.a.js(), out.b[0]?.item()]).toEqual([[1, 2], 3])
  expect(String(makeJaxpr(lax.optimizationBarrier<NDArray>)(array(1)))).toContain("optimization_barrier")
  expect(grad((x: NDArray) => lax.square(lax.optimizationBarrier(x)))(3).item()).toBe(6)
})
