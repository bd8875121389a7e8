import { describe, expect, it } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { as, bools, codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("compares with broadcasting", () =>
    gives(np.less(floats([[1], [3]]), floats([2, 3])), "bool[2,2]", [
      [true, true],
      [false, false],
    ]))
  it("NaN equals nothing", () => gives(np.equal(floats([Number.NaN, 1]), floats([Number.NaN, 1])), "bool[2]", [false, true]))
  it("NaN differs from everything", () => gives(np.notEqual(floats([Number.NaN]), floats([Number.NaN])), "bool[1]", [true]))
  it("0 equals −0", () => gives(np.equal(floats([0]), floats([-0])), "bool[1]", [true]))
  it("logicalAnd takes whatever is not 0 as true", () =>
    gives(np.logicalAnd(ints([2, 0, -1]), floats([0.5, 1, 0])), "bool[3]", [true, false, false]))
  it("logicalXor", () => gives(np.logicalXor(bools([1, 1, 0]), bools([1, 0, 0])), "bool[3]", [false, true, false]))
  it("logicalNot of NaN is false", () => gives(np.logicalNot(floats([Number.NaN, 0, 2])), "bool[3]", [false, true, false]))
  it("bitwiseNot of integers is −x − 1", () => gives(np.bitwiseNot(ints([0, 5, -1])), "int32[3]", [-1, -6, 0]))
  it("bitwiseNot of booleans is not", () => gives(np.invert(bools([1, 0])), "bool[2]", [false, true]))
  it("bitwiseXor", () => gives(np.bitwiseXor(ints([6, -1]), ints([3, 5])), "int32[2]", [5, -6]))
  it("rightShift of negative numbers keeps the sign", () => gives(np.rightShift(ints([-8, 8]), 1), "int32[2]", [-4, 4]))
  it("rightShift of unsigned numbers does not", () => gives(np.rightShift(as("uint8", [200]), 3), "uint8[1]", [25]))
  it("isfinite, isinf and isnan", () =>
    giveAll(
      [
        np.isfinite(floats([1, Number.POSITIVE_INFINITY, Number.NaN])),
        np.isinf(floats([1, Number.NEGATIVE_INFINITY, Number.NaN])),
        np.isnan(floats([1, 2, Number.NaN])),
      ],
      ["bool[3]", [true, false, false]],
      ["bool[3]", [false, true, false]],
      ["bool[3]", [false, false, true]],
    ))
  it("isposinf and isneginf tell the sign", () =>
    giveAll(
      [
        np.isposinf(floats([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])),
        np.isneginf(floats([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])),
      ],
      ["bool[2]", [true, false]],
      ["bool[2]", [false, true]],
    ))
  it("where broadcasts all three", () =>
    gives(np.where(bools([[1], [0]]), floats([1, 2]), 0), "float32[2,2]", [
      [1, 2],
      [0, 0],
    ]))
  it("where promotes what it chooses between", () =>
    gives(np.where(bools([1, 0]), ints([1, 2]), floats([0.5, 0.5])), "float32[2]", [1, 0.5]))
  it("isclose is relative to the second", () =>
    gives(np.isclose(floats([1, 1, 0, Number.POSITIVE_INFINITY]), floats([1.000001, 1.1, 1e-9, Number.POSITIVE_INFINITY])), "bool[4]", [
      true,
      false,
      true,
      true,
    ]))
  it("isclose takes NaN as equal if asked", () =>
    gives(np.isclose(floats([Number.NaN]), floats([Number.NaN]), { equalNan: true }), "bool[1]", [true]))
  it("isclose of unsigned integers does not wrap around", () =>
    gives(np.isclose(as("uint8", [1, 3]), as("uint8", [2, 3])), "bool[2]", [false, true]))
  it("isclose of booleans", () => gives(np.isclose(bools([1, 0]), bools([1, 1])), "bool[2]", [true, false]))
  it("nanToNum replaces NaN and infinities", () =>
    gives(np.nanToNum(floats([Number.NaN, Number.POSITIVE_INFINITY, -1]), { nan: 5, posinf: 7 }), "float32[3]", [5, 7, -1]))
})

describe("what JAX gives where NumPy differs", () => {
  it("bare whole numbers among themselves are integers to the bit functions", () => {
    gives(np.bitwiseAnd(6, 3), "int32[]", 2)
    gives(np.leftShift(1, 4), "int32[]", 16)
    gives(np.bitwiseNot(5), "int32[]", -6)
  })
  it("shifts by the width and more give 0", () => gives(np.leftShift(ints([1, 1]), ints([32, 40])), "int32[2]", [0, 0]))
  it("nanToNum takes the largest finite numbers of the dtype", () => {
    gives(np.nanToNum(as("float16", [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])), "float16[2]", [65504, -65504])
  })
  it("bits of floats are an error", () => expect(codeOf(() => np.bitwiseAnd(floats([1]), floats([1])))).toBe("dtype/kind"))
})

describe("derivatives at corners", () => {
  const gradient = (f: (x: NDArray) => NDArray, x: NDArray): NDArray => grad((v: NDArray) => np.sum(f(v)))(x)
  it("where passes the derivative to the chosen one only", () => {
    gives(
      gradient((x) => np.where(bools([1, 0]), np.multiply(x, 3), np.multiply(x, 5)), floats([1, 1])),
      "float32[2]",
      [3, 5],
    )
  })
  it("where with a safe argument keeps NaN out", () => {
    const f = (x: NDArray): NDArray => np.where(np.greater(x, 0), np.log(np.where(np.greater(x, 0), x, 1)), 0)
    gives(gradient(f, floats([0, -1, 2])), "float32[3]", [0, 0, 0.5])
  })
  it("comparisons have no derivative", () => {
    gives(
      gradient((x) => np.multiply(x, np.astype(np.greater(x, 0), "float32")), floats([-1, 2])),
      "float32[2]",
      [0, 1],
    )
  })
})
