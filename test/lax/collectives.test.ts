// Collectives under vmap: values, several names, gradients.
import { describe, expect, it } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import { CotangentError } from "../../src/core/errors.js"
import * as lax from "../../src/lax/index.js"
import * as np from "../../src/numpy/index.js"
import { grad } from "../../src/transforms/grad.js"
import { jit } from "../../src/transforms/jit.js"
import { vmap } from "../../src/transforms/vmap.js"
import { codeOf } from "./thrown.js"

const x = np.array([1, 2, 4])
const named = { axisName: "i" } as const
const over = (f: (v: NDArray) => NDArray, xs: NDArray = x): unknown => vmap(f, named)(xs).js()

describe("reductions over examples", () => {
  it("psum adds, pmean divides", () => {
    expect(over((v) => lax.psum(v, "i"))).toEqual([7, 7, 7])
    expect(over((v) => lax.pmean(v, "i"), np.array([1, 2, 6]))).toEqual([3, 3, 3])
  })
  it("pmax and pmin compare", () => {
    expect(over((v) => lax.pmax(v, "i"))).toEqual([4, 4, 4])
    expect(over((v) => lax.pmin(v, "i"))).toEqual([1, 1, 1])
  })
  it("integers stay for sums, and become floats for means; booleans are counted", () => {
    const ints = np.array([1, 2], { dtype: "int32" })
    expect(vmap((v: NDArray) => lax.psum(v, "i"), named)(ints).dtype).toBe("int32")
    expect(over((v) => lax.pmean(v, "i"), ints)).toEqual([1.5, 1.5])
    expect(over((v) => lax.psum(v, "i"), np.array([true, false, true]))).toEqual([2, 2, 2])
  })
  it("a constant counts once for each example", () => {
    expect(over((v) => lax.mul(v, lax.psum(1, "i")))).toEqual([3, 6, 12])
    expect(over((v) => lax.mul(v, lax.axisSize("i")))).toEqual([3, 6, 12])
  })
  it("take trees", () => {
    const f = (v: NDArray): { a: NDArray; b: readonly NDArray[] } => lax.psum({ a: v, b: [lax.square(v)] }, "i")
    const y = vmap(f, named)(x)
    expect([y.a.js(), y.b[0]?.js()]).toEqual([
      [7, 7, 7],
      [21, 21, 21],
    ])
  })
  it("run inside jit inside vmap", () =>
    expect(
      over(
        jit((v: NDArray) => lax.sub(v, lax.pmean(v, "i"))),
        np.array([1, 2, 3]),
      ),
    ).toEqual([-1, 0, 1]))
})

describe("two names", () => {
  const table = np.array([
    [1, 2, 3],
    [10, 20, 30],
  ])
  const both = (f: (v: NDArray) => NDArray): unknown => vmap(vmap(f, { axisName: "j" }), named)(table).js()
  it("are summed over one by one, or together", () => {
    expect(both((v) => lax.psum(v, "i"))).toEqual([
      [11, 22, 33],
      [11, 22, 33],
    ])
    expect(both((v) => lax.psum(v, "j"))).toEqual([
      [6, 6, 6],
      [60, 60, 60],
    ])
    expect(both((v) => lax.psum(v, ["i", "j"]))).toEqual([
      [66, 66, 66],
      [66, 66, 66],
    ])
    expect(both((v) => lax.pmean(v, ["i", "j"]))).toEqual([
      [11, 11, 11],
      [11, 11, 11],
    ])
  })
  it("number the examples in row-major order", () => {
    expect(both((v) => lax.add(lax.mul(v, 0), lax.convertElementType(lax.axisIndex(["i", "j"]), "float32")))).toEqual([
      [0, 1, 2],
      [3, 4, 5],
    ])
    expect(both((v) => lax.add(lax.mul(v, 0), lax.convertElementType(lax.axisIndex("j"), "float32")))).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ])
    expect(both((v) => lax.mul(v, lax.axisSize(["i", "j"])))).toEqual([
      [6, 12, 18],
      [60, 120, 180],
    ])
  })
})

describe("gradients", () => {
  it("through psum from outside the map", () => {
    const f = (v: NDArray): NDArray => lax.reduceSum(vmap((e: NDArray) => lax.mul(e, lax.psum(e, "i")), named)(v))
    expect(grad(f)(x).js()).toEqual([14, 14, 14]) // (Σx)² has the gradient 2Σx
  })
  it("through psum from inside the map, where its transpose is itself", () => {
    expect(over(grad((v: NDArray) => lax.psum(lax.square(v), "i")))).toEqual([6, 12, 24])
  })
  it("through pmax go to the greatest", () => {
    const f = (v: NDArray): NDArray => lax.reduceMax(vmap((e: NDArray) => lax.pmax(e, "i"), named)(v), [0])
    expect(grad(f)(x).js()).toEqual([0, 0, 1])
  })
})

describe("names that are not in scope", () => {
  it.each([
    ["psum", () => lax.psum(x, "batch")],
    ["pmax", () => lax.pmax(x, "batch")],
    ["axisIndex", () => lax.axisIndex("batch")],
    ["axisSize", () => lax.axisSize("batch")],
    ["ppermute", () => lax.ppermute(x, "batch", [])],
    ["allGather", () => lax.allGather(x, "batch")],
    ["inside jit", () => jit((v: NDArray) => lax.psum(v, "batch"))(x)],
  ])("%s", (_, f) => expect(codeOf(f)).toBe("argument/axis-name"))
  it("the message names those that are", () => {
    const f = (): unknown =>
      vmap(
        vmap((v: NDArray) => lax.psum(v, "k"), { axisName: "j" }),
        named,
      )(np.ones([2, 3]))
    expect(f).toThrow(CotangentError)
    expect(f).toThrow(/"k"; in scope: j=3, i=2/)
  })
})
