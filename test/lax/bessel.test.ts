// The scaled Bessel functions against their power series in BigInt, on both sides of where one method takes over from the other.
import { describe, expect, it } from "vitest"
import { grad, jit, lax, type NDArray, numpy as np, vmap } from "../../src/index.js"
import { distance } from "../lowering/math/measure.js"
import { fixedPoint } from "../primitives/scalar/fixed.js"
import { even, logEven } from "../primitives/scalar/ulp.js"
import { codeOf } from "./thrown.js"

const r = fixedPoint(1400)

/** `e^(−|x|)·Σ (x/2)^(2k+ν) / (k!(k+ν)!)`: 1400 bits hold the greatest term and what is left of it. */
const exact = (order: number, x: number): number => {
  const half = r.from(x / 2)
  const square = r.mul(half, half)
  let term = order === 0 ? r.one : half
  let sum = 0n
  for (let k = 1; term !== 0n; k++) {
    sum += term
    term = r.mul(term, square) / BigInt(k * (k + order))
    if (term === -1n) break // rounded down from below 0
  }
  return r.toNumber(r.mul(sum, r.exp(-r.from(Math.abs(x)))))
}

const points = [...even(-25, 25, 150), ...even(19.9, 20.1, 40), 20, -20, ...even(25, 400, 30), ...logEven(-60, 0, 40)]
const functions = [
  ["besselI0e", lax.besselI0e, 0],
  ["besselI1e", lax.besselI1e, 1],
] as const

describe.each(functions)("%s", (_, f, order) => {
  it("of float64 is within 8 units of the last place", () => {
    const got = jit(f)(np.array(points, { dtype: "float64" })).js() as number[]
    const worst = Math.max(...points.map((x, i) => distance("f64", got[i] as number, exact(order, x))))
    expect(worst).toBeLessThanOrEqual(8)
  })

  it("of float32 is the nearest", () => {
    const xs = points.map(Math.fround)
    const got = jit(f)(np.array(xs)).js() as number[]
    const worst = Math.max(...xs.map((x, i) => distance("f32", got[i] as number, exact(order, x))))
    expect(worst).toBeLessThanOrEqual(0.5001)
  })

  it("keeps narrow dtypes, and refuses what is no float", () => {
    expect(f(np.array([1, 2], { dtype: "float16" })).dtype).toBe("float16")
    expect(f(np.array([1, 2], { dtype: "bfloat16" })).dtype).toBe("bfloat16")
    expect(codeOf(() => f(np.array([1, 2], { dtype: "int32" })))).toBe("dtype/kind")
    expect(codeOf(() => f(np.array({ re: 1, im: 1 })))).toBe("dtype/kind")
  })
})

describe("their derivatives", () => {
  const slopes = (f: (x: NDArray) => NDArray) => (xs: NDArray) => vmap(grad(f))(xs)
  const xs = np.array([-30, -3, -0.01, 0.01, 1, 12, 19.99, 20.01, 80], { dtype: "float64" })
  const [i0, i1, sign] = [lax.besselI0e(xs), lax.besselI1e(xs), np.sign(xs)]
  const near = (got: NDArray, expected: NDArray): void => expect(np.max(np.abs(got.div(expected).sub(1))).item()).toBeLessThan(1e-11)

  it("are I₀′ = I₁ and I₁′ = I₀ − I₁/x, less the scale's", () => {
    near(slopes(lax.besselI0e)(xs), i1.sub(i0.mul(sign)))
    near(slopes(lax.besselI1e)(xs), i0.sub(i1.div(xs)).sub(i1.mul(sign)))
  })
  it("at 0 are those of the series", () => {
    const zero = np.array(0, { dtype: "float64" })
    expect([grad(lax.besselI0e)(zero).item(), grad(lax.besselI1e)(zero).item()]).toEqual([0, 0.5])
  })
})

it("at the ends", () => {
  const ends = np.array([0, -0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN], { dtype: "float64" })
  expect(jit(lax.besselI0e)(ends).js()).toEqual([1, 1, 0, 0, Number.NaN])
  expect(jit(lax.besselI1e)(ends).js()).toEqual([0, -0, 0, -0, Number.NaN])
})
