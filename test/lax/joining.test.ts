// Joining, splitting, and choosing between cases.
import { describe, expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import { array, ones } from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { codeOf } from "./thrown.js"

const [x, y] = [array([1, 2]), array([3, 4])]

describe("joining", () => {
  it("concatenates along an axis, and does not promote", () => {
    expect(lax.concatenate([x, y], 0).js()).toEqual([1, 2, 3, 4])
    expect(codeOf(() => lax.concatenate([x, array([1], { dtype: "int32" })], 0))).toBe("dtype/mismatch")
    expect(codeOf(() => lax.concatenate([ones([2, 3]), ones([2, 4])], 0))).toBe("shape/concatenate")
  })
  it("stacks along a new axis", () => {
    expect(lax.stack([x, y]).js()).toEqual([
      [1, 2],
      [3, 4],
    ])
    expect(lax.stack([x, y], -1).js()).toEqual([
      [1, 3],
      [2, 4],
    ])
    expect(codeOf(() => lax.stack([x, ones([3])]))).toBe("shape/stack")
  })
  it("unstacks, and splits into parts that add up", () => {
    expect(lax.unstack(lax.stack([x, y]), 1).map((z) => z.js())).toEqual([
      [1, 3],
      [2, 4],
    ])
    expect(lax.split(array([1, 2, 3]), [1, 2]).map((z) => z.js())).toEqual([[1], [2, 3]])
    expect(codeOf(() => lax.split(array([1, 2, 3]), [2]))).toBe("shape/split")
  })
})

describe("choosing", () => {
  const condition = array([true, false])
  it("select takes the first where the condition holds", () => expect(lax.select(condition, x, y).js()).toEqual([1, 4]))
  it("select takes a scalar condition, and a number for a case", () => {
    expect(lax.select(array(true), x, y).js()).toEqual([1, 2])
    expect(lax.select(condition, x, 0).js()).toEqual([1, 0])
  })
  it("select needs a boolean and equal shapes", () => {
    expect(codeOf(() => lax.select(x, x, y))).toBe("dtype/which")
    expect(codeOf(() => lax.select(condition, x, ones([3])))).toBe("shape/mismatch")
  })
  it("selectN counts cases", () => {
    const z = array([5, 6])
    expect(lax.selectN(condition, x, y).js()).toEqual([3, 2])
    expect(lax.selectN(array([2, 0], { dtype: "int32" }), x, y, z).js()).toEqual([5, 2])
    expect(lax.selectN(1, x, y).js()).toEqual([3, 4])
  })
  it("each element's gradient is that of the case it chose", () => {
    const f = (v: NDArray): NDArray => lax.reduceSum(lax.select(lax.gt(v, 0), lax.square(v), lax.mul(v, 5)))
    expect(grad(f)(array([4, -1])).js()).toEqual([8, 5])
  })
})
