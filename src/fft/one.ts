// Transforms along one axis.
import { type ArrayLike, NDArray } from "../core/array.js"
import { isComplex } from "../core/dtype.js"
import { optionsOf } from "../core/options.js"
import { promoteToFloat } from "../numpy/promote.js"
import { complex, conj, imag, real } from "../primitives/elementwise/complex.js"
import { type FftOptions, fftOptions, oppositeNorm } from "./options.js"
import { transformOver } from "./transforms.js"

type Along = (x: ArrayLike, axis?: number, options?: FftOptions) => NDArray

/** Complex numbers as `@jax-js/jax` has them. */
export interface ComplexPair {
  readonly real: NDArray
  readonly imag: NDArray
}

interface AlongOrPairs {
  (x: ArrayLike, axis?: number, options?: FftOptions): NDArray
  (x: ComplexPair, axis?: number, options?: FftOptions): ComplexPair
}

const isPair = (x: ArrayLike | ComplexPair): x is ComplexPair =>
  typeof x === "object" && x !== null && !(x instanceof NDArray) && "real" in x && "imag" in x

/** The same function, which takes pairs to pairs too. */
const orPairs = (op: string, f: Along): AlongOrPairs => {
  function either(x: ArrayLike, axis?: number, options?: FftOptions): NDArray
  function either(x: ComplexPair, axis?: number, options?: FftOptions): ComplexPair
  function either(x: ArrayLike | ComplexPair, axis?: number, options?: FftOptions): NDArray | ComplexPair {
    if (!isPair(x)) return f(x, axis, options)
    const y = f(complex(...(promoteToFloat(op, [x.real, x.imag]) as [NDArray, NDArray])), axis, options)
    return { real: real(y), imag: imag(y) }
  }
  return either
}

const along =
  (op: string, type: Parameters<typeof transformOver>[0]["type"]): Along =>
  (x, axis = -1, options) => {
    const { n = null, norm = null } = optionsOf(op, options, fftOptions)
    return transformOver({ op, type }, x, [axis], n === null ? null : [n], norm)
  }

/**
 * The discrete Fourier transform along an axis, `X_k = Σ_j x_j·e^{−2πi·jk/n}`: complex64, or complex128 of float64 and complex128. Any length is
 * computed in time n·log n. Of a pair `{ real, imag }` it is a pair. (`jax.numpy.fft.fft`)
 * @throws ShapeError if the axis is out of range or has no elements, ArgumentError of another norm
 * @example
 * np.fft.fft(np.array([1, 0, 0, 0])).js() // four times { re: 1, im: 0 }
 */
export const fft: AlongOrPairs = orPairs("fft", along("fft", "FFT"))

/**
 * The inverse of `fft`, `x_j = 1/n·Σ_k X_k·e^{2πi·jk/n}`. (`jax.numpy.fft.ifft`)
 * @throws as `fft`
 */
export const ifft: AlongOrPairs = orPairs("ifft", along("ifft", "IFFT"))

/**
 * Frequencies 0 … ⌊n/2⌋ of real numbers; the others are their conjugates. (`jax.numpy.fft.rfft`)
 * @throws as `fft`, and DTypeError of complex numbers
 */
export const rfft: Along = along("rfft", "RFFT")

/**
 * The inverse of `rfft`: n real numbers from frequencies 0 … ⌊n/2⌋, n being `2·(m − 1)` for m frequencies unless it is given, as it has to be where
 * it is odd. Imaginary parts of frequencies 0 and n/2 are left out. (`jax.numpy.fft.irfft`)
 * @throws as `fft`
 */
export const irfft: Along = along("irfft", "IRFFT")

const spectrumOf: Along = along("hfft", "IRFFT")
const halfOf: Along = along("ihfft", "RFFT")

/**
 * The real spectrum of a signal with Hermitian symmetry, of which the first half is given: `irfft` of its conjugate, times n.
 * (`jax.numpy.fft.hfft`)
 * @throws as `irfft`
 */
export const hfft: Along = (x, axis, options) => {
  const { n = null, norm = null } = optionsOf("hfft", options, fftOptions)
  return spectrumOf(conjugated(x), axis, { n, norm: oppositeNorm("hfft", norm) })
}

/**
 * The inverse of `hfft`: the conjugate of `rfft`, divided by n. (`jax.numpy.fft.ihfft`)
 * @throws as `rfft`
 */
export const ihfft: Along = (x, axis, options) => {
  const { n = null, norm = null } = optionsOf("ihfft", options, fftOptions)
  return conj(halfOf(x, axis, { n, norm: oppositeNorm("ihfft", norm) }))
}

/** Real numbers are their own conjugates. */
const conjugated = (x: ArrayLike): ArrayLike => (x instanceof NDArray && isComplex(x.dtype) ? conj(x) : x)
