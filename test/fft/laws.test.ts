// What transforms owe each other, whatever their length: Parseval, convolution, shifts, symmetries, linearity, and their inverses.
import { describe, expect, test } from "vitest"
import type { NDArray } from "../../src/core/array.js"
import { vmap } from "../../src/index.js"
import * as np from "../../src/numpy/index.js"
import { compiled, complexes, conj, lengths, near, normOf, numbersOf, reals, wide } from "./signals.js"

const { fft, ifft, rfft, irfft, hfft, ihfft } = np.fft
const energy = (x: NDArray): number => normOf(numbersOf(x)) ** 2
const some = lengths.filter((n) => n < 10 || n % 7 === 4 || n > 200)

describe.each(wide)("in %s", (dtype) => {
  test.each(some)("the laws hold at length %i", (n) => {
    const eps = dtype === "float32" ? 2 ** -23 : 2 ** -52
    const [x, y] = [complexes([n], dtype, 1), complexes([n], dtype, 2)]
    const transform = compiled((z) => fft(z))
    const [X, Y] = [transform(x), transform(y)]
    // Parseval: Σ|X|² = n·Σ|x|²
    expect(Math.abs(energy(X) / (n * energy(x)) - 1)).toBeLessThan(eps * (2 + Math.log2(n)))
    // linearity
    const [a, b] = [np.array({ re: 0.5, im: -1 }, { dtype: X.dtype }), np.array({ re: 2, im: 0.25 }, { dtype: X.dtype })]
    near(transform(x.mul(a).add(y.mul(b))), X.mul(a).add(Y.mul(b)), dtype, n, 3)
    // the transform of a cyclic convolution is the product
    const [p, q] = [numbersOf(x), numbersOf(y)]
    const around = { re: new Float64Array(n), im: new Float64Array(n) }
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const k = (i + j) % n
        around.re[k] = (around.re[k] as number) + (p.re[i] as number) * (q.re[j] as number) - (p.im[i] as number) * (q.im[j] as number)
        around.im[k] = (around.im[k] as number) + (p.re[i] as number) * (q.im[j] as number) + (p.im[i] as number) * (q.re[j] as number)
      }
    near(compiled((z) => ifft(z.mul(Y)))(X), around, dtype, n, 4)
    // a shift turns every frequency
    const turned = np.exp(
      np
        .arange(n, { dtype })
        .mul((-2 * Math.PI) / n)
        .mul(np.array({ re: 0, im: 1 }, { dtype: X.dtype })),
    )
    near(transform(np.roll(x, 1)), X.mul(turned), dtype, n, 4)
    // of conjugates: conjugated, from the end
    near(transform(conj(x)), conj(np.roll(np.flip(X), 1)), dtype, n, 2)
    // twice: the signal from the end, n times
    near(transform(X), np.roll(np.flip(x), 1).mul(n), dtype, n, 2)
  })

  test.each(some)("transforms of %i real numbers are halves of the others", (n) => {
    const x = reals([3, n], dtype)
    const whole = fft(x)
    const half = Math.floor(n / 2) + 1
    near(compiled((z) => rfft(z))(x), whole.slice([], [0, half]), dtype, n, 2)
    near(compiled((z) => irfft(z, -1, { n }))(rfft(x)), x, dtype, n, 2)
    // what the inverse leaves out: imaginary parts of the frequencies that stand for themselves alone
    const spectrum = complexes([half], dtype)
    const bent = spectrum.at(0).set(np.real(spectrum.at(0).get()))
    near(
      irfft(spectrum, -1, { n }),
      irfft(n % 2 === 0 ? bent.at(half - 1).set(np.real(bent.at(half - 1).get())) : bent, -1, { n }),
      dtype,
      n,
    )
    // Hermitian signals have real spectra
    near(hfft(spectrum, -1, { n }), irfft(conj(spectrum), -1, { n }).mul(n), dtype, n, 2)
    near(ihfft(hfft(bent, -1, { n }), -1, { n }), n % 2 === 0 ? bent.at(half - 1).set(np.real(bent.at(half - 1).get())) : bent, dtype, n, 3)
  })
})

describe("axes", () => {
  const x = complexes([3, 4, 5, 6])
  test("a transform over several axes is one after the other", () => {
    near(np.fft.fftn(x, [0, 2]), fft(fft(x, 0), 2), "float64", 15)
    near(np.fft.fft2(x), fft(fft(x, 2), 3), "float64", 30)
    near(np.fft.fft2(x, [1, 0]), fft(fft(x, 0), 1), "float64", 12)
    near(
      np.fft.fftn(x),
      [0, 1, 2, 3].reduce((y, a) => fft(y, a), x),
      "float64",
      360,
    )
    near(np.fft.ifftn(np.fft.fftn(x)), x, "float64", 360)
    near(np.fft.ifft2(np.fft.fft2(x, [0, 1]), [0, 1]), x, "float64", 12, 2)
    near(np.fft.fftn(x, null, { s: [2, 7] }), fft(fft(x, 2, { n: 2 }), 3, { n: 7 }), "float64", 14)
  })
  test("of real numbers, the last named axis is halved", () => {
    const r = reals([3, 4, 5, 6])
    near(np.fft.rfftn(r), np.fft.fftn(r).slice([], [], [], [0, 4]), "float64", 360, 2)
    near(np.fft.rfft2(r, [3, 1]), np.fft.fft2(r, [3, 1]).slice([], [0, 3]), "float64", 24, 2)
    near(np.fft.irfftn(np.fft.rfftn(r)), r, "float64", 360, 2)
    near(np.fft.irfftn(np.fft.rfftn(r, [3, 2]), [3, 2], { s: [6, 5] }), r, "float64", 30, 2)
    near(np.fft.irfft2(np.fft.rfft2(r)), r, "float64", 30, 2)
  })
  test("vmap of a transform is a transform over the other axes", () => {
    near(vmap((z: NDArray) => fft(z, 0))(x), fft(x, 1), "float64", 4)
    near(
      vmap((z: NDArray) => np.fft.rfftn(np.real(z)), { inAxes: 1 })(x),
      np.fft.rfftn(np.moveaxis(np.real(x), 1, 0), [1, 2, 3]),
      "float64",
      90,
    )
  })
})
