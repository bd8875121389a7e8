// Forward mode: values and directional derivatives of functions of trees.
import { describe, expect, it } from "vitest"
import { jit, jvp, lax, type NDArray, numpy as np, ShapeError, stopGradient, TreeError, vmap } from "../../src/index.js"
import { close } from "../support/close.js"
import { thrownBy } from "./thrown.js"

const x = np.array([0.5, -1, 2])
const v = np.array([1, 2, 3])

describe("jvp", () => {
  it("gives f(x) and f′(x)·ẋ", () => {
    const [y, dy] = jvp(np.sin, [x], [v])
    close(y, x.sin().js())
    close(dy, x.cos().mul(v).js())
  })

  it("works on trees, with tangents of the same structure", () => {
    const f = (p: { readonly a: NDArray; readonly b: readonly [NDArray] }): { readonly s: NDArray; readonly t: NDArray } => ({
      s: p.a.mul(p.b[0]),
      t: p.a.sum(),
    })
    const [y, dy] = jvp(f, [{ a: x, b: [2] }], [{ a: v, b: [10] }])
    close(y.s, [1, -2, 4])
    close(dy.s, [2 + 5, 4 - 10, 6 + 20])
    close(dy.t, 6)
  })

  it("is linear in the tangent", () => {
    const slope = (d: NDArray): NDArray => jvp((z: NDArray) => z.sin().mul(z), [x], [d])[1]
    const w = np.array([-1, 0.5, 4])
    close(slope(v.mul(2).add(w.mul(3))), slope(v).mul(2).add(slope(w).mul(3)).js())
    close(slope(np.zerosLike(v)), [0, 0, 0])
  })

  it("obeys the chain rule: jvp(g∘f) = jvp(g)∘jvp(f)", () => {
    const [f, g] = [(z: NDArray): NDArray => z.mul(z), (z: NDArray): NDArray => z.exp().sum()]
    const [y, dy] = jvp(f, [x], [v])
    const [z, dz] = jvp(g, [y], [dy])
    const [whole, slope] = jvp((a: NDArray) => g(f(a)), [x], [v])
    close(whole, z.js())
    close(slope, dz.js())
  })

  it("has zero tangents for what does not move: constants, integers, stopGradient", () => {
    const n = np.array([1, 2], { dtype: "int32" })
    const [, fixed] = jvp((_: NDArray) => np.ones([2]), [x], [v])
    close(fixed, [0, 0])
    const [y, none] = jvp((k: NDArray) => k.add(1), [n], [np.zeros([2])])
    expect(y.dtype).toBe("int32")
    expect(none.dtype).toBe("float32")
    close(none, [0, 0])
    close(jvp((a: NDArray) => stopGradient(a).mul(a), [x], [v])[1], x.mul(v).js())
  })

  it("reads values, as grad does", () => {
    const [y, dy] = jvp((a: NDArray) => (a.item() > 1 ? a.mul(10) : a), [2], [1])
    close(y, 20)
    close(dy, 10)
  })

  it("composes with jit, vmap and control flow", () => {
    const f = (c: NDArray): NDArray => lax.foriLoop(0, 3, (_, a: NDArray) => a.mul(c), np.array(1))
    close(jvp(jit(f), [2], [1])[1], 12)
    close(vmap((a: NDArray) => jvp(f, [a], [1])[1])(np.array([1, 2, 3])), [3, 12, 27])
    close(jit((a: NDArray) => jvp(f, [a], [1])[1])(2), 12)
  })

  it("refuses tangents that do not fit, and names the leaf", () => {
    const f = (p: { readonly a: NDArray }): NDArray => p.a.sum()
    const shape = thrownBy(() => jvp(f, [{ a: x }], [{ a: np.ones([2]) }]))
    expect(shape).toBeInstanceOf(ShapeError)
    expect(shape.path).toBe("tangents[0].a")
    expect(thrownBy(() => jvp(f, [{ a: x }], [{ b: x }] as never))).toBeInstanceOf(TreeError)
    expect(thrownBy(() => jvp(f, [{ a: x }], [{ a: x }, x] as never)).code).toBe("tree/tangent")
  })
})
