import { describe, it } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("fabs makes floats", () => gives(np.fabs(ints([-3, 2])), "float32[2]", [3, 2]))
  it("fmax and fmin prefer numbers", () =>
    giveAll(
      [np.fmax(floats([1, Number.NaN, Number.NaN]), floats([Number.NaN, 2, Number.NaN])), np.fmin(floats([1, 5]), floats([Number.NaN, 2]))],
      ["float32[3]", [1, 2, Number.NaN]],
      ["float32[2]", [1, 2]],
    ))
  it("signbit sees −0", () => gives(np.signbit(floats([-0, 0, -1, Number.NEGATIVE_INFINITY])), "bool[4]", [true, false, true, true]))
  it("copysign takes the sign of −0", () => gives(np.copysign(floats([3, -3, 2]), floats([-0, 0, -1])), "float32[3]", [-3, 3, -2]))
  it("heaviside", () => gives(np.heaviside(floats([-1, 0, 2, Number.NaN]), 0.5), "float32[4]", [0, 0.5, 1, Number.NaN]))
  it("modf splits with the sign", () =>
    giveAll(np.modf(floats([2.5, -2.5, 3])), ["float32[3]", [0.5, -0.5, 0]], ["float32[3]", [2, -2, 3]]))
  it("frexp", () => giveAll(np.frexp(floats([8, 0.1, 0, -3])), ["float32[4]", [0.5, 0.8, 0, -0.75]], ["int32[4]", [4, -3, 0, 2]]))
  it("ldexp", () => gives(np.ldexp(floats([0.5, -1]), ints([4, -2])), "float32[2]", [8, -0.25]))
  it("nextafter in float32", () => gives(np.nextafter(floats([1]), floats([2])), "float32[1]", [1.00000012]))
  it("spacing in float32", () => gives(np.spacing(floats([1, -1, 1024])), "float32[3]", [1.1920929e-7, -1.1920929e-7, 0.000122070312]))
})

describe("derivatives at corners", () => {
  it("fmax keeps NaN out of the derivative of the number", () => {
    gives(grad((x: NDArray) => np.fmax(x, Number.NaN))(np.array(2)), "float32[]", 1)
  })
})

describe("laws", () => {
  it("ldexp undoes frexp", () => {
    const x = floats([1e-40, 3e38, -0.7, 12345.678, 1, 0.9999999])
    gives(np.ldexp(...np.frexp(x)), "float32[6]", x.js())
  })
})
