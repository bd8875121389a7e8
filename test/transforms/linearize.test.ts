// Linearization: the nonlinear part is computed once, the pushforward is linear and used again and again.
import { describe, expect, it } from "vitest"
import { jit, jvp, linearize, linearTranspose, makeJaxpr, type NDArray, numpy as np, vmap } from "../../src/index.js"
import { close } from "../support/close.js"
import { thrownBy } from "./thrown.js"

const x = np.array([0.5, -1, 2])
const v = np.array([1, 2, 3])
const f = (a: NDArray): NDArray => a.sin().exp().tanh()

describe("linearize", () => {
  it("gives f(x), and f′(x)·ẋ as jvp does, for any number of tangents", () => {
    let runs = 0
    const [y, push] = linearize((a: NDArray) => {
      runs++
      return f(a)
    }, x)
    close(y, f(x).js())
    close(push(v), jvp(f, [x], [v])[1].js())
    close(push(v.mul(-2)), jvp(f, [x], [v])[1].mul(-2).js())
    expect(runs).toBe(1)
  })

  it("computes the primal part once: the pushforward is a product for each step of the chain, and nothing else", () => {
    const [, push] = linearize(f, x)
    const names = makeJaxpr(push)(v).jaxpr.eqns.map((e) => e.primitive.name)
    expect(names.filter((name) => name !== "mul")).toEqual([])
    expect(names.length).toBeLessThanOrEqual(4)
  })

  it("splits programs inside of jit too", () => {
    const [, push] = linearize(jit(f), x)
    const names = makeJaxpr(push)(v).jaxpr.eqns.map((e) => e.primitive.name)
    for (const name of ["sin", "cos", "exp", "tanh"]) expect(names).not.toContain(name)
  })

  it("has a pushforward that can be batched and jitted", () => {
    const [, push] = linearize((a: NDArray) => a.square(), x)
    close(vmap(push)(np.eye(3)), [
      [1, 0, 0],
      [0, -2, 0],
      [0, 0, 4],
    ])
    close(jit(push)(v), [1, -4, 12])
  })

  it("works on trees and leaves integers alone", () => {
    const g = (p: { readonly a: NDArray; readonly n: NDArray }): { readonly y: NDArray; readonly m: NDArray } => ({
      y: p.a.mul(p.n),
      m: p.n.add(1),
    })
    const [out, push] = linearize(g, { a: 3, n: np.array(2, { dtype: "int32" }) })
    close(out.y, 6)
    close(out.m, 3)
    const d = push({ a: 5, n: 0 })
    close(d.y, 10)
    close(d.m, 0)
  })
})

describe("linearTranspose", () => {
  const A = np.array([
    [1, 2, 3],
    [4, 5, 6],
  ])

  it("transposes a linear function without running it", () => {
    const [back] = linearTranspose((a: NDArray) => A.matmul(a), np.zeros([3]))(np.array([1, 10]))
    close(back, [41, 52, 63])
  })

  it("twice is the identity", () => {
    const there = (a: NDArray): NDArray => A.matmul(a)
    const back = (b: NDArray): NDArray => linearTranspose(there, x)(b)[0]
    close(linearTranspose(back, np.zeros([2]))(x)[0], A.matmul(x).js())
  })

  it("takes several arguments and trees", () => {
    const g = (p: { readonly a: NDArray; readonly b: NDArray }): NDArray => p.a.mul(2).sub(p.b.sum())
    const [ct] = linearTranspose(g, { a: x, b: x })(v)
    close(ct.a, [2, 4, 6])
    close(ct.b, [-6, -6, -6])
  })

  it("refuses a function that is not linear, and names the operation", () => {
    const wrong = thrownBy(() => linearTranspose((a: NDArray) => a.sin(), x)(v))
    expect(wrong.code).toBe("argument/not-linear")
    expect(wrong.message).toContain("cos of argument leaf 0")
  })
})
