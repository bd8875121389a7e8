import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { as, bools, codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("adds with broadcasting", () =>
    gives(np.add(floats([[1], [2]]), floats([10, 20])), "float32[2,2]", [
      [11, 21],
      [12, 22],
    ]))
  it("adds booleans as or", () => gives(np.add(bools([1, 1, 0]), bools([1, 0, 0])), "bool[3]", [true, true, false]))
  it("multiplies booleans as and", () => gives(np.multiply(bools([1, 1, 0]), bools([1, 0, 0])), "bool[3]", [true, false, false]))
  it("wraps integers around", () => gives(np.add(as("int8", [127, -128]), as("int8", [1, -1])), "int8[2]", [-128, 127]))
  it("negates unsigned integers modulo 2⁸", () => gives(np.negative(as("uint8", [0, 1, 200])), "uint8[3]", [0, 255, 56]))
  it("divides integers into floats", () => gives(np.divide(ints([1, -7, 0]), ints([2, 2, 5])), "float32[3]", [0.5, -3.5, 0]))
  it("divides by zero as IEEE says", () =>
    gives(np.divide(floats([1, -1, 0, -0]), floats([0, 0, 0, 1])), "float32[4]", [
      Number.POSITIVE_INFINITY,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      -0,
    ]))
  it("floorDivide rounds integers down, towards −∞", () =>
    gives(np.floorDivide(ints([7, -7, 7, -7]), ints([2, 2, -2, -2])), "int32[4]", [3, -4, -4, 3]))
  it("floorDivide rounds floats down", () =>
    gives(np.floorDivide(floats([7, -7, 7, -7]), floats([2, 2, -2, -2])), "float32[4]", [3, -4, -4, 3]))
  it("mod has the sign of the divisor", () => gives(np.mod(ints([7, -7, 7, -7]), ints([3, 3, -3, -3])), "int32[4]", [1, 2, -2, -1]))
  it("remainder is mod for floats too", () =>
    gives(np.remainder(floats([7.5, -7.5, 7.5, -7.5]), floats([2, 2, -2, -2])), "float32[4]", [1.5, 0.5, -0.5, -1.5]))
  it("fmod has the sign of the dividend", () =>
    gives(np.fmod(floats([7.5, -7.5, 7.5]), floats([2, 2, -2])), "float32[3]", [1.5, -1.5, 1.5]))
  it("divmod gives quotient and remainder", () => giveAll(np.divmod(ints([7, -7]), 3), ["int32[2]", [2, -3]], ["int32[2]", [1, 2]]))
  it("sign is −1, 0, 1, NaN", () => gives(np.sign(floats([-2, 0, 3, Number.NaN])), "float32[4]", [-1, 0, 1, Number.NaN]))
  it("abs of the least int8 wraps around", () => gives(np.abs(as("int8", [-128, -5])), "int8[2]", [-128, 5]))
  it("abs of −0 is 0", () => gives(np.abs(floats([-0, -1.5])), "float32[2]", [0, 1.5]))
  it("maximum propagates NaN", () =>
    gives(np.maximum(floats([1, Number.NaN, 3]), floats([2, 2, Number.NaN])), "float32[3]", [2, Number.NaN, Number.NaN]))
  it("maximum and minimum of booleans are or and and", () =>
    gives(np.minimum(np.maximum(bools([1, 0]), bools([0, 0])), bools([1, 1])), "bool[2]", [true, false]))
  it("power of integers is exact", () => gives(np.power(ints([2, -3, 10]), ints([10, 3, 0])), "int32[3]", [1024, -27, 1]))
  it("power of integers wraps around", () => gives(np.power(as("uint8", [3]), as("uint8", [6])), "uint8[1]", [217]))
  it("power of a negative float to a whole one", () => gives(np.power(floats([-2, -2]), floats([3, -1])), "float32[2]", [-8, -0.5]))
  it("power of a negative float to a fraction is NaN", () => gives(np.power(floats([-8]), 1 / 3), "float32[1]", [Number.NaN]))
  it("anything to the power 0 is 1, NaN too", () => gives(np.power(floats([0, Number.NaN, -3]), 0), "float32[3]", [1, 1, 1]))
  it("floatPower makes floats of integers", () => gives(np.floatPower(ints([2, 3]), -1), "float32[2]", [0.5, 0.333333333]))
  it("square keeps integers", () => gives(np.square(ints([-3, 4])), "int32[2]", [9, 16]))
  it("reciprocal of 0 is ∞", () =>
    gives(np.reciprocal(floats([0, -0, 4])), "float32[3]", [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.25]))
  it("cbrt of negative numbers", () => gives(np.cbrt(floats([-27, 8])), "float32[2]", [-3, 2]))
  it("hypot does not overflow", () =>
    gives(np.hypot(floats([3e30, 0, Number.POSITIVE_INFINITY]), floats([4e30, -2, Number.NEGATIVE_INFINITY])), "float32[3]", [
      5e30,
      2,
      Number.POSITIVE_INFINITY,
    ]))
  it("clip keeps what is within", () => gives(np.clip(ints([-5, 0, 5]), -1, 3), "int32[3]", [-1, 0, 3]))
  it("clip with one open side", () => gives(np.clip(floats([-5, 5]), null, 3), "float32[2]", [-5, 3]))
  it("clip with crossed bounds gives the upper one", () => gives(np.clip(floats([0, 9]), 5, 2), "float32[2]", [2, 2]))
  it("works on empty arrays", () => gives(np.add(floats([]), floats([1])), "float32[0]", []))
})

describe("what JAX gives where NumPy differs", () => {
  it("negative powers of integers are 0, but for the bases 1 and −1", () =>
    gives(np.power(ints([2, 1, -1]), ints([-1, -2, -3])), "int32[3]", [0, 1, -1]))
  it("a negative whole power of an integer array is an error", () => expect(codeOf(() => np.power(ints([2]), -1))).toBe("argument/power"))
  it("a number that an integer dtype cannot hold is an error", () => {
    expect(codeOf(() => np.add(as("uint8", [1]), 300))).toBe("dtype/range")
    expect(codeOf(() => np.add(as("uint8", [1]), -1))).toBe("dtype/range")
  })
  it("booleans cannot be subtracted", () => expect(codeOf(() => np.subtract(bools([1]), bools([0])))).toBe("dtype/kind"))
  it("shapes that do not broadcast are an error", () =>
    expect(codeOf(() => np.add(floats([1, 2]), floats([1, 2, 3])))).toBe("shape/broadcast"))
  it("lists must go through np.array", () => expect(codeOf(() => np.add([1, 2] as never, 1))).toBe("argument/array"))
})

const slope = (f: (x: NDArray) => NDArray, at: number): number => grad((x: NDArray) => np.sum(f(x)))(np.array(at)).item()

describe("derivatives at corners", () => {
  it("x ** 2 has slope 0 at 0", () => {
    expect(slope((x) => np.power(x, 2), 0)).toBe(0)
    expect(slope(np.square, 0)).toBe(0)
  })
  it("x ** 1 has slope 1 and x ** 0 slope 0 at 0", () => {
    expect(slope((x) => np.power(x, 1), 0)).toBe(1)
    expect(slope((x) => np.power(x, 0), 0)).toBe(0)
  })
  it("x ** 2.5 has slope 0 at 0", () => expect(slope((x) => np.power(x, 2.5), 0)).toBe(0))
  it("|x| has slope 0 at 0", () => expect(slope(np.abs, 0)).toBe(0))
  it("√x has slope ∞ at 0", () => expect(slope(np.sqrt, 0)).toBe(Number.POSITIVE_INFINITY))
  it("a norm that avoids √0 by where has slope 0 at 0", () => {
    const norm = (x: NDArray): NDArray => np.where(np.greater(x, 0), np.sqrt(np.where(np.greater(x, 0), x, 1)), 0)
    expect(slope(norm, 0)).toBe(0)
  })
  it("maximum and minimum halve the slope where both are equal", () => {
    expect(slope((x) => np.maximum(x, 0), 0)).toBe(0.5)
    expect(slope((x) => np.minimum(x, 0), 0)).toBe(0.5)
    expect(slope((x) => np.maximum(x, np.multiply(x, 1)), 3)).toBe(1)
  })
  it("clip passes the slope inside only, and half of it at a bound", () => {
    const clipped = (x: NDArray): NDArray => np.clip(x, -1, 1)
    expect([-2, -1, 0, 1, 2].map((at) => slope(clipped, at) + 0)).toEqual([0, 0.5, 1, 0.5, 0])
  })
  it("hypot has a finite slope on the axes", () => expect(slope((x) => np.hypot(x, 0), 2)).toBe(1))
})

const small = fc.integer({ min: -50, max: 50 })

describe("laws", () => {
  it("x = floorDivide(x, y)·y + mod(x, y), and mod lies between 0 and y", () => {
    fc.assert(
      fc.property(
        small,
        small.filter((y) => y !== 0),
        (x, y) => {
          const [q, r] = [np.floorDivide(ints(x), ints(y)).item(), np.mod(ints(x), ints(y)).item()]
          expect(q * y + r).toBe(x)
          expect(q).toBe(Math.floor(x / y) + 0)
          expect(r === 0 || Math.sign(r) === Math.sign(y)).toBe(true)
        },
      ),
    )
  })
  it("integer powers are repeated products", () => {
    fc.assert(
      fc.property(fc.integer({ min: -6, max: 6 }), fc.integer({ min: 0, max: 9 }), (x, n) => {
        let product = 1
        for (let k = 0; k < n; k++) product = Math.imul(product, x)
        expect(np.power(ints(x), ints(n)).item()).toBe(product)
        expect(np.power(ints(x), n).item()).toBe(product)
      }),
    )
  })
})
