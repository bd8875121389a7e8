import { describe, it } from "vitest"
import * as np from "../../src/numpy/index.js"
import { bools, floats, giveAll, gives, ints } from "./gives.js"

describe("what NumPy gives", () => {
  it("nansum and nanprod leave NaN out", () =>
    giveAll(
      [
        np.nansum(
          floats([
            [1, Number.NaN],
            [3, 4],
          ]),
          0,
        ),
        np.nanprod(floats([2, Number.NaN, 3])),
      ],
      ["float32[2]", [4, 4]],
      ["float32[]", 6],
    ))
  it("nansum of integers", () => gives(np.nansum(ints([1, 2])), "int32[]", 3))
  it("nanmax and nanmin", () =>
    giveAll(
      [
        np.nanmax(floats([1, Number.NaN, 3])),
        np.nanmin(
          floats([
            [1, Number.NaN],
            [Number.NaN, Number.NaN],
          ]),
          1,
        ),
      ],
      ["float32[]", 3],
      ["float32[2]", [1, Number.NaN]],
    ))
  it("nanmean, nanvar and nanstd", () =>
    giveAll(
      [
        np.nanmean(floats([1, Number.NaN, 3])),
        np.nanvar(floats([1, Number.NaN, 3]), 0, { ddof: 1 }),
        np.nanstd(floats([1, Number.NaN, 3])),
      ],
      ["float32[]", 2],
      ["float32[]", 2],
      ["float32[]", 1],
    ))
  it("nanvar without freedom is NaN", () =>
    gives(
      np.nanvar(
        floats([
          [Number.NaN, Number.NaN],
          [1, Number.NaN],
        ]),
        1,
        { ddof: 1 },
      ),
      "float32[2]",
      [Number.NaN, Number.NaN],
    ))
  it("nanargmax and nanargmin", () =>
    giveAll(
      [
        np.nanargmax(
          floats([
            [1, Number.NaN, 5],
            [Number.NaN, 2, 0],
          ]),
          1,
        ),
        np.nanargmin(floats([Number.NaN, 2, 0])),
      ],
      ["int32[2]", [2, 1]],
      ["int32[]", 2],
    ))
  it("nancumsum and nancumprod", () =>
    giveAll(
      [np.nancumsum(floats([1, Number.NaN, 2])), np.nancumprod(floats([2, Number.NaN, 3]))],
      ["float32[3]", [1, 1, 3]],
      ["float32[3]", [2, 2, 6]],
    ))
})

describe("what JAX gives where NumPy differs", () => {
  it("nanargmax of nothing but NaN is −1", () => gives(np.nanargmax(floats([Number.NaN, Number.NaN])), "int32[]", -1))
  it("a mask that leaves only NaN gives initial", () => {
    gives(np.nanmax(floats([Number.NaN, 5]), 0, { where: bools([1, 0]), initial: 3 }), "float32[]", 3)
  })
})
