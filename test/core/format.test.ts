// Arrays as text. What is expected is what NumPy 2.4 prints for the same numbers.
import { inspect } from "node:util"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import "../../src/install.js"
import { concreteArray, literalArray, type NDArray } from "../../src/core/array.js"
import { avalOf, type Shape } from "../../src/core/aval.js"
import type { DType } from "../../src/core/dtype.js"
import { describeArray, formatArray, formatNumber } from "../../src/core/format.js"
import { roundTo, type Tensor, tensorFrom, toStorage } from "../../src/core/tensor.js"

const of = (values: readonly number[], dtype: DType = "float64", shape: Shape = [values.length]): Tensor =>
  tensorFrom(shape, dtype, (i) => values[i]!)
const show = (values: readonly number[], dtype?: DType, shape?: Shape): string => formatArray(of(values, dtype, shape))

describe("one number", () => {
  test("has as few digits as its dtype needs", () => {
    expect(formatNumber(roundTo("float32", 0.1), "float32")).toBe("0.1")
    expect(formatNumber(roundTo("float32", 0.1), "float64")).toBe("0.10000000149011612")
    expect(formatNumber(roundTo("float16", 0.1), "float16")).toBe("0.1")
    expect(formatNumber(roundTo("bfloat16", 0.1), "bfloat16")).toBe("0.1")
    expect(formatNumber(roundTo("float32", 16777216), "float32")).toBe("16777216")
    expect(formatNumber(roundTo("float32", 1 / 3), "float32")).toBe("0.33333334")
  })
  test("is whole without a point, and a word where it is none", () => {
    expect([1, -0, -3.5, NaN, Infinity, -Infinity].map((x) => formatNumber(x, "float64"))).toEqual([
      "1",
      "-0",
      "-3.5",
      "nan",
      "inf",
      "-inf",
    ])
    expect([0, 1].map((x) => formatNumber(x, "bool"))).toEqual(["False", "True"])
    expect(formatNumber(-128, "int8")).toBe("-128")
  })
  test("has an exponent where Python's has", () => {
    expect([1e15, 1e16, 1.5e16, 1e-4, 1e-5, 1.25e-7, 5e-324].map((x) => formatNumber(x, "float64"))).toEqual([
      "1000000000000000",
      "1e+16",
      "1.5e+16",
      "0.0001",
      "1e-05",
      "1.25e-07",
      "5e-324",
    ])
  })
  test("reads back as itself in every float dtype", () => {
    for (const dtype of ["float16", "bfloat16", "float32", "float64"] as const)
      fc.assert(
        fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
          const value = roundTo(dtype, x)
          fc.pre(Number.isFinite(value))
          expect(roundTo(dtype, Number(formatNumber(value, dtype)))).toBe(value)
        }),
      )
  })
})

describe("a row of floats", () => {
  test("has its points below one another and no zeros behind", () => {
    expect(show([1, 2.5, -3], "float32")).toBe("[ 1.   2.5 -3. ]")
    expect(show([0, -0])).toBe("[ 0. -0.]")
    expect(show([0.1, 2], "float16")).toBe("[0.1 2. ]")
  })
  test("has at most eight digits after the point", () => {
    expect(show([0.1, 1 / 3])).toBe("[0.1        0.33333333]")
    expect(show([0.1, 1 / 3], "float32")).toBe("[0.1        0.33333334]")
    expect(show([1.123456789012, 2])).toBe("[1.12345679 2.        ]")
  })
  test("rounds halves to the even digit", () => {
    expect(show([0.001953125])).toBe("[0.00195312]")
    expect(show([3288495.25, 1], "float32")).toBe("[3.2884952e+06 1.0000000e+00]")
  })
  test("has exponents where a number is small, large, or more than 1000 times another", () => {
    expect(show([1e-5, 1])).toBe("[1.e-05 1.e+00]")
    expect(show([1e8])).toBe("[1.e+08]")
    expect(show([12345678])).toBe("[12345678.]")
    expect(show([1, 1000])).toBe("[   1. 1000.]")
    expect(show([1, 1001])).toBe("[1.000e+00 1.001e+03]")
    expect(show([1e-300, 1e300])).toBe("[1.e-300 1.e+300]")
    expect(show([1e6], "float32")).toBe("[1.e+06]")
  })
  test("has nan and inf in its columns", () => {
    expect(show([NaN, 1, -Infinity])).toBe("[ nan   1. -inf]")
    expect(show([NaN, Infinity])).toBe("[nan inf]")
  })
})

describe("other arrays", () => {
  test("of integers stand flush right, of booleans too", () => {
    expect(show([1, -20, 300], "int32")).toBe("[  1 -20 300]")
    expect(show([1, 0], "bool")).toBe("[ True False]")
  })
  test("of rank 2 and 3 have a line for each row and a blank one between matrices", () => {
    expect(show([1, 2, 3, 4], "float32", [2, 2])).toBe("[[1. 2.]\n [3. 4.]]")
    expect(show(new Array(8).fill(0), "float32", [2, 2, 2])).toBe("[[[0. 0.]\n  [0. 0.]]\n\n [[0. 0.]\n  [0. 0.]]]")
  })
  test("without elements are a pair of brackets", () => {
    expect(show([], "float32", [0])).toBe("[]")
    expect(show([], "float32", [2, 0])).toBe("[]")
  })
  test("of rank 0 are numbers as Python writes them", () => {
    expect([show([2], "float32", []), show([0.5], "float32", []), show([3], "int32", []), show([1], "bool", [])]).toEqual([
      "2.0",
      "0.5",
      "3",
      "True",
    ])
  })
})

describe("a long array", () => {
  const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i)
  test("breaks its lines at 75 columns", () => {
    const text = show(range(30), "float32")
    expect(text).toBe(
      "[ 0.  1.  2.  3.  4.  5.  6.  7.  8.  9. 10. 11. 12. 13. 14. 15. 16. 17.\n 18. 19. 20. 21. 22. 23. 24. 25. 26. 27. 28. 29.]",
    )
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(75)
  })
  test("of more than 1000 elements shows three at each end", () => {
    expect(show(range(1001), "int32")).toBe("[   0    1    2 ...  998  999 1000]")
    expect(show(range(1000), "int32")).not.toContain("...")
    expect(show(new Array(2002).fill(0), "float32", [1001, 2])).toBe("[[0. 0.]\n [0. 0.]\n [0. 0.]\n ...\n [0. 0.]\n [0. 0.]\n [0. 0.]]")
  })
  test("takes its form from the elements that are shown", () => {
    const values = range(2000).map((i) => (i === 1000 ? 1e-9 : 1))
    expect(show(values)).toBe("[1. 1. 1. ... 1. 1. 1.]")
  })
  test("of ten million elements prints at once", () => {
    const t: Tensor = { shape: [10_000_000], dtype: "float32", data: new Float32Array(10_000_000) }
    const start = performance.now()
    expect(formatArray(t)).toBe("[0. 0. 0. ... 0. 0. 0.]")
    expect(performance.now() - start).toBeLessThan(2000)
  })
})

describe("what a terminal shows", () => {
  const array = (values: readonly number[], dtype: DType, shape: Shape): NDArray => {
    const data = toStorage(of(values, dtype, shape))
    return concreteArray(avalOf(shape, dtype), { read: () => data })
  }
  const matrix = array([1, 2, 3, 4.5], "float32", [2, 2])

  test("is the array with its dtype, as JAX's repr", () => {
    expect(inspect(matrix)).toBe("Array([[1. , 2. ],\n       [3. , 4.5]], dtype=float32)")
    expect(inspect(array([7], "int32", []))).toBe("Array(7, dtype=int32)")
    expect(inspect(literalArray(2, "float32"))).toBe("Array(2., dtype=float32, weak_type=True)")
    expect(inspect(array([0.1], "bfloat16", [1]))).toBe("Array([0.1], dtype=bfloat16)")
  })
  test("names the shape where it cannot be seen", () => {
    expect(inspect(array([], "float32", [2, 0]))).toBe("Array([], shape=(2, 0), dtype=float32)")
    expect(inspect(array(new Array(2000).fill(0), "int8", [2000]))).toBe("Array([0, 0, 0, ..., 0, 0, 0], shape=(2000,), dtype=int8)")
    expect(inspect(array([1, 2, 3, 4], "int8", [1, 2, 2]))).toBe("Array([[[1, 2],\n        [3, 4]]], shape=(1, 2, 2), dtype=int8)")
  })
  test("puts the dtype on a line of its own where the last row is full", () => {
    const row = Array.from({ length: 13 }, (_, i) => 100 + i)
    const text = describeArray(of(row, "float32"))
    expect(text).toBe("Array([100., 101., 102., 103., 104., 105., 106., 107., 108., 109., 110.,\n       111., 112.], dtype=float32)")
    expect(describeArray(of(row.slice(0, 11), "float32"))).toMatch(/110\.\],\n {6}dtype=float32\)$/)
  })
  test("is readable in the midst of a tree", () => {
    expect(inspect({ layers: [{ w: matrix, b: array([1, 2], "float32", [2]) }], n: 1 }, { depth: 5 })).toBe(`{
  layers: [
    {
      w: 
        Array([[1. , 2. ],
               [3. , 4.5]], dtype=float32),
      b: Array([1., 2.], dtype=float32)
    }
  ],
  n: 1
}`)
  })
  test("is plainer where a string is asked for", () => {
    expect(matrix.toString()).toBe("[[1.  2. ]\n [3.  4.5]]")
    expect(`${array([1, 2], "int32", [2])}`).toBe("[1 2]")
  })
})
