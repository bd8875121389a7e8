import { describe, expect, it } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { codeOf, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("applyAlongAxis replaces the axis by what the function makes", () =>
    giveAll(
      [
        np.applyAlongAxis((v) => np.sum(v), 0, np.reshape(np.arange(6), [2, 3])),
        np.applyAlongAxis((v) => np.stack([np.min(v), np.max(v)]), 1, np.reshape(np.arange(24), [2, 3, 4])),
        np.applyAlongAxis((v) => np.outer(v, v), 1, np.reshape(np.arange(6), [2, 3])),
      ],
      ["int32[3]", [3, 5, 7]],
      [
        "int32[2,2,4]",
        [
          [
            [0, 1, 2, 3],
            [8, 9, 10, 11],
          ],
          [
            [12, 13, 14, 15],
            [20, 21, 22, 23],
          ],
        ],
      ],
      [
        "int32[2,3,3]",
        [
          [
            [0, 0, 0],
            [0, 1, 2],
            [0, 2, 4],
          ],
          [
            [9, 12, 15],
            [12, 16, 20],
            [15, 20, 25],
          ],
        ],
      ],
    ))
  it("applyOverAxes keeps axes", () =>
    gives(np.applyOverAxes(np.sum, np.reshape(np.arange(24), [2, 3, 4]), [0, 2]), "int32[1,3,1]", [[[60], [92], [124]]]))
  it("vectorize broadcasts", () =>
    gives(np.vectorize((a, b) => np.add(np.multiply(a, 10), b))(ints([[1], [2]]), ints([3, 4])), "int32[2,2]", [
      [13, 14],
      [23, 24],
    ]))
  it("vectorize with a signature", () =>
    gives(np.vectorize((m, v) => np.dot(m, v), { signature: "(n,k),(k)->(n)" })(np.ones([5, 1, 2, 3]), np.ones([4, 3])), "float32[5,4,2]", [
      [
        [3, 3],
        [3, 3],
        [3, 3],
        [3, 3],
      ],
      [
        [3, 3],
        [3, 3],
        [3, 3],
        [3, 3],
      ],
      [
        [3, 3],
        [3, 3],
        [3, 3],
        [3, 3],
      ],
      [
        [3, 3],
        [3, 3],
        [3, 3],
        [3, 3],
      ],
      [
        [3, 3],
        [3, 3],
        [3, 3],
        [3, 3],
      ],
    ]))
})

describe("vectorize", () => {
  it("hands excluded arguments over as they are", () => {
    const f = np.vectorize((x, table) => np.add(x, np.sum(table)), { excluded: [1] })
    gives(f(ints([1, 2]), ints([10, 20, 30])), "int32[2]", [61, 62])
  })
  it("may make several arrays", () => {
    const f = np.vectorize((x) => [np.min(x), np.max(x)] as const, { signature: "(n)->(),()" })
    giveAll(
      f(
        ints([
          [3, 1],
          [2, 9],
        ]),
      ),
      ["int32[2]", [1, 2]],
      ["int32[2]", [3, 9]],
    )
  })
  it("differentiates", () => {
    const f = np.vectorize((a: NDArray, b: NDArray) => np.multiply(a, np.square(b)))
    gives(grad((b: NDArray) => np.sum(f(floats([[1], [2]]), b)))(floats([3, 4])), "float32[2]", [18, 24])
  })
  it("says what is wrong with a signature", () => {
    const run = (signature: string) => codeOf(() => np.vectorize((x) => x, { signature })(np.ones([2, 3])))
    expect([run("(n)"), run("n->n"), run("(n),(m)->()"), run("(a,b,c)->()")]).toEqual([
      "argument/signature",
      "argument/signature",
      "argument/signature",
      "shape/rank",
    ])
    expect(codeOf(() => np.vectorize((x, y) => np.dot(x, y), { signature: "(n),(n)->()" })(np.ones([2]), np.ones([3])))).toBe(
      "shape/vectorize",
    )
  })
})
