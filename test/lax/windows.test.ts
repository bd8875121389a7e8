// Reductions over windows, by name and by definition.
import { describe, expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"
import { close } from "../support/close.js"
import { codeOf } from "./thrown.js"

const x = np.array([1, 3, 2, 5, 4])
const least = Number.NEGATIVE_INFINITY

describe("reduceWindow", () => {
  it("pools", () => {
    expect(lax.reduceWindow(x, least, lax.max, [2], [2], "VALID").js()).toEqual([3, 5])
    expect(lax.reduceWindow(x, least, lax.max, [2], [2], "SAME").js()).toEqual([3, 5, 4])
    expect(lax.reduceWindow(x, 0, lax.add, [3], null, "SAME").js()).toEqual([4, 6, 10, 11, 9])
    expect(lax.reduceWindow(x, 0, lax.add, [2], [1], "SAME_LOWER").js()).toEqual([1, 4, 5, 7, 9])
    expect(lax.reduceWindow(x, Number.POSITIVE_INFINITY, lax.min, [2], [3], [[1, 0]]).js()).toEqual([1, 2])
  })
  it("has the primitives where they fit", () => {
    const f = (v: NDArray): NDArray => lax.reduceWindow(v, 0, (a, b) => a.add(b), [2], [1], "VALID")
    expect(String(makeJaxpr(f)(x))).toContain("reduce_window_sum")
  })
  it("dilates", () => {
    expect(lax.reduceWindow(x, 0, lax.add, [2], [1], "VALID", { windowDilation: [3] }).js()).toEqual([6, 7])
    expect(lax.reduceWindow(x, 0, lax.add, [2], [1], "VALID", { baseDilation: [2] }).js()).toEqual([1, 3, 3, 2, 2, 5, 5, 4])
  })
  it("folds what has no primitive, padded with the start", () => {
    expect(lax.reduceWindow(x, 1, lax.mul, [2], [1], "SAME").js()).toEqual([3, 6, 10, 20, 4])
    expect(lax.reduceWindow(np.array([true, false, false]), false, lax.bitwiseOr, [2], [1], "VALID").js()).toEqual([true, false])
    expect(lax.reduceWindow(np.array([true, false, false]), false, lax.max, [2], [1], "VALID").js()).toEqual([true, false])
  })
  it("counts a start that is not the identity, in the padding too", () => {
    expect(lax.reduceWindow(np.array([1, 2]), 10, lax.add, [2], [1], "SAME").js()).toEqual([13, 22])
    expect(lax.reduceWindow(x, 3, lax.max, [2], [2], "VALID").js()).toEqual([3, 5])
  })
  it("reduces several arrays together: the greatest element, and its place", () => {
    const places = np.array([0, 1, 2, 3, 4], { dtype: "int32" })
    const later = ([a, i]: readonly NDArray[], [b, j]: readonly NDArray[]): readonly NDArray[] => {
      const wins = lax.gt(b as NDArray, a as NDArray)
      return [lax.select(wins, b as NDArray, a as NDArray), lax.select(wins, j as NDArray, i as NDArray)]
    }
    const [value, place] = lax.reduceWindow([x, places], [least, -1], later, [3], [2], "VALID") as readonly [NDArray, NDArray]
    expect([value.js(), place.js()]).toEqual([
      [3, 5],
      [1, 3],
    ])
  })
  it("gives the gradient to the first of equals", () => {
    const f = (v: NDArray): NDArray => lax.reduceSum(lax.reduceWindow(v, least, lax.max, [2], [2], "VALID"))
    expect(grad(f)(np.array([1, 1, 0, 2])).js()).toEqual([1, 0, 0, 1])
    close(grad((v: NDArray) => lax.reduceSum(lax.reduceWindow(v, 1, lax.mul, [2], [1], "VALID")))(np.array([2, 3, 4])), [3, 6, 3])
  })
  it("needs a size for each axis", () => {
    expect(codeOf(() => lax.reduceWindow(np.ones([2, 2]), 0, lax.add, [2], [1], "VALID"))).toBe("shape/window")
    expect(codeOf(() => lax.reduceWindow(x, 0, lax.add, [2], [1], "FULL" as never))).toBe("argument/padding")
  })
})

describe("padtypeToPads", () => {
  it("keeps the size up to the strides", () => {
    expect(lax.padtypeToPads([5, 4], [2, 3], [1, 2], "SAME")).toEqual([
      [0, 1],
      [0, 1],
    ])
    expect(lax.padtypeToPads([5, 4], [2, 3], [1, 2], "SAME_LOWER")).toEqual([
      [1, 0],
      [1, 0],
    ])
    expect(lax.padtypeToPads([5], [3], [1], "VALID")).toEqual([[0, 0]])
    expect(lax.padtypeToPads([2], [1], [4], "same")).toEqual([[0, 0]])
  })
})
