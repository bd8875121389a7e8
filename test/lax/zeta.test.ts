// Hurwitz's zeta function as users call it: dtypes, derivatives, maps and errors. How exact it is, is measured in test/lowering/compiled-zeta.test.ts.
import { describe, expect, it } from "vitest"
import { grad, jit, jvp, lax, type NDArray, numpy as np, stopGradient, vmap } from "../../src/index.js"
import { codeOf } from "./thrown.js"

const wide = (x: number | readonly number[]): NDArray => np.array(x as number, { dtype: "float64" })

describe("zeta", () => {
  it("is Riemann's function at 1", () => {
    expect(lax.zeta(wide([2, 4]), wide([1, 1])).js()).toEqual([Math.PI ** 2 / 6, 1.0823232337111381])
    expect(lax.zeta(2, 1).dtype).toBe("float32")
    expect(lax.zeta(np.array(2, { dtype: "bfloat16" }), np.array(1, { dtype: "bfloat16" })).dtype).toBe("bfloat16")
  })

  it("has the slope −s·ζ(s + 1, q), any number of times", () => {
    const f = (q: NDArray): NDArray => lax.zeta(2.5, q)
    const at = (s: number): number => lax.zeta(wide(s), wide(1.5)).item()
    expect(grad(f)(wide(1.5)).item() / (-2.5 * at(3.5))).toBeCloseTo(1, 14)
    expect(grad(grad(f))(wide(1.5)).item() / (2.5 * 3.5 * at(4.5))).toBeCloseTo(1, 14)
  })

  it("maps, its exponent a number or an array", () => {
    const qs = wide([0.5, 1, 2])
    const rows = np.stack([qs, qs.add(1)])
    const alone = lax.zeta(np.full([2, 3], 3, { dtype: "float64" }), rows)
    expect(vmap((q: NDArray) => lax.zeta(3, q))(rows).js()).toEqual(alone.js())
    expect(vmap(lax.zeta, { inAxes: [null, 0] })(wide([3, 3, 3]), rows).js()).toEqual(alone.js())
    const slopes = vmap(grad((q: NDArray) => lax.zeta(3, q).sum()))(rows)
    expect(slopes.js()).toEqual(
      lax
        .zeta(np.full([2, 3], 4, { dtype: "float64" }), rows)
        .mul(-3)
        .js(),
    )
  })

  it("refuses a derivative in the exponent, and operands that are not of one float dtype and shape", () => {
    expect(codeOf(() => grad((s: NDArray) => lax.zeta(s, 2))(3))).toBe("argument/derivative")
    expect(codeOf(() => jit((s: NDArray) => jvp((x: NDArray) => lax.zeta(x, 2), [s], [s])[1])(3))).toBe("argument/derivative")
    expect(grad((s: NDArray) => lax.zeta(stopGradient(s), s))(wide(2)).item()).toBeCloseTo(-2 * lax.zeta(wide(3), wide(2)).item(), 14)
    expect(codeOf(() => lax.zeta(np.array(2), wide(1)))).toMatch(/^dtype\//)
    expect(codeOf(() => lax.zeta(np.array([2], { dtype: "int32" }), np.array([1], { dtype: "int32" })))).toMatch(/^dtype\//)
    expect(codeOf(() => lax.zeta(np.ones([2]), np.ones([3])))).toMatch(/^shape\//)
  })

  it("at its ends, compiled", () => {
    const s = wide([1, 0.5, 2, 3, 2.5, 2, 2, Number.NaN])
    const q = wide([2, 2, 0, -1, -0.5, -3.5, Number.POSITIVE_INFINITY, 1])
    const expected = [Number.POSITIVE_INFINITY, NaN, Number.POSITIVE_INFINITY, NaN, NaN, lax.zeta(wide(2), wide(-3.5)).item(), 0, NaN]
    expect(jit(lax.zeta)(s, q).js()).toEqual(expected)
  })
})
