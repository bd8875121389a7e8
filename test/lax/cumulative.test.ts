// Running reductions.
import { expect, it, test } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import { array } from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { close } from "../support/close.js"
import { codeOf } from "./thrown.js"

const x = array([2, 1, 3])

test.each([
  ["cumsum", lax.cumsum, [2, 3, 6], [6, 4, 3]],
  ["cumprod", lax.cumprod, [2, 2, 6], [6, 3, 3]],
  ["cummax", lax.cummax, [2, 2, 3], [3, 3, 3]],
  ["cummin", lax.cummin, [2, 1, 1], [1, 1, 3]],
] as const)("%s, forwards and backwards", (_, f, forwards, backwards) => {
  expect(f(x).js()).toEqual(forwards)
  expect(f(x, -1, { reverse: true }).js()).toEqual(backwards)
})
it("cumlogsumexp is the logarithm of a running sum", () => {
  close(lax.cumlogsumexp(x), [2, Math.log(Math.exp(2) + Math.E), Math.log(Math.exp(2) + Math.E + Math.exp(3))])
})
it("the axis must exist", () => expect(codeOf(() => lax.cumsum(x, 1))).toBe("shape/axis"))
it("the gradient of a running sum counts", () => {
  expect(grad((v: NDArray) => lax.reduceSum(lax.cumsum(v)))(x).js()).toEqual([3, 2, 1])
})
