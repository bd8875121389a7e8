// Every draw, small, as a function of the key alone: the laws hold for each of them.
import { type NDArray, numpy as np, random as r } from "../../src/index.js"

export type Draw = (key: NDArray) => NDArray

const logits = np.array([
  [0, 1, 2],
  [2, 1, 0],
])
const table = np.arange(12).reshape([4, 3])
const low = np.array([0, 10, 100], { dtype: "int32" })
const high = np.array([[5], [200]], { dtype: "int32" })

export const draws: { readonly [name: string]: Draw } = {
  split: (k) => r.split(k, 3),
  foldIn: (k) => r.foldIn(k, 5),
  bits: (k) => r.bits(k, [2, 3]),
  "bits of 8": (k) => r.bits(k, [5], { dtype: "uint8" }),
  "uniform of rank 0": (k) => r.uniform(k),
  uniform: (k) => r.uniform(k, [2, 3], { minval: -1, maxval: 3 }),
  "uniform with array bounds": (k) => r.uniform(k, [2, 3], { minval: np.array([0, 1, 2]), maxval: np.array([[5], [7]]) }),
  "uniform float16": (k) => r.uniform(k, [5], { dtype: "float16" }),
  "uniform bfloat16": (k) => r.uniform(k, [5], { dtype: "bfloat16" }),
  "uniform float64": (k) => r.uniform(k, [5], { dtype: "float64" }),
  normal: (k) => r.normal(k, [2, 3]),
  "normal float64": (k) => r.normal(k, [5], { dtype: "float64" }),
  truncatedNormal: (k) => r.truncatedNormal(k, -1, np.array([0, 1, 2]), [2, 3]),
  lognormal: (k) => r.lognormal(k, 0.5, [4]),
  maxwell: (k) => r.maxwell(k, [4]),
  doubleSidedMaxwell: (k) => r.doubleSidedMaxwell(k, 1, np.array([2, 3])),
  wald: (k) => r.wald(k, np.array([1, 2, 3])),
  exponential: (k) => r.exponential(k, [4]),
  gumbel: (k) => r.gumbel(k, [4]),
  laplace: (k) => r.laplace(k, [4]),
  logistic: (k) => r.logistic(k, [4]),
  cauchy: (k) => r.cauchy(k, [4]),
  pareto: (k) => r.pareto(k, 3, [4]),
  weibullMin: (k) => r.weibullMin(k, 2, np.array([1, 2])),
  rayleigh: (k) => r.rayleigh(k, 2, [4]),
  triangular: (k) => r.triangular(k, 0, 1, 3, [4]),
  bernoulli: (k) => r.bernoulli(k, 0.3, [5]),
  "bernoulli of many": (k) => r.bernoulli(k, np.array([0.1, 0.5, 0.9])),
  rademacher: (k) => r.rademacher(k, [5]),
  geometric: (k) => r.geometric(k, 0.2, [5]),
  randint: (k) => r.randint(k, [5], -3, 4),
  "randint int8": (k) => r.randint(k, [5], -128, 128, { dtype: "int8" }),
  "randint with array bounds": (k) => r.randint(k, [2, 3], low, high),
  permutation: (k) => r.permutation(k, 7),
  "permutation of rows": (k) => r.permutation(k, table),
  "permutation of columns, independent": (k) => r.permutation(k, table, { axis: 1, independent: true }),
  choice: (k) => r.choice(k, table, [2]),
  "choice by probability": (k) => r.choice(k, 4, [2, 2], { p: np.array([0.1, 0.2, 0.3, 0.4]) }),
  "choice without replacement": (k) => r.choice(k, 9, [4], { replace: false }),
  "choice by probability, without replacement": (k) => r.choice(k, 4, [3], { p: np.array([0.1, 0.2, 0.3, 0.4]), replace: false }),
  categorical: (k) => r.categorical(k, logits),
  "categorical of a shape": (k) => r.categorical(k, logits, { axis: 0, shape: [4, 3] }),
  "categorical without replacement": (k) => r.categorical(k, logits, { shape: [2, 2], replace: false }),
}

/** Draws of nothing. */
export const nothing: { readonly [name: string]: readonly [draw: Draw, shape: readonly number[]] } = {
  split: [(k) => r.split(k, 0), [0, 2]],
  bits: [(k) => r.bits(k, [2, 0]), [2, 0]],
  uniform: [(k) => r.uniform(k, [0]), [0]],
  "uniform float64": [(k) => r.uniform(k, [0, 3], { dtype: "float64", minval: 1, maxval: 2 }), [0, 3]],
  normal: [(k) => r.normal(k, [3, 0]), [3, 0]],
  truncatedNormal: [(k) => r.truncatedNormal(k, -1, 1, [0]), [0]],
  maxwell: [(k) => r.maxwell(k, [0]), [0]],
  bernoulli: [(k) => r.bernoulli(k, 0.5, [0]), [0]],
  randint: [(k) => r.randint(k, [0], 0, 3), [0]],
  permutation: [(k) => r.permutation(k, 0), [0]],
  "permutation of no rows": [(k) => r.permutation(k, np.zeros([0, 3])), [0, 3]],
  "permutation of empty rows": [(k) => r.permutation(k, np.zeros([3, 0])), [3, 0]],
  choice: [(k) => r.choice(k, 5, [0]), [0]],
  "choice of none from nothing": [(k) => r.choice(k, 0, [2, 0]), [2, 0]],
  "choice of no rows": [(k) => r.choice(k, table, [0]), [0, 3]],
  categorical: [(k) => r.categorical(k, np.zeros([0, 3])), [0]],
  "categorical without replacement": [(k) => r.categorical(k, np.zeros([3]), { shape: [0], replace: false }), [0]],
  exponential: [(k) => r.exponential(k, [0]), [0]],
  wald: [(k) => r.wald(k, 1, [0]), [0]],
}
