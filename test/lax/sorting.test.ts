// Order, with NaN last and ties as they came.
import { expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import { array } from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { codeOf } from "./thrown.js"

const x = array([3, Number.NaN, 1, 2])

it("sorts along the last axis", () => expect(lax.sort(x).js()).toEqual([1, 2, 3, Number.NaN]))
it("sorts along another", () =>
  expect(
    lax
      .sort(
        array([
          [2, 0],
          [1, 3],
        ]),
        0,
      )
      .js(),
  ).toEqual([
    [1, 0],
    [2, 3],
  ]))
it("sorts by two keys and moves the rest", () => {
  const [a, b, c] = [array([1, 0, 1]), array([5, 4, 3]), array([0, 1, 2], { dtype: "int32" })]
  expect(lax.sort([a, b, c], -1, { numKeys: 2 }).map((y) => y.js())).toEqual([
    [0, 1, 1],
    [4, 3, 5],
    [1, 2, 0],
  ])
  expect(codeOf(() => lax.sort([a, b], -1, { numKeys: 3 }))).toBe("argument/keys")
})
it("sorts values by keys", () => {
  const [keys, values] = lax.sortKeyVal(array([2, 1, 2]), array([10, 20, 30]))
  expect([keys.js(), values.js()]).toEqual([
    [1, 2, 2],
    [20, 10, 30],
  ])
})
it("takes the greatest, along any axis", () => {
  const [values, places] = lax.topK(array([1, 4, 4, 2]), 2)
  expect([values.js(), places.js()]).toEqual([
    [4, 4],
    [1, 2],
  ])
  const [columns] = lax.topK(
    array([
      [1, 9],
      [5, 2],
      [3, 4],
    ]),
    2,
    { axis: 0 },
  )
  expect(columns.js()).toEqual([
    [5, 9],
    [3, 4],
  ])
  expect(codeOf(() => lax.topK(x, 5))).toBe("shape/top-k")
})
it("approximates exactly", () => {
  expect(lax.approxMaxK(array([1, 4, 3]), 2).map((y) => y.js())).toEqual([
    [4, 3],
    [1, 2],
  ])
  expect(lax.approxMinK(array([1, 4, 3]), 2).map((y) => y.js())).toEqual([
    [1, 3],
    [0, 2],
  ])
})
it("the gradient follows the elements", () => {
  const weights = array([1, 2, 3])
  expect(grad((v: NDArray) => lax.reduceSum(lax.mul(lax.sort(v), weights)))(array([30, 10, 20])).js()).toEqual([3, 1, 2])
})
