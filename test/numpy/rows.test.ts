// r_ and c_: the examples of NumPy's and JAX's documentation, and what is refused.
import { describe, expect, it } from "vitest"
import { grad, jit, type NDArray, numpy as np } from "../../src/index.js"
import { codeOf } from "../lax/thrown.js"
import { gives } from "./gives.js"

const [x, y] = [np.array([1, 2, 3], { dtype: "int32" }), np.array([4, 5, 6], { dtype: "int32" })]
const flat = [1, 2, 3, 4, 5, 6]
const column = flat.map((v) => [v])
const rows = [
  [1, 2, 3],
  [4, 5, 6],
]
const columns = [
  [1, 4],
  [2, 5],
  [3, 6],
]

describe("r_", () => {
  it("joins ranges, numbers and arrays", () => {
    gives(np.r_([-1, 5, 1], 0, 0, x), "int32[11]", [-1, 0, 1, 2, 3, 4, 0, 0, 1, 2, 3])
    gives(np.r_(x, 0.5), "float32[4]", [1, 2, 3, 0.5])
    gives(np.r_([4, 0, -2]), "int32[2]", [4, 2])
    gives(np.r_(np.stack([x, y]), np.stack([y])), "int32[3,3]", [...rows, [4, 5, 6]])
  })
  it("does as it is told first", () => {
    gives(np.r_("0,2", x, y), "int32[2,3]", rows)
    gives(np.r_("0,2,0", x, y), "int32[6,1]", column)
    gives(np.r_("0,2,-2", x, y), "int32[6,1]", column)
    gives(np.r_("1,2,0", x, y), "int32[3,2]", columns)
    gives(np.r_("-1", np.stack([x, y]), np.stack([x, y])), "int32[2,6]", [
      [1, 2, 3, 1, 2, 3],
      [4, 5, 6, 4, 5, 6],
    ])
    gives(np.r_("r", x, y), "int32[1,6]", [flat])
    gives(np.r_("c", x, y), "int32[6,1]", column)
    gives(np.r_("0,3,1", x, y), "int32[2,3,1]", [
      [[1], [2], [3]],
      [[4], [5], [6]],
    ])
    gives(np.r_("0,3", 7), "float32[1,1,1]", [[[7]]])
  })
  it("differentiates and compiles", () => {
    expect(grad((v: NDArray) => np.r_([0, 2], v, v.mul(v)).sum())(np.array([1, 3])).js()).toEqual([3, 7])
    expect(jit((v: NDArray) => np.r_(v, 1))(x).js()).toEqual([1, 2, 3, 1])
  })
})

describe("c_", () => {
  it("makes columns of vectors", () => {
    gives(np.c_(x, y), "int32[3,2]", columns)
    gives(np.c_([0, 3], y), "int32[3,2]", [
      [0, 4],
      [1, 5],
      [2, 6],
    ])
    gives(np.c_(np.stack([x, y]), np.stack([x, y])), "int32[2,6]", [
      [1, 2, 3, 1, 2, 3],
      [4, 5, 6, 4, 5, 6],
    ])
    gives(np.c_(1, 2), "float32[1,2]", [[1, 2]])
  })
  it("does as it is told first", () => {
    gives(np.c_("0,2", x, y), "int32[6,1]", column)
    gives(np.c_("0,2,-1", x, y), "int32[2,3]", rows)
    gives(np.c_("r", x, y), "int32[3,2]", columns)
  })
})

it("what cannot be joined is refused", () => {
  expect(codeOf(() => np.r_("rc", x))).toBe("argument/directive")
  expect(codeOf(() => np.r_("0,1,2,3", x))).toBe("argument/directive")
  expect(codeOf(() => np.r_("0,-1", x))).toBe("argument/directive")
  expect(codeOf(() => np.r_("", x))).toBe("argument/directive")
  expect(codeOf(() => np.r_(x, "0" as never))).toBe("argument/item")
  expect(codeOf(() => np.c_([1, 2, 3, 4] as never))).toBe("argument/item")
  expect(codeOf(() => np.r_(np.ones([2, 3]), x))).toBe("shape/concatenate")
  expect(codeOf(() => np.r_("0,2"))).toMatch(/^(shape|argument)\//)
})
