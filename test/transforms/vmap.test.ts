// Batching: axes as prefixes of trees, names for axes, collectives over them.
import { describe, expect, it } from "vitest"
import { grad, jit, lax, makeJaxpr, type NDArray, numpy as np, vmap } from "../../src/index.js"
import { close } from "../support/close.js"
import { thrownBy } from "./thrown.js"

const rows = np.array([
  [1, 2, 3],
  [4, 5, 6],
])
const v = np.array([1, 2, 3])

describe("axes", () => {
  it("the first axis, unless told otherwise", () => close(vmap((a: NDArray) => a.sum())(rows), [6, 15]))

  it("any axis, counted from either end", () => {
    const sum = (a: NDArray): NDArray => a.sum()
    for (const axis of [1, -1]) close(vmap(sum, { inAxes: axis })(rows), [5, 7, 9])
    close(vmap(sum, { inAxes: -2 })(rows), [6, 15])
  })

  it("a list with an entry for each argument, null for what is the same for all", () => {
    const f = (a: NDArray, b: NDArray): NDArray => a.dot(b)
    close(vmap(f, { inAxes: [0, null] })(rows, v), [14, 32])
    close(vmap(f, { inAxes: [null, 1] })(v, rows.transpose()), [14, 32])
  })

  it("prefixes of trees, in and out", () => {
    const f = (
      p: { readonly w: readonly NDArray[]; readonly b: NDArray },
      a: NDArray,
    ): { readonly y: NDArray; readonly z: readonly NDArray[] } => ({
      y: a.mul(p.b),
      z: p.w.map((w) => w.add(a)),
    })
    const out = vmap(f, { inAxes: [{ w: null, b: 0 }, 1], outAxes: { y: -1, z: 0 } })({ w: [v.slice([0, 2]), 7], b: v }, rows)
    close(out.y, [
      [1, 4, 9],
      [4, 10, 18],
    ])
    close(out.z[0] as NDArray, [
      [2, 6],
      [3, 7],
      [4, 8],
    ])
    expect((out.z[1] as NDArray).shape).toEqual([3, 2])
  })

  it("results that do not depend on the batch are repeated, or kept with outAxes null", () => {
    close(vmap((_: NDArray) => np.array(5))(v), [5, 5, 5])
    close(vmap((_: NDArray) => np.array(5), { outAxes: null })(v), 5)
    close(vmap((a: NDArray) => a.mul(2), { inAxes: null, axisSize: 2 })(v), [
      [2, 4, 6],
      [2, 4, 6],
    ])
  })

  it("what is not batched is computed once", () => {
    const text = String(makeJaxpr((a: NDArray, w: NDArray) => vmap((b: NDArray) => b.mul(w.sin()))(a))(rows, v))
    expect(text).toContain(":f32[3] = sin b")
    expect(text).not.toContain(":f32[2,3] = sin")
  })

  it("of one example is the function itself", () => close(vmap((a: NDArray) => a.cumsum())(v.reshape([1, 3])), [[1, 3, 6]]))

  it("in two nested maps is a map over both, in either order", () => {
    const f = (a: NDArray, b: NDArray): NDArray => a.mul(b).add(a)
    const grid = vmap((a: NDArray) => vmap((b: NDArray) => f(a, b))(v))(np.array([10, 20]))
    close(grid, [
      [20, 30, 40],
      [40, 60, 80],
    ])
    const swapped = vmap((b: NDArray) => vmap((a: NDArray) => f(a, b))(np.array([10, 20])))(v)
    close(swapped.transpose(), grid.js())
  })

  it("per-example gradients: vmap of grad, which grad of the sum agrees with", () => {
    const loss = (a: NDArray): NDArray => a.sin().mul(a).sum()
    close(vmap(grad(loss))(rows), grad((m: NDArray) => vmap(loss)(m).sum())(rows).js())
  })
})

describe("names", () => {
  it("collectives over the axis: psum, pmean, pmax, pmin, allGather, axisIndex", () => {
    const f = (a: NDArray): readonly NDArray[] => [
      lax.psum(a, "i"),
      lax.pmean(a, "i"),
      lax.pmax(a, "i"),
      lax.pmin(a, "i"),
      lax.axisIndex("i"),
      a.sub(lax.pmean(a, "i")),
    ]
    const out = vmap(f, { axisName: "i" })(np.array([1, 2, 6]))
    const expected = [
      [9, 9, 9],
      [3, 3, 3],
      [6, 6, 6],
      [1, 1, 1],
      [0, 1, 2],
      [-2, -1, 3],
    ]
    out.forEach((y, i) => {
      close(y, expected[i] as number[])
    })
    close(vmap((a: NDArray) => lax.allGather(a, "i"), { axisName: "i" })(v), [v.js(), v.js(), v.js()] as number[][])
  })

  it("two maps with a name each", () => {
    const f = (a: NDArray): NDArray => vmap((b: NDArray) => lax.psum(a.mul(b), "i").add(lax.psum(b, "j")), { axisName: "j" })(v)
    close(vmap(f, { axisName: "i" })(np.array([1, 2])), [
      [9, 12, 15],
      [9, 12, 15],
    ])
  })

  it("through jit, grad and scan", () => {
    close(
      vmap(
        jit((a: NDArray) => a.div(lax.psum(a, "i"))),
        { axisName: "i" },
      )(v),
      [1 / 6, 2 / 6, 3 / 6],
    )
    // each lane's own derivative of its part of the sum
    close(grad((a: NDArray) => vmap((b: NDArray) => lax.psum(b.square(), "i"), { axisName: "i" })(a).sum())(v), [6, 12, 18])
    const scanned = (a: NDArray): NDArray =>
      lax.scan((c: NDArray, _: NDArray): [NDArray, NDArray] => [lax.psum(c, "i"), c], a, np.zeros([2]))[0]
    close(vmap(scanned, { axisName: "i" })(v), [18, 18, 18])
  })

  it("a jitted function is traced again for a batch of another size", () => {
    const share = jit((a: NDArray) => a.div(lax.psum(1, "i")))
    close(vmap((a: NDArray) => share(a), { axisName: "i" })(np.ones([2])), [0.5, 0.5])
    close(vmap((a: NDArray) => share(a), { axisName: "i" })(np.ones([4])), [0.25, 0.25, 0.25, 0.25])
  })

  it("a name that is not in scope is refused", () => {
    expect(thrownBy(() => vmap((a: NDArray) => lax.psum(a, "j"), { axisName: "i" })(v)).code).toBe("argument/axis-name")
  })
})

describe("what vmap refuses", () => {
  const f = (a: NDArray, b: NDArray): NDArray => a.add(b)
  it("sizes that differ, naming every argument", () => {
    const wrong = thrownBy(() => vmap(f)(v, np.ones([4])))
    expect(wrong.message).toContain("args[0]: size 3 at axis 0, args[1]: size 4 at axis 0")
  })
  it("axes that are not there, naming the leaf", () => {
    const wrong = thrownBy(() => vmap((p: { readonly w: NDArray }) => p.w, { inAxes: -3 })({ w: rows }))
    expect(wrong.code).toBe("shape/map-axis")
    expect(wrong.path).toBe("args[0].w")
  })
  it("outAxes that the result does not have", () => {
    expect(thrownBy(() => vmap((a: NDArray) => a, { outAxes: 5 })(v)).code).toBe("shape/map-axis")
    expect(thrownBy(() => vmap((a: NDArray) => a, { outAxes: -2 })(v)).code).toBe("shape/map-axis")
  })
  it("inAxes of another structure, nothing to map, outAxes null for a batched result", () => {
    expect(thrownBy(() => vmap(f, { inAxes: [0] })(v, v)).code).toBe("tree/prefix")
    expect(thrownBy(() => vmap(f, { inAxes: null })(v, v)).code).toBe("argument/map-nothing")
    expect(thrownBy(() => vmap(f, { outAxes: null })(v, v)).code).toBe("argument/out-axes")
  })
})
