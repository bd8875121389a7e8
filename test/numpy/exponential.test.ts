import { describe, expect, it } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { bools, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("exp of corners", () =>
    gives(np.exp(floats([0, 1, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, Number.NaN])), "float32[5]", [
      1,
      Math.E,
      0,
      Number.POSITIVE_INFINITY,
      Number.NaN,
    ]))
  it("exp of integers is float", () => gives(np.exp(ints([0, 2])), "float32[2]", [1, 7.3890561]))
  it("exp of booleans is float", () => gives(np.exp(bools([0, 1])), "float32[2]", [1, Math.E]))
  it("log of corners", () =>
    gives(np.log(floats([1, 0, -1, Number.POSITIVE_INFINITY])), "float32[4]", [
      0,
      Number.NEGATIVE_INFINITY,
      Number.NaN,
      Number.POSITIVE_INFINITY,
    ]))
  it("log2 and log10 are exact for powers", () =>
    giveAll([np.log2(floats([1, 8, 0.25])), np.log10(floats([1, 1000, 0.01]))], ["float32[3]", [0, 3, -2]], ["float32[3]", [0, 3, -2]]))
  it("exp2", () => gives(np.exp2(floats([0, 3, -1])), "float32[3]", [1, 8, 0.5]))
  it("expm1 and log1p keep small numbers", () =>
    giveAll(
      [np.expm1(floats([1e-10, -1])), np.log1p(floats([1e-10, -1]))],
      ["float32[2]", [1e-10, -0.632120559]],
      ["float32[2]", [1e-10, Number.NEGATIVE_INFINITY]],
    ))
  it("logaddexp does not overflow", () =>
    gives(np.logaddexp(floats([1000, -1000, Number.NEGATIVE_INFINITY]), floats([1000, -1001, Number.NEGATIVE_INFINITY])), "float32[3]", [
      1000.69315,
      -999.686738,
      Number.NEGATIVE_INFINITY,
    ]))
  it("logaddexp2", () => gives(np.logaddexp2(floats([3, 200]), floats([3, 0])), "float32[2]", [4, 200]))
  it("sinc is 1 at 0 and 0 at whole numbers", () => gives(np.sinc(floats([0, 0.5, -0.1])), "float32[3]", [1, 0.636619772, 0.983631643]))
})

describe("xlogy", () => {
  it("is 0 where x is 0, whatever y is", () =>
    gives(np.xlogy(floats([0, 0, 2]), floats([0, Number.NaN, 3])), "float32[3]", [0, 0, 2 * Math.log(3)]))
})

describe("derivatives at corners", () => {
  const slope = (f: (x: NDArray) => NDArray, at: number): number => grad(f)(np.array(at)).item()
  it("sinc has slope 0 and second derivative −π²/3 at 0", () => {
    expect(slope(np.sinc, 0)).toBe(0)
    gives(grad(grad(np.sinc as (x: NDArray) => NDArray))(np.array(0)), "float32[]", -(Math.PI ** 2) / 3)
  })
  it("logaddexp of equals has slope ½", () => expect(slope((x) => np.logaddexp(x, 1), 1)).toBe(0.5))
  it("logaddexp with −∞ has slope 1", () => expect(slope((x) => np.logaddexp(x, Number.NEGATIVE_INFINITY), 2)).toBe(1))
  it("log at 0 has slope ∞", () => expect(slope(np.log, 0)).toBe(Number.POSITIVE_INFINITY))
})
