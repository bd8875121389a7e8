// Reverse mode for functions of any shape: the pullback, which may be used again and again.
import { describe, expect, it } from "vitest"
import { grad, jit, jvp, lax, makeJaxpr, type NDArray, numpy as np, vjp, vmap } from "../../src/index.js"
import { close } from "../support/close.js"
import { thrownBy } from "./thrown.js"

const x = np.array([0.5, -1, 2])

describe("vjp", () => {
  it("gives f(x) and a pullback that gives a list with one entry for each argument", () => {
    const [y, pullback] = vjp((a: NDArray, b: NDArray) => a.mul(b), x, np.array(2))
    close(y, [1, -2, 4])
    const [da, db] = pullback(np.array([1, 10, 100]))
    close(da, [2, 20, 200])
    close(db, 0.5 - 10 + 200)
  })

  it("runs the function once, however often the pullback is used", () => {
    let runs = 0
    const f = (a: NDArray): NDArray => {
      runs++
      return a.sin()
    }
    const [, pullback] = vjp(f, x)
    close(pullback(np.ones([3]))[0], x.cos().js())
    close(
      pullback(np.array([2, 0, -1]))[0],
      x
        .cos()
        .mul(np.array([2, 0, -1]))
        .js(),
    )
    close(pullback(np.ones([3]))[0], x.cos().js())
    expect(runs).toBe(1)
  })

  it("has a pullback that can be batched, jitted and differentiated", () => {
    const [, pullback] = vjp((a: NDArray) => a.square(), x)
    const rows = vmap((ct: NDArray) => pullback(ct)[0])(np.eye(3))
    close(rows, [
      [1, 0, 0],
      [0, -2, 0],
      [0, 0, 4],
    ])
    close(jit((ct: NDArray) => pullback(ct)[0])(np.ones([3])), [1, -2, 4])
    close(grad((ct: NDArray) => pullback(ct)[0].sum())(np.ones([3])), [1, -2, 4]) // linear in ct
  })

  it("⟨ȳ, f′ẋ⟩ = ⟨f′ᵀȳ, ẋ⟩", () => {
    const f = (a: NDArray): NDArray => np.outer(a.sin(), a.exp())
    const [v, w] = [np.array([1, 2, 3]), np.arange(9).reshape([3, 3]).astype("float32")]
    const [, dy] = jvp(f, [x], [v])
    const [dx] = vjp(f, x)[1](w)
    close(dy.mul(w).sum(), dx.mul(v).sum().item(), 1e-5)
  })

  it("takes trees as results, and needs cotangents like them", () => {
    const f = (a: NDArray): { readonly s: NDArray; readonly c: readonly NDArray[] } => ({ s: a.sum(), c: [a.mul(2), a.mul(3)] })
    const [, pullback] = vjp(f, x)
    close(pullback({ s: 1, c: [np.ones([3]), np.zeros([3])] })[0], [3, 3, 3])
    expect(thrownBy(() => pullback({ s: 1, c: [np.ones([3])] })).code).toBe("tree/cotangent")
    const wrong = thrownBy(() => pullback({ s: 1, c: [np.ones([3]), np.zeros([2])] }))
    expect(wrong.path).toBe("cotangent.c[1]")
  })

  it("gives integers and unused arguments zeros", () => {
    const n = np.array([1, 2, 3], { dtype: "int32" })
    const [dx, dn, du] = vjp((a: NDArray, k: NDArray, _: NDArray) => a.mul(k), x, n, np.ones([2]))[1](np.ones([3]))
    close(dx, [1, 2, 3])
    expect(dn.dtype).toBe("float32")
    close(dn, [0, 0, 0])
    close(du, [0, 0])
  })

  it("goes through a scan backwards", () => {
    const f = (a: NDArray): NDArray => lax.scan((c: NDArray, xi: NDArray): [NDArray, NDArray] => [c.mul(xi), c], np.array(1), a)[0]
    const [y, pullback] = vjp(f, x)
    close(y, -1)
    close(pullback(1)[0], [-2, 1, -0.5])
  })

  it("keeps only what the backward pass needs: a linear function has no residuals", () => {
    const linear = String(makeJaxpr((ct: NDArray) => vjp((a: NDArray) => a.mul(3), x)[1](ct)[0])(np.ones([3])))
    expect(linear).toContain("mul a 3.0:f32[]")
  })
})
