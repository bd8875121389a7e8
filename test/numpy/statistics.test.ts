import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { as, bools, codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("mean of integers is float", () =>
    gives(
      np.mean(
        ints([
          [1, 2],
          [3, 5],
        ]),
        0,
      ),
      "float32[2]",
      [2, 3.5],
    ))
  it("mean of booleans", () => gives(np.mean(bools([1, 0, 1, 1])), "float32[]", 0.75))
  it("mean of nothing is NaN", () => gives(np.mean(floats([])), "float32[]", Number.NaN))
  it("mean with a mask", () =>
    gives(
      np.mean(
        floats([
          [1, 2],
          [3, 4],
        ]),
        1,
        {
          where: bools([
            [1, 0],
            [1, 1],
          ]),
          keepdims: true,
        },
      ),
      "float32[2,1]",
      [[1], [3.5]],
    ))
  it("var and std", () =>
    giveAll(
      [
        np.var(floats([1, 2, 3, 4])),
        np.std(
          floats([
            [1, 2],
            [3, 7],
          ]),
          0,
        ),
      ],
      ["float32[]", 1.25],
      ["float32[2]", [1, 2.5]],
    ))
  it("var with ddof", () => gives(np.var(floats([1, 2, 3, 4]), null, { ddof: 1 }), "float32[]", 1.66666667))
  it("var with correction", () => gives(np.var(floats([1, 2, 3, 4]), 0, { correction: 1, keepdims: true }), "float32[1]", [1.66666667]))
  it("var with more freedom taken than there is divides by 0", () =>
    gives(np.var(floats([1, 3]), 0, { ddof: 3 }), "float32[]", Number.POSITIVE_INFINITY))
  it("var with a mask", () => gives(np.var(floats([1, 2, 100]), 0, { where: bools([1, 1, 0]) }), "float32[]", 0.25))
  it("average with weights along an axis", () =>
    gives(
      np.average(
        ints([
          [1, 2, 3],
          [4, 5, 6],
        ]),
        1,
        { weights: ints([1, 0, 3]) },
      ),
      "float32[2]",
      [2.5, 5.5],
    ))
  it("average with weights for each element", () =>
    gives(
      np.average(
        floats([
          [1, 2],
          [3, 4],
        ]),
        null,
        {
          weights: floats([
            [1, 0],
            [0, 3],
          ]),
        },
      ),
      "float32[]",
      3.25,
    ))
  it("average without weights is the mean", () => gives(np.average(floats([1, 2, 6])), "float32[]", 3))
  it("cov of variables in rows", () =>
    gives(
      np.cov(
        floats([
          [0, 1, 2],
          [2, 1, 0],
        ]),
      ),
      "float32[2,2]",
      [
        [1, -1],
        [-1, 1],
      ],
    ))
  it("cov of a vector is a number", () => gives(np.cov(floats([1, 2, 4])), "float32[]", 2.33333333))
  it("cov of two vectors, biased", () =>
    gives(np.cov(floats([1, 2, 4]), floats([3, 1, 0]), { bias: true }), "float32[2,2]", [
      [1.55555556, -1.44444444],
      [-1.44444444, 1.55555556],
    ]))
  it("cov of variables in columns", () =>
    gives(
      np.cov(
        floats([
          [0, 2],
          [1, 1],
          [2, 5],
        ]),
        null,
        { rowvar: false },
      ),
      "float32[2,2]",
      [
        [1, 1.5],
        [1.5, 4.33333333],
      ],
    ))
  it("corrcoef", () =>
    gives(
      np.corrcoef(
        floats([
          [0, 1, 2],
          [2, 1, 1],
        ]),
      ),
      "float32[2,2]",
      [
        [1, -0.866025404],
        [-0.866025404, 1],
      ],
    ))
  it("corrcoef of a vector is 1", () => gives(np.corrcoef(floats([1, 2, 4])), "float32[]", 1))
})

describe("precision", () => {
  it("the mean of many float16 ones is 1", () => gives(np.mean(np.full([70000], 1, { dtype: "float16" })), "float16[]", 1))
  it("the variance of float16 stays float16", () => gives(np.var(as("float16", [300, 100])), "float16[]", 10000))
})

describe("mistakes", () => {
  it("weights that are neither the array's shape nor the axis's size are an error", () => {
    expect(codeOf(() => np.average(np.ones([2, 3]), 0, { weights: np.ones([3]) }))).toBe("shape/weights")
    expect(codeOf(() => np.average(np.ones([2, 3]), null, { weights: np.ones([2]) }))).toBe("shape/weights")
  })
})

describe("derivatives", () => {
  it("the variance's is 2(x − x̄)/n", () => {
    gives(grad((x: NDArray) => np.var(x))(floats([1, 2, 6])), "float32[3]", [-4 / 3, -2 / 3, 2])
  })
})

describe("laws", () => {
  it("mean and variance are those of a loop, with ddof 0 and 1", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -50, max: 50 }), { minLength: 2, maxLength: 9 }), (x) => {
        const m = x.reduce((s, v) => s + v, 0) / x.length
        const squares = x.reduce((s, v) => s + (v - m) ** 2, 0)
        gives(np.mean(floats(x)), "float32[]", m)
        expect(Math.abs(np.var(floats(x)).item() - squares / x.length)).toBeLessThan(1e-3)
        expect(Math.abs(np.var(floats(x), 0, { ddof: 1 }).item() - squares / (x.length - 1))).toBeLessThan(1e-3)
      }),
      { numRuns: 40 },
    )
  })
})
