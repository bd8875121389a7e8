// Elementwise functions: strict in shape and dtype, exact in value.
import { describe, expect, it } from "vitest"
import "../../src/install.js"
import type { ArrayLike, NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import { array, ones } from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { close } from "../support/close.js"
import { codeOf } from "./thrown.js"

const ints = (...xs: number[]): NDArray => array(xs, { dtype: "int32" })
const bools = (...xs: boolean[]): NDArray => array(xs)
const vector = array([1, 2, 3])

describe("strictness", () => {
  it("other dtypes are not promoted", () => expect(codeOf(() => lax.add(vector, ints(1, 2, 3)))).toBe("dtype/mismatch"))
  it("other shapes are not broadcast", () => {
    expect(codeOf(() => lax.add(vector, ones([4])))).toBe("shape/mismatch")
    expect(codeOf(() => lax.add(vector, ones([2, 3])))).toBe("shape/mismatch")
  })
  it("a scalar stands beside any shape, as a number and as an array", () => {
    expect(lax.add(vector, 1).js()).toEqual([2, 3, 4])
    expect(lax.sub(array(1), vector).js()).toEqual([0, -1, -2])
  })
  it("a number takes on the dtype beside it, and a fraction is no integer", () => {
    expect(lax.mul(ints(1, 2), 3).dtype).toBe("int32")
    expect(codeOf(() => lax.mul(ints(1, 2), 1.5))).toBe("dtype/mismatch")
    expect(codeOf(() => lax.add(ints(1), 3e9))).toBe("dtype/range")
  })
  it("booleans are not numbers", () => {
    expect(codeOf(() => lax.add(bools(true), bools(true)))).toBe("dtype/kind")
    expect(codeOf(() => lax.add(vector, true))).toBe("dtype/kind")
    expect(codeOf(() => lax.eq(vector, true))).toBe("dtype/mismatch")
  })
  it("functions of real numbers take floats only", () => expect(codeOf(() => lax.sin(ints(1)))).toBe("dtype/kind"))
  it("lists are not arrays", () => expect(codeOf(() => lax.add([1, 2] as never, 1))).toBe("argument/array"))
  it("a number is a literal of the program", () => {
    const text = String(makeJaxpr((x: NDArray) => lax.mul(x, 2))(vector))
    expect(text).toMatch(/mul a 2\.0/)
    expect(text).not.toMatch(/broadcast|convert/)
  })
})

describe("values", () => {
  const rows: readonly (readonly [string, ArrayLike, ArrayLike | readonly (number | boolean)[]])[] = [
    ["integers divide toward 0", lax.div(ints(7, -7, 1), ints(2, 2, 0)), [3, -3, -1]],
    ["a remainder has the sign of what is divided", lax.rem(ints(7, -7), 3), [1, -1]],
    ["integers wrap around", lax.add(ints(2147483647), 1), [-2147483648]],
    ["max of booleans is or", lax.max(bools(true, false), bools(false, false)), [true, false]],
    ["min of booleans is and", lax.min(bools(true, true), bools(false, true)), [false, true]],
    ["clamp has scalar bounds", lax.clamp(0, array([-1, 0.5, 2]), 1), [0, 0.5, 1]],
    ["clamp has bounds for each element", lax.clamp(array([0, 1, 2]), array([-1, 5, 2.5]), array([1, 2, 3])), [0, 2, 2.5]],
    ["round takes halves away from 0", lax.round(array([0.5, 1.5, -2.5])), [1, 2, -3]],
    ["round takes halves to even", lax.round(array([0.5, 1.5, -2.5]), lax.RoundingMethod.TO_NEAREST_EVEN), [0, 2, -2]],
    ["integerPow keeps integers", lax.integerPow(ints(2, -3), 3), [8, -27]],
    ["pow takes integer exponents", lax.pow(array([2, -2]), ints(3, 2)), [8, 4]],
    ["reciprocal", lax.reciprocal(array([2, 4])), [0.5, 0.25]],
    ["sign", lax.sign(array([-2, 0, 5])), [-1, 0, 1]],
    ["atan2 takes the ordinate first", lax.atan2(array([0]), array([1])), [0]],
  ]
  it.each(rows)("%s", (_, got, expected) => expect((got as NDArray).js()).toEqual(expected))

  const at: readonly (readonly [string, (x: ArrayLike) => NDArray, number, number])[] = [
    ["exp", lax.exp, 1, Math.E],
    ["exp2", lax.exp2, 3, 8],
    ["expm1", lax.expm1, 1e-5, 1.0000050000166668e-5],
    ["log", lax.log, Math.E, 1],
    ["log1p", lax.log1p, 1e-5, 9.99995000033333e-6],
    ["logistic", lax.logistic, 0, 0.5],
    ["sqrt", lax.sqrt, 9, 3],
    ["rsqrt", lax.rsqrt, 4, 0.5],
    ["cbrt", lax.cbrt, 27, 3],
    ["square", lax.square, 3, 9],
    ["tan", lax.tan, 0.5, Math.tan(0.5)],
    ["acos", lax.acos, 0.5, Math.acos(0.5)],
    ["asinh", lax.asinh, 0.5, Math.asinh(0.5)],
    ["acosh", lax.acosh, 1.5, Math.acosh(1.5)],
    ["atanh", lax.atanh, 0.5, Math.atanh(0.5)],
    ["erf", lax.erf, 0.5, 0.5204998778130465],
    ["erfc", lax.erfc, 0.5, 0.4795001221869535],
    ["erfInv", lax.erfInv, 0.5, 0.4769362762044699],
    ["lgamma", lax.lgamma, 5, Math.log(24)],
    ["digamma", lax.digamma, 1, -0.5772156649015329],
    ["polygamma", (x) => lax.polygamma(1, x), 1, Math.PI ** 2 / 6],
  ]
  it.each(at)("%s of a number", (_, f, x, y) => close(f(x), y))

  it("nextafter is one step", () => expect(lax.nextafter(array(1), 2).item()).toBe(1 + 2 ** -23))
  it("integers have no negative powers", () => expect(codeOf(() => lax.integerPow(ints(2), -1))).toBe("argument/power"))
  it("integerPow takes whole exponents", () => expect(codeOf(() => lax.integerPow(vector, 0.5))).toBe("argument/power"))
})

describe("gradients", () => {
  const slope = (f: (x: NDArray) => NDArray, x: number): number => grad(f)(x).item()
  it("max shares where it ties", () => expect(slope((x) => lax.max(x, 1), 1)).toBe(0.5))
  it("abs is flat at 0", () => expect(slope(lax.abs, 0)).toBe(0))
  it("clamp is flat outside its bounds", () => expect([-1, 0.5, 2].map((x) => slope((y) => lax.clamp(0, y, 1), x))).toEqual([0, 1, 0]))
  it("a whole power is smooth at 0", () => expect(slope((x) => lax.pow(x, 2), 0)).toBe(0))
  it("an integer exponent of an array is a constant", () => expect(slope((x) => lax.pow(x, array(3, { dtype: "int32" })), 2)).toBe(12))
  it("a scalar operand collects what it is spread over", () => expect(slope((x) => lax.reduceSum(lax.mul(x, vector)), 2)).toBe(6))
})
