import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { bools, codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("diff subtracts neighbours", () =>
    gives(
      np.diff(
        ints([
          [1, 4, 9],
          [0, 0, 5],
        ]),
      ),
      "int32[2,2]",
      [
        [3, 5],
        [0, 5],
      ],
    ))
  it("diff along another axis, twice", () => gives(np.diff(ints([[1], [4], [9], [16]]), 2, 0), "int32[2,1]", [[2], [2]]))
  it("diff of booleans tells whether they change", () => gives(np.diff(bools([1, 1, 0])), "bool[2]", [false, true]))
  it("diff with ends", () => gives(np.diff(ints([1, 4]), 1, -1, { prepend: 0, append: ints([9, 9]) }), "int32[4]", [1, 3, 5, 0]))
  it("diff more often than there are elements", () => gives(np.diff(ints([1, 4]), 5), "int32[0]", []))
  it("ediff1d with ends", () =>
    gives(
      np.ediff1d(
        ints([
          [1, 2],
          [4, 7],
        ]),
        { toBegin: -9, toEnd: ints([88, 99]) },
      ),
      "int32[6]",
      [-9, 1, 2, 3, 88, 99],
    ))
  it("gradient of a vector", () => gives(np.gradient(floats([1, 2, 4, 7, 11, 16])) as never, "float32[6]", [1, 1.5, 2.5, 3.5, 4.5, 5]))
  it("gradient with a spacing", () => gives(np.gradient(floats([1, 2, 4, 7]), 2) as never, "float32[4]", [0.5, 0.75, 1.25, 1.5]))
  it("gradient with uneven places", () =>
    gives(np.gradient(floats([1, 2, 4, 7]), floats([0, 1, 1.5, 3.5])) as never, "float32[4]", [1, 3.0, 3.5, 1.5]))
  it("gradient along both axes", () =>
    giveAll(
      np.gradient(
        floats([
          [1, 2, 6],
          [3, 4, 5],
        ]),
      ) as never,
      [
        "float32[2,3]",
        [
          [2, 2, -1],
          [2, 2, -1],
        ],
      ],
      [
        "float32[2,3]",
        [
          [1, 2.5, 4],
          [1, 1, 1],
        ],
      ],
    ))
  it("gradient along one axis", () =>
    gives(
      np.gradient(
        floats([
          [1, 2, 6],
          [3, 4, 5],
        ]),
        1,
        { axis: 1 },
      ) as never,
      "float32[2,3]",
      [
        [1, 2.5, 4],
        [1, 1, 1],
      ],
    ))
  it("trapezoid with steps of 1", () => gives(np.trapezoid(floats([1, 2, 3])), "float32[]", 4))
  it("trapezoid over places", () => gives(np.trapezoid(floats([1, 2, 3]), floats([4, 6, 8])), "float32[]", 8))
  it("trapezoid along an axis with a step", () =>
    gives(
      np.trapezoid(
        floats([
          [0, 1, 2],
          [3, 4, 5],
        ]),
        null,
        { dx: 2, axis: 0 },
      ),
      "float32[3]",
      [3, 5, 7],
    ))
  it("trapezoid of one point is 0", () => gives(np.trapezoid(floats([5])), "float32[]", 0))
  it("unwrap removes jumps of whole turns", () =>
    gives(np.unwrap(floats([0, 3.5, 7, 0.5])), "float32[4]", [0, -2.78318531, -5.56637061, -5.78318531]))
  it("unwrap with another period", () => gives(np.unwrap(floats([0, 1, 2, -1, 0]), { period: 4 }), "float32[5]", [0, 1, 2, 3, 4]))
})

describe("mistakes", () => {
  it("a negative order is an error", () => expect(codeOf(() => np.diff(ints([1]), -1))).toBe("argument/order"))
  it("a slope needs two points", () => expect(codeOf(() => np.gradient(floats([1])))).toBe("shape/gradient"))
  it("spacings must be one, or one for each axis", () =>
    expect(codeOf(() => np.gradient(np.ones([2, 2]), [1, 2, 3]))).toBe("argument/spacing"))
})
