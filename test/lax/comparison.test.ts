// Comparisons give booleans, and NaN is unequal to everything.
import { expect, it, test } from "vitest"
import "../../src/install.js"
import * as lax from "../../src/lax/index.js"
import { array } from "../../src/numpy/index.js"
import { codeOf } from "./thrown.js"

const x = array([1, 2, Number.NaN])

test.each([
  ["eq", lax.eq, [false, true, false]],
  ["ne", lax.ne, [true, false, true]],
  ["lt", lax.lt, [true, false, false]],
  ["le", lax.le, [true, true, false]],
  ["gt", lax.gt, [false, false, false]],
  ["ge", lax.ge, [false, true, false]],
] as const)("%s", (_, f, expected) => {
  expect(f(x, 2).js()).toEqual(expected)
  expect(f(x, 2).dtype).toBe("bool")
})
it("isFinite is for floats", () => {
  expect(lax.isFinite(array([1, Number.POSITIVE_INFINITY, Number.NaN])).js()).toEqual([true, false, false])
  expect(codeOf(() => lax.isFinite(array([1], { dtype: "int32" })))).toBe("dtype/kind")
})
it("compares booleans with booleans", () => expect(lax.eq(array([true, false]), array([true, true])).js()).toEqual([true, false]))
it("does not promote", () => expect(codeOf(() => lax.lt(x, array([1, 2, 3], { dtype: "int32" })))).toBe("dtype/mismatch"))
