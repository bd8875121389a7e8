// associativeScan(fn) is the sequential scan of fn wherever fn is associative, for every length, axis and direction.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../../src/core/array.js"
import "../../../src/install.js"
import { associativeScan, scan } from "../../../src/lax/control/index.js"
import * as e from "../../../src/primitives/elementwise/index.js"
import { reduceSum } from "../../../src/primitives/sum.js"
import { transpose } from "../../../src/primitives/transpose.js"
import { grad } from "../../../src/transforms/grad.js"
import { makeJaxpr } from "../../../src/transforms/makeJaxpr.js"
import { vmap } from "../../../src/transforms/vmap.js"
import { arrayFrom, expectSame, numbers, scalar } from "../../laws/arrays.js"

const wave = (shape: readonly number[]): NDArray => arrayFrom(shape, "float64", (i) => 1 + Math.sin(1.3 * i) / 2)
const products = (x: NDArray): readonly number[] => {
  let product = 1
  return numbers(x).map((v) => {
    product *= v
    return product
  })
}

describe("associativeScan", () => {
  test.each([0, 1, 2, 3, 4, 5, 8, 13])("of %d elements is the sequence of partial results", (n) => {
    const x = wave([n])
    const expected = products(x)
    expectSame(
      [associativeScan((a: NDArray, b: NDArray) => e.mul(a, b), x)],
      [arrayFrom([n], "float64", (i) => expected[i] as number)],
      "products",
    )
    const back = products(arrayFrom([n], "float64", (i) => numbers(x)[n - 1 - i] as number))
    const reverse = associativeScan((a: NDArray, b: NDArray) => e.mul(a, b), x, { reverse: true })
    expectSame([reverse], [arrayFrom([n], "float64", (i) => back[n - 1 - i] as number)], "products from the end")
  })

  // (a, b) ∘ (c, d) = (a·c, b·c + d): the composition of x ↦ a·x + b, which does not commute
  const compose = ([a, b]: readonly NDArray[], [c, d]: readonly NDArray[]): NDArray[] => [
    e.mul(a as NDArray, c as NDArray),
    e.add(e.mul(b as NDArray, c as NDArray), d as NDArray),
  ]
  test("of trees, with a function that does not commute: a linear recurrence", () => {
    const [a, b] = [wave([7]), wave([7])]
    const [, states] = associativeScan(compose, [a, b])
    const [, expected] = scan(
      (h: NDArray, [p, q]: readonly NDArray[]) => {
        const next = e.add(e.mul(h, p as NDArray), q as NDArray)
        return [next, next] as const
      },
      scalar(0),
      [a, b],
    )
    expectSame([states as NDArray], [expected], "the states")
    const slope = (f: (x: NDArray) => NDArray): NDArray => grad((x: NDArray) => reduceSum(e.sin(f(x)), [0]))(a)
    const sequential = (x: NDArray): NDArray =>
      scan(
        (h: NDArray, [p, q]: readonly NDArray[]) => {
          const next = e.add(e.mul(h, p as NDArray), q as NDArray)
          return [next, next] as const
        },
        scalar(0),
        [x, b],
      )[1]
    expectSame([slope((x) => associativeScan(compose, [x, b])[1] as NDArray)], [slope(sequential)], "the gradient")
  })

  test("along any axis, and over batches", () => {
    const x = wave([3, 5])
    const rows = associativeScan((a: NDArray, b: NDArray) => e.mul(a, b), x, { axis: 1 })
    const columns = associativeScan((a: NDArray, b: NDArray) => e.mul(a, b), transpose(x, [1, 0]))
    expectSame([rows], [transpose(columns, [1, 0])], "rows")
    expectSame([vmap((r: NDArray) => associativeScan((a: NDArray, b: NDArray) => e.mul(a, b), r))(x)], [rows], "vmap")
    expectSame([associativeScan((a: NDArray, b: NDArray) => e.mul(a, b), x, { axis: -1 })], [rows], "the last axis")
  })

  test("takes about 2·log₂ n combinations, not n", () => {
    const muls = (n: number): number =>
      makeJaxpr((x: NDArray) => associativeScan((a: NDArray, b: NDArray) => e.mul(a, b), x))(wave([n])).jaxpr.eqns.filter(
        (q) => q.primitive.name === "mul",
      ).length
    expect([muls(8), muls(64), muls(1024)]).toEqual([5, 11, 19])
  })
  test("arrays must have one size along the axis", () => {
    expect(() => associativeScan(compose, [wave([3]), wave([4])])).toThrow("all arrays must have one size along axis 0")
  })
})
