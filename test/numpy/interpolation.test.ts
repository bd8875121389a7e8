import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { codeOf, floats, gives } from "./gives.js"

describe("what NumPy gives", () => {
  it("between, at and outside of points", () =>
    gives(np.interp(floats([-1, 0, 0.5, 2, 2.5, 9]), floats([0, 1, 3]), floats([10, 20, 0])), "float32[6]", [10, 10, 15, 10, 5, 0]))
  it("other values outside", () =>
    gives(np.interp(floats([-1, 9]), floats([0, 1]), floats([10, 20]), { left: -5, right: 7 }), "float32[2]", [-5, 7]))
  it("with a period", () =>
    gives(
      np.interp(floats([-180, -10, 5, 185, 350]), floats([190, -190, 350, -350]), floats([5, 10, 3, 4]), { period: 360 }),
      "float32[5]",
      [7.5, 3, 3.75, 6.25, 3],
    ))
  it("a single point is everywhere", () => gives(np.interp(floats([-1, 2, 9]), floats([2]), floats([5])), "float32[3]", [5, 5, 5]))
})

describe("extrapolation", () => {
  it("goes on along the outer lines", () => {
    gives(
      np.interp(floats([-1, 5]), floats([0, 1, 3]), floats([10, 20, 0]), { left: "extrapolate", right: "extrapolate" }),
      "float32[2]",
      [0, -20],
    )
  })
})

describe("mistakes", () => {
  it("points need as many values", () => expect(codeOf(() => np.interp(1, floats([0, 1]), floats([0])))).toBe("shape/points"))
})
