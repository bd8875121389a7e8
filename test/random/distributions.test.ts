// Distributions that are drawn by rejection: by their cumulative functions in closed form (Kolmogorov-Smirnov), by frequencies (χ²), and at
// the edges of their parameters. Keys are fixed; the bounds are those that one key in a thousand would break.
import { describe, expect, test } from "vitest"
import { CotangentError, grad, jit, jvp, lax, type NDArray, numpy as np, random as r, vmap } from "../../src/index.js"

const n = 4000
const key = r.key(7)
const numbers = (x: NDArray): readonly number[] => [...x.astype("float64").dataSync()]

/** The greatest distance between the samples' distribution and F stays below 1.95/√n. */
const follows = (samples: NDArray, F: (x: number) => number): void => {
  const xs = numbers(samples).toSorted((a, b) => a - b)
  const distance = Math.max(...xs.map((x, i) => Math.max((i + 1) / xs.length - F(x), F(x) - i / xs.length)))
  expect(distance).toBeLessThan(1.95 / Math.sqrt(xs.length))
}

const erf = (x: number): number => lax.erf(np.array(x, { dtype: "float64" })).item()

describe("continuous", () => {
  const gammaOf2 = (x: number): number => 1 - Math.exp(-x) * (1 + x)
  const betaOf23 = (x: number): number => 6 * x ** 2 - 8 * x ** 3 + 3 * x ** 4
  const tOf3 = (x: number): number => 0.5 + (x / Math.sqrt(3) / (1 + x ** 2 / 3) + Math.atan(x / Math.sqrt(3))) / Math.PI
  const cases: { readonly [name: string]: readonly [draw: () => NDArray, F: (x: number) => number] } = {
    "gamma of 2": [() => r.gamma(key, 2, [n]), gammaOf2],
    "gamma of ½": [() => r.gamma(key, 0.5, [n]), (x) => erf(Math.sqrt(x))],
    "gamma of 1 in float64": [() => r.gamma(key, 1, [n], { dtype: "float64" }), (x) => 1 - Math.exp(-x)],
    "gamma of 2 in float16": [() => r.gamma(key, 2, [n], { dtype: "float16" }), gammaOf2],
    "loggamma of 2": [() => r.loggamma(key, 2, [n]), (y) => gammaOf2(Math.exp(y))],
    "beta of 2 and 3": [() => r.beta(key, 2, 3, [n]), betaOf23],
    "beta of ½ and ½": [() => r.beta(key, 0.5, 0.5, [n]), (x) => (2 / Math.PI) * Math.asin(Math.sqrt(x))],
    "the second of a Dirichlet distribution of 1, 2, 2": [() => r.dirichlet(key, np.array([1, 2, 2]), n).slice([], 1), betaOf23],
    "chisquare of 4": [() => r.chisquare(key, 4, [n]), (x) => gammaOf2(x / 2)],
    "t of 3": [() => r.t(key, 3, [n]), tOf3],
    "the generalized normal distribution of power 1": [
      () => r.generalizedNormal(key, 1, [n]),
      (x) => (x < 0 ? Math.exp(x) / 2 : 1 - Math.exp(-x) / 2),
    ],
    "the volume within a point of a ball": [() => np.linalg.norm(r.ball(key, 3, 2, [n]), 2, { axis: -1 }).pow(3), (x) => x],
    "the area within a point of a diamond": [() => r.ball(key, 2, 1, [n]).abs().sum(-1).pow(2), (x) => x],
  }
  test.each(Object.entries(cases))("%s", (_, [draw, F]) => follows(draw(), F))
})

/** Pearson's χ² over all counts of which ten are expected, the others together; Wilson & Hilferty's bound at one in a thousand. */
const hasFrequencies = (samples: NDArray, probability: (k: number) => number, most: number): void => {
  const xs = numbers(samples)
  const expected = Array.from({ length: most + 1 }, (_, k) => probability(k) * xs.length)
  const own = expected.map((_, k) => k).filter((k) => (expected[k] as number) >= 10)
  const counted = own.map((k) => xs.filter((x) => x === k).length)
  const rest = [
    xs.length - counted.reduce((a, b) => a + b, 0),
    xs.length - own.reduce((sum, k) => sum + (expected[k] as number), 0),
  ] as const
  const cells = [...own.map((k, i) => [counted[i] as number, expected[k] as number] as const), ...(rest[1] >= 5 ? [rest] : [])]
  const chi2 = cells.reduce((sum, [found, e]) => sum + (found - e) ** 2 / e, 0)
  const df = cells.length - 1
  expect(df).toBeGreaterThan(3)
  expect(chi2).toBeLessThan(df * (1 - 2 / (9 * df) + 3.09 * Math.sqrt(2 / (9 * df))) ** 3)
}

const logFactorial = (k: number): number => Array.from({ length: k }, (_, i) => Math.log(i + 1)).reduce((a, b) => a + b, 0)
const poissonOf =
  (rate: number) =>
  (k: number): number =>
    Math.exp(k * Math.log(rate) - rate - logFactorial(k))
const binomialOf =
  (m: number, p: number) =>
  (k: number): number =>
    Math.exp(logFactorial(m) - logFactorial(k) - logFactorial(m - k) + k * Math.log(p) + (m - k) * Math.log(1 - p))

describe("counts", () => {
  test.each([3, 9.5, 12, 60])("poisson of %s", (rate) => hasFrequencies(r.poisson(key, rate, [n]), poissonOf(rate), 150))
  test.each([
    [10, 0.3],
    [40, 0.8],
    [50, 0.5],
    [300, 0.1],
    [200, 0.9],
  ])("binomial of %s and %s", (m, p) => hasFrequencies(r.binomial(key, m, p, [n]), binomialOf(m, p), m))
  test("each category of a multinomial distribution is binomial, and all add up", () => {
    const drawn = r.multinomial(key, 20, np.array([0.2, 0.5, 0.3]), { shape: [n, 3] })
    expect(drawn.sum(-1).equal(20).all().item()).toBe(1)
    for (const [i, p] of [0.2, 0.5, 0.3].entries()) hasFrequencies(drawn.slice([], i), binomialOf(20, p), 20)
  })
  test("one program draws small and large means side by side", () => {
    const both = r.poisson(key, np.array([2, 40]), [n, 2])
    hasFrequencies(both.slice([], 0), poissonOf(2), 40)
    hasFrequencies(both.slice([], 1), poissonOf(40), 150)
  })
})

describe("at the edges", () => {
  test("of parameters", () => {
    expect(r.gamma(key, np.array([0, -1, Number.NaN])).js()).toEqual([0, Number.NaN, Number.NaN])
    expect(r.binomial(key, np.array([0, 5, 5, -1, 5]), np.array([0.5, 0, 1, 0.5, 2])).js()).toEqual([0, 0, 5, Number.NaN, Number.NaN])
    expect(r.poisson(key, np.array([0, -1, Number.NaN])).js()).toEqual([0, 0, 0])
    expect(r.multinomial(key, 7, np.array([0, 1, 0])).js()).toEqual([0, 7, 0])
    expect(
      np
        .isnan(r.beta(key, 1e-4, 1e-4, [50]))
        .any()
        .item(),
    ).toBe(0)
  })
  test("of what can be written down: logarithms remain where gamma numbers are 0", () => {
    const y = numbers(r.loggamma(key, 1e-3, [n]))
    expect(y.every(Number.isFinite)).toBe(true)
    // P(x) ≈ x^a for small a
    follows(r.loggamma(key, 1e-3, [n]).mul(1e-3), (z) => Math.min(1, Math.exp(z)))
  })
  test("of means: large ones have their mean and variance", () => {
    const x = r.poisson(key, 1e6, [n]).astype("float64").sub(1e6).div(1e3)
    expect(Math.abs(x.mean().item())).toBeLessThan(4 / Math.sqrt(n))
    expect(Math.abs(x.var().item() - 1)).toBeLessThan(4 * Math.sqrt(2 / n))
  })
})

describe("the derivative of a gamma number with respect to its parameter", () => {
  test("leaves its rank: ∂P/∂a + ∂P/∂x·ẋ = 0", () => {
    for (const a of [0.2, 1, 3.7, 50]) {
      const x = r.gamma(key, a, [8], { dtype: "float64" })
      const at = (b: number): NDArray => lax.igamma(np.full([8], b, { dtype: "float64" }), x)
      const h = a * 1e-5
      const slope = at(a + h)
        .sub(at(a - h))
        .div(2 * h)
      const density = x
        .log()
        .mul(a - 1)
        .sub(x)
        .sub(lax.lgamma(np.array(a, { dtype: "float64" })))
        .exp()
      const moved = jvp(
        (b: NDArray) => r.gamma(key, b, [8], { dtype: "float64" }),
        [np.array(a, { dtype: "float64" })],
        [np.array(1, { dtype: "float64" })],
      )[1]
      expect(np.allclose(moved, slope.neg().div(density), { rtol: 1e-6 }).item()).toBe(1)
    }
  })
  test("is that of the mean, on average, in reverse mode too", () => {
    const slope = grad((a: NDArray) => r.gamma(key, a, [n]).mean())(np.array(2.5)).item()
    expect(Math.abs(slope - 1)).toBeLessThan(0.03)
    // E log x = ψ(a), whose derivative is ψ′(a)
    const log = grad((a: NDArray) => r.loggamma(key, a, [n]).mean())(np.array(0.3)).item()
    expect(log / lax.polygamma(1, np.array(0.3)).item()).toBeCloseTo(1, 1)
  })
})

test("vmap over keys draws what each key draws, and jit the same", () => {
  const keys = r.split(key, 3)
  const draws: { readonly [name: string]: (k: NDArray) => NDArray } = {
    gamma: (k) => r.gamma(k, np.array([0.3, 4])),
    poisson: (k) => r.poisson(k, np.array([0.5, 50])),
    binomial: (k) => r.binomial(k, 100, np.array([0.01, 0.6])),
    multinomial: (k) => r.multinomial(k, 9, np.array([0.5, 0.5])),
  }
  for (const draw of Object.values(draws)) {
    const each = np.stack([...keys].map(draw))
    for (const mapped of [vmap(draw)(keys), jit(vmap(draw))(keys)]) expect(np.allclose(mapped, each, { rtol: 1e-6 }).item()).toBe(1)
  }
})

test("what is refused", () => {
  const mistakes: readonly (readonly [code: string, make: () => unknown])[] = [
    ["argument/range", () => r.gamma(key, -1)],
    ["argument/range", () => r.beta(key, 1, Number.NaN)],
    ["argument/range", () => r.poisson(key, -1)],
    ["argument/range", () => r.binomial(key, -1, 0.5)],
    ["argument/probability", () => r.binomial(key, 3, 1.5)],
    ["argument/range", () => r.ball(key, 3, 0)],
    ["argument/key", () => r.gamma(r.split(key, 3), 1)],
    ["dtype/kind", () => r.gamma(key, 1, [2], { dtype: "int32" })],
    ["dtype/kind", () => r.poisson(key, 1, [2], { dtype: "bool" })],
    ["shape/broadcast", () => r.gamma(key, np.ones([3]), [2])],
    ["shape/rank", () => r.dirichlet(key, np.array(1))],
    ["shape/rank", () => r.multinomial(key, 3, np.array(1))],
  ]
  for (const [code, make] of mistakes) {
    expect(make).toThrow(CotangentError)
    expect(make).toThrow(`[${code}]`)
  }
})
