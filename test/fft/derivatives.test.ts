// Derivatives of transforms, with JAX's convention: what is pulled back is not conjugated.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { grad, jit, jvp, makeJaxpr, vjp } from "../../src/index.js"
import * as np from "../../src/numpy/index.js"
import { complexes, conj, near, reals } from "./signals.js"

const { fft, ifft, rfft, irfft } = np.fft

const power = (y: NDArray): NDArray => np.real(y.mul(conj(y))).sum()

describe.each([1, 2, 7, 12, 34, 67])("of length %i", (n) => {
  const half = Math.floor(n / 2) + 1

  test("the gradient of the power of a spectrum is 2n times the conjugate", () => {
    const z = complexes([n])
    near(grad((x: NDArray) => power(fft(x)))(z), conj(z).mul(2 * n), "float64", n, 3)
    near(jit(grad((x: NDArray) => power(fft(x))))(z), conj(z).mul(2 * n), "float64", n, 3)
    near(grad((x: NDArray) => power(fft(x)))(np.real(z)), np.real(z).mul(2 * n), "float64", n, 3)
  })
  test("transforms are linear: a tangent is transformed like a value", () => {
    const [z, dz] = [complexes([n]), complexes([n], "float64", 1)]
    const [, tangent] = jvp((x: NDArray) => ifft(x), [z], [dz])
    near(tangent, ifft(dz), "float64", n)
  })
  test("half spectra pull back what whole ones do", () => {
    const [x, ct] = [reals([n]), complexes([half], "float64", 3)]
    const [, pull] = vjp((v: NDArray) => rfft(v), x)
    const [, pullWhole] = vjp((v: NDArray) => fft(v).slice([0, half]), x)
    near(pull(ct)[0], pullWhole(ct)[0], "float64", n, 3)
  })
  test("and so do signals made of half spectra", () => {
    const [z, ct] = [complexes([half], "float64", 4), reals([n], "float64", 5)]
    const whole = (v: NDArray): NDArray => {
      const rest = v.slice([1, n - half + 1])
      return np.real(ifft(np.concatenate([v, conj(np.flip(rest))])))
    }
    near(irfft(z, -1, { n }), n % 2 === 0 ? whole(z.at(half - 1).set(np.real(z.at(half - 1).get()))) : whole(z), "float64", n, 3)
    const [, pull] = vjp((v: NDArray) => irfft(v, -1, { n }), z)
    const [, pullWhole] = vjp(whole, z)
    near(pull(ct)[0], pullWhole(ct)[0], "float64", n, 3)
  })
})

test("a program with transforms prints as JAX's", () => {
  const text = String(makeJaxpr((z: NDArray) => fft(z))(complexes([2, 8], "float32")))
  expect(text).toContain("fft[fft_lengths=(8,) fft_type=FFT]")
})
