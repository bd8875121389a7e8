// Draws against JAX's own.
import { describe, expect, test } from "vitest"
import { jit, type NDArray, type NestedArray, numpy as np, random as r } from "../../src/index.js"
import * as jax from "./jax.values.js"

const k = r.key(42)
const ints = (values: NestedArray, dtype: "int32" | "uint32" = "int32"): NDArray => np.array(values, { dtype })
const table = np.arange(12).reshape([4, 3])
const logits = np.array([
  [0, 1, 2],
  [2, 1, 0],
])
const weights = np.array([0.1, 0.2, 0.3, 0.4])

type Draws<T> = { readonly [N in keyof T]: () => NDArray }

const exact: Draws<typeof jax.exact> = {
  "key 0": () => r.key(0),
  "key 42": () => k,
  "key -1": () => r.key(-1),
  "key 4294967295": () => r.key(2 ** 32 - 1),
  "split 0": () => r.split(r.key(0)),
  "split 42 by 3": () => r.split(k, 3),
  "split 7 by 2x2": () => r.split(r.key(7), [2, 2]),
  "foldIn 0 1": () => r.foldIn(r.key(0), 1),
  "foldIn 42 123456": () => r.foldIn(k, 123456),
  "foldIn 42 4294967295": () => r.foldIn(k, 2 ** 32 - 1),
  bits8: () => r.bits(k, [5], { dtype: "uint8" }),
  bits16: () => r.bits(k, [5], { dtype: "uint16" }),
  bits32: () => r.bits(k, [2, 3]),
  "bits scalar": () => r.bits(k),
  uniform: () => r.uniform(k, [2, 3]),
  "uniform scalar": () => r.uniform(k),
  "uniform f16": () => r.uniform(k, [6], { dtype: "float16" }),
  "uniform bf16": () => r.uniform(k, [6], { dtype: "bfloat16" }),
  "uniform -1 1": () => r.uniform(k, [6], { minval: -1, maxval: 1 }),
  "uniform 3 10": () => r.uniform(k, [6], { minval: 3, maxval: 10 }),
  "uniform bounds": () => r.uniform(k, [2, 2], { minval: np.array([0, 5]), maxval: np.array([[1], [9]]) }),
  "uniform f16 2 5": () => r.uniform(k, [6], { dtype: "float16", minval: 2, maxval: 5 }),
  bernoulli: () => r.bernoulli(k, 0.3, [8]),
  "bernoulli p": () => r.bernoulli(k, np.array([0.1, 0.5, 0.9])),
  "randint 0 10": () => r.randint(k, [8], 0, 10),
  "randint -5 1000000": () => r.randint(k, [5], -5, 1000000),
  "randint int8": () => r.randint(k, [6], -128, 128, { dtype: "int8" }),
  "randint uint8": () => r.randint(k, [6], 0, 256, { dtype: "uint8" }),
  "randint uint16": () => r.randint(k, [6], 100, 60000, { dtype: "uint16" }),
  "randint uint32": () => r.randint(k, [4], ints(7, "uint32"), ints(4000000000, "uint32"), { dtype: "uint32" }),
  "randint wide": () => r.randint(k, [4], -(2 ** 31), 2 ** 31 - 1),
  "randint beyond": () => r.randint(k, [4], ints(-5), ints(4000000000, "uint32")),
  "randint empty": () => r.randint(k, [3], ints([5, 5, 5]), ints([5, 4, 7])),
  "randint bounds": () => r.randint(k, [2, 3], ints([0, 10, 100]), ints([[5], [200]])),
  "permutation 10": () => r.permutation(k, 10),
  "permutation 1": () => r.permutation(k, 1),
  "permutation 0": () => r.permutation(k, 0),
  "permutation 4x3": () => r.permutation(k, table),
  "permutation 4x3 axis 1": () => r.permutation(k, table, { axis: 1 }),
  "permutation 4x3 independent": () => r.permutation(k, table, { axis: 1, independent: true }),
  "permutation 3000": () => r.permutation(k, 3000).slice([0, 8]),
  "choice 10": () => r.choice(k, 10, [4]),
  "choice no replace": () => r.choice(k, 10, [2, 2], { replace: false }),
  "choice p": () => r.choice(k, 4, [8], { p: weights }),
  "choice p no replace": () => r.choice(k, 4, [3], { p: weights, replace: false }),
  "choice rows": () => r.choice(k, table, [2]),
  "choice columns no replace": () => r.choice(k, table, [2], { replace: false, axis: 1 }),
  categorical: () => r.categorical(k, logits),
  "categorical axis 0": () => r.categorical(k, logits, { axis: 0 }),
  "categorical shape": () => r.categorical(k, logits, { shape: [3, 2] }),
  "categorical no replace": () => r.categorical(k, logits, { shape: [2, 2], replace: false }),
  rademacher: () => r.rademacher(k, [8]),
  geometric: () => r.geometric(k, 0.2, [8]),
  "bernoulli f16": () => r.bernoulli(k, np.array(0.3, { dtype: "float16" }), [8]),
  "permutation float": () => r.permutation(k, np.array([0.5, 1.5, 2.5, 3.5])),
  "seed traced": () => jit(r.key)(ints(-7)),
  "foldIn traced": () => jit(r.foldIn)(k, ints(-7)),
}

const exact64: Draws<typeof jax.exact64> = {
  "uniform f64": () => r.uniform(k, [4], { dtype: "float64" }),
  "uniform f64 -1 1": () => r.uniform(k, [4], { dtype: "float64", minval: -1, maxval: 1 }),
}

const close: Draws<typeof jax.close> = {
  normal: () => r.normal(k, [6]),
  "normal scalar": () => r.normal(k),
  "normal f16": () => r.normal(k, [6], { dtype: "float16" }),
  "normal bf16": () => r.normal(k, [6], { dtype: "bfloat16" }),
  truncatedNormal: () => r.truncatedNormal(k, -2, 2, [6]),
  "truncatedNormal 0 1": () => r.truncatedNormal(k, 0, 1, [6]),
  gumbel: () => r.gumbel(k, [6]),
  exponential: () => r.exponential(k, [6]),
  laplace: () => r.laplace(k, [6]),
  logistic: () => r.logistic(k, [6]),
  cauchy: () => r.cauchy(k, [6]),
  pareto: () => r.pareto(k, 2.5, [6]),
  weibullMin: () => r.weibullMin(k, 2, 1.5, [6]),
  rayleigh: () => r.rayleigh(k, 2, [6]),
  triangular: () => r.triangular(k, -1, 0.5, 2, [6]),
  lognormal: () => r.lognormal(k, 0.5, [6]),
  maxwell: () => r.maxwell(k, [6]),
  doubleSidedMaxwell: () => r.doubleSidedMaxwell(k, 1, 2, [6]),
  "uniform 0.05": () => r.uniform(k, [6], { minval: -0.05, maxval: 0.05 }),
  wald: () => r.wald(k, 1.5, [6]),
}

const close64: Draws<typeof jax.close64> = {
  "uniform f64 -3 7": () => r.uniform(k, [4], { dtype: "float64", minval: -3, maxval: 7 }),
  "normal f64": () => r.normal(k, [4], { dtype: "float64" }),
  "gumbel f64": () => r.gumbel(k, [4], { dtype: "float64" }),
  "truncatedNormal f64": () => r.truncatedNormal(k, -2, 2, [4], { dtype: "float64" }),
}

const rows = <T extends object>(draws: { readonly [N in keyof T]: () => NDArray }, values: T) =>
  (Object.keys(draws) as (keyof T & string)[]).map((name) => ({ name, draw: draws[name], value: values[name] as NestedArray }))

describe("bits, and what is made of them by exact arithmetic, are JAX's", () => {
  test.each([...rows(exact, jax.exact), ...rows(exact64, jax.exact64)])("$name", ({ draw, value }) => {
    expect(draw().js()).toEqual(value)
  })
})

const flat = (x: NestedArray): readonly number[] => (Array.isArray(x) ? (x as readonly NestedArray[]).flatMap(flat) : [Number(x)])

describe("draws that pass through transcendental functions are JAX's, but for the last digits", () => {
  const epsilons = { float16: 2 ** -10, bfloat16: 2 ** -7, float32: 2 ** -23, float64: 2 ** -52 } as const
  test.each([...rows(close, jax.close), ...rows(close64, jax.close64)])("$name", ({ draw, value }) => {
    const drawn = draw()
    const unit = epsilons[drawn.dtype as keyof typeof epsilons]
    const [got, want] = [flat(drawn.js()), flat(value)]
    expect(got).toHaveLength(want.length)
    got.forEach((x, i) => {
      expect(Math.abs(x - (want[i] as number))).toBeLessThanOrEqual(8 * unit * Math.max(1, Math.abs(want[i] as number)))
    })
  })
})
