import { describe, expect, it } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { codeOf, floats, giveAll, gives } from "./gives.js"

describe("what NumPy gives", () => {
  it("arange of whole numbers is int32", () =>
    giveAll(
      [np.arange(3), np.arange(2, 5), np.arange(7, 0, -3), np.arange(3, 3), np.arange(5, 2)],
      ["int32[3]", [0, 1, 2]],
      ["int32[3]", [2, 3, 4]],
      ["int32[3]", [7, 4, 1]],
      ["int32[0]", []],
      ["int32[0]", []],
    ))
  it("arange of fractions is float32", () => gives(np.arange(0, 1, 0.3), "float32[4]", [0, 0.3, 0.6, 0.9]))
  it("arange in a dtype", () => gives(np.arange(3, { dtype: "float32" }), "float32[3]", [0, 1, 2]))
  it("linspace", () =>
    giveAll(
      [np.linspace(0, 1, 5), np.linspace(0, 1, 4, false), np.linspace(3, 9, 1), np.linspace(0, 1, 0)],
      ["float32[5]", [0, 0.25, 0.5, 0.75, 1]],
      ["float32[4]", [0, 0.25, 0.5, 0.75]],
      ["float32[1]", [3]],
      ["float32[0]", []],
    ))
  it("linspace between arrays", () =>
    gives(np.linspace(floats([0, 10]), floats([1, 20]), 3), "float32[3,2]", [
      [0, 10],
      [0.5, 15],
      [1, 20],
    ]))
  it("linspace with its axis last", () =>
    gives(np.linspace(floats([0, 10]), floats([1, 20]), 3, { axis: -1 }), "float32[2,3]", [
      [0, 0.5, 1],
      [10, 15, 20],
    ]))
  it("linspace in integers rounds down", () => gives(np.linspace(-3, 3, 5, { dtype: "int32" }), "int32[5]", [-3, -2, 0, 1, 3]))
  it("logspace", () =>
    giveAll([np.logspace(0, 3, 4), np.logspace(0, 4, 3, { base: 2 })], ["float32[4]", [1, 10, 100, 1000]], ["float32[3]", [1, 4, 16]]))
  it("geomspace, up, down and negative", () =>
    giveAll(
      [np.geomspace(1, 1000, 4), np.geomspace(8, 1, 4), np.geomspace(-1, -100, 3)],
      ["float32[4]", [1, 10, 100, 1000]],
      ["float32[4]", [8, 4.0, 2.0, 1]],
      ["float32[3]", [-1, -10, -100]],
    ))
  it("geomspace of complex ends lies on a spiral, and turns negative ones the short way", () => {
    const i = { re: 0, im: 1 }
    const close = (x: NDArray, expected: Parameters<typeof np.array>[0]): void =>
      expect(np.allclose(x, np.array(expected, { dtype: x.dtype }), { rtol: 1e-6, atol: 1e-6 }).js()).toBe(true)
    const quarter = np.geomspace(1, np.array({ re: 0, im: 4 }), 3)
    expect(quarter.aval.dtype).toBe("complex64")
    close(quarter, [1, { re: Math.SQRT2, im: Math.SQRT2 }, { re: 0, im: 4 }])
    close(np.geomspace(np.array({ re: -1, im: 1 }), np.array({ re: -1, im: -1 }), 3), [{ re: -1, im: 1 }, -Math.SQRT2, { re: -1, im: -1 }])
    close(np.geomspace(np.array(i), np.array({ re: 0, im: 8 }), 3, { endpoint: false }), [i, { re: 0, im: 2 }, { re: 0, im: 4 }])
  })
  it("geomspace of arrays", () => {
    const line = np.geomspace(floats([1, -1]), floats([100, -4]), 3)
    expect(line.dtype).toBe("float32")
    expect(np.allclose(line, floats([1, -1, 10, -2, 100, -4]).reshape([3, 2]), { rtol: 1e-6 }).js()).toBe(true)
    expect(np.geomspace(floats([1, -1]), floats([100, -4]), 3, { axis: -1 }).shape).toEqual([2, 3])
  })
})

describe("mistakes", () => {
  it("a step is not 0, and ends are finite", () => {
    expect(codeOf(() => np.arange(0, 1, 0))).toBe("argument/range")
    expect(codeOf(() => np.arange(Number.POSITIVE_INFINITY))).toBe("argument/range")
    expect(codeOf(() => np.arange(np.array(3) as never))).toBe("argument/range")
  })
  it("a dtype must hold the numbers", () => expect(codeOf(() => np.arange(300, { dtype: "uint8" }))).toBe("dtype/range"))
  it("an unknown dtype is an error", () => expect(codeOf(() => np.arange(3, { dtype: "i4" as never }))).toBe("dtype/unknown"))
  it("geomspace wants ends of one sign", () => expect(codeOf(() => np.geomspace(-1, 1, 3))).toBe("argument/range"))
})
