// Distributions by their moments and frequencies, each with a fixed seed and a bound of five standard errors.
import { describe, expect, test } from "vitest"
import { type NDArray, numpy as np, random as r } from "../../src/index.js"

const n = 10_000
const key = r.key(2024)
const numbers = (x: NDArray): readonly number[] => [...x.astype("float64").dataSync()]
const mean = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0) / xs.length

/** The mean of `xs` is `expected`, within five standard errors. */
const hasMean = (xs: readonly number[], expected: number): void => {
  const m = mean(xs)
  const error = Math.sqrt(mean(xs.map((x) => (x - m) ** 2)) / xs.length)
  expect(Math.abs(m - expected)).toBeLessThan(5 * error + 1e-12)
}

const euler = 0.5772156649015329

/** Mean and variance; the median where there are none. */
const continuous: { readonly [name: string]: readonly [draw: () => NDArray, mean: number, variance: number] } = {
  uniform: [() => r.uniform(key, [n]), 1 / 2, 1 / 12],
  "uniform float16": [() => r.uniform(key, [n], { dtype: "float16" }), 1 / 2 - 2 ** -11, 1 / 12],
  "uniform bfloat16": [() => r.uniform(key, [n], { dtype: "bfloat16" }), 1 / 2 - 2 ** -8, (1 - 2 ** -14) / 12],
  "uniform float64 in [−2, 4)": [() => r.uniform(key, [n], { dtype: "float64", minval: -2, maxval: 4 }), 1, 3],
  normal: [() => r.normal(key, [n]), 0, 1],
  "normal float64": [() => r.normal(key, [n], { dtype: "float64" }), 0, 1],
  "truncatedNormal at ±2": [() => r.truncatedNormal(key, -2, 2, [n]), 0, 0.87962566103423978 ** 2],
  "truncatedNormal above 0": [() => r.truncatedNormal(key, 0, Infinity, [n]), Math.sqrt(2 / Math.PI), 1 - 2 / Math.PI],
  lognormal: [() => r.lognormal(key, 0.5, [n]), Math.exp(1 / 8), (Math.exp(1 / 4) - 1) * Math.exp(1 / 4)],
  maxwell: [() => r.maxwell(key, [n]), 2 * Math.sqrt(2 / Math.PI), 3 - 8 / Math.PI],
  doubleSidedMaxwell: [() => r.doubleSidedMaxwell(key, 1, 2, [n]), 1, 12],
  wald: [() => r.wald(key, 1.5, [n]), 1.5, 1.5 ** 3],
  exponential: [() => r.exponential(key, [n]), 1, 1],
  gumbel: [() => r.gumbel(key, [n]), euler, Math.PI ** 2 / 6],
  laplace: [() => r.laplace(key, [n]), 0, 2],
  logistic: [() => r.logistic(key, [n]), 0, Math.PI ** 2 / 3],
  pareto: [() => r.pareto(key, 8, [n]), 8 / 7, 8 / (49 * 6)],
  weibullMin: [() => r.weibullMin(key, 3, 2, [n]), (3 * Math.sqrt(Math.PI)) / 2, 9 * (1 - Math.PI / 4)],
  rayleigh: [() => r.rayleigh(key, 2, [n]), 2 * Math.sqrt(Math.PI / 2), (4 - Math.PI) * 2],
  triangular: [() => r.triangular(key, -1, 0.5, 2, [n]), 0.5, (1 + 0.25 + 4 - (-0.5 + 1 - 2)) / 18],
  rademacher: [() => r.rademacher(key, [n]), 0, 1],
  geometric: [() => r.geometric(key, 0.25, [n]), 4, 12],
}

test.each(Object.entries(continuous))("%s has the mean and the variance of its distribution", (_, [draw, m, variance]) => {
  const xs = numbers(draw())
  hasMean(xs, m)
  hasMean(
    xs.map((x) => (x - m) ** 2),
    variance,
  )
})

test("cauchy numbers have their quartiles at ±1", () => {
  const xs = numbers(r.cauchy(key, [n]))
  hasMean(
    xs.map((x) => Number(Math.abs(x) < 1)),
    0.5,
  )
  hasMean(
    xs.map((x) => Number(x < 0)),
    0.5,
  )
})

/** Each category has its frequency, within five standard errors. */
const hasFrequencies = (xs: readonly number[], expected: readonly number[]): void =>
  expected.forEach((f, i) => {
    const found = xs.filter((x) => x === i).length / xs.length
    expect(Math.abs(found - f)).toBeLessThan(5 * Math.sqrt((f * (1 - f)) / xs.length))
  })

describe("frequencies", () => {
  const p = [0.1, 0.2, 0.3, 0.4]
  const logits = np.log(np.array(p))
  test("of coins", () => hasFrequencies(numbers(r.bernoulli(key, 0.3, [n])), [0.7, 0.3]))
  test("of integers", () => hasFrequencies(numbers(r.randint(key, [n], 0, 7)), Array<number>(7).fill(1 / 7)))
  test("of categories", () => hasFrequencies(numbers(r.categorical(key, logits, { shape: [n] })), p))
  test("of choices by probability", () => hasFrequencies(numbers(r.choice(key, 4, [n], { p: np.array(p) })), p))
  test("of choices", () => hasFrequencies(numbers(r.choice(key, 5, [n])), Array<number>(5).fill(1 / 5)))
  test("of the first of a permutation, and of the last", () => {
    const draws = [...r.split(key, 800)].map((k) => numbers(r.permutation(k, 4)))
    for (const place of [0, 3])
      hasFrequencies(
        draws.map((order) => order[place] as number),
        Array<number>(4).fill(1 / 4),
      )
  })
})

describe("ranges", () => {
  const within = (x: NDArray, holds: (x: number) => boolean): void => expect(numbers(x).every(holds)).toBe(true)
  test("uniform numbers reach the lower bound at most", () => {
    within(r.uniform(key, [n], { minval: 2, maxval: 3 }), (x) => x >= 2 && x < 3)
    within(r.uniform(key, [n], { dtype: "bfloat16" }), (x) => x >= 0 && x < 1)
  })
  test("truncated normal numbers lie strictly between their bounds", () =>
    within(r.truncatedNormal(key, -0.5, 1.5, [n]), (x) => x > -0.5 && x < 1.5))
  test("integers take every value of a small dtype", () => {
    expect(new Set(numbers(r.randint(key, [n], -128, 128, { dtype: "int8" }))).size).toBe(256)
    expect(new Set(numbers(r.randint(key, [n], 0, 256, { dtype: "uint8" }))).size).toBe(256)
  })
  test("integers over all of 32 bits have both signs", () => {
    const xs = numbers(r.randint(key, [n], -(2 ** 31), 2 ** 31))
    hasMean(
      xs.map((x) => Number(x < 0)),
      0.5,
    )
    hasMean(
      numbers(r.randint(key, [n], 0, 2 ** 32, { dtype: "uint32" })).map((x) => Number(x < 2 ** 31)),
      0.5,
    )
  })
  test("what would be infinite is not drawn", () => {
    for (const draw of [r.gumbel, r.exponential, r.laplace, r.logistic, r.normal])
      for (const dtype of ["float16", "bfloat16", "float32"] as const) within(draw(key, [4000], { dtype }), Number.isFinite)
  })
})
