import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { bools, codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("sorts along the last axis, NaN last", () =>
    gives(
      np.sort(
        floats([
          [3, Number.NaN, 1],
          [2, 0, 1],
        ]),
      ),
      "float32[2,3]",
      [
        [1, 3, Number.NaN],
        [0, 1, 2],
      ],
    ))
  it("sorts along another axis", () =>
    gives(
      np.sort(
        ints([
          [3, 1],
          [2, 5],
        ]),
        0,
      ),
      "int32[2,2]",
      [
        [2, 1],
        [3, 5],
      ],
    ))
  it("flattens for null", () =>
    gives(
      np.sort(
        ints([
          [3, 1],
          [2, 5],
        ]),
        null,
      ),
      "int32[4]",
      [1, 2, 3, 5],
    ))
  it("sorts booleans", () => gives(np.sort(bools([1, 0, 1])), "bool[3]", [false, true, true]))
  it("sorts nothing", () => gives(np.sort(floats([])), "float32[0]", []))
  it("argsort keeps the order of equals", () => gives(np.argsort(ints([2, 1, 2, 1])), "int32[4]", [1, 3, 0, 2]))
  it("argsort along an axis", () =>
    gives(
      np.argsort(
        floats([
          [3, Number.NaN, 1],
          [2, 0, 1],
        ]),
        1,
      ),
      "int32[2,3]",
      [
        [2, 0, 1],
        [1, 2, 0],
      ],
    ))
  it("lexsort by the last key first", () => gives(np.lexsort([ints([9, 4, 0, 4]), ints([1, 5, 1, 4])]), "int32[4]", [2, 0, 3, 1]))
})

describe("descending", () => {
  it("sort turns the order round, NaN first, as JAX does", () => {
    gives(np.sort(floats([1, Number.NaN, 3]), -1, { descending: true }), "float32[3]", [Number.NaN, 3, 1])
  })
  it("argsort keeps the order of equals", () => gives(np.argsort(ints([2, 1, 2, 1]), -1, { descending: true }), "int32[4]", [0, 2, 1, 3]))
})

describe("partition", () => {
  it("has the kth element in its place, smaller ones before, greater ones after", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 8 }), fc.nat(), (x, n) => {
        const k = n % x.length
        const parts = np.partition(ints(x), k).js() as number[]
        const pivot = [...x].sort((a, b) => a - b)[k] as number
        expect(parts[k]).toBe(pivot)
        expect(parts.slice(0, k).every((v) => v <= pivot) && parts.slice(k).every((v) => v >= pivot)).toBe(true)
        expect(np.take(ints(x), np.argpartition(ints(x), k)).js()).toEqual(parts)
      }),
      { numRuns: 40 },
    )
  })
  it("wants a place within the axis", () => expect(codeOf(() => np.partition(ints([1, 2]), 2))).toBe("shape/index"))
})

describe("topK", () => {
  it("gives the greatest in descending order, and where they stood", () => {
    giveAll(np.topK(ints([[3, 9, 3, 1]]), 3), ["int32[1,3]", [[9, 3, 3]]], ["int32[1,3]", [[1, 0, 2]]])
  })
  it("works along another axis", () =>
    giveAll(np.topK(ints([[1], [7], [5]]), 1, { axis: 0 }), ["int32[1,1]", [[7]]], ["int32[1,1]", [[1]]]))
})

describe("mistakes", () => {
  it("a scalar has no axis to sort along", () => expect(codeOf(() => np.sort(3))).toBe("shape/axis"))
})

describe("derivatives at ties", () => {
  it("equal elements keep their order, so each gets the derivative of its own place", () => {
    gives(grad((x: NDArray) => np.sum(np.multiply(np.sort(x), floats([1, 10, 100]))))(floats([5, 5, 1])), "float32[3]", [10, 100, 1])
  })
})

describe("laws", () => {
  it("sort is JavaScript's, and argsort is the permutation that sorts", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -99, max: 99 }), { maxLength: 12 }), (x) => {
        const sorted = [...x].sort((a, b) => a - b)
        expect(np.sort(ints(x)).js()).toEqual(sorted)
        const order = np.argsort(ints(x)).js() as number[]
        expect(order.map((i) => x[i])).toEqual(sorted)
        expect([...order].sort((a, b) => a - b)).toEqual(x.map((_, i) => i))
      }),
    )
  })
})
