import { expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { lax, makeJaxpr, numpy as np } from "../../src/index.js"
import { workOfJaxpr } from "../../src/runtime/work.js"

const workOfLoop = (length: number): number =>
  workOfJaxpr(makeJaxpr((x: NDArray) => lax.foriLoop(0, length, (_, c: NDArray) => c.mul(0.5).add(1), x))(np.array(1)).jaxpr)

test("a loop is as much work as its turns together", () => {
  expect(workOfLoop(10_000)).toBeGreaterThan(900 * workOfLoop(10))
})

test("a Fourier transform goes over its elements for every doubling of its length", () => {
  const workOfTransform = (n: number): number =>
    workOfJaxpr(makeJaxpr((x: NDArray) => np.fft.fft(x))(np.zeros([n], { dtype: "complex64" })).jaxpr)
  expect(workOfTransform(2 ** 16) / workOfTransform(2 ** 4)).toBeGreaterThan(2 * 2 ** 12)
})
