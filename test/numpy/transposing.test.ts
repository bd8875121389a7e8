import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { codeOf, giveAll, gives } from "./gives.js"

describe("what NumPy gives", () => {
  it("transpose reverses, or takes an order", () =>
    giveAll(
      [
        np.transpose(np.reshape(np.arange(6), [2, 3])),
        np.transpose(np.reshape(np.arange(24), [2, 3, 4]), [2, 0, 1]),
        np.permuteDims(np.reshape(np.arange(24), [2, 3, 4]), [-1, 0, 1]),
      ],
      [
        "int32[3,2]",
        [
          [0, 3],
          [1, 4],
          [2, 5],
        ],
      ],
      [
        "int32[4,2,3]",
        [
          [
            [0, 4, 8],
            [12, 16, 20],
          ],
          [
            [1, 5, 9],
            [13, 17, 21],
          ],
          [
            [2, 6, 10],
            [14, 18, 22],
          ],
          [
            [3, 7, 11],
            [15, 19, 23],
          ],
        ],
      ],
      [
        "int32[4,2,3]",
        [
          [
            [0, 4, 8],
            [12, 16, 20],
          ],
          [
            [1, 5, 9],
            [13, 17, 21],
          ],
          [
            [2, 6, 10],
            [14, 18, 22],
          ],
          [
            [3, 7, 11],
            [15, 19, 23],
          ],
        ],
      ],
    ))
  it("swapaxes", () =>
    gives(np.swapaxes(np.reshape(np.arange(24), [2, 3, 4]), 0, -1), "int32[4,3,2]", [
      [
        [0, 12],
        [4, 16],
        [8, 20],
      ],
      [
        [1, 13],
        [5, 17],
        [9, 21],
      ],
      [
        [2, 14],
        [6, 18],
        [10, 22],
      ],
      [
        [3, 15],
        [7, 19],
        [11, 23],
      ],
    ]))
  it("moveaxis, one and several", () =>
    giveAll(
      [np.moveaxis(np.reshape(np.arange(24), [2, 3, 4]), 0, -1), np.moveaxis(np.reshape(np.arange(24), [2, 3, 4]), [0, 1], [-1, 0])],
      [
        "int32[3,4,2]",
        [
          [
            [0, 12],
            [1, 13],
            [2, 14],
            [3, 15],
          ],
          [
            [4, 16],
            [5, 17],
            [6, 18],
            [7, 19],
          ],
          [
            [8, 20],
            [9, 21],
            [10, 22],
            [11, 23],
          ],
        ],
      ],
      [
        "int32[3,4,2]",
        [
          [
            [0, 12],
            [1, 13],
            [2, 14],
            [3, 15],
          ],
          [
            [4, 16],
            [5, 17],
            [6, 18],
            [7, 19],
          ],
          [
            [8, 20],
            [9, 21],
            [10, 22],
            [11, 23],
          ],
        ],
      ],
    ))
  it("rollaxis to every place", () =>
    giveAll(
      [
        np.rollaxis(np.reshape(np.arange(24), [2, 3, 4]), 2),
        np.rollaxis(np.reshape(np.arange(24), [2, 3, 4]), 0, 3),
        np.rollaxis(np.reshape(np.arange(24), [2, 3, 4]), 0, -1),
        np.rollaxis(np.reshape(np.arange(24), [2, 3, 4]), 1, 2),
      ],
      [
        "int32[4,2,3]",
        [
          [
            [0, 4, 8],
            [12, 16, 20],
          ],
          [
            [1, 5, 9],
            [13, 17, 21],
          ],
          [
            [2, 6, 10],
            [14, 18, 22],
          ],
          [
            [3, 7, 11],
            [15, 19, 23],
          ],
        ],
      ],
      [
        "int32[3,4,2]",
        [
          [
            [0, 12],
            [1, 13],
            [2, 14],
            [3, 15],
          ],
          [
            [4, 16],
            [5, 17],
            [6, 18],
            [7, 19],
          ],
          [
            [8, 20],
            [9, 21],
            [10, 22],
            [11, 23],
          ],
        ],
      ],
      [
        "int32[3,2,4]",
        [
          [
            [0, 1, 2, 3],
            [12, 13, 14, 15],
          ],
          [
            [4, 5, 6, 7],
            [16, 17, 18, 19],
          ],
          [
            [8, 9, 10, 11],
            [20, 21, 22, 23],
          ],
        ],
      ],
      [
        "int32[2,3,4]",
        [
          [
            [0, 1, 2, 3],
            [4, 5, 6, 7],
            [8, 9, 10, 11],
          ],
          [
            [12, 13, 14, 15],
            [16, 17, 18, 19],
            [20, 21, 22, 23],
          ],
        ],
      ],
    ))
  it("matrixTranspose", () =>
    gives(np.matrixTranspose(np.reshape(np.arange(24), [2, 3, 4])), "int32[2,4,3]", [
      [
        [0, 4, 8],
        [1, 5, 9],
        [2, 6, 10],
        [3, 7, 11],
      ],
      [
        [12, 16, 20],
        [13, 17, 21],
        [14, 18, 22],
        [15, 19, 23],
      ],
    ]))
})

describe("mistakes", () => {
  it("every axis is named once", () => {
    expect(codeOf(() => np.transpose(np.ones([2, 3]), [0]))).toBe("shape/permutation")
    expect(codeOf(() => np.transpose(np.ones([2, 3]), [0, 0]))).toBe("shape/axis-repeated")
    expect(codeOf(() => np.moveaxis(np.ones([2, 3]), [0, 1], [0]))).toBe("shape/axis")
  })
  it("a matrix has two axes", () => expect(codeOf(() => np.matrixTranspose(np.ones([2])))).toBe("shape/rank"))
})

describe("laws", () => {
  it("an element moves to the place that the order says", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2], { minLength: 3, maxLength: 3 }), (order) => {
        const x = np.reshape(np.arange(30), [2, 3, 5])
        const y = np.transpose(x, order)
        expect(y.shape).toEqual(order.map((k) => x.shape[k]))
        const data = Array.from(y.dataSync())
        const [, n, l] = y.shape as [number, number, number]
        data.forEach((v, p) => {
          const index = [Math.floor(p / (n * l)), Math.floor(p / l) % n, p % l]
          const from = [0, 1, 2].map((k) => index[order.indexOf(k)] as number) as [number, number, number]
          expect(v).toBe(from[0] * 15 + from[1] * 5 + from[2])
        })
      }),
      { numRuns: 20 },
    )
  })
})
