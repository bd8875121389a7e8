import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("bincount", () =>
    giveAll(
      [
        np.bincount(ints([0, 1, 1, 3])),
        np.bincount(ints([0, 1]), { minlength: 4 }),
        np.bincount(ints([0, 1, 1]), { weights: floats([0.5, 1, 2]) }),
        np.bincount(ints([])),
      ],
      ["int32[4]", [1, 2, 0, 1]],
      ["int32[4]", [1, 1, 0, 0]],
      ["float32[2]", [0.5, 3]],
      ["int32[0]", []],
    ))
  it("histogram between the extremes", () =>
    giveAll(np.histogram(floats([1, 2, 1, 4]), 3), ["float32[3]", [2, 1, 1]], ["float32[4]", [1, 2, 3, 4]]))
  it("histogram with edges, the last of which belongs to its bin", () =>
    giveAll(np.histogram(floats([0, 1, 2, 3, 3.5]), ints([0, 1, 3])), ["float32[2]", [1, 3]], ["float32[3]", [0, 1, 3]]))
  it("histogram as a density, with weights and a range", () =>
    giveAll(
      [
        np.histogram(floats([1, 2, 1]), 2, { range: [0, 4], density: true })[0],
        np.histogram(floats([1, 2, 1]), 2, { range: [0, 4], weights: floats([1, 5, 2]) })[0],
      ],
      ["float32[2]", [0.333333333, 0.166666667]],
      ["float32[2]", [3, 5]],
    ))
  it("edges of a single value", () => gives(np.histogramBinEdges(floats([2, 2]), 2), "float32[3]", [1.5, 2, 2.5]))
  it("histogram2d", () =>
    giveAll(
      [...np.histogram2d(floats([0, 1, 1]), floats([0, 5, 4]), [2, 3])],
      [
        "float32[2,3]",
        [
          [1, 0, 0],
          [0, 0, 2],
        ],
      ],
      ["float32[3]", [0, 0.5, 1]],
      ["float32[4]", [0, 1.66666667, 3.33333333, 5]],
    ))
})

describe("mistakes", () => {
  it("only integers are counted", () => expect(codeOf(() => np.bincount(floats([1])))).toBe("dtype/kind"))
  it("there is at least one bin", () => expect(codeOf(() => np.histogram(floats([1]), 0))).toBe("argument/bins"))
})
