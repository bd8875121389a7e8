import { describe, expect, it } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { jit } from "../../src/transforms/jit.js"
import { as, codeOf, floats, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("bare numbers are float32", () =>
    gives(
      np.array([
        [1, 2],
        [3, 4],
      ]),
      "float32[2,2]",
      [
        [1, 2],
        [3, 4],
      ],
    ))
  it("booleans are bool", () => gives(np.array([true, false]), "bool[2]", [true, false]))
  it("a number is rank 0", () => gives(np.array(3), "float32[]", 3))
  it("nothing has size 0", () => gives(np.array([[], []]), "float32[2,0]", [[], []]))
  it("typed arrays keep their dtype", () => gives(np.array(Int16Array.of(1, -2)), "int16[2]", [1, -2]))
  it("typed arrays become other dtypes as their numbers do one by one", () => {
    const numbers = [0.1, -2.5, 70000, 3]
    for (const dtype of ["float16", "bfloat16", "float32", "float64"] as const)
      for (const row of [Float64Array.from(numbers), [Float64Array.from(numbers)], [numbers, Float64Array.from(numbers)]])
        expect(np.ravel(np.array(row, { dtype })).slice([-4, null]).js()).toEqual(np.array(numbers, { dtype }).js())
    gives(np.array(Uint8ClampedArray.of(3, 300)), "uint8[2]", [3, 255])
    gives(np.array(Float32Array.of(0, 0.5), { dtype: "bool" }), "bool[2]", [false, true])
  })
  it("typed arrays become complex with no imaginary part, also beside complex numbers", () => {
    expect(np.array(Float32Array.of(1, 2), { dtype: "complex64" }).js()).toEqual(np.array([1, 2], { dtype: "complex64" }).js())
    expect(np.array([Float64Array.of(1, 2), [{ re: 3, im: 4 }, 5]]).js()).toEqual(
      np
        .array([
          [1, 2],
          [{ re: 3, im: 4 }, 5],
        ])
        .js(),
    )
    expect(() =>
      np.array(
        [
          [1, 2],
          [3, { re: 3, im: 4 }],
        ],
        { dtype: "float32" },
      ),
    ).toThrow(/\[1\]\[1\].*does not hold complex/s)
  })
  it("typed arrays with a number that the dtype cannot hold are refused, with its place", () => {
    expect(() => np.array(Float32Array.of(1, 2.5), { dtype: "int32" })).toThrow(/\[1\].*whole numbers/s)
    expect(() => np.array([[1, 2], Float64Array.of(3, 400)], { dtype: "int8" })).toThrow(/\[1\]\[1\].*from -128 to 127/s)
  })
  it("rows of typed arrays", () =>
    gives(np.array([Uint8Array.of(1, 2), Uint8Array.of(3, 4)]), "uint8[2,2]", [
      [1, 2],
      [3, 4],
    ]))
  it("a shape for flat data", () =>
    gives(np.array(Float32Array.of(1, 2, 3, 4), { shape: [2, 2] }), "float32[2,2]", [
      [1, 2],
      [3, 4],
    ]))
  it("arrays among numbers are stacked", () => gives(np.array([np.array(1), 2, np.array(3)]), "float32[3]", [1, 2, 3]))
  it("arrays of one shape are stacked", () =>
    gives(np.array([ints([1, 2]), ints([3, 4])]), "int32[2,2]", [
      [1, 2],
      [3, 4],
    ]))
  it("arrays of several dtypes promote", () =>
    gives(np.array([ints([1, 2]), floats([0.5, 1])]), "float32[2,2]", [
      [1, 2],
      [0.5, 1],
    ]))
  it("numbers give way to the arrays beside them", () => gives(np.array([as("int8", 1), 2]), "int8[2]", [1, 2]))
  it("nested lists around arrays", () =>
    gives(
      np.array([
        [np.array(1), 2],
        [3, np.array(4)],
      ]),
      "float32[2,2]",
      [
        [1, 2],
        [3, 4],
      ],
    ))
})

describe("iterables", () => {
  function* count(): Generator<number> {
    yield 1
    yield 2
  }
  it("are gone through once", () => {
    gives(np.array(new Set([3, 4])), "float32[2]", [3, 4])
    gives(np.array(count()), "float32[2]", [1, 2])
    gives(np.array([count(), new Set([3, 4])]), "float32[2,2]", [
      [1, 2],
      [3, 4],
    ])
    gives(np.array(new Map([["a", 1]]).values()), "float32[1]", [1])
  })
  it("iterables of arrays are stacked", () => gives(np.array(new Set([ints([1]), ints([2])])), "int32[2,1]", [[1], [2]]))
})

describe("mistakes", () => {
  it("ragged rows are an error that names the place", () => {
    expect(() => np.array([[1, 2], [3]])).toThrow("[1]")
    expect(codeOf(() => np.array([1], { dtype: "complex" as never }))).toBe("dtype/unknown")
    expect(codeOf(() => np.array(new Float32Array(2), { dtype: "float" as never }))).toBe("dtype/unknown")
    expect(codeOf(() => np.array([[1, 2], [3]]))).toBe("shape/ragged")
    expect(codeOf(() => np.array([1, [2]]))).toBe("shape/ragged")
    expect(codeOf(() => np.array([[1], 2]))).toBe("shape/ragged")
    expect(codeOf(() => np.array([ints([1, 2]), ints([3])]))).toBe("shape/ragged")
  })
  it("strings, bigints and promises are errors", () => {
    expect(codeOf(() => np.array("12" as never))).toBe("argument/array")
    expect(codeOf(() => np.array(12n as never))).toBe("argument/array")
    expect(codeOf(() => np.array(Promise.resolve(1) as never))).toBe("argument/array")
    expect(codeOf(() => np.array(BigInt64Array.of(1n) as never))).toBe("argument/array")
  })
  it("numbers that an integer dtype cannot hold are an error", () => {
    expect(codeOf(() => np.array([256], { dtype: "uint8" }))).toBe("dtype/range")
    expect(codeOf(() => np.array([1.5], { dtype: "int32" }))).toBe("dtype/range")
    expect(codeOf(() => np.array([Number.NaN], { dtype: "int32" }))).toBe("dtype/cast")
  })
  it("a shape that does not fit is an error", () => expect(codeOf(() => np.array([1, 2, 3], { shape: [2, 2] }))).toBe("shape/reshape"))
})

describe("traced values", () => {
  it("keep their derivatives among numbers", () => {
    const f = (x: NDArray): NDArray => np.sum(np.multiply(np.array([x, 1, np.multiply(x, 2)]), floats([1, 10, 100])))
    expect(grad(f)(np.array(3)).item()).toBe(201)
  })
  it("stack under jit", () =>
    gives(
      jit((x: NDArray, y: NDArray) =>
        np.array([
          [x, 1],
          [2, y],
        ]),
      )(np.array(5), np.array(6)),
      "float32[2,2]",
      [
        [5, 1],
        [2, 6],
      ],
    ))
})

describe("what is made", () => {
  it("copies the data", () => {
    const data = Float32Array.of(1, 2)
    const x = np.array(data)
    data[0] = 9
    gives(x, "float32[2]", [1, 2])
  })
  it("is strong, even of weak values", () => {
    const weak = np.add(1, 2)
    expect([weak.weakType, np.array(weak).weakType, np.array([weak, 1]).weakType]).toEqual([true, false, false])
  })
  it("asarray returns what is right already, and converts what is not", () => {
    const x = ints([1])
    expect(np.asarray(x)).toBe(x)
    gives(np.asarray(x, { dtype: "float32" }), "float32[1]", [1])
  })
})
