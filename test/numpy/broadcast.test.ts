import fc from "fast-check"
import { describe, expect, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { bools, codeOf, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("stretches axes of size 1 and adds new ones", () =>
    gives(np.broadcastTo(ints([[1], [2]]), [2, 2, 3]), "int32[2,2,3]", [
      [
        [1, 1, 1],
        [2, 2, 2],
      ],
      [
        [1, 1, 1],
        [2, 2, 2],
      ],
    ]))
  it("stretches a number", () => gives(np.broadcastTo(7, [2]), "float32[2]", [7, 7]))
  it("stretches to nothing", () => gives(np.broadcastTo(ints([1]), [0]), "int32[0]", []))
  it("broadcastArrays keeps dtypes", () =>
    giveAll(
      np.broadcastArrays(ints([[1], [2]]), bools([1, 0])),
      [
        "int32[2,2]",
        [
          [1, 1],
          [2, 2],
        ],
      ],
      [
        "bool[2,2]",
        [
          [true, false],
          [true, false],
        ],
      ],
    ))
})

describe("broadcastShapes", () => {
  it("compares sizes from the last axis backwards", () => {
    expect(np.broadcastShapes([6, 7], [5, 6, 1], [7], [5, 1, 7])).toEqual([5, 6, 7])
    expect(np.broadcastShapes([], [3])).toEqual([3])
    expect(np.broadcastShapes([0, 1], [1])).toEqual([0, 1])
  })
  it("wants sizes that are equal or 1", () => {
    expect(codeOf(() => np.broadcastShapes([2], [3]))).toBe("shape/broadcast")
    expect(codeOf(() => np.broadcastTo(ints([1, 2]), [4]))).toBe("shape/broadcast")
    expect(codeOf(() => np.broadcastTo(ints([[1], [2]]), [2]))).toBe("shape/broadcast")
  })
})

describe("laws", () => {
  const size = fc.constantFrom(1, 2, 3)
  it("a sum of two arrays is element by element, indices of stretched axes being 0", () => {
    fc.assert(
      fc.property(
        fc.tuple(size, size, size),
        fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 3, maxLength: 3 }),
        fc.nat(2),
        (full, kept, drop) => {
          const shapeA = full.map((d, k) => (kept[k]?.[0] ? d : 1))
          const shapeB = full.map((d, k) => (kept[k]?.[1] ? d : 1)).slice(drop)
          const counted = (shape: readonly number[]) => np.reshape(np.arange(shape.reduce<number>((n, d) => n * d, 1)), shape)
          const out = np.add(counted(shapeA), np.multiply(counted(shapeB), 100))
          const at = (shape: readonly number[], index: readonly number[]): number =>
            shape.reduce<number>((p, d, k) => p * d + (d === 1 ? 0 : (index[index.length - shape.length + k] as number)), 0)
          const [m, n, l] = out.shape as [number, number, number]
          const data = Array.from(out.dataSync())
          for (let p = 0; p < m * n * l; p++) {
            const index = [Math.floor(p / (n * l)), Math.floor(p / l) % n, p % l]
            expect(data[p]).toBe(at(shapeA, index) + 100 * at(shapeB, index))
          }
        },
      ),
      { numRuns: 40 },
    )
  })
})
