import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { NDArray } from "../../../src/core/array.js"
import * as np from "../../../src/numpy/index.js"
import { grad } from "../../../src/transforms/grad.js"
import { bools, codeOf, floats, giveAll, gives, ints } from "../gives.js"

describe("what NumPy gives", () => {
  it("products", () =>
    giveAll(
      [
        np.einsum("ij,jk->ik", np.reshape(np.arange(6), [2, 3]), np.reshape(np.arange(6), [3, 2])),
        np.einsum("ij,kj", np.reshape(np.arange(6), [2, 3]), np.reshape(np.arange(6), [2, 3])),
        np.einsum("i,j->ij", ints([1, 2]), ints([3, 4])),
        np.einsum("i,i->", ints([1, 2]), ints([3, 4])),
      ],
      [
        "int32[2,2]",
        [
          [10, 13],
          [28, 40],
        ],
      ],
      [
        "int32[2,2]",
        [
          [5, 14],
          [14, 50],
        ],
      ],
      [
        "int32[2,2]",
        [
          [3, 4],
          [6, 8],
        ],
      ],
      ["int32[]", 11],
    ))
  it("diagonals and traces", () =>
    giveAll(
      [
        np.einsum(
          "ii->i",
          ints([
            [1, 2],
            [3, 4],
          ]),
        ),
        np.einsum(
          "ii",
          ints([
            [1, 2],
            [3, 4],
          ]),
        ),
        np.einsum("iij->ji", np.reshape(np.arange(12), [2, 2, 3])),
        np.einsum("iii->i", np.reshape(np.arange(8), [2, 2, 2])),
      ],
      ["int32[2]", [1, 4]],
      ["int32[]", 5],
      [
        "int32[3,2]",
        [
          [0, 9],
          [1, 10],
          [2, 11],
        ],
      ],
      ["int32[2]", [0, 7]],
    ))
  it("sums and transpositions", () =>
    giveAll(
      [
        np.einsum("ij->j", np.reshape(np.arange(6), [2, 3])),
        np.einsum("ba", np.reshape(np.arange(6), [2, 3])),
        np.einsum("ijk->k", np.reshape(np.arange(24), [2, 3, 4])),
      ],
      ["int32[3]", [3, 5, 7]],
      [
        "int32[3,2]",
        [
          [0, 3],
          [1, 4],
          [2, 5],
        ],
      ],
      ["int32[4]", [60, 66, 72, 78]],
    ))
  it("an ellipsis broadcasts", () =>
    giveAll(
      [
        np.einsum("...ij,...jk->...ik", np.reshape(np.arange(24), [2, 3, 4]), np.ones([4, 1], { dtype: "int32" })),
        np.einsum("...k,k", np.reshape(np.arange(24), [2, 3, 4]), ints([1, 2, 3, 4])),
        np.einsum("i...->...", np.reshape(np.arange(24), [2, 3, 4])),
      ],
      [
        "int32[2,3,1]",
        [
          [[6], [22], [38]],
          [[54], [70], [86]],
        ],
      ],
      [
        "int32[2,3]",
        [
          [20, 60, 100],
          [140, 180, 220],
        ],
      ],
      [
        "int32[3,4]",
        [
          [12, 14, 16, 18],
          [20, 22, 24, 26],
          [28, 30, 32, 34],
        ],
      ],
    ))
  it("three operands", () =>
    gives(
      np.einsum("ij,jk,kl->il", np.reshape(np.arange(6), [2, 3]), np.reshape(np.arange(6), [3, 2]), np.reshape(np.arange(6), [2, 3])),
      "int32[2,3]",
      [
        [39, 62, 85],
        [120, 188, 256],
      ],
    ))
  it("axes by number", () => gives(np.einsum(np.reshape(np.arange(6), [2, 3]), [0, 1], ints([1, 2, 3]), [1], [0]), "int32[2]", [8, 26]))
  it("booleans: or of ands", () =>
    gives(
      np.einsum(
        "ij->i",
        bools([
          [0, 1],
          [0, 0],
        ]),
      ),
      "bool[2]",
      [true, false],
    ))
  it("promotes", () => gives(np.einsum("i,i->i", ints([1, 2]), floats([0.5, 1])), "float32[2]", [0.5, 2]))
})

describe("mistakes", () => {
  it.each([
    ["ij,jk->ik", "shape/einsum"],
    ["ij,jk", "shape/einsum"],
    ["ij->ij", "argument/einsum"],
    ["ijk,jk->i", "argument/einsum"],
    ["ij,kj->il", "argument/einsum"],
    ["ij,kj->ii", "argument/einsum"],
    ["i1,kj->i", "argument/einsum"],
    ["ij,kj->i->k", "argument/einsum"],
  ])("%s of two 2×3 matrices: %s", (text, code) => expect(codeOf(() => np.einsum(text, np.ones([2, 3]), np.ones([2, 3])))).toBe(code))
})

describe("derivatives", () => {
  it("of a bilinear form", () => {
    const f = (x: NDArray): NDArray =>
      np.einsum(
        "i,ij,j->",
        x,
        floats([
          [1, 2],
          [3, 4],
        ]),
        x,
      )
    gives(grad(f)(floats([1, 10])), "float32[2]", [52, 85])
  })
  it("of a trace is the identity", () =>
    gives(grad((x: NDArray) => np.einsum("ii->", x))(np.ones([2, 2])), "float32[2,2]", [
      [1, 0],
      [0, 1],
    ]))
})

describe("laws", () => {
  const labels = fc.array(fc.constantFrom<string>("a", "b", "c"), { minLength: 1, maxLength: 3 })
  const sizes: Readonly<Record<string, number>> = { a: 2, b: 3, c: 2 }
  it("einsum is nested loops over all letters", () => {
    fc.assert(
      fc.property(labels, labels, fc.shuffledSubarray<string>(["a", "b", "c"]), (left, right, wanted) => {
        const out = wanted.filter((l) => left.includes(l) || right.includes(l))
        const shape = (names: readonly string[]): readonly number[] => names.map((l) => sizes[l] as number)
        const [x, y] = [left, right].map((names, k) => {
          const total = shape(names).reduce((n, d) => n * d, 1)
          return np.reshape(np.add(np.arange(total), k + 1), shape(names))
        }) as [NDArray, NDArray]
        const [xs, ys] = [x.dataSync(), y.dataSync()]
        const place = (names: readonly string[], at: Readonly<Record<string, number>>): number =>
          names.reduce((p, l) => p * (sizes[l] as number) + (at[l] as number), 0)
        const expected = Array<number>(shape(out).reduce((n, d) => n * d, 1)).fill(0)
        const used = (l: string): number => (left.includes(l) || right.includes(l) ? (sizes[l] as number) : 1)
        for (let a = 0; a < used("a"); a++)
          for (let b = 0; b < used("b"); b++)
            for (let c = 0; c < used("c"); c++) {
              const at = { a, b, c }
              const p = place(out, at)
              expected[p] = (expected[p] as number) + (xs[place(left, at)] as number) * (ys[place(right, at)] as number)
            }
        const result = np.einsum(`${left.join("")},${right.join("")}->${out.join("")}`, x, y)
        expect(result.shape).toEqual(shape(out))
        expect(Array.from(result.dataSync())).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })
})

describe("einsumPath", () => {
  it("multiplies the small ones first", () => {
    expect(np.einsumPath("ij,jk,kl->il", np.ones([100, 2]), np.ones([2, 100]), np.ones([100, 3]))).toEqual([
      [1, 2],
      [0, 1],
    ])
  })
})
