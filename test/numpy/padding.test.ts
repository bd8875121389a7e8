import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("zeros, of several widths", () =>
    giveAll(
      [
        np.pad(np.reshape(np.arange(6), [2, 3]), 1),
        np.pad(np.reshape(np.arange(6), [2, 3]), [1, 0]),
        np.pad(np.reshape(np.arange(6), [2, 3]), [
          [0, 1],
          [2, 0],
        ]),
      ],
      [
        "int32[4,5]",
        [
          [0, 0, 0, 0, 0],
          [0, 0, 1, 2, 0],
          [0, 3, 4, 5, 0],
          [0, 0, 0, 0, 0],
        ],
      ],
      [
        "int32[3,4]",
        [
          [0, 0, 0, 0],
          [0, 0, 1, 2],
          [0, 3, 4, 5],
        ],
      ],
      [
        "int32[3,5]",
        [
          [0, 0, 0, 1, 2],
          [0, 0, 3, 4, 5],
          [0, 0, 0, 0, 0],
        ],
      ],
    ))
  it("a constant", () => gives(np.pad(floats([1, 2]), 1, { constantValues: 9 }), "float32[4]", [9, 1, 2, 9]))
  it("a pair around a vector", () => gives(np.pad(ints([1, 2]), [[2, 1]]), "int32[5]", [0, 0, 1, 2, 0]))
  it("mode edge", () =>
    gives(
      np.pad(
        floats([
          [1, 2, 4],
          [8, 16, 32],
        ]),
        [
          [1, 2],
          [2, 1],
        ],
        { mode: "edge" },
      ),
      "float32[5,6]",
      [
        [1, 1, 1, 2, 4, 4],
        [1, 1, 1, 2, 4, 4],
        [8, 8, 8, 16, 32, 32],
        [8, 8, 8, 16, 32, 32],
        [8, 8, 8, 16, 32, 32],
      ],
    ))
  it("mode reflect", () =>
    gives(
      np.pad(
        floats([
          [1, 2, 4],
          [8, 16, 32],
        ]),
        [
          [1, 2],
          [2, 1],
        ],
        { mode: "reflect" },
      ),
      "float32[5,6]",
      [
        [32, 16, 8, 16, 32, 16],
        [4, 2, 1, 2, 4, 2],
        [32, 16, 8, 16, 32, 16],
        [4, 2, 1, 2, 4, 2],
        [32, 16, 8, 16, 32, 16],
      ],
    ))
  it("mode symmetric", () =>
    gives(
      np.pad(
        floats([
          [1, 2, 4],
          [8, 16, 32],
        ]),
        [
          [1, 2],
          [2, 1],
        ],
        { mode: "symmetric" },
      ),
      "float32[5,6]",
      [
        [2, 1, 1, 2, 4, 4],
        [2, 1, 1, 2, 4, 4],
        [16, 8, 8, 16, 32, 32],
        [16, 8, 8, 16, 32, 32],
        [2, 1, 1, 2, 4, 4],
      ],
    ))
  it("mode wrap", () =>
    gives(
      np.pad(
        floats([
          [1, 2, 4],
          [8, 16, 32],
        ]),
        [
          [1, 2],
          [2, 1],
        ],
        { mode: "wrap" },
      ),
      "float32[5,6]",
      [
        [16, 32, 8, 16, 32, 8],
        [2, 4, 1, 2, 4, 1],
        [16, 32, 8, 16, 32, 8],
        [2, 4, 1, 2, 4, 1],
        [16, 32, 8, 16, 32, 8],
      ],
    ))
  it("mode maximum", () =>
    gives(
      np.pad(
        floats([
          [1, 2, 4],
          [8, 16, 32],
        ]),
        [
          [1, 2],
          [2, 1],
        ],
        { mode: "maximum" },
      ),
      "float32[5,6]",
      [
        [32, 32, 8, 16, 32, 32],
        [4, 4, 1, 2, 4, 4],
        [32, 32, 8, 16, 32, 32],
        [32, 32, 8, 16, 32, 32],
        [32, 32, 8, 16, 32, 32],
      ],
    ))
  it("mode minimum", () =>
    gives(
      np.pad(
        floats([
          [1, 2, 4],
          [8, 16, 32],
        ]),
        [
          [1, 2],
          [2, 1],
        ],
        { mode: "minimum" },
      ),
      "float32[5,6]",
      [
        [1, 1, 1, 2, 4, 1],
        [1, 1, 1, 2, 4, 1],
        [8, 8, 8, 16, 32, 8],
        [1, 1, 1, 2, 4, 1],
        [1, 1, 1, 2, 4, 1],
      ],
    ))
  it("mode mean", () =>
    gives(
      np.pad(
        floats([
          [1, 2, 4],
          [8, 16, 32],
        ]),
        [
          [1, 2],
          [2, 1],
        ],
        { mode: "mean" },
      ),
      "float32[5,6]",
      [
        [10.5, 10.5, 4.5, 9, 18, 10.5],
        [2.33333333, 2.33333333, 1, 2, 4, 2.33333333],
        [18.6666667, 18.6666667, 8, 16, 32, 18.6666667],
        [10.5, 10.5, 4.5, 9, 18, 10.5],
        [10.5, 10.5, 4.5, 9, 18, 10.5],
      ],
    ))
  it("mode linear_ramp", () =>
    gives(
      np.pad(
        floats([
          [1, 2, 4],
          [8, 16, 32],
        ]),
        [
          [1, 2],
          [2, 1],
        ],
        { mode: "linear_ramp" },
      ),
      "float32[5,6]",
      [
        [0, 0, 0, 0, 0, 0],
        [0, 0.5, 1, 2, 4, 0],
        [0, 4, 8, 16, 32, 0],
        [0, 2, 4, 8, 16, 0],
        [0, 0, 0, 0, 0, 0],
      ],
    ))
  it("margins wider than the array", () =>
    giveAll(
      [
        np.pad(ints([1, 2, 3]), 5, { mode: "reflect" }),
        np.pad(ints([1, 2, 3]), 7, { mode: "symmetric" }),
        np.pad(ints([1, 2, 3]), 4, { mode: "wrap" }),
        np.pad(ints([5]), 2, { mode: "reflect" }),
      ],
      ["int32[13]", [2, 1, 2, 3, 2, 1, 2, 3, 2, 1, 2, 3, 2]],
      ["int32[17]", [1, 1, 2, 3, 3, 2, 1, 1, 2, 3, 3, 2, 1, 1, 2, 3, 3]],
      ["int32[11]", [3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1]],
      ["int32[5]", [5, 5, 5, 5, 5]],
    ))
})

describe("mistakes", () => {
  it("widths are natural numbers, as many as axes", () => {
    expect(codeOf(() => np.pad(floats([1]), -1))).toBe("argument/pad")
    expect(
      codeOf(() =>
        np.pad(np.ones([2, 2]), [
          [1, 1],
          [1, 1],
          [1, 1],
        ]),
      ),
    ).toBe("argument/pad")
  })
  it("a mode must exist", () => expect(codeOf(() => np.pad(floats([1]), 1, { mode: "mirror" as never }))).toBe("argument/pad"))
  it("nothing has no edge", () => expect(codeOf(() => np.pad(floats([]), 1, { mode: "edge" }))).toBe("shape/empty"))
  it("the constant fits into the dtype", () => expect(codeOf(() => np.pad(ints([1]), 1, { constantValues: 0.5 }))).toBe("dtype/update"))
})
