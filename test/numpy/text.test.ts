// Arrays as text and indices with a name.
import { expect, it } from "vitest"
import { grad, jit, type NDArray, numpy as np } from "../../src/index.js"
import { codeOf } from "../lax/thrown.js"

it("arrayStr and arrayRepr are what is printed", () => {
  const x = np.array([
    [1, 2],
    [3, 4.5],
  ])
  expect(np.arrayStr(x)).toBe("[[1.  2. ]\n [3.  4.5]]")
  expect(np.arrayStr(x)).toBe(String(x))
  expect(np.arrayRepr(np.array([1, 2]))).toBe("Array([1., 2.], dtype=float32)")
  expect(np.arrayRepr(np.array([true, false]))).toBe("Array([ True, False], dtype=bool)")
  expect(np.arrayRepr(2)).toBe("Array(2., dtype=float32, weak_type=True)")
  expect(np.arrayStr(np.zeros([0]))).toBe("[]")
})

it("they read what can be read, and say where nothing can", () => {
  const seen: string[] = []
  grad((x: NDArray) => {
    seen.push(np.arrayStr(x.mul(2)))
    return x.sum()
  })(np.array([1, 2]))
  expect(seen).toEqual(["[2. 4.]"])
  const print = jit((x: NDArray) => {
    np.arrayRepr(x)
    return x
  })
  expect(codeOf(() => print(1))).toMatch(/^tracer\//)
})

it("an index can have a name", () => {
  const x = np.arange(12).reshape([3, 4])
  const corner = np.s_([1, 3], [null, null, 2])
  expect(x.slice(...corner).js()).toEqual([
    [4, 6],
    [8, 10],
  ])
  expect(
    x
      .at(...np.indexExp(0, "..."))
      .set(0)
      .slice(0)
      .js(),
  ).toEqual([0, 0, 0, 0])
  expect(np.indexExp(null, 1)).toEqual([null, 1])
})
