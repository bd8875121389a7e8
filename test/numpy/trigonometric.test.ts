import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("sin, cos and tan", () =>
    giveAll(
      [np.sin(floats([0, 1, -2])), np.cos(floats([0, 1, -2])), np.tan(floats([0, 1, -2]))],
      ["float32[3]", [0, 0.841470985, -0.909297427]],
      ["float32[3]", [1, 0.540302306, -0.416146837]],
      ["float32[3]", [0, 1.55740772, 2.18503986]],
    ))
  it("the inverses, and NaN outside of their domains", () =>
    giveAll(
      [np.arcsin(floats([0.5, 2])), np.arccos(floats([0.5, -2])), np.arctan(floats([0.5, Number.POSITIVE_INFINITY]))],
      ["float32[2]", [0.523598776, Number.NaN]],
      ["float32[2]", [1.04719755, Number.NaN]],
      ["float32[2]", [0.463647609, 1.57079633]],
    ))
  it("arctan2 tells all four quadrants", () =>
    gives(np.arctan2(floats([1, 1, -1, -1, 0, -0]), floats([1, -1, -1, 1, -1, -1])), "float32[6]", [
      0.785398163,
      2.35619449,
      -2.35619449,
      -0.785398163,
      Math.PI,
      -Math.PI,
    ]))
  it("hyperbolic functions", () =>
    giveAll(
      [np.sinh(floats([1])), np.cosh(floats([1])), np.tanh(floats([1, 100]))],
      ["float32[1]", [1.17520119]],
      ["float32[1]", [1.54308063]],
      ["float32[2]", [0.761594156, 1]],
    ))
  it("inverse hyperbolic functions", () =>
    giveAll(
      [np.arcsinh(floats([1])), np.arccosh(floats([2, 0.5])), np.arctanh(floats([0.5, 1]))],
      ["float32[1]", [0.881373587]],
      ["float32[2]", [1.3169579, Number.NaN]],
      ["float32[2]", [0.549306144, Number.POSITIVE_INFINITY]],
    ))
  it("degrees and radians of integers", () =>
    giveAll([np.degrees(floats([Math.PI])), np.radians(ints([180, 90]))], ["float32[1]", [180]], ["float32[2]", [Math.PI, 1.57079633]]))
  it("sin of an integer is float", () => gives(np.sin(ints([0, 1])), "float32[2]", [0, 0.841470985]))
})

describe("the array API's names", () => {
  it("are the same functions", () => {
    expect([np.asin, np.acos, np.atan, np.atan2]).toEqual([np.arcsin, np.arccos, np.arctan, np.arctan2])
    expect([np.asinh, np.acosh, np.atanh]).toEqual([np.arcsinh, np.arccosh, np.arctanh])
  })
})
