import { describe, expect, test } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import { sort } from "../../src/primitives/sort/sort.js"
import { topK } from "../../src/primitives/sort/topk.js"
import { array, ints, jacobian, obeysLaws, spread, values } from "./checks.js"

const sort1 = (x: NDArray, axis: number): NDArray => sort([x], axis)[0] as NDArray

describe("sort", () => {
  test("orders the lines along an axis", () => {
    const x = array([2, 3], [3, 1, 2, 0, 5, 4])
    expect(values(sort1(x, 1))).toEqual([1, 2, 3, 0, 4, 5])
    expect(values(sort1(x, 0))).toEqual([0, 1, 2, 3, 5, 4])
  })

  test("along the middle axis of three, is each line by itself", () => {
    const x = spread([2, 5, 3], 1)
    const y = values(sort1(x, 1))
    for (const i of [0, 1])
      for (const j of [0, 1, 2]) {
        const line = (of: readonly number[]): number[] => [0, 1, 2, 3, 4].map((k) => of[i * 15 + k * 3 + j] as number)
        expect(line(y)).toEqual(line(values(x)).sort((a, b) => a - b))
      }
  })

  test("puts NaN last, infinities at the ends, and leaves −0 and 0 as they came", () => {
    const x = array([7], [Number.NaN, 0, Infinity, -0, -Infinity, Number.NaN, -1])
    expect(values(sort1(x, 0))).toEqual([-Infinity, -1, 0, -0, Infinity, Number.NaN, Number.NaN])
  })

  test("moves the other operands with the keys, ties in order", () => {
    const [keys, moved] = sort([array([6], [2, 1, 2, 1, Number.NaN, 1]), ints([6], [0, 1, 2, 3, 4, 5])], 0) as [NDArray, NDArray]
    expect(values(keys)).toEqual([1, 1, 1, 2, 2, Number.NaN])
    expect(values(moved)).toEqual([1, 3, 5, 0, 2, 4])
  })

  test("breaks ties by the next key", () => {
    const operands = [ints([5], [1, 0, 1, 0, 1]), array([5], [3, 2, 1, Number.NaN, 2]), ints([5], [0, 1, 2, 3, 4])]
    const [first, second, places] = sort(operands, 0, 2) as [NDArray, NDArray, NDArray]
    expect(values(first)).toEqual([0, 0, 1, 1, 1])
    expect(values(second)).toEqual([2, Number.NaN, 1, 2, 3])
    expect(values(places)).toEqual([1, 3, 2, 4, 0])
  })

  test("sorts every dtype by value", () => {
    expect(values(sort1(array([3], [4_000_000_000, 7, 3_000_000_000], "uint32"), 0))).toEqual([7, 3_000_000_000, 4_000_000_000])
    expect(values(sort1(array([3], [5, -128, 0], "int8"), 0))).toEqual([-128, 0, 5])
    expect(values(sort1(array([3], [1, 0, 1], "bool"), 0))).toEqual([0, 1, 1])
    expect(values(sort1(array([3], [0.5, -2, 0.25], "bfloat16"), 0))).toEqual([-2, 0.25, 0.5])
  })

  test("works on nothing", () => {
    expect(sort1(array([2, 0], []), 1).shape).toEqual([2, 0])
    expect(sort1(array([0, 2], []), 1).shape).toEqual([0, 2])
  })

  test("permutes derivatives as it permutes values", () => {
    expect(jacobian((x) => sort1(x, 0), array([3], [3, 1, 2]))).toEqual([
      [0, 1, 0],
      [0, 0, 1],
      [1, 0, 0],
    ])
  })

  test("obeys the laws", () => {
    for (const axis of [0, 1, 2]) obeysLaws((x) => sort1(x as NDArray, axis), [spread([2, 3, 5], 1)])
    obeysLaws((...xs) => sort(xs, 1, 2), [ints([2, 5], [1, 0, 1, 0, 1, 2, 2, 0, 0, 2]), spread([2, 5], 1), spread([2, 5], 7)])
  })

  test("refuses what it cannot order", () => {
    const x = spread([2, 3], 1)
    expect(() => sort([x, spread([3, 2], 1)], 0)).toThrow("equal shapes")
    expect(() => sort([x], 2)).toThrow("axes must lie in 0…1")
    expect(() => sort([x], 0, 2)).toThrow("numKeys must lie in 1…1")
    expect(() => sort([], 0)).toThrow("at least one operand")
  })
})

describe("top_k", () => {
  test("finds the greatest of every line, in descending order, ties from the left", () => {
    const [top, places] = topK(array([2, 5], [1, 5, 3, 5, 2, 0, 0, 0, -1, 0]), 3)
    expect(values(top)).toEqual([5, 5, 3, 0, 0, 0])
    expect(values(places)).toEqual([1, 3, 2, 0, 1, 2])
    expect(places.dtype).toBe("int32")
  })

  test("follows IEEE's total order: NaN above all, 0 above −0", () => {
    const [top, places] = topK(array([5], [-0, Infinity, 0, Number.NaN, -Infinity]), 5)
    expect(values(top)).toEqual([Number.NaN, Infinity, 0, -0, -Infinity])
    expect(values(places)).toEqual([3, 1, 2, 0, 4])
  })

  test("works on nothing and for nothing", () => {
    const x = spread([2, 3], 1)
    expect(topK(x, 0).map((y) => y.shape)).toEqual([
      [2, 0],
      [2, 0],
    ])
    expect(topK(array([0, 3], []), 2)[0].shape).toEqual([0, 2])
    expect(topK(array([2, 0], []), 0)[0].shape).toEqual([2, 0])
  })

  test("obeys the laws", () => {
    obeysLaws((x) => topK(x as NDArray, 3), [spread([2, 3, 5], 1)])
    obeysLaws((x) => topK(x as NDArray, 1), [spread([4], 1)])
  })

  test("refuses more than there is", () => {
    expect(() => topK(spread([2, 3], 1), 4)).toThrow("k must lie in 0…3")
    expect(() => topK(array([], [1]), 0)).toThrow("no last axis")
    expect(() => topK(array([1], [1], "bool"), 1)).toThrow("dtype/kind")
  })
})
