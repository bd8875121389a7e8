// Test signals, the transform as its definition has it, and how far from it a result may be: half a unit of rounding of the norm for each doubling
// of the length, and for the first number.
import { expect } from "vitest"
import "../../src/install.js"
import type { NDArray } from "../../src/core/array.js"
import { type DType, dtypeInfo, isComplex, realOf } from "../../src/core/dtype.js"
import { jit, lax, random } from "../../src/index.js"
import * as np from "../../src/numpy/index.js"

export type Wide = "float32" | "float64"
export const wide: readonly Wide[] = ["float32", "float64"]

/** Written out, by matrices, and as convolutions; primes, powers, and products of both. */
export const lengths: readonly number[] = [
  ...Array.from({ length: 17 }, (_, i) => i + 1),
  ...[31, 32, 60, 64, 97, 100, 128, 243, 134, 257, 1000, 1009],
]

/** Normal numbers. */
export const reals = (shape: readonly number[], dtype: Wide = "float64", seed = 0): NDArray =>
  random.normal(random.key(seed), shape, { dtype })

/** Complex numbers with normal parts. */
export const complexes = (shape: readonly number[], dtype: Wide = "float64", seed = 0): NDArray =>
  lax.complex(reals(shape, dtype, 2 * seed + 1), reals(shape, dtype, 2 * seed + 2))

export interface Numbers {
  readonly re: Float64Array
  readonly im: Float64Array
}

export const numbersOf = (x: NDArray): Numbers => {
  const data = Float64Array.from(x.dataSync())
  if (!isComplex(x.dtype)) return { re: data, im: new Float64Array(data.length) }
  return { re: data.filter((_, i) => i % 2 === 0), im: data.filter((_, i) => i % 2 === 1) }
}

/** A sum that keeps what rounding takes away (Neumaier 1974). */
const accurateSum = (terms: (add: (x: number) => void) => void): number => {
  let [sum, lost] = [0, 0]
  terms((x) => {
    const next = sum + x
    lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum
    sum = next
  })
  return sum + lost
}

/** `cos(2π·j/n)`, by way of an angle below an eighth of a turn. */
const cosine = (j: number, n: number): number => {
  const k = Math.min(j, n - j) // 0 … n/2
  if (8 * k <= n) return Math.cos((2 * Math.PI * k) / n)
  if (8 * k <= 3 * n) return Math.sin((Math.PI * (n - 4 * k)) / (2 * n))
  return -Math.cos((Math.PI * (n - 2 * k)) / n)
}
/** `sin(2π·j/n)` */
const sine = (j: number, n: number): number => cosine((4 * j + 3 * n) % (4 * n), 4 * n)

/** `X_k = Σ_j x_j·e^{−2πi·jk/n}` for the given k. */
export const definition = ({ re, im }: Numbers, frequencies: readonly number[] = [...re.keys()]): Numbers => {
  const n = re.length
  const [c, s] = [Float64Array.from(re, (_, j) => cosine(j, n)), Float64Array.from(re, (_, j) => sine(j, n))]
  const at = (k: number, x: Float64Array, y: Float64Array): number =>
    accurateSum((add) => {
      for (let j = 0; j < n; j++) {
        const t = (j * k) % n
        add((x[j] as number) * (c[t] as number))
        add((y[j] as number) * (s[t] as number))
      }
    })
  const minus = re.map((x) => -x)
  return { re: Float64Array.from(frequencies, (k) => at(k, re, im)), im: Float64Array.from(frequencies, (k) => at(k, im, minus)) }
}

export const normOf = ({ re, im }: Numbers): number => Math.sqrt([...re, ...im].reduce((sum, x) => sum + x * x, 0))

const between = (a: Numbers, b: Numbers): Numbers => ({
  re: a.re.map((x, i) => x - (b.re[i] as number)),
  im: a.im.map((x, i) => x - (b.im[i] as number)),
})

/** Requires that numbers are others, which a transform of length n has made or might have made. */
export const near = (got: NDArray | Numbers, want: NDArray | Numbers, dtype: DType, n: number, times = 1): void => {
  const [a, b] = [got, want].map((x) => ("re" in x ? x : numbersOf(x))) as [Numbers, Numbers]
  expect(a.re.length).toBe(b.re.length)
  const bound = (times * dtypeInfo[realOf(dtype)].eps * (1 + Math.log2(n)) * normOf(b)) / 2
  expect(normOf(between(a, b)), `length ${n} in ${dtype}`).toBeLessThanOrEqual(bound)
}

/** The same function, compiled. */
export const compiled = (f: (x: NDArray) => NDArray): ((x: NDArray) => NDArray) => jit(f)

export const conj = (x: NDArray): NDArray => np.conj(x)
