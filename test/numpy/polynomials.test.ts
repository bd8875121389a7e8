import { describe, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("polyadd and polysub", () =>
    giveAll(
      [np.polyadd(ints([1, 2]), ints([9, 5, 4])), np.polysub(ints([2, 10, -2]), ints([3, 10]))],
      ["int32[3]", [9, 6, 6]],
      ["int32[3]", [2, 7, -12]],
    ))
  it("polymul", () => gives(np.polymul(ints([1, 2, 3]), ints([9, 5, 1])), "int32[5]", [9, 23, 38, 17, 3]))
  it("polyval, by Horner", () =>
    giveAll([np.polyval(ints([3, 0, 1]), 5), np.polyval(ints([3, 0, 1]), ints([[0], [2]]))], ["int32[]", 76], ["int32[2,1]", [[1], [13]]]))
  it("polyder and polyint", () =>
    giveAll(
      [
        np.polyder(ints([1, 1, 1, 1])),
        np.polyder(ints([1, 1, 1, 1]), 2),
        np.polyint(floats([1, 1, 1])),
        np.polyint(floats([1, 1, 1]), 2, floats([6, 5])),
      ],
      ["int32[3]", [3, 2, 1]],
      ["int32[2]", [6, 2]],
      ["float32[4]", [0.333333333, 0.5, 1, 0]],
      ["float32[5]", [0.0833333333, 0.166666667, 0.5, 6, 5]],
    ))
  it("poly from roots", () =>
    giveAll(
      [np.poly(floats([0, 0, 0])), np.poly(floats([-0.5, 0, 0.5])), np.poly(floats([]))],
      ["float32[4]", [1, 0, 0, 0]],
      ["float32[4]", [1, 0, -0.25, 0]],
      ["float32[1]", [1]],
    ))
  it("vander", () =>
    giveAll(
      [np.vander(ints([1, 2, 3])), np.vander(ints([2, 5]), 4, { increasing: true })],
      [
        "int32[3,3]",
        [
          [1, 1, 1],
          [4, 2, 1],
          [9, 3, 1],
        ],
      ],
      [
        "int32[2,4]",
        [
          [1, 2, 4, 8],
          [1, 5, 25, 125],
        ],
      ],
    ))
})

describe("polydiv", () => {
  it("gives quotient and remainder, which make the dividend again", () => {
    giveAll(np.polydiv(floats([3, 5, 2]), floats([2, 1])), ["float32[2]", [1.5, 1.75]], ["float32[3]", [0, 0, 0.25]])
    giveAll(np.polydiv(floats([5]), floats([2, 1])), ["float32[1]", [0]], ["float32[1]", [5]])
  })
})
