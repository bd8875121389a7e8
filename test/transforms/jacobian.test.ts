// Jacobians and Hessians: one leaf for every pair of result and argument, shaped result first.
import { describe, expect, it } from "vitest"
import { hessian, jacfwd, jacobian, jacrev, jit, type NDArray, numpy as np, vmap } from "../../src/index.js"
import { close } from "../support/close.js"
import { thrownBy } from "./thrown.js"

const x = np.array([1, 2])
const f = (a: NDArray): NDArray => np.stack([a.prod(), a.sum(), a.slice(0).square()])
const J = [
  [2, 1],
  [1, 1],
  [2, 0],
]

describe.each([
  ["jacfwd", jacfwd],
  ["jacrev", jacrev],
  ["jacobian", jacobian],
] as const)("%s", (_, jac) => {
  it("has ∂yᵢ/∂xⱼ at [i, j]", () => close(jac(f)(x), J))

  it("has the shape of the result before that of the argument", () => {
    expect(jac((a: NDArray) => a.sum(0))(np.ones([2, 3])).shape).toEqual([3, 2, 3])
  })

  it("takes argnums, from the end too, and lists of them", () => {
    const g = (a: NDArray, b: NDArray): NDArray => a.mul(b)
    close(jac(g, { argnums: -1 })(x, np.array([3, 4])), [
      [1, 0],
      [0, 2],
    ])
    const [da, db] = jac(g, { argnums: [0, 1] })(x, np.array([3, 4])) as unknown as readonly [NDArray, NDArray]
    close(da, [
      [3, 0],
      [0, 4],
    ])
    close(db, [
      [1, 0],
      [0, 2],
    ])
    expect(thrownBy(() => jac(g, { argnums: 2 })(x, x)).code).toBe("argument/argnums")
  })

  it("takes trees on both sides", () => {
    const g = (p: { readonly a: NDArray }): { readonly s: NDArray } => ({ s: p.a.square() })
    const tree = jac(g)({ a: x }) as unknown as { readonly s: { readonly a: NDArray } }
    close(tree.s.a, [
      [2, 0],
      [0, 4],
    ])
  })

  it("passes aux through as values", () => {
    const [d, aux] = jac((a: NDArray) => [f(a), { total: a.sum() }] as const, { hasAux: true })(x) as unknown as readonly [
      NDArray,
      { readonly total: NDArray },
    ]
    close(d, J)
    expect(aux.total.item()).toBe(3)
  })

  it("composes with jit and vmap", () => {
    close(jit(jac(f))(x), J)
    expect(vmap(jac(f))(np.ones([4, 2])).shape).toEqual([4, 3, 2])
  })

  it("refuses integers", () => {
    expect(thrownBy(() => jac(f)(np.array([1, 2], { dtype: "int32" }))).code).toBe("dtype/grad-input")
  })
})

describe("hessian", () => {
  const g = (a: NDArray): NDArray => a.slice(0).square().mul(a.slice(1)).add(a.slice(1).exp())
  it("has the second derivatives, symmetric", () => {
    close(hessian(g)(np.array([3, 0])), [
      [0, 6],
      [6, 1],
    ])
  })
  it("is jacfwd of jacrev, in any order of modes", () => {
    const H = hessian(g)(x).js()
    for (const outer of [jacfwd, jacrev]) for (const inner of [jacfwd, jacrev]) close(outer(inner(g))(x), H, 1e-5)
  })
})

describe("real and complex sides", () => {
  const spectrum = (a: NDArray): NDArray => np.fft.fft(a)
  it("jacfwd takes real arguments to complex results, jacrev complex arguments to real results, as in JAX", () => {
    expect(jacfwd(spectrum)(x).js()).toEqual([
      [
        { re: 1, im: 0 },
        { re: 1, im: 0 },
      ],
      [
        { re: 1, im: 0 },
        { re: -1, im: 0 },
      ],
    ])
    const z = np.array([
      { re: 3, im: 4 },
      { re: 0, im: 2 },
    ])
    const rows = jacrev((w: NDArray) => np.abs(w))(z)
    close(np.real(rows), [
      [0.6, 0],
      [0, 0],
    ])
    close(np.imag(rows), [
      [-0.8, 0],
      [0, -1],
    ])
    close(np.real(jacrev((w: NDArray) => np.abs(w).sum())(z)), [0.6, 0])
  })
  it("the other way round half of the directions would be missing", () => {
    const z = x.astype("complex64")
    const refusals = [thrownBy(() => jacfwd(np.abs)(z)), thrownBy(() => jacrev(spectrum)(x))]
    for (const refusal of refusals) {
      expect(refusal.code).toBe("dtype/grad-input")
      expect(refusal.message).toContain("holomorphic: true")
    }
  })
})
