// LU of many small matrices takes another way than that of a few: compiled against the reference evaluation, with the same pivots.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { fromStorage, type Tensor } from "../../src/core/tensor.js"
import * as np from "../../src/numpy/index.js"
import { linalg } from "../../src/numpy/index.js"
import { lu, luP } from "../../src/primitives/linalg/lu.js"
import { jit } from "../../src/transforms/index.js"
import { expectClose, normal } from "./matrices.js"

const never = (): never => {
  throw new Error("has no sub-programs")
}

const reference = (x: NDArray): readonly Tensor[] => luP.evaluate([fromStorage(x.shape, x.dtype, x.dataSync() as never)], {}, never)

const compiled = jit((x: NDArray) => {
  const { lu: factors, pivots, permutation } = lu(x)
  return [factors, pivots, permutation] as const
})

const count = 130

/** Rounded to few values, so that sizes tie and columns vanish; in the first matrix a NaN, in the second nothing but zeros. */
const hard = (m: number, n: number): NDArray => {
  const x = np.round(normal([count, m, n], "float64", m * 10 + n))
  const marks = np.arange(count).reshape([count, 1, 1])
  const corner = np
    .arange(m * n)
    .reshape([m, n])
    .equal(m * n - 1)
  return np.where(marks.equal(1), 0, np.where(np.logicalAnd(marks.equal(0), corner), Number.NaN, x))
}

const expectEqual = (x: NDArray): void => {
  const found = compiled(x)
  const expected = reference(x)
  expect([...found[1].dataSync()]).toEqual([...(expected[1] as Tensor).data])
  expect([...found[2].dataSync()]).toEqual([...(expected[2] as Tensor).data])
  const [y, z] = [Float64Array.from(found[0].dataSync()), Float64Array.from((expected[0] as Tensor).data as ArrayLike<number>)]
  expect(
    y.map((v, i) => (Number.isNaN(v) && Number.isNaN(z[i]) ? 0 : Math.abs(v - (z[i] as number)))).reduce((a, b) => Math.max(a, b)),
  ).toBeLessThan(1e-12)
}

describe("many small matrices", () => {
  const shapes = [1, 2, 3, 5, 8].flatMap((m) => [1, 3, 8].map((n) => [m, n] as const))

  test.each(shapes)("of %i × %i have the reference's factors and pivots", (m, n) => {
    expectEqual(normal([count, m, n]))
    expectEqual(hard(m, n))
  })

  test("of complex numbers too", () => {
    const identity = jit((x: NDArray, y: NDArray) => {
      const a = np.add(x, np.multiply(y, np.array({ re: 0, im: 1 }, { dtype: "complex128" })))
      return np.matmul(linalg.inv(a), a)
    })
    const [x, y] = [normal([count, 5, 5]), normal([count, 5, 5], "float64", 1)]
    const ones = identity(x, y)
    expectClose(np.real(ones), np.broadcastTo(np.eye(5, 5, { dtype: "float64" }), [count, 5, 5]), 1e-9)
    expectClose(np.imag(ones), np.zeros([count, 5, 5], { dtype: "float64" }), 1e-9)
  })

  test("solve systems, as one by one", () => {
    const [a, b] = [normal([count, 7, 7]), normal([count, 7, 2], "float64", 1)]
    const x = jit(linalg.solve)(a, b)
    expectClose(np.matmul(a, x), b, 1e-9)
  })
})
