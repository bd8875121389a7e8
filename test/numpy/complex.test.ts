// Complex arrays for the user: how they are made, read, printed and converted, what they do in np, and how they differentiate.
import { describe, expect, it } from "vitest"
import { grad, jacfwd, jacrev, jit, jvp, lax, type NDArray, vjp, vmap } from "../../src/index.js"
import * as np from "../../src/numpy/index.js"
import { codeOf, gives } from "./gives.js"

const c = (re: number, im: number) => ({ re, im })
const z = np.array([c(3, 4), c(-1, 0.5), c(0, -2)])

describe("complex arrays", () => {
  it("are made of { re, im }, of numbers and a dtype, of parts, and read back", () => {
    gives(z, "complex64[3]", [c(3, 4), c(-1, 0.5), c(0, -2)])
    gives(np.array([1, c(2, 1)]), "complex64[2]", [c(1, 0), c(2, 1)])
    gives(np.array([1, 2], { dtype: "complex128" }), "complex128[2]", [c(1, 0), c(2, 0)])
    gives(lax.complex(np.array([1, 2]), np.array([3, 4])), "complex64[2]", [c(1, 3), c(2, 4)])
    expect(z.js()).toEqual([c(3, 4), c(-1, 0.5), c(0, -2)])
    expect(np.array(c(1, 2)).js()).toEqual(c(1, 2))
    expect(Array.from(z.dataSync())).toEqual([3, 4, -1, 0.5, 0, -2])
    expect([z.size, np.ones([2], { dtype: "complex64" }).js()]).toEqual([3, [c(1, 0), c(1, 0)]])
  })
  it("are printed as NumPy prints them", () => {
    expect(String(z)).toBe("[ 3.+4.j  -1.+0.5j  0.-2.j ]")
    expect(String(np.array([c(1.5, -2), c(10, Number.NaN)]))).toBe("[ 1.5 -2.j 10. +nanj]")
    expect([String(np.array(c(1, 2))), String(np.array(c(0, 1))), String(np.array(c(1, -0.5)))]).toEqual(["(1+2j)", "1j", "(1-0.5j)"])
  })
  it("take on what they stand beside", () => {
    expect(np.add(z, np.array([1, 2, 3])).dtype).toBe("complex64")
    expect(np.multiply(z, 2).dtype).toBe("complex64")
    expect(np.add(z, np.array([1], { dtype: "float64" })).dtype).toBe("complex128")
    expect(np.add(z, np.array([1], { dtype: "int32" })).dtype).toBe("complex64")
    expect(np.promoteTypes("complex64", "float64")).toBe("complex128")
  })
  it("have parts, angles and conjugates", () => {
    gives(np.real(z), "float32[3]", [3, -1, 0])
    gives(np.imag(z), "float32[3]", [4, 0.5, -2])
    gives(np.abs(z), "float32[3]", [5, Math.hypot(1, 0.5), 2])
    gives(np.angle(z, { deg: true }), "float32[3]", [53.130104, 153.43495, -90])
    gives(z.conj(), "complex64[3]", [c(3, -4), c(-1, -0.5), c(0, 2)])
    gives(np.imag(np.array([1, 2])), "float32[2]", [0, 0])
    gives(np.sign(np.array([c(3, 4), c(0, 0)])), "complex64[2]", [c(0.6, 0.8), c(0, 0)])
    gives(np.iscomplex(np.array([1, c(1, 1)])), "bool[2]", [false, true])
    gives(np.isreal(np.array([1, c(1, 1)])), "bool[2]", [true, false])
    expect([np.iscomplexobj(z), np.isrealobj(z), np.iscomplexobj(1), np.isdtype("complex64", "complex floating")]).toEqual([
      true,
      false,
      false,
      true,
    ])
  })
  it("reduce, multiply and sort", () => {
    gives(np.sum(z), "complex64[]", c(2, 2.5))
    gives(np.prod(z), "complex64[]", c(-5, 10)) // (3+4i)(−1+½i)(−2i) = (−5−2.5i)(−2i)
    gives(np.mean(z), "complex64[]", c(2 / 3, 2.5 / 3))
    gives(np.vdot(z, z), "complex64[]", c(30.25, 0))
    gives(np.dot(z, z), "complex64[]", c(-7 + 0.75 - 4, 24 - 1))
    gives(np.var_(z), "float32[]", 30.25 / 3 - (4 + 6.25) / 9)
    gives(np.sort(np.array([c(1, 2), c(0, 5), c(1, -1)])), "complex64[3]", [c(0, 5), c(1, -1), c(1, 2)])
    gives(np.convolve(np.array([1, c(0, 1)]), np.array([1, c(0, -1)])), "complex64[3]", [c(1, 0), c(0, 0), c(1, 0)])
    gives(np.round(np.array([c(1.26, -0.74)]), 1), "complex64[1]", [c(1.3, -0.7)])
    gives(np.isfinite(np.array([c(1, Infinity), c(1, 2)])), "bool[2]", [false, true])
    gives(np.isnan(np.array([c(1, Number.NaN), c(1, 2)])), "bool[2]", [true, false])
  })
  it("refuse what has no meaning for them", () => {
    expect(codeOf(() => z.item())).toBe("dtype/item")
    expect(codeOf(() => np.array(c(1, 2)).item())).toBe("dtype/item")
    expect(codeOf(() => lax.lt(z, z))).toBe("dtype/kind")
    for (const f of [np.median, np.clip, np.floor, np.cbrt, np.isposinf])
      expect(
        codeOf(() => f(z)),
        f.name,
      ).toBe("dtype/kind")
    expect(codeOf(() => np.mod(z, 2))).toBe("dtype/kind")
    expect(codeOf(() => np.hypot(z, 2))).toBe("dtype/kind")
    expect(codeOf(() => np.interp(z, np.ones([3]), np.ones([3])))).toBe("dtype/kind")
    expect(codeOf(() => np.arctan2(z, z))).toBe("dtype/kind")
    expect(codeOf(() => np.astype(z, "float32"))).toBe("dtype/complex-to-real")
    expect(codeOf(() => np.array(c(1, 2), { dtype: "float32" }))).toBe("dtype/cast")
    expect(codeOf(() => lax.bitcastConvertType(z, "float32"))).toBe("dtype/bitcast")
    expect(codeOf(() => lax.real(np.ones([2])))).toBe("dtype/kind")
    expect(codeOf(() => lax.complex(np.ones([2], { dtype: "float16" }), 1))).toBe("dtype/kind")
    expect(codeOf(() => lax.complex(np.ones([2]), np.ones([2], { dtype: "float64" })))).toBe("dtype/mismatch")
  })
})

describe("derivatives follow JAX's convention", () => {
  it("grad of a real function is ∂f/∂x − i ∂f/∂y", () => {
    gives(grad((w: NDArray) => np.abs(w))(np.array(c(3, 4))), "complex64[]", c(0.6, -0.8))
    gives(grad((w: NDArray) => np.real(w.mul(w.conj())))(np.array(c(3, 4))), "complex64[]", c(6, -8))
    gives(grad((w: NDArray) => np.imag(w))(np.array(c(3, 4))), "complex64[]", c(0, -1))
    gives(grad((x: NDArray) => np.abs(lax.complex(x, x.mul(2))))(np.array(3)), "float32[]", Math.sqrt(5))
    gives(grad((w: NDArray) => np.abs(w))(np.array(c(0, 0))), "complex64[]", c(0, 0))
  })
  it("grad of a holomorphic function is its derivative, and must be promised", () => {
    const cube = (w: NDArray): NDArray => w.mul(w).mul(w)
    gives(grad(cube, { holomorphic: true })(np.array(c(1, 2))), "complex64[]", c(-9, 12))
    expect(codeOf(() => grad(cube)(np.array(c(1, 2))))).toBe("dtype/grad-complex")
    expect(codeOf(() => grad(cube, { holomorphic: true })(np.array(1)))).toBe("dtype/grad-input")
    expect(codeOf(() => grad((w: NDArray) => np.abs(w), { holomorphic: true })(np.array(c(1, 2))))).toBe("dtype/grad-complex")
    const each = (w: NDArray): NDArray => w.mul(w)
    for (const jac of [jacfwd, jacrev])
      gives(jac(each, { holomorphic: true })(z.slice([0, 2])), "complex64[2,2]", [
        [c(6, 8), c(0, 0)],
        [c(0, 0), c(-2, 1)],
      ])
    expect(codeOf(() => jacfwd(each)(z))).toBe("dtype/grad-input")
  })
  it("pullbacks do not conjugate", () => {
    const a = np.array(c(2, 1))
    const [, pull] = vjp((w: NDArray) => w.mul(a), np.array(c(1, 1)))
    gives(pull(np.array(c(1, 0)))[0], "complex64[]", c(2, 1))
    const [, dy] = jvp((w: NDArray) => w.conj(), [np.array(c(1, 1))], [np.array(c(0, 1))])
    gives(dy, "complex64[]", c(0, -1))
  })
})

describe("compiled programs", () => {
  const step = np.array(c(0.6, 0.8))
  it("carry complex numbers through loops and branches, and large arrays through kernels", () => {
    const turn = (w: NDArray, xs: NDArray): NDArray => lax.scan((k: NDArray, x: NDArray) => [k.mul(step).add(x), k], w, xs)[0]
    const by = (f: typeof turn): NDArray => f(np.array(c(1, 0)), z)
    gives(jit(turn)(np.array(c(1, 0)), z), "complex64[]", by(turn).js())
    const choose = (p: NDArray, w: NDArray): NDArray =>
      lax.cond(
        p,
        (v: NDArray) => v.mul(step),
        (v: NDArray) => np.arcsin(v),
        w,
      )
    for (const p of [true, false]) gives(jit(choose)(np.array(p), z), "complex64[3]", choose(np.array(p), z).js())
    const many = lax.complex(np.arange(20000).mul(1e-4), np.arange(20000).mul(-2e-4))
    const f = (w: NDArray): NDArray => np.exp(w).mul(w.conj()).add(np.abs(w)).sum()
    const parts = vmap(f)(many.reshape([20, 1000])).sum()
    const whole = jit(f)(many)
    expect(Math.abs((np.abs(whole.sub(parts)).item() as number) / np.abs(parts).item())).toBeLessThan(1e-6)
  })
})
