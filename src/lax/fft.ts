// The Fourier transform of JAX's lax: the primitive, strictly.
import type { ArrayLike, NDArray } from "../core/array.js"
import { fft as transform } from "../primitives/fft/fft.js"
import type { FftType } from "../primitives/fft/params.js"
import { arrayOf } from "./operands.js"

export type { FftType } from "../primitives/fft/params.js"

/**
 * The discrete Fourier transform over the last `fftLengths.length` axes, at most three, whose sizes those are; for `IRFFT` they are the sizes of
 * the result. `FFT` and `IFFT` take and give complex numbers, `RFFT` takes float32 or float64, `IRFFT` gives them. (`jax.lax.fft`)
 * @throws ShapeError if lengths and sizes differ, DTypeError of another dtype, ArgumentError of another type
 * @example
 * lax.fft(z, "FFT", [8]) // z is complex64[8]
 */
export const fft = (x: ArrayLike, fftType: FftType, fftLengths: readonly number[]): NDArray =>
  transform(arrayOf(x, "fft"), fftType, fftLengths)
