import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { as, bools, codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("sums everything", () =>
    gives(
      np.sum(
        floats([
          [1, 2],
          [3, 4],
        ]),
      ),
      "float32[]",
      10,
    ))
  it("sums along a negative axis", () =>
    gives(
      np.sum(
        ints([
          [1, 2],
          [3, 4],
        ]),
        -1,
      ),
      "int32[2]",
      [3, 7],
    ))
  it("sums along several axes", () => gives(np.sum(np.ones([2, 3, 4]), [0, -1]), "float32[3]", [8, 8, 8]))
  it("sums along no axes", () => gives(np.sum(ints([1, 2]), []), "int32[2]", [1, 2]))
  it("keeps the reduced axes if asked", () =>
    gives(
      np.sum(
        ints([
          [1, 2],
          [3, 4],
        ]),
        0,
        { keepdims: true },
      ),
      "int32[1,2]",
      [[4, 6]],
    ))
  it("keeps all axes if asked", () =>
    gives(
      np.max(
        ints([
          [1, 2],
          [3, 4],
        ]),
        null,
        { keepdims: true },
      ),
      "int32[1,1]",
      [[4]],
    ))
  it("sums a number", () => gives(np.sum(3), "float32[]", 3))
  it("the empty sum is 0", () => gives(np.sum(floats([])), "float32[]", 0))
  it("the empty product is 1", () => gives(np.prod(np.zeros([0, 2]), 0), "float32[2]", [1, 1]))
  it("sums booleans as numbers", () => gives(np.sum(bools([1, 0, 1])), "int32[]", 2))
  it("sums int8 in int32", () => gives(np.sum(as("int8", [127, 127])), "int32[]", 254))
  it("sums uint8 in uint32", () => gives(np.sum(as("uint8", [255, 255])), "uint32[]", 510))
  it("sums in the dtype that is asked for", () => gives(np.sum(ints([1, 2]), null, { dtype: "float32" }), "float32[]", 3))
  it("counts only where a mask is true", () =>
    gives(
      np.sum(
        ints([
          [1, 2],
          [3, 4],
        ]),
        0,
        {
          where: bools([
            [1, 0],
            [1, 1],
          ]),
        },
      ),
      "int32[2]",
      [4, 4],
    ))
  it("starts with initial", () => gives(np.sum(ints([1, 2]), 0, { initial: 10 }), "int32[]", 13))
  it("multiplies along an axis", () =>
    gives(
      np.prod(
        ints([
          [1, 2],
          [3, 4],
        ]),
        0,
      ),
      "int32[2]",
      [3, 8],
    ))
  it("max propagates NaN", () =>
    gives(
      np.max(
        floats([
          [1, Number.NaN],
          [3, 4],
        ]),
        1,
      ),
      "float32[2]",
      [Number.NaN, 4],
    ))
  it("min of infinities", () =>
    gives(np.min(floats([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])), "float32[]", Number.NEGATIVE_INFINITY))
  it("max of booleans", () => gives(np.max(bools([0, 1])), "bool[]", true))
  it("max of nothing is initial", () => gives(np.max(floats([]), 0, { initial: 3 }), "float32[]", 3))
  it("max with a mask and an initial value", () =>
    gives(np.max(ints([5, 9, 2]), 0, { where: bools([1, 0, 1]), initial: -7 }), "int32[]", 5))
  it("all and any of nothing", () => giveAll([np.all(floats([])), np.any(floats([]))], ["bool[]", true], ["bool[]", false]))
  it("all and any of numbers", () =>
    giveAll(
      [
        np.all(
          floats([
            [1, 0],
            [2, 3],
          ]),
          1,
        ),
        np.any(
          floats([
            [0, 0],
            [Number.NaN, 0],
          ]),
          1,
        ),
      ],
      ["bool[2]", [false, true]],
      ["bool[2]", [false, true]],
    ))
  it("all with a mask", () => gives(np.all(bools([0, 1]), 0, { where: bools([0, 1]) }), "bool[]", true))
  it("countNonzero counts NaN too", () =>
    gives(
      np.countNonzero(
        floats([
          [0, 1],
          [Number.NaN, 0],
        ]),
        1,
      ),
      "int32[2]",
      [1, 1],
    ))
  it("ptp is the range", () =>
    gives(
      np.ptp(
        ints([
          [3, 9],
          [-1, 2],
        ]),
        0,
      ),
      "int32[2]",
      [4, 7],
    ))
})

describe("mistakes", () => {
  it("the largest of nothing is an error", () => expect(codeOf(() => np.max(floats([])))).toBe("shape/empty"))
  it("a mask for max needs an initial value", () =>
    expect(codeOf(() => np.max(floats([1]), 0, { where: bools([0]) }))).toBe("argument/initial"))
  it("an axis out of range is an error", () => expect(codeOf(() => np.sum(floats([1]), 1))).toBe("shape/axis"))
  it("an axis named twice is an error", () => expect(codeOf(() => np.sum(floats([[1]]), [0, -2]))).toBe("shape/axis-repeated"))
})

describe("derivatives at corners", () => {
  const gradient = (f: (x: NDArray) => NDArray, x: NDArray): NDArray => grad((v: NDArray) => np.sum(f(v)))(x)
  it("elements that tie for the maximum share its derivative", () =>
    gives(gradient(np.max, floats([2, 5, 5, 1])), "float32[4]", [0, 0.5, 0.5, 0]))
  it("elements that tie for the minimum share its derivative", () =>
    gives(gradient(np.min, floats([1, 1, 1, 4])), "float32[4]", [1 / 3, 1 / 3, 1 / 3, 0]))
  it("a product with one zero has a derivative there only", () =>
    gives(
      gradient((x) => np.prod(x), floats([2, 0, 3])),
      "float32[3]",
      [0, 6, 0],
    ))
  it("a product with two zeros has none", () =>
    gives(
      gradient((x) => np.prod(x), floats([0, 0, 3])),
      "float32[3]",
      [0, 0, 0],
    ))
  it("what a mask leaves out gets no derivative", () => {
    gives(
      gradient((x) => np.sum(x, 0, { where: bools([1, 0]) }), floats([1, Number.NaN])),
      "float32[2]",
      [1, 0],
    )
  })
})

const matrix = fc
  .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .chain(([m, n]) => fc.array(fc.array(fc.integer({ min: -99, max: 99 }), { minLength: n, maxLength: n }), { minLength: m, maxLength: m }))

describe("laws", () => {
  it("sum, max and min along an axis are those of each line", () => {
    fc.assert(
      fc.property(matrix, (rows) => {
        const x = ints(rows)
        const columns = (rows[0] as number[]).map((_, j) => rows.map((row) => row[j] as number))
        const total = (line: number[]): number => line.reduce((a, b) => a + b, 0)
        expect(np.sum(x, 1).js()).toEqual(rows.map(total))
        expect(np.sum(x, 0).js()).toEqual(columns.map(total))
        expect(np.max(x, 1).js()).toEqual(rows.map((row) => Math.max(...row)))
        expect(np.min(x, 0).js()).toEqual(columns.map((column) => Math.min(...column)))
        expect(np.sum(x).item()).toBe(total(rows.map(total)))
      }),
      { numRuns: 50 },
    )
  })
})
