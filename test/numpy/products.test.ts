import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { bools, codeOf, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("matmul of matrices", () =>
    gives(
      np.matmul(
        ints([
          [1, 2],
          [3, 4],
        ]),
        ints([
          [5, 6],
          [7, 8],
        ]),
      ),
      "int32[2,2]",
      [
        [19, 22],
        [43, 50],
      ],
    ))
  it("matmul of a vector and a matrix, and the other way", () =>
    giveAll(
      [
        np.matmul(
          ints([1, 2]),
          ints([
            [5, 6],
            [7, 8],
          ]),
        ),
        np.matmul(
          ints([
            [5, 6],
            [7, 8],
          ]),
          ints([1, 2]),
        ),
      ],
      ["int32[2]", [19, 22]],
      ["int32[2]", [17, 23]],
    ))
  it("matmul of vectors", () => gives(np.matmul(ints([1, 2]), ints([3, 4])), "int32[]", 11))
  it("matmul broadcasts batches", () =>
    gives(np.matmul(np.ones([2, 1, 3, 4]), np.ones([5, 4, 2])), "float32[2,5,3,2]", [
      [
        [
          [4, 4],
          [4, 4],
          [4, 4],
        ],
        [
          [4, 4],
          [4, 4],
          [4, 4],
        ],
        [
          [4, 4],
          [4, 4],
          [4, 4],
        ],
        [
          [4, 4],
          [4, 4],
          [4, 4],
        ],
        [
          [4, 4],
          [4, 4],
          [4, 4],
        ],
      ],
      [
        [
          [4, 4],
          [4, 4],
          [4, 4],
        ],
        [
          [4, 4],
          [4, 4],
          [4, 4],
        ],
        [
          [4, 4],
          [4, 4],
          [4, 4],
        ],
        [
          [4, 4],
          [4, 4],
          [4, 4],
        ],
        [
          [4, 4],
          [4, 4],
          [4, 4],
        ],
      ],
    ]))
  it("matmul of a matrix and a batch", () =>
    gives(np.matmul(ints([[1, 1]]), np.reshape(np.arange(12), [3, 2, 2])), "int32[3,1,2]", [[[2, 4]], [[10, 12]], [[18, 20]]]))
  it("matmul with nothing between", () =>
    gives(np.matmul(np.zeros([2, 0]), np.zeros([0, 3])), "float32[2,3]", [
      [0, 0, 0],
      [0, 0, 0],
    ]))
  it("matmul of booleans is or of ands", () => gives(np.matmul(bools([[1, 1]]), bools([[1], [1]])), "bool[1,1]", [[true]]))
  it("dot contracts the last axis with the last but one", () =>
    gives(np.dot(np.ones([2, 3, 4]), np.ones([5, 4, 6])), "float32[2,3,5,6]", [
      [
        [
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
        ],
        [
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
        ],
        [
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
        ],
      ],
      [
        [
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
        ],
        [
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
        ],
        [
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
          [4, 4, 4, 4, 4, 4],
        ],
      ],
    ]))
  it("dot with a scalar", () => gives(np.dot(ints([1, 2]), 3), "int32[2]", [3, 6]))
  it("vdot flattens", () =>
    gives(
      np.vdot(
        ints([
          [1, 2],
          [3, 4],
        ]),
        ints([
          [5, 6],
          [7, 8],
        ]),
      ),
      "int32[]",
      70,
    ))
  it("vecdot along an axis", () =>
    gives(
      np.vecdot(
        ints([
          [1, 2],
          [3, 4],
        ]),
        ints([
          [5, 6],
          [7, 8],
        ]),
        { axis: 0 },
      ),
      "int32[2]",
      [26, 44],
    ))
  it("matvec and vecmat", () =>
    giveAll(
      [
        np.matvec(
          ints([
            [1, 2],
            [3, 4],
          ]),
          ints([5, 6]),
        ),
        np.vecmat(
          ints([5, 6]),
          ints([
            [1, 2],
            [3, 4],
          ]),
        ),
      ],
      ["int32[2]", [17, 39]],
      ["int32[2]", [23, 34]],
    ))
  it("inner", () =>
    gives(
      np.inner(
        ints([
          [1, 2],
          [3, 4],
        ]),
        ints([
          [5, 6],
          [7, 8],
        ]),
      ),
      "int32[2,2]",
      [
        [17, 23],
        [39, 53],
      ],
    ))
  it("outer flattens", () =>
    gives(np.outer(ints([[1], [2]]), ints([3, 4, 5])), "int32[2,3]", [
      [3, 4, 5],
      [6, 8, 10],
    ]))
  it("tensordot over two axes", () =>
    gives(np.tensordot(np.reshape(np.arange(12), [2, 3, 2]), np.reshape(np.arange(6), [3, 2])), "int32[2]", [55, 145]))
  it("tensordot over given axes", () =>
    gives(
      np.tensordot(np.reshape(np.arange(6), [2, 3]), np.reshape(np.arange(6), [3, 2]), [
        [0, 1],
        [1, 0],
      ]),
      "int32[]",
      50,
    ))
  it("tensordot over none is the outer product", () =>
    gives(np.tensordot(ints([1, 2]), ints([3, 4]), 0), "int32[2,2]", [
      [3, 4],
      [6, 8],
    ]))
  it("kron", () =>
    gives(np.kron(ints([[1, 2]]), ints([[1], [10]])), "int32[2,2]", [
      [1, 2],
      [10, 20],
    ]))
  it("kron of different ranks", () => gives(np.kron(ints([1, 2]), ints([[1, 10]])), "int32[1,4]", [[1, 10, 2, 20]]))
})

describe("mistakes", () => {
  it("inner sizes must agree", () => expect(codeOf(() => np.matmul(np.ones([2, 3]), np.ones([2, 3])))).toBe("shape/inner"))
  it("matmul takes no scalars", () => expect(codeOf(() => np.matmul(np.ones([2]), 3))).toBe("shape/rank"))
  it("batches must broadcast", () => expect(codeOf(() => np.matmul(np.ones([2, 3, 3]), np.ones([4, 3, 3])))).toBe("shape/broadcast"))
  it("tensordot's axes come in pairs", () =>
    expect(codeOf(() => np.tensordot(np.ones([2, 2]), np.ones([2, 2]), [[0, 1], [0]]))).toBe("shape/axis"))
})

describe("laws", () => {
  const size = fc.integer({ min: 0, max: 4 })
  it("matmul is three loops", () => {
    fc.assert(
      fc.property(size, size, size, (m, k, n) => {
        const a = (i: number, j: number): number => ((i * 7 + j * 3) % 11) - 5
        const b = (i: number, j: number): number => ((i * 5 + j * 2) % 7) - 3
        const table = (rows: number, columns: number, f: (i: number, j: number) => number): number[] =>
          Array.from({ length: rows * columns }, (_, p) => f(Math.floor(p / columns), p % columns))
        const product = np.matmul(np.reshape(ints(table(m, k, a)), [m, k]), np.reshape(ints(table(k, n, b)), [k, n]))
        const expected = table(m, n, (i, j) => Array.from({ length: k }, (_, l) => a(i, l) * b(l, j)).reduce((s, v) => s + v, 0))
        expect(product.shape).toEqual([m, n])
        expect(Array.from(product.dataSync())).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })
})
