import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { codeOf, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("cross of vectors", () => gives(np.cross(ints([1, 2, 3]), ints([4, 5, 6])), "int32[3]", [-3, 6, -3]))
  it("cross broadcasts", () =>
    gives(
      np.cross(
        ints([
          [1, 0, 0],
          [0, 1, 0],
        ]),
        ints([0, 0, 1]),
      ),
      "int32[2,3]",
      [
        [0, -1, 0],
        [1, 0, 0],
      ],
    ))
  it("cross of plane vectors is a number", () => gives(np.cross(ints([1, 2]), ints([3, 5])), "int32[]", -1))
  it("cross of a plane vector and one in space", () => gives(np.cross(ints([1, 2]), ints([4, 5, 6])), "int32[3]", [12, -6, -3]))
  it("cross along other axes", () =>
    gives(
      np.cross(
        ints([
          [1, 2],
          [2, 0],
          [3, 1],
        ]),
        ints([
          [4, 1],
          [5, 1],
          [6, 1],
        ]),
        { axis: 0 },
      ),
      "int32[3,2]",
      [
        [-3, -1],
        [6, -1],
        [-3, 2],
      ],
    ))
})

describe("mistakes", () => {
  it("vectors of four components are an error", () => expect(codeOf(() => np.cross(np.ones([4]), np.ones([4])))).toBe("shape/cross"))
})
