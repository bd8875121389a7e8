// Test matrices, and how far from zero a residual may be: a few units of rounding for each row, relative to the matrices that made it.
import { expect } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { type DType, dtypeInfo } from "../../src/core/dtype.js"
import { constantsAsInputs } from "../../src/core/jaxpr.js"
import * as np from "../../src/numpy/index.js"
import * as random from "../../src/random/index.js"
import { compile } from "../../src/runtime/executable.js"
import { makeJaxpr } from "../../src/transforms/makeJaxpr.js"

export type Wide = "float32" | "float64"
export const wide: readonly Wide[] = ["float32", "float64"]

/** Normal numbers. */
export const normal = (shape: readonly number[], dtype: Wide = "float64", seed = 0): NDArray =>
  random.normal(random.key(seed), shape, { dtype })

export const eye = (n: number, dtype: Wide = "float64"): NDArray => np.eye(n, n, { dtype })

/** `Xᵀ·X + I` */
export const positive = (n: number, dtype: Wide = "float64", batch: readonly number[] = [], seed = 1): NDArray => {
  const x = normal([...batch, n, n], dtype, seed)
  return np.matmul(np.matrixTranspose(x), x).add(eye(n, dtype))
}

/** `1/(i + j + 1)`, nearly singular from about twelve rows on. */
export const hilbert = (n: number, dtype: Wide = "float64"): NDArray => {
  const i = np.arange(n, { dtype })
  return np.reciprocal(i.reshape([n, 1]).add(i).add(1))
}

/** Orthonormal columns of normal numbers, each remembered: they take long to find. */
export const orthonormalColumns = <D extends DType>(
  normal: (shape: readonly number[], dtype: D, seed: number) => NDArray,
): ((n: number, dtype: D, seed: number) => NDArray) => {
  const known = new Map<string, NDArray>()
  return (n, dtype, seed) => {
    const key = `${n} ${dtype} ${seed}`
    const made = known.get(key) ?? np.linalg.qr(normal([n, n], dtype, seed))[0]
    known.set(key, made)
    return made
  }
}

/** The greatest absolute element; 0 of none. */
export const largest = (x: NDArray): number =>
  Array.from(x.dataSync()).reduce((most, v) => (Number.isNaN(v) ? v : Math.max(most, Math.abs(v))), 0)

/** Requires `|x| ≤ units · n · eps · scale`, of the dtype's eps. */
export const expectTiny = (x: NDArray, scale: number, units = 8): void => {
  const n = Math.max(1, ...x.shape.slice(-2))
  const bound = units * n * dtypeInfo[x.dtype].eps * Math.max(scale, Number.MIN_VALUE)
  expect(largest(x), `residual of ${x.dtype}[${x.shape}] within ${bound}`).toBeLessThanOrEqual(bound)
}

/** Requires numbers near others. */
export const expectClose = (x: NDArray, expected: NDArray, tolerance = 1e-9): void => {
  expect(x.shape).toEqual(expected.shape)
  const scale = Math.max(1, largest(expected))
  expect(largest(x.sub(expected))).toBeLessThanOrEqual(tolerance * scale)
}

/** Central differences of a scalar function of one array. */
export const slopes = (f: (x: NDArray) => NDArray, x: NDArray, h = 1e-5): NDArray => {
  const data = Float64Array.from(x.dataSync())
  const at = (i: number, step: number): number => {
    const moved = Float64Array.from(data)
    moved[i] = (data[i] as number) + step
    return f(np.array(moved, { dtype: "float64" }).reshape(x.shape)).item() as number
  }
  return np
    .array(
      Float64Array.from(data, (_, i) => (at(i, h) - at(i, -h)) / (2 * h)),
      { dtype: "float64" },
    )
    .reshape(x.shape)
}

/** The function as a compiled program, also where the runtime would rather interpret it. */
export const compiled =
  <R extends NDArray | readonly NDArray[]>(f: (...xs: NDArray[]) => R) =>
  (...xs: NDArray[]): R => {
    let one = false
    const flat = (...args: NDArray[]): readonly NDArray[] => {
      const result: NDArray | readonly NDArray[] = f(...args)
      one = !Array.isArray(result)
      return one ? [result as NDArray] : (result as readonly NDArray[])
    }
    const { jaxpr, consts } = makeJaxpr(flat)(...xs)
    const results = compile(constantsAsInputs(jaxpr))([...consts, ...xs])
    return (one ? results[0] : results) as R
  }
