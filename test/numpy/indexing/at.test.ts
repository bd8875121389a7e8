import fc from "fast-check"
import { describe, expect, it } from "vitest"
import type { NDArray } from "../../../src/core/array.js"
import * as np from "../../../src/numpy/index.js"
import { grad } from "../../../src/transforms/grad.js"
import { jit } from "../../../src/transforms/jit.js"
import { codeOf, floats, gives, ints } from "../gives.js"

const x = ints([
  [1, 2, 3],
  [4, 5, 6],
])

describe("an updated copy", () => {
  it("has the part replaced, and leaves the array alone", () => {
    gives(x.at(0, [1]).set(9), "int32[2,3]", [
      [1, 9, 9],
      [4, 5, 6],
    ])
    gives(x.at([], [null, null, -2]).set(ints([[7, 8]])), "int32[2,3]", [
      [8, 2, 7],
      [8, 5, 7],
    ])
    gives(x.at(null, 1).set(0), "int32[2,3]", [
      [1, 2, 3],
      [0, 0, 0],
    ])
    gives(x, "int32[2,3]", [
      [1, 2, 3],
      [4, 5, 6],
    ])
  })
  it("adds, subtracts, multiplies, takes powers and extremes", () => {
    gives(x.at(0).add(10), "int32[2,3]", [
      [11, 12, 13],
      [4, 5, 6],
    ])
    gives(x.at(0, 1).sub(5), "int32[2,3]", [
      [1, -3, 3],
      [4, 5, 6],
    ])
    gives(x.at("...", 2).mul(2), "int32[2,3]", [
      [1, 2, 6],
      [4, 5, 12],
    ])
    gives(x.at(1).power(2), "int32[2,3]", [
      [1, 2, 3],
      [16, 25, 36],
    ])
    gives(x.at(ints([1])).min(5), "int32[2,3]", [
      [1, 2, 3],
      [4, 5, 5],
    ])
    gives(x.at(ints([1])).max(5), "int32[2,3]", [
      [1, 2, 3],
      [5, 5, 6],
    ])
    gives(
      floats([1, 4])
        .at(ints([1, 1]))
        .div(2),
      "float32[2]",
      [1, 1],
    )
  })
  it("applies a function to the part", () =>
    gives(
      x.at(0).apply((part) => part.mul(part)),
      "int32[2,3]",
      [
        [1, 4, 9],
        [4, 5, 6],
      ],
    ))
  it("gets the part", () =>
    gives(x.at(ints([0, 5])).get({ mode: "fill", fillValue: -1 }), "int32[2,3]", [
      [1, 2, 3],
      [-1, -1, -1],
    ]))
})

describe("places in arrays", () => {
  it("what meets at one place accumulates", () =>
    gives(
      np
        .zeros([3])
        .at(ints([0, 2, 0, 0]))
        .add(floats([1, 2, 3, 4])),
      "float32[3]",
      [8, 0, 2],
    ))
  it("negative ones count from the end, once; those outside are ignored", () => {
    gives(
      np
        .zeros([3])
        .at(ints([-1, 3, -4]))
        .add(1),
      "float32[3]",
      [0, 0, 1],
    )
  })
  it("those outside are clipped if asked", () =>
    gives(
      np
        .zeros([3])
        .at(ints([9]))
        .add(1, { mode: "clip" }),
      "float32[3]",
      [0, 0, 1],
    ))
  it("several address together", () =>
    gives(x.at(ints([0, 1]), ints([2, 0])).set(ints([8, 9])), "int32[2,3]", [
      [1, 2, 8],
      [9, 5, 6],
    ]))
})

describe("masks", () => {
  it("choose where to write", () =>
    gives(x.at(np.greater(x, 3)).set(0), "int32[2,3]", [
      [1, 2, 3],
      [0, 0, 0],
    ]))
  it("need not be known for a scalar update", () => {
    gives(jit((v: NDArray) => v.at(v.less(0)).set(0))(floats([-1, 2])), "float32[2]", [0, 2])
  })
  it("take one value each if they are known", () =>
    gives(x.at(np.greater(x, 4)).set(ints([50, 60])), "int32[2,3]", [
      [1, 2, 3],
      [4, 50, 60],
    ]))
})

describe("mistakes", () => {
  it("updates must fit into the dtype", () => {
    expect(codeOf(() => x.at(0).set(0.5))).toBe("dtype/update")
    expect(codeOf(() => x.at(0).set(floats([1, 2, 3])))).toBe("dtype/update")
    expect(codeOf(() => x.at(0).div(2))).toBe("dtype/update")
    expect(codeOf(() => np.putAlongAxis(x, ints([[0], [0]]), 0.5, 1))).toBe("dtype/update")
  })
  it("values must broadcast to the part", () => expect(codeOf(() => x.at(0).set(ints([1, 2])))).toBe("shape/broadcast"))
  it("integers are checked at once", () => expect(codeOf(() => x.at(2).set(0))).toBe("shape/index"))
})

describe("derivatives", () => {
  it("what is overwritten gets none, what is written does", () => {
    const f = (v: NDArray, w: NDArray): NDArray =>
      v
        .at(1)
        .set(w)
        .mul(floats([1, 10, 100]))
        .sum()
    const [dv, dw] = grad(f, { argnums: [0, 1] })(floats([1, 2, 3]), np.array(5)) as unknown as [NDArray, NDArray]
    gives(dv, "float32[3]", [1, 0, 100])
    gives(dw, "float32[]", 10)
  })
})

describe("laws", () => {
  it("at(places).add is a loop that adds, whatever repeats", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -6, max: 6 }), fc.integer({ min: -9, max: 9 })), { minLength: 1, maxLength: 8 }),
        (updates) => {
          const expected = [0, 0, 0, 0]
          for (const [i, v] of updates) {
            const place = i < 0 ? i + 4 : i
            if (place >= 0 && place < 4) expected[place] = (expected[place] as number) + v
          }
          const out = np
            .zeros([4], { dtype: "int32" })
            .at(ints(updates.map(([i]) => i)))
            .add(ints(updates.map(([, v]) => v)))
          expect(out.js()).toEqual(expected)
        },
      ),
    )
  })
})
