// The incomplete gamma functions, by their closed forms and by the laws that tie them together.
import { describe, expect, it } from "vitest"
import { grad, jit, lax, type NDArray, numpy as np } from "../../src/index.js"

const wide = (x: number): NDArray => np.array(x, { dtype: "float64" })

/** `Q(n, x) = e^(−x)·Σ_(k<n) x^k/k!` for whole n. */
const upperOfWhole = (n: number, x: number): number => {
  const terms = Array.from({ length: n }, () => 0)
  return terms.reduce<readonly [sum: number, term: number]>(([sum, term], _, k) => [sum + term, (term * x) / (k + 1)], [0, Math.exp(-x)])[0]
}

describe("igamma and igammac", () => {
  it.each([
    [1, 0.01],
    [1, 20],
    [3, 2.5],
    [3, 9],
    [40, 30],
    [40, 41],
    [40, 90],
  ])("of the whole number %s at %s", (a, x) => {
    const expected = upperOfWhole(a, x)
    expect(lax.igammac(wide(a), wide(x)).item() / expected).toBeCloseTo(1, 11)
    expect(lax.igamma(wide(a), wide(x)).item()).toBeCloseTo(1 - expected, 12)
    // in float32 to its own precision
    expect(lax.igammac(a, x).item() / expected).toBeCloseTo(1, 4)
  })

  it.each([0.1, 0.7, 3, 12])("of ½ at x² = %s are the error function", (x2) => {
    expect(lax.igamma(wide(0.5), wide(x2)).item()).toBeCloseTo(lax.erf(wide(Math.sqrt(x2))).item(), 12)
    expect(lax.igammac(wide(0.5), wide(x2)).item() / lax.erfc(wide(Math.sqrt(x2))).item()).toBeCloseTo(1, 11)
  })

  it("have derivatives: the density in x, the slope in a", () => {
    for (const [a, x] of [
      [0.3, 0.05],
      [2, 1],
      [2, 6],
      [30, 33],
    ] as const) {
      const h = 1e-5 * a
      const slope = (lax.igamma(wide(a + h), wide(x)).item() - lax.igamma(wide(a - h), wide(x)).item()) / (2 * h)
      const density = Math.exp((a - 1) * Math.log(x) - x - lax.lgamma(wide(a)).item())
      expect(grad((b: NDArray) => lax.igamma(b, wide(x)))(wide(a)).item()).toBeCloseTo(slope, 7)
      expect(grad((b: NDArray) => lax.igammac(b, wide(x)))(wide(a)).item()).toBeCloseTo(-slope, 7)
      expect(grad((y: NDArray) => lax.igamma(wide(a), y))(wide(x)).item()).toBeCloseTo(density, 11)
      expect(lax.randomGammaGrad(wide(a), wide(x)).item()).toBeCloseTo(-slope / density, 6)
    }
  })

  it("at the edges", () => {
    const a = np.array([1, 2, 0, 1, Number.NaN])
    const x = np.array([0, Number.POSITIVE_INFINITY, 1, -1, 1])
    expect(lax.igamma(a, x).js()).toEqual([0, 1, Number.NaN, Number.NaN, Number.NaN])
    expect(jit(lax.igammac)(a, x).js()).toEqual([1, 0, Number.NaN, Number.NaN, Number.NaN])
    expect(() => lax.igamma(np.ones([2], { dtype: "float16" }), np.ones([2], { dtype: "float16" }))).toThrow("[dtype/kind]")
  })
})
