// Collectives that move values between examples.
import { describe, expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import * as lax from "../../src/lax/index.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { vmap } from "../../src/transforms/vmap.js"
import { codeOf } from "./thrown.js"

const named = { axisName: "i" } as const
const x = np.array([1, 2, 4])
const over = (f: (v: NDArray) => NDArray, xs: NDArray = x): unknown => vmap(f, named)(xs).js()
const count = (...shape: number[]): NDArray =>
  lax.reshape(
    lax.iota(
      "int32",
      shape.reduce((a, b) => a * b, 1),
    ),
    shape,
  )

describe("permutations", () => {
  it("ppermute sends from source to destination", () => {
    expect(
      over((v) =>
        lax.ppermute(v, "i", [
          [0, 1],
          [1, 2],
          [2, 0],
        ]),
      ),
    ).toEqual([4, 1, 2])
    expect(over((v) => lax.ppermute(v, "i", [[2, 0]]))).toEqual([4, 0, 0])
  })
  it("pshuffle names the source of each", () => expect(over((v) => lax.pshuffle(v, "i", [1, 2, 0]))).toEqual([2, 4, 1]))
  it("each source and each destination once", () => {
    expect(
      codeOf(() =>
        over((v) =>
          lax.ppermute(v, "i", [
            [0, 1],
            [2, 1],
          ]),
        ),
      ),
    ).toBe("argument/permutation")
    expect(codeOf(() => over((v) => lax.ppermute(v, "i", [[0, 3]])))).toBe("argument/permutation")
    expect(codeOf(() => over((v) => lax.pshuffle(v, "i", [0])))).toBe("argument/permutation")
  })
  it("the gradient goes back", () => {
    const weights = np.array([1, 10, 100])
    const f = (v: NDArray): NDArray =>
      lax.reduceSum(
        lax.mul(
          weights,
          vmap(
            (e: NDArray) =>
              lax.ppermute(e, "i", [
                [0, 1],
                [1, 0],
              ]),
            named,
          )(v),
        ),
      )
    expect(grad(f)(x).js()).toEqual([10, 1, 0])
  })
})

describe("gathering", () => {
  const rows = np.array([
    [1, 2],
    [3, 4],
  ])
  it("stacks all examples, or joins them", () => {
    expect(over((v) => lax.allGather(v, "i"), np.array([1, 2]))).toEqual([
      [1, 2],
      [1, 2],
    ])
    expect(over((v) => lax.allGather(v, "i", { axis: -1 }), rows)).toEqual([
      [
        [1, 3],
        [2, 4],
      ],
      [
        [1, 3],
        [2, 4],
      ],
    ])
    expect(over((v) => lax.allGather(v, "i", { tiled: true }), rows)).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ])
  })
  it("psumScatter deals the sum out", () => {
    expect(over((v) => lax.psumScatter(v, "i"), rows)).toEqual([4, 6])
    expect(
      over(
        (v) => lax.psumScatter(v, "i", { tiled: true }),
        np.array([
          [1, 2, 3, 4],
          [10, 20, 30, 40],
        ]),
      ),
    ).toEqual([
      [11, 22],
      [33, 44],
    ])
    expect(codeOf(() => over((v) => lax.psumScatter(v, "i"), np.ones([3, 2])))).toBe("shape/scatter-axis")
    expect(codeOf(() => over((v) => lax.psumScatter(v, "i", { tiled: true }), np.ones([3, 4])))).toBe("shape/scatter-axis")
  })
})

describe("allToAll", () => {
  it("exchanges the mapped axis with another", () => {
    const cube = count(2, 2, 3)
    const got = vmap((v: NDArray) => lax.allToAll(v, "i", 0, 0), named)(cube)
    expect(got.js()).toEqual(lax.transpose(cube, [1, 0, 2]).js())
    expect(vmap((v: NDArray) => lax.pswapaxes(v, "i", 0), named)(cube).js()).toEqual(got.js())
  })
  it("puts the examples along another axis", () => {
    const cube = count(2, 2, 3)
    // y_j[k, i] = x_i[j, k]
    expect(vmap((v: NDArray) => lax.allToAll(v, "i", 0, 1), named)(cube).js()).toEqual(lax.transpose(cube, [1, 2, 0]).js())
  })
  it("tiled keeps the rank: parts out, examples in", () => {
    const got = vmap((v: NDArray) => lax.allToAll(v, "i", 0, 1, { tiled: true }), named)(count(2, 4, 1))
    expect(got.js()).toEqual([
      [
        [0, 4],
        [1, 5],
      ],
      [
        [2, 6],
        [3, 7],
      ],
    ])
  })
  it("needs an axis of the mapped size", () => {
    expect(codeOf(() => over((v) => lax.allToAll(v, "i", 0, 0), np.ones([3, 2])))).toBe("shape/scatter-axis")
  })
  it("has the transposed exchange for a gradient", () => {
    const weights = lax.convertElementType(count(2, 2), "float32")
    const f = (v: NDArray): NDArray => lax.reduceSum(lax.mul(weights, vmap((e: NDArray) => lax.allToAll(e, "i", 0, 0), named)(v)))
    expect(grad(f)(np.ones([2, 2])).js()).toEqual([
      [0, 2],
      [1, 3],
    ])
  })
  it("runs inside another map, over either name", () => {
    const cube = count(3, 2, 2)
    const swap = vmap(vmap((v: NDArray) => lax.pswapaxes(v, "i", 0), named))
    expect(swap(cube).js()).toEqual(lax.transpose(cube, [0, 2, 1]).js())
    const outer = vmap(
      vmap((v: NDArray) => lax.pswapaxes(v, "i", 0)),
      named,
    )
    expect(outer(count(2, 3, 2)).js()).toEqual(lax.transpose(count(2, 3, 2), [2, 1, 0]).js())
  })
})
